"""From which zoom on an answer is drawn shape by shape; below it, in groups."""

import math

import numpy as np
from django.core.cache import cache
from django.db import connection
from django.db.models import Avg
from django.db.models.functions import Exp, Greatest, Ln

from gis.functions import Coordinate
from gis.tiles import HALF_WORLD_M, TILE_PX, Tile
from layers.catalog import (
    FULLEST_TILE,
    LEGIBLE_FROM_ZOOM,
    LEGIBLE_PX,
    REMEMBERED_S,
    SHAPES_FROM_ZOOM,
)
from layers.grid import cells
from registry.models import ProjectTotal

#: The width of a single place, some 50 m.
LEAST_DEG = 5e-4


def shapes_from(question):
    """The zoom from which on the question's answer is drawn shape by shape.

    One for all tiles of a question, so that nothing is both drawn and counted; remembered
    for a moment, because a map asks for a dozen tiles at once.
    """
    return cache.get_or_set(
        f"shapes-from:{question.key}", lambda: first_zoom(question), REMEMBERED_S
    )


def first_zoom(question):
    """The least zoom at which no tile overflows and the shapes are no specks."""
    zoom = least_zoom(question)
    return zoom if zoom >= LEGIBLE_FROM_ZOOM else max(zoom, legible_zoom(question))


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


def legible_zoom(question):
    """The least zoom at which the projects are, on average, wide enough to be made out.

    A city of works in single streets would else look empty from afar; a long pipeline shows as
    the line that it is. The mean is the geometric one: a project with one place gone astray,
    a thousand kilometres wide, says nothing of three hundred others. Whole projects are measured,
    also where only some of their assets are asked for: it is one look at the roll-ups.
    """
    wide, high = (Coordinate(f"{a}Max", "extent") - Coordinate(f"{a}Min", "extent") for a in "XY")
    totals = question.chosen(ProjectTotal).filter(extent__isnull=False).order_by()
    width_deg = totals.aggregate(width=Exp(Avg(Ln(Greatest(wide, high, LEAST_DEG)))))["width"]
    if width_deg is None:
        return LEGIBLE_FROM_ZOOM
    zoom = math.ceil(math.log2(LEGIBLE_PX * 360 / (TILE_PX * width_deg)))
    return min(max(zoom, 0), LEGIBLE_FROM_ZOOM)
