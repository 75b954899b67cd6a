"""Which columns of a table say where a row is, by their names and by what stands in them."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from gis.readers.tables.coordinates import coordinate
from gis.readers.tables.evidence import is_east, is_north, is_number, is_pair, is_path
from gis.readers.tables.grid import Cell
from gis.readers.tables.roles import (
    COUNTING,
    GROUP,
    HEIGHT,
    ORDER,
    Axis,
    End,
    Role,
    Source,
    end_of,
    named_end,
    role_of,
    tidy,
)

Shape = Literal["points", "lines", "wkt", "geojson", "none"]
Columns = Mapping[str, Sequence[Cell]]

# Values looked at in a column; of those, so many must be what the name promises.
SAMPLED, SHARE = 1_000, 0.5
# Of the lines of a 点号表, so many have two vertices or more.
MOST = 0.9
WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)"
    r"\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
GEOJSON = re.compile(r'\s*\{\s*"(?:type|coordinates|geometries|crs|bbox)"\s*:')


@dataclass(frozen=True)
class Places:
    """The columns that say where a row is; None for those that a shape does not have.

    Attributes
    ----------
    shape : {"points", "lines", "wkt", "geojson", "none"}
    x, y, z : str, optional
        Of the point, of the start of the line, or of one vertex of it.
    end_x, end_y : str, optional
        Of the end of the line.
    pair, end_pair : str, optional
        Both coordinates of a point in one cell; of the line's end.
    path : str, optional
        The coordinates of all vertices of a line in one cell.
    group, order : str, optional
        Which line a vertex belongs to, and its place there.
    start_point, end_point : str, optional
        Names of the line's ends, whose coordinates another sheet has.
    wkt, geojson : str, optional
    axes : {"named", "plain"}, optional
        ``"named"``: the header says which is east and which north, and x is east; ``"plain"``:
        it says X and Y, which may be either.
    """

    shape: Shape
    x: str | None = None
    y: str | None = None
    z: str | None = None
    end_x: str | None = None
    end_y: str | None = None
    pair: str | None = None
    end_pair: str | None = None
    path: str | None = None
    group: str | None = None
    order: str | None = None
    start_point: str | None = None
    end_point: str | None = None
    wkt: str | None = None
    geojson: str | None = None
    axes: str | None = None

    @property
    def coordinates(self) -> list[str]:
        """The columns without which no row of such a table has a place."""
        ends = (self.x, self.y, self.end_x, self.end_y)
        found = (*ends, self.pair, self.end_pair, self.path, self.wkt, self.geojson)
        return [column for column in found if column is not None]

    @property
    def columns(self) -> list[str]:
        """The columns that say nothing but the shape: all but the names of lines and points."""
        beside = [column for column in (self.z, self.order) if column is not None]
        return [*self.coordinates, *beside]

    @property
    def needed(self) -> set[str | None]:
        """The columns without which a row has no shape, those of names included."""
        return {*self.columns, self.group, self.start_point, self.end_point}

    def as_dict(self) -> dict[str, str | None]:
        """Give it as JSON has it."""
        return asdict(self)


def locate(columns: Columns) -> Places:
    """Find the columns that say where a row is.

    Parameters
    ----------
    columns : mapping of str to sequence of cell

    Returns
    -------
    Places
        With shape ``"none"`` where there are none.

    Examples
    --------
    >>> columns = {"起点/X": [1], "起点/Y": [2], "终点/X": [3], "终点/Y": [4]}
    >>> places = locate(columns)
    >>> places.shape, places.x, places.end_y, places.axes
    ('lines', '起点/X', '终点/Y', 'plain')
    >>> locate({"经度": [101.7], "纬度": [26.5]}).axes
    'named'
    """
    if name := _column_like(columns, WKT):
        return Places("wkt", wkt=name)
    if name := _column_like(columns, GEOJSON):
        return Places("geojson", geojson=name)
    pairs = _pairs(columns)
    if "start" in pairs and "end" in pairs:
        start, end = pairs["start"], pairs["end"]
        return replace(start, shape="lines", end_x=end.x, end_y=end.y)
    if pair := pairs.get("") or pairs.get("start"):
        return with_vertices(columns, pair)
    if ends := _whole_points(columns):
        return ends
    if name := _column_where(columns, is_path):
        return Places("lines", path=name, axes="plain")
    return with_named_ends(columns, Places("none"))


def with_vertices(columns: Columns, places: Places) -> Places:
    """See whether points are the vertices of lines: several rows share a pipe's number.

    Parameters
    ----------
    columns : mapping of str to sequence of cell
    places : Places
        With x and y.

    Returns
    -------
    Places
        With ``group`` (and ``order``, ``z``) and shape ``"lines"``, or as it was.
    """
    free = {name: values for name, values in columns.items() if name not in places.columns}
    group = next((name for name in called(free, GROUP) if _shares_rows(free, name)), None)
    if group is None:
        return places
    return vertices_of(columns, replace(places, group=group))


def vertices_of(columns: Columns, places: Places) -> Places:
    """Find what else orders and lifts the vertices of lines.

    Parameters
    ----------
    columns : mapping of str to sequence of cell
    places : Places
        With x, y and group.

    Returns
    -------
    Places
    """
    taken = {*places.columns, places.group}
    free = {name: values for name, values in columns.items() if name not in taken}
    order = next((name for name in called(free, ORDER) if _orders(name, free[name])), None)
    free.pop(order or "", None)
    z = next((name for name in called(free, HEIGHT) if _share(free[name], is_number) == 1), None)
    return replace(places, shape="lines", order=places.order or order, z=places.z or z)


def with_named_ends(columns: Columns, places: Places) -> Places:
    """See whether lines name the points at their ends, which another sheet places.

    Parameters
    ----------
    columns : mapping of str to sequence of cell
    places : Places

    Returns
    -------
    Places
        With ``start_point`` and ``end_point``, or as it was; its shape is not touched.
    """
    found: dict[End, str] = {}
    for name in columns:
        found.setdefault(named_end(name), name)
    if "start" not in found or "end" not in found:
        return places
    return replace(places, start_point=found["start"], end_point=found["end"])


def called(columns: Columns, pattern: re.Pattern[str]) -> list[str]:
    """List the columns whose name fits a pattern.

    Parameters
    ----------
    columns : mapping of str to sequence of cell
    pattern : re.Pattern
        For the tidied name as a whole.

    Returns
    -------
    list of str
    """
    return [name for name in columns if pattern.fullmatch(tidy(name))]


def _pairs(columns: Columns) -> dict[End, Places]:
    """Pair x with y for each end, the surest names first."""
    roles = {name: role for name in columns if (role := role_of(name))}
    sources: tuple[Source, ...] = ("named", "plain", "letter")
    ends: tuple[End, ...] = ("", "start", "end")
    pairs: dict[End, Places] = {}

    def side(end: End, axis: Axis, source: Source) -> str | None:
        wanted, test = Role(end, axis, source), TESTS[source, axis]
        fitting = (name for name, role in roles.items() if role == wanted)
        return next((name for name in fitting if _share(columns[name], test) >= SHARE), None)

    for source in sources:
        for end in ends:
            x, y = side(end, "x", source), side(end, "y", source)
            if x and y:
                axes = "plain" if source == "plain" else "named"
                pairs.setdefault(end, Places("points", x=x, y=y, axes=axes))
    return pairs


def _whole_points(columns: Columns) -> Places | None:
    """Find the column, or those of a line's two ends, with both coordinates in one cell."""
    found: dict[End, str] = {}
    for name in (name for name, values in columns.items() if _share(values, is_pair) >= SHARE):
        found.setdefault(end_of(name), name)
    if "start" in found and "end" in found:
        return Places("lines", pair=found["start"], end_pair=found["end"], axes="plain")
    first = next(iter(found.values()), None)
    return Places("points", pair=first, axes="plain") if first else None


