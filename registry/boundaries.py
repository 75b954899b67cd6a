"""District outlines from a file: those of an authority, or the demo's indicative ones."""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Max

from gis import readers
from gis.geometry import as_multi, repair, shape_name
from registry.kinds.values import as_text, is_blank, is_storable
from registry.models import District, Project

#: Usual column names, compared without regard to case, the likeliest first.
CODE_FIELDS = (
    *("adcode", "code", "行政区划代码", "区划代码", "代码", "xzqdm", "zldwdm"),
    *("villcode", "villageid", "towncode", "townid", "countycode", "gb", "pac", "id"),
)
NAME_FIELDS = (
    *("name", "名称", "行政区划名称", "区划名称", "xzqmc", "zldwmc"),
    *("villname", "villagenam", "townname", "countyname", "village", "town", "county"),
)
#: Asked for by no other name: what files call a parent is mostly the city itself.
PARENT_FIELD = "所在地区"
#: What the columns are called in a sentence.
CALLED = {"code": "代码", "name": "名称", "parent": PARENT_FIELD}
#: As many rows or districts are named in one sentence.
NAMED = 10
#: China's ISO number, which the national base map writes before the six digits ("gb").
CODE_WITH_COUNTRY = re.compile(r"156(\d{6})")
#: Outlines are generalised, each for itself: so much of the smaller one may overlap.
OVERLAP = 0.01
#: Characters kept of a file's name and of its coordinate system's; together they fit the source.
FILE_NAME, CRS_NAME = 130, 60


class NoDistricts(Exception):
    """The file holds no districts at all; the text is for the person."""


class DistrictsRefused(Exception):
    """Rows of the file cannot be districts; one sentence each."""

    def __init__(self, sentences):
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Loaded:
    """What a file did: districts by what became of them, and the remarks of its reading."""

    replaced: list[str]  # codes
    added: list[str]  # codes
    kept: list[str]  # 钒钛高新区（VTGXQ）
    skipped: list[str]  # names that the file gives to the city itself
    repaired: list  # (东区（510402）, remark)
    warnings: list


def load(path, *, code_field=None, name_field=None, parent_field=None, indicative=False, **reading):
    """Replace all outlines by those of the file.

    Raises `GisError`, `NoDistricts` or `DistrictsRefused`. A district that the file lacks stays,
    without an outline. `reading` is as in `gis.readers`.
    """
    source = readers.read(path, **reading)
    found = districts_in(source.frame, code_field, name_field, parent_field)
    # A place of projects, but no polygon beside its parts.
    is_city = found["code"] == settings.CITY_CODE
    rows = found[~is_city]
    refuse(rows, source.rejects)
    with transaction.atomic():
        known = set(District.objects.select_for_update().values_list("code", flat=True))
        District.objects.outlined().update(outline=None, is_indicative=False, source="")
        write_outlines(rows, origin(source), indicative)
    codes = rows["code"].tolist()
    return Loaded(
        replaced=[code for code in codes if code in known],
        added=[code for code in codes if code not in known],
        kept=labels(District.objects.exclude(pk__in=found["code"].tolist())),
        skipped=found["name"][is_city].tolist(),
        repaired=repaired(rows, source.rejects),
        warnings=source.warnings,
    )


def complete(path):
    """Give indicative outlines to those districts of the file that have none."""
    source = readers.read(path)
    rows = districts_in(source.frame)
    outlined = District.objects.outlined().values_list("code", flat=True)
    write_outlines(rows[~rows["code"].isin(list(outlined))], origin(source), indicative=True)


def origin(source):
    """The file and its coordinate system by name: one without a number is a page of WKT."""
    crs = source.crs
    name = crs.text if crs.epsg or crs.offset else crs.definition.name
    return f"{source.path.name[:FILE_NAME]}（{name[:CRS_NAME]}）"


def districts_in(frame, code_field=None, name_field=None, parent_field=None):
    """The file's rows as code, name and outline, indexed by row number.

    With the codes of their parents where the file has such a column: those of functional areas.
    """
    if "polygon" not in set(shape_name(frame.geometry.to_numpy())):
        raise NoDistricts("文件里没有面图形，不能作为地区边界。")
    code = column(frame, code_field, CODE_FIELDS, "地区代码", "--code-field")
    name = column(frame, name_field, NAME_FIELDS, "地区名称", "--name-field")
    rows = frame[[]].copy()
    rows["code"] = plain(frame[code], as_code)
    rows["name"] = plain(frame[name], as_text)
    if parent_field or PARENT_FIELD in frame.columns:
        parent = column(frame, parent_field, (PARENT_FIELD,), PARENT_FIELD, "--parent-field")
        rows["parent"] = plain(frame[parent], as_code).replace({settings.CITY_CODE: None})
    rows["outline"] = as_multi(repair(frame.geometry.to_numpy()))
    return rows


def plain(values, reading):
    """As objects: pandas' own text columns cannot hold what is yet to be refused."""
    texts = [None if is_blank(value) else reading(value) for value in values]
    return pd.Series(texts, index=values.index, dtype=object)


def as_code(raw):
    text = as_text(raw)
    with_country = CODE_WITH_COUNTRY.fullmatch(text)
    return with_country[1] if with_country else text


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
        raise NoDistricts(refusal)
    return found[0]


def refuse(rows, rejects):
    """Rows one by one first: only outlines that are some can be held against each other."""
    if rows.empty:
        raise NoDistricts(
            f"文件里只有市本级（{settings.CITY_CODE}），没有县（区）：市本级不设边界。"
        )
    sentences = bad_rows(rows, rejects) or [*strangers(rows), *overlaps(rows)]
    if sentences:
        raise DistrictsRefused(sentences)


