"""Shapes of a file → shapes as they would be stored, with every fault told."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import shapely

from gis.crs import STORAGE, to_storage
from gis.crs.zones import differing_zones, zone_of
from gis.errors import Remark
from gis.faults import PROBLEMS, faults
from gis.geometry import (
    METRES_PER_DEGREE,
    force_2d,
    geodesic_length_m,
    invalid_reason,
    problems,
    single_part,
)
from gis.mending import MENDS, mend_all
from registry.exchange.messages import SHAPES
from registry.kinds import KINDS

#: Faults that are worth a line although the shape may be stored.
TOLD = ("repeated_vertices", "self_crossing", "tiny")
#: Faults of lines that stand for areas.
CLOSABLE = ("ring_line", "unclosed")
#: Declared and mapped length may differ by as much (domain: 管段).
TOLERANCE = 0.05
#: Within this of a rough measure, no exact one can differ by more than `TOLERANCE`.
SURELY_WITHIN = 0.04


def wanted_shape(kind):
    """Which shape a kind's faults are judged by; None where it allows any."""
    shapes = set(kind.shapes)
    if "LINESTRING" in shapes:
        return None if "POLYGON" in shapes else "line"
    return "polygon" if "POLYGON" in shapes else "point"


@dataclass
class Placed:
    """Shapes of one batch in EPSG:4490; `fit` says which may be stored, None being fit.

    `mended` are the codes of repairs by place, `heights` the first height of each shape.
    """

    shapes: np.ndarray
    fit: np.ndarray
    mended: dict
    heights: np.ndarray


@dataclass
class Placing:
    """Moves, mends and judges shapes, batch by batch."""

    crs: object
    mends: frozenset
    report: object
    dropped_z: int = 0
    seen: Counter = field(default_factory=Counter)

    def place(self, batch, kinds):
        """`kinds` are codes by place, None where a row has none."""
        found = batch.geometries
        self.dropped_z += int(shapely.has_z(found).sum())
        moved = single_part(self._moved(found))
        placed = Placed(moved, np.ones(len(moved), dtype=bool), {}, first_heights(found))
        for code in dict.fromkeys(kinds):
            self._judge(batch, placed, np.flatnonzero(kinds == code), code)
        return placed

    def _moved(self, shapes):
        """In storage coordinates; copying a million shapes for nothing takes seconds."""
        flat = force_2d(shapes) if shapely.has_z(shapes).any() else shapes.copy()
        return flat if self.crs == STORAGE else to_storage(flat, self.crs)

    def _judge(self, batch, placed, places, code):
        kind = KINDS.get(code)
        wanted = kind and wanted_shape(kind)
        shapes = placed.shapes[places]
        flags = faults(shapes, wanted=wanted)
        self.seen.update({name: int(flag.sum()) for name, flag in flags.items()})
        chosen = [name for name in self.mends if name in MENDS and flags[name].any()]
        if chosen:
            shapes, done = mend_all(shapes, chosen, wanted=wanted)
            placed.shapes[places] = shapes
            flags = faults(shapes, wanted=wanted)
            self._tell_mends(batch, placed, places, done)
        self._tell_faults(batch, placed, places, flags)
        if kind:
            self._check_kind(batch, placed, places, kind, flags)

    def _tell_mends(self, batch, placed, places, done):
        for mended in done:
            place = int(places[mended.place])
            placed.mended.setdefault(place, []).append(mended.code)
            self.report.warn(int(batch.rows[place]), "geometry", "mended", fault=mended.code)
        self.report.rows_mended += len({mended.place for mended in done})

    def _tell_faults(self, batch, placed, places, flags):
        codes = np.full(len(places), None, dtype=object)
        for code in PROBLEMS:
            codes[flags[code]] = code
        here = placed.shapes[places]
        before = problems(batch.geometries[places][codes == "not_finite"])
        # What was a number before and is none now lies outside the projection.
        codes[np.flatnonzero(codes == "not_finite")[before != "not_finite"]] = "out_of_range"
        zones = differing_zones(batch.geometries[places], self.crs)
        codes[zones != -1] = "zone_differs"
        codes[codes == "null"] = None
        codes[batch.undecodable[places]] = "unreadable_geometry"
        for spot in np.flatnonzero(codes != None):  # noqa: E711 (element by element)
            code, row = codes[spot], int(batch.rows[places[spot]])
            params = invalid_reason(here[spot]) if code == "invalid" else {}
            if code == "zone_differs":
                code, params = self._zones(int(zones[spot]))
            self.report.reject(Remark(row, "geometry", code, params))
            placed.fit[places[spot]] = False
        for code in TOLD:
            for spot in np.flatnonzero(flags[code] & (codes == None)):  # noqa: E711
                self.report.warn(int(batch.rows[places[spot]]), "geometry", code)

    def _zones(self, zone):
        """In which way a zone number is not the system's."""
        wanted = zone_of(self.crs)
        code = "zone_missing" if not zone else "zone_differs" if wanted else "zone_unwanted"
        return code, {"zone": zone, "wanted": wanted}

    def _check_kind(self, batch, placed, places, kind, flags):
        """Refuse shapes that are not the kind's; those refused before have been reported."""
        types = np.array([*SHAPES, None], dtype=object)[TYPE_PLACES[type_ids(placed, places)]]
        wrong = placed.fit[places] & (types != None) & ~np.isin(types, kind.shapes)  # noqa: E711
        for spot in np.flatnonzero(wrong):
            params = {
                "kind": kind.label,
                "wanted": [SHAPES[shape] for shape in kind.shapes],
                "found": SHAPES[types[spot]],
            }
            # A drawing has its outlines as lines: what may be made of them is said.
            fault = next((code for code in CLOSABLE if flags[code][spot]), None)
            code = "line_for_area" if fault else "wrong_shape"
            params |= {"fault": fault} if fault else {}
            self.report.refuse(int(batch.rows[places[spot]]), "geometry", code, **params)
        placed.fit[places[wrong]] = False

    def finish(self, elevated):
        """Tell of the rows with heights but those of which one was kept, which has been told."""
        if dropped := self.dropped_z - elevated:
            self.report.remark(Remark(0, "geometry", "z_dropped", {"count": dropped}))


