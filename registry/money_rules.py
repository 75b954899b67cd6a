"""Rules of money against one project: what its sources add up to, and what they may."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from registry.choices import Bound, Measure, Severity
from registry.models import FundingRule
from registry.models.money_rules import figure
from registry.refusals import Refusal


@dataclass(frozen=True)
class LimitFinding:
    """`allowed_wan` is None, and `unknown` says why, where a limit cannot be worked out."""

    rule: FundingRule
    actual_wan: Decimal
    allowed_wan: Decimal | None
    unknown: str = ""

    @property
    def excess_wan(self):
        """How far it is beyond the limit, on either side; nothing where it is within."""
        if self.allowed_wan is None:
            return Decimal(0)
        beyond = self.actual_wan - self.allowed_wan
        return max(beyond if self.rule.bound == Bound.AT_MOST else -beyond, Decimal(0))

    @property
    def is_broken(self):
        return self.excess_wan > 0

    @property
    def blocks(self):
        """A floor blocks nothing: the money comes line by line."""
        rule = self.rule
        return self.is_broken and rule.severity == Severity.BLOCK and rule.bound == Bound.AT_MOST

    def __str__(self):
        if self.allowed_wan is None:
            return f"{self.unknown}，无法核对"
        told = f"现为 {figure(self.actual_wan)} 万元，限额 {figure(self.allowed_wan)} 万元"
        if not self.is_broken:
            return told
        side = "超出" if self.rule.bound == Bound.AT_MOST else "还差"
        return f"{told}，{side} {figure(self.excess_wan)} 万元"


def drop_rule(rule):
    """What holds is put out of force first: every project's money is checked by it."""
    if rule.is_active:
        raise Refusal("启用中的规则不能直接删除。请先停用，再删除。")
    rule.delete()


class MoneyRules:
    """The rules in force for a project, read once; lines of money are tried against them."""

    def __init__(self, project):
        self.project = project
        rules = FundingRule.objects.in_force().concerning(project.sector_id)
        self.rules = list(rules.prefetch_related("sources"))
        self.counts = Counter()
        if any(rule.measure == Measure.PER_ASSET for rule in self.rules):
            for row in project.asset_totals.all():
                self.counts[row.kind, row.work] += row.asset_count
                self.counts[row.kind, ""] += row.asset_count

    def findings(self, lines):
        lines = list(lines)
        return [self._finding(rule, lines) for rule in self.rules]

    def _finding(self, rule, lines):
        codes = {source.pk for source in rule.sources.all()}
        paid = (line.amount_wan for line in lines if line.source_id in codes)
        allowed, unknown = self._allowed(rule)
        return LimitFinding(rule, sum(paid, Decimal(0)), allowed, unknown)

    def _allowed(self, rule):
        match rule.measure:
            case Measure.AMOUNT:
                return rule.limit, ""
            case Measure.PER_ASSET:
                count = self.counts[rule.kind, rule.work]
                return (rule.limit * count, "") if count else (None, "还没有登记这类设施")
            case Measure.SHARE:
                base, label = self.project.investment_wan, "总投资"
            case _:
                base, label = self.project.equipment_wan, "设备投资"
        return (base * rule.limit / 100, "") if base is not None else (None, f"{label}还没有填")


def told_of_newly_blocked(project, before):
    """What the project's money now breaks beyond what the lines `before` broke; "" for nothing."""
    rules = MoneyRules(project)
    after = rules.findings(project.funding_lines.all())
    blocked = newly_blocked(rules.findings(before), after)
    return "".join(f"{each.rule}（{each.rule.words}；{each}）。" for each in blocked)


def newly_blocked(before, after):
    """What blocks and is worse than it was: an old excess may be mended step by step."""
    was = {finding.rule.pk: finding.excess_wan for finding in before}
    return [each for each in after if each.blocks and each.excess_wan > was[each.rule.pk]]