def _share(values: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    present = [value for value in values if value is not None]
    sample = present[:: max(1, len(present) // SAMPLED)]
    return sum(map(test, sample)) / len(sample) if sample else 0.0


def _orders(name: str, values: Sequence[Cell]) -> bool:
    """Say whether a column numbers vertices: a wrong cell concerns but the line that it is in."""
    share = _share(values, is_number)
    return share >= SHARE if COUNTING.search(tidy(name)) else share == 1


# What a column must hold to be what its name promises: letters alone may mean much else.
TESTS: dict[tuple[Source, Axis], Callable[[Cell], bool]] = {
    ("named", "x"): is_number,
    ("named", "y"): is_number,
    ("plain", "x"): is_number,
    ("plain", "y"): is_number,
    ("letter", "x"): is_east,
    ("letter", "y"): is_north,
}


def _column_like(columns: Columns, pattern: re.Pattern[str]) -> str | None:
    def test(value: Cell) -> bool:
        return isinstance(value, str) and pattern.match(value) is not None

    return _column_where(columns, test)


def _column_where(columns: Columns, test: Callable[[Cell], bool]) -> str | None:
    return next((name for name, values in columns.items() if _share(values, test) >= SHARE), None)


def line_of(cell: Cell) -> str | None:
    """Give a line's number as it is compared: 12 and "12 " are the same."""
    return None if cell is None else str(cell).strip()


def _shares_rows(columns: Columns, name: str) -> bool:
    """Say whether numbers stand beside vertices: in two rows or more on average or nearly each.

    Where vertices are counted anew from line to line, half of these will do.
    """
    rows = Counter(key for cell in columns[name] if (key := line_of(cell)))
    several = sum(count > 1 for count in rows.values())
    if not several:
        return False
    if 2 * len(rows) <= rows.total() or several >= MOST * len(rows):
        return True
    orders = (columns[order] for order in called(columns, ORDER) if order != name)
    return several >= SHARE * len(rows) and any(
        _counts_anew(columns[name], order) for order in orders
    )


def _counts_anew(lines: Sequence[Cell], order: Sequence[Cell]) -> bool:
    """Say whether vertices are numbered from the same number on in half of the lines."""
    first: dict[str, float] = {}
    for cell, value in zip(lines, order, strict=True):
        key, number = line_of(cell), coordinate(value)
        if key and number is not None:
            first[key] = min(number, first.get(key, number))
    return bool(first) and max(Counter(first.values()).values()) >= max(2, SHARE * len(first))
