"""Reference layers: roads, existing networks and the like, shown behind the projects."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gis.functions import WebShape
from registry.models.jobs import Job
from registry.models.people import User

SHALLOWEST, DEEPEST = 5, 20
zooms = (MinValueValidator(SHALLOWEST), MaxValueValidator(DEEPEST))
color = RegexValidator(r"^#[0-9a-fA-F]{6}$", "颜色应写成 #rrggbb。")


class ReferenceLayerQuerySet(models.QuerySet):
    def ready(self):
        return self.filter(status=ReferenceLayer.Status.READY)

    def with_file(self):
        """Those whose file is kept: one that was not read to its end is sent in again."""
        return self.filter(status__in=[ReferenceLayer.Status.READING, ReferenceLayer.Status.READY])


class ReferenceLayer(models.Model):
    """One file of shapes with its look; everyone who signs in may switch it on.

    A job reads the file; until it is done, and where it fails, nobody sees the layer on a map.
    """

    class Status(models.TextChoices):
        READING = "reading", "正在读取"
        READY = "ready", "可用"
        FAILED = "failed", "没有读成"
        CANCELLED = "cancelled", "已取消"

    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField(
        "顺序", default=10, help_text="数字小的画在下面、列在前面"
    )
    color = models.CharField("颜色", max_length=7, default="#7a6f9b", validators=[color])
    opacity = models.PositiveSmallIntegerField(
        "不透明度（%）",
        default=80,
        validators=[MinValueValidator(10), MaxValueValidator(100)],
    )
    min_zoom = models.PositiveSmallIntegerField(
        "最小级别",
        default=11,
        validators=zooms,
        help_text="缩小到这一级以下不再显示；全市约为 9，街道约为 15",
    )
    max_zoom = models.PositiveSmallIntegerField("最大级别", default=20, validators=zooms)
    status = models.CharField(
        "状态", max_length=20, choices=Status, default=Status.READY, editable=False
    )
    job = models.OneToOneField(
        Job, models.SET_NULL, null=True, editable=False, related_name="layer"
    )
    file_name = models.CharField("文件", max_length=255, editable=False)
    stored = models.CharField("保存位置", max_length=200, blank=True, editable=False)
    asked_crs = models.CharField("指定的坐标系", max_length=60, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    crs = models.CharField("坐标系", max_length=60, editable=False)
    is_deduced = models.BooleanField("坐标系由坐标推断", default=False, editable=False)
    dimensions = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="图形种类",
        default=list,
        editable=False,
        help_text="0 点，1 线，2 面",
    )
    shape_count = models.PositiveIntegerField("图形数", default=0, editable=False)
    left_out = models.PositiveIntegerField("略去", default=0, editable=False)
    uploaded_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)

    objects = ReferenceLayerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参考图层"
        ordering = ("order", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=["reading", "ready", "failed", "cancelled"]),
                name="reference_status_known",
                violation_error_message="没有这种图层状态。",
            ),
            models.CheckConstraint(
                condition=Q(min_zoom__lte=F("max_zoom")),
                name="reference_zooms_in_order",
                violation_error_message="最小级别不能大于最大级别。",
            ),
            models.CheckConstraint(
                condition=Q(opacity__gte=10, opacity__lte=100),
                name="reference_opacity_in_range",
                violation_error_message="不透明度应在 10 到 100 之间。",
            ),
        )

    def __str__(self):
        return self.name

    @property
    def delete_url(self):
        return reverse("registry:layer_delete", args=(self.pk,))


class ReferenceShape(models.Model):
    layer = models.ForeignKey(ReferenceLayer, models.CASCADE, related_name="shapes")
    location = models.GeometryField(srid=4490)
    location_web = models.GeneratedField(
        expression=WebShape("location"),
        output_field=models.GeometryField(srid=3857, spatial_index=False),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "参考图形"
        indexes = (GistIndex(fields=["location_web"], name="reference_shape_web"),)
