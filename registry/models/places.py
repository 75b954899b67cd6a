"""Districts: the territories that declare projects."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from gis.functions import WebLabel, WebShape


class DistrictQuerySet(models.QuerySet):
    def outlined(self):
        return self.filter(outline__isnull=False)


class District(models.Model):
    """A territory; 钒钛高新区 and 市本级 have no outline, others may lack one."""

    code = models.CharField("代码", max_length=20, primary_key=True)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="所在地区"
    )
    is_formal = models.BooleanField("法定行政区", default=True)
    order = models.PositiveSmallIntegerField("排序", default=100)
    outline = models.MultiPolygonField("范围", srid=4490, null=True, blank=True)
    outline_web = models.GeneratedField(
        expression=WebShape("outline"),
        output_field=models.GeometryField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    label_web = models.GeneratedField(
        expression=WebLabel("outline"),
        output_field=models.PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    is_indicative = models.BooleanField("示意边界", default=False)
    source = models.CharField("来源", max_length=200, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ("order", "code")
        indexes = (GistIndex(fields=["outline_web"], name="district_outline_web"),)

    def __str__(self):
        return self.name
