"""The same thing twice: in one file, or in the file and the register."""

from contextlib import closing
from functools import cache, partial
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import connection

from gis.neighbours import Boxes
from gis.sameness import are_near, same_shape_keys
from registry.exchange.ready import NEW, SIDES
from registry.exchange.targets import known_projects
from registry.models import Asset

#: Registered shapes compared at once: as many as stay in the cache of the processor.
AT_ONCE = 5_000
#: Up to so many rows of a file the spatial index is asked row by row.
LOOKED_UP = 50_000
#: Pairs of shapes compared vertex by vertex at once.
COMPARED = 50_000
#: Other shapes in the very same box that each is compared with: more are nowhere but in a file
#: made for that, and would take the square of their number.
CROWD = 50
NO_PAIRS = np.empty((0, 2), np.int64)
#: Boxes of equal shapes differ by less: twice the cell that `same_shape_keys` rounds to.
HAIR_DEG = 2e-7
BOXES = ", ".join(["%s::float8[]"] * 8)
LOOK_UP = """
    SELECT a.id, a.kind, a.medium, ST_AsBinary(a.location)
    FROM unnest(%s::text[], {boxes}) q(kind, ow, os, oe, "on", iw, "is", ie, "in")
    JOIN registry_asset a ON a.kind = q.kind
        AND a.location @ ST_MakeEnvelope(q.ow, q.os, q.oe, q."on", 4490)
        AND a.location ~ ST_MakeEnvelope(q.iw, q."is", q.ie, q."in", 4490)
    WHERE a.project_id IN ({visible})
"""


def check_duplicates(ready, doubles, progress):
    """Tell `doubles` of shapes of one kind and medium that stand twice; refused rows are none."""
    table = ready.table(["row", "kind", "medium", "shape_key", *SIDES, "state"])
    fresh = pc.and_(pc.not_equal(table["shape_key"], 0), pc.equal(table["state"], NEW))
    table = table.filter(pc.and_(fresh, pc.is_valid(table["kind"])))
    table = table.filter(pc.invert(pc.is_in(table["row"], doubles.refused())))
    if not len(table):
        return
    kinds = pc.unique(table["kind"]).to_pylist()
    near = registered(ready, doubles.order, len(table), kinds)
    rows, marks = table["row"].to_numpy(), marks_of(table)
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
    """A number for kind and medium."""
    kinds = pc.binary_join_element_wise(
        table["kind"], pc.fill_null(table["medium"], ""), "/"
    ).dictionary_encode()
    names = kinds.combine_chunks()
    words = [mark_of(*name.split("/")) for name in names.dictionary.to_pylist()]
    return np.array(words, dtype=np.int64)[names.indices.to_numpy()]


@cache
def mark_of(kind, medium):
    """Stable between runs, unlike `hash`."""
    digest = blake2b(f"{kind}/{medium}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


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
    waiting, count = [NO_PAIRS], 0
    for some in pairs:
        waiting.append(some)
        count += len(some)
        if count >= COMPARED:
            yield np.concatenate(waiting)
            waiting, count = [NO_PAIRS], 0
    yield np.concatenate(waiting)


def with_registered(lot, near, ready, doubles, progress):
    """`near` gives what is registered where the file's shapes lie, in chunks."""
    found = NO_PAIRS
    for pairs in gathered(pairs_with_registered(lot, near, doubles, progress)):
        found = lowest(np.concatenate([found, *same_shapes(pairs, ready, doubles, progress)]))
    for some in portions(found):
        tell_registered(some, doubles)


def pairs_with_registered(lot, near, doubles, progress):
    """Those of one key are told; the others in one box may be the same, and come back."""
    for chunk in near:
        ids, kinds, media, shapes = zip(*chunk, strict=True)
        marks = np.fromiter(map(mark_of, kinds, media), np.int64, len(chunk))
        geometries = shapely.from_wkb(shapes)
        ids = np.array(ids, np.int64)
        for asked, found in lot.pairs(marks, shapely.bounds(geometries)):
            pairs = np.column_stack([lot.rows[found], ids[asked]])
            same = (same_shape_keys(geometries[asked]) ^ marks[asked]) == lot.keys[found]
            tell_registered(pairs[same], doubles)
            yield pairs[~same]
        progress()


def same_shapes(pairs, ready, doubles, progress):
    """Of pairs of a row and what is registered, those of one shape."""
    for some in portions(pairs[~np.isin(pairs[:, 0], list(doubles.told))]):
        yield some[alike(some, ready.shapes(some[:, 0]), registered_shapes(some[:, 1]))]
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


def registered_shapes(ids):
    found = Asset.objects.filter(pk__in=np.unique(ids).tolist()).annotate(shape=AsWKB("location"))
    return {pk: bytes(shape) for pk, shape in found.order_by().values_list("pk", "shape")}


def names_of(ids):
    """What registered assets are called, with their projects; only of those that are told."""
    if not ids:
        return {}
    found = Asset.objects.filter(pk__in=ids).values_list("pk", "project__number", "name", "number")
    return {pk: (project, name or number or "未编号") for pk, project, name, number in found}


def registered(ready, order, count, kinds):
    """What may be the same as one of so many rows, as `(id, kind, medium, shape)` in chunks.

    Only of projects that the person may look at: a hint is an answer too. A few rows are looked
    up one by one in the spatial index; for many it is quicker to go through all there is.
    """
    if count <= LOOKED_UP:
        return looked_up(ready, order)
    facts = Asset.objects.filter(
        project__in=projects_of(order), kind__in=kinds, location__isnull=False
    )
    facts = facts.annotate(shape=AsWKB("location")).order_by()
    return all_of(facts.values_list("pk", "kind", "medium", "shape"))


def all_of(facts):
    """As the driver gives them: a million pass by here."""
    sql, params = facts.query.sql_with_params()
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(sql, params)
        yield from chunks(cursor)


def looked_up(ready, order):
    visible, params = projects_of(order).query.sql_with_params()
    sql = LOOK_UP.format(boxes=BOXES, visible=visible)
    for batch in ready.batches(["kind", "shape_key", *SIDES, "state"]):
        chosen = (batch["shape_key"].to_numpy() != 0) & (batch["state"].to_numpy() == NEW)
        if not chosen.any():
            continue
        # Each box once: what lies there comes back once.
        part = pa.table(batch.filter(pa.array(chosen))).group_by(["kind", *SIDES]).aggregate([])
        boxes = np.array([part[side].to_numpy() for side in SIDES])
        middle = (boxes[:2] + boxes[2:]) / 2
        outer = [*(boxes[:2] - HAIR_DEG), *(boxes[2:] + HAIR_DEG)]
        inner = [
            *np.minimum(boxes[:2] + HAIR_DEG, middle),
            *np.maximum(boxes[2:] - HAIR_DEG, middle),
        ]
        with connection.cursor() as cursor:
            places = [side.tolist() for side in (*outer, *inner)]
            cursor.execute(sql, [part["kind"].to_pylist(), *places, *params])
            yield from chunks(cursor)


def projects_of(order):
    return known_projects(order).order_by().values("pk")


def chunks(cursor):
    """Lists of at most `AT_ONCE` rows."""
    return iter(partial(cursor.fetchmany, AT_ONCE), [])
