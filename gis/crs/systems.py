"""What a coordinate system is, here.

Coordinates are (x, y) = (longitude, latitude) or (easting, northing) everywhere,
whatever axis order the EPSG register gives.
"""

import re
from dataclasses import dataclass
from typing import Literal

import pyproj

from gis.crs.datums import SevenParameters

Offset = Literal["gcj02", "bd09"]
OFFSETS: dict[str, Offset] = {"gcj02": "gcj02", "bd09": "bd09"}
# How the numbers of a file are written where it is not in the system's own unit.
Packing = Literal["dms", "km", "mm"]
PACKINGS: dict[str, Packing] = {"dms": "dms", "km": "km", "mm": "mm"}

TITLE_CHARS = 60


@dataclass(frozen=True)
class Crs:
    """A horizontal coordinate system, and the way a file writes it.

    Attributes
    ----------
    text : str
        ``"EPSG:n"``, ``"gcj02"``, ``"bd09"``, or the WKT where no code is known, with the marks
        of the attributes below; `parse` gives the same system back from it, so it serves as
        lineage.
    definition : pyproj.CRS
        Two-dimensional, geographic or projected.
    offset : {"gcj02", "bd09"}, optional
        Obfuscation on top of `definition`.
    swapped : bool
        The file has y before x: latitude first, or north first as Chinese tables write.
    packing : {"dms", "km", "mm"}, optional
        Degrees packed with minutes and seconds, kilometres, millimetres.
    added_m : tuple of float, optional
        Metres to add to easting and northing before anything else is made of them: a drawing may
        have had a large constant taken off (去大数).
    unconverted : bool
        On 北京54 or 西安80 and taken as if on CGCS2000: tens of metres wrong. To be shown wherever
        the result is shown.
    parameters : SevenParameters, optional
        On 北京54 or 西安80 and converted with its owner's parameters.
    """

    text: str
    definition: pyproj.CRS
    offset: Offset | None = None
    swapped: bool = False
    packing: Packing | None = None
    added_m: tuple[float, float] | None = None
    unconverted: bool = False
    parameters: SevenParameters | None = None

    @property
    def epsg(self) -> int | None:
        """The EPSG code as int; None for an offset system, an unregistered WKT or a mark."""
        found = re.fullmatch(r"EPSG:(\d+)", self.text)
        return int(found[1]) if found else None

    @property
    def title(self) -> str:
        """What to call it in a sentence: `text`, but for a WKT only the name in it."""
        return self.text if len(self.text) <= TITLE_CHARS else self.definition.name

    @property
    def datum(self) -> str:
        """PROJ's name of the datum as str, such as ``"China 2000"``."""
        datum = self.definition.datum
        return datum.name if datum else self.definition.name

    @property
    def input_only(self) -> bool:
        """True for what is read but never written: swapped, packed, shifted, or secret datums."""
        written_so = self.swapped or self.packing or self.added_m
        return bool(written_so or self.unconverted or self.parameters)


STORAGE = Crs("EPSG:4490", pyproj.CRS.from_epsg(4490))
