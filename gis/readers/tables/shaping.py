"""Shapes out of the coordinates in cells: points, two-point lines, lines of many vertices."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import Remark
from gis.readers.tables.coordinates import coordinate, coordinates, path
from gis.readers.tables.places import Places
from gis.readers.tables.table import Table


@dataclass
class Shaped:
    """The shapes of a table.

    Attributes
    ----------
    places : list of int
        For each shape the place of its row in ``Table.rows``; several rows may share a shape.
    geometries : ndarray of shapely.Geometry, shape (n,)
        None for a row without a shape, or with one that cannot be read.
    broken : set of int
        Those of `places` whose shape cannot be read.
    rejects, warnings : list of Remark
    crs : str, optional
        ``"EPSG:n"`` where the shapes themselves say so.
    row_of : dict of int to int
        For rows that share a shape: the number of the row that stands for them.
    """

    places: list[int]
    geometries: NDArray[np.object_]
    broken: set[int] = field(default_factory=set)
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    crs: str | None = None
    row_of: dict[int, int] = field(default_factory=dict)


def shapeless(table: Table) -> Shaped:
    """Give rows without shapes.

    Parameters
    ----------
    table : Table

    Returns
    -------
    Shaped
    """
    return Shaped(list(range(len(table.rows))), np.full(len(table.rows), None, dtype=object))


def points(table: Table, places: Places) -> Shaped:
    """Make a point of each row.

    Parameters
    ----------
    table : Table
    places : Places
        With x and y, in whatever order and unit the sheet has them.

    Returns
    -------
    Shaped
        Rejects: ``bad_coordinate``, ``half_coordinate``, each naming the cell.
    """
    shaped = shapeless(table)
    numbers = read_coordinates(table, [places.x, places.y], shaped)
    whole = np.flatnonzero(~np.isnan(numbers).any(axis=1))
    shaped.geometries[whole] = shapely.points(numbers[whole])
    return shaped


def pairs(table: Table, places: Places) -> Shaped:
    """Make a point of each row that has both coordinates in one cell, a line where two such have.

    Parameters
    ----------
    table : Table
    places : Places
        With pair, and end_pair for lines, in whatever unit the sheet has them.

    Returns
    -------
    Shaped
        Degrees with the longitude first, as their size tells in China; metres in the order of
        the cells. Rejects: ``bad_coordinate``, ``half_coordinate``, naming the cell.
    """
    columns = [column for column in (places.pair, places.end_pair) if column]
    make = shapely.Point if len(columns) == 1 else shapely.LineString
    return written_out(table, columns, coordinates, make)


def paths(table: Table, places: Places) -> Shaped:
    """Make a line of each row that has all its vertices in one cell.

    Parameters
    ----------
    table : Table
    places : Places
        With path, in whatever unit the sheet has them.

    Returns
    -------
    Shaped
        In the order of `pairs`. Rejects: ``bad_coordinate``, naming the cell.
    """
    return written_out(table, [str(places.path)], path, shapely.LineString)


def written_out(
    table: Table,
    columns: list[str],
    read: Callable[[Any], Any],
    make: Callable[[NDArray[np.float64]], shapely.Geometry],
) -> Shaped:
    """Make a shape of the places that cells spell out.

    Parameters
    ----------
    table : Table
    columns : list of str
        Each with one place or several; all of them are needed for a shape.
    read : callable
        From a cell to its place or places, None where it has none.
    make : callable
        From coordinates, shape (n, 2), to a shape.

    Returns
    -------
    Shaped
    """
    shaped = shapeless(table)
    found = {}
    for place in range(len(table.rows)):
        cells = {column: table.columns[column][place] for column in columns}
        numbers = {column: read(cell) for column, cell in cells.items()}
        if all(numbers.values()):
            found[place] = np.array(list(numbers.values()), dtype=float).reshape(-1, 2)
        broken = {column for column in columns if table.is_broken(column, place)}
        if broken:  # the cell's error has been reported
            shaped.broken.add(place)
        if all(cell is None for cell in cells.values()):
            continue
        for column, cell in cells.items():
            if not numbers[column] and column not in broken:
                code = "half_coordinate" if cell is None else "bad_coordinate"
                reject(table, shaped, place, column, code)
    every = np.concatenate([*found.values(), np.empty((0, 2))])
    is_swapped = 2 * sum(y_first(*numbers) for numbers in every.tolist()) > len(every)
    for place, points in found.items():
        shaped.geometries[place] = make(points[:, ::-1] if is_swapped else points)
    return shaped


def y_first(first: float, second: float) -> bool:
    """Say whether two numbers can only be a latitude and a longitude in China, in this order.

    Parameters
    ----------
    first, second : float

    Returns
    -------
    bool

    Examples
    --------
    >>> y_first(26.5, 101.7), y_first(101.7, 26.5), y_first(2941379, 471957)
    (True, False, False)
    """
    return 3 < first < 54 and 73 < second < 136


def lines(table: Table, places: Places) -> Shaped:
    """Make a line from start to end of each row.

    Parameters
    ----------
    table : Table
    places : Places
        With x, y, end_x and end_y.

    Returns
    -------
    Shaped
        Rejects: ``bad_coordinate``, ``half_coordinate``, each naming the cell.
    """
    shaped = shapeless(table)
    ends = [places.x, places.y, places.end_x, places.end_y]
    numbers = read_coordinates(table, ends, shaped)
    whole = np.flatnonzero(~np.isnan(numbers).any(axis=1))
    shaped.geometries[whole] = shapely.linestrings(numbers[whole].reshape(-1, 2, 2))
    return shaped


def read_coordinates(
    table: Table, columns: list[str | None], shaped: Shaped
) -> NDArray[np.float64]:
    """Read the coordinates of every row.

    Parameters
    ----------
    table : Table
    columns : list of str
    shaped : Shaped
        Gets a reject for each cell that is no coordinate, and for each that is blank where
        others of its row are not.

    Returns
    -------
    ndarray of float, shape (rows, columns)
        NaN where there is no number.
    """
    names = [column for column in columns if column is not None]
    numbers = np.full((len(table.rows), len(names)), np.nan)
    for place in range(len(table.rows)):
        cells = [table.columns[name][place] for name in names]
        is_broken = any(table.is_broken(name, place) for name in names)
        if is_broken:  # the cell's error has been reported
            shaped.broken.add(place)
        if all(cell is None for cell in cells):
            continue
        for side, (name, cell) in enumerate(zip(names, cells, strict=True)):
            number = coordinate(cell)
            if number is not None:
                numbers[place, side] = number
            elif not table.is_broken(name, place):
                code = "half_coordinate" if cell is None else "bad_coordinate"
                reject(table, shaped, place, name, code)
    return numbers


def reject(table: Table, shaped: Shaped, place: int, column: str, code: str, **params: Any) -> None:
    """Note that the shape of a row cannot be read because of one cell.

    Parameters
    ----------
    table : Table
    shaped : Shaped
    place : int
        In ``Table.rows``.
    column : str
    code : str
        A key of `gis.errors.REMARKS`.
    **params : object
        Beside ``column``, ``cell`` and ``value``.
    """
    about = {
        "column": column,
        "cell": table.address(column, place),
        "value": str(table.columns[column][place] or "")[:60],
        **params,
    }
    shaped.broken.add(place)
    shaped.rejects.append(Remark(table.rows[place], "geometry", code, about))
