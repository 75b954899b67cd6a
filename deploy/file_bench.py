"""Files against ogr2ogr: the same rows of the same server, each time in a fresh process."""

import re
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from django.db import connection

from registry.exchange.answer import conninfo
from registry.exchange.exporting import ExportOrder, peer_sql

PEER = "ogr2ogr"
DRIVERS = {"shp": "ESRI Shapefile", "gpkg": "GPKG", "parquet": "Parquet"}
#: Told by the process that ran: seconds of the work itself, and until its progress was first told.
INNER, FIRST = "work ", "first progress "


@dataclass
class Runs:
    """What one program took for one format, round by round."""

    program: str
    format: str
    seconds: list[float] = field(default_factory=list)
    inner: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    size: int = 0

    def add(self, command, target):
        started = time.perf_counter()
        with (
            TemporaryFile("w+") as output,
            subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process,  # noqa: S603 (own)
        ):
            peak = peak_megabytes(process)
            self.seconds.append(time.perf_counter() - started)
            output.seek(0)
            told = output.read()
        if process.returncode:
            raise RuntimeError(f"{self.program} {self.format}: {told[-2000:]}")
        self.megabytes.append(peak)
        for mark, figures in ((INNER, self.inner), (FIRST, self.first)):
            lines = [line for line in told.splitlines() if line.startswith(mark)]
            figures += [float(line.removeprefix(mark)) for line in lines]
        self.size = sum(file.stat().st_size for file in target.parent.iterdir())


class Watch:
    """Is told the progress; knows when it began, and when it was first told."""

    def __init__(self):
        self.started, self.first_s = time.perf_counter(), None

    def __call__(self, done, total, text=""):
        if self.first_s is None:
            self.first_s = time.perf_counter() - self.started

    def lines(self):
        yield f"{INNER}{time.perf_counter() - self.started:.2f}"
        yield f"{FIRST}{self.first_s:.2f}"


def peak_megabytes(process):
    """Wait for its end; what `wait4` tells would begin with our own size, from before `exec`."""
    peak = 0
    while process.poll() is None:
        with suppress(FileNotFoundError, ProcessLookupError):
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            peak = max([peak, *(int(kb) for kb in re.findall(r"VmHWM:\s+(\d+)", status))])
        time.sleep(0.02)
    return peak / 1024


def can(format):
    """Whether the peer is installed and has the driver."""
    if not shutil.which(PEER):
        return False
    known = subprocess.run(  # noqa: S603 (own command)
        [PEER, "--formats"], capture_output=True, text=True, check=True
    )
    return f" {DRIVERS[format]} -" in known.stdout


def ours(target, query, rows):
    limit = ("--rows", str(rows)) if rows else ()
    manage = [sys.executable, "manage.py", "bench", "export"]
    return [*manage, "--target", str(target), "--query", query, *limit]


def peers(target, sql):
    source = f"PG:{conninfo()}"
    encoding = ("-lco", "ENCODING=UTF-8") if target.suffix == ".shp" else ()
    driver = DRIVERS[target.suffix.removeprefix(".")]
    return [PEER, "-f", driver, str(target), source, "-sql", f"@{sql}", *encoding]


def measure(query, rows, rounds, formats=tuple(DRIVERS)):
    """Runs of both programs, in turns, so that a slow moment falls on both."""
    runs = [Runs(program, format) for format in formats for program in ("焕新图", PEER)]
    runs = [each for each in runs if each.program != PEER or can(each.format)]
    sql = peer_sql(ExportOrder(Path("any.shp"), query=query, rows=rows))
    connection.close()
    for _ in range(rounds):
        for each in runs:
            with TemporaryDirectory() as folder:
                asked = Path(folder) / "sql"
                asked.write_text(sql, encoding="utf-8")
                (Path(folder) / "out").mkdir()
                target = Path(folder) / "out" / f"a.{each.format}"
                is_peer = each.program == PEER
                each.add(peers(target, asked) if is_peer else ours(target, query, rows), target)
    return runs


def middle_of(seconds):
    return f"{statistics.median(seconds):.1f}" if seconds else "–"


def table(runs):
    """A line for each program and format, our share of the peer's time with it."""
    yield "| 格式 | 程序 | 秒 p50 | 其中导出 | 首次进度 | 倍数 | 内存峰值 MB | 文件 MB |"
    yield "|---|---|---|---|---|---|---|---|"
    middle = {(run.format, run.program): statistics.median(run.seconds) for run in runs}
    for run in runs:
        inner, first = middle_of(run.inner), middle_of(run.first)
        peer = middle.get((run.format, PEER))
        own = statistics.median(run.seconds)
        ratio = f"{own / peer:.2f}" if peer and run.program != PEER else "–"
        yield (
            f"| {run.format} | {run.program} | {own:.1f} | {inner} | {first} | {ratio} "
            f"| {max(run.megabytes):.0f} | {run.size / 1e6:.0f} |"
        )
    for format in DRIVERS:
        if not can(format):
            yield f"{PEER} 未安装或没有 {DRIVERS[format]} 驱动，{format} 没有对照（gdal-bin）。"
