"""The refused rows of a staged file, as they stood in it, and why."""

import json
from collections import defaultdict

import numpy as np
import pyarrow as pa
import shapely

from registry.exchange.ready import REFUSALS


def reasons_of(ready):
    """`{row: what is wrong with it}`, in the order in which it was found."""
    reasons = defaultdict(list)
    with (ready.folder / REFUSALS).open(encoding="utf-8") as lines:
        for line in lines:
            row, _, _, text = json.loads(line)
            if row:
                reasons[row].append(text)
    return {row: "".join(dict.fromkeys(texts)) for row, texts in reasons.items()}


def refused(staged, reasons):
    """`(record batch, reasons)` of the refused rows."""
    rows = np.fromiter(reasons, dtype=np.int64, count=len(reasons))
    for batch in staged.batches():
        chosen = np.isin(batch.rows, rows)
        if chosen.any():
            part = batch.arrow.filter(pa.array(chosen))
            yield part, [reasons[row] for row in part.column("row").to_pylist()]


def values_of(part, place, column):
    """The cells of a column as they stood in the file: mixed types are staged as JSON."""
    values = part.column(f"c{place}").to_pylist()
    return [v and json.loads(v) for v in values] if column.json else values


def decoded(shapes):
    return shapely.from_wkb(shapes.to_numpy(zero_copy_only=False), on_invalid="ignore")
