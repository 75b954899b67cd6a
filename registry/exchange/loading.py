"""Checked rows → database by COPY, in one transaction: all of them or nothing."""

from binascii import hexlify
from datetime import date
from io import BytesIO
from secrets import token_bytes

import numpy as np
import pghistory
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection, transaction
from django.utils import timezone

from registry import workflow
from registry.exchange.ready import CHANGED, NEW
from registry.models import Asset

COPIED = (
    "client_id", "project_id", "kind", "number", "name", "medium", "work", "year_laid",
    "declared_length_m", "attributes", "source_attributes", "location", "outside_confirmed",
    "accuracy", "classification", "batch_id", "source_row", "created_at", "updated_at", "version",
)  # fmt: skip
#: In hexadecimal: the flag of a system's number in a little-endian WKB, and 4490.
SRID_MARK = "20" + (4490).to_bytes(4, "little").hex()
#: Texts that are never null in the database.
NEVER_NULL = ("number", "name", "medium", "work", "accuracy", "classification")

#: What an update carries besides the columns that it sets.
MATCH = {"id": "bigint", "version": "integer", "reshaped": "boolean", "shape": "geometry",
         "is_outside": "boolean"}  # fmt: skip
SET = ("number", "name", "medium", "work", "year_laid", "declared_length_m", "attributes",
       "source_attributes", "accuracy", "classification", "source_row")  # fmt: skip
TYPES = {"year_laid": "smallint", "declared_length_m": "numeric(12,2)", "attributes": "jsonb",
         "source_attributes": "jsonb", "source_row": "integer"}  # fmt: skip


class ChangedMeanwhile(Exception):
    """Assets to be updated were changed after the check."""

    def __init__(self, count):
        self.count = count
        super().__init__(count)


@transaction.atomic
def load(batch, projects, ready, progress=None):
    """Write all rows that are wanted; the batch and its projects stand already.

    Something has to have been written through the ORM before, or history would not know who
    brings the rows.
    """
    progress = progress or (lambda done, total, text="": None)
    with pghistory.context(batch=batch.pk), connection.cursor() as cursor:
        # Checked with each row instead of being kept in a queue of millions until the end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        changed = update_rows(cursor, batch, ready)
        added = copy_new_rows(cursor, batch, projects, ready, progress)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    batch.rows_added, batch.rows_updated = added, changed


def start(project, user):
    project.save()
    workflow.record(project, by=user, effective_on=date.today(), note="随文件导入登记")


def copy_new_rows(cursor, batch, projects, ready, progress):
    """One COPY, so that the triggers total each project once."""
    chunks = asset_rows(ready, batch, [project.pk for project in projects])
    first = next(chunks, None)
    if first is None:
        return 0
    names = ", ".join(connection.ops.quote_name(column) for column in COPIED)
    added, total = 0, batch.rows
    with (
        connection.wrap_database_errors,
        cursor.copy(f"COPY {Asset._meta.db_table} ({names}) FROM STDIN (FORMAT csv)") as copy,
    ):
        while first is not None:
            count, text = first
            copy.write(text)
            added += count
            progress(min(added, total), total, "写入")
            first = next(chunks, None)
        progress(total, total, "建立索引和汇总")
    return added


def asset_rows(ready, batch, project_ids):
    """`(rows, CSV in the order of COPIED)` for each batch of new rows."""
    now = timezone.now().isoformat()
    ids = pa.array(project_ids, pa.int64())
    for part in ready.wanted([NEW]):
        count = len(part)
        columns = {name: part.column(name) for name in part.schema.names}
        columns |= {name: pc.fill_null(columns[name], "") for name in NEVER_NULL}
        columns |= {
            "client_id": identities(columns["client_id"]),
            "project_id": ids.take(columns["project"]),
            "location": as_ewkb(columns["location"]),
            "outside_confirmed": columns["outside"],
            "batch_id": pa.repeat(pa.scalar(batch.pk, pa.int64()), count),
            "source_row": columns["row"],
            "created_at": pa.repeat(now, count),
            "updated_at": pa.repeat(now, count),
            "version": pa.repeat(pa.scalar(1, pa.int32()), count),
        }
        yield count, as_csv([columns[name] for name in COPIED])


