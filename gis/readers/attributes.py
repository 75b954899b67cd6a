"""The columns of a .dbf as plain values."""

import datetime
import math
from collections.abc import Callable

import pandas as pd

from gis.errors import Remark
from gis.readers.columns import series, unique_names
from gis.readers.dbf import Field, Table
from gis.readers.encoding import Text, decode

# What ESRI writes into a number column for "no value".
NO_VALUE = 1e300
TRUTH = {b"T": True, b"Y": True, b"1": True, b"F": False, b"N": False, b"0": False, b"?": None}
# Width of a column's name: it may be cut off within a character like any text.
NAME_WIDTH = 10


def texts(table: Table, rows: list[int]) -> list[Text]:
    """Collect all text that is not plain ASCII: the evidence for the encoding.

    Parameters
    ----------
    table : Table
    rows : list of int
        Row numbers of the live records.

    Returns
    -------
    list of Text
        Column names first, with row 0.
    """
    found = [
        Text(0, field.name.decode("ascii", "replace"), field.name, NAME_WIDTH)
        for field in table.fields
        if not field.name.isascii()
    ]
    for field in table.fields:
        if field.type == "C":
            column = field.name.decode("ascii", "replace")
            found += [
                Text(row, column, raw, field.width)
                for row, raw in zip(rows, table.values(field), strict=True)
                if not raw.isascii()
            ]
    return found


class Attributes:
    """The decoded columns of a table, with what was noticed on the way.

    Parameters
    ----------
    table : Table
    rows : list of int
        Row numbers of the live records.
    encoding : str
        One that fits all `texts`.

    Attributes
    ----------
    columns : dict of str to Series
        Missing values are None. Text (C), numbers (N, F: whole ones as int however long), dates
        (D) and truth values (L).
    warnings : list of Remark
        ``column_renamed``, ``column_skipped`` (memos and binary fields), ``text_cut``.
    rejects : list of Remark
        ``bad_value``: not a number or not a date of the calendar; None in the column.
    """

    def __init__(self, table: Table, rows: list[int], encoding: str) -> None:
        self.rows = rows
        self.encoding = encoding
        self.rejects: list[Remark] = []
        names = [decode(field.name, NAME_WIDTH, encoding)[0] for field in table.fields]
        unique, self.warnings = unique_names(names)
        self.columns: dict[str, pd.Series] = {}
        for name, field in zip(unique, table.fields, strict=True):
            if field.type == "C":
                self.columns[name] = series(self._text(name, field, table.values(field)))
            elif field.type in READINGS:
                self.columns[name] = series(self._parsed(name, field, table.values(field)))
            else:
                self.warnings.append(Remark(0, name, "column_skipped", {"type": field.type}))

    def _text(self, name: str, field: Field, values: list[bytes]) -> list[object]:
        decoded: list[object] = []
        for row, raw in zip(self.rows, values, strict=True):
            text, cut = decode(raw, field.width, self.encoding)
            if cut:
                self.warnings.append(Remark(row, name, "text_cut"))
            decoded.append(text or None)
        return decoded

    def _parsed(self, name: str, field: Field, values: list[bytes]) -> list[object]:
        kind, read = READINGS[field.type]
        parsed: list[object] = []
        for row, raw in zip(self.rows, values, strict=True):
            try:
                parsed.append(read(raw) if raw.strip(b"*") else None)
            except (ValueError, KeyError):
                value = raw.decode("ascii", "replace")
                self.rejects.append(Remark(row, name, "bad_value", {"value": value, "type": kind}))
                parsed.append(None)
        return parsed


def _number(raw: bytes) -> int | float | None:
    if raw.lstrip(b"+-").isdigit():
        return int(raw)
    value = float(raw)
    if not math.isfinite(value):
        raise ValueError(raw)
    return None if abs(value) > NO_VALUE else value


def _date(raw: bytes) -> datetime.date | None:
    if raw == b"00000000":
        return None
    text = raw.decode("ascii")
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _truth(raw: bytes) -> bool | None:
    return TRUTH[raw.upper()]


READINGS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    "N": ("number", _number),
    "F": ("number", _number),
    "D": ("date", _date),
    "L": ("truth value", _truth),
}
