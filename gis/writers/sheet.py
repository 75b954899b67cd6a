"""A worksheet, written row by row: what it is, a header, the rows, their totals."""

from collections.abc import Iterator
from copy import copy
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pyarrow as pa
import shapely
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from gis.crs import STORAGE, to_storage
from gis.errors import UnwritableData
from gis.formats import SHAPE_COLUMN
from gis.formulas import FORMULA
from gis.printable import printable
from gis.writers.plaintext import Remarks
from gis.writers.rows import Column
from gis.writers.task import Task, shapes_of

MAX_ROWS = 1_048_576
MAX_CELL_CHARACTERS = 32_767
# A spreadsheet keeps no more digits of a number.
MAX_WHOLE = 10**15
# Of a shape as text: a tenth of a millimetre.
DECIMALS = {True: 9, False: 4}
SHAPE_COLUMNS = (SHAPE_COLUMN, "经度", "纬度")
TOTAL = "合计"
BOLD, HEAD = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF0")
# As the format counts papers.
A4 = 9
#: Widths in characters; a Chinese one takes two. Columns of long texts wrap.
NARROWEST, WRAPS_FROM, WIDEST, SHAPE_WIDTH = 8, 24, 44, 40
#: Of figures that are added up, such as money; all others stand as they came.
ADDED_FORMAT = "#,##0.00"
#: So many of the first rows tell how wide a column is.
SAMPLE = 500
#: Characters that a page of paper has room for, at the least size that is read.
PAGE_WIDTH = 350
PAGES = "第 &P 页，共 &N 页"
WRAPPED = Alignment(wrap_text=True, vertical="top")


