"""What keeping the totals true costs: the same writes with their triggers and without.

All of it is rolled back. Both ways take turns, and the quickest of each counts: what another
process takes from the machine is no cost of the triggers. A bar is on what a user waits for: one
save, and a file brought in with every check; what the triggers add to the bare statement that
writes many rows is told besides.
"""

import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pgtrigger
from django.db import connection, transaction

from deploy.import_bench import brought_in, make_file
from registry.models import Asset

KEEPERS = tuple(f"registry.Asset:totals_{word}" for word in ("insert", "update", "delete"))
ROWS = 50_000
SAVES = 20
SAVE_BAR_MS, LOAD_BAR = 2, 1.2


def measure(rounds):
    """Lines of a table."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pipes.shp"
        make_file(path, ROWS)
        writes = {
            "保存一项设施": (save_one, f"+{SAVE_BAR_MS} ms"),
            f"导入文件，{ROWS // 10_000} 万行": (partial(load_file, path), f"×{LOAD_BAR}"),
            f"一条语句写入 {ROWS // 10_000} 万行": (load_many, "–"),
        }
        taken = {(name, kept): [] for name in writes for kept in (True, False)}
        for _ in range(rounds):
            for name, (write, _) in writes.items():
                for kept in (True, False):
                    taken[name, kept].append(timed(write, is_kept=kept))
    yield "| 项 | 有汇总 ms | 无汇总 ms | 多 ms | 倍数 | 限 |"
    yield "|---|---|---|---|---|---|"
    for name, (_, bar) in writes.items():
        ours, bare = min(taken[name, True]), min(taken[name, False])
        more = f"{ours - bare:.2f} | {ours / bare:.2f}"
        yield f"| {name} | {ours:.2f} | {bare:.2f} | {more} | {bar} |"


def timed(write, *, is_kept):
    with transaction.atomic():
        # Without a name all triggers would be ignored.
        with nullcontext() if is_kept else pgtrigger.ignore(*KEEPERS):
            taken_ms = write()
        transaction.set_rollback(True)
    return taken_ms


def save_one():
    """Milliseconds of saving one asset, as a form does: another number, another shape."""
    assets = list(Asset.objects.mapped().order_by("pk")[:SAVES])
    started = time.perf_counter()
    for asset in assets:
        asset.number = f"{asset.number}*"
        asset.save(update_fields=["number", "location", "updated_at"])
    return (time.perf_counter() - started) * 1000 / len(assets)


def load_file(path):
    """Milliseconds of an import of a file, from reading it to the last check."""
    started = time.perf_counter()
    brought_in(path)
    return (time.perf_counter() - started) * 1000


def load_many():
    """Milliseconds of one statement that writes many assets to the projects that have them."""
    columns = ", ".join(
        f'"{field.column}"'
        for field in Asset._meta.concrete_fields
        if not field.generated and field.column not in ("id", "client_id", "number")
    )
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO registry_asset (client_id, number, {columns})"  # noqa: S608 (own names)
            f" SELECT gen_random_uuid(), number || '*', {columns} FROM registry_asset"
            f" ORDER BY id LIMIT {ROWS}"
        )
    return (time.perf_counter() - started) * 1000
