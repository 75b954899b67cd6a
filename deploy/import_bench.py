"""An import against ogr2ogr: the same shapefile into the same server, in turns.

Ours goes through every check into the register with its indexes, constraints, generated columns
and roll-ups, and is rolled back; the peer copies into a bare table without any of it.
"""

import resource
import shutil
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from django.db import connection, transaction

from deploy.file_bench import PEER, Runs, Watch, middle_of
from gis.geometry import geodesic_length_m
from registry.exchange.answer import conninfo
from registry.exchange.importing import import_file
from registry.exchange.order import ImportOrder, NewProject

ROWS, SEED = 1_000_000, 7
BARE = "bench_import_bare"
PEER_OPTIONS = ("-nln", BARE, "-overwrite", "-lco", "GEOMETRY_NAME=shape",
                "--config", "PG_USE_COPY", "YES")  # fmt: skip
#: West, south, east, north; steps of a segment in metres; vertices.
AREA, STEP_M, VERTICES = (101.2, 26.2, 102.1, 26.9), (5, 25), (3, 13)
MATERIALS = ("球墨铸铁", "PE", "钢", "灰口铸铁")


def make_file(path, rows):
    """Pipe segments all over the city, with the columns that a design institute sends."""
    rng = np.random.default_rng(SEED)
    counts = rng.integers(*VERTICES, rows)
    segment = np.repeat(np.arange(rows), counts)
    vertex = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts)
    west, south, east, north = AREA
    start = np.column_stack([rng.uniform(west, east, rows), rng.uniform(south, north, rows)])
    heading = rng.uniform(0, 2 * np.pi, rows)
    step = rng.uniform(*STEP_M, rows) / 111_000
    along = np.column_stack([np.cos(heading), np.sin(heading)])[segment]
    places = start[segment] + along * (vertex * step[segment])[:, None]
    places += rng.normal(0, 1e-6, places.shape)
    lines = shapely.linestrings(places, indices=segment)
    number = np.arange(rows)
    table = pa.table(
        {
            "编号": [f"GD-{n + 1}" for n in number],
            "管径": rng.choice([100, 200, 300, 400], rows).astype(np.int32),
            "材质": np.array(MATERIALS)[rng.integers(0, len(MATERIALS), rows)],
            "年代": rng.integers(1976, 2022, rows).astype(np.int32),
            "管长": np.round(geodesic_length_m(lines) * rng.uniform(1, 1.04, rows), 2),
            "道路": [f"{'新华人民炳草岗'[n % 7]}路{n % 500}号" for n in number],
            "备注": [f"第{n % 1000}批" for n in number],
            "geometry": shapely.to_wkb(lines),
        }
    )
    pyogrio.write_arrow(
        table,
        path,
        driver="ESRI Shapefile",
        geometry_name="geometry",
        geometry_type="LineString",
        crs="EPSG:4490",
        layer_options={"ENCODING": "GBK"},
    )


class Stages(Watch):
    """Seconds of each stage, by the words of the progress."""

    def __init__(self):
        super().__init__()
        self.seconds, self.stage, self.since = {}, "读取", self.started

    def __call__(self, done, total, text=""):
        super().__call__(done, total, text)
        if text and text != self.stage:
            self.end(text)

    def end(self, text=""):
        now = time.perf_counter()
        self.seconds[self.stage] = self.seconds.get(self.stage, 0) + now - self.since
        self.stage, self.since = text, now


def brought_in(path, **options):
    """The file's rows as assets of a new project."""
    order = ImportOrder(
        path,
        kind="pipe",
        new_project=NewProject("导入测速", "A03"),
        columns=[("year_laid", "年代")],
        constants=[("medium", "water")],
        accept_warnings=True,
    )
    report = import_file(order, **options)
    if not report.committed:
        raise RuntimeError(str(report.errors[:3]))


def once(path):
    """Lines to tell: seconds by stage and peak memory of this process and of the reader's."""
    stages = Stages()
    with transaction.atomic():
        brought_in(path, progress=stages)
        transaction.set_rollback(True)
    stages.end()
    yield from stages.lines()
    for stage, seconds in stages.seconds.items():
        yield f"{stage} {seconds:.1f} 秒"
    for who, name in ((resource.RUSAGE_SELF, "本进程"), (resource.RUSAGE_CHILDREN, "读取进程")):
        yield f"{name}内存峰值 {resource.getrusage(who).ru_maxrss / 1024:.0f} MB"


def measure(rows, rounds, say):
    """Both in turns; a line for each."""
    ours, peer = Runs("焕新图", "shp"), Runs(PEER, "shp")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pipes.shp"
        make_file(path, rows)
        connection.close()
        command = [sys.executable, "manage.py", "bench", "import", "--target", str(path)]
        copy = [PEER, "-f", "PostgreSQL", f"PG:{conninfo()}", str(path), *PEER_OPTIONS]
        runs = [(ours, command), *([(peer, copy)] if shutil.which(PEER) else [])]
        for _ in range(rounds):
            for run, arguments in runs:
                run.add(arguments, path)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {BARE}")
    say("| 程序 | 行 | 秒 p50 | 首次进度 | 倍数 | 内存峰值 MB |")
    say("|---|---|---|---|---|---|")
    for run, _ in runs:
        middle = statistics.median(run.seconds)
        ratio = middle / statistics.median(peer.seconds) if peer.seconds else 0
        say(
            f"| {run.program} | {rows} | {middle:.1f} | {middle_of(run.first)} | {ratio:.2f} "
            f"| {max(run.megabytes):.0f} |"
        )
