"""A worksheet, written row by row: what it is, a header, the rows, their totals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import shapely
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from gis.crs import to_storage
from gis.errors import UnwritableData
from gis.formulas import FORMULA
from gis.writers.plaintext import Remarks
from gis.writers.rows import Column
from gis.writers.task import Task, shapes_of

MAX_ROWS = 1_048_576
MAX_CELL_CHARACTERS = 32_767
# A spreadsheet keeps no more digits of a number.
MAX_WHOLE = 10**15
# Of a shape as text: a tenth of a millimetre.
DECIMALS = {True: 9, False: 4}
SHAPE_COLUMNS = ("WKT", "经度", "纬度")
TOTAL = "合计"
BOLD, HEAD = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF0")
WIDTH, WIDE = 14, 40


class Sheet:
    """A workbook of one sheet.

    Parameters
    ----------
    task : Task
        For columns, title and system.
    with_shapes : bool
        Whether the shape stands there as text, with the longitude and latitude (EPSG:4490) of a
        point on it.

    Attributes
    ----------
    rows : int
    remarks : Remarks
    """

    def __init__(self, task: Task, *, with_shapes: bool) -> None:
        self._task, self._with_shapes = task, with_shapes
        self._columns = task.rows.columns
        self._sums: dict[int, float] = {
            place: 0.0 for place, column in enumerate(self._columns) if column.added
        }
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(task.layer[:31] or "assets")
        self.rows, self.remarks = 0, Remarks()
        self._head()

    def add(self, batch: pa.RecordBatch) -> None:
        """Write rows.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
            As of `Task.batches`.

        Raises
        ------
        UnwritableData
            ``rows_beyond_format``.
        """
        if self.rows + batch.num_rows > MAX_ROWS - len(self._task.rows.title) - 2:
            raise UnwritableData("rows_beyond_format", format="xlsx", limit=MAX_ROWS)
        columns: list[Any] = [
            values.to_pylist() if column.type != "text" else list(self._texts(column, values))
            for column, values in zip(self._columns, batch.columns, strict=False)
        ]
        for place in self._sums:
            self._sums[place] += sum(value or 0 for value in columns[place])
        if self._with_shapes:
            columns += self._places(batch)
        for row in zip(*columns, strict=True):
            self._sheet.append([_number(value) for value in row])
        self.rows += batch.num_rows

    def save(self, path: Path) -> None:
        """Write the totals, marked as such, and the file."""
        if self._sums:
            totals: list[Any] = [self._sums.get(place) for place in range(len(self._columns))]
            totals[0] = TOTAL
            self._sheet.append(
                [self._bold(round(v, 3) if isinstance(v, float) else v) for v in totals]
            )
        self._book.save(path)

    def discard(self) -> None:
        """Leave nothing behind: rows wait in a temporary file of openpyxl's own."""
        self._sheet.close()
        self._sheet._writer.cleanup()

    def _head(self) -> None:
        title = self._task.rows.title
        names = [column.name for column in self._columns]
        names += SHAPE_COLUMNS if self._with_shapes else ()
        for place, column in enumerate(names, start=1):
            wide = column in SHAPE_COLUMNS[:1]
            letter = get_column_letter(place)
            self._sheet.column_dimensions[letter].width = WIDE if wide else WIDTH
        self._sheet.freeze_panes = f"A{len(title) + 2}"
        for place, line in enumerate(title):
            self._sheet.append([self._bold(line) if place == 0 else self._text(line)])
        self._sheet.append([self._bold(name, fill=True) for name in names])

    def _bold(self, value: Any, *, fill: bool = False) -> Any:
        cell = self._text(value) if isinstance(value, str) else WriteOnlyCell(self._sheet, value)
        cell.font = BOLD
        if fill:
            cell.fill = HEAD
        return cell

    def _text(self, text: str) -> Any:
        """Give a cell that is text whatever it looks like, now and when someone edits it."""
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = bool(FORMULA.match(text))
        return cell

    def _texts(self, column: Column, values: pa.Array) -> Iterator[Any]:
        for row, text in enumerate(values.to_pylist(), start=self.rows + 1):
            if text is None:
                yield None
                continue
            text = self.remarks.xml_text(text, row, column.name, "xlsx")
            if len(text) > MAX_CELL_CHARACTERS:
                limit = MAX_CELL_CHARACTERS
                self.remarks.too_long(row, column.name, "text_truncated", limit_bytes=limit)
                text = text[:MAX_CELL_CHARACTERS]
            special = FORMULA.match(text) or text in ERROR_CODES
            yield self._text(text) if special else text

    def _places(self, batch: pa.RecordBatch) -> list[list[Any]]:
        shapes = shapes_of(batch)
        decimals = DECIMALS[self._task.crs.definition.is_geographic]
        texts = list(shapely.to_wkt(shapes, rounding_precision=decimals))
        for place, text in enumerate(texts):
            if text and len(text) > MAX_CELL_CHARACTERS:
                row, limit = self.rows + place + 1, MAX_CELL_CHARACTERS
                self.remarks.too_long(row, SHAPE_COLUMNS[0], "shape_left_out", limit=limit)
                texts[place] = None
        points = to_storage(shapely.point_on_surface(shapes), self._task.crs)
        lon, lat = (
            [None if x != x else round(x, 9) for x in axis.tolist()]
            for axis in (shapely.get_x(points), shapely.get_y(points))
        )
        return [texts, lon, lat]


def _number(value: Any) -> Any:
    if type(value) is int and abs(value) >= MAX_WHOLE:
        return str(value)
    return value
