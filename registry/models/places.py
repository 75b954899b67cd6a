"""Districts: the territories that declare projects."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from gis.functions import WebLabel, WebShape

#: What makes a district heavy: tens of kilobytes, where nearly all that is asked is its name.
SHAPES = ("outline", "outline_web", "label_web")


class LightQuerySet(models.QuerySet):
    """Rows that lead to a district: it comes along without its shapes.

    `select_related` knows nothing of what the district's own manager leaves behind.
    """

    def select_related(self, *ways):
        found = super().select_related(*ways)
        heavy = [shape for way in ways if way for shape in shapes_along(self.model, way)]
        return found.defer(*heavy) if heavy else found


def shapes_along(model, way):
    """The shapes of each district that `project__district` and the like lead to."""
    names = way.split("__")
    for place, name in enumerate(names, start=1):
        model = model._meta.get_field(name).related_model
        if model is District:
            yield from ("__".join((*names[:place], shape)) for shape in SHAPES)


class DistrictQuerySet(LightQuerySet):
    def only(self, *fields):
        """What is named is read, also a shape: one that was left behind is fetched so."""
        return super(DistrictQuerySet, self.defer(None)).only(*fields)

    def with_shapes(self):
        return self.defer(None)

    def outlined(self):
        return self.with_shapes().filter(outline__isnull=False)

    def extent(self):
        """`(west, south, east, north)` of the outlines together, None where none is loaded."""
        return self.aggregate(extent=models.Extent("outline"))["extent"]


class DistrictManager(models.Manager.from_queryset(DistrictQuerySet)):
    def get_queryset(self):
        return super().get_queryset().defer(*SHAPES)


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

    objects = DistrictManager()

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        # `row.district` that nobody selected comes by this one: light as well.
        base_manager_name = "objects"
        ordering = ("order", "code")
        indexes = (GistIndex(fields=["outline_web"], name="district_outline_web"),)

    def __str__(self):
        return self.name
