"""A sheet understood: named columns, rows of data, and the rows and cells that are neither."""

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gis.errors import Remark, UnreadableFile
from gis.readers.tables import headers
from gis.readers.tables.grid import Cell, Grid, address, column_of, letter
from gis.readers.tables.leftout import LeftOut, quoted, sift
from gis.readers.tables.naming import Header, name_columns
from gis.readers.tables.unit_words import is_unit

#: Text that is a number and nothing else: no code with leading zeros, nothing that would change.
WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
REAL = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}")


@dataclass
class Table:
    """One sheet as columns.

    Attributes
    ----------
    grid : Grid
    header : Header
    rows : list of int
        Numbers of the rows of data in the sheet.
    left_out : list of LeftOut
    columns : dict of str to list
        Plain values in the order of `rows`, None where blank; cells merged downwards filled.
    merged : list of dict
        Which were: ``column``, ``range`` (``"B5:B9"``), ``value``.
    carried : dict of str to dict
        Columns whose blank cells took the value above: ``count``, ``cell`` (the first), ``value``.
    """

    grid: Grid
    header: Header
    rows: list[int]
    left_out: list[LeftOut]
    columns: dict[str, list[Cell]]
    merged: list[dict[str, Any]] = field(default_factory=list)
    carried: dict[str, dict[str, object]] = field(default_factory=dict)

    def address(self, column: str, place: int) -> str:
        """Name the cell of a column in the row at a place of `rows`."""
        return address(self.rows[place], self.header.columns[column])

    def is_broken(self, column: str, place: int) -> bool:
        """Say whether that cell holds an error or a formula without result."""
        return (self.rows[place], self.header.columns[column]) in self.grid.errors

    def broken(self) -> list[Remark]:
        """Say which cells have no value though they are not blank: row and column in each."""
        named = {place: name for name, place in self.header.columns.items()}
        kept = set(self.rows)
        return [
            Remark(
                row,
                named[column],
                "cell_error" if value else "cell_uncalculated",
                {"cell": address(row, column), "value": value},
            )
            for (row, column), value in sorted(self.grid.errors.items())
            if row in kept and column in named
        ]


def understand(grid: Grid, options: dict[str, Any], name: str) -> Table:
    """Find the header, the rows of data and the columns of a sheet.

    Parameters
    ----------
    grid : Grid
    options : dict
        What the caller knows better: ``header_rows`` (list of int), ``data_rows`` (first and
        last), ``left_out`` (rows, or dicts with ``row``; nothing else is left out then but blank
        rows), ``fill_merged`` (bool), ``ignored`` (names of columns that are not looked at).
    name : str
        What to call the file in an error.

    Returns
    -------
    Table

    Raises
    ------
    UnreadableFile
        ``bad_table_option``.

    Examples
    --------
    >>> table = understand(Grid("", [["编号", "长度"], ["G1", 3], ["合计", 3]]), {}, "a.csv")
    >>> table.columns, table.rows, table.address("长度", 0)
    ({'编号': ['G1'], '长度': [3]}, [2], 'B2')
    """
    chosen = options.get("header_rows")
    header_rows = headers.find(grid) if chosen is None else _numbers("header_rows", chosen, name)
    header = name_columns(grid, sorted(header_rows))
    rows, left_out = _sifted(grid, header, options, name)
    for row in left_out:
        if row.why == "unit":
            header.units |= _units_below(grid, header, row.row)
    for column in set(header.columns).intersection(options.get("ignored", ())):
        del header.columns[column]
    table = Table(grid, header, rows, left_out, {})
    filled = _filled_down(table) if options.get("fill_merged", True) else {}
    cells = [grid.row(row) for row in rows]
    for column, place in header.columns.items():
        table.columns[column] = [row[place] if place < len(row) else None for row in cells]
    if filled:
        for column, place in header.columns.items():
            table.columns[column] = [
                filled.get((row, place), value)
                for row, value in zip(rows, table.columns[column], strict=True)
            ]
    return table


def column_named(table: Table, wanted: object, name: str) -> str:
    """Find a column by its name or its letter.

    Parameters
    ----------
    table : Table
    wanted : str
    name : str
        What to call the file in an error.

    Returns
    -------
    str

    Raises
    ------
    UnreadableFile
        ``unknown_table_column``.
    """
    if isinstance(wanted, str):
        if wanted in table.header.columns:
            return wanted
        if re.fullmatch(r"[A-Za-z]{1,3}", wanted):
            place = column_of(wanted)
            for column, its_place in table.header.columns.items():
                if its_place == place:
                    return column
    known = ", ".join(table.header.columns)
    raise UnreadableFile("unknown_table_column", name=name, column=wanted, columns=known)


