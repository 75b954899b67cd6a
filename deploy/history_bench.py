"""What history and roll-ups add to a bulk load: COPY with every trigger, against bare rows.

The bare table has the same columns, generated ones, checks and indexes; triggers alone are
missing, among them those that hold the keys to other tables.
"""

import io
import statistics
import time

from django.db import connection, transaction

from registry.models import Asset

ROWS, ROUNDS = 50_000, 5
#: What the issue allows history and roll-ups to add, in per cent.
BAR_PER_CENT = 60
BARE = "registry_asset_bare"


def measure(rows=ROWS, rounds=ROUNDS):
    """Lines of a table; nothing of it stays."""
    columns = [
        f.column for f in Asset._meta.concrete_fields if not f.generated and f.column != "id"
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {BARE} (LIKE registry_asset INCLUDING ALL)")
        data = taken_out(cursor, columns, rows)
        taken = {BARE: [], "registry_asset": []}
        for _ in range(rounds):
            for table, times in taken.items():
                times.append(loaded(cursor, table, columns, data))
        transaction.set_rollback(True)
    bare, full = (statistics.median(times) for times in taken.values())
    yield "| 写入 | 中位 s | 比裸表多 % | 限 % |"
    yield "|---|---|---|---|"
    yield f"| 裸表 COPY {rows} 行 | {bare:.2f} | – | – |"
    added = (full / bare - 1) * 100
    yield f"| 同样的行，带历史、变动和汇总 | {full:.2f} | {added:.0f} | {BAR_PER_CENT} |"


def taken_out(cursor, columns, rows):
    """Rows as they are registered, under new identities and without their numbers."""
    fresh = {"client_id": "gen_random_uuid()", "number": "''", "batch_id": "NULL::bigint"}
    values = ", ".join(fresh.get(column, column) for column in columns)
    buffer = io.BytesIO()
    sql = f"COPY (SELECT {values} FROM registry_asset ORDER BY id LIMIT {rows})"  # noqa: S608
    with cursor.copy(f"{sql} TO STDOUT (FORMAT binary)") as copy:
        for part in copy:
            buffer.write(part)
    return buffer.getvalue()


def loaded(cursor, table, columns, data):
    """Seconds of one COPY, undone at once."""
    with transaction.atomic():
        started = time.perf_counter()
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)") as copy:
            copy.write(data)
        taken = time.perf_counter() - started
        transaction.set_rollback(True)
    return taken
