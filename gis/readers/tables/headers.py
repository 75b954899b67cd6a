"""Finding the header of a sheet: below titles and notes, up to four rows, cells merged or not."""

import datetime
import math
import re

from gis.readers.tables.coordinates import coordinate
from gis.readers.tables.grid import Cell, Grid
from gis.readers.tables.unit_words import is_unit

MAX_HEADER_ROWS = 4
# Rows looked at for the header, and for how wide the table is.
LOOKED_AT, SAMPLED = 50, 200
LONGEST_NAME = 60
#: "单位：万元", "填报日期：2024年5月".
NOTE = re.compile(r"\s*[^:：]{1,12}[:：]")
YEAR = re.compile(r"(?:19|20)\d\d年?")


def find(grid: Grid) -> list[int]:
    """Find the rows of the header.

    The header is the first row that fills at least half of the table's usual width with different
    words; titles and notes above it are narrower, and a row with numbers is data already.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    list of int
        Consecutive row numbers; empty where the table begins with data.

    Examples
    --------
    >>> find(Grid("", [["管线表"], ["编号", "管径"], ["G1", 300], ["G2", 200]]))
    [2]
    """
    usual = _usual_width(grid)
    wide = max(min(2, usual), math.ceil(usual / 2))
    for number in range(1, min(LOOKED_AT, len(grid.rows)) + 1):
        cells = _words(grid, number)
        if len(cells) < wide and not _is_grouped(grid, number, wide):
            continue
        if is_heading(cells):
            return list(range(number, _last(grid, number) + 1))
        if not _is_title(cells):
            return []
    return []


def is_heading(cells: list[Cell]) -> bool:
    """Say whether cells are the names of columns: different short words, years at most.

    Parameters
    ----------
    cells : list
        Those that are not blank.

    Returns
    -------
    bool
    """
    if not cells or _is_title(cells):
        return False
    words = [cell for cell in cells if _is_word(cell)]
    years = sum(YEAR.fullmatch(str(cell)) is not None for cell in cells if not _is_word(cell))
    return len(words) + years == len(cells) and len(words) >= 2 * years and bool(words)


def spread(grid: Grid, number: int) -> dict[int, Cell]:
    """Give the cells of a row with those merged sideways repeated.

    Parameters
    ----------
    grid : Grid
    number : int

    Returns
    -------
    dict of int to cell
        By column, blank ones left out.
    """
    cells = dict(enumerate(grid.row(number)))
    for merge in grid.merged:
        if merge.top <= number <= merge.bottom:
            value = grid.at(merge.top, merge.left)
            cells |= dict.fromkeys(range(merge.left, merge.right + 1), value)
    return {place: value for place, value in sorted(cells.items()) if value is not None}


def _usual_width(grid: Grid) -> int:
    widths = []
    for number in range(1, len(grid.rows) + 1):
        if filled := len(grid.filled(number)):
            widths.append(filled)
            if len(widths) == SAMPLED:
                break
    return sorted(widths)[3 * len(widths) // 4] if widths else 0


def _words(grid: Grid, number: int) -> list[Cell]:
    """Give the different cells side by side, as a person sees them."""
    cells = list(spread(grid, number).items())
    return [
        value
        for place, (column, value) in enumerate(cells)
        if not (place and column == cells[place - 1][0] + 1 and value == cells[place - 1][1])
        or not _is_merged(grid, number, column)
    ]


def _is_grouped(grid: Grid, number: int, wide: int) -> bool:
    """Say whether few words stand over many columns: groups, beside names that reach down."""
    reaches_down = any(merge.top == number < merge.bottom for merge in grid.merged)
    return reaches_down and len(spread(grid, number)) >= wide and _goes_on(grid, number)


def _is_merged(grid: Grid, number: int, column: int) -> bool:
    return any(
        merge.top <= number <= merge.bottom and merge.left < column <= merge.right
        for merge in grid.merged
    )


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell.strip()) <= LONGEST_NAME and coordinate(cell) is None


def _is_title(cells: list[Cell]) -> bool:
    """Say whether all cells are remarks such as "单位：万元", or dates among such."""
    noted = sum(isinstance(cell, str) and NOTE.match(cell) is not None for cell in cells)
    others = [cell for cell in cells if not isinstance(cell, str | datetime.date)]
    return not others and noted > 0 and 2 * noted >= len(cells)


def _last(grid: Grid, first: int) -> int:
    """Find the last row of a header."""
    last = max(
        (
            merge.bottom
            for merge in grid.merged
            if merge.top == first and _is_word(grid.at(first, merge.left))
        ),
        default=first,
    )
    last = min(last, first + MAX_HEADER_ROWS - 1)
    while last - first + 1 < MAX_HEADER_ROWS and _goes_on(grid, last):
        last += 1
    return last


def _goes_on(grid: Grid, row: int) -> bool:
    """Say whether the next row parts the columns of this one: X and Y below 起点."""
    lower = grid.filled(row + 1)
    if not is_heading([grid.at(row + 1, column) for column in lower]):
        return False
    lower = [column for column in lower if not is_unit(grid.at(row + 1, column))]
    if not lower:  # nothing but units
        return False
    heads = grid.filled(row)
    if not heads:
        return False
    inner = range(heads[0], max(heads[-1], lower[-1]) + 1)
    unnamed = {column for column in inner if column not in heads}
    groups = {column for column in heads if column + 1 in unnamed}
    if not groups or not set(lower) <= unnamed | groups or not unnamed <= set(lower):
        return False
    # A table of two columns, one without a name, looks the same: it takes more to be sure.
    return len(groups) > 1 or bool(set(heads) - set(lower))
