"""Paper space: from web-map metres to millimetres in a frame, with an honest scale bar."""

import math
from dataclasses import dataclass, replace

from gis.tiles import degrees_of

#: A frame shows at least so much ground: a single elevator needs its surroundings.
LEAST_M = 300
MARGIN = 0.06
LONGEST_BAR_MM = 34
#: So high, from the lower edge, is the strip in which the scale bar stands.
BAR_MM = 9


@dataclass(frozen=True)
class Frame:
    """`per_mm` is in EPSG:3857 metres; `west` and `north` are its upper left corner."""

    west: float
    north: float
    per_mm: float
    width_mm: float
    height_mm: float

    @classmethod
    def around(cls, bounds, width_mm, height_mm, *, free_mm=(0, 0)):
        """`free_mm`: how much stays without the bounds at the right and at the lower edge."""
        right_mm, lower_mm = free_mm
        within = cls.filled(bounds, width_mm - right_mm, height_mm - lower_mm)
        return replace(within, width_mm=width_mm, height_mm=height_mm)

    @classmethod
    def filled(cls, bounds, width_mm, height_mm):
        west, south, east, north = bounds
        across = max(east - west, LEAST_M) * (1 + 2 * MARGIN)
        down = max(north - south, LEAST_M) * (1 + 2 * MARGIN)
        per_mm = max(across / width_mm, down / height_mm)
        return cls(
            west=(west + east) / 2 - per_mm * width_mm / 2,
            north=(south + north) / 2 + per_mm * height_mm / 2,
            per_mm=per_mm,
            width_mm=width_mm,
            height_mm=height_mm,
        )

    @property
    def bounds(self):
        east = self.west + self.per_mm * self.width_mm
        return self.west, self.north - self.per_mm * self.height_mm, east, self.north

    @property
    def ground_m_per_mm(self):
        """Metres on the ground: the web map stretches by the latitude."""
        _, south, _, north = degrees_of(self.bounds)
        return self.per_mm * math.cos(math.radians((south + north) / 2))

    @property
    def bar(self):
        """Length in millimetres and label of a scale bar of a round length."""
        most = LONGEST_BAR_MM * self.ground_m_per_mm
        power = 10 ** math.floor(math.log10(most))
        ground = max(step * power for step in (1, 2, 5) if step * power <= most)
        label = f"{ground / 1000:g} km" if ground >= 1000 else f"{ground:g} m"
        return ground / self.ground_m_per_mm, label

    def place(self, x, y):
        return (x - self.west) / self.per_mm, (self.north - y) / self.per_mm

    def path(self, geometry):
        """The `d` of an SVG path of a line or polygon in EPSG:3857."""
        closed = "Z" if "Polygon" in geometry.geom_type else ""
        return "".join(self._stroke(line) + closed for line in lines_of(geometry.coords))

    def _stroke(self, line):
        places = (self.place(x, y) for x, y in line)
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places)


def lines_of(coords):
    """The rings and lines among nested coordinates."""
    if isinstance(coords[0][0], float):
        yield coords
    else:
        for part in coords:
            yield from lines_of(part)
