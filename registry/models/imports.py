"""Import batches: which file an asset came from, kept as lineage."""

from django.db import models

from registry.models.people import User


class ImportBatch(models.Model):
    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField(max_length=64)
    layer = models.CharField("图层", max_length=255, blank=True)
    encoding = models.CharField("编码", max_length=40, blank=True)
    source_crs = models.TextField("原坐标系", blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    report = models.JSONField("报告", default=dict)
    imported_by = models.ForeignKey(
        User, models.SET_NULL, null=True, verbose_name="导入人", related_name="+"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-id",)

    def __str__(self):
        return f"{self.file_name}（{self.imported_at:%Y-%m-%d %H:%M}）"
