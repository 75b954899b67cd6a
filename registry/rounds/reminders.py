"""What a reporter is reminded of: his own missing reports, and who has urged them when."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from registry.models import Round, RoundReminder, RoundReport


@dataclass(frozen=True)
class Reminder:
    """An open round with the person's missing reports; `urged` is the last 催报, if any."""

    round: Round
    missing: int
    urged: RoundReminder | None


def reminders_for(user):
    """Open rounds for which the person still owes reports, the most urgent first."""
    rounds = list(Round.objects.open().order_by("due_at", "pk"))
    # Named one by one: joined to them, the planner takes a round for a few reports.
    owed = RoundReport.objects.waiting().filter(round__in=rounds)
    owed = owed.within(user, "report").order_by()
    counts = dict(owed.values_list("round").annotate(Count("pk")))
    if not counts:
        return []
    of_his = owed.filter(round=OuterRef("round"), district=OuterRef("district"))
    urged = RoundReminder.objects.filter(Exists(of_his), round__in=counts)
    last = (
        urged.order_by("round_id", "-sent_at", "-pk").distinct("round_id").select_related("sent_by")
    )
    latest = {each.round_id: each for each in last}
    return [
        Reminder(each, counts[each.pk], latest.get(each.pk)) for each in rounds if each.pk in counts
    ]
