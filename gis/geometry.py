"""Measuring, checking and repairing geometries, many at a time.

Geometries are shapely's, in EPSG:4490 with (longitude, latitude) in degrees unless said
otherwise. Lengths and areas are geodesic on the GRS80 ellipsoid, which is CGCS2000's.
"""

import re

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.bounds import MAX_LAT, MAX_LON

Geometries = NDArray[np.object_]
Numbers = NDArray[np.float64]

ELLIPSOID = pyproj.Geod(ellps="GRS80")
# Of a meridian, and of the equator, to one per cent: to compare by and to tell, not to measure.
METRES_PER_DEGREE = 111_200.0
# GEOS leaves one in a hundred invalid (parts that share an edge) until it sees them again.
REPAIR_PASSES = 2


def geodesic_length_m(geometries: ArrayLike) -> Numbers:
    """Length of lines along the ellipsoid.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        Two-dimensional, (longitude, latitude).

    Returns
    -------
    ndarray of float64, shape (n,)
        Metres, the parts of a multi-line added up; 0 for points, polygons and empty
        geometries, NaN for None.

    Notes
    -----
    The inverse geodesic of every segment after Karney (2013), as in GeographicLib; PostGIS'
    ``ST_Length(geography)`` agrees to a micrometre.

    Examples
    --------
    >>> line = shapely.LineString([(101.7185, 26.5823), (101.7185, 26.5923)])
    >>> geodesic_length_m([line]).round(3).tolist()
    [1107.971]
    """
    shapes = np.asarray(geometries, dtype=object)
    parts, owners = shapely.get_parts(shapes, return_index=True)
    lines = shapely.get_dimensions(parts) == 1
    parts, owners = parts[lines], owners[lines]
    points, part = shapely.get_coordinates(parts, return_index=True)
    joined = part[1:] == part[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    _, _, metres = ELLIPSOID.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    lengths = np.bincount(owners[part[1:][joined]], weights=metres, minlength=len(shapes))
    return np.where(shapely.is_missing(shapes), np.nan, lengths)


def geodesic_area_m2(geometries: ArrayLike) -> Numbers:
    """Area of polygons on the ellipsoid.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        Two-dimensional, (longitude, latitude).

    Returns
    -------
    ndarray of float64, shape (n,)
        Square metres, the parts added up and their holes taken off; 0 for points, lines and
        empty geometries, NaN for None. Of an invalid polygon, what its rings enclose with their
        loops counted against each other: a bow tie has none.

    Examples
    --------
    >>> geodesic_area_m2([shapely.box(101.70, 26.58, 101.71, 26.59)]).round().tolist()
    [1103723.0]
    """
    shapes = np.asarray(geometries, dtype=object)
    parts, owners = shapely.get_parts(shapes, return_index=True)
    areas = np.where(shapely.is_missing(shapes), np.nan, 0.0)
    for place in np.flatnonzero(shapely.get_dimensions(parts) == 2):
        for hole, ring in enumerate(shapely.get_rings(parts[place])):
            area, _ = ELLIPSOID.polygon_area_perimeter(*shapely.get_coordinates(ring).T)
            areas[owners[place]] += -abs(area) if hole else abs(area)
    return areas


def force_2d(geometries: ArrayLike) -> Geometries:
    """Drop heights and measures.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In any system; None is kept.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)

    Examples
    --------
    >>> force_2d([shapely.Point(101.7, 26.5, 1200)])[0]
    <POINT (101.7 26.5)>
    """
    flat: Geometries = shapely.force_2d(np.asarray(geometries, dtype=object))
    return flat


def single_part(geometries: ArrayLike) -> Geometries:
    """Give multi-part shapes and collections of one part as that part.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In any system.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        All others as they are. Formats differ in what they call a line by itself.

    Examples
    --------
    >>> single_part([shapely.MultiPoint([(1, 2)]), shapely.MultiPoint([(1, 2), (3, 4)])]).tolist()
    [<POINT (1 2)>, <MULTIPOINT ((1 2), (3 4))>]
    """
    shapes = np.array(geometries, dtype=object)
    alone = (shapely.get_type_id(shapes) >= 4) & (shapely.get_num_geometries(shapes) == 1)
    shapes[alone] = shapely.get_geometry(shapes[alone], 0)
    return shapes


def shape_name(geometries: ArrayLike) -> Geometries:
    """Say whether geometries are points, lines or polygons.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In any system; single or multi-part.

    Returns
    -------
    ndarray of object, shape (n,)
        ``"point"``, ``"line"``, ``"polygon"``, ``"collection"`` or None.

    Examples
    --------
    >>> shape_name([shapely.Point(1, 2), shapely.MultiLineString(), None]).tolist()
    ['point', 'line', None]
    """
    shapes = np.asarray(geometries, dtype=object)
    names = np.full(len(shapes), None, dtype=object)
    kinds = shapely.get_type_id(shapes)
    for name, ids in {"point": (0, 4), "line": (1, 2, 5), "polygon": (3, 6)}.items():
        names[np.isin(kinds, ids)] = name
    names[kinds == 7] = "collection"
    return names


def problems(geometries: ArrayLike) -> Geometries:
    """Say what keeps geometries out of storage.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In EPSG:4490.

    Returns
    -------
    ndarray of object, shape (n,)
        None for a good geometry, else the first of ``"null"``, ``"empty"``,
        ``"not_finite"`` (NaN or infinite), ``"out_of_range"`` (longitude beyond ±180°,
        latitude beyond ±85°), ``"mixed_shape"`` (a collection), ``"zero_length"`` (a line) and
        ``"invalid"`` (see `invalid_reason`).

    Examples
    --------
    >>> bow_tie = shapely.Polygon([(101, 26), (102, 27), (102, 26), (101, 27)])
    >>> problems([shapely.Point(101.7, 26.5), shapely.Point(26.5, 101.7), bow_tie, None]).tolist()
    [None, 'out_of_range', 'invalid', 'null']
    """
    shapes = np.asarray(geometries, dtype=object)
    names = shape_name(shapes)
    found = np.full(len(shapes), None, dtype=object)
    # The first that holds counts, so they are set from the last to the first.
    with np.errstate(all="ignore"):  # NaN and absurd coordinates are what is being looked for
        found[~shapely.is_valid(shapes)] = "invalid"
        found[(names == "line") & (shapely.length(shapes) == 0)] = "zero_length"
        found[names == "collection"] = "mixed_shape"
        found[_outside(shapes)] = "out_of_range"
    found[_not_finite(shapes)] = "not_finite"
    found[shapely.is_empty(shapes)] = "empty"
    found[shapely.is_missing(shapes)] = "null"
    return found


def _outside(shapes: Geometries) -> NDArray[np.bool_]:
    west, south, east, north = shapely.bounds(shapes).T
    outside: NDArray[np.bool_] = (
        (west < -MAX_LON) | (east > MAX_LON) | (south < -MAX_LAT) | (north > MAX_LAT)
    )
    return outside


def _not_finite(shapes: Geometries) -> NDArray[np.bool_]:
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    bad = np.zeros(len(shapes), dtype=bool)
    bad[owners[~np.isfinite(points).all(axis=1)]] = True
    return bad


def invalid_reason(geometry: shapely.Geometry) -> dict[str, object]:
    """Say why a geometry is invalid, and where.

    Parameters
    ----------
    geometry : shapely.Geometry
        In EPSG:4490; not None.

    Returns
    -------
    dict
        ``reason``: a slug such as ``"self-intersection"``, ``"ring-self-intersection"``,
        ``"hole-lies-outside-shell"``, ``"too-few-points-in-geometry-component"`` (GEOS' own
        words); ``lon``, ``lat``: the place in degrees, or None; reason ``"valid-geometry"`` for a
        valid one.

    Examples
    --------
    >>> invalid_reason(shapely.Polygon([(101, 26), (102, 27), (102, 26), (101, 27)]))
    {'reason': 'self-intersection', 'lon': 101.5, 'lat': 26.5}
    """
    text = shapely.is_valid_reason(geometry)
    found = re.fullmatch(r"(.*?)\[(\S+) (\S+)\]", text)
    words, lon, lat = found.groups() if found else (text, None, None)
    return {
        "reason": re.sub(r"\W+", "-", words.strip().lower()),
        "lon": round(float(lon), 7) if lon else None,
        "lat": round(float(lat), 7) if lat else None,
    }


def repair(geometries: ArrayLike) -> Geometries:
    """Make invalid geometries valid without changing what they are.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In any system; None and valid geometries are kept as they are.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        Valid, of the same dimension; a polygon may become a multi-polygon. Parts that collapse
        (spikes, doubled edges) are dropped; where all collapses, None.

    Examples
    --------
    >>> bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> made = repair([bow_tie])[0]
    >>> made.geom_type, made.area
    ('MultiPolygon', 2.0)
    """
    shapes = np.array(geometries, dtype=object)
    broken = np.flatnonzero(~(shapely.is_valid(shapes) | shapely.is_missing(shapes)))
    made = shapes[broken]
    for _ in range(REPAIR_PASSES):
        made = shapely.make_valid(made, method="structure", keep_collapsed=False)
    good = shapely.is_valid(made) & ~shapely.is_empty(made)
    good &= shapely.get_dimensions(made) == shapely.get_dimensions(shapes[broken])
    shapes[broken] = made
    shapes[broken[~good]] = None
    return shapes


def as_multi(geometries: ArrayLike) -> Geometries:
    """Turn single points, lines and polygons into multi-part ones.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        In any system; None, collections and what is multi-part already are kept.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)

    Examples
    --------
    >>> as_multi([shapely.Point(1, 2)])[0]
    <MULTIPOINT ((1 2))>
    """
    shapes = np.array(geometries, dtype=object)
    makers = {0: shapely.multipoints, 1: shapely.multilinestrings, 3: shapely.multipolygons}
    kinds = shapely.get_type_id(shapes)
    for kind, make in makers.items():
        chosen = np.flatnonzero(kinds == kind)
        shapes[chosen] = make(shapes[chosen], indices=np.arange(len(chosen)))
    return shapes


def enclosed(lines: ArrayLike) -> Geometries:
    """Give the areas that lines go around, their ends joined where they are open.

    Parameters
    ----------
    lines : array_like of shapely.Geometry, shape (n,)
        Lines and multi-lines in any system; heights are dropped.

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        Polygons, of several parts multi-polygons, valid or not; None where a part goes there and
        back again and so encloses nothing.

    Examples
    --------
    >>> enclosed([shapely.LineString([(0, 0), (1, 0), (1, 1)])])[0]
    <POLYGON ((0 0, 1 0, 1 1, 0 0))>
    """
    shapes = np.asarray(lines, dtype=object)
    areas = np.full(len(shapes), None, dtype=object)
    for place, shape in enumerate(shapes):
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(shape)]
        if all(len(np.unique(part, axis=0)) > 2 for part in parts):
            rings = [shapely.linearrings(part) for part in parts]
            areas[place] = shapely.multipolygons(shapely.polygons(rings))
    return single_part(areas)
