"""Ways to break a file."""

import io
import struct
import warnings
import zipfile

from tests.gis.fuzz.seeds import WORDS

NUMBERS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
REALS = [0.0, -0.0, 1e308, -1e308, float("nan"), float("inf"), 5e-324, 1e17]
LAYOUTS = ["B", "<H", ">H", "<I", ">I"]


def broken(data, kind, rng, others):
    """A seed, changed in one place or a few."""
    if kind in ("shp.zip", "gdb.zip", "zip", "xlsx") and rng.random() < 0.75:
        return _broken_inside(data, kind, rng)
    for _ in range(rng.choice([1, 1, 1, 2, 4, 16])):
        data = rng.choice(WAYS)(data, rng, kind, others)
    return data


def _broken_inside(data, kind, rng):
    """One member changed, and packed again so that its checksum is right."""
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = old.namelist()
            if not names:
                return data
            chosen = rng.choice(names)
            with zipfile.ZipFile(packed, "w") as new:
                for name in names:
                    content = old.read(name)
                    if name == chosen:
                        for _ in range(rng.choice([1, 1, 2, 8])):
                            content = rng.choice(WAYS)(content, rng, kind, [content])
                    new.writestr(name, content)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return data  # a kept file may be none
    return packed.getvalue()


def _flip(data, rng, kind, others):
    if not data:
        return data
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :]


def _number(data, rng, kind, others):
    layout = rng.choice(LAYOUTS)
    size = struct.calcsize(layout)
    raw = struct.pack(layout, rng.choice(NUMBERS) & (256**size - 1))
    place = rng.randrange(max(1, min(len(data), rng.choice([64, 1024, len(data) or 1]))))
    return data[:place] + raw + data[place + size :]


def _real(data, rng, kind, others):
    place = rng.randrange(max(1, len(data)))
    return data[:place] + struct.pack(rng.choice("<>") + "d", rng.choice(REALS)) + data[place + 8 :]


def _cut(data, rng, kind, others):
    return data[: rng.randrange(len(data) + 1)]


def _drop(data, rng, kind, others):
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.randrange(1, 200) :]


def _repeat(data, rng, kind, others):
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.randrange(1, 200)]
    return data[:start] + piece * rng.choice([2, 3, 50]) + data[start + len(piece) :]


def _splice(data, rng, kind, others):
    other = rng.choice(others)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _word(data, rng, kind, others):
    place = rng.randrange(len(data) + 1)
    return data[:place] + rng.choice(WORDS.get(kind, ["\0"])).encode() + data[place:]


WAYS = [_flip, _flip, _number, _number, _real, _cut, _drop, _repeat, _splice, _word, _word]
