"""One move for many projects: each by itself, each with its own answer."""

from dataclasses import dataclass, field

from registry.choices import MoveCode
from registry.models import StageChange
from registry.workflow.door import AlreadyDone, MoveRefused, advance
from registry.workflow.moves import MOVES, moves_from
from registry.workflow.states import State

#: So many projects may be moved at once.
MOST = 200
TOO_MANY = f"一次最多办理 {MOST} 个项目，请缩小筛选范围或分批勾选。"


@dataclass(frozen=True)
class MoveOutcome:
    """What became of one project: a change, or a refusal with all that is missing."""

    project: object
    change: StageChange | None = None
    refusal: str = ""
    missing: list = field(default_factory=list)
    is_repeated: bool = False


def offered(projects, person):
    """Moves that are the person's with at least one of the projects, in the table's order."""
    rights = person.rights
    codes = {
        move.code
        for project in projects
        for move in moves_from(State.of(project))
        if rights.may(move.action, project)
    }
    in_order = dict.fromkeys(move.code for move in MOVES)
    return [MoveCode(code) for code in in_order if code in codes]


def seen(projects):
    """The last change of each project, to be sent back with the order."""
    last = StageChange.objects.in_force().filter(project__in=projects).order_by("project", "-id")
    return dict(last.distinct("project").values_list("project", "id"))


def move_all(projects, code, *, by, after, effective_on, note, plan):
    """Each project in its own transaction; a refused one stops none of the others."""
    order = {"by": by, "effective_on": effective_on, "note": note, "plan": plan}
    # What the order does not name was not looked at: no change has the number -1.
    return [
        _move(project, code, order | {"after": after.get(project.pk, -1)}) for project in projects
    ]


def _move(project, code, order):
    try:
        return MoveOutcome(project, change=advance(project, code, **order))
    except AlreadyDone as already:
        return MoveOutcome(project, refusal=str(already), is_repeated=True)
    except MoveRefused as refusal:
        return MoveOutcome(project, refusal=str(refusal), missing=refusal.missing)


def tally(outcomes):
    """How many were moved, had been moved before, and were refused."""
    done = sum(outcome.change is not None for outcome in outcomes)
    repeated = sum(outcome.is_repeated for outcome in outcomes)
    return {"done": done, "repeated": repeated, "refused": len(outcomes) - done - repeated}
