"""The same thing twice: in one file, or in the file and the register."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from gis.neighbours import Boxes
from gis.sameness import are_near, same_shape_keys
from registry.exchange.ready import NEW, SIDES
from registry.exchange.registered import HAIR_DEG, names_of, registered, registered_shapes

#: Pairs of shapes compared vertex by vertex at once.
COMPARED = 50_000
#: Other shapes in the very same box that each is compared with: more are nowhere but in a file
#: made for that, and would take the square of their number.
CROWD = 50
NO_PAIRS = np.empty((0, 2), np.int64)


def check_duplicates(ready, doubles, progress):
    """Tell `doubles` of shapes of one kind and medium that stand twice; refused rows are none."""
    table = ready.table(["row", "kind", "medium", "shape_key", *SIDES, "state"])
    fresh = pc.and_(pc.not_equal(table["shape_key"], 0), pc.equal(table["state"], NEW))
    table = table.filter(pc.and_(fresh, pc.is_valid(table["kind"])))
    table = table.filter(pc.invert(pc.is_in(table["row"], doubles.refused())))
    if not len(table):
        return
    rows, (names, marks) = table["row"].to_numpy(), marks_of(table)
    near = registered(ready, doubles.order, len(table), names)
    keys = table["shape_key"].to_numpy() ^ marks
    first = among_themselves(rows, keys, doubles)
    sides = np.column_stack([table[side].to_numpy()[first] for side in SIDES])
    del table
    lot = Lot(rows[first], marks[first], keys[first], sides)
    nearly_among_themselves(lot, ready, doubles)
    with_registered(lot, near, ready, doubles, progress)
    if lot.crowded:
        doubles.report.warn(0, "geometry", "boxes_crowded", count=lot.crowded, limit=CROWD)


def marks_of(table):
    """`kind/medium` of all that there are, and for each row the place of its own, from 1."""
    names = pc.binary_join_element_wise(
        table["kind"], pc.fill_null(table["medium"], ""), "/"
    ).dictionary_encode()
    names = names.combine_chunks()
    return names.dictionary.to_pylist(), names.indices.to_numpy().astype(np.int64) + 1


class Lot:
    """Shapes as columns of numbers, and what lies so near that it may be the same."""

    def __init__(self, rows, marks, keys, sides):
        self.rows, self.marks, self.keys, self.sides = rows, marks, keys, sides
        self.boxes = Boxes(sides)
        #: Shapes that not all were compared with which lie in their box.
        self.crowded = 0

    def pairs(self, marks, sides):
        """Places among the asked and among the lot: of one kind and medium, in the same box. In
        portions, all of each that was asked about at once.
        """
        for near in self.boxes.near(sides, HAIR_DEG, most=CROWD):
            self.crowded += near.crowded
            fit = marks[near.asked] == self.marks[near.found]
            yield near.asked[fit], near.found[fit]


class Doubles:
    """Says it once a row, or leaves the row out where that was asked."""

    def __init__(self, order, report):
        self.order, self.report, self.told = order, report, set()
        #: What each row that is left out is the same as: in words, and the row where it is one.
        self.left_out = {}

    def refused(self):
        return pa.array(self.report.refused_rows, pa.int64())

    def tell(self, row, code, what, other=None, **params):
        if row in self.told:
            return
        self.told.add(row)
        if self.order.skip_duplicates:
            self.report.skipped_rows.add(row)
            self.left_out[row] = what, other
        else:
            self.report.warn(row, "geometry", code, other=other, **params)

    def first(self, row):
        """What a row that is left out is the same as may be left out too, for a nearly same one."""
        while self.left_out.get(row, (None, None))[1] is not None:
            row = self.left_out[row][1]
        return row

    def settle(self):
        """After all other checks: what is the same as a row that is refused is refused with it,
        and comes back to be mended instead of being lost.
        """
        for row, (what, nearest) in self.left_out.items():
            other = self.first(nearest)
            if other in self.report.refused_rows:
                self.report.skipped_rows.discard(row)
                self.report.refuse(row, "geometry", "double_of_refused", other=other)
            else:
                self.report.warn(row, "geometry", "duplicate_skipped", what=what)


def among_themselves(rows, keys, doubles):
    """Tell each row whose key stands before it; the places of the others come back."""
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    firsts = first[group]
    for place in np.flatnonzero(firsts != np.arange(len(rows))):
        other = int(rows[firsts[place]])
        doubles.tell(int(rows[place]), "duplicate_in_file", f"第 {other} 行", other)
    return np.sort(first)


def nearly_among_themselves(lot, ready, doubles):
    """Tell the rows that a border of the keys' cells parts from one before them."""
    for pairs in gathered(pairs_among_themselves(lot)):
        for some in portions(pairs):
            shapes = ready.shapes(some)
            for row, other in some[alike(some, shapes, shapes)].tolist():
                # What is told itself may be left out, and stands for no other.
                if other not in doubles.told:
                    doubles.tell(row, "duplicate_in_file", f"第 {other} 行", other)


