"""The cells of a SQLite table as plain values: SQLite itself keeps to no type."""

import datetime
from collections.abc import Callable

import pandas as pd

from gis.errors import Remark
from gis.readers.columns import series, unique_names

# The value in the file → a plain value.
Reading = Callable[[object], object]


def columns_of(
    kinds: dict[str, str], cells: list[tuple[object, ...]]
) -> tuple[dict[str, pd.Series], list[Remark], list[Remark]]:
    """Turn the cells of a table into columns of plain values.

    Parameters
    ----------
    kinds : dict of str to str
        The declared type of each column, in capitals and without length.
    cells : list of tuple
        Rows, their values in the order of the columns; there may be more values.

    Returns
    -------
    columns : dict of str to Series
    remarks : list of Remark
        ``column_renamed``, ``column_skipped``.
    rejects : list of Remark
        ``bad_value``: None in the column.

    Examples
    --------
    >>> columns, _, rejects = columns_of({"口径": "INTEGER"}, [(300,), ("DN300",)])
    >>> columns["口径"].tolist(), rejects[0].code
    ([300, None], 'bad_value')
    """
    names, remarks = unique_names(kinds)
    columns: dict[str, pd.Series] = {}
    rejects: list[Remark] = []
    for place, (name, kind) in enumerate(zip(names, kinds.values(), strict=True)):
        if kind == "BLOB":
            remarks.append(Remark(0, name, "column_skipped", {"type": kind}))
            continue
        reading = READINGS.get(kind, ANYTHING)
        columns[name] = series(_plain(name, [row[place] for row in cells], reading, rejects))
    return columns, remarks, rejects


def _plain(
    name: str, cells: list[object], reading: tuple[str, Reading], rejects: list[Remark]
) -> list[object]:
    kind, read = reading
    plain: list[object] = []
    for row, cell in enumerate(cells, start=1):
        try:
            plain.append(None if _is_blank(cell) else read(cell))
        except (TypeError, ValueError, KeyError):
            rejects.append(Remark(row, name, "bad_value", {"value": cell, "type": kind}))
            plain.append(None)
    return plain


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _number(cell: object) -> object:
    if isinstance(cell, int | float):
        return cell
    raise TypeError


def _truth(cell: object) -> bool:
    return {0: False, 1: True}[cell]  # type: ignore[index]


def _date(cell: object) -> datetime.date:
    return datetime.date.fromisoformat(str(cell).replace("/", "-"))


def _moment(cell: object) -> datetime.datetime:
    return datetime.datetime.fromisoformat(str(cell).replace("/", "-"))


def _text(cell: object) -> str:
    if isinstance(cell, bytes):
        raise TypeError
    return str(cell)


def _anything(cell: object) -> object:
    return _number(cell) if isinstance(cell, int | float) else _text(cell)


NUMBER: tuple[str, Reading] = ("number", _number)
ANYTHING: tuple[str, Reading] = ("text", _anything)
READINGS: dict[str, tuple[str, Reading]] = {
    "BOOLEAN": ("truth value", _truth),
    **dict.fromkeys(("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER"), NUMBER),
    **dict.fromkeys(("FLOAT", "DOUBLE", "REAL"), NUMBER),
    "TEXT": ("text", _text),
    "DATE": ("date", _date),
    "DATETIME": ("date", _moment),
}
