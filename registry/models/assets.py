"""Assets: pipe segments, plants, lifts and whatever else a project renews."""

from uuid import uuid4

from django.contrib.gis.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from gis.functions import GeodesicArea, GeodesicLength, IsEmpty, IsShape, IsSound, OnEarth, WebShape
from registry.choices import Accuracy, Classification, Medium, Recorded, Work
from registry.kinds import COLUMNS, KIND_CHOICES, KINDS, OF_WHAT_STANDS, TO_BE_MADE
from registry.models.imports import ImportBatch
from registry.models.keys import keys_hold
from registry.models.places import LightQuerySet
from registry.models.projects import Project
from registry.models.triggers import (
    CamerasStayRestricted,
    RaiseVersion,
    judge_anew,
    note_changes,
    refresh_totals,
)
from registry.years import FIRST_YEAR, LAST_YEAR, SPAN

#: The lasting mark of a place that no lawful transformation led to, kept with what the file said.
UNCONVERTED = "坐标系未转换"


class AssetQuerySet(LightQuerySet):
    def mapped(self):
        return self.filter(location__isnull=False)

    def unmapped(self):
        return self.filter(location__isnull=True)

    def incomplete(self):
        """Assets of which a required value is empty (缺项), as `Asset.missing` would say."""
        return self.filter(lacks_what_its_kind_needs())

    def lacking_place(self):
        """Assets off the map, of the kinds that belong onto it."""
        needing = [kind.code for kind in KINDS.values() if kind.needs_place]
        return self.unmapped().filter(kind__in=needing)

    def with_turn(self):
        """`turn`: which of its project's assets without name and number it is, by their ids."""
        nameless = Asset.objects.filter(project=OuterRef("project"), name="", number="")
        former = nameless.filter(pk__lte=OuterRef("pk")).order_by().values("project")
        return self.annotate(turn=Subquery(former.values(count=Count("pk"))))

    def with_is_mapped(self):
        return self.annotate(is_mapped=Q(location__isnull=False))


def shape_of_its_kind():
    """No geometry, or one of the shapes that the kind allows."""
    codes_by_shapes = {}
    for kind in KINDS.values():
        codes_by_shapes.setdefault(kind.shapes, []).append(kind.code)
    condition = Q(location__isnull=True)
    for shapes, codes in codes_by_shapes.items():
        condition |= Q(kind__in=codes) & Q(IsShape.of("location", shapes))
    return condition


def lacks_what_its_kind_needs():
    condition = Q(pk__in=())
    for kind in KINDS.values():
        for each in kind.needed:
            lacking = Q(kind=kind.code) & is_empty(each.name)
            if each.instead:
                lacking &= is_empty(each.instead)
            if each.name in OF_WHAT_STANDS:
                lacking &= ~Q(work__in=TO_BE_MADE)
            condition |= lacking
    return condition


def is_empty(name):
    """An empty column, or an attribute that is absent, null or blank."""
    if name in ("name", "number", "medium", "work"):
        return Q(**{name: ""})
    if name in COLUMNS:
        return Q(**{f"{name}__isnull": True})
    key = f"attributes__{name}"
    return Q(**{f"{key}__isnull": True}) | Q(**{key: None}) | Q(**{key: ""})


class Marked:
    """Whether the place of an asset, or of one of its old states, was never converted."""

    @property
    def is_unconverted(self):
        """Whether its place may be tens of metres wrong, since its datum was not converted."""
        return bool(self.unconverted_from)

    @property
    def unconverted_from(self):
        """The system whose coordinates its place has kept, empty where there is none."""
        return (self.source_attributes or {}).get(UNCONVERTED, "")

    def mark_unconverted(self, mark):
        """Set the lasting mark or take it away; the rest of what the file said stays."""
        if mark == self.unconverted_from:
            return
        kept = {k: v for k, v in (self.source_attributes or {}).items() if k != UNCONVERTED}
        self.source_attributes = kept | ({UNCONVERTED: mark} if mark else {})


