"""What is to be written: declared columns and record batches, apart from any format."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

Type = Literal["text", "whole", "real", "truth", "date", "time"]
ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "real": pa.float64(),
    "truth": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("ms"),
}
#: The name of the last column of a batch. Columns are known by their place, never by this.
SHAPE = "shape"


@dataclass(frozen=True)
class Column:
    """One attribute, as it was declared: an empty column has its type too.

    Attributes
    ----------
    name : str
        In full, with the unit: different from all others.
    type : {"text", "whole", "real", "truth", "date", "time"}
    label : str
        Without the unit, for formats that have little room; the name where empty.
    unit, meaning : str
        For the list of fields.
    options : tuple of str
        The values of a closed list; empty for any.
    added : bool
        Whether totals over the rows make sense.
    room : int
        Characters that a text may have, or digits before the point of a number with its sign:
        where a format fixes widths, there is to be room to edit. 0 for as wide as the values.
    """

    name: str
    type: Type = "text"
    label: str = ""
    unit: str = ""
    meaning: str = ""
    options: tuple[str, ...] = ()
    added: bool = False
    room: int = 0

    @property
    def short(self) -> str:
        """The name without the unit."""
        return self.label or self.name


@dataclass(frozen=True)
class Sign:
    """How the rows with one value of a column look: colour ``"#rrggbb"``, dash and width in px."""

    label: str
    color: str
    dash: tuple[int, ...] = ()
    width: float = 2.0


@dataclass(frozen=True)
class Rows:
    """Rows to be written.

    Attributes
    ----------
    columns : tuple of Column
    batches : iterable of pyarrow.RecordBatch
        The columns in order, each of the Arrow type of its declaration, then the shape as
        well-known binary in EPSG:4490, (longitude, latitude), null where there is none.
    total : int, optional
        How many rows, for the progress.
    types : frozenset of int, optional
        OGC numbers of the types of all shapes, where they are known beforehand.
    title : tuple of str
        What a file says of itself, a table above its header: what it is, of which question, of
        which day, in which system.
    unmapped_title : tuple of str
        The same for a table of the rows without a shape alone, where the format has no room for
        them.
    group : str, optional
        Name of the column by which drawings have layers and folders.
    group_colors : dict of str to str
        ``"#rrggbb"`` by value of that column: what layers of drawings wear.
    heading : tuple of str
        Names of the columns of which the first filled one names a row on a map.
    styled_by : str, optional
        Name of the column that `signs` are about.
    signs : dict of str to Sign
        By value; ``""`` for all others.
    """

    columns: tuple[Column, ...]
    batches: Iterable[pa.RecordBatch]
    total: int | None = None
    types: frozenset[int] | None = None
    title: tuple[str, ...] = ()
    unmapped_title: tuple[str, ...] = ()
    group: str | None = None
    group_colors: dict[str, str] = field(default_factory=dict)
    heading: tuple[str, ...] = ()
    styled_by: str | None = None
    signs: dict[str, Sign] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Names of the columns, without the shape."""
        return [column.name for column in self.columns]

    @property
    def told(self) -> str:
        """The title as one text of several lines."""
        return "\n".join(self.title)

    @property
    def schema(self) -> pa.Schema:
        """The schema of the batches."""
        return schema_of(self.columns)

    def place_of(self, name: str | None) -> int | None:
        """Give the place of a column; None where there is none of that name."""
        return self.names.index(name) if name in self.names else None


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """Give the schema of the batches of `Rows`.

    Parameters
    ----------
    columns : iterable of Column

    Returns
    -------
    pyarrow.Schema

    Examples
    --------
    >>> schema_of([Column("管径 DN（mm）", "whole")]).types
    [DataType(int64), DataType(binary)]
    """
    fields = [pa.field(column.name, ARROW[column.type]) for column in columns]
    return pa.schema([*fields, pa.field(SHAPE, pa.binary())])
