"""The columns of the register: declared once for its table, its print and its workbook."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Func, IntegerField, JSONField, OuterRef, Value, When
from django.db.models.functions import NullIf
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from registry.choices import Stage, Standing
from registry.models import FundingSource, FundingTotal, Organisation, ProjectTotal
from registry.models.pinyin import by_pinyin
from registry.models.projects import PLACE_ORDER


@dataclass(frozen=True)
class Column:
    """What a row says in one place.

    `value` takes it from a project that was read with `reads` (paths of its row) and `computed`
    (annotations by name); None is blank. By `order`, an expression or a function that makes one,
    fifty thousand rows are sorted: it reads an index, a roll-up or a place among few, and makes no
    value of theirs. `is_extra`: hidden until asked for.
    """

    code: str
    label: str
    value: Callable
    order: object
    kind: str = "text"
    nulls_last: bool | None = None
    is_extra: bool = False
    #: The template that shows the project here, where that is more than its value.
    part: str = ""
    reads: tuple = ()
    computed: dict = field(default_factory=dict)

    @property
    def sorted_by(self):
        return self.order() if callable(self.order) else self.order

    @property
    def is_figure(self):
        return self.kind in ("wan", "km")

    @cached_property
    def attributes(self):
        """Of the column's head and cells: written once, not for each of a thousand."""
        classes = ("long" if self.kind == "long" else "nowrap") + " num" * self.is_figure
        hidden = mark_safe(" hidden" * self.is_extra)  # noqa: S308 (a constant)
        return format_html('data-column="{}" class="{}"{}{}', self.code, classes, self.said, hidden)

    @cached_property
    def read(self):
        """What it reads of a project, in one go."""
        return attrgetter(*(path.replace("__", ".") for path in self.reads))

    @property
    def said(self):
        """What a card on a phone calls a value that does not speak for itself."""
        if not (self.is_figure or self.is_extra or self.kind == "date"):
            return ""
        return format_html(' data-label="{}"', self.label)


def place_in(choices, name):
    """Stages and the like in their order, not in that of their codes."""
    places = [When(**{name: choice, "then": place}) for place, choice in enumerate(choices)]
    return Case(*places, output_field=IntegerField())


class PlaceAmong(Func):
    """Where the code that a column holds stands among `codes`; NULL where it is none of them.

    Names of a few hundred things are compared once each, not once for each of fifty thousand rows.
    """

    template = "(%(expressions)s)::int"
    arg_joiner = " ->> "
    output_field = IntegerField()

    def __init__(self, column, codes, **extra):
        places = {code: place for place, code in enumerate(codes)}
        super().__init__(Value(places, JSONField()), F(column), **extra)


def owner_place():
    """Owners by their names."""
    owners = Organisation.objects.order_by(by_pinyin("name"))
    return PlaceAmong("owner_id", owners.values_list("code", flat=True))


def lead_place():
    """Departments in their own order."""
    return PlaceAmong("lead_id", Organisation.objects.values_list("code", flat=True))


def sources_place():
    """Sets of sources by their first, then their second: in the order in which a row tells them."""
    held = ProjectTotal.objects.exclude(funding_key="").values_list("funding_key", flat=True)
    keys = [(key, key.strip(",").split(",")) for key in held.distinct()]
    order = {code: n for n, code in enumerate(FundingSource.objects.values_list("code", flat=True))}
    keys.sort(key=lambda pair: sorted(order[code] for code in pair[1]))
    found = [key for key, _ in keys]
    return PlaceAmong("total__funding_key", found)


def source_names():
    money = FundingTotal.objects.filter(project=OuterRef("pk"))
    return ArraySubquery(money.order_by("source__order").values("source__name"))


def length_km(project):
    """None where there is nothing to measure: an elevator has no length, not one of 0."""
    return project.chosen_length_m / 1000 if project.chosen_length_m else None


#: A column that is hidden until someone asks for it.
extra = partial(Column, is_extra=True)


def planned(field_, label):
    day = attrgetter(field_)
    return extra(field_, label, day, F(field_), "date", nulls_last=True, reads=(field_,))


def coded(relation, label):
    """The code by which other databases know what a name here stands for."""
    key = f"{relation}_id"
    return extra(f"{relation}_code", label, attrgetter(key), F(key), "code", reads=(relation,))


COLUMNS = (
    Column("number", "编号", lambda p: p.number, F("id"), "code", reads=("number",)),
    Column(
        "name",
        "项目名称",
        lambda p: p.name,
        by_pinyin("name"),
        "long",
        part="registry/_row_name.html",
        reads=("number", "name", "total__asset_count", "total__unmapped_count"),
    ),
    Column(
        "sector",
        "领域",
        lambda p: p.sector.name,
        F("sector_id"),
        part="registry/_row_sector.html",
        reads=("sector__short_name", "sector__name"),
    ),
    Column(
        "district",
        "申报地区",
        lambda p: p.district.name,
        F("district_id"),
        reads=("district__name",),
    ),
    Column(
        "stage",
        "阶段",
        lambda p: p.get_stage_display(),
        place_in(Stage, "stage"),
        part="registry/_stage.html",
        reads=("stage", "standing", "awaiting"),
    ),
    Column(
        "investment",
        "总投资（万元）",
        lambda p: p.investment_wan,
        F("investment_wan"),
        "wan",
        nulls_last=True,
        reads=("investment_wan",),
    ),
    Column("length", "长度（km）", length_km, F("chosen_length_m"), "km"),
    Column(
        "updated",
        "更新日期",
        lambda p: timezone.localtime(p.updated_at).date(),
        F("updated_at"),
        "date",
        reads=("updated_at",),
    ),
    extra(
        "standing",
        "状态",
        lambda p: p.get_standing_display(),
        place_in(Standing, "standing"),
        reads=("standing",),
    ),
    extra("lead", "牵头单位", lambda p: p.lead.name, lead_place, "long", reads=("lead__name",)),
    extra(
        "owner",
        "项目单位",
        lambda p: p.owner and p.owner.name,
        owner_place,
        "long",
        nulls_last=True,
        reads=("owner__name",),
    ),
    extra(
        "place",
        "建设地点",
        lambda p: p.place,
        PLACE_ORDER,
        "long",
        nulls_last=True,
        reads=("place",),
    ),
    extra(
        "funding",
        "资金来源",
        lambda p: "、".join(p.source_names),
        sources_place,
        "long",
        nulls_last=True,
        computed={"source_names": source_names()},
    ),
    extra(
        "paid",
        "已支付（万元）",
        lambda p: p.total.paid_wan,
        F("total__paid_wan"),
        "wan",
        reads=("total__paid_wan",),
    ),
    planned("planned_start", "拟开工"),
    planned("planned_finish", "拟竣工"),
    extra(
        "platform_code",
        "项目代码",
        lambda p: p.platform_code,
        NullIf("platform_code", Value("")),
        "code",
        nulls_last=True,
        reads=("platform_code",),
    ),
    coded("sector", "领域代码"),
    coded("district", "地区代码"),
)
#: What every list of projects shows.
USUAL = tuple(column for column in COLUMNS if not column.is_extra)
BY_CODE = {column.code: column for column in COLUMNS}
