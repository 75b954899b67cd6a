"""Example rules of money: second-hand figures for lifts, to show how such rules are written."""

from decimal import Decimal

from registry.choices import Evidence, Measure, Severity
from registry.models import FundingRule

ELSEWHERE = "外地做法，仅作示例"
LIFTS = (
    ("更新电梯的国债资金每部不超过 15 万元", "replace", 15),
    ("改造电梯的国债资金每部不超过 5 万元", "renovate", 5),
)


def add_example_rules():
    for text, work, limit in LIFTS:
        rule, is_new = FundingRule.objects.get_or_create(
            text=text,
            defaults={
                "source": ELSEWHERE,
                "evidence": Evidence.HEARSAY,
                "measure": Measure.PER_ASSET,
                "kind": "elevator",
                "work": work,
                "limit": Decimal(limit),
                "severity": Severity.HINT,
                "is_example": True,
            },
        )
        if is_new:
            rule.sectors.set(["A01"])
            rule.sources.set(["ultra-long-bond"])
