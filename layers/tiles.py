"""A question and a tile → Mapbox Vector Tile.

The tile's box is compared in the indexed column's own system, EPSG:4490 for assets (one
spatial index serves every question, and each costs an import a fifth of its time) and
EPSG:3857 for the rest: projecting the column instead would lose the index. The SQL put
together here is the ORM's own; values travel as parameters.
"""

import math

import numpy as np
from django.core.cache import cache
from django.db import connection
from django.db.models import Avg, Count, F, FloatField, Func, IntegerField, Sum, Value
from django.db.models.functions import Floor, NullIf

from gis.tiles import HALF_WORLD_M, Tile, degrees_of
from layers.catalog import (
    ASSETS,
    BUFFER,
    CELLS_ACROSS,
    DISTRICTS,
    EXTENT,
    FULLEST_TILE,
    GROUPS,
    REMEMBERED_S,
    SHAPES_FROM_ZOOM,
)
from layers.encoding import box, encode, in_tile, is_light
from registry.models import Asset, AssetTotal, District, ProjectTotal
from registry.models.projects import number_of
from registry.models.tallies import CELL_ZOOM
from registry.reach import Ids, OneOf, gathered
from registry.sql import compiled
from registry.totals import asset_rows, border_cells


def asset_tile(question, tile):
    """Bytes of the tile: shapes where no tile of the answer overflows, else groups.

    Where shapes are too heavy all the same (thousands of lifts registered at one place), what
    lies in this one tile is counted instead of drawn.
    """
    if tile.z < SHAPES_FROM_ZOOM and tile.z < shapes_from(question):
        return encode(GROUPS, *groups(question, tile))
    content = encode(ASSETS, *shapes(question, tile))
    return content if is_light(content) else encode(GROUPS, *crowds(question, tile))


def shapes_from(question):
    """The zoom from which on the question's answer is drawn shape by shape.

    One for all tiles of a question, so that nothing is both drawn and counted; remembered
    for a moment, because a map asks for a dozen tiles at once.
    """
    return cache.get_or_set(
        f"shapes-from:{question.key}", lambda: least_zoom(question), REMEMBERED_S
    )


def least_zoom(question):
    """The least zoom at which the fullest tile holds no more than it can carry."""
    size_m = Tile(SHAPES_FROM_ZOOM, 0, 0).size_m
    sql, params = cells(question, -HALF_WORLD_M, -HALF_WORLD_M, size_m)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "column", "row", mapped FROM ({sql}) cell', params)  # noqa: S608
        found = [row for row in cursor.fetchall() if row[0] is not None]
    if not found:
        return 0
    columns, rows, counts = np.array(found, dtype=np.int64).T
    for zoom in range(SHAPES_FROM_ZOOM - 1, -1, -1):
        columns, rows = columns // 2, rows // 2
        _, tile_of = np.unique(columns << SHAPES_FROM_ZOOM | rows, return_inverse=True)
        if np.bincount(tile_of, counts).max() > FULLEST_TILE:
            return zoom + 1
    return 0


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


def assets_near(question, tile):
    """The chosen assets that reach into a tile or its margin, and of what projects they may be."""
    near = box(degrees_of(tile.buffered(BUFFER / EXTENT)), srid=4490)
    projects = projects_reaching(question, near)
    rows = Asset.objects.filter(
        question.asset_conditions.of_assets(),
        OneOf("project_id", Ids(projects[0])),
        location__bboverlaps=near,
    )
    return rows.order_by(), projects


def projects_reaching(question, near):
    """Ids, sectors and stages of the projects whose extent touches a box, as written arrays."""
    found = question.rollup(ProjectTotal).filter(extent__bboverlaps=near).order_by()
    columns = ("project_id", "sector_id", "stage")
    written = found.aggregate(**{f"{column}_": gathered(column) for column in columns})
    return [array or "{}" for array in written.values()]


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


#: Where the rows that `asset_rows` may give find their project's point.
POINTS = {ProjectTotal: "point_web", AssetTotal: "project__total__point_web"}
#: As deep as a tile's cells are those of the tally or several of them.
TALLIED_TO_ZOOM = CELL_ZOOM - int(math.log2(CELLS_ACROSS))
#: What is known of a cell of the grid.
OF_CELL = '"column", "row", x, y, mapped, projects, length'
#: Cells of the projects that the question's regions cut, with what of them lies inside.
BORDER_CELLS = f"""
    SELECT {OF_CELL} FROM (
        SELECT floor((ST_X(point_web) - %s) / %s)::int AS "column",
               floor((ST_Y(point_web) - %s) / %s)::int AS "row",
               avg(ST_X(point_web)) AS x, avg(ST_Y(point_web)) AS y, sum(assets) AS mapped,
               count(DISTINCT project_id) AS projects, sum(length) AS length
        FROM unnest(%s::bigint[], %s::int[], %s::float[]) AS cut (project_id, assets, length)
        JOIN registry_projecttotal USING (project_id) GROUP BY 1, 2
    ) border
"""  # noqa: S608 (a constant)


