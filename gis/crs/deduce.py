"""Deducing a file's coordinate system from its numbers, by testing where each reading puts them.

Nothing is decided here: readings are ranked, with their reasons, for a person to confirm on a map.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.crs.candidates import Candidate, Family, candidates
from gis.crs.gauss_kruger import GK3, GK6
from gis.crs.naming import ADDED, parse
from gis.crs.packed import LEAST_DDDMMSS
from gis.crs.reduced import looks_reduced, reduced
from gis.crs.systems import Crs
from gis.crs.transform import points_to_storage
from gis.crs.zone_doubts import zone_doubts
from gis.errors import Remark
from gis.geometry import METRES_PER_DEGREE

Points = NDArray[np.float64]
Certainty = Literal["sure", "likely", "possible"]
Bounds = tuple[float, float, float, float]

MAX_SAMPLE = 2000
# All zones of both widths, when there is no area to choose among them.
MAX_READINGS = 36
MAX_RIVALS = 5
# West, south, east, north of the country with its seas.
CHINA = (73.0, 3.0, 135.5, 54.0)
# Below this share a reading is an accident; above the second the stragglers are the accident.
LEAST_INSIDE, NEARLY_ALL = 0.1, 0.95
HALF = 0.5
# Two readings that put the points less than this apart are one place under two names.
SAME_PLACE_M = 1.0
# So many different seconds below 60 do not happen to decimals: 0.6 ** 20 is 4 in 100 000.
TELLING_SECONDS = 20
# From the most usual to the least; the last two never come before another that fits.
FAMILIES: tuple[Family, ...] = (
    "degrees", "gk3", "packed", "web", "reduced", "scaled", "gk6", "utm",
)  # fmt: skip
RELUCTANT = ("gk6", "utm")
# Degrees tell their datum least: a geographic system has no second number to compare. Projected
# numbers never tell CGCS2000 from the old datums, so they are "likely" at best.
BEST: dict[Family, int] = {
    "degrees": 2, "packed": 2, "gk3": 1, "web": 1, "gk6": 1, "reduced": 0, "scaled": 0, "utm": 0,
}  # fmt: skip
CERTAINTIES: tuple[Certainty, ...] = ("possible", "likely", "sure")
OLD_SHIFT_M = 100


@dataclass(frozen=True)
class Reading:
    """One way to read a file's numbers.

    Attributes
    ----------
    crs : Crs
        With its axes and packing, ready for `gis.crs.to_storage`.
    inside : float
        Share (0 to 1) of the sample within the area, or without an area within China.
    certainty : {"sure", "likely", "possible"}
        "sure" only for degrees that nearly all lie in the area and fit no other reading.
    why : tuple of Remark
        Row 0; what speaks for it, and what the numbers cannot tell.
    bounds_4490 : tuple of float
        West, south, east, north of the sample when read so, in degrees.
    """

    crs: Crs
    inside: float
    certainty: Certainty
    why: tuple[Remark, ...]
    bounds_4490: Bounds


@dataclass(frozen=True)
class _Trial:
    candidate: Candidate
    inside: float
    away: float


def deduce(sample: ArrayLike, area: shapely.Geometry | None = None) -> list[Reading]:
    """Rank the coordinate systems a file's numbers could be in.

    Tried are degrees, packed degrees (DDDMMSS.s and D.MMSSs), CGCS2000 3° and 6° Gauss-Krüger with
    and without the zone in the easting, 3857, each also with swapped axes, and kilometres and
    millimetres where they fall into the area. Where nothing else does, round constants that may
    have been taken off (`gis.crs.reduced`) are tried, always only "possible". UTM is listed where
    it fits too, but always last and only "possible"; feet, own meridians and 北京54 or 西安80 are
    never proposed.

    Parameters
    ----------
    sample : array_like of shapely.Geometry, shape (n,), or of float, shape (n, 2)
        In the file's own numbers; evenly thinned to 2000 points. None, empty and NaN are ignored.
    area : shapely.Geometry, optional
        In EPSG:4490: where the points are expected.

    Returns
    -------
    list of Reading
        The best first; empty where nothing puts the points into China. If no reading puts them
        into the area, those in China are given, nearest first, all only "possible".

    Examples
    --------
    >>> city = shapely.box(101.08, 26.05, 102.25, 27.36)
    >>> best = deduce([[2941379.86, 471957.19]], city)[0]
    >>> best.crs.text, best.inside, best.certainty
    ('swap:EPSG:4543', 1.0, 'likely')
    """
    numbers = _thinned(sample)
    if not len(numbers):
        return []
    trials = _trials(numbers, area)
    found = [trial for trial in trials if trial.inside >= LEAST_INSIDE]
    if not found:
        found = [trial for trial in trials if _share(trial.candidate.points, None) >= HALF]
    if area is None or all(trial.inside < LEAST_INSIDE for trial in found):
        # Another unit is too far-fetched to be proposed without a place that confirms it.
        found = [trial for trial in found if trial.candidate.family != "scaled"]
    if area is not None and all(trial.inside < LEAST_INSIDE for trial in found):
        found += [_Trial(one, _share(one.points, area), 0.0) for one in reduced(numbers, area)]
    ranked = _ranked(found, numbers)[:MAX_READINGS]
    return [_reading(trial, ranked, numbers, area) for trial in ranked]


def is_reduced(sample: ArrayLike) -> bool:
    """Say whether numbers that fit nowhere may be a drawing's with a constant taken off.

    Parameters
    ----------
    sample : array_like of shapely.Geometry, shape (n,), or of float, shape (n, 2)

    Returns
    -------
    bool
    """
    return looks_reduced(_thinned(sample))


def _thinned(sample: ArrayLike) -> Points:
    values = np.asarray(sample)
    if values.dtype == object:
        shapes = values[~(shapely.is_missing(values) | shapely.is_empty(values))]
        # Some vertices of many shapes tell more than all of a few.
        values = shapely.get_coordinates(shapes[:: max(1, len(shapes) // MAX_SAMPLE)])
    points: Points = np.asarray(values, dtype=float).reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) > MAX_SAMPLE:
        points = points[np.linspace(0, len(points) - 1, MAX_SAMPLE).astype(int)]
    return points


def _trials(numbers: Points, area: shapely.Geometry | None) -> list[_Trial]:
    if area is not None:
        shapely.prepare(area)
    trials = []
    for candidate in candidates(numbers):
        inside = _share(candidate.points, area)
        trials.append(_Trial(candidate, inside, _away(candidate.points, area)))
    return trials


def _share(points: Points, area: shapely.Geometry | None) -> float:
    west, south, east, north = CHINA if area is None else area.bounds
    lon, lat = points.T
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    if area is not None and inside.any():
        inside[inside] = shapely.intersects_xy(area, lon[inside], lat[inside])
    return float(inside.mean())


def _away(points: Points, area: shapely.Geometry | None) -> float:
    """Degrees between the middle of the points and the area's, to order what lies outside."""
    finite = points[np.isfinite(points).all(axis=1)]
    if area is None or not len(finite):
        return 0.0
    west, south, east, north = area.bounds
    lon, lat = np.median(finite, axis=0)
    return float(np.hypot(lon - (west + east) / 2, lat - (south + north) / 2))


