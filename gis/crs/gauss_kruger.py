"""The codes of China's Gauss-Krüger systems, which follow each other zone by zone."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Datum = Literal["CGCS2000", "西安80", "北京54"]
OLD: tuple[Datum, ...] = ("西安80", "北京54")


@dataclass(frozen=True)
class Zones:
    """All zones of one width.

    Attributes
    ----------
    family : {"gk3", "gk6"}
    width : int
        Degrees.
    first_meridian, first_zone, count : int
        Central meridian of the first zone in degrees, its number, and how many there are.
    codes : mapping of str to (int, int)
        By datum the first zone's EPSG codes: without, and with its number in the easting.
    """

    family: Literal["gk3", "gk6"]
    width: int
    first_meridian: int
    first_zone: int
    count: int
    codes: Mapping[Datum, tuple[int, int]]

    @property
    def plain(self) -> int:
        """The first code of CGCS2000 without the zone in the easting, as int."""
        return self.codes["CGCS2000"][0]

    @property
    def prefixed(self) -> int:
        """The first code of CGCS2000 with the zone in the easting, as int."""
        return self.codes["CGCS2000"][1]

    def old_codes(self, code: int) -> list[int]:
        """Give the same zone's codes in 西安80 and 北京54.

        Parameters
        ----------
        code : int
            Of CGCS2000.

        Returns
        -------
        list of int
            Empty for a code that is none of these zones.

        Examples
        --------
        >>> GK3.old_codes(4543), GK6.old_codes(4543)
        ([2379, 2431], [])
        """
        for written, first in enumerate(self.codes["CGCS2000"]):
            if 0 <= code - first < self.count:
                return [self.codes[datum][written] + code - first for datum in OLD]
        return []

    def over(self, west: float, east: float) -> list[int]:
        """Tell which zones a span of longitudes lies in.

        Parameters
        ----------
        west, east : float
            Degrees.

        Returns
        -------
        list of int
            How many zones each lies behind the first one, that nearest to the middle of the span
            first; the outermost zone for a span beyond it. Never empty.

        Examples
        --------
        >>> [75 + 3 * step for step in GK3.over(115.4, 117.5)]
        [117, 114]
        """
        first, last = (self._at(longitude) for longitude in (west, east))

        def off_middle(step: int) -> float:
            return abs(self.first_meridian + step * self.width - (west + east) / 2)

        return sorted(range(first, last + 1), key=off_middle)

    def _at(self, longitude: float) -> int:
        step = math.floor((longitude - self.first_meridian) / self.width + 0.5)
        return min(max(step, 0), self.count - 1)


GK3 = Zones(
    "gk3", 3, 75, 25, 21, {"CGCS2000": (4534, 4513), "西安80": (2370, 2349), "北京54": (2422, 2401)}
)
GK6 = Zones(
    *("gk6", 6, 75, 13, 11),
    {"CGCS2000": (4502, 4491), "西安80": (2338, 2327), "北京54": (21453, 21413)},
)