#: Where shapely's number of a type stands among `SHAPES`; a ring is a line, a collection none.
TYPE_PLACES = np.array([0, 1, 1, 2, 3, 4, 5, 6, 6])


def type_ids(placed, places):
    return shapely.get_type_id(placed.shapes[places])


def first_heights(shapes):
    """The height of each shape's first vertex; NaN without one, or where all are zero."""
    heights = np.full(len(shapes), np.nan)
    with_z = np.flatnonzero(shapely.has_z(shapes))
    points, owners = shapely.get_coordinates(shapes[with_z], include_z=True, return_index=True)
    if len(points) and np.any(np.nan_to_num(points[:, 2])):
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        heights[with_z[owners[first]]] = points[first, 2]
    return heights


def rough_length_m(shapes):
    """Lengths good to one per cent, at a tenth of the cost of exact ones; 0 for other shapes."""
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    lengths = np.zeros(len(shapes))
    if len(points) > 1:
        steps = np.diff(points, axis=0)
        steps[:, 0] *= np.cos(np.radians(points[1:, 1]))
        metres = np.hypot(steps[:, 0], steps[:, 1]) * METRES_PER_DEGREE
        metres[np.diff(owners) != 0] = 0
        np.add.at(lengths, owners[1:], metres)
    return lengths


def differing_lengths(shapes, declared):
    """`(places, declared, mapped)` of lines whose declared length is not what the map shows."""
    lines = (shapely.get_type_id(shapes) == 1) | (shapely.get_type_id(shapes) == 5)
    asked = np.flatnonzero(lines & np.isfinite(declared))
    single = shapely.get_type_id(shapes[asked]) == 1
    rough = rough_length_m(shapes[asked])
    doubtful = asked[
        ~single | (np.abs(declared[asked] - rough) > SURELY_WITHIN * rough) | (rough == 0)
    ]
    mapped = geodesic_length_m(shapes[doubtful])
    off = (mapped > 0) & (np.abs(declared[doubtful] - mapped) > TOLERANCE * mapped)
    return doubtful[off], declared[doubtful[off]], mapped[off]
