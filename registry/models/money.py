"""Funding lines: which source pays how much of a project in which year."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.choices import FundingStatus
from registry.models.projects import Project
from registry.models.reference import FundingSource
from registry.models.triggers import RaiseVersion, refresh_totals


class FundingLine(models.Model):
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
    note = models.CharField("说明", max_length=200, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

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
                condition=Q(year__isnull=True) | Q(year__gte=2000, year__lte=2059),
                name="funding_year_sensible",
                violation_error_message="资金年度应在 2000 年至 2059 年之间。",
            ),
        )
        triggers = (
            RaiseVersion(name="raise_version"),
            *refresh_totals("registry_refresh_funding_totals"),
        )

    def __str__(self):
        return f"{self.source} {self.amount_wan} 万元"
