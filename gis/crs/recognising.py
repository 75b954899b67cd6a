"""Recognising a coordinate system by its content, as a file states it."""

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import pyproj
from pyproj.exceptions import CRSError

from gis.crs.datums import SevenParameters, is_modern, is_secret, says_cgcs2000
from gis.crs.gauss_kruger import GK3
from gis.crs.systems import Crs
from gis.errors import UnknownCrs

#: What to do with 北京54 and 西安80.
Secret = Literal["refuse", "unconverted"] | SevenParameters

# A .prj has one or two thousand characters; what is longer is not one.
MAX_CHARS = 65_536
#: What programs say for "not known", though it looks like a system: a GeoPackage's two of them,
#: and a local one without a name of its own.
UNDEFINED = re.compile(r"undefined (cartesian|geographic)", re.IGNORECASE)
NAMELESS = re.compile(
    r'\s*(?:LOCAL_CS|LOCALCRS|ENGCRS|ENGINEERINGCRS)\s*\[\s*"'
    r'\s*(?:(?:unknown|undefined|unnamed|untitled|local|custom|arbitrary)\b[^"]*|未知|未定义)?\s*"',
    re.IGNORECASE,
)
# Only these: others (init, nadgrids, geoidgrids, pipeline) name files to be opened.
PROJ4_KEYS = re.compile(
    r"proj|lat_[012]|lat_ts|lon_0|k|k_0|x_0|y_0|ellps|datum|a|b|rf|units|to_meter|zone|south"
    r"|alpha|gamma|towgs84|pm|type|no_defs|wktext"
)
DEGREE = math.pi / 180
WKT_NAME = re.compile(r'\s*\w+\s*\[\s*"([^"]{1,200})"')


def from_wkt(wkt: str, *, secret: Secret = "refuse") -> Crs:  # noqa: S107 (not a password)
    """Recognise a coordinate system by its content, as a .prj file or a GeoPackage gives it.

    Names do not count: ArcGIS, SuperMap, MapGIS and CASS each call CGCS2000 otherwise, or
    "Unknown". A system that is in no register is kept as its WKT. Heights and TOWGS84 parameters
    are left aside.

    Parameters
    ----------
    wkt : str
        WKT 1 of ESRI or GDAL, WKT 2, ``"EPSG:n"`` or a PROJ string.
    secret : "refuse", "unconverted" or SevenParameters
        What to do with 北京54 and 西安80; of no effect on other datums.

    Returns
    -------
    Crs

    Raises
    ------
    UnknownCrs
        ``bad_wkt``: broken off, misspelt, or a local system; ``unknown_crs``: no such code, or
        the format's way to say that nothing is known; ``datum_not_convertible``: 北京54 or
        西安80, where `secret` would help; ``datum_foreign``: any other old datum.

    Examples
    --------
    >>> import pyproj
    >>> from_wkt(pyproj.CRS(4522).to_wkt("WKT1_ESRI")).text
    'EPSG:4522'
    """
    return _dated(_recognised(wkt.strip("\ufeff\0 \r\n\t")), secret)


def says_nothing(wkt: str) -> bool:
    """Say whether a file's words for its system are a program's way to say that it knows none.

    Parameters
    ----------
    wkt : str

    Returns
    -------
    bool

    Examples
    --------
    >>> says_nothing('LOCAL_CS["Unknown",UNIT["Meter",1.0]]')
    True
    >>> says_nothing('LOCAL_CS["攀枝花独立坐标系",UNIT["Meter",1.0]]')
    False
    """
    if NAMELESS.match(wkt):
        return True
    named = WKT_NAME.match(wkt)
    return bool(named and UNDEFINED.match(named[1]))


def from_epsg(code: int, *, secret: Secret = "refuse") -> Crs:  # noqa: S107
    """Look a system up in the EPSG register.

    Parameters
    ----------
    code : int
    secret : "refuse", "unconverted" or SevenParameters
        As in `from_wkt`.

    Returns
    -------
    Crs

    Raises
    ------
    UnknownCrs
        ``unknown_crs``, ``datum_not_convertible``, ``datum_foreign``.

    Examples
    --------
    >>> from_epsg(4543).definition.name
    'CGCS2000 / 3-degree Gauss-Kruger CM 102E'
    """
    return _dated(_registered(code), secret)