def _ranked(trials: list[_Trial], numbers: Points) -> list[_Trial]:
    usual = any(
        trial.inside >= HALF and trial.candidate.family not in RELUCTANT for trial in trials
    )
    order = list(FAMILIES)
    if _seconds_tell(numbers):
        order.insert(0, "packed")

    def rank(trial: _Trial) -> tuple[bool, float, int, float]:
        family = trial.candidate.family
        late = usual and family in RELUCTANT
        return late, -round(trial.inside, 1), order.index(family), trial.away

    return sorted(trials, key=rank)


def _seconds_tell(numbers: Points) -> bool:
    """Say whether the numbers, if all read as packed, are too many to be so by accident."""
    size = np.abs(numbers)
    packed = np.where(size < LEAST_DDDMMSS, size * 1e4, size)
    minutes_seconds = np.unique(np.rint(packed) % 1e4)
    return int((minutes_seconds % 100 > 0).sum()) >= TELLING_SECONDS


def _reading(
    trial: _Trial, ranked: list[_Trial], numbers: Points, area: shapely.Geometry | None
) -> Reading:
    candidate = trial.candidate
    rivals = [other.candidate.text for other in ranked if _rivals(trial, other)]
    level = BEST[candidate.family] - (trial.inside < NEARLY_ALL) - bool(rivals) - (area is None)
    if trial is not ranked[0] or trial.inside < LEAST_INSIDE:
        level = 0
    why = [_fit(trial, numbers, area), *_manner(candidate), *_doubts(candidate, numbers, area)]
    if candidate.family in ("gk3", "gk6"):
        why += zone_doubts(candidate, numbers, area if trial.inside < LEAST_INSIDE else None)
    if rivals:
        why.append(Remark(0, "geometry", "crs_rivals", {"others": rivals[:MAX_RIVALS]}))
    finite = candidate.points[np.isfinite(candidate.points).all(axis=1)]
    west, south = finite.min(axis=0).tolist()
    east, north = finite.max(axis=0).tolist()
    return Reading(
        parse(candidate.text),
        trial.inside,
        CERTAINTIES[max(level, 0)],
        tuple(why),
        (west, south, east, north),
    )


