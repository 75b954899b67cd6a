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
    cells, and of all coordinates rounded to millimetres a third has such a vertex. Those are found
    by their boxes and compared by `are_near`. Of a million different shapes, two share a key by
    accident with a probability of 3 in 100 million.

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


def are_near(ones: ArrayLike, others: ArrayLike, tolerance: float = GRID_DEG) -> NDArray[np.bool_]:
    """Say which pairs are one shape but for noise: what `same_shape_keys` misses at its borders.

    Parameters
    ----------
    ones, others : array_like of shapely.Geometry, shape (n,)
        Pair by pair, in one system: EPSG:4490 for the default tolerance.
    tolerance : float
        How far apart two vertices may lie that count as one, in the unit of the coordinates.

    Returns
    -------
    ndarray of bool, shape (n,)
        False where either is None, empty or has NaN or infinite coordinates.

    Notes
    -----
    Most pairs are drawn alike or back to front, and compared vertex by vertex. Of the others,
    each edge must have its twin: neither the vertex a ring starts with, the order of parts nor a
    vertex given twice makes a difference. Edges shorter than twice the tolerance need none.

    Examples
    --------
    >>> line = shapely.LineString([(101.7, 26.5), (101.8, 26.5)])
    >>> noisy = shapely.LineString([(101.80000004, 26.5), (101.7, 26.49999996)])
    >>> moved = shapely.LineString([(101.7, 26.5), (101.8000003, 26.5)])
    >>> are_near([line, line], [noisy, moved]).tolist()
    [True, False]
    """
    first, second = np.asarray(ones, dtype=object), np.asarray(others, dtype=object)
    near = np.zeros(len(first), bool)
    whole = np.flatnonzero(~(_shapeless(first) | _shapeless(second)))
    near[whole] = _alike(first[whole], second[whole], tolerance)
    return near


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


def _shapeless(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    return _without_shape(shapes, *shapely.get_coordinates(shapes, return_index=True))


def _alike(
    ones: NDArray[np.object_], others: NDArray[np.object_], tolerance: float
) -> NDArray[np.bool_]:
    alike: NDArray[np.bool_] = shapely.equals_exact(ones, others, tolerance)
    left = np.flatnonzero(~alike)
    alike[left] = shapely.equals_exact(shapely.reverse(ones[left]), others[left], tolerance)
    left = np.flatnonzero(~alike & (shapely.get_dimensions(ones) == shapely.get_dimensions(others)))
    alike[left] = _twinned(ones[left], others[left], tolerance)
    return alike


def _twinned(
    ones: NDArray[np.object_], others: NDArray[np.object_], tolerance: float
) -> NDArray[np.bool_]:
    """Whether both shapes of a pair have equally many edges, each with its twin in the other."""
    places, edges, dotted = _edges(ones, 2 * tolerance)
    their_places, their_edges, their_dotted = _edges(others, 2 * tolerance)
    counts, their_counts = (np.bincount(at, minlength=len(ones)) for at in (places, their_places))
    # A point given twice is one.
    twinned: NDArray[np.bool_] = np.where(dotted, their_dotted, counts == their_counts)
    tree = shapely.STRtree(shapely.points(their_edges.mean(axis=1)))
    middles = shapely.points(edges.mean(axis=1))
    mine, theirs = tree.query(middles, predicate="dwithin", distance=tolerance)
    fit = (places[mine] == their_places[theirs]) & (
        _within(edges[mine], their_edges[theirs], tolerance)
        | _within(edges[mine], their_edges[theirs][:, ::-1], tolerance)
    )
    twinned[np.delete(places, mine[fit])] = False
    twinned[np.delete(their_places, theirs[fit])] = False
    return twinned


def _edges(
    shapes: NDArray[np.object_], shortest: float
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]]:
    """Owners and ends (m, 2, 2) of edges; what has none that long gives its vertices as edges."""
    runs, owners = strings(shapes)
    points, string = shapely.get_coordinates(runs, return_index=True)
    shown = owners[string]
    long: NDArray[np.bool_] = string[1:] == string[:-1]
    steps = points[1:][long] - points[:-1][long]
    long[long] = np.hypot(steps[:, 0], steps[:, 1]) > shortest
    dotted = np.ones(len(shapes), bool)
    dotted[shown[1:][long]] = False
    dots = dotted[shown]
    edges = np.stack([points[:-1][long], points[1:][long]], axis=1)
    places = np.concatenate([shown[1:][long], shown[dots]])
    return places, np.concatenate([edges, np.repeat(points[dots, None], 2, axis=1)]), dotted


def _within(
    edges: NDArray[np.float64], others: NDArray[np.float64], tolerance: float
) -> NDArray[np.bool_]:
    apart = edges - others
    within: NDArray[np.bool_] = np.all(np.hypot(apart[..., 0], apart[..., 1]) <= tolerance, axis=1)
    return within


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