def pairs_among_themselves(lot):
    """Rows in one box, the later first, in portions that follow each other."""
    for start in range(0, len(lot.rows), COMPARED):
        part = slice(start, start + COMPARED)
        for asked, earlier in lot.pairs(lot.marks[part], lot.sides[part]):
            later = asked + start
            yield lot.rows[np.column_stack([later, earlier])[later > earlier]]


def gathered(pairs):
    """Small portions put together: to fetch the shapes of each goes through the whole file."""
    waiting, count = [], 0
    for some in pairs:
        waiting.append(some)
        count += len(some)
        if count >= COMPARED:
            yield np.concatenate(waiting)
            waiting, count = [], 0
    if waiting:
        yield np.concatenate(waiting)


def with_registered(lot, near, ready, doubles, progress):
    """`near` gives what is registered where the file's shapes lie, in portions."""
    found = NO_PAIRS
    for pairs in gathered(pairs_with_registered(lot, near, progress)):
        found = lowest(np.concatenate([found, *same_shapes(pairs, ready, doubles, progress)]))
    for some in portions(found):
        tell_registered(some, doubles)


def pairs_with_registered(lot, near, progress):
    """What lies in one box and may be the same: rows, ids of what is registered, the rows' keys."""
    for packed in near:
        ids, marks = packed["id"].astype(np.int64), packed["mark"].astype(np.int64)
        for asked, found in lot.pairs(marks, packed["sides"].astype(np.float64)):
            keys = lot.keys[found] ^ lot.marks[found]
            yield np.column_stack([lot.rows[found], ids[asked], keys])
        progress()


def same_shapes(pairs, ready, doubles, progress):
    """Of pairs that may be the same, rows and ids of those of one key or one shape."""
    for some in portions(pairs[~np.isin(pairs[:, 0], list(doubles.told))]):
        pairs, keys = some[:, :2], some[:, 2]
        theirs = registered_shapes(pairs[:, 1])
        shapes = shapely.from_wkb([theirs.get(pk) for pk in pairs[:, 1].tolist()])
        same = same_shape_keys(shapes) == keys
        yield pairs[same]
        rest = pairs[~same]
        yield rest[alike(rest, ready.shapes(rest[:, 0]), theirs)]
        progress()


def lowest(pairs):
    """The first registered of each row."""
    ordered = pairs[np.lexsort(pairs.T[::-1])]
    return ordered[np.unique(ordered[:, 0], return_index=True)[1]]


def tell_registered(pairs, doubles):
    """`pairs` of a row and what is registered."""
    names = names_of(pairs[:, 1].tolist())
    for row, pk in pairs.tolist():
        project, asset = names[pk]
        params = {"project": project, "asset": asset}
        doubles.tell(row, "duplicate_registered", f"项目 {project} 已登记的设施", **params)


def portions(pairs):
    """In the order of the rows, so many that their shapes have room."""
    ordered = pairs[np.lexsort(pairs.T[::-1])]
    return (ordered[at : at + COMPARED] for at in range(0, len(ordered), COMPARED))


def alike(pairs, ours, theirs):
    """Which pairs are one shape, vertex by vertex."""
    sides = zip(pairs.T.tolist(), (ours, theirs), strict=True)
    return are_near(
        *(shapely.from_wkb([shapes.get(at) for at in places]) for places, shapes in sides)
    )
