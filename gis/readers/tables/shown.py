"""Numbers of a sheet put as the codes that their formats show."""

from array import array
from collections.abc import Iterator

from gis.readers.tables.codes import CodeFormat
from gis.readers.tables.grid import Cell, Coded
from gis.readers.tables.sheetxml import COLUMN_BITS

CodedCells = list[tuple[CodeFormat, "array[int]"]]


def show_codes(rows: list[list[Cell]], coded: CodedCells) -> dict[int, Coded]:
    """Replace numbers by the codes that they are shown as.

    Only in columns where a code is shown that differs from its number: years in ``0000`` stay
    numbers.

    Parameters
    ----------
    rows : list of list
        Changed in place.
    coded : list of (CodeFormat, array of int)
        As `gis.readers.tables.sheetxml.SheetFacts` has them.

    Returns
    -------
    dict of int to Coded
        By column.
    """
    found: dict[int, Coded] = {}
    for row, column, number, shown in _codes(rows, coded):
        if shown != str(number) and (column not in found or row < found[column].row):
            found[column] = Coded(0, row, number, shown)
    for row, column, _, shown in _codes(rows, coded):
        if column in found:
            rows[row - 1][column] = shown
            found[column].count += 1
    return found


def _codes(rows: list[list[Cell]], coded: CodedCells) -> Iterator[tuple[int, int, int, str]]:
    """Give row, column, number and code of each cell with a whole number."""
    for form, places in coded:
        for place in places:
            row, column = place >> COLUMN_BITS, place & (1 << COLUMN_BITS) - 1
            cells = rows[row - 1] if row <= len(rows) else []
            number = cells[column] if column < len(cells) else None
            if type(number) is int and number >= 0:
                yield row, column, number, form.shown(number)
