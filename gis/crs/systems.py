"""Naming and recognising coordinate systems.

Coordinates are (x, y) = (longitude, latitude) or (easting, northing) everywhere,
whatever axis order the EPSG register gives.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pyproj
from pyproj.exceptions import CRSError

from gis.errors import UnknownCrs

Offset = Literal["gcj02", "bd09"]
OFFSETS: dict[str, Offset] = {"gcj02": "gcj02", "bd09": "bd09"}

# PROJ knows only a "ballpark" shift from any datum to CGCS2000. Between the modern, earth-centred
# ones that costs decimetres; from the old Chinese datums it is tens of metres, silently. All modern
# ones share this ellipsoid (to 0.1 mm in its flattening), no old one does.
MODERN_SEMI_MAJOR_M = 6378137.0
MODERN_INVERSE_FLATTENING = 298.2572
SECRET_DATUMS = re.compile(r"beijing|xian|pulkovo|krass?ov", re.IGNORECASE)


@dataclass(frozen=True)
class Crs:
    """A horizontal coordinate system that can be converted to storage.

    Attributes
    ----------
    text : str
        ``"EPSG:n"``, ``"gcj02"``, ``"bd09"``, or the WKT where no code is known; `parse` or
        `from_wkt` gives the same system back from it, so it serves as lineage.
    definition : pyproj.CRS
        Two-dimensional, geographic or projected.
    offset : {"gcj02", "bd09"}, optional
        Obfuscation on top of `definition`.
    """

    text: str
    definition: pyproj.CRS
    offset: Offset | None = None

    @property
    def epsg(self) -> int | None:
        """The EPSG code as int; None for an offset system or an unregistered WKT."""
        found = re.fullmatch(r"EPSG:(\d+)", self.text)
        return int(found[1]) if found else None

    @property
    def datum(self) -> str:
        """PROJ's name of the datum as str, such as ``"China 2000"``."""
        datum = self.definition.datum
        return datum.name if datum else self.definition.name


def parse(text: str) -> Crs:
    """Give the coordinate system that a person or a command names.

    Parameters
    ----------
    text : str
        ``"EPSG:n"``, ``"gcj02"`` or ``"bd09"``; case, blanks and hyphens do not matter.

    Returns
    -------
    Crs

    Raises
    ------
    UnknownCrs
        ``unknown_crs``: no such name or code, or not a horizontal system;
        ``datum_not_convertible``: Beijing 1954, Xian 1980 and the like.

    Examples
    --------
    >>> parse("epsg:4543").definition.name
    'CGCS2000 / 3-degree Gauss-Kruger CM 102E'
    >>> parse("GCJ-02").text
    'gcj02'
    """
    name = re.sub(r"[\s_-]", "", text).lower()
    if name in OFFSETS:
        return Crs(name, STORAGE.definition, OFFSETS[name])
    code = re.fullmatch(r"epsg:(\d{1,9})", name)
    if code is None:
        raise UnknownCrs("unknown_crs", crs=text)
    return _from_epsg(int(code[1]))


def from_wkt(wkt: str) -> Crs:
    """Recognise a coordinate system by its content, as a .prj file or a GeoPackage gives it.

    Names do not count: ArcGIS writes CGCS2000 otherwise than the EPSG register. A system that is
    in no register is kept as its WKT. Heights and TOWGS84 parameters are left aside.

    Parameters
    ----------
    wkt : str
        WKT 1 of ESRI or GDAL, or WKT 2.

    Returns
    -------
    Crs

    Raises
    ------
    UnknownCrs
        ``unknown_crs``: no WKT, a local or undefined system; ``datum_not_convertible``.

    Examples
    --------
    >>> import pyproj
    >>> from_wkt(pyproj.CRS(4522).to_wkt("WKT1_ESRI")).text
    'EPSG:4522'
    """
    try:
        definition = _horizontal(pyproj.CRS.from_wkt(wkt.strip("\ufeff\0 \r\n\t")))
        code = definition.to_epsg() or _epsg_without_axes(definition)
    except CRSError:
        raise UnknownCrs("unknown_crs", crs=wkt[:200]) from None
    if definition.name.startswith("Undefined"):  # what a GeoPackage says for "not known"
        raise UnknownCrs("unknown_crs", crs=definition.name)
    return _from_epsg(code) if code else _convertible(Crs(wkt, definition))


@lru_cache(maxsize=256)
def _from_epsg(code: int) -> Crs:
    text = f"EPSG:{code}"
    try:
        return _convertible(Crs(text, _horizontal(pyproj.CRS.from_epsg(code))))
    except CRSError:
        raise UnknownCrs("unknown_crs", crs=text) from None


def _horizontal(definition: pyproj.CRS) -> pyproj.CRS:
    if definition.is_bound and definition.source_crs:
        return _horizontal(definition.source_crs)
    if definition.is_compound:
        return _horizontal(definition.sub_crs_list[0])
    flat = definition.to_2d()
    if not (flat.is_geographic or flat.is_projected):
        raise CRSError(f"{definition.type_name} is not horizontal")
    return flat


def _epsg_without_axes(definition: pyproj.CRS) -> int | None:
    # WKT 1 of GDAL may state axes in an order that the register does not know; ESRI's has none.
    return pyproj.CRS.from_wkt(definition.to_wkt("WKT1_ESRI")).to_epsg()


def _convertible(crs: Crs) -> Crs:
    ellipsoid = crs.definition.ellipsoid
    modern = (
        ellipsoid is not None
        and abs(ellipsoid.semi_major_metre - MODERN_SEMI_MAJOR_M) < 0.5
        and abs(ellipsoid.inverse_flattening - MODERN_INVERSE_FLATTENING) < 0.001
    )
    if not modern or SECRET_DATUMS.search(crs.datum):
        raise UnknownCrs("datum_not_convertible", crs=crs.text, datum=crs.datum)
    return crs


STORAGE = Crs("EPSG:4490", pyproj.CRS.from_epsg(4490))
