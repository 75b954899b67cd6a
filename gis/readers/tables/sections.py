"""Headings of a table's sections: a lone text that stands above rows of data, 炳草岗片区."""

import re
from dataclasses import dataclass
from functools import cached_property

from gis.readers.tables.grid import Grid
from gis.readers.tables.naming import Header

# A row with so many cells is one of data.
FILLED = 3
LONGEST = 60
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
        self.words = {cell for number in header.rows for cell in grid.row(number)} - {None}
        places = sorted(header.columns.values())
        # Where rows are counted, a section is headed there or in the column beside it.
        self.leads = places[: 2 if places[:1] == [counted] else 1]
        self.merges = {(merge.top, merge.left): merge for merge in grid.merged}
        self._known: dict[int, Usual] = {}

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
        if not self._bodies:
            return None
        heads = number < self._bodies[-1]
        if self._is_spread(number, place):
            return "part" if heads else "foot"
        return "part" if heads and place in self.leads and self._is_unlike(text, place) else None

    def _is_spread(self, number: int, place: int) -> bool:
        span = self._span(number, place)
        # Where rows of data are merged like this, it is only their name.
        return 2 * span >= max(self.width, 4) and span > self._usual(place).span

    def _span(self, number: int, place: int) -> int:
        merge = self.merges.get((number, place))
        return merge.right - place + 1 if merge else 1

    def _is_unlike(self, text: str, place: int) -> bool:
        """Say whether a text is plainly no number or name as the rows of data have them."""
        usual = self._usual(place)
        if len(text) > LONGEST:
            return False
        if usual.is_numbered and not NUMBERED.search(text) and len(text) > 1:
            return True
        return DISTRICT.fullmatch(text) is not None and not usual.has_districts

    @cached_property
    def _bodies(self) -> list[int]:
        below = range(self.first, len(self.grid.rows) + 1)
        return [number for number in below if self._is_body(number)]

    def _is_body(self, number: int) -> bool:
        filled = self.grid.filled(number)
        # A section may begin with the header once more, even in another order.
        return len(filled) >= FILLED and not self.words.issuperset(
            self.grid.at(number, place) for place in filled
        )

    def _usual(self, place: int) -> "Usual":
        if place not in self._known:
            cells = [self.grid.at(number, place) for number in self._bodies]
            names = [str(cell).strip()[:LONGEST] for cell in cells if cell is not None]
            numbered = sum(NUMBERED.search(name) is not None for name in names)
            self._known[place] = Usual(
                is_numbered=bool(names) and numbered >= SHARE * len(names),
                has_districts=any(DISTRICT.fullmatch(name) for name in names),
                span=max(self._span(number, place) for number in self._bodies),
            )
        return self._known[place]


@dataclass(frozen=True)
class Usual:
    """What the rows of data have in one column.

    Attributes
    ----------
    is_numbered : bool
        Nearly all have a digit.
    has_districts : bool
        Some are called like a section.
    span : int
        The most columns that one is merged over.
    """

    is_numbered: bool
    has_districts: bool
    span: int
