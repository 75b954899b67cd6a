"""Moving geometries into the storage system and out of it."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj.exceptions import ProjError

from gis.crs.offsets import from_bd09, from_gcj02, to_bd09, to_gcj02
from gis.crs.packed import unpack_dms
from gis.crs.systems import STORAGE, Crs
from gis.errors import UnknownCrs

Points = NDArray[np.float64]
Geometries = NDArray[np.object_]

Move = Callable[[Points], Points]

INTO_STORAGE = {"gcj02": from_gcj02, "bd09": from_bd09}
OUT_OF_STORAGE = {"gcj02": to_gcj02, "bd09": to_bd09}
METRES = {"km": 1000.0, "mm": 0.001}


def to_storage(geometries: ArrayLike, crs: Crs) -> Geometries:
    """Transform geometries to EPSG:4490.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In `crs`, x before y (longitude, latitude or easting, northing) unless it is swapped. None
        and empty geometries are kept; a third dimension is dropped.
    crs : Crs
        The system they are in, and the way its numbers are written.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        In EPSG:4490, (longitude, latitude) in degrees. A point that cannot be transformed gets
        infinite coordinates: see `gis.geometry.problems`.

    Raises
    ------
    UnknownCrs
        ``unknown_crs``: a WKT that names a projection nobody knows.

    Examples
    --------
    >>> from gis.crs import parse
    >>> east_north = shapely.Point(471957.19, 2941379.86)
    >>> shapely.to_wkt(to_storage([east_north], parse("EPSG:4543"))[0], rounding_precision=6)
    'POINT (101.7185 26.5823)'
    """
    return _moved(geometries, _into_storage(crs))


def points_to_storage(points: Points, crs: Crs) -> Points:
    """Transform bare coordinates to EPSG:4490; the same as `to_storage`.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        In `crs`, as its file writes them.
    crs : Crs

    Returns
    -------
    ndarray of float64, shape (n, 2)
        Longitude, latitude in degrees.

    Raises
    ------
    UnknownCrs
        ``unknown_crs``: as in `to_storage`.

    Examples
    --------
    >>> from gis.crs import parse
    >>> north_east = np.array([[2941379.86, 471957.19]])
    >>> points_to_storage(north_east, parse("swap:EPSG:4543")).round(6).tolist()
    [[101.7185, 26.5823]]
    """
    return _into_storage(crs)(points)


def from_storage(geometries: ArrayLike, crs: Crs) -> Geometries:
    """Transform geometries from EPSG:4490 to another system; the inverse of `to_storage`.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In EPSG:4490, (longitude, latitude). None and empty geometries are kept.
    crs : Crs
        The system wanted; not one that is only read.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        In `crs`, x before y, two-dimensional.

    Raises
    ------
    UnknownCrs
        ``crs_input_only``: swapped, packed or on a secret datum; ``unknown_crs``.

    Examples
    --------
    >>> from gis.crs import parse
    >>> point = from_storage([shapely.Point(101.7185, 26.5823)], parse("EPSG:4522"))[0]
    >>> round(point.x, 2), round(point.y, 2)
    (34471957.19, 2941379.86)
    """
    if crs.input_only:
        raise UnknownCrs("crs_input_only", crs=crs.title)
    if crs.offset:
        return _moved(geometries, OUT_OF_STORAGE[crs.offset])
    return _moved(geometries, _projection(STORAGE, crs))


def _moved(geometries: ArrayLike, move: Move) -> Geometries:
    moved: Geometries = shapely.transform(np.asarray(geometries, dtype=object), move)
    return moved


@lru_cache(maxsize=64)
def _into_storage(crs: Crs) -> Move:
    steps = [step for step in (_unswap(crs), _unpack(crs), _add(crs), _convert(crs)) if step]

    def move(points: Points) -> Points:
        for step in steps:
            points = step(points)
        return points

    return move


def _unswap(crs: Crs) -> Move | None:
    return (lambda points: points[:, ::-1]) if crs.swapped else None


def _unpack(crs: Crs) -> Move | None:
    if crs.packing is None:
        return None
    if crs.packing == "dms":
        return unpack_dms
    factor = METRES[crs.packing]
    return lambda points: points * factor


def _add(crs: Crs) -> Move | None:
    added = crs.added_m
    return None if added is None else lambda points: points + np.array(added)


def _convert(crs: Crs) -> Move:
    if crs.offset:
        return INTO_STORAGE[crs.offset]
    if not (crs.unconverted or crs.parameters):
        return _projection(crs, STORAGE)
    old = _unproject(crs)
    if crs.parameters is None:
        return old
    helmert = pyproj.Transformer.from_pipeline(crs.parameters.pipeline(crs.definition))

    def shift(points: Points) -> Points:
        lon, lat = old(points).T
        lon, lat, _ = helmert.transform(lon, lat, np.zeros(len(points)))
        return np.column_stack([lon, lat])

    return shift


def _unproject(crs: Crs) -> Move:
    """Longitude and latitude on the system's own datum: from_crs to 4490 might find a grid."""
    datum = crs.definition.geodetic_crs and crs.definition.geodetic_crs.datum
    if datum is None:
        raise UnknownCrs("unknown_crs", crs=crs.title)
    return _transformation(crs, crs.definition, pyproj.crs.GeographicCRS(datum=datum))


@lru_cache(maxsize=64)
def _projection(source: Crs, target: Crs) -> Move:
    strange = target if source == STORAGE else source
    return _transformation(strange, source.definition, target.definition)


def _transformation(strange: Crs, source: pyproj.CRS, target: pyproj.CRS) -> Move:
    try:
        transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)
    except ProjError:  # a WKT whose projection is misspelt is only found out here
        raise UnknownCrs("unknown_crs", crs=strange.title) from None

    def project(points: Points) -> Points:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return project
