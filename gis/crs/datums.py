"""Datums: which need no conversion, which are secret, and what an owner's parameters do.

The parameters between 北京54 or 西安80 and CGCS2000 are a state secret, and PROJ, asked for them,
returns the same longitude and latitude without a word: tens of metres wrong. So these two are
never converted here unless the administrator gives the seven parameters the office holds.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

import pyproj

Convention = Literal["position_vector", "coordinate_frame"]

# PROJ knows only a "ballpark" shift from any datum to CGCS2000. Between the modern, earth-centred
# ones that costs decimetres; from the old Chinese datums it is tens of metres, silently. All modern
# ones share this ellipsoid (to 0.1 mm in its flattening), no old one does.
MODERN = (6378137.0, 298.2572)
KRASSOVSKY_1940 = (6378245.0, 298.3)  # 北京54 and 新1954
IAG_1975 = (6378140.0, 298.257)  # 西安80
CGCS2000_INVERSE_FLATTENING = 298.257222101
# The name alone convicts a datum even on a modern ellipsoid: such a file contradicts itself.
SECRET_NAMES = re.compile(
    r"beijing|(?<![a-z])xi'?an(?![a-z])|pulkovo|kras+ov|北京|西安", re.IGNORECASE
)
CGCS2000_NAMES = re.compile(r"cgcs|china.?2000|china.geodetic|国家.?2000|2000.?国家", re.IGNORECASE)
# What people write who do not know or did not say: then the ellipsoid speaks.
UNSAID_NAMES = re.compile(
    r"unknown|undefined|unnamed|untitled|user|custom|not.?specified|grs.?(19)?80|^(d_)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SevenParameters:
    """A Helmert transformation from an old datum to CGCS2000, as its owner measured it.

    Attributes
    ----------
    dx_m, dy_m, dz_m : float
        Shift of the origin in metres, *from* the old datum *to* CGCS2000.
    rx_s, ry_s, rz_s : float
        Rotations in seconds of arc.
    scale_ppm : float
        Change of scale in parts per million.
    convention : {"position_vector", "coordinate_frame"}
        The sense of the rotations: EPSG method 1033 or 1032. Software says 布尔莎 for either; the
        wrong one gives a point hundreds of metres off or, worse, a few.
    name : str
        How `gis.crs.Crs.text` refers to them.

    Raises
    ------
    ValueError
        A number is not finite, the convention is not one of the two, or the name is empty or
        holds ``"``, ``]``, ``!`` or ``@``.

    Examples
    --------
    >>> SevenParameters(10, -120, -60, 0.1, 0.2, -0.3, 1.5, "position_vector", "own").scale_ppm
    1.5
    """

    dx_m: float
    dy_m: float
    dz_m: float
    rx_s: float
    ry_s: float
    rz_s: float
    scale_ppm: float
    convention: Convention
    name: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a transformation."""
        if not all(map(math.isfinite, (*self.shift_m, *self.rotation_s, self.scale_ppm))):
            raise ValueError("a parameter is not a finite number")
        if self.convention not in ("position_vector", "coordinate_frame"):
            raise ValueError(f"unknown convention {self.convention!r}")
        if self.name != self.name.strip() or not re.fullmatch(r'[^"\]!@]+', self.name):
            raise ValueError(f"unusable name {self.name!r}")

    @property
    def shift_m(self) -> tuple[float, float, float]:
        """The three shifts in metres."""
        return self.dx_m, self.dy_m, self.dz_m

    @property
    def rotation_s(self) -> tuple[float, float, float]:
        """The three rotations in seconds of arc."""
        return self.rx_s, self.ry_s, self.rz_s

    def pipeline(self, source: pyproj.CRS) -> str:
        """Say it to PROJ: longitude and latitude of the old datum in, of CGCS2000 out, degrees.

        Parameters
        ----------
        source : pyproj.CRS
            Gives the old ellipsoid. Heights are taken as zero.

        Returns
        -------
        str
        """
        ellipsoid = source.ellipsoid
        if ellipsoid is None:
            raise ValueError("a system without an ellipsoid has no datum")
        old = f"+a={ellipsoid.semi_major_metre!r} +rf={ellipsoid.inverse_flattening!r}"
        x, y, z = self.shift_m
        rx, ry, rz = self.rotation_s
        return (
            "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
            f" +step +proj=cart {old}"
            f" +step +proj=helmert +x={x!r} +y={y!r} +z={z!r} +rx={rx!r} +ry={ry!r} +rz={rz!r}"
            f" +s={self.scale_ppm!r} +convention={self.convention}"
            f" +step +inv +proj=cart +a={MODERN[0]!r} +rf={CGCS2000_INVERSE_FLATTENING!r}"
            " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
        )


def is_secret(definition: pyproj.CRS) -> bool:
    """Say whether a system is on 北京54 (old or new) or 西安80, by its ellipsoid or its names.

    Parameters
    ----------
    definition : pyproj.CRS
        Geographic or projected.

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_secret(pyproj.CRS(code)) for code in (2379, 4214, 4555, 4543, 4326)]
    [True, True, True, False, False]
    """
    old = _resembles(definition, KRASSOVSKY_1940) or _resembles(definition, IAG_1975)
    return old or any(SECRET_NAMES.search(name) for name in _datum_names(definition))


def is_modern(definition: pyproj.CRS) -> bool:
    """Say whether a system is within decimetres of CGCS2000.

    Parameters
    ----------
    definition : pyproj.CRS
        Geographic or projected.

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_modern(pyproj.CRS(code)) for code in (4326, 3826, 6668, 2379, 4267)]
    [True, True, True, False, False]
    """
    return _resembles(definition, MODERN) and not is_secret(definition)


def says_cgcs2000(definition: pyproj.CRS) -> bool:
    """Say whether a system is CGCS2000 by name, or has its ellipsoid and no datum's name at all.

    Parameters
    ----------
    definition : pyproj.CRS
        Geographic or projected.

    Returns
    -------
    bool

    Examples
    --------
    >>> [says_cgcs2000(pyproj.CRS(code)) for code in (4543, 3826, 4326)]
    [True, False, False]
    """
    ellipsoid = definition.ellipsoid
    if ellipsoid is None or not is_modern(definition):
        return False
    own = abs(ellipsoid.inverse_flattening - CGCS2000_INVERSE_FLATTENING) < 1e-6
    names = _datum_names(definition)
    named = any(map(CGCS2000_NAMES.search, names[:1]))
    return own and (named or all(map(UNSAID_NAMES.search, names)))


def _datum_names(definition: pyproj.CRS) -> list[str]:
    """The datum's name first, then that of the geographic system."""
    # Not the projection's name: that is free, and 县 is "xian" in pinyin.
    geodetic = definition.geodetic_crs
    named = (definition.datum, geodetic)
    return [one.name for one in named if one is not None]


def _resembles(definition: pyproj.CRS, ellipsoid: tuple[float, float]) -> bool:
    own = definition.ellipsoid
    semi_major_m, inverse_flattening = ellipsoid
    return (
        own is not None
        and abs(own.semi_major_metre - semi_major_m) < 0.5
        and abs(own.inverse_flattening - inverse_flattening) < 0.001
    )