def typed(values: Sequence[Cell], is_text: bool) -> list[object]:
    """Give a column's values one type where that changes none of them.

    Parameters
    ----------
    values : sequence of cell
    is_text : bool
        Numbers came as text: they become numbers if *every* value is one and would be written
        the same again.

    Returns
    -------
    list
        Whole numbers among others become float; days among times become midnight; days among
        other things become text, ``"2024-05-01"``.

    Examples
    --------
    >>> typed(["1", "2.5", None], True), typed(["1", "007"], True), typed([1, 2.5], False)
    ([1.0, 2.5, None], ['1', '007'], [1.0, 2.5])
    """
    found: list[Any] = list(values)
    if is_text:
        found = _as_numbers(found)
    kinds = {type(value) for value in found if value is not None}
    if kinds == {int, float}:
        return [value if value is None else float(value) for value in found]
    if kinds == {datetime.date, datetime.datetime}:
        return [_as_time(value) for value in found]
    if len(kinds) > 1 and kinds & {datetime.date, datetime.datetime}:
        return [str(value) if isinstance(value, datetime.date) else value for value in found]
    return found


def _as_numbers(values: list[Any]) -> list[Any]:
    present = [value for value in values if value is not None]
    if all(WHOLE.fullmatch(text) for text in present):
        return [value if value is None else int(value) for value in values]
    if all(WHOLE.fullmatch(text) or _is_real(text) for text in present):
        return [value if value is None else float(value) for value in values]
    return values


def _is_real(text: str) -> bool:
    return REAL.fullmatch(text) is not None and str(float(text)) == text


def _as_time(value: Any) -> datetime.datetime | None:
    if value is None or isinstance(value, datetime.datetime):
        return value
    return datetime.datetime.combine(value, datetime.time())


def _sifted(
    grid: Grid, header: Header, options: dict[str, Any], name: str
) -> tuple[list[int], list[LeftOut]]:
    rows, left_out = sift(grid, header)
    if options.get("left_out") is not None:
        chosen = set(_numbers("left_out", options["left_out"], name))
        first = header.rows[-1] + 1 if header.rows else 1
        blank = {row.row for row in left_out if row.why == "blank"}
        below = set(range(first, len(grid.rows) + 1))
        rows = sorted(below - chosen - blank)
        left_out = [
            row if row.why in ("blank", "title") else LeftOut(row.row, "chosen", row.text)
            for row in left_out
            if row.row < first or row.row in chosen | blank
        ]
        known = {row.row for row in left_out}
        left_out += [LeftOut(n, "chosen", quoted(grid, n)) for n in (chosen & below) - known]
    if options.get("data_rows") is not None:
        bounds = _numbers("data_rows", options["data_rows"], name)
        if len(bounds) != 2:
            raise UnreadableFile("bad_table_option", name=name, option="data_rows", value=bounds)
        beyond = [row for row in rows if not bounds[0] <= row <= bounds[1]]
        rows = [row for row in rows if bounds[0] <= row <= bounds[1]]
        left_out += [LeftOut(row, "chosen", quoted(grid, row)) for row in beyond]
    return rows, sorted(left_out, key=lambda row: row.row)


def _numbers(option: str, value: object, name: str) -> list[int]:
    """Give row numbers; each may also be a dict with ``row``, as `LeftOut` is reported."""
    items = value if isinstance(value, list | tuple) else [None]
    numbers = [item.get("row") if isinstance(item, dict) else item for item in items]
    if not all(isinstance(number, int) and 0 < number < math.inf for number in numbers):
        raise UnreadableFile("bad_table_option", name=name, option=option, value=value)
    return [number for number in numbers if isinstance(number, int)]


def _units_below(grid: Grid, header: Header, row: int) -> dict[str, str]:
    cells = {name: grid.at(row, place) for name, place in header.columns.items()}
    return {name: str(cell).strip("（()）[]【】 ") for name, cell in cells.items() if is_unit(cell)}


def _filled_down(table: Table) -> dict[tuple[int, int], Cell]:
    """Repeat cells that are merged over several rows, in their first column."""
    named = {place: name for name, place in table.header.columns.items()}
    kept = set(table.rows)
    filled: dict[tuple[int, int], Cell] = {}
    for merge in table.grid.merged:
        value = table.grid.at(merge.top, merge.left)
        rows = [row for row in range(merge.top + 1, merge.bottom + 1) if row in kept]
        if value is None or not rows or merge.top not in kept or merge.left not in named:
            continue
        filled |= {(row, merge.left): value for row in rows}
        start = address(merge.top, merge.left)
        table.merged.append(
            {
                "column": named[merge.left],
                "range": f"{start}:{letter(merge.left)}{merge.bottom}",
                "value": value if isinstance(value, str | int | float) else str(value),
            }
        )
    return filled