def _rivals(trial: _Trial, other: _Trial) -> bool:
    if other is trial or other.inside < HALF:
        return False
    apart = np.abs(trial.candidate.points - other.candidate.points).max(axis=1)
    apart_m = apart[np.isfinite(apart)] * METRES_PER_DEGREE
    return not len(apart_m) or bool(np.median(apart_m) > SAME_PLACE_M)


def _fit(trial: _Trial, numbers: Points, area: shapely.Geometry | None) -> Remark:
    code = "crs_fits_china" if area is None else "crs_fits_area"
    percent = round(trial.inside * 100)
    if area is not None and trial.inside < LEAST_INSIDE:
        code = "crs_outside_area"
    return Remark(0, "geometry", code, {"percent": percent, "count": len(numbers)})


def _manner(candidate: Candidate) -> Iterable[Remark]:
    *prefixes, _, _ = candidate.text.split(":")
    codes = {"swap": "crs_axes_swapped", "dms": "crs_packed_degrees"}
    for prefix in prefixes:
        if prefix.startswith(ADDED):
            yield Remark(0, "geometry", "crs_constant_added", {"crs": candidate.text})
            continue
        yield Remark(0, "geometry", codes.get(prefix, "crs_scaled_units"), {"unit": prefix})


def _doubts(
    candidate: Candidate, numbers: Points, area: shapely.Geometry | None
) -> Iterable[Remark]:
    if candidate.family in ("degrees", "packed"):
        yield _alike(candidate, ["EPSG:4326"], 1)
        yield _alike(candidate, ["EPSG:4610", "EPSG:4214"], OLD_SHIFT_M)
    elif candidate.family == "utm":
        yield Remark(0, "geometry", "crs_only_with_prj", {"crs": candidate.text})
    elif candidate.family != "web":
        old, metres = _old_systems(candidate, numbers)
        yield _alike(candidate, old, metres)
    if candidate.family == "gk6" and area is not None:
        west, _, east, _ = area.bounds
        if west // 6 != east // 6:
            edge = int(east // 6 * 6)
            yield Remark(0, "geometry", "crs_zone_edge", {"crs": candidate.text, "meridian": edge})


def _alike(candidate: Candidate, others: list[str], metres: int) -> Remark:
    params = {"crs": candidate.text, "others": others, "metres": metres}
    return Remark(0, "geometry", "crs_alike", params)


def _old_systems(candidate: Candidate, numbers: Points) -> tuple[list[str], int]:
    """The old systems with the same zone, and how far they would put the same numbers."""
    codes = [*GK3.old_codes(candidate.code), *GK6.old_codes(candidate.code)]
    prefix = candidate.text.removesuffix(f"EPSG:{candidate.code}")
    place = int(np.argmax(np.isfinite(candidate.points).all(axis=1)))
    apart = [
        points_to_storage(numbers[[place]], parse(f"{prefix}EPSG:{code}!unconverted"))
        - candidate.points[place]
        for code in codes
    ]
    metres = np.abs(apart).max() * METRES_PER_DEGREE
    return [f"EPSG:{code}" for code in codes], round(float(metres))
