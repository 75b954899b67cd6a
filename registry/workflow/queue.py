"""What waits for a person: to be reviewed, to be mended, to be late no longer."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.choices import REPORTER_MENDS, Stage, Standing
from registry.models import Project, StageChange
from registry.workflow.levels import LEVELS
from registry.workflow.moves import between

#: The header says no higher number.
BADGE_LIMIT = 99
NOT_BEGUN = between(Stage.PLANNED, Stage.TENDERING)
NOT_DONE = between(Stage.PLANNED, Stage.BUILDING)


def to_review(person):
    """Projects at a level of review that is the person's, submitted by somebody else."""
    mine = Q(pk__in=())
    for level in LEVELS:
        mine |= Q(awaiting=level.awaiting) & person.rights.within(level.action)
    waiting = Project.objects.present().exclude(awaiting="").filter(mine)
    own = StageChange.objects.submitted_last_by(person).filter(project=OuterRef("pk"))
    return waiting.filter(~Exists(own))


def levels_of(person):
    """The levels of review that are the person's."""
    return [level.awaiting for level in LEVELS if person.rights.may(level.action)]


def to_mend(person):
    """Projects that were returned to where the person may submit them again."""
    return Project.objects.within(person, "submit").filter(standing=Standing.RETURNED)


def overdue(person):
    """Projects that should have begun or been finished by their plan, and have not."""
    today = timezone.localdate()
    late = Q(planned_start__lt=today, stage__in=NOT_BEGUN)
    late |= Q(planned_finish__lt=today, stage__in=NOT_DONE)
    mine = Project.objects.within(person, "submit").filter(standing=Standing.ACTIVE)
    return mine.filter(late)


@dataclass(frozen=True)
class Queue:
    """One list of 待办; `by_hand` are those that count in the header."""

    code: str
    label: str
    find: object
    nothing: str
    by_hand: bool = True
    #: Whom its projects wait for, as the register's question says it.
    awaiting: object = None

    def question(self, person):
        """The question by which the register shows what waits there for anybody; "" for none."""
        return urlencode({"awaiting": self.awaiting(person)}, doseq=True) if self.awaiting else ""


QUEUES = (
    Queue(
        *("review", "待我审核", to_review, "没有等您审核的项目。"),
        awaiting=levels_of,
    ),
    Queue(
        *("returned", "退回待改", to_mend, "没有退回给您单位的项目。"),
        awaiting=lambda person: [REPORTER_MENDS],
    ),
    Queue("overdue", "逾期未办", overdue, "没有超过计划日期的项目。", by_hand=False),
)


def queue(code):
    return next((each for each in QUEUES if each.code == code), None)


def oldest_first(projects, person):
    """With the last change of each that the person may know, by how long it has been waiting."""
    told = StageChange.objects.in_force().told_to(person)
    last = told.filter(project=OuterRef("pk")).order_by("-id")
    since = Coalesce(Subquery(last.values("recorded_at")[:1]), "updated_at")
    note = Subquery(last.values("note")[:1])
    by = Subquery(last.values("by__display_name")[:1])
    waiting = projects.annotate(since=since, last_note=note, last_by=by)
    return waiting.select_related("sector", "district").order_by(F("since").asc(), "pk")


def badge(person):
    """How many projects wait for the person; counted no further than the header tells."""
    by_hand = (each.find(person).order_by() for each in QUEUES if each.by_hand)
    count = sum(projects[: BADGE_LIMIT + 1].count() for projects in by_hand)
    return count if count <= BADGE_LIMIT else f"{BADGE_LIMIT}+"


def waits_for(person):
    """Whether anything may ever wait for the person."""
    actions = ("submit", *(level.action for level in LEVELS))
    return any(person.rights.may(action) for action in actions)


def days_waiting(project):
    return (timezone.now() - project.since).days


def is_late(project):
    return days_waiting(project) >= settings.REVIEW_DAYS


def lateness(project):
    """Which planned day has passed, and by how long."""
    today = timezone.localdate()
    plans = (("竣工", project.planned_finish, NOT_DONE), ("开工", project.planned_start, NOT_BEGUN))
    for what, day, stages in plans:
        if day and day < today and project.stage in stages:
            return f"计划 {day} {what}，已过 {(today - day).days} 天"
    return ""
