"""The road of a project through the stages: what is behind it, where it stands, what is ahead."""

from collections import defaultdict
from dataclasses import dataclass

from registry.choices import Stage
from registry.models import StageChange
from registry.models.disclosure import opened_at


@dataclass(frozen=True)
class StageStep:
    stage: Stage
    place: str  # done, now or ahead
    changes: list[StageChange]

    @property
    def change(self):
        """The latest change in force that led into the stage from another one."""
        led = (each for each in reversed(self.changes) if each.leads_in)
        return next(led, None)


def timeline_of(project, reader):
    """One step a stage, each with all that happened in it, what was taken back included.

    Of what the reader may not know the stage alone is told, by what lies behind.
    """
    changes, before = defaultdict(list), None
    since = opened_at(project, reader.rights.closed)
    for change in project.stage_changes.select_related("by", "evidence"):
        change.leads_in = change.undone_at is None and change.stage != before
        if since is None or change.recorded_at > since:
            change.paper = told_evidence(change, since)
            changes[change.stage].append(change)
        before = before if change.undone_at else change.stage
    order = list(Stage)
    now = order.index(Stage(project.stage))
    return [
        StageStep(
            stage, "done" if place < now else "now" if place == now else "ahead", changes[stage]
        )
        for place, stage in enumerate(order)
    ]


def newest_first(timeline):
    """All that is told of a road, in which stage ever it happened."""
    changes = [change for step in timeline for change in step.changes]
    return sorted(changes, key=lambda change: change.pk, reverse=True)


def told_evidence(change, since):
    paper = change.evidence
    return paper if paper and (since is None or paper.uploaded_at > since) else None
