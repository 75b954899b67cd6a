"""Refused rows of a table as a workbook: in the columns of the sheet that they stood in."""

from functools import partial

import numpy as np
import shapely

from gis.writers.sheet import MAX_CELL_CHARACTERS, MAX_ROWS, srid_prefix, text_cell
from registry.exchange.mapping import REASON
from registry.exchange.noted_units import words_above
from registry.exchange.refused import decoded, refused, values_of

#: For shapes whose columns are on another sheet.
SHAPE = "WKT"
NAME = "退回"
TOO_LONG = "（超过 32767 个字，单元格里放不下，请从原文件复制）"


def write_workbook(staged, reasons, path):
    """Says on how many sheets the rows are."""
    # It takes a while to load: not for every import, most of which refuse nothing, to wait for.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    shaping = shaping_of(staged, reasons)
    places = {column.name: place for place, column in enumerate(staged.columns)}
    names = header_of(staged, shaping.columns)
    sheets = Sheets(book, [*units_line(staged), [*names, REASON]])
    for part, texts in refused(staged, reasons):
        given = {n: values_of(part, places[n], staged.columns[places[n]]) for n in places}
        for spot, shape in enumerate(decoded(part.column("shape"))):
            row = {name: values[spot] for name, values in given.items()}
            cells = [
                [row.get(name) if own.get(name) is None else own[name] for name in names]
                for own in shaping.rows(shape)
            ]
            sheets.add([[*values, texts[spot]] for values in cells])
    book.save(path)
    return sheets.count


class Sheets:
    """One after the other, each with the same head, as no sheet holds more than `MAX_ROWS`."""

    def __init__(self, book, head):
        self.book, self.head, self.count = book, head, 0
        self._begin()

    def add(self, rows):
        """Rows of one line stay together, where a sheet can hold them at all."""
        if len(rows) > self.room and self.room < MAX_ROWS - len(self.head):
            self._begin()
        for values in rows:
            if not self.room:
                self._begin()
            self._write(values)

    def _begin(self):
        self.count += 1
        self.sheet = self.book.create_sheet(NAME if self.count == 1 else f"{NAME}_{self.count}")
        self.room = MAX_ROWS
        for values in self.head:
            self._write(values)

    def _write(self, values):
        self.sheet.append([cell(self.sheet, value) for value in values])
        self.room -= 1


def units_line(staged):
    """The row above the header that says the units of columns which say none themselves."""
    words = words_above(staged)
    return [[f"单位：{'、'.join(words)}"]] if words else []


def header_of(staged, shaped):
    """The columns as in the sheet, with those of the shape, which are not staged where all of it
    could be read.
    """
    staying = [column.name for column in staged.columns if column.name != REASON]
    sheet = list((staged.tables or {}).get("columns") or staying)
    names = [name for name in sheet if name in staying or name in shaped]
    return [*names, *(name for name in (*staying, *shaped) if name not in names)]


class Shaping:
    """How a shape stands in the cells of a table: one row, no columns."""

    columns = ()

    def rows(self, shape):
        """`{column: value}` of each row that the shape takes; of no shape there is one too."""
        return [{} if shape is None else self.cells(shape)]

    def cells(self, shape):
        return {}


class Text(Shaping):
    """Written out in one column."""

    def __init__(self, column, write):
        self.columns, self.write = (column,), write

    def cells(self, shape):
        return {self.columns[0]: self.write(shape)}


class Coordinates(Shaping):
    """Those of a point in two columns, of a line's ends in four."""

    def __init__(self, columns):
        self.columns = columns

    def cells(self, shape):
        return dict(zip(self.columns, shapely.get_coordinates(shape).ravel().tolist(), strict=True))


class Pairs(Shaping):
    """Both coordinates in one column: of a point, or of each end of a line."""

    def __init__(self, columns):
        self.columns = columns

    def cells(self, shape):
        return dict(zip(self.columns, written_points(shape), strict=True))


class Vertices(Shaping):
    """One row a vertex, numbered where the table has numbers."""

    def __init__(self, x, y, z, order):
        self.x, self.y, self.z, self.order = x, y, z, order
        self.columns = [name for name in (x, y, z, order) if name]

    def rows(self, shape):
        if shape is None:
            return [{}]
        points = shapely.get_coordinates(shape, include_z=bool(self.z)).tolist()
        return [self._vertex(number, *point) for number, point in enumerate(points, start=1)]

    def _vertex(self, number, x, y, z=None):
        height = None if z is None or np.isnan(z) else z
        return {self.x: x, self.y: y, self.z: height, self.order: number}


def shaping_of(staged, reasons):
    """As the file itself has its shapes; beside a WKT of our own its columns would be overlooked
    when they come back corrected.
    """
    found = staged.tables or {}
    if found.get("group"):
        return Vertices(*(found[key] for key in ("x", "y", "z", "order")))
    if found.get("x"):
        ends = [found["x"], found["y"], found.get("end_x"), found.get("end_y")]
        return Coordinates([name for name in ends if name])
    if found.get("pair"):
        return Pairs([name for name in (found["pair"], found.get("end_pair")) if name])
    if found.get("path"):
        return Text(found["path"], lambda line: ";".join(written_points(line)))
    if found.get("wkt"):
        return Text(found["wkt"], partial(well_known, system=srid_of(staged)))
    if found.get("geojson"):
        return Text(found["geojson"], shapely.to_geojson)
    has_shapes = any(
        part.column("shape").null_count < len(part) for part, _ in refused(staged, reasons)
    )
    return Text(SHAPE, well_known) if has_shapes else Shaping()


def written_points(shape):
    return [f"{fine(x)},{fine(y)}" for x, y in shapely.get_coordinates(shape).tolist()]


def fine(number):
    """With three decimals or more: by these a pair of degrees is known when it comes back."""
    text = repr(number)
    return text if len(text.partition(".")[2]) >= 3 else f"{number:.3f}"


def srid_of(staged):
    """`SRID=4543;` where the shapes say it themselves."""
    return srid_prefix(staged.crs or "")


def well_known(shape, system=""):
    return system + shapely.to_wkt(shape, rounding_precision=-1)


def cell(sheet, value):
    """Text stays text, whatever it begins with, now and when it is edited."""
    if not isinstance(value, str):
        return value
    if len(value) > MAX_CELL_CHARACTERS:  # it would be cut, and a shape come back as another
        value = TOO_LONG
    return text_cell(sheet, value)