@lru_cache(maxsize=256)
def _registered(code: int) -> Crs:
    text = f"EPSG:{code}"
    try:
        return Crs(text, _horizontal(pyproj.CRS.from_epsg(code)))
    except CRSError:
        raise UnknownCrs("unknown_crs", crs=text) from None


@lru_cache(maxsize=64)  # PROJ searches its whole register, half a second where it finds nothing
def _recognised(text: str) -> Crs:
    code = re.fullmatch(r"epsg:{1,2}(\d{1,9})", text, re.IGNORECASE | re.ASCII)
    if code:
        return _registered(int(code[1]))
    try:
        definition = _horizontal(_stated(text))
        found = definition.to_epsg() or _epsg_without_axes(definition) or _chinese(definition)
    except CRSError:
        raise _not_understood(text) from None
    if UNDEFINED.match(definition.name):
        raise UnknownCrs("unknown_crs", crs=definition.name)
    return _registered(found) if found else Crs(text, definition)


def _not_understood(text: str) -> UnknownCrs:
    """Tell a WKT by the name within: nobody wants to read the whole of it."""
    name = WKT_NAME.match(text)
    if name:
        return UnknownCrs("bad_wkt", crs=name[1])
    return UnknownCrs("unknown_crs", crs=text[:200])


def _stated(text: str) -> pyproj.CRS:
    if len(text) > MAX_CHARS or "\0" in text:
        raise CRSError("not a coordinate system")
    if not text.startswith("+"):
        return pyproj.CRS.from_wkt(text)
    keys = [word.lstrip("+").partition("=")[0] for word in text.split()]
    if not all(map(PROJ4_KEYS.fullmatch, keys)):
        raise CRSError("not a plain coordinate system")
    return pyproj.CRS.from_string(text)


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


def _chinese(definition: pyproj.CRS) -> int | None:
    """Find the code of CGCS2000 by numbers, where neither names nor datum help PROJ."""
    if not says_cgcs2000(definition) or not _in_plain_units(definition):
        return None
    operation = definition.coordinate_operation
    if operation is None:
        return 4490
    if operation.method_name != "Transverse Mercator":
        return None
    numbers = [float(parameter.value) for parameter in operation.params]
    for step in range(GK3.count):
        meridian, zone = GK3.first_meridian + GK3.width * step, GK3.first_zone + step
        if numbers == [0, meridian, 1, 500_000, 0]:
            return GK3.plain + step
        if numbers == [0, meridian, 1, zone * 1_000_000 + 500_000, 0]:
            return GK3.prefixed + step
    return None


def _in_plain_units(definition: pyproj.CRS) -> bool:
    """Degrees from Greenwich, metres: by their size, since names differ."""
    geodetic, meridian = definition.geodetic_crs, definition.prime_meridian
    if geodetic is None or meridian is None or meridian.longitude:
        return False
    operation = definition.coordinate_operation
    angles = [axis.unit_conversion_factor for axis in geodetic.axis_info]
    others = [axis.unit_conversion_factor for axis in definition.axis_info if operation]
    others += [number.unit_conversion_factor for number in operation.params] if operation else []
    # Of the parameters some are angles; 1 is the metre and the unit of a scale.
    return all(_is(DEGREE, size) for size in angles) and all(
        _is(DEGREE, size) or _is(1.0, size) for size in others
    )


def _is(unit: float, size: float) -> bool:
    return math.isclose(unit, size, rel_tol=1e-9)


def _dated(crs: Crs, secret: Secret) -> Crs:
    """Take what is near CGCS2000 as it is, and the two secret datums as `secret` says."""
    if is_modern(crs.definition):
        return crs
    if not is_secret(crs.definition):
        raise UnknownCrs("datum_foreign", crs=crs.title, datum=crs.datum)
    if secret == "refuse":  # noqa: S105
        raise UnknownCrs("datum_not_convertible", crs=crs.title, datum=crs.datum)
    if secret == "unconverted":  # noqa: S105
        return replace(crs, text=f"{crs.text}!unconverted", unconverted=True)
    return replace(crs, text=f"{crs.text}@{secret.name}", parameters=secret)
