"""Cells of a table that hold an error, or a formula without a result: no value, and not blank."""

from collections import defaultdict

from gis.errors import Remark
from registry.exchange.report import BROKEN_CELLS


class BrokenCells:
    """A row that wants such a cell is kept out; where no field is, the cell stays as it stands."""

    def __init__(self, staged, report):
        self.report, self.by_column = report, defaultdict(dict)
        for remark in staged.warnings:
            if remark.code in BROKEN_CELLS:
                self.by_column[remark.field][remark.row] = remark.code, remark.params

    def refuse(self, column, rows, field_name):
        """Keep out those of the rows that have no value in a column which a field is read from."""
        for place, code, params in self._among(column, rows):
            self.report.reject(Remark(int(rows[place]), field_name, code, params))

    def keep(self, column, rows, values):
        """The values, with errors as the text that the sheet shows; each is told."""
        for place, code, params in self._among(column, rows):
            self.report.warn(int(rows[place]), column, f"{code}_kept", **params)
            values = values if isinstance(values, list) else values.to_pylist()
            if values[place] is None:  # of a line's vertices, the first row's value is kept
                values[place] = params["value"]
        return values

    def _among(self, column, rows):
        """`(place, code, params)` of the rows whose cell of this column is broken."""
        broken = self.by_column.get(column)
        places = enumerate(rows.tolist()) if broken else ()
        return [(place, *broken[row]) for place, row in places if row in broken]
