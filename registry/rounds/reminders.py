"""What a reporter is reminded of: his own missing reports, and whether somebody has urged them."""

from dataclasses import dataclass

from django.db.models import Count, Max

from registry.models import Round, RoundReminder, RoundReport


@dataclass(frozen=True)
class Reminder:
    """An open round with the person's missing reports; `urged_at` is the last 催报."""

    round: Round
    missing: int
    urged_at: object


def reminders_for(user):
    """Open rounds for which the person still owes reports, the most urgent first."""
    rounds = list(Round.objects.open().order_by("due_at", "pk"))
    # Named one by one: joined to them, the planner takes a round for a few reports.
    owed = RoundReport.objects.waiting().filter(round__in=rounds)
    owed = owed.within(user, "report").order_by()
    counts = dict(owed.values_list("round").annotate(Count("pk")))
    if not counts:
        return []
    urged = RoundReminder.objects.filter(round__in=counts, district__in=owed.values("district"))
    latest = dict(urged.order_by().values_list("round").annotate(Max("sent_at")))
    return [
        Reminder(each, counts[each.pk], latest.get(each.pk)) for each in rounds if each.pk in counts
    ]
