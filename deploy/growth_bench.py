"""How much longer answers take in a city ten times as large.

Each city is an instance of its own (`VAR_DIR`), so each run writes what it measured into one
file, and tells of all that stand there.
"""

import json
from itertools import pairwise
from math import log10

from registry.models import Asset

DEEPEST = 12
#: For ten times as many assets.
BAR = 2


def table(cases, note=None):
    """Lines of a table: the quickest of all rounds, which a busy machine disturbs least."""
    known = json.loads(note.read_text()) if note and note.exists() else {}
    known[str(Asset.objects.count())] = {case.label: min(case.taken_ms) for case in cases}
    if note:
        note.write_text(json.dumps(known, ensure_ascii=False, indent=1))
    sizes = sorted(known, key=int)
    steps = list(pairwise(sizes))
    heads = [*(f"{int(size) / 10_000:g} 万项 ms" for size in sizes), *("每十倍" for _ in steps)]
    yield f"| 项 | {' | '.join(heads)} | 限 |"
    yield "|---" * (len(heads) + 2) + "|"
    for case in cases:
        taken = {size: known[size][case.label] for size in sizes}
        times = [f"{taken[size]:.1f}" for size in sizes]
        grown = [f"×{growth(taken, *step):.2f}" for step in steps]
        yield f"| {case.label} | {' | '.join([*times, *grown])} | ×{BAR} |"


def growth(taken, small, large):
    """Between two sizes, as if one were ten times the other."""
    tenfold = log10(int(large) / int(small))
    return (taken[large] / taken[small]) ** (1 / tenfold)
