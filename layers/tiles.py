"""A question and a tile → Mapbox Vector Tile.

The SQL put together here is the ORM's own; values travel as parameters.
"""

from django.db.models import Count, Sum, Value

from gis.functions import Coordinate
from layers.catalog import (
    ASSETS,
    BUFFER,
    CELLS_ACROSS,
    DISTRICTS,
    EXTENT,
    GROUPS,
    SHAPES_FROM_ZOOM,
)
from layers.encoding import box, encode, in_tile, is_light
from layers.grid import cells, on_grid
from layers.near import assets_near
from layers.zooms import shapes_from
from registry.models import District
from registry.models.projects import number_of
from registry.sql import compiled


def asset_tile(question, tile):
    """Bytes of the tile: shapes where no tile of the answer overflows, else groups.

    Where shapes are too heavy all the same (thousands of lifts registered at one place), what
    lies in this one tile is counted instead of drawn.
    """
    if tile.z < SHAPES_FROM_ZOOM and tile.z < shapes_from(question):
        return encode(GROUPS, *groups(question, tile))
    content = encode(ASSETS, *shapes(question, tile))
    return content if is_light(content) else encode(GROUPS, *crowds(question, tile))


def district_tile(tile):
    rows = (
        District.objects.order_by()
        .filter(outline_web__bboverlaps=box(tile.buffered(BUFFER / EXTENT)))
        .annotate(geom=in_tile("outline_web", tile))
    )
    return encode(DISTRICTS, *compiled(rows.values("geom", "code", "name")))


def shapes(question, tile):
    """One row an asset, with the attributes that colour it and lead to its project.

    The projects near by are told as an array: its length lets the planner weigh the index on
    projects (a narrow question over a wide tile) against the index on places (the other way
    round), which it cannot from conditions on two tables. It comes as PostgreSQL writes it: to
    take a thousand projects apart and quote them again takes longer than to find them. Behind
    OFFSET 0 the drawing stays after the choice: else every asset near by is drawn to see if
    anything is left of it.
    """
    rows, near = assets_near(question, tile)
    drawn = rows.annotate(geom=in_tile("location_web", tile), number_=number_of("project_id"))
    inner, params = compiled(drawn.values("geom", "id", "project_id", "number_", "kind", "medium"))
    sql = f"""
        SELECT geom, id, number_ AS project, kind, medium, sector, stage
        FROM ({inner} OFFSET 0) shape
        JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS near (project_id, sector, stage)
            USING (project_id)
    """  # noqa: S608
    return sql, [*params, *near]


def groups(question, tile):
    """Projects gathered on a grid; each lies, by its point, in exactly one half-open cell."""
    west, south, *_ = tile.bounds
    return circles(tile, *cells(question, west, south, tile.size_m / CELLS_ACROSS, tile))


def crowds(question, tile):
    """The assets themselves on the same grid, each by the middle of its box."""
    west, south, *_ = tile.bounds
    rows, _ = assets_near(question, tile)
    measures = {
        "assets_": Count("pk"),
        "unmapped_": Value(0),
        "length_": Sum("length_m"),
        "projects": Count("project_id", distinct=True),
    }
    middle = rows.annotate(px=middle_of("X"), py=middle_of("Y"))
    return circles(
        tile, *compiled(on_grid(middle, west, south, tile.size_m / CELLS_ACROSS, measures))
    )


def circles(tile, inner, params):
    """One row a cell that holds something.

    The cells beyond the tile come from points on its very edge. They are left out behind
    OFFSET 0, or the condition would move to the single rows, where the planner cannot
    tell how many it leaves and sorts fifty thousand instead of hashing them.
    """
    sql = f"""
        SELECT ST_AsMVTGeom(
                   ST_SetSRID(ST_MakePoint(x, y), 3857),
                   ST_TileEnvelope(%s, %s, %s), {EXTENT:d}, {BUFFER:d}) AS geom,
               mapped::int AS count, projects::int AS projects,
               coalesce(round(length::numeric), 0)::float AS length_m
        FROM ({inner} OFFSET 0) cell
        WHERE mapped > 0 AND "column" BETWEEN 0 AND {CELLS_ACROSS - 1:d}
            AND "row" BETWEEN 0 AND {CELLS_ACROSS - 1:d}
    """  # noqa: S608
    return sql, [tile.z, tile.x, tile.y, *params]


def middle_of(axis):
    """Of the box of a shape, along one axis."""
    least, most = (Coordinate(f"{axis}{end}", "location_web") for end in ("Min", "Max"))
    return (least + most) / 2
