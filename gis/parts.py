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
    parts, places = shapes, np.arange(len(shapes))
    while (types := shapely.get_type_id(parts)).max(initial=0) > 3:
        parts, places = _apart(parts, places, types > 3)
    full = (types >= 0) & ~shapely.is_empty(parts)
    return parts[full], places[full]


def _apart(
    shapes: Geometries, places: Places, chosen: NDArray[np.bool_]
) -> tuple[Geometries, Places]:
    """Take only the chosen ones apart: a million shapes that are single would all be copied."""
    parts, inner = shapely.get_parts(shapes[chosen], return_index=True)
    origins = np.concatenate([np.flatnonzero(~chosen), np.flatnonzero(chosen)[inner]])
    order = np.argsort(origins, kind="stable")
    return np.concatenate([shapes[~chosen], parts])[order], places[origins[order]]


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
