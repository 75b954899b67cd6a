"""Drawings from whose coordinates a large constant was taken off (去大数).

Nothing in such numbers says what it was. Round constants that put them into the city are worth a
proposal where they are few; what it really was is for whoever made the drawing to say.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.crs.candidates import Candidate
from gis.crs.gauss_kruger import GK3
from gis.crs.naming import parse
from gis.crs.transform import from_storage, points_to_storage

Points = NDArray[np.float64]

# Constants are round: the false easting of 500 km, or what is the same all over the drawing.
STEP_M = 100_000.0
MOST_EAST_M, MOST_NORTH_M = 1_000_000.0, 4_000_000.0
# More ways into the city than this tell nothing.
MAX_WAYS = 4
# What is no larger than this may be degrees; what spans more is no drawing of one city.
MOST_DEGREES = 180.0
EXTENT_M = (1.0, 300_000.0)


def looks_reduced(numbers: Points) -> bool:
    """Say whether bare numbers have the size of a drawing in metres.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n, 2)
        Finite, as the file writes them.

    Returns
    -------
    bool

    Examples
    --------
    >>> looks_reduced(np.array([[71908.0, 41790.0], [72028.0, 41795.0]]))
    True
    >>> looks_reduced(np.array([[101.71, 26.58], [101.72, 26.59]]))
    False
    """
    if not len(numbers) or np.abs(numbers).max() <= MOST_DEGREES:
        return False
    low, high = EXTENT_M
    extent = float(np.ptp(numbers, axis=0).max())
    return low <= extent <= high


def reduced(numbers: Points, area: shapely.Geometry) -> list[Candidate]:
    """Give the readings with round constants added that put the middle of the numbers in an area.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n, 2)
        Finite, as the file writes them.
    area : shapely.Geometry
        In EPSG:4490.

    Returns
    -------
    list of Candidate
        In the 3° zone whose meridian is nearest to the area's middle, without zone number; empty
        where the numbers are none of a drawing, or there are more than four such readings.

    Examples
    --------
    >>> city = shapely.box(101.5, 26.4, 101.9, 26.8)
    >>> drawing = np.array([[71908.0, 41790.0], [72028.0, 41795.0]])
    >>> [one.text for one in reduced(drawing, city)]
    ['add=400000,2900000:EPSG:4543']
    """
    if not looks_reduced(numbers):
        return []
    west, _, east, _ = area.bounds
    step = round((west + east) / 2 / GK3.width) - GK3.first_meridian // GK3.width
    if not 0 <= step < GK3.count:
        return []
    code = f"EPSG:{GK3.plain + step}"
    low, high = _extent_m(area, code)
    middle = np.median(numbers, axis=0)
    ways = [
        (prefix, added)
        for prefix, pair in (("", middle), ("swap:", middle[::-1]))
        for added in _constants(pair, low, high)
    ]
    found = [_candidate(f"{prefix}add={e},{n}:{code}", numbers) for prefix, (e, n) in ways]
    inside = [one for one in found if _is_inside(one.points, area)]
    return inside if len(inside) <= MAX_WAYS else []


def _extent_m(area: shapely.Geometry, code: str) -> tuple[Points, Points]:
    corners = shapely.get_coordinates(from_storage([area], parse(code)))
    return corners.min(axis=0), corners.max(axis=0)


def _constants(middle: Points, low: Points, high: Points) -> list[tuple[int, int]]:
    """Multiples of the step, not both nothing, that bring the middle between low and high."""
    sides = []
    for place, most in enumerate((MOST_EAST_M, MOST_NORTH_M)):
        first = np.ceil((low[place] - middle[place]) / STEP_M)
        last = np.floor((high[place] - middle[place]) / STEP_M)
        steps = np.arange(first, last + 1) * STEP_M
        sides.append([int(added) for added in steps if abs(added) <= most])
    return [(east, north) for east in sides[0] for north in sides[1] if east or north]


def _candidate(text: str, numbers: Points) -> Candidate:
    return Candidate(text, "reduced", points_to_storage(numbers, parse(text)))


def _is_inside(points: Points, area: shapely.Geometry) -> bool:
    return bool(shapely.intersects_xy(area, *np.median(points, axis=0)))
