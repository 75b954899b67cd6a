"""The money of one project: its lines, their sum, and what is still missing."""

from dataclasses import dataclass, field
from decimal import Decimal

from registry.models import FundingLine


@dataclass(frozen=True)
class Money:
    """资金拼盘. `gap_wan` is None where the total investment is not stated yet."""

    investment_wan: Decimal | None
    lines: list[FundingLine] = field(default_factory=list)

    @property
    def funded_wan(self):
        return sum((line.amount_wan for line in self.lines), Decimal(0))

    @property
    def gap_wan(self):
        return None if self.investment_wan is None else self.investment_wan - self.funded_wan

    @property
    def excess_wan(self):
        return -self.gap_wan if self.gap_wan else None


def money_of(project):
    lines = project.funding_lines.select_related("source").order_by("source__order", "year", "id")
    return Money(project.investment_wan, list(lines))
