"""A question and a tile → Mapbox Vector Tile.

The tile's box is compared in the indexed column's own system, EPSG:4490 for assets (one
spatial index serves every question, and each costs an import a fifth of its time) and
EPSG:3857 for the rest: projecting the column instead would lose the index. The SQL put
together here is the ORM's own; values travel as parameters.
"""

from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import F, FloatField, Func

from gis.functions import TileShape
from gis.tiles import degrees_of
from layers.catalog import (
    ASSETS,
    BUFFER,
    CELLS_ACROSS,
    DISTRICTS,
    EXTENT,
    FEW_ASSETS,
    GROUPS,
    REFERENCE,
    SHAPES_FROM_ZOOM,
)
from registry.models import AssetTotal, District, Project, ProjectTotal, ReferenceShape
from registry.totals import asset_rows, mapped_count


def asset_tile(question, tile):
    """Bytes of the tile: shapes near the ground or for small answers, else groups."""
    if tile.z >= SHAPES_FROM_ZOOM or mapped_count(question) <= FEW_ASSETS:
        return encode(ASSETS, *shapes(question, tile))
    return encode(GROUPS, *groups(question, tile))


def district_tile(tile):
    rows = (
        District.objects.order_by()
        .filter(outline_web__bboverlaps=box(tile.buffered(BUFFER / EXTENT)))
        .annotate(geom=in_tile("outline_web", tile))
    )
    return encode(DISTRICTS, *compiled(rows.values("geom", "code", "name")))


def reference_tile(layer, tile):
    """Empty outside the zooms for which the layer is meant."""
    if not layer.min_zoom <= tile.z <= layer.max_zoom:
        return b""
    rows = (
        ReferenceShape.objects.filter(layer=layer)
        .filter(location_web__bboverlaps=box(tile.buffered(BUFFER / EXTENT)))
        .annotate(geom=in_tile("location_web", tile))
    )
    return encode(REFERENCE, *compiled(rows.values("geom")))


def encode(layer, rows, params):
    sql = f"SELECT ST_AsMVT(tile, %s, %s, 'geom') FROM ({rows}) tile WHERE geom IS NOT NULL"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [layer.name, EXTENT, *params])
        return bytes(cursor.fetchone()[0])


def shapes(question, tile):
    """One row an asset, with the attributes that colour it and lead to its project."""
    near = box(degrees_of(tile.buffered(BUFFER / EXTENT)), srid=4490)
    rows = (
        question.joined_assets(assets__location__bboverlaps=near)
        .annotate(
            geom=in_tile("assets__location_web", tile),
            asset=F("assets__id"),
            kind=F("assets__kind"),
            medium=F("assets__medium"),
        )
        .values("geom", "asset", "kind", "medium", "number", "sector_id", "stage")
    )
    inner, params = compiled(rows)
    named = "geom, asset AS id, number AS project, kind, medium, sector_id AS sector, stage"
    return f"SELECT {named} FROM ({inner}) shape", params  # noqa: S608


def groups(question, tile):
    """Projects gathered on a grid; each lies, by its point, in exactly one half-open tile."""
    west, south, east, north = tile.bounds
    inner, params = compiled(project_points(question, tile))
    cell = tile.size_m / CELLS_ACROSS
    sql = f"""
        SELECT ST_AsMVTGeom(
                   ST_SetSRID(ST_MakePoint(avg(px), avg(py)), 3857),
                   ST_TileEnvelope(%s, %s, %s), {EXTENT:d}, {BUFFER:d}) AS geom,
               sum(mapped)::int AS count, count(*) AS projects,
               coalesce(round(sum(length_)::numeric), 0)::float AS length_m
        FROM (SELECT *, assets_ - unmapped_ AS mapped FROM ({inner}) row) project
        WHERE mapped > 0 AND px >= %s AND px < %s AND py >= %s AND py < %s
        GROUP BY floor((px - %s) / %s), floor((py - %s) / %s)
    """  # noqa: S608
    place = [tile.z, tile.x, tile.y]
    return sql, [*place, *params, west, east, south, north, west, cell, south, cell]


#: Where the rows that `asset_rows` may give find their project's point.
POINTS = {
    ProjectTotal: "point_web",
    AssetTotal: "project__total__point_web",
    Project: "total__point_web",
}


def project_points(question, tile):
    """One row a project near the tile: its point and its chosen assets."""
    rows, measures = asset_rows(question)
    point = POINTS[rows.model]
    return (
        rows.order_by()
        .filter(**{f"{point}__bboverlaps": box(tile.bounds)})
        .annotate(px=easting(point), py=northing(point))
        .values("project_id", "px", "py")
        .annotate(**measures)
    )


def easting(column):
    return Func(F(column), function="ST_X", output_field=FloatField())


def northing(column):
    return Func(F(column), function="ST_Y", output_field=FloatField())


def in_tile(column, tile):
    return TileShape(column, z=tile.z, x=tile.x, y=tile.y, extent=EXTENT, buffer=BUFFER)


def box(bounds, srid=3857):
    polygon = Polygon.from_bbox(bounds)
    polygon.srid = srid
    return polygon


def compiled(rows):
    """SQL and parameters, also of a question that can have no answer (it becomes `0 = 1`)."""
    return rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
