"""Suspecting GCJ-02 or BD-09 where a file says nothing or says WGS 84.

Both look like plain degrees, 400 to 900 m off towards the south-east. Only a comparison with
something whose place is known can tell. The test is meant to be silent rather than wrong: a shift
must bring the points much nearer, and shifts of the same length in three other directions must
not, since in a dense network something is always near.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.crs.offsets import from_bd09, from_gcj02
from gis.crs.systems import Offset
from gis.errors import Remark
from gis.geometry import METRES_PER_DEGREE

Points = NDArray[np.float64]

MAX_SAMPLE = 2000
#: Fewer different points prove nothing.
MIN_POINTS = 20
#: What is registered farther away than this says nothing about a point.
SEARCH_M = 2000.0
#: Taken back, half the points lie nearer than this to something registered.
AGREEMENT_M = 25.0
#: And at least so many times nearer than untouched or shifted elsewhere.
GAIN = 4.0
#: Already this near there is nothing to mend.
GOOD_ENOUGH_M = 5.0
#: Of the points outside the area, at most this share is still outside when taken back.
LEFT_OUTSIDE = 0.1
TAKEN_BACK: dict[Offset, Callable[[Points], Points]] = {"gcj02": from_gcj02, "bd09": from_bd09}


@dataclass(frozen=True)
class Suspicion:
    """An offset that explains why a file's points lie beside what is known.

    Attributes
    ----------
    offset : {"gcj02", "bd09"}
        The coordinate system to read the file in instead.
    count : int
        Different points compared.
    before, after : float
        Of the points as they are and taken back: the median distance in metres to the nearest
        registered shape, or the number of points outside the area.
    why : Remark
        ``offset_near_registered`` or ``offset_at_border`` with these numbers, row 0.
    """

    offset: Offset
    count: int
    before: float
    after: float
    why: Remark


def suspect_offset(
    sample: ArrayLike,
    *,
    registered: ArrayLike = (),
    area: shapely.Geometry | None = None,
) -> Suspicion | None:
    """Test whether points agree better with what is known once taken back from an offset.

    Parameters
    ----------
    sample : array_like of shapely.Geometry, shape (n,), or of float, shape (n, 2)
        As if in EPSG:4490, (longitude, latitude); evenly thinned to 2000 vertices.
    registered : array_like of shapely.Geometry, shape (m,)
        In EPSG:4490: what lies in and around the sample and is known to be in its place, of the
        same kind or a street network; for outlines of districts, their borders as lines.
    area : shapely.Geometry, optional
        In EPSG:4490: what the points should lie in. Speaks only where points cross its edge.

    Returns
    -------
    Suspicion or None
        None where nothing is suspected, or fewer than 20 different points can be compared.

    Notes
    -----
    ``registered`` decides where it can: the median distance of the points taken back must be
    under 25 m and four times smaller than that of the points as they are and of the points
    shifted equally far to the other three sides. A file that lies wrongly by chance, or on ground
    where nothing is registered, raises no suspicion; nor does one already within 5 m. The area
    decides when nine tenths of the points outside it come in and at least 20 of them lay farther
    out than half the shift: works on the far bank of a border river do not. It is the weaker proof,
    since works 300 m beyond a southern border look just the same.

    Examples
    --------
    >>> from gis.crs.offsets import to_gcj02
    >>> street = np.column_stack([np.linspace(101.70, 101.75, 60), np.linspace(26.58, 26.60, 60)])
    >>> found = suspect_offset(to_gcj02(street), registered=[shapely.LineString(street)])
    >>> found.offset, found.count, round(found.after)
    ('gcj02', 60, 0)
    >>> suspect_offset(street, registered=[shapely.LineString(street)]) is None
    True
    """
    points = _distinct(sample)
    if len(points) < MIN_POINTS:
        return None
    shapes = np.asarray(registered, dtype=object)
    found = _by_registered(points, shapes) if len(shapes) else None
    return found or (_by_area(points, area) if area is not None else None)


def _distinct(sample: ArrayLike) -> Points:
    values = np.asarray(sample)
    if values.dtype == object:
        values = shapely.get_coordinates(values)
    points: Points = np.asarray(values, dtype=float).reshape(-1, 2)
    points = np.unique(points[np.isfinite(points).all(axis=1)], axis=0)
    if len(points) > MAX_SAMPLE:
        points = points[np.linspace(0, len(points) - 1, MAX_SAMPLE).astype(int)]
    return points


def _by_registered(points: Points, shapes: NDArray[np.object_]) -> Suspicion | None:
    scale = _metres(points)
    tree = shapely.STRtree(shapely.transform(shapes, lambda place: place * scale))
    nearby = points[_nearest_m(tree, points * scale) <= SEARCH_M]
    if len(nearby) < MIN_POINTS:
        return None
    before = _median_m(tree, nearby * scale)
    tried = []
    for offset, back in TAKEN_BACK.items():
        elsewhere = [_median_m(tree, moved * scale) for moved in _elsewhere(nearby, back, scale)]
        after = _median_m(tree, back(nearby) * scale)
        if after <= AGREEMENT_M and after * GAIN <= min(before, *elsewhere):
            tried.append((after, offset))
    if not tried or before <= GOOD_ENOUGH_M:
        return None
    after, offset = min(tried)
    return _suspicion("offset_near_registered", offset, len(nearby), round(before, 1), after)


def _by_area(points: Points, area: shapely.Geometry) -> Suspicion | None:
    shapely.prepare(area)
    scale = _metres(points)
    before = _outside(points, area)
    tried = []
    for offset, back in TAKEN_BACK.items():
        elsewhere = [_outside(moved, area) for moved in _elsewhere(points, back, scale)]
        after = _outside(back(points), area)
        half_m = np.hypot(*((back(points) - points) * scale).T).mean() / 2
        if (
            after <= before * LEFT_OUTSIDE
            and after * GAIN <= min(before, *elsewhere)
            and _farther_out(points, area, scale, half_m) >= MIN_POINTS
        ):
            tried.append((after, offset))
    if not tried:
        return None
    after, offset = min(tried)
    return _suspicion("offset_at_border", offset, len(points), before, after)


def _farther_out(points: Points, area: shapely.Geometry, scale: Points, metres: float) -> int:
    plane = shapely.transform(area, lambda place: place * scale)
    return int((shapely.distance(plane, shapely.points(points * scale)) > metres).sum())


def _suspicion(code: str, offset: Offset, count: int, before: float, after: float) -> Suspicion:
    after = round(after, 1)
    params: dict[str, object] = {"offset": offset, "count": count, "before": before, "after": after}
    return Suspicion(offset, count, before, after, Remark(0, "geometry", code, params))


def _elsewhere(points: Points, back: Callable[[Points], Points], scale: Points) -> Iterator[Points]:
    """The points shifted as far as `back` does, to the other three sides."""
    east, north = ((back(points) - points) * scale).T
    for turned in ((-north, east), (-east, -north), (north, -east)):
        yield points + np.column_stack(turned) / scale


def _metres(points: Points) -> Points:
    """Metres per degree of longitude and latitude, good to a percent about the sample."""
    north = np.cos(np.radians(np.median(points[:, 1])))
    return np.array([METRES_PER_DEGREE * north, METRES_PER_DEGREE])


def _nearest_m(tree: shapely.STRtree, places: Points) -> Points:
    nearest = np.full(len(places), np.inf)
    found, metres = tree.query_nearest(
        shapely.points(places), max_distance=SEARCH_M, return_distance=True, all_matches=False
    )
    nearest[found[0]] = metres
    return nearest


def _median_m(tree: shapely.STRtree, places: Points) -> float:
    return float(np.median(_nearest_m(tree, places).clip(max=SEARCH_M)))


def _outside(points: Points, area: shapely.Geometry) -> int:
    return int((~shapely.intersects_xy(area, *points.T)).sum())
