"""Declaration batches with their rules, and the verdicts on projects that follow from them.

Verdicts are kept so that fifty thousand projects are filtered by them at once. Triggers append
every project that changes to `VerdictDue`, whatever the door; until the worker has judged it
anew, questions judge it on the spot. Rows are only appended and taken away, so nobody waits.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.choices import READY, Evidence, Fault, Severity
from registry.models.checks import CheckAt
from registry.models.people import User
from registry.models.places import LightQuerySet
from registry.models.projects import Project, in_order, within_years
from registry.models.reference import Sector
from registry.models.sectored import SectoredQuerySet
from registry.models.triggers import RaiseVersion
from registry.years import FAR_OFF


class DeclarationBatchQuerySet(SectoredQuerySet):
    def published(self):
        return self.filter(is_published=True)


class DeclarationBatch(models.Model):
    name = models.CharField("批次名称", max_length=60)
    sectors = models.ManyToManyField(
        Sector, blank=True, verbose_name="适用领域", help_text="不选则适用于所有领域"
    )
    opens_on = models.DateField("申报开始", null=True, blank=True)
    closes_on = models.DateField("申报截止", null=True, blank=True)
    note = models.TextField("说明", max_length=2000, blank=True)
    is_published = models.BooleanField("已发布", default=False, editable=False)
    is_example = models.BooleanField("示例", default=False, editable=False)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="建立人"
    )
    updated_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DeclarationBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报批次"
        ordering = (F("closes_on").desc(nulls_first=True), "-id")
        constraints = (
            CheckAt(
                at="closes_on",
                condition=in_order("opens_on", "closes_on"),
                name="batch_dates_in_order",
                violation_error_message="申报截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=within_years("opens_on", "closes_on"),
                name="batch_dates_within_years",
                violation_error_message=FAR_OFF,
            ),
        )
        triggers = (RaiseVersion(name="raise_version"),)

    def __str__(self):
        return self.name

    @property
    def has_ended(self):
        return bool(self.closes_on and self.closes_on < timezone.localdate())

    @property
    def out_of_time(self):
        """Why nothing can be declared today, whatever the rules say; "" where it can."""
        if self.has_ended:
            return "已截止"
        is_early = self.opens_on and self.opens_on > timezone.localdate()
        return "还没开始" if is_early else ""


class DeclarationRule(models.Model):
    """One condition of a batch; `condition` is read by `registry.readiness.conditions`."""

    batch = models.ForeignKey(DeclarationBatch, models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField("顺序", default=10)
    text = models.CharField(
        "规则", max_length=300, help_text="按文件的说法写，填报人看到的就是这句话"
    )
    source = models.CharField("依据", max_length=200, blank=True)
    evidence = models.CharField(
        "依据可靠程度", max_length=20, choices=Evidence, default=Evidence.OWN
    )
    severity = models.CharField("级别", max_length=20, choices=Severity, default=Severity.BLOCK)
    fault = models.CharField("不满足时为", max_length=20, choices=Fault, default=Fault.UNFIT)
    condition = models.JSONField("条件", editable=False)
    updated_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "申报规则"
        ordering = ("order", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values)
                & Q(fault__in=Fault.values)
                & Q(evidence__in=Evidence.values),
                name="rule_words_known",
                violation_error_message="没有这种级别或结论。",
            ),
        )
        triggers = (RaiseVersion(name="raise_version"),)

    def __str__(self):
        return self.text

    @property
    def blocks(self):
        return self.severity == Severity.BLOCK


class Verdict(models.Model):
    """What one published batch says of one project, as of its last judging."""

    batch = models.ForeignKey(DeclarationBatch, models.CASCADE, related_name="verdicts")
    project = models.ForeignKey(Project, models.CASCADE, related_name="verdicts")
    lacks_funding = models.BooleanField(default=False)
    lacks_papers = models.BooleanField(default=False)
    is_unfit = models.BooleanField(default=False)

    #: What is asked for by name; who is unfit is not said to lack money or papers as well.
    MEANINGS = {
        READY: Q(is_unfit=False, lacks_funding=False, lacks_papers=False),
        Fault.FUNDING: Q(is_unfit=False, lacks_funding=True),
        Fault.PAPERS: Q(is_unfit=False, lacks_papers=True),
        Fault.UNFIT: Q(is_unfit=True),
    }

    objects = LightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报结论"
        constraints = (models.UniqueConstraint(fields=("batch", "project"), name="verdict_once"),)

    def __str__(self):
        return f"{self.project_id} · {self.batch_id}"


class VerdictDue(models.Model):
    """A project that has changed since it was judged; written by triggers alone."""

    project_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "待重新判定"

    def __str__(self):
        return str(self.project_id)
