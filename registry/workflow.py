"""The one door between stages: what may follow what is a table, `advance` walks it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction, Stage, Standing
from registry.models import Project, StageChange

ORDER = list(Stage)

#: Moves that another person than the submitter must make.
REVIEWED = {Stage.RESERVED}

#: Standings that a project may be in when its stage moves on.
MOVABLE = {Standing.ACTIVE, Standing.RETURNED}


class Refused(Exception):
    """A move that is not allowed; the text is for the planner."""


@dataclass(frozen=True)
class Move:
    """One possible next stage and the right that it needs."""

    to: Stage

    @property
    def action(self):
        return "review" if self.to in REVIEWED else "submit"


def next_move(project):
    """The stage that follows, or None at the end of the road."""
    position = ORDER.index(Stage(project.stage))
    return Move(ORDER[position + 1]) if position + 1 < len(ORDER) else None


def why_not(project, to, by):
    """The sentence that refuses this move, or None where it is allowed."""
    move = next_move(project)
    if project.standing not in MOVABLE:
        return f"项目处于“{project.get_standing_display()}”状态，不能推进阶段。"
    if move is None or move.to != to:
        return f"“{project.get_stage_display()}”之后不能直接进入“{Stage(to).label}”。"
    verdict = by.rights.may(move.action, project)
    if not verdict:
        return f"{verdict.reason}。"
    if to in REVIEWED and submitted_by(project, by):
        return "不能审核自己提交的项目，请由其他审核员办理。"
    return None


def submitted_by(project, person):
    """Whether this person made the latest submission."""
    submission = project.stage_changes.filter(stage=Stage.DECLARED).last()
    return submission is not None and submission.by_id == person.pk


@transaction.atomic
def advance(project, to, *, by, effective_on=None, note=""):
    """Move a project to its next stage and write the event; locks the project."""
    locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    day = effective_on or timezone.localdate()
    refusal = why_not(locked, to, by) or why_not_on(locked, day)
    if refusal:
        raise Refused(refusal)
    locked.stage, locked.standing = to, Standing.ACTIVE
    locked.save(update_fields=["stage", "standing"])
    audit.write(AuditAction.MOVED, user=by, subject=locked.number, detail={"to": to})
    return record(locked, by=by, effective_on=day, note=note)


def why_not_on(project, day):
    """A change takes effect neither in the future nor before the last one."""
    if day > timezone.localdate():
        return "生效日期不能晚于今天。"
    last = project.stage_changes.last()
    if last and day < last.effective_on:
        return f"生效日期不能早于上一阶段的日期 {last.effective_on}。"
    return None


def record(project, *, by, effective_on, note=""):
    """Write down the stage in which a project stands, as its first or newest event."""
    return StageChange.objects.create(
        project=project,
        stage=project.stage,
        standing=project.standing,
        effective_on=effective_on,
        by=by,
        note=note,
    )
