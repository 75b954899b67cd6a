"""The table of moves: from where, to where, by which right, with what."""

from dataclasses import dataclass

from registry.choices import Awaiting, MoveCode, Stage, Standing
from registry.workflow.levels import LEVELS, level_after
from registry.workflow.needs import (
    ACCEPTANCE,
    ADMISSION,
    BUILDING,
    CODE,
    COMPLETION,
    DECLARATION,
    GRANT,
    PREPARATION,
    RESUBMISSION,
    WORKS,
    Need,
)
from registry.workflow.states import State

ORDER = tuple(Stage)


def between(first, last):
    return ORDER[ORDER.index(first) : ORDER.index(last) + 1]


@dataclass(frozen=True)
class Move:
    """One row of the table. `action` is the right in `registry.access`.

    `to` is None where the stage stays. A routed move leads to the next level of review, and
    past the last one to `to`. `fills` names a date of the project that takes the move's day if
    it is empty. One that `replans` asks for the dates of a new plan.
    """

    code: MoveCode
    action: str
    stages: tuple[Stage, ...]
    standings: tuple[Standing, ...] = (Standing.ACTIVE,)
    awaiting: tuple[Awaiting, ...] = (Awaiting.NOBODY,)
    to: Stage | None = None
    standing: Standing = Standing.ACTIVE
    is_routed: bool = False
    needs: tuple[Need, ...] = ()
    must_say_why: bool = False
    fills: str = ""
    replans: bool = False

    @property
    def label(self):
        return self.code.label

    @property
    def is_review(self):
        """Whether another person than the submitter must make it."""
        return Awaiting.NOBODY not in self.awaiting

    @property
    def is_forward(self):
        return self.to is not None or self.is_routed

    def leaves(self, state):
        return (
            state.stage in self.stages
            and state.standing in self.standings
            and state.awaiting in self.awaiting
        )

    def outcome(self, state, project, by):
        """Where the move, done by that person, leads this project from a state that it leaves."""
        if self.is_routed and (level := level_after(state.awaiting, project, by)):
            return State(Stage.DECLARED, awaiting=level.awaiting)
        return State(self.to or state.stage, self.standing)

    def missing(self, dossier):
        """Everything that must be there and is not."""
        return [each for need in self.needs for each in need.missing(dossier)]

    def lacking_papers(self, dossier):
        """The types of papers that it asks for and that are not there."""
        return [n.paper for n in self.needs if n.paper and n.missing(dossier)]


def step(code, origin, to, needs=(), *, action="submit", fills=""):
    return Move(code, action, (origin,), to=to, needs=needs, fills=fills)


def reviewed(code, level, needs):
    return Move(
        *(code, level.action, (Stage.DECLARED,)),
        awaiting=(level.awaiting,),
        to=Stage.RESERVED,
        is_routed=True,
        needs=needs,
    )


def returned(level):
    return Move(
        *(MoveCode.RETURN, level.action, (Stage.DECLARED,)),
        awaiting=(level.awaiting,),
        standing=Standing.RETURNED,
        must_say_why=True,
    )


TERRITORY, LEAD, CITY = LEVELS
IN_RESERVE = between(Stage.RESERVED, Stage.COMPLETED)
BEFORE_WORKS = between(Stage.RESERVED, Stage.TENDERING)
SET_ASIDE = (Standing.ACTIVE, Standing.SUSPENDED)

MOVES = (
    Move(
        *(MoveCode.SUBMIT, "submit", (Stage.PLANNED,)),
        to=Stage.RESERVED,
        is_routed=True,
        needs=DECLARATION,
    ),
    Move(
        *(MoveCode.RESUBMIT, "submit", (Stage.DECLARED,), (Standing.RETURNED,)),
        to=Stage.RESERVED,
        is_routed=True,
        needs=RESUBMISSION,
    ),
    reviewed(MoveCode.PASS_TERRITORY, TERRITORY, DECLARATION),
    reviewed(MoveCode.PASS_LEAD, LEAD, ADMISSION),
    reviewed(MoveCode.ADMIT, CITY, ADMISSION),
    *map(returned, LEVELS),
    step(MoveCode.PREPARE, Stage.RESERVED, Stage.PREPARING),
    step(MoveCode.APPLY, Stage.PREPARING, Stage.APPLYING, PREPARATION),
    step(MoveCode.FUND, Stage.APPLYING, Stage.FUNDED, GRANT),
    step(MoveCode.TENDER, Stage.FUNDED, Stage.TENDERING, CODE),
    step(MoveCode.START, Stage.TENDERING, Stage.STARTED, WORKS, fills="actual_start"),
    step(MoveCode.BUILD, Stage.STARTED, Stage.BUILDING, BUILDING),
    step(MoveCode.COMPLETE, Stage.BUILDING, Stage.COMPLETED, COMPLETION, fills="actual_finish"),
    step(MoveCode.ACCEPT, Stage.COMPLETED, Stage.ACCEPTED, ACCEPTANCE),
    step(MoveCode.CLOSE, Stage.ACCEPTED, Stage.CLOSED, CODE, action="close"),
    Move(
        *(MoveCode.CARRY, "submit", between(Stage.RESERVED, Stage.BUILDING)),
        must_say_why=True,
        replans=True,
    ),
    Move(
        *(MoveCode.SUSPEND, "suspend", IN_RESERVE),
        standing=Standing.SUSPENDED,
        must_say_why=True,
    ),
    Move(MoveCode.RESUME, "suspend", IN_RESERVE, (Standing.SUSPENDED,)),
    Move(
        *(MoveCode.WITHDRAW, "withdraw", BEFORE_WORKS, SET_ASIDE),
        standing=Standing.WITHDRAWN,
        must_say_why=True,
    ),
    Move(
        *(MoveCode.TERMINATE, "withdraw", between(Stage.DECLARED, Stage.COMPLETED)),
        standings=(*SET_ASIDE, Standing.RETURNED),
        awaiting=tuple(Awaiting),
        standing=Standing.TERMINATED,
        must_say_why=True,
    ),
)


def moves_from(state):
    return [move for move in MOVES if move.leaves(state)]


def moves_beyond(stage):
    """The rows by which a project goes on from the stages after this one, in their order."""
    later = set(ORDER[ORDER.index(stage) + 1 :])
    return [move for move in MOVES if move.is_forward and later.issuperset(move.stages)]


def first_of(code):
    """One row of this code, or None: what it asks of the person is the same in all of them."""
    return next((move for move in MOVES if move.code == code), None)


def find(code, state):
    """The row by which a project in this state may make this move, or None."""
    return next((move for move in moves_from(state) if move.code == code), None)
