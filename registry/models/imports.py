"""Import batches: a file from its upload to its rows, and the lineage of those rows."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.models.jobs import Job
from registry.models.keys import is_pointed_to
from registry.models.people import User


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """His own; the auditor and the superuser see all."""
        return self.filter(user.rights.own("imported_by", user))

    def written(self):
        return self.filter(status=ImportBatch.Status.WRITTEN)

    def over(self):
        """Never to be checked or written again."""
        return self.filter(status__in=[ImportBatch.Status.WRITTEN, ImportBatch.Status.UNDONE])


class ImportBatch(models.Model):
    """One file brought in. Assets point to the batch that last wrote them.

    `order` is what the person asked for (target, mapping, choices), `diagnosis` what was found,
    `report` what was done; all three are JSON of `registry.exchange`.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "已上传"
        CHECKING = "checking", "检查中"
        CHECKED = "checked", "已检查"
        WRITING = "writing", "写入中"
        WRITTEN = "written", "已写入"
        FAILED = "failed", "无法使用"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"
        CANCELLED = "cancelled", "已取消"

    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("字节", default=0)
    stored = models.CharField("保存位置", max_length=200, blank=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.UPLOADED)
    layer = models.CharField("图层", max_length=255, blank=True)
    encoding = models.CharField("编码", max_length=40, blank=True)
    source_crs = models.TextField("原坐标系", blank=True)
    order = models.JSONField("要求", default=dict)
    diagnosis = models.JSONField("诊断", default=dict)
    report = models.JSONField("报告", default=dict)
    rows = models.PositiveIntegerField("行数", default=0)
    rows_added = models.PositiveIntegerField("新增", default=0)
    rows_updated = models.PositiveIntegerField("更新", default=0)
    rows_unchanged = models.PositiveIntegerField("无变化", default=0)
    rows_refused = models.PositiveIntegerField("拒绝", default=0)
    rows_unmapped = models.PositiveIntegerField("未上图", default=0)
    rejects = models.CharField("退回文件", max_length=200, blank=True, editable=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, editable=False, related_name="batches")
    imported_by = models.ForeignKey(
        User, models.SET_NULL, null=True, verbose_name="导入人", related_name="+"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, verbose_name="确认人", related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    written_at = models.DateTimeField("写入时间", null=True)
    undone_by = models.ForeignKey(
        User, models.SET_NULL, null=True, verbose_name="撤销人", related_name="+"
    )
    undone_at = models.DateTimeField("撤销时间", null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-id",)
        indexes = (models.Index(fields=("imported_by", "-id"), name="batch_of_person"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("uploaded", "checking", "checked", "writing", "written"),
                        *("failed", "undoing", "undone", "cancelled"),
                    ]
                ),
                name="batch_status_known",
                violation_error_message="没有这种导入状态。",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="batch_sha256_whole",
                violation_error_message="文件的 SHA-256 不完整。",
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | Q(undone_at__isnull=False),
                name="batch_undone_when",
                violation_error_message="已撤销的导入必须有撤销时间。",
            ),
        )
        triggers = is_pointed_to("registry_importbatch", by="registry_asset", column="batch_id")

    def __str__(self):
        return f"{self.file_name}（{self.imported_at:%Y-%m-%d %H:%M}）"

    @property
    def awaits_layer(self):
        """Whether the file could not be read because one of its layers has to be chosen first."""
        if self.status != self.Status.FAILED or self.order.get("layer"):
            return False
        found = self.diagnosis
        return "columns" not in found and len(found.get("format", {}).get("layers") or ()) > 1

    @property
    def offers_joined_layers(self):
        """Whether layers of the same columns may be read as one, named by all of them."""
        layers = self.diagnosis.get("format", {}).get("layers") or ()
        return any(" + " in layer for layer in layers)

    @property
    def path(self):
        """The original file as it was sent, or None where it was not kept."""
        return Path(settings.MEDIA_ROOT) / self.stored if self.stored else None

    @property
    def folder(self):
        """Of this batch alone: what its file was staged into, and the rejects."""
        return Path(settings.MEDIA_ROOT) / "staging" / str(self.pk)
