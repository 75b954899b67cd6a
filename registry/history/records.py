"""The kinds of record that history knows: their rows, their events, and what one is called."""

from dataclasses import dataclass
from typing import Any

from registry.choices import Recorded
from registry.models import (
    Asset,
    AssetEvent,
    Attachment,
    AttachmentEvent,
    FundingLine,
    FundingLineEvent,
    Project,
    ProjectEvent,
    StageChange,
)


@dataclass(frozen=True)
class Record:
    """`project` is the column that names the project, in rows and events alike."""

    model: Any
    event: Any
    project: str = "project_id"

    def of(self, project):
        """The project's rows."""
        return self.model.objects.filter(**{self.column: project.pk})

    def events_of(self, project):
        return self.event.objects.filter(**{self.project: project.pk})

    @property
    def column(self):
        return "id" if self.model is Project else self.project


RECORDS = {
    Recorded.PROJECT: Record(Project, ProjectEvent, "pgh_obj_id"),
    Recorded.ASSET: Record(Asset, AssetEvent),
    Recorded.FUNDING: Record(FundingLine, FundingLineEvent),
    Recorded.STAGE: Record(StageChange, None),
    Recorded.ATTACHMENT: Record(Attachment, AttachmentEvent),
}


def title_of(recorded, state, sources):
    """What a person calls the record, at a row or an old row of it."""
    return TITLES[recorded](state, sources)


def asset_title(asset, sources):
    named = [asset.get_kind_display(), asset.number, asset.name]
    return " ".join(filter(None, named))


def line_title(line, sources):
    name = line_name(line, sources.get(line.source_id, line.source_id))
    return f"{name}（{line.get_status_display()}）"


def line_name(line, source):
    year = f" {line.year} 年" if line.year else ""
    return f"{source}{year} {line.amount_wan:,.2f} 万元"


def stage_title(change, sources):
    told = [f"{change.get_stage_display()}（{change.get_standing_display()}）"]
    told.append(f"{change.effective_on} 生效")
    return "，".join([*told, *filter(None, [change.note])])


def paper_title(paper, sources):
    return f"{paper.get_type_display()} {paper.file_name}"


TITLES = {
    Recorded.PROJECT: lambda project, sources: project.name,
    Recorded.ASSET: asset_title,
    Recorded.FUNDING: line_title,
    Recorded.STAGE: stage_title,
    Recorded.ATTACHMENT: paper_title,
}
