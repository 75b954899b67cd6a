import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers import gdal, sandbox
from gis.readers.sandbox import Limits, run

ROOT = Path(__file__).parents[2]
TIGHT = Limits(memory_bytes=600 * 1024**2, cpu_seconds=60, wall_seconds=60)


def do(task, folder, *, limits=TIGHT, progress=None, **arguments):
    run(
        f"tests.gis.misbehaving:{task}",
        arguments,
        name="管线.shp",
        folder=folder,
        limits=limits,
        progress=progress,
    )


def refusal(task, folder, **options):
    with pytest.raises(UnreadableFile) as caught:
        do(task, folder, **options)
    assert list(folder.iterdir()) == []
    return caught.value.code, caught.value.params


@pytest.mark.parametrize("task", ["crash", "read_nowhere"])
def test_reader_that_crashes_is_an_error_and_nothing_else(tmp_path, task):
    assert refusal(task, tmp_path) == (
        "reader_crashed",
        {"name": "管线.shp", "reason": "SIGSEGV"},
    )


@pytest.mark.parametrize("task", ["eat_memory", "eat_memory_natively"])
def test_reader_that_eats_memory_is_stopped_at_the_limit(tmp_path, task):
    code, params = refusal(task, tmp_path)
    assert (code, params["limit_bytes"]) == ("reader_out_of_memory", TIGHT.memory_bytes)


def test_reader_that_computes_forever_is_stopped(tmp_path):
    code, params = refusal("never_end", tmp_path, limits=replace(TIGHT, cpu_seconds=2))
    assert (code, params["seconds"]) == ("reader_timed_out", 2)


def test_reader_that_waits_forever_is_stopped(tmp_path):
    code, params = refusal("sleep", tmp_path, limits=replace(TIGHT, wall_seconds=1))
    assert (code, params["seconds"]) == ("reader_timed_out", 1)


def test_reader_that_closes_its_side_and_stays_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "SILENCE_SECONDS", 0.2)
    assert refusal("fall_silent", tmp_path)[0] == "reader_crashed"


def test_reader_that_says_too_much_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "SILENCE_SECONDS", 0.2)
    assert refusal("lie", tmp_path)[0] == "reader_crashed"


def test_refusal_of_the_reader_comes_through_with_its_kind(tmp_path):
    with pytest.raises(UnsafeArchive) as caught:
        do("refuse", tmp_path)
    assert caught.value.code == "too_many_members"
    assert caught.value.params == {"name": "管线.zip", "limit": 3}


def test_unforeseen_failure_is_told_and_logged(tmp_path, caplog):
    code, params = refusal("fail", tmp_path)
    assert (code, params["reason"]) == ("reader_crashed", "RuntimeError: 这不应该发生")
    assert "Traceback" in caplog.text


def test_noise_of_native_code_is_no_message(tmp_path):
    told = []
    do("chatter", tmp_path, progress=lambda *state: told.append(state))
    assert told[-1] == (3, 3)


def test_reader_knows_no_secret_and_reaches_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgis://atlas:hunter2@db/atlas")
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    monkeypatch.setenv("http_proxy", "http://proxy")
    do("tell", tmp_path, target=str(tmp_path / "told.json"))
    told = json.loads((tmp_path / "told.json").read_text())
    assert "hunter2" not in json.dumps(told["environment"])
    assert not {"DATABASE_URL", "SECRET_KEY", "http_proxy"} & set(told["environment"])
    assert told["django"] == []
    assert told["place"] not in told["path"]
    assert Path(told["place"]).parent == tmp_path
    assert set(told["drivers"]) <= gdal.DRIVERS
    assert {"ESRI Shapefile", "GPKG"} <= set(told["drivers"])
    assert told["core"][0] == 0
    assert told["session"]
    assert "socket" in told["network"]
    assert "subprocess" in told["program"]
    assert (tmp_path / "told.json").stat().st_mode & 0o077 == 0


def test_file_without_end_is_stopped(tmp_path):
    with pytest.raises(UnreadableFile) as caught:
        do(
            "fill_disk",
            tmp_path,
            limits=replace(TIGHT, file_bytes=10**6),
            target=str(tmp_path / "big"),
        )
    assert caught.value.code == "reader_crashed"
    assert (tmp_path / "big").stat().st_size <= 10**6


def test_what_the_reader_left_is_removed(tmp_path):
    do("leave_things", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_error_in_the_progress_kills_the_reader(tmp_path):
    pids = []

    class CancelledError(Exception):
        pass

    def cancel(done, total):
        if done:
            pids.append(done)
            raise CancelledError

    with pytest.raises(CancelledError):
        do("never_end", tmp_path, progress=cancel)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_progress_is_told_while_nothing_happens_so_that_it_may_cancel(tmp_path):
    class CancelledError(Exception):
        pass

    told = []

    def cancel(done, total):
        told.append(done)
        if told.count(done) > 2 and done:
            raise CancelledError

    started = time.monotonic()
    with pytest.raises(CancelledError):
        do("sleep", tmp_path, progress=cancel)
    assert time.monotonic() - started < 30


CALLER = """
import sys
from pathlib import Path
from gis.readers.sandbox import run
def show(done, total):
    if done:
        print(done, flush=True)
run("tests.gis.misbehaving:sleep", {}, name="a", folder=Path(sys.argv[1]), progress=show)
"""


def test_reader_dies_with_its_caller(tmp_path):
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    with caller:
        reader = os.pidfd_open(int(caller.stdout.readline()))
        caller.send_signal(signal.SIGKILL)
    gone, _, _ = select.select([reader], [], [], 10)
    os.close(reader)
    assert gone
