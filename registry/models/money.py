"""Funding lines: which source pays how much of a project in which year."""

from decimal import Decimal
from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.choices import FundingStatus, Recorded
from registry.models.places import LightQuerySet
from registry.models.projects import Project, within_years
from registry.models.reference import FundingSource
from registry.models.triggers import RaiseVersion, judge_anew, note_changes, refresh_totals
from registry.years import FAR_OFF, LAST_YEAR

#: 1000 亿元: more than that has surely been typed in 元.
MOST_WAN = Decimal(10_000_000)


class FundingLine(models.Model):
    """Money of one source in one year, as far as it has come.

    What was paid is a line of that status with its day and its paper, so that the lines
    always add up to what is arranged. Why a line was changed stands in the ledger of changes.
    """

    client_id = models.UUIDField(
        default=uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="funding_lines", verbose_name="项目"
    )
    source = models.ForeignKey(FundingSource, models.PROTECT, verbose_name="资金来源")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    amount_wan = models.DecimalField("金额（万元）", max_digits=14, decimal_places=2)
    status = models.CharField(
        "状态", max_length=20, choices=FundingStatus, default=FundingStatus.INTENDED
    )
    document_number = models.CharField("文号", max_length=100, blank=True)
    dated_on = models.DateField("日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金"
        ordering = ("project", "year", "source")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_wan__gte=0),
                name="funding_not_negative",
                violation_error_message="资金金额不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=2000, year__lte=LAST_YEAR),
                name="funding_year_sensible",
                violation_error_message=f"资金年度应在 2000 年至 {LAST_YEAR} 年之间。",
            ),
            models.CheckConstraint(
                condition=Q(amount_wan__lte=MOST_WAN),
                name="funding_not_absurd",
                violation_error_message="一笔资金超过 1000 亿元，请检查单位是不是万元。",
            ),
            models.CheckConstraint(
                condition=within_years("dated_on"),
                name="funding_day_within_years",
                violation_error_message=f"资金{FAR_OFF}",
            ),
        )
        triggers = (
            RaiseVersion(name="raise_version"),
            *refresh_totals("registry_refresh_funding_totals"),
            *note_changes(Recorded.FUNDING),
            *judge_anew(),
        )

    def __str__(self):
        return f"{self.source} {self.amount_wan} 万元"

    @property
    def cell(self):
        """Where it stands in the table of money, in words."""
        return f"{self.source}{f' {self.year} 年' if self.year else '（未定年度）'}"
