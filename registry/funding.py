"""The money of one project: its lines, their sums, and what is still missing."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from django.utils import timezone
from django.utils.functional import cached_property

from registry.choices import FundingStatus, Stage
from registry.models import FundingLine, FundingLineEvent
from registry.years import lies_ahead

#: How far money has come, least first; what is paid has arrived, what has arrived was granted.
COURSE = list(FundingStatus)
#: From here on a paper says so.
ON_PAPER = COURSE[COURSE.index(FundingStatus.GRANTED) :]

MOST_HINTS = 12

#: Years that the table can be given by a choice; the database takes 2000 to 2059.
YEARS = range(2018, 2041)
#: Years of a long plan that stand in it from the beginning.
MOST_PLANNED = 5


@dataclass(frozen=True)
class Money:
    """资金拼盘. `gap_wan` is None where the total investment is not stated yet."""

    investment_wan: Decimal | None
    lines: list[FundingLine] = field(default_factory=list)
    equipment_wan: Decimal | None = None

    @property
    def funded_wan(self):
        return total(self.lines)

    @property
    def gap_wan(self):
        return None if self.investment_wan is None else self.investment_wan - self.funded_wan

    @property
    def excess_wan(self):
        return -self.gap_wan if self.gap_wan else None

    @property
    def is_closed(self):
        return self.gap_wan == 0

    @property
    def equipment_share(self):
        """Per cent of the total; None where there is nothing to divide by."""
        if self.equipment_wan is None or not self.investment_wan:
            return None
        return self.equipment_wan * 100 / self.investment_wan

    def reached_wan(self, status):
        """Money that has come at least as far as `status`."""
        later = COURSE[COURSE.index(status) :]
        return total(line for line in self.lines if line.status in later)

    @property
    def course(self):
        """What has come how far: granted, arrived and paid, each with its per cent of all."""
        whole = self.funded_wan
        for status in ON_PAPER:
            reached = self.reached_wan(status)
            yield status.label, reached, reached * 100 / whole if whole else None

    @cached_property
    def years(self):
        """Years with money, in order; what has no year yet comes last as None."""
        years = {line.year for line in self.lines}
        return [*sorted(years - {None}), *({None} & years)]

    @cached_property
    def table(self):
        """A row a source: `(source, [(year, lines)], sum)`."""
        cells = defaultdict(lambda: defaultdict(list))
        for line in self.lines:
            cells[line.source][line.year].append(line)
        return [
            (source, [(year, row[year]) for year in self.years], total(chain(*row.values())))
            for source, row in cells.items()
        ]

    @property
    def year_sums(self):
        return [
            (year, total(line for line in self.lines if line.year == year)) for year in self.years
        ]

    @property
    def hints(self):
        """What a reviewer would ask about, in sentences; of very many the first."""
        found = list(self._hints())
        rest = len(found) - MOST_HINTS
        return found if rest <= 0 else [*found[:MOST_HINTS], f"另有 {rest} 处。"]

    def _hints(self):
        for line in self.lines:
            if line.status in ON_PAPER and not line.document_number:
                yield f"{line.cell}：{line.get_status_display()}，还没有填文号。"
            if line.status == FundingStatus.PAID and line.dated_on is None:
                yield f"{line.cell}：已支付，还没有填支付日期。"
            elif line.status == FundingStatus.PAID and lies_ahead(line.dated_on):
                yield f"{line.cell}：已支付，支付日期 {line.dated_on} 晚于今天，请核对。"


def total(lines):
    return sum((line.amount_wan for line in lines), Decimal(0))


def money_of(project):
    lines = project.funding_lines.select_related("source").order_by("source__order", "year", "id")
    return Money(project.investment_wan, list(lines), project.equipment_wan)


def asks_why(project, lines):
    """Whether a save of the money must say why.

    The first plan of a project in 谋划 changes nothing that anybody has reckoned with.
    """
    return (
        project.stage != Stage.PLANNED
        or bool(lines)
        or FundingLineEvent.objects.filter(project=project).exists()
    )


def years_offered(project, money):
    """Columns of the table: from the first year with money or of the plan to the last."""
    days = (project.planned_start, project.planned_finish)
    planned = [day.year for day in days if day] or [timezone.localdate().year]
    last = min(max(*planned, planned[0] + 1), planned[0] + MOST_PLANNED)
    years = [planned[0], last, *filter(None, money.years)]
    return [str(year) for year in range(min(years), max(years) + 1)]
