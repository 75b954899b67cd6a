"""Every way in which a file's bare numbers could be meant: the hypotheses of `gis.crs.deduce`.

The zones of Gauss-Krüger differ in nothing but their central meridian and false easting, so the
numbers are unprojected once about the meridian 0 and then turned to each zone's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pyproj
from numpy.typing import NDArray

from gis.crs.gauss_kruger import GK3, GK6
from gis.crs.packed import LEAST_DDDMMSS, unpack_dms
from gis.crs.zones import CHINESE_NORTHINGS_M, FALSE_EASTING_M, ZONE_M

Points = NDArray[np.float64]
#: From what is usual to what is never offered before anything else.
Family = Literal["degrees", "gk3", "packed", "web", "reduced", "scaled", "gk6", "utm"]

# A tenth of the points in a zone are enough to try it; fewer are mistakes of typing.
LEAST_SHARE = 0.1
# Farther than this from its meridian (in degrees) nobody uses a zone, city on its edge or not.
MAX_FROM_MERIDIAN = 4.5
WEB_RADIUS_M = 6378137.0
METRES = {"": 1.0, "km:": 1000.0, "mm:": 0.001}
GAUSS_KRUGER = "+proj=tmerc +lon_0=0 +k=1 +ellps=GRS80"
UTM = "+proj=tmerc +lon_0=0 +k=0.9996 +ellps=WGS84"
UTM_ZONES = {32647: 99, 32648: 105}


@dataclass(frozen=True)
class Candidate:
    """One reading of the numbers.

    Attributes
    ----------
    text : str
        What `gis.crs.parse` takes.
    family : str
        Which kind of reading it is.
    points : ndarray of float64, shape (n, 2)
        Longitude, latitude in degrees; not finite where the numbers cannot be read so.
    """

    text: str
    family: Family
    points: Points

    @property
    def code(self) -> int:
        """The EPSG code as int."""
        return int(self.text.rpartition(":")[2])


def candidates(numbers: Points) -> Iterator[Candidate]:
    """Give every reading that the size of the numbers allows.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n, 2)
        Finite, as the file writes them.

    Yields
    ------
    Candidate

    Examples
    --------
    >>> [one.text for one in candidates(np.array([[34471957.19, 2941379.86]]))]
    ['EPSG:4522']
    """
    for prefix, pair in (("", numbers), ("swap:", numbers[:, ::-1])):
        yield from _geographic(prefix, pair)
        yield from _web(prefix, pair)
        for unit, metres in METRES.items():
            yield from _gauss_kruger(prefix + unit, pair * metres)
        yield from _utm(prefix, pair)


def _geographic(prefix: str, pair: Points) -> Iterator[Candidate]:
    if _mostly(_on_globe(pair)):
        yield Candidate(f"{prefix}EPSG:4490", "degrees", pair)
    unpacked = unpack_dms(pair)
    if _mostly(_on_globe(unpacked)) and _looks_packed(pair):
        yield Candidate(f"{prefix}dms:EPSG:4490", "packed", unpacked)


def _looks_packed(pair: Points) -> bool:
    # A few bad values are a reason to refuse those rows; decimals give many bad ones.
    readable = np.isfinite(unpack_dms(pair)).all(axis=1)
    large = (np.abs(pair) >= LEAST_DDDMMSS).all(axis=1)
    fraction = np.abs(pair - np.rint(pair)).max() > 0
    return bool(readable.mean() > 0.95 and (large.mean() > 0.95 or (not large.any() and fraction)))


def _web(prefix: str, pair: Points) -> Iterator[Candidate]:
    x, y = pair.T / WEB_RADIUS_M
    if _mostly((np.abs(pair).min(axis=1) > LEAST_DDDMMSS) & (np.abs([x, y]).max(axis=0) < np.pi)):
        lat = 2 * np.arctan(np.exp(np.clip(y, -np.pi, np.pi))) - np.pi / 2
        yield Candidate(f"{prefix}EPSG:3857", "web", np.degrees(np.column_stack([x, lat])))


def _gauss_kruger(prefix: str, pair: Points) -> Iterator[Candidate]:
    scaled = prefix.endswith(("km:", "mm:"))
    zone_of = np.floor(pair[:, 0] / ZONE_M)
    south, north = CHINESE_NORTHINGS_M
    in_china = (pair[:, 1] > south) & (pair[:, 1] < north)
    if not _mostly(in_china):
        return
    bare = _mostly(in_china & (zone_of == 0) & (pair[:, 0] > LEAST_DDDMMSS))
    about_zero = _unprojected(GAUSS_KRUGER, pair) if bare else pair
    for zones in (GK3, GK6):
        family: Family = "scaled" if scaled else zones.family
        for step in range(zones.count):
            zone = zones.first_zone + step
            meridian = zones.first_meridian + step * zones.width
            if _mostly(zone_of == zone):
                turned = _turned(_unprojected(GAUSS_KRUGER, pair, zone * ZONE_M), meridian)
                yield Candidate(f"{prefix}EPSG:{zones.prefixed + step}", family, turned)
            if bare:
                turned = _turned(about_zero, meridian)
                yield Candidate(f"{prefix}EPSG:{zones.plain + step}", family, turned)


def _utm(prefix: str, pair: Points) -> Iterator[Candidate]:
    if not _mostly((pair[:, 0] > LEAST_DDDMMSS) & (pair[:, 0] < ZONE_M)):
        return
    about_zero = _unprojected(UTM, pair)
    for code, meridian in UTM_ZONES.items():
        yield Candidate(f"{prefix}EPSG:{code}", "utm", _turned(about_zero, meridian))


def _turned(about_zero: Points, meridian: int) -> Points:
    return np.column_stack([about_zero[:, 0] + meridian, about_zero[:, 1]])


def _unprojected(projection: str, pair: Points, zone_m: float = 0.0) -> Points:
    lon, lat = _unprojector(projection).transform(pair[:, 0] - zone_m, pair[:, 1])
    near = np.abs(lon) <= MAX_FROM_MERIDIAN
    return np.where(near[:, np.newaxis], np.column_stack([lon, lat]), np.nan)


@lru_cache(maxsize=4)
def _unprojector(projection: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_pipeline(
        f"+proj=pipeline +step +inv {projection} +x_0={FALSE_EASTING_M}"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def _on_globe(pair: Points) -> NDArray[np.bool_]:
    on_globe: NDArray[np.bool_] = (np.abs(pair[:, 0]) <= 180) & (np.abs(pair[:, 1]) <= 90)
    return on_globe


def _mostly(fits: NDArray[np.bool_]) -> bool:
    return bool(fits.mean() >= LEAST_SHARE)
