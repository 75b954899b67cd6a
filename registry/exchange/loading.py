"""Checked rows → database by COPY, in one transaction: all of them or nothing."""

from contextlib import closing, contextmanager
from itertools import chain

import pghistory
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone

from registry import workflow
from registry.choices import Door
from registry.exchange import packing
from registry.exchange.ahead import ahead
from registry.exchange.packing import HEADER, TRAILER, rows_of
from registry.exchange.ready import CHANGED, NEW
from registry.models import Asset
from registry.numbering import free_numbers

COPIED = (
    "client_id", "project_id", "kind", "number", "name", "medium", "work", "year_laid",
    "declared_length_m", "attributes", "source_attributes", "location", "outside_confirmed",
    "accuracy", "classification", "batch_id", "source_row", "created_at", "updated_at", "version",
)  # fmt: skip
#: Texts that are never null in the database.
NEVER_NULL = ("number", "name", "medium", "work", "accuracy", "classification")

#: What an update carries besides the columns that it sets.
MATCH = {"id": "bigint", "project_id": "bigint", "version": "integer", "reshaped": "boolean",
         "shape": "geometry", "is_outside": "boolean"}  # fmt: skip
SET = ("number", "name", "medium", "work", "year_laid", "declared_length_m", "attributes",
       "source_attributes", "accuracy", "classification", "source_row")  # fmt: skip
TYPES = {"year_laid": "smallint", "declared_length_m": "numeric(12,2)", "attributes": "jsonb",
         "source_attributes": "jsonb", "source_row": "integer"}  # fmt: skip


#: So many of those that someone has changed are named.
NAMED = 5


class ChangedMeanwhile(Exception):
    """Assets to be updated were changed after the check; `names` are of the first."""

    def __init__(self, count, names):
        self.count, self.names = count, names
        super().__init__(count, names)


@transaction.atomic
def load(batch, projects, ready, progress=None):
    """Write all rows that are wanted; the batch and its projects stand already."""
    progress = progress or (lambda done, total, text="": None)
    with pghistory.context(door=Door.IMPORT, batch=batch.pk), connection.cursor() as cursor:
        # COPY takes this lock anyway, but takes no context along: without a statement before it
        # history would tell of the job and not of the import.
        cursor.execute(f"LOCK TABLE {Asset._meta.db_table} IN ROW EXCLUSIVE MODE")
        changed = update_rows(cursor, batch, projects, ready)
        added = copy_new_rows(cursor, batch, projects, ready, progress)
    batch.rows_added, batch.rows_updated = added, changed


def start(project, user):
    project.save()
    workflow.record(project, by=user, effective_on=timezone.localdate(), note="随文件导入登记")


def copy_new_rows(cursor, batch, projects, ready, progress):
    """One COPY, so that the triggers total each project once."""
    added, total = 0, batch.rows
    rows = asset_rows(ready, batch, [project.pk for project in projects])
    with closing(ahead(rows)) as chunks:
        first = next(chunks, None)
        if first is None:
            return 0
        with copying(cursor, Asset._meta.db_table, COPIED) as copy:
            for count, packed in chain([first], chunks):
                copy.write(packed)
                added += count
                progress(min(added, total), total, "写入")
            progress(total, total, "建立索引和汇总")
    return added


@contextmanager
def copying(cursor, table, columns):
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    sql = f"COPY {table} ({names}) FROM STDIN (FORMAT binary)"
    with connection.wrap_database_errors, cursor.copy(sql) as copy:
        copy.write(HEADER)
        yield copy
        copy.write(TRAILER)


def asset_rows(ready, batch, project_ids):
    """`(rows, their binary form in the order of COPIED)` for each batch of new rows."""
    now, ids = timezone.now(), pa.array(project_ids, pa.int64())
    for part in ready.wanted([NEW]):
        count = len(part)
        columns = stored(part)
        columns |= {
            "client_id": packing.identities(part["client_id"]),
            "project_id": packing.whole(ids.take(part["project"]), 8),
            "kind": packing.text(part["kind"]),
            "location": packing.shape(part["location"]),
            "outside_confirmed": packing.truth(part["outside"]),
            "batch_id": packing.constant(batch.pk.to_bytes(8, "big"), count),
            "created_at": packing.moment(now, count),
            "updated_at": packing.moment(now, count),
            "version": packing.constant((1).to_bytes(4, "big"), count),
        }
        yield count, rows_of([columns[name] for name in COPIED])