def bad_rows(rows, rejects):
    """Name everything that is wrong at once; what repairing has made valid is right."""
    return [
        *missing(rows, "code", "没有地区代码"),
        *missing(rows, "name", "没有地区名称"),
        *too_long(rows, "code"),
        *too_long(rows, "name"),
        *unstorable(rows, "code"),
        *unstorable(rows, "name"),
        *bad_shapes(rows, rejects),
        *twice(rows),
        *orphans(rows),
    ]


def missing(rows, field, complaint):
    return listed(rows.index[rows[field].isna()], complaint)


def too_long(rows, field):
    limit = District._meta.get_field(field).max_length
    long = rows.index[rows[field].str.len() > limit]
    return listed(long, f"的{CALLED[field]}超过 {limit} 个字")


def unstorable(rows, field):
    bad = [not is_storable(text) for text in rows[field]]
    return listed(rows.index[bad], f"的{CALLED[field]}含有无法保存的字符")


def bad_shapes(rows, rejects):
    """Rows that are no area, also after repair; 4490's limits are told apart from a lost shape."""
    outside = [remark.row for remark in rejects if remark.code in ("not_finite", "out_of_range")]
    outside = rows.index.intersection(outside)
    other = rows.index[shape_name(rows["outline"].to_numpy()) != "polygon"].difference(outside)
    yield from listed(outside, "的坐标超出范围，请检查坐标系")
    yield from listed(other, "没有面图形，或图形无法修复")


def twice(rows):
    numbers = defaultdict(list)
    for number, code in rows["code"].dropna().items():
        numbers[code].append(number)
    for code, alike in numbers.items():
        if len(alike) > 1:
            yield from listed(alike, f"的代码重复：{code}")


def orphans(rows):
    """Functional areas whose parent is no district, or a functional area as well."""
    if "parent" not in rows:
        return
    formal = set(rows["code"][rows["parent"].isna()])
    formal |= set(District.objects.filter(is_formal=True).values_list("code", flat=True))
    formal -= set(rows["code"][rows["parent"].notna()])
    lone = rows.index[rows["parent"].notna() & ~rows["parent"].isin(list(formal))]
    yield from listed(lone, f"的{PARENT_FIELD}不是一个县（区）的代码")


def listed(numbers, complaint):
    """One sentence for many rows, or none."""
    if not len(numbers):
        return []
    named = "、".join(str(number) for number in numbers[:NAMED])
    others = f"等 {len(numbers)} 行" if len(numbers) > NAMED else "行"
    return [f"第 {named} {others}{complaint}。"]


def strangers(rows):
    """With projects in the reserve, a file of which no code is known was read by a wrong column."""
    known = District.objects.all()
    if Project.objects.exists() and not known.filter(pk__in=rows["code"].tolist()).exists():
        found, expected = named(labels(rows.itertuples())), named(labels(known))
        yield (
            f"库中已有项目，而文件中的地区没有一个在库中：{found}。库中的地区：{expected}。"
            "请用 --code-field 指明写有地区代码的列。"
        )


def overlaps(rows):
    """Formal districts share no ground; a functional area (钒钛高新区) lies inside one."""
    formal = rows[rows["parent"].isna()] if "parent" in rows else known_formal(rows)
    outlines = formal["outline"].to_numpy()
    first, second = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.area(shapely.intersection(outlines[first], outlines[second]))
    smaller = np.minimum(shapely.area(outlines[first]), shapely.area(outlines[second]))
    label = labels(formal.itertuples())
    share = shared / smaller
    for place in np.flatnonzero(share > OVERLAP):
        both = f"{label[first[place]]}和{label[second[place]]}"
        yield f"{both}的边界重叠，占较小一个的 {share[place]:.0%}。"


def known_formal(rows):
    functional = District.objects.filter(is_formal=False).values_list("code", flat=True)
    return rows[~rows["code"].isin(list(functional))]


def repaired(rows, rejects):
    """Districts whose outline is no longer as in the file, with what was wrong there."""
    invalid = {remark.row: remark for remark in rejects if remark.code == "invalid"}
    mended = rows[rows.index.isin(invalid)]
    return list(zip(labels(mended.itertuples()), map(invalid.get, mended.index), strict=True))


def labels(districts):
    return [f"{district.name}（{district.code}）" for district in districts]


def named(texts):
    """The first few, and how many there are."""
    return "、".join(texts[:NAMED]) + (f"等 {len(texts)} 个" if len(texts) > NAMED else "")


def write_outlines(rows, origin, indicative):
    """Add the districts that are new; of the others only the name and the outline change, and
    whose part they are where the file tells it.
    """
    parents = rows["parent"].tolist() if "parent" in rows else [None] * len(rows)
    told = ["parent", "is_formal"] if "parent" in rows else []
    last = District.objects.aggregate(last=Max("order"))["last"] or 0
    District.objects.bulk_create(
        (
            District(
                code=row.code,
                name=row.name,
                order=last + place,
                parent_id=parent,
                is_formal=parent is None,
                outline=GEOSGeometry(memoryview(shapely.to_wkb(row.outline)), srid=4490),
                is_indicative=indicative,
                source=origin,
            )
            for place, (row, parent) in enumerate(
                zip(rows.itertuples(), parents, strict=True), start=1
            )
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "outline", "is_indicative", "source", *told],
    )
