"""A question as of a day of the past, by the days on which stage changes took effect."""

from registry.choices import LEFT_OUT, Standing
from registry.models import StageChange


def changes_in_force(day):
    """The last change of each project that had one by the end of the day."""
    begun = StageChange.objects.filter(effective_on__lte=day)
    last = begun.order_by("project_id", "-effective_on", "-id").distinct("project_id")
    return StageChange.objects.filter(pk__in=last.values("pk")).order_by()


def as_of(question, day):
    """The question of those who stood in the reserve that day, and the change each stood by.

    Stage and standing are asked of that day; everything else is what the records say now.
    """
    asked = question.filter.values
    changes = changes_in_force(day)
    if asked["stage"]:
        changes = changes.filter(stage__in=asked["stage"])
    if asked["standing"]:
        changes = changes.filter(standing__in=asked["standing"])
    else:
        changes = changes.exclude(standing__in=LEFT_OUT)
    whatever_now = question.instead(stage=(), standing=Standing.values)
    then = whatever_now.among(changes.values("project_id"))
    return then, changes.filter(project__in=whatever_now.projects().order_by())
