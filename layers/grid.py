"""The chosen assets by the cells of a grid, each where its project's point lies."""

import math

from django.db.models import Avg, Count, F, IntegerField, Sum
from django.db.models.functions import Floor, NullIf

from gis.functions import Coordinate
from layers.catalog import CELLS_ACROSS
from layers.encoding import box
from registry.models import AssetTotal, ProjectTotal
from registry.models.tallies import CELL_ZOOM
from registry.sql import compiled
from registry.totals import asset_rows, border_cells

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
    rows = rows.annotate(px=Coordinate("X", point), py=Coordinate("Y", point))
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
