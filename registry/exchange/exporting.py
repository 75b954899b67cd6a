"""A question's assets as a file, in Chinese columns that an import understands again."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from django.contrib.gis.db.models.functions import AsWKB
from django.core.exceptions import EmptyResultSet
from django.db.models import Count, F, Func, TextField
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from gis.formats import BY_SUFFIX
from gis.writers import Written, write_rows
from gis.writers.rows import Rows, Sign, schema_of
from registry import city
from registry.choices import Classification, Medium, Stage
from registry.exchange.actors import SYSTEM
from registry.exchange.answer import snapshot, sql_of
from registry.exchange.columns import columns_of
from registry.exchange.sources import source_types
from registry.exports import QUERYING, asked_line, exportable_assets, places_of
from registry.kinds.symbols import MEDIA, STAGES
from registry.models import Sector, User
from registry.question import Question
from registry.systems import system_words

#: Of a GeoPackage, and the sheet of a workbook. Older exports called it assets: no reader minds.
LAYER = "设备设施"
TYPES = ("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON")


class NothingToExport(Exception):
    """No right to export, or no asset in the answer; the text says which."""


@dataclass(frozen=True)
class ExportOrder:
    """A question, asked by someone, and the file that its answer becomes.

    Without a system the format's own is taken: mostly EPSG:4490.
    """

    path: Path
    format: str | None = None
    crs: str | None = None
    encoding: str = "utf-8"
    query: str = ""
    user: User | None = None
    #: At most so many rows, for measuring.
    rows: int | None = None

    @property
    def actor(self):
        return self.user or SYSTEM


@dataclass(frozen=True)
class ExportOutcome(Written):
    """What was written, and what it holds, all of the same moment.

    `classifications` counts assets by code; `left_out` those that the person sees in the answer
    but may not take out.
    """

    classifications: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    is_restricted: bool = False
    #: Each `access.Place` in which a project of the file stands.
    places: tuple[tuple[str | None, ...], ...] = ()


@dataclass(frozen=True)
class Census:
    """What is among the assets of an answer."""

    total: int
    kinds: frozenset[str]
    types: frozenset[int]
    classifications: dict[str, int]
    #: Those without a shape, likewise by classification.
    unmapped: dict[str, int]
    is_restricted: bool
    places: tuple[tuple[str | None, ...], ...]
    has_sources: bool

    @classmethod
    def of(cls, database, assets):
        shape = Func("location", function="GeometryType", output_field=TextField())
        grouped = (
            assets.order_by()
            .annotate(shape=shape)
            .values_list("kind", "classification", "shape")
            .annotate(n=Count("pk"), brought=Count("source_attributes"))
        )
        rows = database.rows(sql_of(grouped))
        counted, unmapped = Counter(), Counter()
        for _, classification, shape, number, _ in rows:
            counted[classification] += number
            if not shape:
                unmapped[classification] += number
        places = database.rows(sql_of(places_of(assets, "project__")))
        return cls(
            total=sum(counted.values()),
            kinds=frozenset(kind for kind, *_ in rows),
            types=frozenset(TYPES.index(shape) + 1 for _, _, shape, *_ in rows if shape),
            classifications=dict(counted),
            unmapped=dict(unmapped),
            is_restricted=any(restricted for *_, restricted in places),
            places=tuple(tuple(place) for *place, _ in places),
            has_sources=any(brought for *_, brought in rows),
        )


def export_file(order, *, progress=None):
    """Write the file; says what was written and what had to be changed for it.

    `progress(done, total, text)` is called at once and with every batch; what it raises leaves
    nothing behind.
    """
    if progress:
        progress(0, 0, QUERYING)
    question = question_of(order)
    assets = chosen_assets(order, question)
    try:
        with snapshot() as database:
            census = Census.of(database, assets)
            if not census.total:
                raise EmptyResultSet
            left_out = count_left_out(database, question, order.actor, census.total)
            rest = f"另有 {left_out} 项导出人无权导出" if left_out else ""
            rows = rows_of(database, assets, census, order, asked_line(question, rest))
            written = write_rows(
                rows,
                order.path,
                format=order.format,
                crs=order.crs,
                encoding=order.encoding,
                layer=LAYER,
                progress=progress,
            )
    except EmptyResultSet:
        raise NothingToExport("没有符合条件、可以导出的设备设施。") from None
    return ExportOutcome(
        **vars(written),
        classifications=census.classifications,
        left_out=left_out,
        is_restricted=census.is_restricted,
        places=census.places,
    )


def chosen_assets(order, question):
    assets = exportable_assets(question, order.actor)
    if order.rows:
        last = assets.order_by("pk").values_list("pk")[order.rows - 1 : order.rows]
        assets = assets.filter(pk__lte=last) if last.exists() else assets
    return assets


def question_of(order):
    """The question, of someone who may take something out at all."""
    verdict = order.actor.rights.may("export")
    if not verdict:
        raise NothingToExport(f"{verdict.reason}。")
    params = MultiValueDict(parse_qs(order.query.lstrip("?"), keep_blank_values=True))
    return Question(params, order.actor)


def rows_of(database, assets, census, order, asked):
    """The rows in the order that the format wants, read only when they are written."""
    format = BY_SUFFIX.get(order.path.suffix.lower())
    name = format.name if format else ""
    sourced = sourced_columns(database, assets, census, by_label=name == "shp")
    columns = tuple(each.column for each in sourced)
    order_by = ("project__sector", "id") if name == "kml" else ("id",)
    chosen = with_columns(assets, sourced, AsWKB("location")).order_by(*order_by)
    crs = order.crs or (format.default_crs if format else "")
    return Rows(
        columns,
        database.batches(sql_of(chosen), schema_of(columns)),
        total=census.total,
        types=census.types,
        title=title(asked, census.classifications, crs=crs),
        unmapped_title=title(asked, census.unmapped, of=census.total),
        group="领域",
        group_colors=dict(Sector.objects.values_list("name", "color")),
        heading=("名称", "编号", "设施类别"),
        **look("pipe" in census.kinds),
    )


def sourced_columns(database, assets, census, *, by_label):
    types = source_types(database, assets) if census.has_sources else {}
    return columns_of(census.kinds, types, by_label=by_label)


def with_columns(assets, sourced, shape):
    """The values of all columns, then the shape."""
    keys = [f"c{place}" for place in range(len(sourced))]
    expressions = {key: each.expression for key, each in zip(keys, sourced, strict=True)}
    return assets.annotate(**expressions, shape=shape).values_list(*keys, "shape")


def peer_sql(order):
    """What any other program has to ask for to get the same rows and columns."""
    with snapshot() as database:
        assets = chosen_assets(order, question_of(order))
        census = Census.of(database, assets)
        sourced = sourced_columns(database, assets, census, by_label=True)
        return sql_of(with_columns(assets, sourced, F("location")).order_by("id"))


def title(asked, classifications, *, of=None, crs=""):
    """What a file says of itself: what it is, of what question, of which day, how secret, in which
    system, where it has shapes.

    A table of a part says `of` how many in all.
    """
    labels, count = dict(Classification.choices), sum(classifications.values())
    marked = "、".join(f"{labels.get(c) or '未标注'} {n}" for c, n in classifications.items())
    counted = f"共 {count} 项" if of is None else f"未上图 {count} 项（共导出 {of} 项）"
    system = f"　坐标系：{system_words(crs)}" if crs else ""
    return (
        city.titled("设备设施清单"),
        asked,
        f"导出日期：{timezone.localdate()}　{counted}　密级：{marked}{system}",
    )


def look(has_pipes):
    """As on the map: pipes by their medium, everything else by the stage of its project."""
    if has_pipes:
        return {"styled_by": "介质", "signs": signs(MEDIA, dict(Medium.choices))}
    return {"styled_by": "阶段", "signs": signs(STAGES, dict(Stage.choices))}


def signs(symbols, labels):
    """Signs by the words that stand in the column, "" for a blank one."""
    return {
        labels.get(code, ""): Sign(labels.get(code, "其他"), sign.color, sign.dash, sign.width)
        for code, sign in symbols.items()
    }


def count_left_out(database, question, actor, taken):
    if actor.rights.is_superuser:
        return 0
    visible = sql_of(question.assets().order_by().values("pk"))
    ((count,),) = database.rows(f"SELECT count(*) FROM ({visible}) visible")  # noqa: S608 (own)
    return count - taken
