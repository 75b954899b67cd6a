"""Keys by which equal shapes are found, among a million."""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.parts import strings

Keys = NDArray[np.uint64]

#: About a centimetre, in degrees.
GRID_DEG = 1e-7
#: A millimetre in degrees.
HAIR_DEG = 9e-9
# Weights of the dimensions, so that a closed line is no polygon.
BY_DIMENSION = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


def same_shape_keys(geometries: ArrayLike, grid: float = GRID_DEG) -> NDArray[np.int64]:
    """Give a number to each geometry that equal geometries share.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        All in one system, EPSG:4490 for the default grid. Heights do not count.
    grid : float
        Vertices are rounded to multiples of it, in the unit of the coordinates.

    Returns
    -------
    ndarray of int64, shape (n,)
        Stable between runs and machines. 0 for None, an empty geometry and one with NaN or
        infinite coordinates: no shape, so equal to none.

    Notes
    -----
    The key is the sum of a 64-bit hash over all edges, each taken without its direction (over the
    vertices for points), so neither the direction of a line, the vertex a ring starts with, the
    order of parts nor a vertex given twice makes a difference; vertices *between* the ends of a
    straight edge do. One part in a multi-part shape equals the part alone.

    Equal keys mean vertices in the same cells: less than one cell (1.1 cm) apart. The reverse does
    not hold: two vertices a hair apart on either side of a cell's border are rounded to different
    cells. Noise of 1e-10 degrees (a projection there and back) costs one key in some thousands;
    to catch those, compare again with another grid, say 1.3 times as wide. Of a million different
    shapes, two share a key by accident with a probability of 3 in 100 million.

    Examples
    --------
    >>> line = shapely.LineString([(101.7, 26.5), (101.8, 26.5), (101.8, 26.6)])
    >>> key, back, other = same_shape_keys([line, line.reverse(), shapely.Point(101.7, 26.5)])
    >>> bool(key == back), bool(key == other)
    (True, False)
    """
    shapes = np.asarray(geometries, dtype=object)
    runs, owners = strings(shapes)
    points, string = shapely.get_coordinates(runs, return_index=True)
    vertices = _hashed(points, grid)
    shown = owners[string]
    edges = (string[1:] == string[:-1]) & (vertices[1:] != vertices[:-1])
    edge_owners = shown[1:][edges]
    keys = np.zeros(len(shapes), np.uint64)
    # What is shorter than a cell has no edge left, and a point none from the beginning.
    dots = np.ones(len(shapes), bool)
    dots[edge_owners] = False
    np.add.at(keys, edge_owners, _mixed(vertices[1:][edges] + vertices[:-1][edges]))
    _add_dots(keys, shown, vertices, dots)
    keys = _mixed(keys + BY_DIMENSION[shapely.get_dimensions(shapes).clip(min=0)])
    keys[_without_shape(shapes, points, shown)] = 0
    return keys.view(np.int64)


def vertices_on(
    geometries: ArrayLike, others: ArrayLike, tolerance: float = HAIR_DEG
) -> NDArray[np.int64]:
    """Count the vertices of each geometry that lie on another one.

    Parameters
    ----------
    geometries, others : array_like of shapely.Geometry, shape (n,)
        Pair by pair, in one system: EPSG:4490 for the default tolerance.
    tolerance : float
        How far off still counts as on it, in the unit of the coordinates.

    Returns
    -------
    ndarray of int64, shape (n,)
        0 where either is None or empty.

    Examples
    --------
    >>> line = shapely.LineString([(101.7, 26.5), (101.8, 26.5)])
    >>> moved = shapely.LineString([(101.7, 26.5), (101.8, 26.6)])
    >>> vertices_on([moved, line], [line, None]).tolist()
    [1, 0]
    """
    shapes = np.asarray(geometries, dtype=object)
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    off = shapely.distance(shapely.points(points), np.asarray(others, dtype=object)[owners])
    on: NDArray[np.int64] = np.bincount(owners[off <= tolerance], minlength=len(shapes))
    return on


def _hashed(points: NDArray[np.float64], grid: float) -> Keys:
    with np.errstate(invalid="ignore"):  # NaN and infinity: their geometry gets no key
        cells = np.rint(points / grid)
    cells[~np.isfinite(cells)] = 0
    east, north = cells.astype(np.int64).view(np.uint64).T
    return _mixed(_mixed(east) + north)


def _mixed(values: Keys) -> Keys:
    """Spread every bit over all 64 (the finaliser of SplitMix64)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Keys = values ^ (values >> np.uint64(31))
    return mixed


def _add_dots(
    keys: Keys, owners: NDArray[np.intp], vertices: Keys, dots: NDArray[np.bool_]
) -> None:
    chosen = dots[owners]
    pairs = np.column_stack([owners[chosen].astype(np.uint64), vertices[chosen]])
    # A vertex given twice is one.
    once = np.unique(pairs, axis=0)
    np.add.at(keys, once[:, 0].astype(np.intp), _mixed(once[:, 1]))


def _without_shape(
    shapes: NDArray[np.object_], points: NDArray[np.float64], owners: NDArray[np.intp]
) -> NDArray[np.bool_]:
    without: NDArray[np.bool_] = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    without[owners[~np.isfinite(points).all(axis=1)]] = True
    return without
