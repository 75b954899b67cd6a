"""Headings of a table's sections: a lone text that stands above rows of data, 炳草岗片区."""

import re
from collections.abc import Iterable
from functools import cached_property

from gis.readers.tables.grid import Grid
from gis.readers.tables.naming import Header

# A row with so many cells is one of data.
FILLED = 3
# Of the cells in a column of numbers, so many have a digit.
SHARE = 0.9
NUMBERED = re.compile(r"\d|[一二三四五六七八九十][号#]")
DISTRICT = re.compile(r".*(?:片区|分区|标段|街道|部分|[镇乡县])(?:[（(].*[)）])?|.{1,3}区")


class Sections:
    """Tells the headings of a table's sections from rows of which only the name is known.

    Parameters
    ----------
    grid : Grid
    header : Header
    first : int
        The first row below the header.
    counted : int, optional
        The column 序号, where there is one.
    """

    def __init__(self, grid: Grid, header: Header, first: int, counted: int | None) -> None:
        self.grid, self.first = grid, first
        self.width = len(header.columns)
        places = sorted(header.columns.values())
        # Where rows are counted, a section is headed there or in the column beside it.
        self.leads = places[: 2 if places[:1] == [counted] else 1]
        self.merges = {(merge.top, merge.left): merge for merge in grid.merged}
        self._numbered: dict[int, bool] = {}

    def why(self, number: int, place: int, text: str) -> str | None:
        """Say what a text alone in its row is, if it is no data.

        Parameters
        ----------
        number, place : int
            The row, from 1, and the column, from 0.
        text : str

        Returns
        -------
        str or None
            ``"part"``: it heads the rows below; ``"foot"``: it is merged over the table's width
            below all rows. None where it may be the one thing that is known of its row.
        """
        heads = number < self._last
        if self._is_spread(number, place):
            return "part" if heads else "foot"
        return "part" if heads and place in self.leads and self._is_unlike(text, place) else None

    def _is_spread(self, number: int, place: int) -> bool:
        merge = self.merges.get((number, place))
        return merge is not None and 2 * (merge.right - place + 1) >= max(self.width, 4)

    def _is_unlike(self, text: str, place: int) -> bool:
        """Say whether a text is plainly no number or name as the rows of data have them."""
        if not NUMBERED.search(text) and len(text) > 1 and self._are_numbered(place):
            return True
        return DISTRICT.fullmatch(text) is not None and not any(
            DISTRICT.fullmatch(name) for name in self._names(place)
        )

    @cached_property
    def _bodies(self) -> list[int]:
        below = range(self.first, len(self.grid.rows) + 1)
        return [number for number in below if len(self.grid.filled(number)) >= FILLED]

    @property
    def _last(self) -> int:
        return self._bodies[-1] if self._bodies else 0

    def _names(self, place: int) -> Iterable[str]:
        cells = (self.grid.at(number, place) for number in self._bodies)
        return (str(cell).strip() for cell in cells if cell is not None)

    def _are_numbered(self, place: int) -> bool:
        if place not in self._numbered:
            found = [NUMBERED.search(name) is not None for name in self._names(place)]
            self._numbered[place] = bool(found) and sum(found) >= SHARE * len(found)
        return self._numbered[place]