class Sheet:
    """A workbook of one sheet.

    Parameters
    ----------
    task : Task
        For columns, title and system.
    with_shapes : bool
        Whether the shape stands there as text, after ``SRID=n;`` (EPSG) where it is not in
        EPSG:4490, with the longitude and latitude (EPSG:4490) of a point on it.

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
        about = self._book.properties
        about.creator, about.title = None, next(iter(task.rows.title), None)
        about.description = printable(task.rows.told) or None
        self._sheet = self._book.create_sheet(task.layer[:31] or "assets")
        self.rows, self.remarks = 0, Remarks()
        self._looks: dict[int, Any] = {}
        self._has_head = False
        # A workbook has no other place where a program looks for the system of its shapes.
        self._prefix = "" if task.crs == STORAGE else srid_prefix(task.crs.text)

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
        self._head(columns)
        for row in zip(*columns, strict=True):
            self._sheet.append([self._cell(place, value) for place, value in enumerate(row)])
        self.rows += batch.num_rows

    @property
    def _names(self) -> list[str]:
        names = [column.name for column in self._columns]
        return [*names, *SHAPE_COLUMNS] if self._with_shapes else names

    @property
    def _header(self) -> int:
        """The number of the row that names the columns."""
        return len(self._task.rows.title) + 1

    def save(self, path: Path) -> None:
        """Write the totals, marked as such, and the file."""
        self._head([[] for _ in self._columns])
        last = get_column_letter(len(self._names))
        self._sheet.auto_filter.ref = f"A{self._header}:{last}{self._header + self.rows}"
        if self._sums:
            totals: list[Any] = [self._sums.get(place) for place in range(len(self._columns))]
            totals[0] = TOTAL
            self._sheet.append([self._total(place, value) for place, value in enumerate(totals)])
        self._book.save(path)

    def discard(self) -> None:
        """Leave nothing behind: rows wait in a temporary file of openpyxl's own."""
        self._sheet.close()
        self._sheet._writer.cleanup()

    def _head(self, columns: list[Any]) -> None:
        """Write what stands above the rows, once: the first of them tell how wide columns are."""
        if self._has_head:
            return
        self._has_head = True
        title = self._task.rows.title
        widths = [self._width(place, name, columns) for place, name in enumerate(self._names)]
        for place, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self._sheet.freeze_panes = f"A{self._header + 1}"
        self._sheet.print_title_rows = f"{self._header}:{self._header}"
        self._lay_out(sum(widths))
        for place, line in enumerate(title):
            self._sheet.append([self._bold(line) if place == 0 else text_cell(self._sheet, line)])
        self._sheet.append([self._bold(name, fill=True) for name in self._names])

    def _lay_out(self, width: int) -> None:
        """Say how a table so many characters wide is printed."""
        page = self._sheet.page_setup
        page.orientation, page.paperSize = "landscape", A4
        page.fitToHeight, page.fitToWidth = 0, ceil(width / PAGE_WIDTH)
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._sheet.oddFooter.center.text = PAGES

    def _width(self, place: int, name: str, columns: list[Any]) -> int:
        """Give a column's width in characters; what its cells look like is settled with it."""
        if name in SHAPE_COLUMNS:
            return SHAPE_WIDTH if name == SHAPE_COLUMNS[0] else 2 * NARROWEST
        column = self._columns[place]
        if column.added and column.type == "real":
            self._looks[place] = WriteOnlyCell(self._sheet)
            self._looks[place].number_format = ADDED_FORMAT
        written = [_width_of(name), *(_width_of(value) for value in columns[place][:SAMPLE])]
        if column.type == "text" and max(written) > WRAPS_FROM:
            self._looks[place] = WriteOnlyCell(self._sheet)
            self._looks[place].alignment = WRAPPED
        return min(max(NARROWEST, *written) + 2, WIDEST)

    def _cell(self, place: int, value: Any) -> Any:
        """Give what is appended at once: cells of one look share one object."""
        look = self._looks.get(place)
        if look is None or value is None:
            return _number(value)
        if isinstance(value, str | float):
            look.value = value
            return look
        value.alignment = copy(look.alignment)
        return value

    def _total(self, place: int, value: Any) -> Any:
        # What adding leaves beyond the millionth is noise; a coarser sum would be rounded twice.
        cell = self._bold(round(value, 6) if isinstance(value, float) else value)
        if isinstance(value, float):
            cell.number_format = ADDED_FORMAT
        return cell

    def _bold(self, value: Any, *, fill: bool = False) -> Any:
        cell = (
            text_cell(self._sheet, value)
            if isinstance(value, str)
            else WriteOnlyCell(self._sheet, value)
        )
        cell.font = BOLD
        if fill:
            cell.fill = HEAD
        return cell

    def _texts(self, column: Column, values: pa.Array) -> Iterator[Any]:
        for row, text in enumerate(values.to_pylist(), start=self.rows + 1):
            if not text:
                yield None
                continue
            text = self.remarks.xml_text(text, row, column.name, "xlsx")
            if len(text) > MAX_CELL_CHARACTERS:
                limit = MAX_CELL_CHARACTERS
                self.remarks.too_long(row, column.name, "text_truncated", limit_bytes=limit)
                text = text[:MAX_CELL_CHARACTERS]
            special = FORMULA.match(text) or text in ERROR_CODES
            yield text_cell(self._sheet, text) if special else text

    def _places(self, batch: pa.RecordBatch) -> list[list[Any]]:
        shapes = shapes_of(batch)
        decimals = DECIMALS[self._task.crs.definition.is_geographic]
        texts = list(shapely.to_wkt(shapes, rounding_precision=decimals))
        for place, text in enumerate(texts):
            if not text:
                continue
            text = texts[place] = self._prefix + text
            if len(text) > MAX_CELL_CHARACTERS:
                row, limit = self.rows + place + 1, MAX_CELL_CHARACTERS
                self.remarks.too_long(row, SHAPE_COLUMNS[0], "shape_left_out", limit=limit)
                texts[place] = None
        points = to_storage(shapely.point_on_surface(shapes), self._task.crs)
        lon, lat = (
            [None if x != x else round(x, 9) for x in axis.tolist()]
            for axis in (shapely.get_x(points), shapely.get_y(points))
        )
        return [texts, lon, lat]


def srid_prefix(crs: str) -> str:
    """Give what stands before well-known text that says its system itself.

    Parameters
    ----------
    crs : str
        As of `gis.crs.Crs.text`.

    Returns
    -------
    str
        Nothing where the system has no code of the EPSG.

    Examples
    --------
    >>> srid_prefix("EPSG:4543"), srid_prefix("gcj02")
    ('SRID=4543;', '')
    """
    _, is_coded, code = crs.partition("EPSG:")
    return f"SRID={code};" if is_coded else ""


def text_cell(sheet: Any, text: str) -> Any:
    """Give a cell that is text whatever it looks like, now and when someone edits it.

    Parameters
    ----------
    sheet : openpyxl.worksheet._write_only.WriteOnlyWorksheet
    text : str
        A mark stands for each character that no workbook can hold.

    Returns
    -------
    openpyxl.cell.WriteOnlyCell
    """
    cell = WriteOnlyCell(sheet, printable(text))
    cell.data_type = "s"
    cell.quotePrefix = bool(FORMULA.match(text))
    return cell


def _width_of(value: Any) -> int:
    """Characters that a value takes in its column, a Chinese one for two."""
    value = getattr(value, "value", value)
    if isinstance(value, float):
        value = f"{value:,.2f}"
    text = "" if value is None else str(value)
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _number(value: Any) -> Any:
    if type(value) is int and abs(value) >= MAX_WHOLE:
        return str(value)
    return value