def cells(question, west, south, size_m, tile=None):
    """SQL of the chosen assets by the cell of a grid in which their project's point lies."""
    sql, params = compiled(whole_cells(question, west, south, size_m, tile))
    if not question.asset_conditions.regions:
        return f"SELECT {OF_CELL} FROM ({sql}) whole", params  # noqa: S608
    place = [west, size_m, south, size_m]
    sql = f"""
        SELECT "column", "row", sum(x * projects) / sum(projects) AS x,
               sum(y * projects) / sum(projects) AS y, sum(mapped) AS mapped,
               sum(projects) AS projects, sum(length) AS length
        FROM (SELECT {OF_CELL} FROM ({sql}) whole UNION ALL {BORDER_CELLS}) part
        GROUP BY "column", "row"
    """  # noqa: S608
    return sql, [*params, *place, *border_columns(question)]


def whole_cells(question, west, south, size_m, tile):
    """The same from the roll-ups: all of the answer that no region cuts."""
    is_tallied = question.is_tallied and not question.asset_conditions
    if tile is not None and tile.z <= TALLIED_TO_ZOOM and is_tallied:
        return tallied_cells(question, tile)
    rows, measures = asset_rows(question, by_project=True)
    point = POINTS[rows.model]
    if tile is not None:
        rows = rows.filter(**{f"{point}__bboverlaps": box(tile.bounds)})
    # A roll-up of projects has one row for each, the others may have several.
    projects = Count("pk") if rows.model is ProjectTotal else Count("project_id", distinct=True)
    rows = rows.annotate(px=easting(point), py=northing(point))
    return on_grid(rows, west, south, size_m, {**measures, "projects": projects})


def tallied_cells(question, tile):
    """The same from the tally, whose cells are as small as any of these zooms needs."""
    rows, measures = asset_rows(question)
    finer = TALLIED_TO_ZOOM - tile.z
    first_column = tile.x * CELLS_ACROSS
    first_row = (2**tile.z - 1 - tile.y) * CELLS_ACROSS
    across = CELLS_ACROSS << finer
    rows = rows.filter(
        cell_column__gte=first_column << finer,
        cell_column__lt=(first_column << finer) + across,
        cell_row__gte=first_row << finer,
        cell_row__lt=(first_row << finer) + across,
    )
    # What was added and taken away again since the tally was made up has no middle.
    each = NullIf(Sum("project_count"), 0)
    middle = {"x": Sum("easting_m") / each, "y": Sum("northing_m") / each}
    return by_cell(
        rows,
        F("cell_column").bitrightshift(finer) - first_column,
        F("cell_row").bitrightshift(finer) - first_row,
        {**measures, **middle, "projects": Sum("project_count")},
    )


def on_grid(rows, west, south, size_m, measures):
    """Rows that lie at (px, py), added up by the cell of a grid: what `OF_CELL` names."""
    return by_cell(
        rows,
        Floor((F("px") - west) / size_m, output_field=IntegerField()),
        Floor((F("py") - south) / size_m, output_field=IntegerField()),
        {**measures, "x": Avg("px"), "y": Avg("py")},
    )


def by_cell(rows, column, row, measures):
    """The rows of a roll-up added up by cell: what `OF_CELL` names."""
    return (
        rows.order_by()
        .annotate(column=column, row=row)
        .values("column", "row")
        .annotate(**measures)
        .annotate(mapped=F("assets_") - F("unmapped_"), length=F("length_"))
        .values("column", "row", "x", "y", "mapped", "projects", "length")
    )


def border_columns(question):
    found = list(border_cells(question, "project_id"))
    projects, assets, _, metres = zip(*found, strict=True) if found else ((), (), (), ())
    return [list(projects), list(assets), [length or 0.0 for length in metres]]


def easting(column):
    return Func(F(column), function="ST_X", output_field=FloatField())


def northing(column):
    return Func(F(column), function="ST_Y", output_field=FloatField())


def middle_of(axis):
    """Of the box of a shape, along one axis."""
    least, most = (
        Func(F("location_web"), function=f"ST_{axis}{end}", output_field=FloatField())
        for end in ("Min", "Max")
    )
    return (least + most) / 2
