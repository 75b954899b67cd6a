"""The inner side of `gis.readers.sandbox`: ``python -m gis.confined``.

Takes one request on its standard input, binds itself to the limits, and says on its standard
output, a line each: ``{"done": n, "total": m}`` as often as it likes, and last ``{"finished":
true}``, ``{"error": …}`` for a `GisError`, ``{"starved": true}`` or ``{"trace": …}``. It stands
apart from the readers, so that the limits hold before any of them is loaded.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

from gis.errors import GisError

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
# Address space that libraries map without using it, above the memory allowed.
MAPPED_BYTES = 4 * 1024**3
# What a reader has no business with; GDAL's own network code is switched off by its settings.
REFUSED = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.system",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
    }
)


class Channel:
    """The way back to the caller; whatever else is printed goes nowhere near it."""

    def __init__(self) -> None:
        self._pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def say(self, **message: Any) -> None:
        """Send one line.

        Parameters
        ----------
        **message : object
            As JSON has it; what a message quotes beyond that becomes text.
        """
        self._pipe.write(json.dumps(message, default=str) + "\n")
        self._pipe.flush()

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is.

        Parameters
        ----------
        done, total : int
        """
        self.say(done=done, total=total)


def main() -> None:
    """Carry out the one request."""
    channel = Channel()
    request = json.loads(sys.stdin.buffer.read())
    _die_with(request["caller"])
    _bind(**request["limits"])
    module, _, function = request["task"].partition(":")
    try:
        task = getattr(importlib.import_module(module), function)
        sys.addaudithook(_refuse)  # only now: loading libraries, Python may ask the system
        task(**request["arguments"], progress=channel.progress)
    except GisError as error:
        kind = type(error).__name__
        channel.say(error={"kind": kind, "code": error.code, "params": error.params})
    except MemoryError:
        channel.say(starved=True)
    except Exception:  # the caller logs it and refuses the file
        channel.say(trace=traceback.format_exc()[-20_000:])
    else:
        channel.say(finished=True)


def _die_with(caller: int) -> None:
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None).prctl
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != caller:
        sys.exit("the caller is gone")


def _bind(
    memory_bytes: int, cpu_seconds: int, file_bytes: int, open_files: int, **_others: int
) -> None:
    bounds = {
        resource.RLIMIT_DATA: memory_bytes,
        resource.RLIMIT_AS: memory_bytes + MAPPED_BYTES,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_NOFILE: open_files,
        resource.RLIMIT_CORE: 0,
    }
    for limit, bound in bounds.items():
        _, ceiling = resource.getrlimit(limit)
        # At the soft limit of time the signal comes that the caller knows, at the hard one the end.
        hard = bound + 5 if limit == resource.RLIMIT_CPU else bound
        if ceiling != resource.RLIM_INFINITY:
            bound, hard = min(bound, ceiling), min(hard, ceiling)
        resource.setrlimit(limit, (bound, hard))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in REFUSED:
        raise PermissionError(f"a reader may not use {event}")


if __name__ == "__main__":
    main()
