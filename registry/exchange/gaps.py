"""Required values that rows about to be written lack (缺项): no reason to refuse them."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from registry.exchange import messages
from registry.exchange.ready import UNCHANGED
from registry.exchange.rows import REAL
from registry.kinds import KINDS, OF_WHAT_STANDS, TO_BE_MADE

COLUMNS = ("row", "kind", "state", "attributes", *REAL)


def gaps_in(ready, out):
    """One sentence on all of them, empty where nothing lacks; the rows `out` do not count."""
    rows, fields = 0, Counter()
    for batch in ready.batches(COLUMNS):
        written = batch.column("state").to_numpy() != UNCHANGED
        written &= ~np.isin(batch.column("row").to_numpy(), out)
        lacking = np.zeros(len(batch), dtype=bool)
        for code in pc.unique(batch.column("kind")).drop_null().to_pylist():
            own = written & of_kind(batch, code)
            for label, gaps in gaps_of(batch, KINDS[code]):
                fields[label] += int((own & gaps).sum())
                lacking |= own & gaps
        rows += int(lacking.sum())
    named = [
        label if count == rows else f"{label}（{count:,} 行）"
        for label, count in fields.most_common()
        if count
    ]
    return messages.own("values_missing", {"count": rows, "fields": named}) if rows else ""


def gaps_of(batch, kind):
    """`(label, where it is empty)` of what this kind needs, as `Kind.missing` would say."""
    made = flags(pc.is_in(batch.column("work"), pa.array(sorted(TO_BE_MADE), pa.string())))
    for each in kind.needed:
        gaps = empty(batch, each.name)
        if each.instead:
            gaps &= empty(batch, each.instead)
        yield each.gap_label, gaps & ~made if each.name in OF_WHAT_STANDS else gaps


def empty(batch, name):
    if name in REAL:
        return ~flags(pc.greater(pc.binary_length(batch.column(name)), 0))
    # Blank values have no key, and in a text its quotes would be escaped.
    return ~flags(pc.match_substring(batch.column("attributes"), f'"{name}": '))


def of_kind(batch, code):
    return flags(pc.equal(batch.column("kind"), code))


def flags(values):
    return pc.fill_null(values, fill_value=False).to_numpy(zero_copy_only=False)
