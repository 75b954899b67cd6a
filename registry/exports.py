"""What an export offers: formats in plain words, how many may leave, its name."""

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from gis import formats
from registry import audit
from registry.access import Place
from registry.choices import AuditAction
from registry.conditions import REGIONS
from registry.files import fingerprint, media, publish, stored_name
from registry.models import AssetTotal, ExportRecord, Project

NO_LONGER = "导出人的账号已停用，不再导出。"
EVERYTHING = "全部项目"
#: The first that is told of an export, before it is known how many rows there are.
QUERYING = "正在查询"
LONGEST_STEM = 60
NOT_IN_NAMES = re.compile(r"[^\w-]+")


#: Each format by the name that people know it by, and whom it is for.
FORMATS = {
    "shp": ("Shapefile", "ArcGIS、SuperMap、MapGIS；老软件请选 GBK 编码"),
    "gpkg": ("GeoPackage", "QGIS、ArcGIS Pro：一个文件，字段用全名，自带样式"),
    "xlsx": ("Excel", "看表、统计、打印：带单位、合计、条件和日期"),
    "dxf": ("DXF", "AutoCAD 等制图软件：按领域分图层"),
    "kml": ("KML", "奥维、Google Earth 等手机和三维地图；固定用 WGS 84"),
    "csv": ("CSV", "任何表格和数据库软件，图形写成文字（WKT）"),
    "geojson": ("GeoJSON", "网页地图和小程序；只用经纬度，选 WGS 84 的合 RFC 7946"),
    "geojsonl": ("GeoJSONL", "逐行处理的程序，数据量大时用；固定用 WGS 84"),
    "fgb": ("FlatGeobuf", "大文件和在线地图，读取最快"),
    "parquet": ("GeoParquet", "Python、DuckDB 等数据分析"),
}
ENCODINGS = {"utf-8": "UTF-8（新软件）", "gbk": "GBK（ArcGIS 10.x、MapGIS 等老软件）"}


@dataclass(frozen=True)
class Offer:
    """How many assets of a question may leave, and how many stay."""

    assets: int
    unmapped: int
    left_out: int
    restricted: int


def offer(question, user):
    allowed = Q(project__in=Project.objects.within(user, "export"))
    assets, unmapped = counted(question, allowed)
    open_sectors = user.rights.restricted - user.rights.closed_to("export")
    restricted = Q(project__sector__in=open_sectors)
    return Offer(
        assets=assets,
        unmapped=unmapped,
        left_out=counted(question, Q())[0] - assets,
        restricted=counted(question, allowed & restricted)[0] if open_sectors else 0,
    )


def counted(question, condition):
    """Assets of the question, and how many of them have no shape."""
    conditions = question.asset_conditions
    if conditions.regions or conditions.mapped is not None:
        found = question.assets().filter(condition).order_by()
        sums = found.aggregate(n=Count("pk"), bare=Count("pk", filter=Q(location__isnull=True)))
    else:
        rows = AssetTotal.objects.filter(conditions.of_totals(), condition)
        rows = rows.filter(project__in=question.by_project.order_by())
        sums = rows.aggregate(n=Sum("asset_count"), bare=Sum("unmapped_count"))
    return sums["n"] or 0, sums["bare"] or 0


def exportable_assets(question, user):
    return question.assets().filter(project__in=Project.objects.within(user, "export"))


def places_of(rows, project=""):
    """Where the projects of these rows stand, each place once, and whether its sector is
    restricted; `project` leads from a row to its own.
    """
    asked = [f"{project}{name}" for name in (*Place._fields, "sector__is_restricted")]
    return rows.order_by().values_list(*asked).distinct()


def wording(question):
    """The question in words: what the record keeps, when codes have long changed."""
    told = (phrase(name, label, "、".join(values)) for name, label, values in clauses(question))
    return "；".join(told) or EVERYTHING


def asked_line(question, rest=""):
    """What a file holds, and that it is not all there is, where it is not."""
    told = (f"查询条件：{wording(question)}", question.filter.user.rights.bounds, rest)
    return "　".join(filter(None, told))


def phrase(name, label, words):
    """A condition in words: a region says by itself what it is."""
    return words if name in REGIONS else f"{label}：{words}"


def clauses(question):
    form = question.filter.asked
    for name, field in form.fields.items():
        if (value := form.cleaned_data.get(name)) or value == 0:
            yield name, field.label, said(name, field, value)


def in_force(question, asked):
    """Each condition in words, `阶段：在建`, and the query string `asked` without it."""
    for name, label, told in clauses(question):
        values = dict.fromkeys(asked.getlist(name))
        for words, value in zip(told, values, strict=True):
            yield phrase(name, label, words), without(asked, name, value)


