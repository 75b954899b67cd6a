"""Rows that are no data: totals, headings of parts, repeated headers, what is signed below."""

import re
from dataclasses import dataclass

from gis.readers.tables.grid import Cell, Grid
from gis.readers.tables.naming import Header
from gis.readers.tables.sections import Sections
from gis.readers.tables.unit_words import is_unit
from gis.simplified import simplified

TOTAL = re.compile(
    r"(?:本页|本表|全市|全区|[^\d\W]{0,8})?(?:合计|小计|总计|共计|累计)(?:[（(].*[)）])?[:：]?"
)
# In other words, or with more behind it: of a row that is no data in other ways too.
TOTAL_IN_WORDS = re.compile(
    r"(?:本页|本表|全市|全区|[^\d\W]{0,8})?(?:合计|小计|总计|共计|累计)\W*(?:共|长|约|为|计|\d).*"
    r"|(?:grand|sub)?total(?:\W.*)?|sum(?:\W.*)?|average|平均(?:值|数)?(?:\W.*)?|其中[:：].*",
    re.IGNORECASE,
)
PART = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}\s*[、．.)）:：]\s*\D.*|第.{1,4}[章部][分]?.*")
PART_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、．.]?")
FOOT = re.compile(
    r"(?:填[表报]人?|制表|审[核定批]|复核|校[核对]|负责人|单位负责人|经办人|联系(?:人|电话|方式)"
    r"|填[表报]单位|[填制报]表?日期|日期|注|备注|说明|附注|盖章|[（(]?公章)"
    r"(?:人|日期|时间|电话)?\s*(?:[:：（(].*|\d[\.、．].*|$)",
    re.DOTALL,
)
#: 甲 乙 丙 name the columns of text in forms that number their columns.
STEMS = "甲乙丙丁戊己庚辛壬癸"
LONGEST_QUOTED = 40
#: A row of so many columns, all of them filled, with more texts than these is no total.
MOST_OF_SUMS, MOST_TEXTS = 4, 2


@dataclass(frozen=True)
class LeftOut:
    """A row that is no data.

    Attributes
    ----------
    row : int
    why : str
        ``"title"``, ``"unit"``, ``"numbering"``, ``"header"`` (repeated), ``"total"``, ``"part"``,
        ``"foot"``, ``"blank"`` or ``"chosen"`` (by the caller).
    text : str
        The beginning of what stands there.
    """

    row: int
    why: str
    text: str


def sift(grid: Grid, header: Header) -> tuple[list[int], list[LeftOut]]:
    """Tell the rows of data from the others.

    Parameters
    ----------
    grid : Grid
    header : Header

    Returns
    -------
    rows : list of int
        Numbers of the rows of data.
    left_out : list of LeftOut
        All others but those of the header, in order.

    Examples
    --------
    >>> grid = Grid("", [["编号", "长度"], ["G1", 3], [None, None], ["合计", 3]])
    >>> rows, left_out = sift(grid, Header([1], {"编号": 0, "长度": 1}))
    >>> rows, [(row.row, row.why) for row in left_out]
    ([2], [(3, 'blank'), (4, 'total')])
    """
    sieve = Sieve(grid, header)
    rows, left_out = [], []
    for number in range(1, len(grid.rows) + 1):
        if number in header.rows:
            continue
        if why := sieve.reason(number):
            left_out.append(LeftOut(number, why, quoted(grid, number)))
        else:
            rows.append(number)
    return rows, left_out


def quoted(grid: Grid, number: int) -> str:
    """Give the beginning of a row as text.

    Parameters
    ----------
    grid : Grid
    number : int

    Returns
    -------
    str
    """
    text = " ".join(str(value).strip() for value in grid.row(number) if value is not None)
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + "…"


