"""The vocabulary: what a rule may ask of a project, each fact declared once.

A fact is an expression over `Project`, so that one query answers for all projects. Money is
in 万元, length in km, shares in per cent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Count, DecimalField, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate

from registry.choices import AttachmentType, FundingStatus, Medium, Work
from registry.kinds import KIND_CHOICES, KINDS, Choice, Coded, Date, Number
from registry.models import (
    Asset,
    AssetTotal,
    Attachment,
    District,
    FundingLine,
    FundingSource,
    Project,
    Sector,
)
from registry.readiness.comparisons import (
    DAY,
    FLAG,
    NUMBER,
    ORDER,
    STAGE,
    TEXT,
    BadTest,
    choice,
    holds,
)

AMOUNT = DecimalField(max_digits=40, decimal_places=10)
ZERO = Value(0, output_field=AMOUNT)


@dataclass(frozen=True)
class Parameter:
    """What narrows a fact; several codes mean *or*, none means all."""

    label: str
    options: Callable[[], dict[str, str]]
    is_single: bool = False

    def read(self, raw):
        codes = [raw] if isinstance(raw, str) else list(raw or ())
        options = self.options() if codes else {}
        if unknown := [code for code in codes if code not in options]:
            raise BadTest(f"“{self.label}”没有“{unknown[0]}”这个选项。")
        if self.is_single and len(codes) != 1:
            raise BadTest(f"请选择{self.label}。")
        return codes[0] if self.is_single else codes

    def show(self, given):
        codes = [given] if self.is_single else given
        options = self.options() if codes else {}
        return "、".join(options[code] for code in codes)


def rows(model):
    return lambda: dict(model.objects.values_list("code", "name"))


def comparable_attributes():
    """Numbers, days and choices of each kind, as `elevator.registered_on`."""
    return {
        f"{kind.code}.{name}": f"{kind.label}：{attribute.caption}"
        for kind in KINDS.values()
        for name, attribute in {**kind.columns, **kind.by_name}.items()
        if isinstance(attribute, Number | Date | Choice | Coded)
        # A condition that names cameras would tell of them to whom they are closed.
        and kind.code != "camera"
    }


def sectors():
    """A rule that names a closed sector would tell of it to whom it is closed."""
    names = rows(Sector)()
    closed = frozenset(Sector.objects.restricted().values_list("code", flat=True))
    return choice(names | dict.fromkeys(closed, "限制查看的领域"), withheld=closed)


PARAMETERS = {
    "sources": Parameter("资金来源", rows(FundingSource)),
    "statuses": Parameter("资金状态", lambda: dict(FundingStatus.choices)),
    "types": Parameter("资料类型", lambda: dict(AttachmentType.choices)),
    "kinds": Parameter("设施类别", lambda: {c: n for c, n in KIND_CHOICES if c != "camera"}),
    "media": Parameter("介质", lambda: dict(Medium.choices)),
    "works": Parameter("改造性质", lambda: dict(Work.choices)),
    "attribute": Parameter("属性", comparable_attributes, is_single=True),
}


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


def stored(kind, attribute):
    """Where an asset keeps the attribute: a real column, or text in its JSON."""
    if attribute.name in kind.columns:
        column = F(attribute.name)
        # As a decimal: a whole column would cut off the digits of what it is compared with.
        return Cast(column, AMOUNT) if isinstance(attribute, Number) else without_blank(column)
    text = KeyTextTransform(attribute.name, "attributes")
    return Cast(text, AMOUNT) if isinstance(attribute, Number) else text


def as_stored(attribute, value):
    """Days stand in the JSON as ISO text, which sorts as they do."""
    return value.isoformat() if isinstance(attribute, Date) and value else value


def without_blank(expression):
    return NullIf(expression, Value(""), output_field=models.TextField())


def amount(expression):
    return models.ExpressionWrapper(expression, output_field=AMOUNT)


def summed(queryset, expression):
    """One project's sum, nothing being zero."""
    sums = queryset.filter(project=OuterRef("pk")).order_by().values("project")
    total = sums.annotate(total_=Sum(expression)).values("total_")
    return Coalesce(Subquery(total, output_field=AMOUNT), ZERO)


def counted(queryset):
    counts = queryset.order_by().values("project").annotate(n_=Count("pk")).values("n_")
    return Coalesce(Subquery(counts, output_field=AMOUNT), ZERO)


def money(given):
    lines = FundingLine.objects.all()
    if given.get("sources"):
        lines = lines.filter(source__in=given["sources"])
    if given.get("statuses"):
        lines = lines.filter(status__in=given["statuses"])
    return summed(lines, "amount_wan")


def papers(given):
    present = Attachment.objects.present().filter(project=OuterRef("pk"))
    return counted(present.filter(type__in=given["types"]) if given["types"] else present)


def of_roll_up(expression):
    def found(given):
        cells = AssetTotal.objects.all()
        for parameter, column in (("kinds", "kind"), ("media", "medium"), ("works", "work")):
            if given.get(parameter):
                cells = cells.filter(**{f"{column}__in": given[parameter]})
        return summed(cells, expression)

    return found


def column(name):
    return lambda given: F(name)


def text(name):
    return lambda given: without_blank(F(name))


def position(given):
    return Case(*(When(stage=s, then=Value(i)) for i, s in enumerate(ORDER)), default=Value(0))


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
