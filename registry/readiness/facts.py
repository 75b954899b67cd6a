"""The vocabulary: what a rule may ask of a project, each fact declared once.

A fact is an expression over `Project`, so that one query answers for all projects. Money is
in 万元, length in km, shares in per cent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Cast, NullIf, TruncDate

from registry.kinds import KINDS, Date, Number
from registry.models import Asset, District, Project, Sector
from registry.readiness.comparisons import DAY, FLAG, NUMBER, STAGE, TEXT, choice, holds
from registry.readiness.measures import (
    AMOUNT,
    ZERO,
    amount,
    as_stored,
    column,
    counted,
    money,
    of_roll_up,
    papers,
    position,
    stored,
    text,
)
from registry.readiness.parameters import PARAMETERS, rows


def sectors():
    """A rule that names a closed sector would tell of it to whom it is closed."""
    names = rows(Sector)()
    closed = frozenset(Sector.objects.restricted().values_list("code", flat=True))
    return choice(names | dict.fromkeys(closed, "限制查看的领域"), withheld=closed)


@dataclass(frozen=True)
class Fact:
    """`found(given)` is the value that is compared and shown; `page` is where it is mended."""

    code: str
    label: str
    sort: Any
    found: Callable[..., Any]
    unit: str = ""
    parameters: tuple[str, ...] = ()
    page: str = "project_edit"

    def sort_for(self, given):
        return self.sort() if callable(self.sort) else self.sort

    def named(self, given):
        """The fact in words, and its unit."""
        narrowed = (PARAMETERS[name].show(given[name]) for name in self.parameters)
        within = "；".join(filter(None, narrowed))
        return f"{self.label}（{within}）" if within else self.label, self.unit

    def met(self, given, comparison, value):
        return comparison.met(self.found(given), value)

    def shown(self, given, comparison, value):
        """What to show of a project beside the rule, as an expression and its sort."""
        return self.found(given), self.sort_for(given), self.unit


@dataclass(frozen=True)
class Ratio(Fact):
    """`found` over `whole`, times `factor`; compared by multiplying, so that no digit is lost."""

    whole: Callable[..., Any] = lambda given: Value(1)
    factor: int = 1

    def met(self, given, comparison, value):
        part, whole = self._parts(given)
        if value is None:
            return comparison.met(amount(part / whole))
        return comparison.met(amount(part * Value(self.factor)), amount(whole * Value(value)))

    def shown(self, given, comparison, value):
        part, whole = self._parts(given)
        share = models.functions.Round(amount(part * Value(self.factor) / whole), 2)
        return share, self.sort, self.unit

    def _parts(self, given):
        return self.found(given), NullIf(self.whole(given), ZERO)


@dataclass(frozen=True)
class OfAssets(Fact):
    """An attribute of every asset of a kind, or of some; with none, every one meets it."""

    is_every: bool = True

    def attribute(self, given):
        kind, _, name = given["attribute"].partition(".")
        return KINDS[kind], {**KINDS[kind].columns, **KINDS[kind].by_name}[name]

    def sort_for(self, given):
        _, attribute = self.attribute(given)
        if isinstance(attribute, Number):
            return NUMBER
        return DAY if isinstance(attribute, Date) else choice(dict(attribute.choices))

    def named(self, given):
        kind, attribute = self.attribute(given)
        works = PARAMETERS["works"].show(given["works"])
        which = f"{kind.label}（{works}）" if works else kind.label
        quantifier = "每一" if self.is_every else "至少一"
        return f"{quantifier}{kind.unit}{which}的{attribute.label}", attribute.unit

    def _assets(self, given):
        kind, _ = self.attribute(given)
        chosen = Asset.objects.filter(project=OuterRef("pk"), kind=kind.code)
        return chosen.filter(work__in=given["works"]) if given.get("works") else chosen

    def _count(self, given, comparison, value, *, meeting):
        kind, attribute = self.attribute(given)
        met = Q(comparison.met(stored(kind, attribute), as_stored(attribute, value)))
        return counted(self._assets(given).filter(met if meeting else ~met))

    def met(self, given, comparison, value):
        count = self._count(given, comparison, value, meeting=not self.is_every)
        none = holds(models.lookups.Exact(count, Value(0)))
        return none if self.is_every else holds(~Q(none))

    def shown(self, given, comparison, value):
        kind, _ = self.attribute(given)
        count = self._count(given, comparison, value, meeting=not self.is_every)
        return count, NUMBER, f"{kind.unit}{'不满足' if self.is_every else '满足'}"


#: Sorts of the project's own columns, by the class of the field.
COLUMN_SORTS = (
    (models.DecimalField, NUMBER, column, "万元"),
    (models.DateField, DAY, column, ""),
    (models.BooleanField, FLAG, column, ""),
    (models.ForeignKey, TEXT, column, ""),
    (models.CharField, TEXT, text, ""),
    (models.TextField, TEXT, text, ""),
)


def of_column(name):
    field = Project._meta.get_field(name)
    sort, found, unit = next(rest for cls, *rest in COLUMN_SORTS if isinstance(field, cls))
    label = field.verbose_name.removeprefix("其中").removesuffix("（万元）")
    return Fact(name, label, sort, found(name), unit)


ASSETS = ("kinds", "media", "works")
MONEY = ("sources", "statuses")
FACTS = {
    fact.code: fact
    for fact in (
        Fact("stage", "阶段", STAGE, position, page="project"),
        *map(of_column, ("investment_wan", "equipment_wan")),
        Ratio(
            *("equipment_share", "设备投资占总投资", NUMBER, column("equipment_wan"), "%"),
            whole=column("investment_wan"),
            factor=100,
        ),
        Fact("funding_wan", "资金合计", NUMBER, money, "万元", MONEY, "project_money"),
        Ratio(
            *("funding_share", "资金占总投资", NUMBER, money, "%", MONEY, "project_money"),
            whole=column("investment_wan"),
            factor=100,
        ),
        Fact(
            *("funding_gap_wan", "资金缺口", NUMBER),
            lambda given: amount(F("investment_wan") - money({})),
            "万元",
            page="project_money",
        ),
        Ratio(
            *("funding_per_asset_wan", "平均每项设施的资金", NUMBER, money, "万元"),
            (*MONEY, *ASSETS),
            "project_money",
            whole=of_roll_up("asset_count"),
        ),
        Fact("papers", "资料", NUMBER, papers, "份", ("types",), page="project"),
        Fact(
            "assets", "设施数量", NUMBER, of_roll_up("asset_count"), "项", ASSETS, page="project"
        ),
        Fact(
            *("length_km", "管线图上长度", NUMBER),
            of_roll_up(Cast(F("length_m"), AMOUNT) / Value(1000)),
            *("km", ASSETS, "project"),
        ),
        Fact(
            *("unmapped", "未上图设施", NUMBER, of_roll_up("unmapped_count"), "项", ASSETS),
            page="project",
        ),
        OfAssets(
            "every_asset", "每一项设施的", None, None, parameters=("attribute", "works"),
            page="project",
        ),
        OfAssets(
            "some_asset", "至少一项设施的", None, None, parameters=("attribute", "works"),
            page="project", is_every=False,
        ),
        *map(of_column, ("planned_start", "planned_finish", "actual_start", "actual_finish")),
        Fact("registered_on", "登记日期", DAY, lambda given: TruncDate("created_at")),
        *map(of_column, ("platform_code", "owner", "place", "content")),
        *map(of_column, ("takes_land", "by_commitment", "is_key")),
        Fact("district", "申报地区", lambda: choice(rows(District)()), column("district_id")),
        Fact("sector", "领域", sectors, column("sector_id")),
    )
}  # fmt: skip
