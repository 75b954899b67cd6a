"""When things happened: the stage changes of a project and the dates that follow from them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from registry.choices import Awaiting, MoveCode, Stage, Standing
from registry.models import StageChange

#: The demo's last day; nothing effective lies after it, so the demo never changes.
TODAY = date(2026, 11, 20)
#: The shortest way from here to a start leads into August 2024: the policy is of July.
FIRST_DAY = date(2024, 3, 4)
FIRST_START = date(2024, 8, 1)
ORDER = list(Stage)

#: Days that a project stays before it reaches the stage, at least and at most.
WAIT_DAYS = {
    Stage.PLANNED: (0, 0),
    Stage.DECLARED: (15, 60),
    Stage.RESERVED: (10, 40),
    Stage.PREPARING: (15, 60),
    Stage.APPLYING: (30, 90),
    Stage.FUNDED: (30, 110),
    Stage.TENDERING: (20, 60),
    Stage.STARTED: (30, 60),
    Stage.BUILDING: (10, 30),
    Stage.COMPLETED: (90, 280),
    Stage.ACCEPTED: (20, 80),
    Stage.CLOSED: (45, 120),
}

# Of 40 projects so many stand in each stage.
MIX = {
    Stage.PLANNED: 4,
    Stage.DECLARED: 4,
    Stage.RESERVED: 5,
    Stage.PREPARING: 4,
    Stage.APPLYING: 3,
    Stage.FUNDED: 3,
    Stage.TENDERING: 3,
    Stage.STARTED: 2,
    Stage.BUILDING: 6,
    Stage.COMPLETED: 2,
    Stage.ACCEPTED: 3,
    Stage.CLOSED: 1,
}

NOTES = {
    Standing.RETURNED: "建设内容与投资测算不一致，退回补充",
    Standing.SUSPENDED: "与道路改造统筹施工，暂缓实施",
    Standing.WITHDRAWN: "已由其他项目实施，退库",
    Standing.TERMINATED: "建设条件变化，终止实施",
}


def stages(rng):
    """Stages without end, in the mix above."""
    deck = [stage for stage, count in MIX.items() for _ in range(count)]
    while True:
        yield from (deck[place] for place in rng.permutation(len(deck)))


def moment(day, hour=10):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def days_of(stage, rng):
    """The day of every stage up to this one.

    What is done by now began early more often than late, and waited little; what is still
    going on began not long ago.
    """
    passed = ORDER[: ORDER.index(stage) + 1]
    is_done = Stage.COMPLETED in passed
    waits = []
    for low, high in map(WAIT_DAYS.get, passed):
        longest = (low + high) // 2 if is_done else high
        waits.append(int(rng.integers(low, longest + 1)))
    room = (TODAY - FIRST_DAY).days - sum(waits)
    before = rng.integers(0, room, 2).min() if is_done else rng.integers(room // 2, room)
    day = FIRST_DAY + timedelta(days=int(before))
    days = {}
    for each, wait in zip(passed, waits, strict=True):
        day += timedelta(days=wait)
        days[each] = day
    return days


#: The move by which a project comes into a stage; those of the review stand in PASSES.
ENTRIES = dict(
    zip(
        ORDER,
        (
            *(MoveCode.REGISTER, MoveCode.SUBMIT, MoveCode.ADMIT, MoveCode.PREPARE),
            *(MoveCode.APPLY, MoveCode.FUND, MoveCode.TENDER, MoveCode.START, MoveCode.BUILD),
            *(MoveCode.COMPLETE, MoveCode.ACCEPT, MoveCode.CLOSE),
        ),
        strict=True,
    )
)
PASSES = {
    Awaiting.TERRITORY: MoveCode.PASS_TERRITORY,
    Awaiting.LEAD: MoveCode.PASS_LEAD,
    Awaiting.CITY: MoveCode.ADMIT,
}
ASIDE = {
    Standing.RETURNED: MoveCode.RETURN,
    Standing.SUSPENDED: MoveCode.SUSPEND,
    Standing.WITHDRAWN: MoveCode.WITHDRAW,
    Standing.TERMINATED: MoveCode.TERMINATE,
}
#: Days that a level of the review takes while nobody knows yet when it will end.
LEVEL_DAYS = 150


@dataclass(frozen=True)
class Event:
    """One stage change without its project; `role` says which of the project's people made it."""

    move: str
    stage: str
    day: date
    role: str = "reporter"
    awaiting: str = Awaiting.NOBODY
    standing: str = Standing.ACTIVE
    note: str = ""


