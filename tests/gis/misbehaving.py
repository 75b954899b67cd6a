"""What a reader may do at its worst; named to the sandbox by its dotted path."""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

from gis.errors import UnsafeArchive


def crash(progress):
    progress(1, 2)
    os.kill(os.getpid(), signal.SIGSEGV)


def read_nowhere(progress):
    ctypes.string_at(0)


def eat_memory(progress):
    kept = []
    while True:
        kept.append(bytearray(16 * 1024**2))


def eat_memory_natively(progress):
    import pyarrow as pa

    kept = []
    while True:
        kept.append(pa.allocate_buffer(64 * 1024**2))


def never_end(progress):
    progress(os.getpid(), 0)
    while True:
        pass


def sleep(progress):
    progress(os.getpid(), 0)
    signal.pause()


def fall_silent(progress):
    os.closerange(1, 64)
    signal.pause()


def refuse(progress):
    raise UnsafeArchive("too_many_members", name="管线.zip", limit=3)


def fail(progress):
    raise RuntimeError("这不应该发生")


def chatter(progress):
    for stream in (1, 2):
        os.write(stream, b'{"finished": true}\n' * 100)
    sys.stdout.write("native noise")
    progress(3, 3)


def lie(progress):
    # As a reader would that a hostile file has taken over: the way back lies open before it.
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"x" * 3_000_000 + b"\n")
        except OSError:
            continue
    signal.pause()


def tell(target, progress):
    import pyogrio

    network = refusal(lambda: socket.create_connection(("127.0.0.1", 9)))
    program = refusal(lambda: subprocess.run(["/bin/true"], check=True))
    Path(target).write_text(
        json.dumps(
            {
                "environment": dict(os.environ),
                "django": [name for name in sys.modules if name.split(".")[0] == "django"],
                "path": sys.path,
                "place": os.getcwd(),
                "drivers": list(pyogrio.list_drivers()),
                "core": resource.getrlimit(resource.RLIMIT_CORE),
                "session": os.getsid(0) == os.getpid(),
                "network": network,
                "program": program,
            }
        )
    )


def refusal(deed):
    try:
        deed()
    except PermissionError as error:
        return str(error)
    return "done"


def leave_things(progress):
    Path("left.tmp").write_bytes(b"x" * 1000)
    os.chmod(".", 0o500)
    progress(1, 1)


def fill_disk(target, progress):
    with open(target, "wb") as file:
        while True:
            file.write(b"x" * 100_000)
