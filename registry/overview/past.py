"""A question as of a day of the past, by the days on which stage changes took effect."""

from datetime import date

from django.db.models import CharField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from registry.choices import LEFT_OUT, FundingStatus, Stage, Standing
from registry.models import Project, StageChange

#: The day of a year that has not begun.
NOT_YET = "not yet"


def day_in(year, on):
    """The day that a year is looked at on: its last; of the running one today, which is None.

    What is looked at from a day of the past (`on`) knows nothing of what came later.
    """
    now = on or timezone.localdate()
    if year > now.year:
        return NOT_YET
    return on if year == now.year else date(year, 12, 31)


def stood(project_key, day, user):
    """`building/active`: stage and standing by the last change in force on the day, or NULL.

    NULL also where all that the user may know of the project is later.
    """
    changes = StageChange.objects.in_force().told_to(user)
    changes = changes.filter(project=OuterRef(project_key), effective_on__lte=day)
    last = changes.order_by("-effective_on", "-id")
    both = Concat("stage", Value("/"), "standing", output_field=CharField())
    return Subquery(last.values(both=both)[:1])


def wanted_then(question):
    """How those of the question should have stood that day: what `stood` then says.

    Stage and standing are asked of that day; everything else is what the records say now.
    """
    asked = question.filter.values
    stages = asked["stage"] or Stage.values
    standings = asked["standing"] or [code for code in Standing.values if code not in LEFT_OUT]
    return {f"{stage}/{standing}" for stage in stages for standing in standings}


def status_then(status, year, day):
    """What a line of money had come to on the day: not paid yet where its year is later.

    No day is on record with money: a payment of the day's own year stands, one without a year not.
    """
    is_later = day is not None and (year is None or year > day.year)
    return "" if is_later and status == FundingStatus.PAID else status


def first_day(user):
    """Since when the stages of what the user may look at are on record; None without any."""
    seen = StageChange.objects.in_force().told_to(user)
    seen = seen.filter(project__in=Project.objects.visible_to(user).order_by())
    return seen.aggregate(day=Min("effective_on"))["day"]