class Asset(Marked, models.Model):
    """One thing on (or not yet on) the map. Geometry is optional, length is its own."""

    client_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="assets",
        verbose_name="项目",
        db_constraint=False,  # see `keys_hold`
    )
    kind = models.CharField("类别", max_length=20, choices=KIND_CHOICES)
    number = models.CharField("编号", max_length=60, blank=True)
    name = models.CharField("名称", max_length=200, blank=True)
    medium = models.CharField("介质", max_length=20, choices=Medium, blank=True)
    work = models.CharField("改造性质", max_length=20, choices=Work, blank=True)
    year_laid = models.PositiveSmallIntegerField("投用年份", null=True, blank=True)
    declared_length_m = models.DecimalField(
        "计量长度（米）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    attributes = models.JSONField("属性", default=dict, blank=True)
    location = models.GeometryField("位置", srid=4490, null=True, blank=True)
    outside_confirmed = models.BooleanField("已确认位置在范围外", default=False)
    length_m = models.GeneratedField(
        expression=GeodesicLength("location"),
        output_field=models.FloatField("图上长度（米）"),
        db_persist=True,
    )
    area_m2 = models.GeneratedField(
        expression=GeodesicArea("location"),
        output_field=models.FloatField("面积（平方米）"),
        db_persist=True,
    )
    location_web = models.GeneratedField(
        expression=WebShape("location"),
        output_field=models.GeometryField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    accuracy = models.CharField("数据来源", max_length=20, choices=Accuracy, blank=True)
    classification = models.CharField(
        "密级", max_length=20, choices=Classification, default=Classification.UNMARKED, blank=True
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="assets",
        db_constraint=False,  # see `keys_hold`
    )
    source_row = models.PositiveIntegerField("源文件行号", null=True, editable=False)
    source_attributes = models.JSONField("源文件其他列", null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "设备设施"
        ordering = ("id",)
        # A paper asks for the highest classification of all that is on it.
        indexes = (models.Index(fields=("classification",), name="asset_classification"),)
        constraints = (
            models.UniqueConstraint(
                fields=("project", "number"),
                condition=~Q(number=""),
                name="asset_number_once",
                violation_error_message="本项目中已有这个编号。",
            ),
            models.CheckConstraint(
                condition=Q(location__isnull=True)
                | Q(IsSound("location")) & ~Q(IsEmpty("location")) & Q(OnEarth("location")),
                name="location_sound",
                violation_error_message="图形无效：坐标超出范围、为空或自相交，请检查后重画。",
            ),
            models.CheckConstraint(
                condition=shape_of_its_kind(),
                name="location_fits_kind",
                violation_error_message="图形类型与设备类别不符（如管段应为线，电梯应为点）。",
            ),
            models.CheckConstraint(
                condition=Q(declared_length_m__isnull=True) | Q(declared_length_m__gte=0),
                name="declared_length_not_negative",
                violation_error_message="计量长度不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(year_laid__isnull=True)
                | Q(year_laid__gte=FIRST_YEAR, year_laid__lte=LAST_YEAR),
                name="year_laid_sensible",
                violation_error_message=f"年份应在 {SPAN}之间，请检查。",
            ),
            models.CheckConstraint(
                condition=Q(kind="pipe") & Q(medium__in=["", *Medium.values])
                | ~Q(kind="pipe") & Q(medium=""),
                name="medium_of_pipes",
                violation_error_message="只有管段有介质，且应为给水、污水、雨水、合流、燃气、热力或其他。",
            ),
            models.CheckConstraint(
                condition=Q(work__in=["", *Work.values]),
                name="work_known",
                violation_error_message="没有这种改造性质。",
            ),
            models.CheckConstraint(
                condition=~Q(classification=Classification.SECRET),
                name="no_secrets",
                violation_error_message="涉密数据不得录入本系统。",
            ),
        )
        triggers = (
            RaiseVersion(name="raise_version"),
            CamerasStayRestricted(name="cameras_stay_restricted"),
            *keys_hold(project_id="registry_project", batch_id="registry_importbatch"),
            *refresh_totals("registry_refresh_asset_totals"),
            *note_changes(Recorded.ASSET),
            *judge_anew(),
        )

    def __str__(self):
        return self.name or self.number or f"没有名称和编号的{self.get_kind_display()}"

    @property
    def declaration(self):
        return KINDS[self.kind]

    def fill(self, names, cleaned):
        """Set columns to what their declaration has made of them; the rest become blank."""
        for name in names:
            column = self._meta.get_field(name)
            blank = None if column.null else ""
            # By its text: 1500.3 as a float is more than two decimals long.
            value = column.to_python(str(cleaned[name])) if name in cleaned else blank
            setattr(self, name, value)

    def missing(self):
        """Labels of required values that are still empty (缺项)."""
        return self.declaration.missing(vars(self), self.attributes)
