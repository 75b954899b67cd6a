"""A sheet of a workbook or a delimited text as rows of plain cells, before any meaning."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

# Beyond this a float is no longer the whole number that someone typed.
EXACT = 2**53

Cell = str | int | float | bool | datetime.date | None


@dataclass(frozen=True)
class Merge:
    """Cells merged into one: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Coded:
    """Numbers of one column that were taken as they are shown: how many, and the first of them."""

    count: int
    row: int
    number: int
    shown: str


@dataclass
class Grid:
    """One sheet.

    Attributes
    ----------
    name : str
        Of the sheet; the stem of a text file.
    rows : list of list
        ``rows[0]`` is row 1; None where a cell is blank; rows may differ in length.
    merged : list of Merge
    errors : dict of (int, int) to str
        Row and column of cells without a value: an error such as ``"#REF!"``, or ``""`` for a
        formula that was never calculated.
    hidden_rows : list of int
    is_text : bool
        Everything is text because the format knows nothing else.
    codes : dict of int to Coded
        Columns with numbers that were taken as their formats show them.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[Merge] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    is_text: bool = False
    codes: dict[int, Coded] = field(default_factory=dict)

    def row(self, number: int) -> list[Cell]:
        """Give the cells of a row, none beyond the last row."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else []

    def at(self, row: int, column: int) -> Cell:
        """Give one cell, None outside the sheet."""
        cells = self.row(row)
        return cells[column] if column < len(cells) else None

    def filled(self, row: int) -> list[int]:
        """List the columns that are not blank in a row; a cell in error is not blank."""
        found = [place for place, value in enumerate(self.row(row)) if value is not None]
        if broken := self._broken.get(row):
            return sorted(broken.union(found))
        return found

    @cached_property
    def _broken(self) -> dict[int, set[int]]:
        broken: dict[int, set[int]] = defaultdict(set)
        for row, column in self.errors:
            broken[row].add(column)
        return dict(broken)


def plain(value: object) -> Cell:
    """Give a cell's value as what others understand.

    Parameters
    ----------
    value : object
        str, int, float, bool, date, datetime, time or timedelta.

    Returns
    -------
    str, int, float, bool, date, datetime or None
        None for blank text; whole floats as int; times of day and spans as text.

    Examples
    --------
    >>> plain("　"), plain(300.0), plain(datetime.time(8, 30))
    (None, 300, '08:30:00')
    """
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if value is None or isinstance(value, int | datetime.date):
        return value
    return str(value)


def letter(column: int) -> str:
    """Give a column's letters as a spreadsheet shows them.

    Parameters
    ----------
    column : int
        From 0.

    Returns
    -------
    str

    Examples
    --------
    >>> letter(0), letter(25), letter(26), letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_of(letters: str) -> int:
    """Give the place of a column from its letters.

    Parameters
    ----------
    letters : str

    Returns
    -------
    int
        From 0.

    Examples
    --------
    >>> column_of("A"), column_of("AA")
    (0, 26)
    """
    place = 0
    for character in letters.upper():
        place = place * 26 + ord(character) - 64
    return place - 1


def address(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does.

    Parameters
    ----------
    row : int
        From 1.
    column : int
        From 0.

    Returns
    -------
    str

    Examples
    --------
    >>> address(12, 5)
    'F12'
    """
    return f"{letter(column)}{row}"
