"""What an update is going to change, told before it is written."""

import json
from collections import Counter
from contextlib import contextmanager

import numpy as np
import shapely

from gis.geometry import METRES_PER_DEGREE

KEPT = "changes.jsonl"
#: So many changed values are listed; all are counted.
LISTED = 200
#: Shapes that lie on each other to a millimetre differ in their order or parts alone.
SAME_PLACE_M = 0.001
#: Every vertex is held against every other: of longer shapes it is not told how far they moved.
MOST_VERTICES = 5_000


class Changes:
    """Kept on disk while rows are checked: which of them will be refused is known only after."""

    def __init__(self, folder):
        self.path, self.sink = folder / KEPT, None

    @contextmanager
    def writing(self):
        with self.path.open("w", encoding="utf-8") as self.sink:
            yield

    def note(self, row, name, changes):
        """`changes` are those of one row: see `differences.ValueChange`."""
        told = [(change.label, change.registered, change.file) for change in changes]
        self.sink.write(json.dumps([row, name, told], ensure_ascii=False) + "\n")

    def told(self, out):
        """The first of them, and in how many rows each field changes; without the rows `out`."""
        listed, fields = [], Counter()
        with self.path.open(encoding="utf-8") as lines:
            for row, name, changes in map(json.loads, lines):
                if row in out:
                    continue
                fields.update(label for label, _, _ in changes)
                for label, registered, ours in changes[: LISTED - len(listed)]:
                    told = {"label": label, "registered": registered, "file": ours}
                    listed.append({"row": row, "name": name, **told})
        return {"listed": listed, "fields": fields.most_common(), "count": fields.total()}


def moves(old, new):
    """How each new shape lies to the old one, in words; both in EPSG:4490."""
    alike = shapely.get_num_coordinates(old) == shapely.get_num_coordinates(new)
    return [move(*each) for each in zip(distances_m(old, new), alike, strict=True)]


def move(metres, is_alike):
    if np.isnan(metres):
        return "上图"
    if metres < SAME_PLACE_M:
        return "位置不变，顶点次序或组成不同"
    if np.isinf(metres):
        return "重画"
    far = f"{metres:,.1f}" if metres >= 1 else f"{metres:.3f}"
    return f"移动 {far} 米" if is_alike else f"重画，最远处相差 {far} 米"


def distances_m(old, new):
    """How far the farthest point of one lies from the other, good to a percent within a city;
    NaN where there was none, infinite where it would take too long to say.
    """
    if not len(new):
        return np.zeros(0)
    north = np.cos(np.radians(np.median(shapely.get_coordinates(new)[:, 1])))
    scale = np.array([METRES_PER_DEGREE * north, METRES_PER_DEGREE])
    flat = [shapely.transform(shapes, lambda places: places * scale) for shapes in (old, new)]
    vertices = np.maximum(*(shapely.get_num_coordinates(shapes) for shapes in flat))
    is_short = vertices <= MOST_VERTICES
    found = np.full(len(new), np.inf)
    found[is_short] = shapely.hausdorff_distance(*(shapes[is_short] for shapes in flat))
    return found
