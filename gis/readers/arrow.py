"""Plain values as Arrow columns and back again, without losing one of them.

What Arrow has no exact type for (whole numbers of more than 18 digits, half a surrogate pair, text
and numbers in one column, moments with a time zone) is kept as JSON text.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

ColumnType = Literal["text", "whole", "real", "truth", "date", "time", "mixed"]
ARROW: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "real": pa.float64(),
    "truth": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
    "mixed": pa.string(),
}
KINDS: dict[type, ColumnType] = {
    str: "text",
    int: "whole",
    float: "real",
    bool: "truth",
    datetime.date: "date",
    datetime.datetime: "time",
}
# Whole numbers up to here are exact as floating point.
EXACT_REAL = 2**53
INT64 = range(-(2**63), 2**63)
LEADING = [
    pa.field("row", pa.int64(), nullable=False),
    pa.field("shape", pa.binary()),
    pa.field("undecodable", pa.bool_(), nullable=False),
]


@dataclass(frozen=True)
class Column:
    """One attribute of a staged layer.

    Attributes
    ----------
    name : str
        Unique within the layer, never ``"geometry"``.
    type : {"text", "whole", "real", "truth", "date", "time", "mixed"}
        ``time`` is a moment (date and time of day); a column without any value is text.
    json : bool
        Whether rows.arrow holds the values as JSON text: always for ``mixed``, and for whole
        numbers of more than 18 digits and whatever else Arrow's own type would change. Dates in
        it are ``{"date": "2024-05-31"}``, moments ``{"time": "2024-05-31T08:00:00+08:00"}``.
    """

    name: str
    type: ColumnType
    json: bool = False


def schema(columns: Sequence[Column]) -> pa.Schema:
    """Give the schema of rows.arrow.

    Parameters
    ----------
    columns : sequence of Column

    Returns
    -------
    pyarrow.Schema
        ``row`` int64; ``shape`` ISO WKB, null for none; ``undecodable`` bool; then ``c0``, ``c1``…
        with ``name``, ``type`` and, where it is so, ``json`` in the metadata of the field.

    Examples
    --------
    >>> schema([Column("管径", "whole")]).field("c0").metadata[b"name"].decode()
    '管径'
    """
    fields = list(LEADING)
    for place, column in enumerate(columns):
        # Half a surrogate pair cannot stand in metadata; the name itself is in about.json.
        name = column.name.encode("utf-8", "backslashreplace").decode()
        metadata = {"name": name, "type": column.type}
        if column.json:
            metadata["json"] = "1"
        fields.append(pa.field(f"c{place}", arrow_type(column), metadata=metadata))
    return pa.schema(fields)


def arrow_type(column: Column) -> pa.DataType:
    """Give the type in which rows.arrow holds a column: text where it is JSON.

    Parameters
    ----------
    column : Column

    Returns
    -------
    pyarrow.DataType
    """
    return pa.string() if column.json else ARROW[column.type]


def column_of(name: str, values: pd.Series) -> Column:
    """Find the type of a column of plain values.

    Parameters
    ----------
    name : str
    values : Series
        As `gis.readers.columns.series` makes it: missing values are None.

    Returns
    -------
    Column

    Examples
    --------
    >>> column_of("DN", pd.Series([300, None], dtype=object))
    Column(name='DN', type='whole', json=False)
    >>> column_of("DN", pd.Series([300, "约3.8"], dtype=object))
    Column(name='DN', type='mixed', json=True)
    """
    plain = [value for value in plain_values(values) if value is not None]
    kinds = {type(value) for value in plain}
    if kinds == {int, float}:
        exact = all(abs(value) <= EXACT_REAL for value in plain if isinstance(value, int))
        return Column(name, "real" if exact else "mixed", json=not exact)
    if len(kinds) > 1:
        return Column(name, "mixed", json=True)
    kind = KINDS[kinds.pop()] if kinds else "text"
    return Column(name, kind, json=not all(map(FITS.get(kind, _always), plain)))


def array_of(column: Column, values: Iterable[Any]) -> pa.Array:
    """Turn plain values into the Arrow array of a column.

    Parameters
    ----------
    column : Column
        Of a type that fits the values: see `column_of`.
    values : iterable of object

    Returns
    -------
    pyarrow.Array
    """
    if column.json:
        texts = [None if value is None else json.dumps(value, default=_tagged) for value in values]
        return pa.array(texts, pa.string())
    return pa.array(values, arrow_type(column), from_pandas=False)


def values_of(column: Column, array: pa.Array) -> pd.Series:
    """Turn an array of rows.arrow back into the plain values it was made of.

    Parameters
    ----------
    column : Column
    array : pyarrow.Array

    Returns
    -------
    Series
        As of `gis.readers.columns.series`: int64, float64 or bool where no value is missing, else
        of dtype object with None.

    Examples
    --------
    >>> column = Column("DN", "mixed", json=True)
    >>> values_of(column, array_of(column, [300, None, "约3.8"])).tolist()
    [300, None, '约3.8']
    """
    if column.json:
        texts = array.to_pylist()
        plain = [text and json.loads(text, object_hook=_untagged) for text in texts]
        return pd.Series(plain, dtype=object)
    if column.type == "text":
        return pd.Series(array.to_numpy(zero_copy_only=False), dtype=object)
    if column.type in ("whole", "real", "truth") and len(array) and not array.null_count:
        return pd.Series(array.to_numpy(zero_copy_only=False))
    return pd.Series(array.to_pylist(), dtype=object)


def plain_values(values: pd.Series) -> list[Any]:
    """Give the values of a column as Python's own objects.

    Parameters
    ----------
    values : Series

    Returns
    -------
    list of object
    """
    return [value.item() if isinstance(value, np.generic) else value for value in values.tolist()]


def _always(value: object) -> bool:
    return True


def _is_int64(value: int) -> bool:
    return value in INT64


def _is_unicode(value: str) -> bool:
    try:
        return value.isascii() or bool(value.encode())
    except UnicodeEncodeError:  # half a surrogate pair, quoted in JSON
        return False


def _is_naive(value: datetime.datetime) -> bool:
    return value.tzinfo is None


FITS: dict[ColumnType, Any] = {"whole": _is_int64, "text": _is_unicode, "time": _is_naive}


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime.datetime):
        return {"time": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    raise TypeError(f"{type(value).__name__} is no plain value")


def _untagged(tagged: dict[str, str]) -> datetime.date:
    if "time" in tagged:
        return datetime.datetime.fromisoformat(tagged["time"])
    return datetime.date.fromisoformat(tagged["date"])
