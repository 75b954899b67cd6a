"""A look at all shapes of a staged file before anything is decided."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import shapely

from gis.crs import to_storage
from gis.crs.zones import differing_zones
from gis.faults import faults
from gis.geometry import force_2d, problems
from gis.mending import MENDS, mend
from registry.exchange.messages import FAULTS, SHAPES
from registry.exchange.outcome import TITLES
from registry.exchange.placing import TYPE_PLACES, wanted_shape

#: Shapes on the preview, and vertices of the sample that the system is deduced from.
PREVIEWED, SAMPLED = 500, 2000
#: Rows named of each fault, and of these so many with their repair.
NAMED, SHOWN = 50, 3
#: Ten metres: finer is not seen on the preview.
COARSE_DEG = 1e-4


def sample_of(staged):
    """Some shapes from all over the file, in its own numbers."""
    found = []
    batches = max(1, -(-staged.row_count // 20_000))
    for batch in staged.batches():
        places = np.linspace(0, len(batch.rows) - 1, max(20, SAMPLED // batches)).astype(int)
        shapes = batch.geometries[np.unique(places)]
        found.append(shapes[~shapely.is_missing(shapes)])
    return np.concatenate(found) if found else np.array([], dtype=object)


@dataclass
class Survey:
    """Shapes by type, faults by code with rows and repairs, extent and a coarse preview."""

    crs: object
    kind: object = None
    types: Counter = field(default_factory=Counter)
    counts: Counter = field(default_factory=Counter)
    rows: dict = field(default_factory=lambda: defaultdict(list))
    repairs: dict = field(default_factory=lambda: defaultdict(list))
    unmapped: int = 0
    undecodable: int = 0
    #: Rows whose shape is written in cells that cannot be read, by code.
    unread: dict = field(default_factory=dict)
    bounds: list | None = None
    preview: list = field(default_factory=list)

    def look(self, batch, share):
        shapes = batch.geometries
        present = ~shapely.is_missing(shapes)
        self.unmapped += int((~present & ~batch.undecodable).sum())
        self.undecodable += int(batch.undecodable.sum())
        names = np.array([*SHAPES, "OTHER"], dtype=object)
        kinds = names[TYPE_PLACES[shapely.get_type_id(shapes[present])]]
        self.types.update(kinds.tolist())
        if self.crs is None:
            return
        wanted = wanted_shape(self.kind) if self.kind else None
        moved = to_storage(force_2d(shapes), self.crs)
        # Faults are judged where a shape comes to lie; heights are gone by then.
        flags = faults(moved, wanted=wanted)
        flags |= {"has_z": shapely.has_z(shapes), "has_m": shapely.has_m(shapes)}
        lost = flags["out_of_range"] | flags["not_finite"]
        if flags["not_finite"].any():
            # What was a number before and is none now lies outside the projection.
            flags["not_finite"] &= problems(shapes) == "not_finite"
        flags["zone_differs"] = differing_zones(shapes, self.crs) != -1
        flags["out_of_range"] = lost & ~flags["not_finite"] & ~flags["zone_differs"]
        self._note(batch, moved, flags, wanted)
        self._picture(moved[present & ~lost & ~flags["zone_differs"]], share)

    def _note(self, batch, moved, flags, wanted):
        for code, flag in flags.items():
            places = np.flatnonzero(flag)
            if code in ("null", "has_z", "has_m") and not len(places):
                continue
            self.counts[code] += len(places)
            room = NAMED - len(self.rows[code])
            self.rows[code] += batch.rows[places[:room]].tolist() if room > 0 else []
            if code in MENDS and code not in ("has_z", "has_m"):
                self._show_repairs(batch, moved, places, code, wanted)

    def _show_repairs(self, batch, moved, places, code, wanted):
        for place in places[: SHOWN - len(self.repairs[code])]:
            done = mend(moved[place], code, wanted=wanted)
            if done:
                self.repairs[code].append(
                    {
                        "row": int(batch.rows[place]),
                        "before": shapely.to_geojson(done.before),
                        "after": shapely.to_geojson(done.after),
                        **done.params,
                    }
                )

    def _picture(self, shapes, share):
        if not len(shapes):
            return
        own = shapely.total_bounds(shapes)
        if np.isfinite(own).all():
            old = self.bounds or own
            low, high = np.minimum(old, own), np.maximum(old, own)
            self.bounds = [*low[:2].tolist(), *high[2:].tolist()]
        places = np.unique(np.linspace(0, len(shapes) - 1, share).astype(int))
        coarse = shapely.simplify(shapes[places], COARSE_DEG)
        room = PREVIEWED - len(self.preview)
        kept = [shape for shape in coarse if not shape.is_empty][: max(room, 0)]
        self.preview += shapely.to_geojson(np.array(kept, dtype=object)).tolist() if kept else []

    def told(self):
        """What the page shows."""
        return {
            "types": [{"type": SHAPES.get(n, "混合"), "count": c} for n, c in self.types.items()],
            # Only a place tells what is wrong with a shape.
            "waits": self.crs is None,
            "unmapped": self.unmapped - len(set(chain(*self.unread.values()))),
            "undecodable": self.undecodable,
            "faults": [
                *(self._fault(code, len(rows), rows[:NAMED]) for code, rows in self.unread.items()),
                *(
                    self._fault(code, count, self.rows[code])
                    for code, count in self.counts.items()
                    if count and code != "null"
                ),
            ],
        }

    def _fault(self, code, count, rows):
        return {
            "code": code,
            "label": FAULTS.get(code) or TITLES.get(code, code),
            "count": count,
            "rows": rows,
            "mendable": code in MENDS and bool(self.repairs[code]),
            "examples": self.repairs[code],
        }


def unread(staged):
    """Numbers of the rows whose shape the reader could not make out, by the code of the reason."""
    rows = defaultdict(dict)
    for remark in staged.rejects:
        if remark.field == "geometry":
            rows[remark.code][remark.row] = True
    return {code: list(found) for code, found in rows.items()}


def survey(staged, crs, kind, progress):
    """Look at every shape; `crs` None leaves out what only a place can tell."""
    found, done = Survey(crs, kind, unread=unread(staged)), 0
    batches = max(1, -(-staged.row_count // 20_000))
    share = max(1, PREVIEWED // batches)
    for batch in staged.batches():
        found.look(batch, share)
        done += len(batch.rows)
        progress(done, staged.row_count, "诊断图形")
    return found
