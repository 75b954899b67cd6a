"""District outlines from a file: those of an authority, or the demo's indicative ones."""

from dataclasses import dataclass

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Max

from gis import readers
from gis.geometry import as_multi, repair, shape_name
from registry.kinds.fields import as_text, is_blank
from registry.models import District

#: Usual column names, compared without regard to case, the likeliest first.
CODE_FIELDS = (
    *("adcode", "code", "行政区划代码", "区划代码", "代码", "xzqdm", "zldwdm"),
    *("villcode", "villageid", "towncode", "townid", "countycode", "gb", "pac", "id"),
)
NAME_FIELDS = (
    *("name", "名称", "行政区划名称", "区划名称", "xzqmc", "zldwmc"),
    *("villname", "villagenam", "townname", "countyname", "village", "town", "county"),
)
#: As many rows are named in one sentence.
NAMED = 10


class Unusable(Exception):
    """The file holds no districts at all; the text is for the person."""


class Refused(Exception):
    """Rows of the file cannot be districts; one sentence each."""

    def __init__(self, sentences):
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Loaded:
    """What a file did: districts by what became of them, and the remarks of its reading."""

    replaced: list[str]
    added: list[str]
    kept: list[str]
    warnings: list


def load(path, *, crs=None, code_field=None, name_field=None, indicative=False):
    """Replace all outlines by those of the file; raises `GisError`, `Unusable`, `Refused`.

    A district that the file lacks stays, without an outline.
    """
    source = readers.read(path, crs=crs)
    rows = districts_in(source.frame, code_field, name_field)
    refuse_bad_rows(rows, source.rejects)
    origin = f"{source.path.name}（{source.crs_text}）"
    with transaction.atomic():
        replaced, added = replace_outlines(rows, origin[:200], indicative)
    kept = District.objects.exclude(pk__in=replaced + added).values_list("name", flat=True)
    return Loaded(replaced, added, list(kept), source.warnings)


def districts_in(frame, code_field, name_field):
    """The file's rows as code, name and outline, indexed by row number."""
    if "polygon" not in set(shape_name(frame.geometry.to_numpy())):
        raise Unusable("文件里没有面图形，不能作为地区边界。")
    code = column(frame, code_field, CODE_FIELDS, "地区代码", "--code-field")
    name = column(frame, name_field, NAME_FIELDS, "地区名称", "--name-field")
    rows = frame[[]].copy()
    rows["code"] = [None if is_blank(value) else as_text(value) for value in frame[code]]
    rows["name"] = [None if is_blank(value) else as_text(value) for value in frame[name]]
    rows["outline"] = as_multi(repair(frame.geometry.to_numpy()))
    return rows


def column(frame, asked, usual, meaning, option):
    """The column asked for, else the first with a usual name."""
    names = [name for name in frame.columns if name != frame.geometry.name]
    if asked:
        found = [name for name in names if name == asked]
        refusal = f"文件中没有“{asked}”这一列，只有：{'、'.join(names)}。"
    else:
        by_lower = {name.lower(): name for name in reversed(names)}
        found = [by_lower[name] for name in usual if name in by_lower]
        refusal = f"看不出哪一列是{meaning}，请用 {option} 指明，可选：{'、'.join(names)}。"
    if not found:
        raise Unusable(refusal)
    return found[0]


def refuse_bad_rows(rows, rejects):
    """Name everything that is wrong at once; what repairing has made valid is right."""
    sentences = [
        *missing(rows, "code", "没有地区代码"),
        *missing(rows, "name", "没有地区名称"),
        *too_long(rows, "code"),
        *too_long(rows, "name"),
        *bad_shapes(rows, rejects),
        *twice(rows),
    ]
    if sentences:
        raise Refused(sentences)


def missing(rows, field, complaint):
    return listed(rows.index[rows[field].isna()], complaint)


def too_long(rows, field):
    limit = District._meta.get_field(field).max_length
    long = rows.index[rows[field].str.len() > limit]
    return listed(long, f"的{'代码' if field == 'code' else '名称'}超过 {limit} 个字")


def bad_shapes(rows, rejects):
    """Rows that are no area, also after repair; 4490's limits are told apart from a lost shape."""
    outside = [remark.row for remark in rejects if remark.code in ("not_finite", "out_of_range")]
    other = rows.index[shape_name(rows["outline"].to_numpy()) != "polygon"].difference(outside)
    yield from listed(outside, "的坐标超出范围，请检查坐标系")
    yield from listed(other, "没有面图形，或图形无法修复")


def twice(rows):
    for code, group in rows[rows["code"].notna()].groupby("code"):
        if len(group) > 1:
            yield from listed(group.index, f"的代码重复：{code}")


def listed(numbers, complaint):
    """One sentence for many rows, or none."""
    if not len(numbers):
        return []
    named = "、".join(str(number) for number in numbers[:NAMED])
    others = f"等 {len(numbers)} 行" if len(numbers) > NAMED else "行"
    return [f"第 {named} {others}{complaint}。"]


def replace_outlines(rows, origin, indicative):
    """Write the outlines and return the codes that were there before, and those that are new."""
    known = set(District.objects.select_for_update().values_list("code", flat=True))
    District.objects.outlined().update(outline=None, is_indicative=False, source="")
    last = District.objects.aggregate(last=Max("order"))["last"] or 0
    District.objects.bulk_create(
        (
            District(
                code=row.code,
                name=row.name,
                order=last + place,
                outline=GEOSGeometry(memoryview(shapely.to_wkb(row.outline)), srid=4490),
                is_indicative=indicative,
                source=origin,
            )
            for place, row in enumerate(rows.itertuples(), start=1)
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "outline", "is_indicative", "source"],
    )
    codes = rows["code"].tolist()
    return [code for code in codes if code in known], [code for code in codes if code not in known]
