"""The audit log: who came, what he took out, moved or was refused. Written once, never changed.

Records are sealed in batches, each chained to the one before (`registry.sealing`). What a person
did stands here in codes and numbers alone: who reads the log learns nothing of the business.
"""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.choices import AuditAction, AuditResult
from registry.models.people import User

#: The law's least (网络安全法 §21): the database lets no younger record go.
LEAST_MONTHS = 6

REFUSE = """
    RAISE EXCEPTION '审计日志不能修改或删除。'
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_written_once';
"""


class WriteOnce(pgtrigger.Trigger):
    """Refuses what would change a record: sealing adds its mark once, keeping ends after years."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = f"""
        IF TG_OP = 'INSERT' AND NEW.digest = '' AND NEW.seal_id IS NULL THEN
            RETURN NEW;
        ELSIF TG_OP = 'UPDATE' AND OLD.digest = '' AND NEW.digest <> ''
            AND to_jsonb(NEW) - 'digest' - 'seal_id' = to_jsonb(OLD) - 'digest' - 'seal_id' THEN
            RETURN NEW;
        ELSIF TG_OP = 'DELETE' AND OLD.recorded_at < now() - interval '{LEAST_MONTHS} months'
            AND EXISTS (SELECT FROM registry_auditseal s
                        WHERE s.number = OLD.seal_id AND s.dropped_at IS NOT NULL) THEN
            RETURN OLD;
        END IF;
        {REFUSE}
    """


class SealOnce(pgtrigger.Trigger):
    """A seal stays as it is; only that its records were let go is noted, once."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = f"""
        IF TG_OP = 'UPDATE' AND OLD.dropped_at IS NULL
            AND OLD.last_at < now() - interval '{LEAST_MONTHS} months'
            AND to_jsonb(NEW) - 'dropped_at' = to_jsonb(OLD) - 'dropped_at' THEN
            RETURN NEW;
        END IF;
        {REFUSE}
    """


class NeverEmptied(pgtrigger.Trigger):
    """TRUNCATE passes the other triggers; only a test's connection says that it may."""

    level = pgtrigger.Statement
    when = pgtrigger.Before
    operation = pgtrigger.Truncate
    func = f"""
        IF current_setting('registry.is_for_tests', true) = 'on' THEN
            RETURN NULL;
        END IF;
        {REFUSE}
    """


class AuditSeal(models.Model):
    """One batch of records, sealed: `digest` follows from `previous` and every record's content."""

    number = models.PositiveBigIntegerField("批次", primary_key=True)
    algorithm = models.CharField("算法", max_length=20)
    records = models.PositiveIntegerField("条数")
    first_at = models.DateTimeField("最早一条")
    last_at = models.DateTimeField("最晚一条")
    sealed_at = models.DateTimeField("封存时间")
    previous = models.CharField("上一批的摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)
    dropped_at = models.DateTimeField("期满删除时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计封存批次"
        ordering = ("number",)
        triggers = (SealOnce(name="sealed_once"), NeverEmptied(name="never_emptied"))

    def __str__(self):
        return f"第 {self.number} 批"


class AuditRecordQuerySet(models.QuerySet):
    def unsealed(self):
        return self.filter(digest="")


class AuditRecord(models.Model):
    """One thing that somebody did or was refused; `username` outlives the account."""

    recorded_at = models.DateTimeField("时间", default=timezone.now, editable=False)
    # Asked when needed, so that a new word changes no table.
    action = models.CharField("操作", max_length=30, choices=AuditAction.listed)
    result = models.CharField("结果", max_length=10, choices=AuditResult, default=AuditResult.DONE)
    user = models.ForeignKey(
        User,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="人员",
    )
    username = models.CharField("账号", max_length=150, blank=True)
    address = models.GenericIPAddressField("地址", null=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("详情", default=dict, encoder=DjangoJSONEncoder)
    seal = models.ForeignKey(
        AuditSeal, models.PROTECT, null=True, editable=False, related_name="sealed"
    )
    digest = models.CharField("摘要", max_length=64, blank=True, editable=False)

    objects = AuditRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("user", "-id"), name="audit_of_person"),
            models.Index(fields=("action", "-id"), name="audit_of_action"),
            models.Index(fields=("recorded_at",), name="audit_by_time"),
            models.Index(fields=("id",), condition=Q(digest=""), name="audit_unsealed"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(result__in=AuditResult.values),
                name="audit_result_known",
                violation_error_message="没有这种结果。",
            ),
        )
        triggers = (WriteOnce(name="written_once"), NeverEmptied(name="never_emptied"))

    def __str__(self):
        return f"{self.recorded_at:%Y-%m-%d %H:%M:%S} {self.get_action_display()} {self.subject}"