def as_csv(columns):
    """Text for COPY: texts stand in quotes, so that an empty one is not taken for null."""
    names = [str(place) for place in range(len(columns))]
    batch = pa.record_batch(columns, names=names)
    target = BytesIO()
    pcsv.write_csv(batch, target, pcsv.WriteOptions(include_header=False))
    return target.getbuffer()


def as_ewkb(wkb):
    """Hexadecimal WKB with the storage system's number, as PostGIS reads it."""
    texts = as_hex(wkb)
    # Byte order and type (8 digits of 10: the last byte has the flag), the number, the rest.
    head, rest = pc.utf8_slice_codeunits(texts, 0, 8), pc.utf8_slice_codeunits(texts, 10)
    nothing = pa.scalar("", pa.large_string())
    return pc.binary_join_element_wise(head, pa.scalar(SRID_MARK, pa.large_string()), rest, nothing)


def as_hex(binary):
    """Hexadecimal text of binary values, without a Python object for each."""
    binary = pa.concat_arrays([binary])  # offsets from zero
    _, offsets, data = binary.buffers()
    start = binary.offset
    places = np.frombuffer(offsets, np.int32)[start : start + len(binary) + 1]
    text = hexlify(memoryview(data)[places[0] : places[-1]]) if data else b""
    doubled = pa.py_buffer(((places - places[0]).astype(np.int64) * 2).tobytes())
    validity = pa.array(pc.is_valid(binary)) if binary.null_count else None
    array = pa.LargeStringArray.from_buffers(len(binary), doubled, pa.py_buffer(text))
    return (
        pc.if_else(validity, array, pa.scalar(None, pa.large_string()))
        if validity is not None
        else array
    )


def identities(given):
    """A new identity for each row; one that an update's file brings is kept."""
    digits = uuid_digits(len(given))
    made = pa.array([digits[n : n + 32] for n in range(0, len(digits), 32)], pa.string())
    return pc.coalesce(given, made) if given.null_count < len(given) else made


def uuid_digits(count):
    """So many random identities (version 4) in one text."""
    raw = np.frombuffer(bytearray(token_bytes(16 * count)), np.uint8).reshape(-1, 16)
    raw[:, 6] = raw[:, 6] & 0x0F | 0x40
    raw[:, 8] = raw[:, 8] & 0x3F | 0x80
    return raw.tobytes().hex()


def update_rows(cursor, batch, ready):
    """Change what differs, by one statement; refuses if anything was changed since the check."""
    parts = ready.wanted([CHANGED])
    first = next(parts, None)
    if first is None:
        return 0
    columns = [f"{name} {kind}" for name, kind in MATCH.items()]
    columns += [f"{name} {TYPES.get(name, 'text')}" for name in SET]
    cursor.execute(f"CREATE TEMP TABLE brought ({', '.join(columns)}) ON COMMIT DROP")
    names = ", ".join((*MATCH, *SET))
    with (
        connection.wrap_database_errors,
        cursor.copy(f"COPY brought ({names}) FROM STDIN (FORMAT csv)") as copy,
    ):
        while first is not None:
            copy.write(update_csv(first))
            first = next(parts, None)
    return change(cursor, batch)


def update_csv(part):
    columns = {name: part.column(name) for name in part.schema.names}
    columns |= {name: pc.fill_null(columns[name], "") for name in NEVER_NULL}
    columns["source_row"] = columns["row"]
    match = (
        columns["asset_id"],
        columns["asset_version"],
        columns["reshaped"],
        as_ewkb(columns["location"]),
        columns["outside"],
    )
    return as_csv([*match, *(columns[name] for name in SET)])


def change(cursor, batch):
    cursor.execute(
        "SELECT count(*), count(*) FILTER (WHERE a.version = b.version) FROM brought b"
        " LEFT JOIN (SELECT a.id, a.version FROM registry_asset a JOIN brought USING (id)"
        " ORDER BY a.id FOR UPDATE OF a) a USING (id)"
    )
    wanted, unchanged = cursor.fetchone()
    if unchanged < wanted:
        cursor.execute("DROP TABLE brought")
        raise ChangedMeanwhile(wanted - unchanged)
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
