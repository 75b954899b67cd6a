"""Values of a staged file's columns to judge them by, and how many of these a field takes."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from registry.exchange.cleaning import attempt
from registry.exchange.hints import is_layer
from registry.exchange.staged import Sheet, plain_list
from registry.kinds.values import is_blank

#: Values looked at of each column, spread over the file.
LOOKED_AT = 400
#: Values tell that a column holds something if so much of it reads as that.
TELLING = 0.8


def samples_of(staged, names=None):
    """`{column: distinct values}` without blanks, from all over the file; of all columns, unless
    some are named.
    """
    sheet = Sheet(staged)
    found = {name: {} for name in sheet.columns if names is None or name in names}
    batches = max(1, -(-staged.row_count // 20_000))
    share = max(20, LOOKED_AT // batches)
    for batch in staged.batches() if found else ():
        places = np.unique(np.linspace(0, len(batch.rows) - 1, share).astype(int))
        for name, known in found.items():
            values = plain_list(values_looked_at(sheet, batch, name, places))
            known.update(((type(v), v), v) for v in values if not is_blank(v))
    return {name: list(values.values())[:LOOKED_AT] for name, values in found.items()}


def values_looked_at(sheet, batch, name, places):
    """Some; all that differ in a column of layers: a rare one is one of those to be told."""
    if not is_layer(name):
        return sheet.values(batch, name, places)
    values = sheet.values(batch, name)
    distinct = pc.unique(values) if isinstance(values, pa.Array) else values
    return distinct[:LOOKED_AT]


def share_of(field, values):
    """Which share of the values the field takes without a word of complaint."""
    if not values:
        return 0.0
    return sum(attempt(field, value)[1] is None for value in values) / len(values)
