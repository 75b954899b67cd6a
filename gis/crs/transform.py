"""Moving geometries into the storage system and out of it."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj.exceptions import ProjError

from gis.crs.offsets import from_bd09, from_gcj02, to_bd09, to_gcj02
from gis.crs.systems import STORAGE, Crs
from gis.errors import UnknownCrs

Points = NDArray[np.float64]
Geometries = NDArray[np.object_]

INTO_STORAGE = {"gcj02": from_gcj02, "bd09": from_bd09}
OUT_OF_STORAGE = {"gcj02": to_gcj02, "bd09": to_bd09}


def to_storage(geometries: ArrayLike, crs: Crs) -> Geometries:
    """Transform geometries to EPSG:4490.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In `crs`, x before y (longitude, latitude or easting, northing). None and empty
        geometries are kept; a third dimension is dropped.
    crs : Crs
        The system they are in.

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
    if crs.offset:
        return _moved(geometries, INTO_STORAGE[crs.offset])
    return _moved(geometries, _projection(crs, STORAGE))


def from_storage(geometries: ArrayLike, crs: Crs) -> Geometries:
    """Transform geometries from EPSG:4490 to another system; the inverse of `to_storage`.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In EPSG:4490, (longitude, latitude). None and empty geometries are kept.
    crs : Crs
        The system wanted.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        In `crs`, x before y, two-dimensional.

    Examples
    --------
    >>> from gis.crs import parse
    >>> point = from_storage([shapely.Point(101.7185, 26.5823)], parse("EPSG:4522"))[0]
    >>> round(point.x, 2), round(point.y, 2)
    (34471957.19, 2941379.86)
    """
    if crs.offset:
        return _moved(geometries, OUT_OF_STORAGE[crs.offset])
    return _moved(geometries, _projection(STORAGE, crs))


def _moved(geometries: ArrayLike, move: Callable[[Points], Points]) -> Geometries:
    moved: Geometries = shapely.transform(np.asarray(geometries, dtype=object), move)
    return moved


@lru_cache(maxsize=64)
def _projection(source: Crs, target: Crs) -> Callable[[Points], Points]:
    try:
        transformer = pyproj.Transformer.from_crs(
            source.definition, target.definition, always_xy=True
        )
    except ProjError:  # a WKT whose projection is misspelt is only found out here
        strange = target if source == STORAGE else source
        raise UnknownCrs("unknown_crs", crs=strange.text[:200]) from None

    def project(points: Points) -> Points:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return project
