"""点表 and 线表: lines that name the points at their ends, which another sheet places."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely

from gis.readers.tables.coordinates import coordinate
from gis.readers.tables.grid import Cell
from gis.readers.tables.places import Places, called, locate
from gis.readers.tables.roles import POINT_NAME
from gis.readers.tables.shaping import Shaped, reject, shapeless
from gis.readers.tables.table import Table

# The number of a code: 1 of 001 and of J01.
NUMBER = re.compile(r"\D*?0*(\d+)")


@dataclass(frozen=True)
class Points:
    """Points by name.

    Attributes
    ----------
    layer, name, x, y : str
        The sheet and its columns.
    axes : str
        As of `Places`.
    coordinates : dict of str to (float, float) or None
        None where two rows place the same name differently.
    key : callable
        How names are compared: `key`, or `number` where one sheet shows codes of the numbers
        that the other has.
    """

    layer: str
    name: str
    x: str
    y: str
    axes: str | None
    coordinates: dict[str, tuple[float, float] | None]
    key: Callable[[Cell], str]

    def as_dict(self) -> dict[str, str]:
        """Give the columns as JSON has them."""
        return {"layer": self.layer, "name": self.name, "x": self.x, "y": self.y}


def find_points(table: Table, places: Places, others: Iterable[Table]) -> Points | None:
    """Find the sheet that places the ends of lines.

    Parameters
    ----------
    table : Table
        The lines.
    places : Places
        With start_point and end_point.
    others : iterable of Table
        The other sheets.

    Returns
    -------
    Points or None
        Of the sheet that knows most of the names; None where none knows any.
    """
    named = {
        cell
        for column in (places.start_point, places.end_point)
        for cell in table.columns[str(column)]
        if cell is not None
    }
    # The surest way first: another counts only where it finds more.
    ways = [(way, {way(cell) for cell in named}) for way in (key, number)]
    best: tuple[float, Points | None] = (0, None)
    for other in others:
        found = locate(other.columns)
        if found.x is None or found.y is None or found.end_x is not None:
            continue
        for name in called(other.columns, POINT_NAME):
            for way, wanted in ways:
                points = _points(other, name, found, way)
                known = len(wanted.intersection(points.coordinates)) / max(len(wanted), 1)
                if known > best[0]:
                    best = known, points
    return best[1]


def lines(table: Table, places: Places, points: Points) -> Shaped:
    """Make a line of each row from the points at its ends.

    Parameters
    ----------
    table : Table
    places : Places
        With start_point and end_point.
    points : Points

    Returns
    -------
    Shaped
        Rejects: ``point_missing`` (blank), ``point_unknown``, ``point_twice``.
    """
    shaped = shapeless(table)
    ends = [str(places.start_point), str(places.end_point)]
    for place in range(len(table.rows)):
        cells = [table.columns[column][place] for column in ends]
        if all(cell is None for cell in cells):
            continue
        found = []
        for column, cell in zip(ends, cells, strict=True):
            position = points.coordinates.get(points.key(cell)) if cell is not None else None
            if position is None:
                code = _trouble(points, cell)
                reject(table, shaped, place, column, code, layer=points.layer)
            else:
                found.append(position)
        if len(found) == len(ends):
            shaped.geometries[place] = shapely.linestrings(found)
    return shaped


def key(cell: Cell) -> str:
    """Give a point's name as it is compared: 12 and "12" are the same."""
    return str(cell).strip().casefold()


def number(cell: Cell) -> str:
    """Give the number of a name that is a code, as "1" of "001" and "J01"; other names whole."""
    found = NUMBER.fullmatch(key(cell))
    return found[1] if found else key(cell)


def _trouble(points: Points, cell: Cell) -> str:
    if cell is None:
        return "point_missing"
    return "point_twice" if points.key(cell) in points.coordinates else "point_unknown"


def _points(table: Table, name: str, places: Places, key: Callable[[Cell], str]) -> Points:
    x, y = str(places.x), str(places.y)
    coordinates: dict[str, tuple[float, float] | None] = {}
    for cell, *cells in zip(table.columns[name], table.columns[x], table.columns[y], strict=True):
        position = coordinate(cells[0]), coordinate(cells[1])
        if cell is None or position[0] is None or position[1] is None:
            continue
        known = coordinates.setdefault(key(cell), (position[0], position[1]))
        if known is not None and known != position:
            coordinates[key(cell)] = None
    return Points(table.grid.name, name, x, y, places.axes, coordinates, key)