def stored(part):
    """Packed columns that the file speaks of, by the names that the database has for them."""
    texts = {name: packing.text(pc.fill_null(part[name], "")) for name in NEVER_NULL}
    return texts | {
        "year_laid": packing.whole(part["year_laid"], 2),
        "declared_length_m": packing.amount(part["declared_length_m"]),
        "attributes": packing.jsonb(part["attributes"]),
        "source_attributes": packing.jsonb(part["source_attributes"]),
        "source_row": packing.whole(part["row"], 4),
    }


def update_rows(cursor, batch, projects, ready):
    """Change what differs, by one statement; refuses if anything was changed since the check."""
    parts = ready.wanted([CHANGED])
    first = next(parts, None)
    if first is None:
        return 0
    ids = pa.array([project.pk for project in projects], pa.int64())
    columns = [f"{name} {kind}" for name, kind in MATCH.items()]
    columns += [f"{name} {TYPES.get(name, 'text')}" for name in SET]
    cursor.execute(f"CREATE TEMP TABLE brought ({', '.join(columns)}) ON COMMIT DROP")
    with copying(cursor, "brought", (*MATCH, *SET)) as copy:
        while first is not None:
            copy.write(changed_rows(first, ids))
            first = next(parts, None)
    return change(cursor, batch)


def changed_rows(part, project_ids):
    columns = stored(part) | {
        "id": packing.whole(part["asset_id"], 8),
        "project_id": packing.whole(project_ids.take(part["project"]), 8),
        "version": packing.whole(part["asset_version"], 4),
        "reshaped": packing.truth(part["reshaped"]),
        "shape": packing.shape(part["location"]),
        "is_outside": packing.truth(part["outside"]),
    }
    return rows_of([columns[name] for name in (*MATCH, *SET)])


def change(cursor, batch):
    cursor.execute(
        "SELECT count(*), count(*) FILTER (WHERE a.version = b.version),"
        " count(*) FILTER (WHERE a.number <> b.number) FROM brought b"
        " LEFT JOIN (SELECT a.id, a.version, a.number FROM registry_asset a"
        " JOIN brought USING (id) ORDER BY a.id FOR UPDATE OF a) a USING (id)"
    )
    wanted, unchanged, renumbered = cursor.fetchone()
    if unchanged < wanted:
        names = "、".join(changed_names(cursor)) + "等" * (wanted - unchanged > NAMED)
        cursor.execute("DROP TABLE brought")
        raise ChangedMeanwhile(wanted - unchanged, names)
    if renumbered:
        free_numbers(cursor, "SELECT id, project_id, number FROM brought")
    sets = ", ".join(f"{name} = b.{name}" for name in SET)
    cursor.execute(
        f"UPDATE registry_asset a SET {sets}, batch_id = %s,"  # noqa: S608 (own names)
        " location = CASE WHEN b.reshaped THEN b.shape ELSE a.location END,"
        " outside_confirmed = CASE WHEN b.reshaped THEN b.is_outside"
        " ELSE a.outside_confirmed END"
        " FROM brought b WHERE a.id = b.id",
        [batch.pk],
    )
    changed = cursor.rowcount
    cursor.execute("DROP TABLE brought")
    return changed


def changed_names(cursor):
    """By row and by what the file calls them: what they are now called may be no longer for the
    person to know.
    """
    cursor.execute(
        "SELECT b.source_row, coalesce(nullif(b.name, ''), b.number) FROM brought b"
        " LEFT JOIN registry_asset a USING (id) WHERE a.version IS DISTINCT FROM b.version"
        " ORDER BY b.source_row LIMIT %s",
        [NAMED],
    )
    return [f"第 {row} 行“{name}”" if name else f"第 {row} 行" for row, name in cursor.fetchall()]
