"""The same thing twice: in one file, or in the file and the register."""

from contextlib import closing
from functools import cache, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import connection

from gis.sameness import same_shape_keys
from registry.exchange.ready import NEW
from registry.exchange.targets import known_projects
from registry.models import Asset

#: Registered shapes compared at once: as many as stay in the cache of the processor.
AT_ONCE = 5_000
#: Up to so many rows of a file the spatial index is asked row by row.
LOOKED_UP = 50_000
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
    table = ready.table(["row", "kind", "medium", "shape_key", "state"])
    fresh = pc.and_(pc.not_equal(table["shape_key"], 0), pc.equal(table["state"], NEW))
    table = table.filter(pc.and_(fresh, pc.is_valid(table["kind"])))
    table = table.filter(pc.invert(pc.is_in(table["row"], doubles.refused())))
    if not len(table):
        return
    rows = table["row"].to_numpy()
    keys = mixed_keys(table)
    among_themselves(rows, keys, doubles)
    kinds = pc.unique(table["kind"]).to_pylist()
    near = registered(ready, doubles.order, len(rows), kinds)
    with_registered(rows, keys, near, doubles, progress)


def mixed_keys(table):
    """One number for shape, kind and medium together."""
    kinds = pc.binary_join_element_wise(
        table["kind"], pc.fill_null(table["medium"], ""), "/"
    ).dictionary_encode()
    names = kinds.combine_chunks()
    words = [mark_of(*name.split("/")) for name in names.dictionary.to_pylist()]
    marks = np.array(words, dtype=np.int64)[names.indices.to_numpy()]
    return table["shape_key"].to_numpy() ^ marks


@cache
def mark_of(kind, medium):
    """Stable between runs, unlike `hash`."""
    return int.from_bytes(f"{kind}/{medium}".encode()[-8:].rjust(8, b"\0"), "big") & (2**63 - 1)


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

    def settle(self):
        """After all other checks: what is the same as a row that is refused is refused with it,
        and comes back to be mended instead of being lost.
        """
        for row, (what, other) in self.left_out.items():
            if other in self.report.refused_rows:
                self.report.skipped_rows.discard(row)
                self.report.refuse(row, "geometry", "double_of_refused", other=other)
            else:
                self.report.warn(row, "geometry", "duplicate_skipped", what=what)


def among_themselves(rows, keys, doubles):
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1]) + 1
    first = None
    for place in same:
        if first is None or keys[order[place]] != keys[order[first]]:
            first = place - 1
        row, other = int(rows[order[place]]), int(rows[order[first]])
        doubles.tell(row, "duplicate_in_file", f"第 {other} 行", other)


def with_registered(rows, keys, near, doubles, progress):
    """`near` gives what is registered where the file's shapes lie, in chunks."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    for chunk in near:
        ids, kinds, media, shapes = zip(*chunk, strict=True)
        marks = np.fromiter(map(mark_of, kinds, media), np.int64, len(chunk))
        wanted = same_shape_keys(shapely.from_wkb(shapes)) ^ marks
        spots = np.searchsorted(ordered, wanted).clip(max=len(ordered) - 1)
        same = np.flatnonzero(ordered[spots] == wanted)
        names = names_of([ids[place] for place in same])
        for place in same:
            project, asset = names[ids[place]]
            row = int(rows[order[spots[place]]])
            params = {"project": project, "asset": asset}
            doubles.tell(row, "duplicate_registered", f"项目 {project} 已登记的设施", **params)
        progress()


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
    for batch in ready.batches(["kind", "location", "shape_key", "state"]):
        chosen = (batch["shape_key"].to_numpy() != 0) & (batch["state"].to_numpy() == NEW)
        if not chosen.any():
            continue
        part = batch.filter(pa.array(chosen))
        boxes = shapely.bounds(shapely.from_wkb(part["location"].to_numpy(zero_copy_only=False))).T
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
