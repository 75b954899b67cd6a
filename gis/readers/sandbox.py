"""A process of its own for untrusted files: bounded, without secrets, and free to die.

A native reader that crashes, eats the memory or never ends takes this process down and nothing
else. What is done in it is named by its dotted path, so that nothing has to be pickled.
"""

import contextlib
import json
import logging
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import pyogrio

import gis
from gis import errors
from gis.errors import GisError, UnreadableFile
from gis.readers.gdal import DRIVERS

logger = logging.getLogger(__name__)

ROOT = Path(gis.__file__).parents[1]
# How often the caller's progress is told, and so may stop the work, while there is nothing new.
TICK_SECONDS = 0.25
# How long it may take to end when it has closed its side.
SILENCE_SECONDS = 10
# A longer line is nothing that the process would say.
LINE_BYTES = 1024**2
LAST_WORDS_BYTES = 4096
OUT_OF_MEMORY = (b"bad_alloc", b"MemoryError", b"ut of memory", b"annot allocate memory")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost.

    Attributes
    ----------
    memory_bytes : int
        Memory of the process, libraries included.
    cpu_seconds, wall_seconds : int
        Time it may compute, and time it may take.
    file_bytes : int
        Size of any one file it writes.
    open_files : int
    rows : int
        Rows of one layer.
    """

    memory_bytes: int = 2 * 1024**3
    cpu_seconds: int = 600
    wall_seconds: int = 900
    file_bytes: int = 8 * 1024**3
    open_files: int = 256
    rows: int = 5_000_000


def run(
    task: str,
    arguments: Mapping[str, Any],
    *,
    name: str,
    folder: Path,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> None:
    """Carry out a task in a process of its own.

    Parameters
    ----------
    task : str
        ``"package.module:function"``; called with the arguments and ``progress``. What it finds
        out it writes into the folder.
    arguments : mapping
        As JSON has them.
    name : str
        What to call the file in an error.
    folder : Path
        Private: the working folder of the process; its temporary files are removed afterwards.
    limits : Limits, optional
    progress : callable, optional
        Told done and total, also while nothing changes; an error it raises kills the process and
        is passed on.

    Raises
    ------
    GisError
        What the task raised; else `UnreadableFile` with ``reader_crashed``,
        ``reader_out_of_memory``, ``reader_timed_out``.
    """
    limits = limits or Limits()
    request = {
        "caller": os.getpid(),
        "task": task,
        "arguments": dict(arguments),
        "limits": asdict(limits),
    }
    with _workplace(folder) as work, tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", "-m", "gis.confined"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            cwd=work,
            env=_environment(work),
            umask=0o077,
            start_new_session=True,
        )
        with _killing(process):
            outcome = _followed(process, request, name, limits, progress or _silent)
        _judge(outcome, process.returncode, _last_words(words), name, limits)


@contextlib.contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    # Not TemporaryDirectory: a killed process may have left what it cannot remove by its manners.
    work = Path(tempfile.mkdtemp(prefix="work-", dir=folder)).resolve()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextlib.contextmanager
def _killing(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(work: Path) -> dict[str, str]:
    """Give what the process needs to know: no password, no address, no proxy."""
    skipped = sorted(set(pyogrio.list_drivers()) - DRIVERS)
    known = {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}
    return known | {
        "HOME": str(work),
        "TMPDIR": str(work),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        # Threads would each reserve memory that counts against the limit.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        # Pieces of some megabytes come and go: asking the system for each anew costs a third.
        "MALLOC_MMAP_THRESHOLD_": str(256 * 1024**2),
        "MALLOC_TRIM_THRESHOLD_": str(256 * 1024**2),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "GDAL_SKIP": ",".join(skipped),
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "PROJ_NETWORK": "OFF",
    }


def _followed(
    process: "subprocess.Popen[bytes]",
    request: dict[str, Any],
    name: str,
    limits: Limits,
    progress: Progress,
) -> dict[str, Any]:
    """Pass on the progress until the process has said its last; give that."""
    deadline = time.monotonic() + limits.wall_seconds
    assert process.stdin
    with contextlib.suppress(BrokenPipeError):  # dead already: it is judged by that
        process.stdin.write(json.dumps(request).encode())
        process.stdin.close()
    state = (0, 0)
    for line in _lines(process):
        if time.monotonic() > deadline:
            raise UnreadableFile("reader_timed_out", name=name, seconds=limits.wall_seconds)
        message = _understood(line)
        if "done" in message:
            state = (int(message["done"]), int(message["total"]))
        elif message:
            return message
        progress(*state)
    try:
        process.wait(SILENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return {"trace": "it fell silent without ending"}
    return {}


def _understood(line: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(line)) if line else {}
    except ValueError:
        return {"trace": f"it said {line[:80]!r}"}


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """Give what the process says line by line, and an empty line at every tick of silence."""
    assert process.stdout
    pipe = process.stdout.fileno()
    buffer = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(TICK_SECONDS):
                yield b""
                continue
            heard = os.read(pipe, 65536)
            *lines, buffer = (buffer + heard).split(b"\n")
            yield from lines
            if not heard or len(buffer) > LINE_BYTES:
                return


def _last_words(words: IO[bytes]) -> bytes:
    size = words.seek(0, os.SEEK_END)
    words.seek(max(0, size - LAST_WORDS_BYTES))
    return words.read()


def _judge(outcome: dict[str, Any], code: int, words: bytes, name: str, limits: Limits) -> None:
    if outcome.get("finished"):
        return
    if "error" in outcome:
        raise _restored(**outcome["error"])
    if code == -signal.SIGXCPU:
        raise UnreadableFile("reader_timed_out", name=name, seconds=limits.cpu_seconds)
    # Unbidden, SIGKILL comes from the kernel when the machine's memory ends.
    killed = code == -signal.SIGKILL and not outcome
    if killed or outcome.get("starved") or any(sign in words for sign in OUT_OF_MEMORY):
        raise UnreadableFile("reader_out_of_memory", name=name, limit_bytes=limits.memory_bytes)
    logger.error("reading %s ended with %s: %s %s", name, code, outcome.get("trace"), words)
    raise UnreadableFile("reader_crashed", name=name, reason=_reason(outcome, code))


def _reason(outcome: dict[str, Any], code: int) -> str:
    if "trace" in outcome:
        return str(outcome["trace"]).strip().rsplit("\n", 1)[-1]
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _restored(kind: str, code: str, params: dict[str, object]) -> GisError:
    error: GisError = getattr(errors, kind)(code, **params)
    return error


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