def levels_of(*, sector_is_restricted, district, by_department=False):
    """The levels of review that the project has to pass (registry.workflow.levels)."""
    if sector_is_restricted:
        return (Awaiting.LEAD,)
    if by_department or district == settings.DEMO_CITY[0]:
        return (Awaiting.LEAD, Awaiting.CITY)
    return (Awaiting.TERRITORY, Awaiting.LEAD, Awaiting.CITY)


def events(days, standing, levels):
    """All that happened up to the last of the days, oldest first."""
    for stage, day in days.items():
        if stage == Stage.DECLARED:
            yield from review(day, days.get(Stage.RESERVED), standing, levels)
        elif stage != Stage.RESERVED:
            role = "lead" if stage == Stage.CLOSED else "reporter"
            yield Event(ENTRIES[stage], stage, day, role)
    if standing not in (Standing.ACTIVE, Standing.RETURNED):
        stage, day = list(days.items())[-1]
        day = min(day + timedelta(days=20), TODAY)
        role = "reporter" if standing == Standing.SUSPENDED else "lead"
        yield Event(ASIDE[standing], stage, day, role, standing=standing, note=NOTES[standing])


def review(declared, reserved, standing, levels):
    yield Event(MoveCode.SUBMIT, Stage.DECLARED, declared, awaiting=levels[0])
    if reserved is None and standing == Standing.RETURNED:
        day = min(declared + timedelta(days=20), TODAY)
        aside = {"standing": standing, "note": NOTES[standing]}
        yield Event(MoveCode.RETURN, Stage.DECLARED, day, levels[0], **aside)
        return
    days = ((reserved or TODAY) - declared).days
    pace = days // len(levels) if reserved else LEVEL_DAYS
    passed = len(levels) if reserved else min(days // LEVEL_DAYS, len(levels) - 1)
    for place, level in enumerate(levels[:passed]):
        is_last = place + 1 == len(levels)
        day = reserved if is_last else declared + timedelta(days=pace * (place + 1))
        stage = Stage.RESERVED if is_last else Stage.DECLARED
        awaiting = Awaiting.NOBODY if is_last else levels[place + 1]
        yield Event(PASSES[level], stage, day, level, awaiting)


def tell(project, days, standing, people, levels, rng):
    """Set the project's standing and dates; its stage changes come back, oldest first."""
    told = list(events(days, standing, levels))
    last = told[-1]
    project.standing, project.awaiting = last.standing, last.awaiting
    project.created_at = moment(days[Stage.PLANNED], 9)
    project.updated_at = moment(last.day, 11)
    set_dates(project, days, rng)
    return [change(project, event, people) for event in told]


def change(project, event, people):
    return StageChange(
        project=project,
        move=event.move,
        stage=event.stage,
        standing=event.standing,
        awaiting=event.awaiting,
        effective_on=event.day,
        recorded_at=moment(event.day),
        by=people[event.role],
        note=event.note,
    )


def set_dates(project, days, rng):
    """Plans lie near what happened; what has not begun is planned for the months to come."""
    project.actual_start = days.get(Stage.STARTED)
    project.actual_finish = days.get(Stage.COMPLETED)
    if project.stage == Stage.PLANNED and rng.random() < 0.4:
        return
    begun = project.actual_start or TODAY + timedelta(days=int(rng.integers(30, 300)))
    meant = begun + timedelta(days=int(rng.integers(-30, 10)))
    start = max(meant.replace(day=1), FIRST_START)
    months = int(rng.integers(6, 14))
    project.planned_start = start
    project.planned_finish = (start + timedelta(days=30 * months)).replace(day=28)
