"""Everything that can be said against a geometry, for many at a time."""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.geometry import METRES_PER_DEGREE, enclosed, problems, shape_name
from gis.parts import strings

Flags = NDArray[np.bool_]
Geometries = NDArray[np.object_]

#: What `gis.geometry.problems` says: these keep a geometry out of storage, and one has one of them.
PROBLEMS = (
    "null", "empty", "not_finite", "out_of_range", "mixed_shape", "zero_length", "invalid",
)  # fmt: skip
#: What may be said besides.
REMARKS = (
    "has_z", "has_m", "ring_line", "unclosed", "zero_length_parts", "repeated_vertices",
    "self_crossing", "multi_part", "tiny",
)  # fmt: skip
TINY_M = 0.001


def faults(geometries: ArrayLike, *, wanted: str | None = None) -> dict[str, Flags]:
    """Find what is wrong with geometries, and what is merely to be told.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In EPSG:4490, possibly with heights and measures.
    wanted : {"point", "line", "polygon"}, optional
        The shape of the kind they are for.

    Returns
    -------
    dict of str to ndarray of bool, shape (n,)
        For each code of `PROBLEMS` and `REMARKS`, True where it holds. Problems are those of
        `gis.geometry.problems`, the first that holds. Besides:

        ``has_z``, ``has_m``
            There is a third or a measured coordinate.
        ``ring_line``
            A line whose ends meet, each part around a valid area, where `wanted` is
            ``"polygon"``: drawings have no other way to draw one.
        ``unclosed``
            Any other line of three or more vertices where `wanted` is ``"polygon"``.
        ``zero_length_parts``
            A multi-line with some (not all) parts of no length; it is ``invalid`` too.
        ``repeated_vertices``
            The same vertex twice running in a line or ring of otherwise more than a point.
        ``self_crossing``
            A line that crosses or covers itself: a remark, since real pipes do.
        ``multi_part``
            More than one part.
        ``tiny``
            A line or polygon that fits into a millimetre, though not of zero length.

    Examples
    --------
    >>> found = faults([shapely.LineString([(101.7, 26.5), (101.7, 26.5), (101.8, 26.6)])])
    >>> [code for code, flags in found.items() if flags[0]]
    ['repeated_vertices']
    """
    shapes = np.asarray(geometries, dtype=object)
    first = problems(shapes)
    found: dict[str, Flags] = {code: first == code for code in PROBLEMS}
    placed = ~np.isin(first, ("null", "empty", "not_finite", "out_of_range"))
    rings = ring_lines(shapes, placed, wanted)
    told = {
        "has_z": shapely.has_z(shapes),
        "has_m": shapely.has_m(shapes),
        "ring_line": rings,
        "unclosed": unclosed(shapes, wanted) & ~rings,
        "zero_length_parts": zero_length_parts(shapes),
        "repeated_vertices": repeated_vertices(shapes),
        "self_crossing": self_crossing(shapes, placed),
        "multi_part": (shapely.get_num_geometries(shapes) > 1) & ~found["mixed_shape"],
        "tiny": tiny(shapes) & ~found["zero_length"],
    }
    for code, flags in told.items():
        found[code] = np.logical_and(flags, placed)
    return found


def ring_lines(shapes: Geometries, placed: Flags, wanted: str | None) -> Flags:
    """Lines that are the outlines of polygons; see `faults`."""
    asked = np.flatnonzero(unclosed(shapes, wanted) & placed)
    parts, owners = shapely.get_parts(shapes[asked], return_index=True)
    asked = asked[np.bincount(owners[~shapely.is_closed(parts)], minlength=len(asked)) == 0]
    found = np.zeros(len(shapes), dtype=bool)
    # Invalid are an area of nothing, and outlines of which one lies in another or beside it.
    found[asked] = shapely.is_valid(enclosed(shapes[asked]))
    return found


def unclosed(shapes: Geometries, wanted: str | None) -> Flags:
    """Lines that should be polygons, whether their ends meet or not; see `faults`."""
    if wanted != "polygon":
        return np.zeros(len(shapes), dtype=bool)
    parts, owners = shapely.get_parts(shapes, return_index=True)
    found: Flags = (shape_name(shapes) == "line") & ~shapely.is_empty(shapes)
    found[owners[shapely.get_num_coordinates(parts) < 3]] = False
    return found


def zero_length_parts(shapes: Geometries) -> Flags:
    """Multi-lines of which some parts have no length; see `faults`."""
    multi = np.flatnonzero(shapely.get_type_id(shapes) == 5)
    parts, owners = shapely.get_parts(shapes[multi], return_index=True)
    lengths = shapely.length(parts)
    found = np.zeros(len(shapes), dtype=bool)
    found[multi[owners[lengths == 0]]] = True
    with_length = np.zeros(len(shapes), dtype=bool)
    with_length[multi[owners[lengths > 0]]] = True
    return found & with_length


def repeated_vertices(shapes: Geometries) -> Flags:
    """Lines and polygons in which a vertex follows itself and may be left out; see `faults`."""
    runs, places = strings(shapes)
    rings = shapely.get_type_id(runs) == 2
    points, run = shapely.get_coordinates(runs, return_index=True)
    same = (run[1:] == run[:-1]) & (points[1:] == points[:-1]).all(axis=1)
    repeats = np.bincount(run[1:][same], minlength=len(runs))
    left = shapely.get_num_coordinates(runs) - repeats
    found = np.zeros(len(shapes), dtype=bool)
    found[places[repeats > 0]] = True
    # What would collapse is another fault: no length, or invalid.
    found[places[(repeats > 0) & (left < np.where(rings, 4, 2))]] = False
    return found


def self_crossing(shapes: Geometries, placed: Flags) -> Flags:
    """Lines that meet themselves; see `faults`."""
    found = np.zeros(len(shapes), dtype=bool)
    # Of two vertices nothing can cross, and GEOS takes its time to say so.
    asked = np.flatnonzero(
        placed & (shape_name(shapes) == "line") & (shapely.get_num_coordinates(shapes) > 2)
    )
    found[asked] = ~shapely.is_simple(shapes[asked])
    return found


def tiny(shapes: Geometries) -> Flags:
    """Lines and polygons within a millimetre; see `faults`."""
    with np.errstate(invalid="ignore"):
        west, south, east, north = shapely.bounds(shapes).T
        wide_m = (east - west) * METRES_PER_DEGREE * np.cos(np.radians(south))
        high_m = (north - south) * METRES_PER_DEGREE
        small: Flags = np.hypot(wide_m, high_m) <= TINY_M
        small &= shapely.get_dimensions(shapes) > 0
    return small
