"""Whether a cell can be a coordinate or a place in China, whatever its column is called."""

import re
from collections.abc import Sequence

from gis.readers.tables.coordinates import coordinate, coordinates, path
from gis.readers.tables.grid import Cell

# Degrees of a place are written with three decimals or more, or with marks.
FINE = re.compile(r"\d\.\d{3}|[°度]")


def is_number(cell: Cell) -> bool:
    """Say whether a cell holds a number, be it degrees with marks.

    Parameters
    ----------
    cell : cell

    Returns
    -------
    bool
    """
    return coordinate(cell) is not None


def is_east(cell: Cell) -> bool:
    """Say whether a number may be a longitude in China or metres of a projection.

    Parameters
    ----------
    cell : cell

    Returns
    -------
    bool

    Examples
    --------
    >>> is_east(101.7), is_east(471957.2), is_east(300)
    (True, True, False)
    """
    number = coordinate(cell)
    return number is not None and (73 < number < 136 or 1e5 < number < 1e8)


def is_north(cell: Cell) -> bool:
    """Say whether a number may be a latitude in China or metres of a projection.

    Parameters
    ----------
    cell : cell

    Returns
    -------
    bool

    Examples
    --------
    >>> is_north(26.6), is_north(2941379.9), is_north(101.7)
    (True, True, False)
    """
    number = coordinate(cell)
    return number is not None and (3 < number < 54 or 1e5 < number < 1e8)


def is_pair(cell: Cell) -> bool:
    """Say whether a cell holds both coordinates of a place in China: sizes are no places.

    Parameters
    ----------
    cell : cell

    Returns
    -------
    bool

    Examples
    --------
    >>> is_pair("101.7185,26.581"), is_pair("100,20")
    (True, False)
    """
    numbers = coordinates(cell)
    return numbers is not None and _are_places(cell, [numbers])


def is_path(cell: Cell) -> bool:
    """Say whether a cell holds the vertices of a line in China.

    Parameters
    ----------
    cell : cell

    Returns
    -------
    bool
    """
    points = path(cell)
    return points is not None and _are_places(cell, points)


def _are_places(cell: Cell, points: Sequence[tuple[float, float]]) -> bool:
    are_metres = all(abs(number) >= 1e5 for point in points for number in point)
    if not (are_metres or FINE.search(str(cell))):
        return False
    return all(any(is_east(x) and is_north(y) for x, y in (point, point[::-1])) for point in points)
