"""点号表: one row for each vertex, lines put together by the pipe's number."""

from collections import defaultdict

import numpy as np
import shapely

from gis.errors import Remark
from gis.readers.tables.coordinates import coordinate
from gis.readers.tables.places import Places, line_of
from gis.readers.tables.shaping import Shaped, read_coordinates, reject
from gis.readers.tables.table import Table

# Pipes named in a remark that concerns many.
NAMED = 5


def lines(table: Table, places: Places) -> Shaped:
    """Make lines of vertices.

    The line has the row and the attributes of its first row in the sheet; where others of its
    rows differ, that is said.

    Parameters
    ----------
    table : Table
    places : Places
        With x, y and group; perhaps z and order.

    Returns
    -------
    Shaped
        One place for each line and for each row without a pipe's number. Rejects:
        ``group_missing``, ``vertex_alone`` and those of a coordinate, which may be blank in
        all vertices of a line only; a line with a vertex that cannot be read is rejected as a
        whole, each of its rows by itself, so that none is lost when they are corrected:
        ``line_unread``. Warnings: ``vertex_order`` (the order's column orders nothing, so that the
        file's order was kept), ``group_scattered``, ``group_differs`` (not where only the first
        row has a value).
    """
    builder = Builder(table, places)
    for first, members in builder.groups.items():
        builder.add(first, members)
    return builder.finished()


class Builder:
    """Puts lines together.

    Parameters
    ----------
    table : Table
    places : Places

    Attributes
    ----------
    groups : dict of int to list of int
        The places of each line's rows, by the first of them.
    """

    def __init__(self, table: Table, places: Places) -> None:
        self.table, self.column = table, str(places.group)
        self.order = table.columns[places.order] if places.order else None
        self.heights = table.columns[places.z] if places.z else None
        self.shaped = Shaped([], np.array([], dtype=object))
        self.numbers = read_coordinates(table, [places.x, places.y], self.shaped)
        self.lines: list[object] = []
        self.unordered: list[object] = []
        self.scattered: list[object] = []
        self.x = str(places.x)
        self.groups = self._grouped()
        self.headings = self._headings()
        self.silent = {places.x, places.y, places.z, places.order, places.group}

    def add(self, first: int, members: list[int]) -> None:
        """Make one line of the rows at `members`; None where it cannot be made."""
        rows = self.table.rows
        vertices = [place for place in members if place not in self.headings]
        self._refuse_gaps(vertices)
        if len(members) > 1 and self.shaped.broken.intersection(members):
            self._leave_apart(members)
            return
        self.shaped.row_of |= {rows[place]: rows[first] for place in members}
        self.shaped.places.append(first)
        self.lines.append(None)
        if self.table.columns[self.column][first] is None:
            if not self.table.is_broken(self.column, first):
                reject(self.table, self.shaped, first, self.column, "group_missing")
            self.shaped.broken.add(first)
            return
        if first in self.shaped.broken:
            return
        if all(map(self._is_blank, vertices)):
            return
        if len(vertices) == 1:
            reject(self.table, self.shaped, first, self.column, "vertex_alone")
            return
        if members[-1] - members[0] >= len(members):
            self.scattered.append(self._name(first))
        self.lines[-1] = shapely.linestrings(self._vertices(self._ordered(vertices)))

    def _refuse_gaps(self, vertices: list[int]) -> None:
        """Refuse vertices without a place in a line that has places: it would go straight on."""
        gaps = [place for place in vertices if self._is_blank(place)]
        if len(gaps) == len(vertices):  # the line is not on the map, as any row without a place
            return
        for place in gaps:
            if place not in self.shaped.broken:
                reject(self.table, self.shaped, place, self.x, "half_coordinate")

    def _leave_apart(self, members: list[int]) -> None:
        """Keep the rows of a line that cannot be made, each as it stands."""
        known = self.shaped.broken.intersection(members)
        bad = ", ".join(str(self.table.rows[place]) for place in sorted(known)[:NAMED])
        for place in members:
            if place not in known:
                reject(self.table, self.shaped, place, self.column, "line_unread", rows=bad)
        self.shaped.places += members
        self.lines += [None] * len(members)

    def finished(self) -> Shaped:
        """Give the lines, with what was noticed; rows of the sheet in their order."""
        shaped = self.shaped
        order = np.argsort(shaped.places, kind="stable").tolist()
        shaped.places = [shaped.places[spot] for spot in order]
        lines = [self.lines[spot] for spot in order]
        shaped.geometries = np.array([None, *lines], dtype=object)[1:]
        for code, names in (
            ("vertex_order", self.unordered),
            ("group_scattered", self.scattered),
        ):
            if names:
                params = {"count": len(names), "names": names[:NAMED]}
                shaped.warnings.append(Remark(0, "geometry", code, params))
        shaped.warnings += self._differences()
        return shaped

    def _grouped(self) -> dict[int, list[int]]:
        members: dict[str, list[int]] = defaultdict(list)
        groups: dict[int, list[int]] = {}
        for place, name in enumerate(self.table.columns[self.column]):
            key = line_of(name)
            if key is None:
                groups[place] = [place]
                continue
            members[key].append(place)
            groups[members[key][0]] = members[key]
        return groups

    def _headings(self) -> set[int]:
        """Find the rows that name a line above its vertices and are none of them themselves."""
        # Repeated beside every vertex, a number without a place may be one whose place is missing.
        if self.order is None and self.column not in self.table.carried:
            return set()
        heads = {members[0] for members in self.groups.values() if len(members) > 1}
        blank = {place for place in heads if self._is_blank(place)}
        if self.order is not None:
            # A vertex whose place is missing still has its number.
            return {place for place in blank if self.order[place] is None}
        return heads if blank == heads else set()

    def _ordered(self, members: list[int]) -> list[int]:
        if self.order is None:
            return members
        numbers = {place: coordinate(self.order[place]) for place in members}
        known = {place: number for place, number in numbers.items() if number is not None}
        if len(set(known.values())) < len(members):
            self.unordered.append(self._name(members[0]))
            return members
        return sorted(known, key=known.__getitem__)

    def _is_blank(self, place: int) -> bool:
        return bool(np.isnan(self.numbers[place]).any())

    def _vertices(self, ordered: list[int]) -> list[tuple[float, ...]]:
        heights = [coordinate(self.heights[p]) if self.heights else None for p in ordered]
        vertices: list[tuple[float, ...]] = [tuple(self.numbers[place]) for place in ordered]
        known = [height for height in heights if height is not None]
        if len(known) < len(vertices):  # a line has heights everywhere or nowhere
            return vertices
        return [(x, y, z) for (x, y), z in zip(vertices, known, strict=True)]

    def _name(self, place: int) -> object:
        return self.table.columns[self.column][place]

    def _differences(self) -> list[Remark]:
        remarks = []
        several = [members for members in self.groups.values() if len(members) > 1]
        for column, values in self.table.columns.items():
            if column in self.silent:
                continue
            # A blank below the first row takes nothing away.
            differing = [
                m[0] for m in several if {values[place] for place in m} - {None, values[m[0]]}
            ]
            if differing:
                names = [self._name(place) for place in differing[:NAMED]]
                params = {"count": len(differing), "names": names}
                remarks.append(Remark(0, column, "group_differs", params))
        return remarks
