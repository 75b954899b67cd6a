"""Zone numbers before eastings: which a system wants, and which the numbers have.

Of Gauss-Krüger's zones one and the same point has the easting 471957 or, with the number of the
zone before it, 34471957. Files mix both, or bear the number of another zone.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.crs.systems import Crs

Points = NDArray[np.float64]

ZONE_M = 1_000_000.0
FALSE_EASTING_M = 500_000.0
# Of both widths in China; what is without a number counts as zone 0.
ZONE_NUMBERS = (13, 45)
# An easting without number is never so small, a northing of China within these.
LEAST_EASTING_M = 100_000.0
CHINESE_NORTHINGS_M = (300_000.0, 6_000_000.0)


def zone_of(crs: Crs) -> int | None:
    """Tell which zone number a system has before its eastings.

    Parameters
    ----------
    crs : Crs

    Returns
    -------
    int or None
        0 for a zone without number; None where the system has no zones, or its numbers are
        written otherwise than in metres.

    Examples
    --------
    >>> from gis.crs import parse
    >>> [zone_of(parse(text)) for text in ("EPSG:4543", "swap:EPSG:4522", "EPSG:4490")]
    [0, 34, None]
    """
    operation = crs.definition.coordinate_operation
    if crs.packing or crs.added_m or crs.offset or operation is None:
        return None
    if operation.method_name != "Transverse Mercator":
        return None
    numbers = {parameter.name: float(parameter.value) for parameter in operation.params}
    zone = (numbers.get("False easting", 0.0) - FALSE_EASTING_M) / ZONE_M
    is_one = zone == 0 or (zone.is_integer() and _is_number(np.array([zone]))[0])
    return int(zone) if is_one else None


def zones_of(points: Points) -> NDArray[np.int64]:
    """Tell which zone number stands before each easting.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        Easting and northing in metres, perhaps NaN.

    Returns
    -------
    ndarray of int64, shape (n,)
        0 for an easting without number, -1 for what is no easting and northing in China.

    Examples
    --------
    >>> zones_of(np.array([[471957.0, 2941379.0], [34471957.0, 2941379.0], [101.7, 26.5]]))
    array([ 0, 34, -1])
    """
    east, north = np.nan_to_num(points, nan=-1.0, posinf=-1.0, neginf=-1.0).T
    zones = np.floor(east / ZONE_M)
    low, high = CHINESE_NORTHINGS_M
    bare = (zones == 0) & (east > LEAST_EASTING_M)
    is_east = (bare | _is_number(zones)) & (north > low) & (north < high)
    return np.where(is_east, zones, -1).astype(np.int64)


def differing_zones(shapes: NDArray[np.object_], crs: Crs) -> NDArray[np.int64]:
    """Find the shapes that bear another zone number than the system.

    Parameters
    ----------
    shapes : ndarray of shapely.Geometry, shape (n,)
        In the file's own numbers, None for none.
    crs : Crs

    Returns
    -------
    ndarray of int64, shape (n,)
        The other number, 0 where a number is missing; -1 where nothing is wrong with it.

    Examples
    --------
    >>> from gis.crs import parse
    >>> differing_zones(np.array([shapely.Point(34471957, 2941379)]), parse("EPSG:4543"))
    array([34])
    """
    found = np.full(len(shapes), -1, dtype=np.int64)
    wanted = zone_of(crs)
    if wanted is None:
        return found
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    zones = zones_of(points[:, ::-1] if crs.swapped else points)
    wrong = (zones != wanted) & (zones != -1)
    found[owners[wrong]] = zones[wrong]
    return found


def _is_number(zones: Points) -> NDArray[np.bool_]:
    low, high = ZONE_NUMBERS
    number: NDArray[np.bool_] = (zones >= low) & (zones <= high)
    return number