def without(asked, name, value):
    """The query string less one value of a name, however often it says it."""
    left = asked.copy()
    left.setlist(name, [each for each in asked.getlist(name) if each != value])
    left.pop("page", None)
    return left.urlencode()


def said(name, field, value):
    if name in REGIONS:
        return [value.said]
    if isinstance(value, list):
        labels = dict(field.choices)
        return [str(labels.get(each, f"{each} 年" if name == "year" else each)) for each in value]
    return [str(value)]


def file_name(question, format, day, *, crs="", encoding=""):
    """`设备设施_燃气_东区_4543_20261123.gpkg`: what tells one file from the next, without what file
    systems refuse: filter, system and encoding where they are not the format's own, date.
    """
    stem = stem_of(["设备设施", *words_of(question)])
    own = formats.FORMATS[format]
    told = [stem]
    if crs and crs != own.default_crs:
        told.append(NOT_IN_NAMES.sub("", crs.removeprefix("EPSG:")))
    if encoding and encoding != own.encodings[0]:
        told.append(encoding.upper())
    name = f"{'_'.join(told)}_{day:%Y%m%d}{own.suffixes[0]}"
    return zipped_name(name, format) if name.endswith(".zip") else name


def dated_stem(question, day):
    """`燃气_东区_20261123`: what the name of a picture tells besides its title."""
    return f"{stem_of(words_of(question))}_{day:%Y%m%d}"


def stem_of(words):
    return NOT_IN_NAMES.sub("", "_".join(words))[:LONGEST_STEM]


def words_of(question):
    """The words of the filter for a file's name."""
    told = [(name, values) for name, _, values in clauses(question) if name not in REGIONS]
    parts = [value for _, values in told for value in values]
    if question.asset_conditions.regions:
        parts.append("所选范围")
    return parts or ["全部"]


def zipped_name(name, format):
    """A zip does not say by its suffix what is in it: `…_20261123_shp.zip`."""
    return f"{bare_name(name, format)}_{format}.zip"


def bare_name(name, format):
    """The name without suffix: of the files within a zip."""
    return Path(name).stem.removesuffix(f"_{format}")


@contextmanager
def noted_outside(order, question):
    """The record of what a command takes out, there before the file is.

    Gives what takes the outcome. Where writing is refused nothing has left, and no record stays;
    one that stays unfinished is of a command that was killed.
    """
    format = formats.BY_SUFFIX.get(order.path.suffix.lower())
    record = begun_outside(order, question, format) if format else ExportRecord()
    try:
        yield partial(finish_outside, record)
    except Exception:
        if record.pk and record.status == ExportRecord.Status.PREPARING:
            record.delete()
        raise


def begun_outside(order, question, format):
    longest = ExportRecord._meta.get_field("crs").max_length
    return ExportRecord.objects.create(
        query=order.query.lstrip("?"),
        wording=wording(question),
        format=format.name,
        crs=(order.crs or format.default_crs)[:longest],
        encoding=order.encoding,
        file_name=order.path.name[:255],
        exported_by=order.user,
    )


@transaction.atomic
def finish_outside(record, written):
    """The file itself is not the instance's to keep."""
    record.status = ExportRecord.Status.OUTSIDE
    record.size = sum(file.stat().st_size for file in written.files)
    record.rows, record.unmapped = written.rows, written.unmapped
    record.left_out = written.left_out
    record.classifications = written.classifications
    record.is_restricted = written.is_restricted
    record.save()
    note_export(record)


def kept(record, write):
    """The record of a workbook, whose file `write(path)` has made ready in a folder of its own.

    Where it could not, no folder stays: the record goes with the transaction around it.
    """
    record.save()
    path = media("exports", str(record.pk), record.file_name)
    draft = path.with_name("making.xlsx")
    try:
        write(draft)
        publish(draft, path)
        ready(record, path)
    except BaseException:
        clear(record)
        raise
    return record


def clear(record):
    """The record's own folder, gone: half a file may lie in it."""
    folder = media("exports", str(record.pk))
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def ready(record, path):
    """The record of a file that lies where it will be fetched: saved, and told of."""
    record.stored, record.size = stored_name(path), path.stat().st_size
    record.sha256 = fingerprint(path)
    record.status = ExportRecord.Status.READY
    record.expires_at = timezone.now() + timedelta(days=settings.EXPORT_DAYS)
    # Nothing may be fetched that does not stand in the audit log.
    with transaction.atomic():
        record.save()
        note_export(record)


def note_export(record):
    """In the audit log: who took out how much."""
    audit.write(
        AuditAction.EXPORTED,
        user=record.exported_by,
        subject=f"export {record.pk}",
        detail={"rows": record.total, "format": record.format},
    )
