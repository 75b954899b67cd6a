"""A project and its assets as the editor works with them."""

import json

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Count, Max, Sum

from registry.drawing import limits
from registry.holdings import kinds_offered, preset_of
from registry.kinds import OF_WHAT_STANDS, PROVENANCE, TO_BE_MADE, Number
from registry.territory import lies_in, outlines

SHAPES = {"POINT": "point", "LINESTRING": "line", "POLYGON": "polygon"}


class TooManyAssets(Exception):
    """A project that no browser should load whole."""

    def __init__(self, count):
        super().__init__(
            f"本项目有 {count} 条设备设施，超过在线绘制 {limits.ASSETS} 条的上限，"
            "请用“导出”取出、在 GIS 软件中修改后再“导入”更新。"
        )


def drawing_of(project):
    """Everything that the editor starts with."""
    count = project.assets.count()
    if count > limits.ASSETS:
        raise TooManyAssets(count)
    return {
        "project": {
            "number": project.number,
            "name": project.name,
            "sector": project.sector_id,
            "district": project.district_id,
            "district_name": project.district.name,
            # What judges where it lies: a district without an outline is part of one that has it.
            "home": project.district.parent_id or project.district_id,
            "url": project.get_absolute_url(),
        },
        "kinds": kinds_told(project),
        "assets": documents(project.assets.all()),
        "edition": edition_of(project),
        "limits": {
            "changes": limits.CHANGES,
            "vertices": limits.VERTICES,
            "latitude": limits.LATITUDE,
        },
    }


def edition_of(project):
    """Changes with every asset that comes, goes or is changed; one query."""
    facts = project.assets.aggregate(count=Count("pk"), versions=Sum("version"), last=Max("pk"))
    return "{count}.{versions}.{last}".format(**facts)


def kinds_told(project):
    """By code; the first that has a shape is the one that is drawn unless another is chosen."""
    usual, others = kinds_offered(project)
    return {
        code: {**kind_told(kind), "preset": preset_of(project, kind)}
        for code, kind in {**usual, **others}.items()
    }


def kind_told(kind):
    needed = {each.name for each in kind.needed}
    fields = (*kind.columns.values(), *kind.attributes, *PROVENANCE.values())
    return {
        "label": kind.label,
        "unit": kind.unit,
        "shapes": list(dict.fromkeys(SHAPES[shape.removeprefix("MULTI")] for shape in kind.shapes)),
        "sign": kind.sign,
        "fields": [field_told(field, required=field.name in needed) for field in fields],
    }


def field_told(field, *, required):
    return {
        "name": field.name,
        "label": field.label,
        "unit": field.unit,
        "input": field.input_type,
        "bounds": bounds_told(field) if isinstance(field, Number) else None,
        # A blank is no option: the browser offers it for every field.
        "options": [[value, words] for value, words in field.choices if value],
        "suggestions": list(field.suggestions),
        "required": required,
        "instead": field.instead,
        "gap": field.gap,
        "unknown_of": sorted(TO_BE_MADE) if field.name in OF_WHAT_STANDS else [],
        "long": field.is_long,
        "scope": field.scope,
        "max_length": field.max_length,
    }


def bounds_told(field):
    """What the page can say of a number while it is typed; the judgement stays the server's."""
    return {
        "low": field.low,
        "high": field.highest,
        "whole": field.whole,
        "signs": list(field.signs),
    }


def documents(assets):
    """One document an asset, in the order of their ids; two queries for any number.

    Where an asset lies is found out now: boundaries may have been replaced since it was saved.
    """
    rows = list(assets.defer("location", "location_web").annotate(shape=AsWKB("location")))
    shapes = shapely.from_wkb([row.shape and bytes(row.shape) for row in rows])
    geojson = shapely.to_geojson(shapes)
    districts = lies_in(shapes, outlines())
    return [_document(*each) for each in zip(rows, geojson, districts, strict=True)]


def _document(asset, geojson, districts):
    return {
        "id": asset.pk,
        "client_id": str(asset.client_id),
        "version": asset.version,
        "kind": asset.kind,
        "values": texts_of(asset),
        "geometry": geojson and json.loads(geojson),
        "outside_confirmed": asset.outside_confirmed,
        "length_m": asset.length_m,
        "area_m2": asset.area_m2,
        "lies_in": districts,
        "updated_at": asset.updated_at.isoformat(),
    }


def texts_of(asset):
    """What the fields show; blanks are left out."""
    kind, known = asset.declaration, asset.attributes
    values = {name: getattr(asset, name) for name in (*kind.columns, *PROVENANCE)}
    values |= {name: known.get(name) for name in kind.by_name}
    return {name: str(value) for name, value in values.items() if value not in (None, "")}
