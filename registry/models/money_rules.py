"""Rules of money: how much of a project a source may, or must, pay. Rows, since they differ
by year, place and batch; none is built in.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.choices import Bound, Evidence, Measure, Severity, Work
from registry.kinds import KIND_CHOICES, KINDS
from registry.models.checks import CheckAt
from registry.models.money import MOST_WAN
from registry.models.reference import FundingSource, Sector
from registry.models.sectored import SectoredQuerySet
from registry.models.triggers import RaiseVersion


class FundingRuleQuerySet(SectoredQuerySet):
    def in_force(self):
        return self.filter(is_active=True)


class FundingRule(models.Model):
    """The money of `sources` together, at most or at least `limit` of what `measure` names."""

    text = models.CharField("规则", max_length=200, help_text="填报人看到的就是这句话")
    source = models.CharField("依据", max_length=200, blank=True)
    evidence = models.CharField(
        "依据可靠程度", max_length=20, choices=Evidence, default=Evidence.OWN
    )
    sectors = models.ManyToManyField(
        Sector,
        blank=True,
        related_name="+",
        verbose_name="适用领域",
        help_text="不选则适用全部领域",
    )
    sources = models.ManyToManyField(
        FundingSource, related_name="+", verbose_name="资金来源", help_text="几个来源合计计算"
    )
    bound = models.CharField("要求", max_length=20, choices=Bound, default=Bound.AT_MOST)
    limit = models.DecimalField(
        "上限或下限", max_digits=14, decimal_places=2, help_text="百分之几，或多少万元"
    )
    measure = models.CharField("怎么算", max_length=20, choices=Measure, default=Measure.SHARE)
    kind = models.CharField(
        "设施类别", max_length=20, choices=KIND_CHOICES, blank=True, help_text="按每项设施算时选"
    )
    work = models.CharField(
        "改造性质", max_length=20, choices=Work, blank=True, help_text="不选则都算"
    )
    severity = models.CharField("级别", max_length=20, choices=Severity, default=Severity.HINT)
    is_active = models.BooleanField("启用", default=True)
    is_example = models.BooleanField("示例", default=False, editable=False)
    updated_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FundingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金规则"
        ordering = ("id",)
        constraints = (
            CheckAt(
                at="limit",
                condition=Q(limit__gte=0, limit__lte=MOST_WAN)
                & (~Q(measure__in=Measure.shares()) | Q(limit__lte=Decimal(100))),
                name="funding_rule_limit_sensible",
                violation_error_message="比例应在 0 到 100 之间，金额应在 0 到 1000 亿元之间。",
            ),
            CheckAt(
                at="kind",
                condition=Q(measure=Measure.PER_ASSET) & ~Q(kind="")
                | ~Q(measure=Measure.PER_ASSET) & Q(kind="", work=""),
                name="funding_rule_kind_per_asset",
                violation_error_message="按每项设施算时要选设施类别，其他算法不选类别和改造性质。",
            ),
            models.CheckConstraint(
                condition=Q(bound__in=Bound.values, measure__in=Measure.values)
                & Q(severity__in=Severity.values, evidence__in=Evidence.values),
                name="funding_rule_words_known",
                violation_error_message="没有这种要求、算法或级别。",
            ),
        )
        triggers = (RaiseVersion(name="raise_version"),)

    def __str__(self):
        return self.text

    @property
    def words(self):
        """The condition as it is tested."""
        unit = "%" if self.measure in Measure.shares() else " 万元"
        of = {
            Measure.SHARE: "总投资的 ",
            Measure.EQUIPMENT_SHARE: "设备投资的 ",
            Measure.PER_ASSET: self._per_asset,
            Measure.AMOUNT: " ",
        }[self.measure]
        sources = "、".join(source.name for source in self.sources.all())
        return f"{sources}合计{self.get_bound_display()}{of}{figure(self.limit)}{unit}"

    @property
    def _per_asset(self):
        if not self.kind:
            return ""
        work = f"（{self.get_work_display()}）" if self.work else ""
        return f"每{KINDS[self.kind].unit}{KINDS[self.kind].label}{work} "


def figure(amount):
    return f"{amount:,.2f}".removesuffix(".00")
