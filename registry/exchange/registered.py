"""What is registered where the shapes of a file lie.

Only of projects that the person may look at: a hint is an answer too.
"""

import numpy as np
import pyarrow as pa
from django.contrib.gis.db.models.functions import AsWKB
from django.db import connection

from registry.exchange.ready import NEW, SIDES
from registry.exchange.targets import known_projects
from registry.models import Asset

#: Registered assets asked for at once, by their ids.
AT_ONCE = 100_000
#: Up to so many rows of a file the spatial index is asked row by row.
LOOKED_UP = 50_000
#: Boxes of equal shapes differ by less: twice the cell that `same_shape_keys` rounds to.
HAIR_DEG = 2e-7
#: A registered shape as the database packs it: place of kind and medium from 1, box in degrees.
PACKED = np.dtype([("id", ">i8"), ("mark", ">i4"), ("sides", ">f8", 4)])
#: Packed there into one value: to take a million rows over one by one takes three times as long.
PACK = """
    SELECT string_agg(
        int8send(id) || int4send(mark) || float8send(ST_XMin(box)) || float8send(ST_YMin(box))
        || float8send(ST_XMax(box)) || float8send(ST_YMax(box)), '')
    FROM (
        SELECT DISTINCT ON (a.id) a.id,
            array_position(%s::text[], a.kind || '/' || a.medium) AS mark, a.location::box3d AS box
        FROM {source}
        WHERE a.location IS NOT NULL AND a.project_id IN ({visible}) {condition} OFFSET 0
    ) found
    WHERE mark IS NOT NULL
"""
BOXES = ", ".join(["%s::float8[]"] * 8)
LOOKED_UP_IN = f"""
    unnest(%s::text[], {BOXES}) q(kind, ow, os, oe, "on", iw, "is", ie, "in")
    JOIN registry_asset a ON a.kind = q.kind
        AND a.location @ ST_MakeEnvelope(q.ow, q.os, q.oe, q."on", 4490)
        AND a.location ~ ST_MakeEnvelope(q.iw, q."is", q.ie, q."in", 4490)
"""


def registered_shapes(ids):
    found = Asset.objects.filter(pk__in=np.unique(ids).tolist()).annotate(shape=AsWKB("location"))
    return {pk: bytes(shape) for pk, shape in found.order_by().values_list("pk", "shape")}


def names_of(ids):
    """What registered assets are called, with their projects; only of those that are told."""
    if not ids:
        return {}
    found = Asset.objects.filter(pk__in=ids).values_list("pk", "project__number", "name", "number")
    return {pk: (project, name or number or "未编号") for pk, project, name, number in found}


def registered(ready, order, count, names):
    """What may be the same as one of so many rows, as arrays of `PACKED`.

    Only of projects that the person may look at: a hint is an answer too. A few rows are looked
    up one by one in the spatial index; for many it is quicker to go through all there is.
    """
    found = looked_up(ready, order, names) if count <= LOOKED_UP else all_of(order, names)
    return (np.frombuffer(packed, PACKED) for packed in found if packed)


def all_of(order, names):
    """By ranges of ids, which leave the planner nothing to choose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM registry_asset")
        first, last = cursor.fetchone()
    for start in range(first, last + 1, AT_ONCE):
        ends = [start, start + AT_ONCE - 1]
        yield packed(order, names, "registry_asset a", [], "AND a.id BETWEEN %s AND %s", ends)


def looked_up(ready, order, names):
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
        places = [side.tolist() for side in (*outer, *inner)]
        yield packed(order, names, LOOKED_UP_IN, [part["kind"].to_pylist(), *places])


def packed(order, names, source, sources, condition="", conditions=()):
    """Registered shapes of a source, or None; each list has the parameters of its text."""
    visible, rights = projects_of(order).query.sql_with_params()
    sql = PACK.format(source=source, visible=visible, condition=condition)
    with connection.cursor() as cursor:
        cursor.execute(sql, [names, *sources, *rights, *conditions])
        return cursor.fetchone()[0]


def projects_of(order):
    return known_projects(order).order_by().values("pk")
