"""The columns of a staged layer."""

import pyarrow as pa


class Sheet:
    """The columns of a staged layer, batch by batch, by name."""

    def __init__(self, staged):
        self.columns = {column.name: place for place, column in enumerate(staged.columns)}
        self.json = {column.name for column in staged.columns if column.json}

    def values(self, batch, name, places=None):
        """An Arrow array, or a list where the file mixes types in one column."""
        if name in self.json:
            values = batch.columns[name].tolist()
            return values if places is None else [values[place] for place in places]
        values = batch.arrow.column(f"c{self.columns[name]}")
        return values if places is None else values.take(pa.array(places))


def plain_list(values):
    return values.to_pylist() if isinstance(values, pa.Array) else values
