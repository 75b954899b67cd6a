"""Regions of a question: a box, a drawn polygon, the surroundings of a place.

Each is written in the address in degrees and becomes a polygon in the storage CRS that
chooses assets by their true shape. The attribute `said` is how it is told to people, on every page.
"""

import math
import re

from django import forms
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.exceptions import ValidationError
from shapely import LineString

from gis.bounds import MAX_LAT, MAX_LON
from gis.circles import geodesic_circle
from gis.geometry import geodesic_length_m
from registry.project_numbers import NUMBER as PROJECT

#: As many as fit into the longest address that the server reads.
MOST_VERTICES = 300
#: As many decimals as an address carries: 0.1 m.
DIGITS = 6
#: Square degrees: a hundredth of a square metre is a line.
LEAST_AREA = 1e-12
NEAREST_M, FARTHEST_M = 1, 100_000
NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,15})?", re.ASCII)


#: How far beyond what is looked at its surroundings reach.
AROUND_M = 500
ROUND_M = 100
#: From here on metres are too many to be read.
KILOMETRES_FROM_M = 10_000


def surroundings(extent, whose):
    """What `near` is asked for all that lies within AROUND_M of a box in degrees, and beside what
    is long for much more: it is a circle about the middle, with a round number of metres. `whose`
    is the number of the project that it surrounds.
    """
    west, south, east, north = extent
    half_m = geodesic_length_m([LineString([(west, south), (east, north)])])[0] / 2
    radius_m = min(math.ceil((half_m + AROUND_M) / ROUND_M) * ROUND_M, FARTHEST_M)
    return f"{(west + east) / 2:.{DIGITS}f},{(south + north) / 2:.{DIGITS}f},{radius_m},{whose}"


def distance(metres):
    return f"{metres:g} 米" if metres < KILOMETRES_FROM_M else f"{metres / 1000:g} 公里"


def stored(polygon, said):
    polygon.srid = 4490
    polygon.said = said
    return polygon


def is_on_map(longitude, latitude):
    return abs(longitude) <= MAX_LON and abs(latitude) <= MAX_LAT


def place_of(text):
    """`lon,lat` as two floats; None where it is not a place on the map."""
    parts = text.split(",")
    if len(parts) != 2 or not all(map(NUMBER.fullmatch, parts)):
        return None
    longitude, latitude = map(float, parts)
    return (longitude, latitude) if is_on_map(longitude, latitude) else None


class RegionField(forms.CharField):
    """A text that `region_of` turns into a polygon; None where nothing is asked."""

    def to_python(self, value):
        value = super().to_python(value)
        return self.region_of(value) if value else None


class BoxField(RegionField):
    """`west,south,east,north` in degrees: a map seen from afar reaches beyond its last tiles."""

    def region_of(self, text):
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise ValidationError("应为“西,南,东,北”四个经纬度数字。") from None
        inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
        if not inside or not all(map(math.isfinite, (west, south, east, north))):
            raise ValidationError("范围不对：西应小于东，南应小于北，且都在地球上。")
        said = f"地图范围内（{west:.4f}, {south:.4f} 至 {east:.4f}, {north:.4f}）"
        return stored(Polygon.from_bbox((west, south, east, north)), said)


class PolygonField(RegionField):
    """`lon,lat lon,lat …`, the corners in turn; the last one need not repeat the first."""

    def region_of(self, text):
        corners = text.split()
        if len(corners) > MOST_VERTICES + 1:
            raise ValidationError(f"多边形最多 {MOST_VERTICES} 个顶点，现有 {len(corners)} 个。")
        places = [self._place(number, corner) for number, corner in enumerate(corners, start=1)]
        ring = [
            place for place, next in zip(places, [*places[1:], None], strict=True) if place != next
        ]
        if ring[0] == ring[-1]:
            ring.pop()
        if len(ring) < 3:
            raise ValidationError("多边形至少要有三个不同的顶点。")
        if len(ring) > MOST_VERTICES:
            raise ValidationError(f"多边形最多 {MOST_VERTICES} 个顶点，现有 {len(ring)} 个。")
        polygon = Polygon([*ring, ring[0]])
        if polygon.convex_hull.area < LEAST_AREA:
            raise ValidationError("多边形的顶点都在一条线上，围不成范围。")
        if not polygon.valid:
            raise ValidationError("多边形的边互相交叉，请重画，或调整顶点的先后顺序。")
        return stored(polygon, f"手绘范围内（{len(ring)} 个顶点）")

    def _place(self, number, corner):
        place = place_of(corner)
        if place is None:
            raise ValidationError(
                f"第 {number} 个顶点“{corner[:40]}”应为“经度,纬度”，"
                f"经度不超过 ±{MAX_LON}，纬度不超过 ±{MAX_LAT}。"
            )
        return tuple(round(degrees, DIGITS) for degrees in place)


class SurroundingsField(RegionField):
    """`lon,lat,metres`: within so many metres of a place, along the ellipsoid.

    A project's number may follow; it is told and chooses nothing.
    """

    def region_of(self, text):
        rest, _, whose = text.rpartition(",")
        if not re.fullmatch(PROJECT, whose):
            rest, whose = text, ""
        where, _, reach = rest.rpartition(",")
        place = place_of(where)
        if place is None or not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", reach, re.ASCII):
            raise ValidationError(
                f"应为“经度,纬度,米”三个数字，经度不超过 ±{MAX_LON}，纬度不超过 ±{MAX_LAT}。"
            )
        radius_m = float(reach)
        if not NEAREST_M <= radius_m <= FARTHEST_M:
            raise ValidationError(f"半径应在 {NEAREST_M} 米至 {FARTHEST_M // 1000} 公里之间。")
        try:
            ring = geodesic_circle(*place, radius_m)
        except ValueError:
            raise ValidationError("圆的范围越过了 180° 经线或两极。") from None
        where = f"{whose} 中部" if whose else f"选定位置（{place[0]:.4f}, {place[1]:.4f}）"
        said = f"{where}周边 {distance(radius_m)}"
        return stored(GEOSGeometry(memoryview(ring.wkb)), said)