class Sieve:
    """Judges the rows of a sheet one after the other, downwards.

    Parameters
    ----------
    grid : Grid
    header : Header
    """

    def __init__(self, grid: Grid, header: Header) -> None:
        self.grid, self.header = grid, header
        self.width = len(header.columns)
        self.first = header.rows[-1] + 1 if header.rows else 1
        self.headings = [
            {place: grid.at(row, place) for place in header.columns.values()} for row in header.rows
        ]
        self.at_foot = False
        self.counted = self._counting_column()
        self.sections = Sections(grid, header, self.first, self.counted)

    def reason(self, number: int) -> str | None:
        """Say why a row is no data.

        Parameters
        ----------
        number : int

        Returns
        -------
        str or None
            As `LeftOut.why`; None for a row of data.
        """
        filled = self.grid.filled(number)
        if not filled:
            return "blank"
        if number < self.first:
            return "title"
        row = self.grid.row(number)
        cells = [row[place] if place < len(row) else None for place in filled]
        if self.header.rows and (why := self._below_header(number, filled, cells)):
            return why
        if self._is_total(cells):
            return "total"
        if self._numbers_a_part(number):
            return "part"
        if self.width < 3:  # too narrow to tell remarks from data
            return None
        return self._aside(number, filled, cells)

    def _below_header(self, number: int, filled: list[int], cells: list[Cell]) -> str | None:
        if number == self.first and all(is_unit(cell) for cell in cells):
            return "unit"
        if number <= self.first + 1 and _numbers_columns(cells, len(filled), self.width):
            return "numbering"
        pairs = list(zip(filled, cells, strict=True))
        repeats = any(
            all(heading.get(place, 0) == cell for place, cell in pairs) for heading in self.headings
        )
        return "header" if len(filled) > 1 and repeats else None

    def _is_total(self, cells: list[Cell]) -> bool:
        """Say whether a row adds up others: by its word, and by how little else stands there."""
        first = [simplified("".join(cell.split())) for cell in cells[:2] if isinstance(cell, str)]
        if any(map(TOTAL.fullmatch, first)):
            # A pipe may be called 总计: its row is full, and not of sums alone.
            texts = sum(isinstance(cell, str) for cell in cells)
            return not (len(cells) == self.width >= MOST_OF_SUMS and texts > MOST_TEXTS)
        is_narrow = 2 * len(cells) <= self.width + 1
        return is_narrow and any(map(TOTAL_IN_WORDS.fullmatch, first))

    def _counting_column(self) -> int | None:
        """Find the column 序号 that counts the rows by 1, 2, 3; None where there is none."""
        place = next((at for name, at in self.header.columns.items() if name == "序号"), None)
        if place is None:
            return None
        below = range(self.first, len(self.grid.rows) + 1)
        return place if any(_is_whole(self.grid.at(row, place)) for row in below) else None

    def _numbers_a_part(self, number: int) -> bool:
        """Say whether a row is counted by 一, 二, 三 among others counted by 1, 2, 3.

        It heads a part, and what stands in it are the sums of the rows below.
        """
        if self.counted is None:
            return False
        cell = self.grid.at(number, self.counted)
        return isinstance(cell, str) and PART_NUMBER.fullmatch(cell.strip()) is not None

    def _aside(self, number: int, filled: list[int], cells: list[Cell]) -> str | None:
        """Tell remarks below the table and headings of its parts from data: they are narrow."""
        texts = [cell.strip() for cell in cells if isinstance(cell, str)]
        narrow = 2 * len(filled) <= self.width + 1 and len(texts) == len(cells)
        if not narrow:
            self.at_foot = False
            return None
        if FOOT.fullmatch(simplified(texts[0])):
            self.at_foot = True
        elif not self.at_foot and len(texts) == 1:
            return self._heading(number, filled[0], texts[0])
        return "foot" if self.at_foot else None

    def _heading(self, number: int, place: int, text: str) -> str | None:
        return "part" if PART.fullmatch(text) else self.sections.why(number, place, text)


def _is_whole(cell: Cell) -> bool:
    return str(cell).strip().removesuffix(".0").isdecimal()


def _numbers_columns(cells: list[Cell], filled: int, width: int) -> bool:
    """Say whether cells count the columns: 1 2 3 4 or 甲 乙 1 2."""
    if filled < max(4, width):
        return False
    texts = [str(cell).strip().strip("（()）") for cell in cells]
    stems = 0
    while stems < min(len(texts), len(STEMS)) and texts[stems] == STEMS[stems]:
        stems += 1
    numbers = texts[stems:]
    return (
        any(
            numbers == [str(n) for n in range(first, first + len(numbers))]
            for first in (1, stems + 1)
        )
        and len(numbers) > 1
    )
