"""Street networks: a plan of streets and cross streets, bent along a valley.

A plan is in metres along and across the valley; `Valley.place` puts it on the globe.
Pipes of different media lie in the same streets some metres apart, so each medium
shifts the whole plan: its pipes stay joined at their ends.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.functional import cached_property

from gis.geometry import ELLIPSOID

STREET_NAMES = ("临江路", "建设路", "人民路", "团结路", "新华路", "环山路", "学园路", "民主路")
NUMERALS = "一二三四五六七八九十"
#: Metres that a medium's pipes lie off the middle of the street.
OFFSET_M = {"water": 4, "sewage": -2, "rain": 2, "combined": -3, "gas": -5, "heat": 6}
#: Share of street stretches that the hills do not let through.
GAPS = 0.1
#: A town thins out between these distances from its middle (1: the edge of its plan, squared).
EDGE = (0.8, 1.6)
#: Metres that a lane goes on behind the houses.
LANE_M = 45
PRECISION = 8  # decimals of a degree: about a millimetre


@dataclass(frozen=True)
class Stretch:
    """A piece of street between two nodes; `plan` holds metres along and across."""

    start: int
    end: int
    street: str
    plan: np.ndarray
    is_lane: bool = False

    @property
    def length_m(self):
        return float(np.hypot(*np.diff(self.plan, axis=0).T).sum())

    def first(self, metres):
        """The stretch cut off after so many metres."""
        share = metres / self.length_m
        line = shapely.LineString(self.plan)
        cut = shapely.line_interpolate_point(line, share, normalized=True)
        kept = self.plan[: np.searchsorted(self._shares, share)]
        plan = np.vstack([kept, shapely.get_coordinates(cut)])
        return Stretch(self.start, -1, self.street, plan, self.is_lane)

    @property
    def _shares(self):
        steps = np.hypot(*np.diff(self.plan, axis=0).T)
        return np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()


@dataclass(frozen=True)
class Valley:
    """A town's site and the size of its plan."""

    lon: float
    lat: float
    bearing_deg: float
    columns: int
    rows: int
    bend_m: float
    slant_m: float = 25

    def place(self, along, across):
        """Longitudes and latitudes of plan coordinates in metres."""
        turn = np.radians(self.bearing_deg)
        bend = np.sin(along / 420.0 + turn) + np.sin(along / 1130.0)
        slant = np.sin(across / 190.0 + along / 610.0 + turn)
        along, across = along + self.slant_m * slant, across + self.bend_m * bend
        east = along * np.cos(turn) - across * np.sin(turn)
        north = along * np.sin(turn) + across * np.cos(turn)
        lon_m, lat_m = self._degree_m
        return (
            np.round(self.lon + east / lon_m, PRECISION),
            np.round(self.lat + north / lat_m, PRECISION),
        )

    @cached_property
    def _degree_m(self):
        """Metres of a degree of longitude and of latitude at the centre."""
        _, _, lon_m = ELLIPSOID.inv(self.lon - 0.005, self.lat, self.lon + 0.005, self.lat)
        _, _, lat_m = ELLIPSOID.inv(self.lon, self.lat - 0.005, self.lon, self.lat + 0.005)
        return lon_m * 100, lat_m * 100


class Network:
    """The streets of one town. Every second node along a street lies mid-block."""

    def __init__(self, name, valley, rng):
        self.name, self.valley = name, valley
        self.along = self._spread(2 * valley.columns - 1, rng.uniform(60, 105, 2 * valley.columns))
        self.across = self._spread(valley.rows, rng.uniform(85, 160, valley.rows))
        self.stretches = joined([s for s in self._streets() if self._is_built(s, rng)])
        self.streets = [s for s in self.stretches if not s.is_lane]
        self.lanes = [s for s in self.stretches if s.is_lane]
        self.at_node = {}
        for place, stretch in enumerate(self.stretches):
            for node in (stretch.start, stretch.end):
                self.at_node.setdefault(node, []).append(place)

    def _is_built(self, stretch, rng):
        along, across = stretch.plan.mean(axis=0)
        distance = (along / self.along[-1]) ** 2 + (across / self.across[-1]) ** 2
        return distance < rng.uniform(*EDGE) and (stretch.is_lane or rng.random() > GAPS)

    @staticmethod
    def _spread(count, gaps):
        positions = np.cumsum(gaps[:count])
        return positions - positions.mean()

    def _node(self, column, row):
        return row * len(self.along) + column

    def _streets(self):
        lane_nodes = len(self.along) * len(self.across)
        for row in range(len(self.across)):
            for column in range(len(self.along)):
                if column + 1 < len(self.along):
                    yield self._stretch((column, row), (column + 1, row), STREET_NAMES[row])
                if row + 1 < len(self.across):
                    yield self._upwards(column, row, lane_nodes)
                    lane_nodes += 1

    def _upwards(self, column, row, lane_node):
        """A cross street, or mid-block a lane that ends in the yard."""
        if column % 2 == 0:
            return self._stretch((column, row), (column, row + 1), self._cross_name(column))
        x, low, high = self.along[column], self.across[row], self.across[row + 1]
        deep = low + 0.55 * (high - low)
        plan = np.array([(x, low), (x, deep), (x + LANE_M, deep + 4)])
        return Stretch(self._node(column, row), lane_node, f"{STREET_NAMES[row]}支巷", plan, True)

    def _cross_name(self, column):
        tens, units = divmod(column // 2 + 1, 10)
        number = ("", "十", "二十")[tens] + (NUMERALS[units - 1] if units else "")
        return f"{number}街"

    def _stretch(self, start, end, street):
        (c1, r1), (c2, r2) = start, end
        plan = np.linspace(
            (self.along[c1], self.across[r1]), (self.along[c2], self.across[r2]), num=4
        )
        return Stretch(self._node(c1, r1), self._node(c2, r2), street, plan)

    def line(self, plan, medium):
        """Where a medium's pipe along this plan lies on the globe."""
        offset = OFFSET_M[medium]
        return shapely.LineString(np.column_stack(self.valley.place(*(plan + offset).T)))

    def corner(self, rng):
        """A street corner, as a point."""
        return self.spot(*self.streets[rng.integers(len(self.streets))].plan[0])

    def lot(self, rng):
        """Plan coordinates of a building lot, at the end of a lane."""
        along, across = self.lanes[rng.integers(len(self.lanes))].plan[-1]
        return along + rng.uniform(-25, 25), across + rng.uniform(8, 20)

    def spot(self, along, across):
        return shapely.Point(*self.valley.place(np.float64(along), np.float64(across)))

    def house(self, lot, width_m, depth_m):
        """A rectangular footprint around a lot's middle, turned with the street."""
        along, across = lot
        x = along + np.array([-1, 1, 1, -1]) * width_m / 2
        y = across + np.array([-1, -1, 1, 1]) * depth_m / 2
        return shapely.Polygon(np.column_stack(self.valley.place(x, y)))


def joined(stretches):
    """Those of the largest part that hangs together."""
    part_of = {}
    for stretch in stretches:
        parts = [part_of.get(node, {node}) for node in (stretch.start, stretch.end)]
        if parts[0] is not parts[1]:
            whole = parts[0] | parts[1]
            part_of.update(dict.fromkeys(whole, whole))
    largest = max(part_of.values(), key=len)
    return [stretch for stretch in stretches if stretch.start in largest]
