"""Laying pipes: connected stretches of street, never twice for one medium."""

from collections import deque
from dataclasses import dataclass

import shapely

from gis.geometry import geodesic_length_m
from registry.seed.streets import Network

#: Metres short of the wanted length at which digging stops.
TOLERANCE_M = 0.2
#: The plan is bent, so metres on it are corrected so often to be metres on the globe.
CORRECTIONS = 6


@dataclass(frozen=True)
class Segment:
    """One pipe segment as laid."""

    line: shapely.LineString
    length_m: float
    street: str
    ends: tuple[str | None, str | None]


class Streets:
    """The networks of all towns, and what has been dug up in them."""

    def __init__(self, towns, rng):
        self.networks = {name: Network(name, valley, rng) for name, valley in towns.items()}
        self.dug = set()

    def dig(self, town, medium, metres, rng, lanes=False):
        """Connected segments of `metres` in all, fewer where the town has no more street."""
        network = self.networks[town]
        segments, left = [], metres
        for place in self._spread(network, medium, rng, lanes):
            self.dug.add((town, medium, place))
            segments.append(self._lay(network, network.stretches[place], medium, left))
            left -= segments[-1].length_m
            if left < TOLERANCE_M:
                break
        return segments

    def _lay(self, network, stretch, medium, longest_m):
        """The whole stretch, or its first so many metres on the globe."""
        metres = stretch.length_m
        laid = stretch
        for _ in range(CORRECTIONS):
            length_m = measure(network.line(laid.plan, medium))
            if length_m <= longest_m + TOLERANCE_M:
                break
            metres *= longest_m / length_m
            laid = stretch.first(metres)
        line = network.line(laid.plan, medium)
        ends = [f"{network.name}-{node}" if node >= 0 else None for node in (laid.start, laid.end)]
        return Segment(line, measure(line), laid.street, tuple(ends))

    def _spread(self, network, medium, rng, lanes):
        """Undug stretches, outwards from a random one; then from another, till none is left."""
        free = self._free(network, medium, lanes)
        for first in rng.permutation(sorted(free)).tolist():
            queue = deque({first} & free)
            free.discard(first)
            while queue:
                place = queue.popleft()
                yield place
                beyond = sorted(free & self._neighbours(network, place))
                free.difference_update(beyond)
                queue.extend(beyond)

    def _free(self, network, medium, lanes):
        """Stretches without the medium so far; lanes only off streets that have it."""
        dug = {place for town, of, place in self.dug if (town, of) == (network.name, medium)}
        return {
            place
            for place, stretch in enumerate(network.stretches)
            if stretch.is_lane == lanes
            and place not in dug
            and (not lanes or dug & self._neighbours(network, place))
        }

    @staticmethod
    def _neighbours(network, place):
        stretch = network.stretches[place]
        return {*network.at_node[stretch.start], *network.at_node[stretch.end]}


def measure(line):
    return float(geodesic_length_m([line])[0])
