"""Export records: who took out what, kept for good; the file itself only for a while."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.models.jobs import Job
from registry.models.people import User
from registry.models.rounds import Round


class ExportRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """His own; the auditor and the superuser see all."""
        return self.filter(user.rights.own("exported_by", user))

    def with_folder(self):
        """Those whose file is there or still being written."""
        return self.filter(~Q(stored="") | Q(status=ExportRecord.Status.PREPARING))

    def outlived(self, now):
        return self.exclude(stored="").filter(expires_at__lte=now)


class ExportRecord(models.Model):
    """One file of one question. `query` is the question as asked, `wording` the same in words."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "准备中"
        READY = "ready", "可下载"
        OUTSIDE = "outside", "由命令写出"
        FAILED = "failed", "没有完成"
        CANCELLED = "cancelled", "已取消"
        EXPIRED = "expired", "已过期"

    client_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.PREPARING)
    query = models.TextField("查询", blank=True)
    wording = models.TextField("条件", blank=True)
    format = models.CharField("格式", max_length=20)
    crs = models.CharField("坐标系", max_length=60)
    encoding = models.CharField("编码", max_length=20)
    file_name = models.CharField("文件名", max_length=255)
    stored = models.CharField("保存位置", max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField("字节", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    unmapped = models.PositiveIntegerField("未上图", default=0)
    left_out = models.PositiveIntegerField("无权导出", default=0)
    classifications = models.JSONField("各密级行数", default=dict)
    #: Of a table of projects: its columns. None where assets were exported.
    columns = models.JSONField("表格的列", null=True, editable=False)
    #: The round that the table tells of; else it is the register's.
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="调度"
    )
    is_restricted = models.BooleanField("含限制查看领域", default=False)
    #: Each `access.Place` in which a project of the file stood: whoever fetches it must still
    #: have the right to export from there. None where it was made before this was written down.
    places = models.JSONField("所含项目的位置", null=True, editable=False)
    remarks = models.JSONField("改动说明", default=dict)
    job = models.OneToOneField(
        Job, models.SET_NULL, null=True, editable=False, related_name="export"
    )
    exported_by = models.ForeignKey(
        User, models.SET_NULL, null=True, verbose_name="导出人", related_name="+"
    )
    exported_at = models.DateTimeField("导出时间", default=timezone.now)
    expires_at = models.DateTimeField("保留至", null=True)

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        ordering = ("-id",)
        indexes = (models.Index(fields=("exported_by", "-id"), name="export_of_person"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("preparing", "ready", "outside"),
                        *("failed", "cancelled", "expired"),
                    ]
                ),
                name="export_status_known",
                violation_error_message="没有这种导出状态。",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | Q(sha256__regex=r"^[0-9a-f]{64}$", expires_at__isnull=False) & ~Q(stored=""),
                name="export_ready_whole",
                violation_error_message="可下载的导出必须有文件、SHA-256 和保留期限。",
            ),
        )

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("registry:export", args=(self.pk,))

    @property
    def total(self):
        """What left in all: `unmapped` are those beside the file that has no room for them."""
        return self.rows + self.unmapped

    @property
    def is_table(self):
        """Whether it is a table of projects, the register's or a round's, not a file of assets."""
        return self.columns is not None

    @property
    def has_more_places(self):
        """Whether more was cut or replaced than is told place by place."""
        told = self.remarks.get("truncated", 0) + self.remarks.get("replaced", 0)
        return told > len(self.remarks.get("places", ()))

    @property
    def unit(self):
        return "个" if self.is_table else "项"

    @property
    def table_url(self):
        """Where the table, the register's in the same columns or a round's, is made anew (POST)."""
        named, of = ("round_table", (self.round_id,)) if self.round_id else ("table_export", ())
        return f"{reverse(f'registry:{named}', args=of)}?{self.query}"

    @property
    def why_no_file(self):
        """In a sentence, of one that is not being written."""
        reason = self.job.error if self.job else ""
        outcome = "文件不在了" if self.status == self.Status.READY else self.get_status_display()
        return f"{outcome}：{reason}" if reason else f"{outcome}，请重新导出。"

    @property
    def path(self):
        return Path(settings.MEDIA_ROOT) / self.stored if self.stored else None
