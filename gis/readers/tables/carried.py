"""A pipe's number that stands only beside its first vertex: what the blank cells below mean."""

from dataclasses import dataclass, replace
from itertools import pairwise

from gis.readers.tables.coordinates import coordinate
from gis.readers.tables.grid import Cell
from gis.readers.tables.places import Places, called, vertices_of
from gis.readers.tables.roles import GROUP, HEIGHT, ORDER, POINT_NAME
from gis.readers.tables.table import Table

# Of the rows, so many must be as such a table has them.
SHARE = 0.9
# With so many numbers it is no chance that each has blank cells below it.
MANY = 3


def with_carried(table: Table, places: Places) -> Places:
    """See whether points are vertices of lines whose number stands in their first row alone.

    Parameters
    ----------
    table : Table
        Its column of numbers is filled, if so.
    places : Places

    Returns
    -------
    Places
        With ``group`` and shape ``"lines"``, or as it was.
    """
    if places.x is None or places.group or places.end_x:
        return places
    free = {name: cells for name, cells in table.columns.items() if name not in places.columns}
    for column in called(free, GROUP):
        found = find(table, places, column)
        if found and found.is_sure():
            found.fill()
            return vertices_of(table.columns, replace(places, group=column))
    return places


def fill(table: Table, places: Places) -> None:
    """Fill the blank cells below the numbers of lines, if each stands in its first row alone.

    Parameters
    ----------
    table : Table
    places : Places
        With x, y and group, as a person chose them.
    """
    if found := find(table, places, str(places.group)):
        found.fill()


def find(table: Table, places: Places, column: str) -> "Carried | None":
    """Look for blank cells that follow a number beside further vertices.

    Parameters
    ----------
    table : Table
    places : Places
        With x and y.
    column : str
        That of the numbers.

    Returns
    -------
    Carried or None
        None where there are none, or where a number is repeated row by row: there a blank cell
        is a mistake.
    """
    values = table.columns[column]
    if any(value is not None and value == after for value, after in pairwise(values)):
        return None
    parted = {row.row for row in table.left_out if row.why != "header"}
    heads: list[int] = []
    carried: dict[int, int] = {}
    head, last = None, 0
    for place, (row, value) in enumerate(zip(table.rows, values, strict=True)):
        if value is not None:
            head = place
            heads.append(place)
        elif head is not None and (
            table.is_broken(column, place)
            or parted.intersection(range(last + 1, row))
            or not _is_vertex(table, places, place)
        ):
            head = None
        elif head is not None:
            carried[place] = head
        last = row
    return Carried(table, places, column, heads, carried) if carried else None


def _is_vertex(table: Table, places: Places, place: int) -> bool:
    """Say whether a row has coordinates, be they right or wrong."""
    return any(
        table.columns[column][place] is not None or table.is_broken(column, place)
        for column in (places.x, places.y)
        if column
    )


@dataclass
class Carried:
    """Blank cells that follow a number.

    Attributes
    ----------
    table : Table
    places : Places
    column : str
    heads : list of int
        Places of the rows with a number.
    carried : dict of int to int
        For each row without: the place of the row whose number it takes.
    """

    table: Table
    places: Places
    column: str
    heads: list[int]
    carried: dict[int, int]

    def fill(self) -> None:
        """Fill the cells, and remember it."""
        values = self.table.columns[self.column]
        filled = [values[self.carried.get(place, place)] for place in range(len(values))]
        self.table.columns[self.column] = filled
        first = next(iter(self.carried))
        self.table.carried[self.column] = {
            "count": len(self.carried),
            "cell": self.table.address(self.column, first),
            "value": str(filled[first]),
        }

    def is_sure(self) -> bool:
        """Say whether the table can hardly be one of points that lack their pipe's number."""
        known, count = len(self.heads) + len(self.carried), len(self.table.rows)
        if self.heads[0] != 0 or known < SHARE * count or 2 * len(self.heads) > count:
            return False
        return self._are_bare() or self._restarts() or self._all_lead()

    def _are_bare(self) -> bool:
        """Say whether the rows without a number have nothing but their place."""
        placed = {self.column, self.places.x, self.places.y}
        for pattern in (ORDER, HEIGHT, POINT_NAME):
            placed.update(called(self.table.columns, pattern))
        others = [cells for name, cells in self.table.columns.items() if name not in placed]
        bare = [all(cells[place] is None for cells in others) for place in self.carried]
        return sum(bare) >= SHARE * len(bare)

    def _restarts(self) -> bool:
        """Say whether the vertices are counted anew from each number on."""
        return any(
            self._is_counted(self.table.columns[name]) for name in called(self.table.columns, ORDER)
        )

    def _is_counted(self, cells: list[Cell]) -> bool:
        firsts = {coordinate(cells[place]) for place in self.heads}
        if len(firsts) > 1 or None in firsts:
            return False
        (first,) = firsts
        numbers = [coordinate(cells[place]) for place in self.carried]
        return all(n is not None and first is not None and n > first for n in numbers)

    def _all_lead(self) -> bool:
        return len(self.heads) >= MANY and set(self.heads) == set(self.carried.values())
