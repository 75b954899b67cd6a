"""Taking geometries apart, many at a time, without losing whose part is whose."""

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]
Places = NDArray[np.intp]


def leaves(shapes: Geometries) -> tuple[Geometries, Places]:
    """Give all single points, lines and polygons, out of collections within collections too.

    Parameters
    ----------
    shapes : ndarray of shapely.Geometry, shape (n,)
        In any system; None has no parts.

    Returns
    -------
    ndarray of shapely.Geometry, shape (m,)
        In the order of `shapes`; empty parts are left out.
    ndarray of int, shape (m,)
        The place of the geometry each belongs to.

    Examples
    --------
    >>> parts, places = leaves(np.array([shapely.MultiPoint([(1, 2), (3, 4)]), None]))
    >>> parts.tolist(), places.tolist()
    ([<POINT (1 2)>, <POINT (3 4)>], [0, 0])
    """
    parts, places = shapely.get_parts(shapes, return_index=True)
    while np.any(shapely.get_type_id(parts) > 3):
        parts, inner = shapely.get_parts(parts, return_index=True)
        places = places[inner]
    full = ~shapely.is_empty(parts)
    return parts[full], places[full]


def strings(shapes: Geometries) -> tuple[Geometries, Places]:
    """Give all points, lines and rings: what is one unbroken run of vertices.

    Parameters
    ----------
    shapes : ndarray of shapely.Geometry, shape (n,)
        In any system.

    Returns
    -------
    ndarray of shapely.Geometry, shape (m,)
        First the points and lines, then the rings of polygons (linear rings).
    ndarray of int, shape (m,)
        The place of the geometry each belongs to.

    Examples
    --------
    >>> runs, places = strings(np.array([shapely.box(0, 0, 1, 1), shapely.Point(1, 2)]))
    >>> [run.geom_type for run in runs], places.tolist()
    (['Point', 'LinearRing'], [1, 0])
    """
    parts, places = leaves(shapes)
    filled = shapely.get_dimensions(parts) == 2
    rings, polygon = shapely.get_rings(parts[filled], return_index=True)
    return (
        np.concatenate([parts[~filled], rings]),
        np.concatenate([places[~filled], places[filled][polygon]]),
    )
