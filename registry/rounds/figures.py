"""What a round has come to: a row a territory and the whole, beside the round before."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Q

from registry.choices import RoundState
from registry.models import District, RoundReport
from registry.paging import InParts
from registry.question import asked_text


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

    def number(self, state, is_overdue):
        """How many of them are in a state; of all if none is asked for."""
        late = RoundState.OVERDUE if is_overdue else RoundState.WAITING
        numbers = {"": self.asked, RoundState.REPORTED: self.answered, late: self.missing}
        return numbers.get(state, 0)

    def plus(self, other):
        names = ("asked", "answered", "late", "unchanged", "paid", "newly_paid", "progress_sum")
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Told(self.code, self.name, **sums)


def told_by_district(round_, user):
    """`(rows, whole)`, in the order of the districts; four queries for any number of projects."""
    told = reports_of(round_, user)
    rows_of = {row["district"]: row for row in told.by_district(round_.due_at)}
    for row in told.newly_paid_by_district(user):
        # Asked a moment later: what has come in between is told next time.
        rows_of.get(row.pop("district"), {}).update(row)
    reminded = dict(round_.reminders.order_by().values_list("district").annotate(Max("sent_at")))
    rows, whole = [], Told("", "合计")
    for code, name in District.objects.filter(pk__in=rows_of).values_list("code", "name"):
        figures = {name: value for name, value in rows_of[code].items() if name != "district"}
        rows.append(Told(code, name, reminded_at=reminded.get(code), **figures))
        whole = whole.plus(rows[-1])
    return rows, whole


def reports_of(round_, user):
    return RoundReport.objects.visible_in(round_, user)


def listed(round_, user, params):
    """Reports by territory and state, as the address asks; what it does not know it leaves out."""
    reports = reports_of(round_, user)
    if district := asked_text(params, "district"):
        reports = reports.filter(district=district)
    if state := asked_state(params):
        reports = reports.in_state(state)
    reports = reports.select_related("project__district", "round", "district", "reported_by")
    told = reports.with_previous(user).with_photo_count(user)
    return told.order_by("district__order", "district", "pk")


def asked_state(params):
    state = params.get("state")
    return state if state in RoundState.values else ""


def parts_listed(round_, user, params, rows):
    """`listed` as a part a territory, of the numbers in the rows of `told_by_district`."""
    district, state = asked_text(params, "district"), asked_state(params)
    reports = listed(round_, user, params).with_pictures(user)
    asked = [row for row in rows if district in ("", row.code)]
    return InParts(
        reports,
        tuple(
            (reports.filter(district=row.code).order_by("pk"), row.number(state, round_.is_overdue))
            for row in asked
        ),
    )


def to_report(round_, user):
    """Those that the person may fill in; nobody fills in what is closed."""
    if round_.is_closed:
        return RoundReport.objects.none()
    own = RoundReport.objects.filter(round=round_).told_to(user).within(user, "report")
    related = ("project", "project__sector", "round", "reported_by")
    own = own.with_previous(user).with_ledger()
    return own.select_related(*related).prefetch_related("shown")


def parts_to_report(own, opened_at):
    """Those first that were missing when the form was opened; and how many are missing now.

    What has been told since then keeps its place: the next page begins where this one ends.
    """
    told_before = Q(reported_at__lt=opened_at)
    missing_then = Q(reported_at__isnull=True) | Q(reported_at__gte=opened_at)
    counted = own.order_by().aggregate(
        missing=Count("pk", filter=Q(reported_at__isnull=True)),
        missing_then=Count("pk", filter=missing_then),
        told_before=Count("pk", filter=told_before),
    )
    parts = (
        (own.filter(missing_then).order_by("pk"), counted["missing_then"]),
        (own.filter(told_before).order_by("reported_at", "pk"), counted["told_before"]),
    )
    return InParts(own, parts), counted["missing"]
