"""What a round has come to: a row a territory and the whole, beside the round before."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Max

from registry.choices import RoundState
from registry.filters import asked_text
from registry.models import RoundReport


@dataclass(frozen=True)
class Told:
    """Figures of one territory, or of all together where `code` is empty."""

    code: str
    name: str
    asked: int = 0
    answered: int = 0
    late: int = 0
    unchanged: int = 0
    paid: Decimal = Decimal(0)
    newly_paid: Decimal = Decimal(0)
    progress_sum: int = 0
    reminded_at: object = None

    @property
    def missing(self):
        return self.asked - self.answered

    @property
    def progress(self):
        """The mean of those who have answered; None where nobody has."""
        return self.progress_sum / self.answered if self.answered else None

    def plus(self, other):
        names = ("asked", "answered", "late", "unchanged", "paid", "newly_paid", "progress_sum")
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Told(self.code, self.name, **sums)


def told_by_district(round_, user):
    """`(rows, whole)`; three queries at most, whatever the number of projects."""
    reminders = round_.reminders.order_by().values_list("district").annotate(Max("sent_at"))
    reminded = dict(reminders)
    rows, whole = [], Told("", "合计")
    for row in reports_of(round_, user).by_district(user):
        code, name = row.pop("district"), row.pop("district__name")
        rows.append(Told(code, name, reminded_at=reminded.get(code), **row))
        whole = whole.plus(rows[-1])
    return rows, whole


def reports_of(round_, user):
    return RoundReport.objects.visible_to(user).filter(round=round_)


def listed(round_, user, params):
    """Reports by territory and state, as the address asks; what it does not know it leaves out."""
    reports = reports_of(round_, user)
    if district := asked_text(params, "district"):
        reports = reports.filter(district=district)
    if (state := params.get("state")) in RoundState.values:
        reports = reports.in_state(state)
    reports = reports.select_related("project__district", "round", "district", "reported_by")
    return reports.with_previous(user).order_by("district__order", "district", "pk")


def to_report(round_, user):
    """Those that the person may fill in, the missing ones first."""
    own = reports_of(round_, user).within(user, "edit").with_previous(user)
    related = ("project", "project__sector", "round", "reported_by")
    first = F("reported_at").asc(nulls_first=True)
    return own.select_related(*related).prefetch_related("shown").order_by(first, "pk")
