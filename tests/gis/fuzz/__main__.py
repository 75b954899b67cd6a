"""Break files and read them; print what is neither read nor refused, and keep the file.

Each format has a process of its own, so that a crash of native code is found like all else, with
bounded memory and time.
"""

import argparse
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

MEMORY_BYTES = 2 * 1024**3
# What a file of some kilobytes may take at most.
FILE_SECONDS = 20
ROWS = 1_000_000
WISHES = {"gdb.zip": "给水管线", "xlsx": "管线", "xls": "管线"}


def main():
    options = _options()
    if options.child:
        return _child(options)
    from tests.gis.fuzz.seeds import SEEDS

    kinds = options.only or list(SEEDS)
    found = []
    for kind in kinds:
        seconds = options.minutes * 60 / len(kinds)
        found += _watched(kind, seconds, options)
    for path in found:
        sys.stdout.write(f"{path}\n{path.with_name(path.name + '.txt').read_text()}\n")
    return 1 if found else 0


def _options():
    parser = argparse.ArgumentParser(prog="python -m tests.gis.fuzz")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--only", action="append", metavar="FORMAT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    return parser.parse_args()


def _watched(kind, seconds, options):
    """Run a format in a process; where it dies, note the file and go on with another seed."""
    options.found.mkdir(parents=True, exist_ok=True)
    end, seed, found = time.monotonic() + seconds, options.seed, []
    while (left := end - time.monotonic()) > 0 and len(found) < 10:
        command = [sys.executable, "-m", "tests.gis.fuzz", "--child", str(left), "--only", kind]
        command += ["--seed", str(seed), "--found", str(options.found)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        sys.stderr.write(ended.stdout)
        current = options.found / f"current.{kind}"
        if ended.returncode:
            path = options.found / f"{kind.partition('.')[0]}-{seed}-{len(found)}.{kind}"
            shutil.copy(current, path)
            report = f"ended with {ended.returncode}\n{ended.stderr[-3000:]}"
            path.with_name(path.name + ".txt").write_text(report)
            found.append(path)
        current.unlink(missing_ok=True)
        seed += 1
    return found


def _child(options):
    from gis.errors import GisError
    from gis.readers import staging
    from tests.gis.fuzz.breaking import broken
    from tests.gis.fuzz.seeds import seeds

    (kind,) = options.only
    rng = random.Random(f"{kind}-{options.seed}")
    kept = seeds(kind)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    warnings.simplefilter("ignore")
    wish = {"layer": WISHES.get(kind), "encoding": None, "table": None}
    signal.signal(signal.SIGALRM, _too_slow)
    end, count, refused = time.monotonic() + options.child, 0, 0
    while time.monotonic() < end:
        data = kept[count] if count < len(kept) else broken(rng.choice(kept), kind, rng, kept)
        path = options.found / f"current.{kind}"
        path.write_bytes(data)
        signal.alarm(FILE_SECONDS)
        try:
            with tempfile.TemporaryDirectory() as folder:
                staging.write(str(path), folder, wish, ROWS, _silent)
        except GisError:
            refused += 1
        except BaseException:
            traceback.print_exc()
            return 1
        finally:
            signal.alarm(0)
        count += 1
    sys.stdout.write(f"{kind}: {count} files, {refused} refused\n")
    return 0


def _silent(done, total):
    pass


def _too_slow(*_):
    raise TimeoutError(f"more than {FILE_SECONDS} s")


if __name__ == "__main__":
    sys.exit(main())
