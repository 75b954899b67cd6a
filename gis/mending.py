"""Mending geometries one fault at a time, with what was there before and what changed.

Nothing is mended that was not asked for, and nothing without saying by how much.

Curves (CIRCULARSTRING and the like) are not met here: shapely 2.2 cannot hold them, so the readers
flatten them (`gis.readers.vector.curves`) and say so.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.faults import faults
from gis.geometry import (
    enclosed,
    force_2d,
    geodesic_area_m2,
    geodesic_length_m,
    repair,
    shape_name,
)
from gis.parts import leaves

Geometries = NDArray[np.object_]
DIMENSIONS = {"point": 0, "line": 1, "polygon": 2}


@dataclass(frozen=True)
class Mended:
    """One repair of one geometry.

    Attributes
    ----------
    place : int
        Index of the geometry in what was given.
    code : str
        A key of `MENDS`.
    before, after : shapely.Geometry
        In EPSG:4490.
    params : dict of str to int or float
        ``vertices_before``, ``vertices_after``, ``parts_before``, ``parts_after`` and, where lines
        or polygons are concerned, ``length_before_m``, ``length_after_m``, ``area_before_m2``,
        ``area_after_m2`` (geodesic).
    """

    place: int
    code: str
    before: shapely.Geometry
    after: shapely.Geometry
    params: Mapping[str, float]


def mend(geometry: shapely.Geometry, code: str, *, wanted: str | None = None) -> Mended | None:
    """Mend one fault of one geometry.

    Parameters
    ----------
    geometry : shapely.Geometry
        In EPSG:4490.
    code : str
        A key of `MENDS`.
    wanted : {"point", "line", "polygon"}, optional
        The shape of the kind it is for.

    Returns
    -------
    Mended or None
        None where it has no such fault or the fault has no remedy, such as a line of no length.

    Raises
    ------
    KeyError
        A code without a remedy.

    Examples
    --------
    >>> bow_tie = shapely.Polygon([(101, 26), (102, 27), (102, 26), (101, 27)])
    >>> mended = mend(bow_tie, "invalid")
    >>> mended.after.geom_type, mended.params["parts_after"]
    ('MultiPolygon', 2)
    """
    _, done = mend_all([geometry], [code], wanted=wanted)
    return done[0] if done else None


def mend_all(
    geometries: ArrayLike, codes: Collection[str], *, wanted: str | None = None
) -> tuple[Geometries, list[Mended]]:
    """Mend some faults of many geometries.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In EPSG:4490; None is kept.
    codes : collection of str
        Keys of `MENDS`, done in the order of that table whatever order they come in. Who closes
        what is ``unclosed`` also takes a ``ring_line``, which is closed already, for its area.
    wanted : {"point", "line", "polygon"}, optional
        The shape of the kind they are for: what is taken out of a collection, and whether a line
        is to be closed.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        What had no such fault, or has no remedy, is the very object that was given.
    list of Mended
        One for each repair; a geometry may have several, each starting where the last ended.

    Raises
    ------
    KeyError
        A code without a remedy.

    Examples
    --------
    >>> line = shapely.LineString([(101.7, 26.5), (101.7, 26.5), (101.8, 26.6)])
    >>> shapes, done = mend_all([line, None], ["repeated_vertices"])
    >>> shapes[0].wkt, done[0].params["vertices_before"], done[0].params["vertices_after"]
    ('LINESTRING (101.7 26.5, 101.8 26.6)', 3, 2)
    """
    unknown = [code for code in codes if code not in MENDS]
    if unknown:
        raise KeyError(unknown[0])
    codes = {*codes, "ring_line"} if "unclosed" in codes else codes
    shapes = np.array(geometries, dtype=object)
    done: list[Mended] = []
    found = faults(shapes, wanted=wanted)
    for code, remedy in MENDS.items():
        places = np.flatnonzero(found[code] if code in codes else [])
        if not len(places):
            continue
        before = shapes[places]
        after = remedy(before, wanted)
        healed = ~(shapely.is_missing(after) | shapely.is_empty(after))
        places, before, after = places[healed], before[healed], after[healed]
        shapes[places] = after
        done += _told(code, places, before, after)
        # One repair may bring up the next fault: what is taken out of a collection may be invalid.
        found = faults(shapes, wanted=wanted)
    return shapes, done


def close_rings(wkb: ArrayLike) -> tuple[Geometries, NDArray[np.bool_]]:
    """Decode shapes, closing polygon rings whose last vertex is not the first.

    Such rings cannot be held in memory at all, so this mend works on the bytes.

    Parameters
    ----------
    wkb : array_like of bytes, shape (n,)
        None is kept.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        None also for what cannot be decoded.
    ndarray of bool, shape (n,)
        True where a ring was closed.

    Examples
    --------
    >>> whole = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 0), (1, 1)]))
    >>> open_ring = whole[:9] + (3).to_bytes(4, "little") + whole[13:-16]
    >>> shapes, closed = close_rings([open_ring])
    >>> shapes[0].wkt, closed.tolist()
    ('POLYGON ((0 0, 1 0, 1 1, 0 0))', [True])
    """
    texts = np.asarray(wkb, dtype=object)
    plain = shapely.from_wkb(texts, on_invalid="ignore")
    fixed = shapely.from_wkb(texts, on_invalid="fix")
    closed: NDArray[np.bool_] = shapely.is_missing(plain) & ~shapely.is_missing(fixed)
    return np.where(closed, fixed, plain), closed


def _flattened(shapes: Geometries, wanted: str | None) -> Geometries:
    return force_2d(shapes)


def _taken_out(shapes: Geometries, wanted: str | None) -> Geometries:
    """The parts of the wanted shape; without a wish, of the only one there is."""
    parts, owners = leaves(shapes)
    taken = np.full(len(shapes), None, dtype=object)
    for place, own in enumerate(_each(parts, owners, len(shapes))):
        dimensions = shapely.get_dimensions(own)
        kept = DIMENSIONS[wanted] if wanted else dimensions.max(initial=-1)
        if wanted or (dimensions == kept).all():
            taken[place] = _together(own[dimensions == kept])
    return taken


def _each(parts: Geometries, owners: NDArray[np.intp], count: int) -> list[Geometries]:
    return np.split(parts, np.searchsorted(owners, np.arange(1, count)))


def _together(parts: Geometries) -> shapely.Geometry | None:
    """One geometry of parts of one dimension."""
    if len(parts) < 2:
        return parts[0] if len(parts) else None
    makers = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
    return makers[int(shapely.get_dimensions(parts[0]))](parts)


def _closed(shapes: Geometries, wanted: str | None) -> Geometries:
    return enclosed(shapes)


def _with_length(shapes: Geometries, wanted: str | None) -> Geometries:
    left = np.full(len(shapes), None, dtype=object)
    for place, shape in enumerate(shapes):
        parts = shapely.get_parts(shape)
        left[place] = shapely.multilinestrings(parts[shapely.length(parts) > 0])
    return left


def _without_repeats(shapes: Geometries, wanted: str | None) -> Geometries:
    thinned: Geometries = shapely.remove_repeated_points(shapes)
    return thinned


def _valid(shapes: Geometries, wanted: str | None) -> Geometries:
    # Only polygons: of an invalid line nothing is left but its single points.
    polygons = shape_name(shapes) == "polygon"
    made = np.full(len(shapes), None, dtype=object)
    made[polygons] = repair(shapes[polygons])
    return made


def _told(
    code: str, places: NDArray[np.intp], before: Geometries, after: Geometries
) -> list[Mended]:
    old, new = ([measure(shapes) for measure in MEASURES.values()] for shapes in (before, after))
    mended = []
    for row, place in enumerate(places):
        params: dict[str, float] = {}
        for name, was, now in zip(MEASURES, old, new, strict=True):
            if was[row] or now[row]:
                params[name.format("before")] = was[row].item()
                params[name.format("after")] = now[row].item()
        mended.append(Mended(int(place), code, before[row], after[row], params))
    return mended


Remedy = Callable[[Geometries, str | None], Geometries]
#: What can be mended, in the order in which it is done.
MENDS: dict[str, Remedy] = {
    "has_z": _flattened,
    "has_m": _flattened,
    "mixed_shape": _taken_out,
    "zero_length_parts": _with_length,
    "ring_line": _closed,
    "unclosed": _closed,
    "repeated_vertices": _without_repeats,
    "invalid": _valid,
}
MEASURES: dict[str, Callable[[Geometries], NDArray[Any]]] = {
    "vertices_{}": shapely.get_num_coordinates,
    "parts_{}": shapely.get_num_geometries,
    "length_{}_m": geodesic_length_m,
    "area_{}_m2": geodesic_area_m2,
}
