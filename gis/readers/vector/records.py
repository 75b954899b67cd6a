"""The columns of an Arrow table as plain values."""

import datetime
import decimal
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from gis.errors import Remark
from gis.readers.columns import series, unique_names


def plain_columns(
    table: pa.Table,
) -> tuple[dict[str, pd.Series], list[Remark], list[Remark]]:
    """Turn the columns of a table into plain values.

    Parameters
    ----------
    table : pyarrow.Table
        Without the shapes.

    Returns
    -------
    columns : dict of str to Series
        Missing values, and those that are not a number, are None; lists and structures are JSON
        text; times of day and durations are text; decimals are whole or floating numbers.
    remarks : list of Remark
        ``column_renamed``, ``column_skipped`` (binary, and lists of what is no text).
    rejects : list of Remark
        ``bad_value``: no text; None in the column.

    Examples
    --------
    >>> columns, _, _ = plain_columns(pa.table({"口径": [300, None], "点号": [["J1"], None]}))
    >>> columns["口径"].tolist(), columns["点号"].tolist()
    ([300, None], ['["J1"]', None])
    """
    names, remarks = unique_names(table.column_names)
    columns: dict[str, pd.Series] = {}
    rejects: list[Remark] = []
    for name, column in zip(names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if _is_binary(column.type):
            remarks.append(Remark(0, name, "column_skipped", {"type": "BLOB"}))
        elif _is_text(column.type):
            columns[name] = series(_texts(name, column, rejects))
        else:
            try:
                columns[name] = series([plain(value) for value in _values(column)])
            except UnicodeDecodeError:
                remarks.append(Remark(0, name, "column_skipped", {"type": str(column.type)}))
    return columns, remarks, rejects


def columns_of_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, pd.Series], list[Remark]]:
    """Put rows that each have values of their own into columns.

    Parameters
    ----------
    rows : sequence of mappings
        Plain values by name; what a row has not is missing there.

    Returns
    -------
    columns : dict of str to Series
        In the order in which the names first come up.
    remarks : list of Remark
        ``column_renamed``.

    Examples
    --------
    >>> columns, _ = columns_of_rows([{"口径": 300}, {"材质": "PE"}])
    >>> {name: column.tolist() for name, column in columns.items()}
    {'口径': [300, None], '材质': [None, 'PE']}
    """
    originals = list(dict.fromkeys(name for row in rows for name in row))
    names, remarks = unique_names(originals)
    columns = {
        name: series([row.get(original) for row in rows])
        for name, original in zip(names, originals, strict=True)
    }
    return columns, remarks


def plain(value: Any) -> Any:
    """Turn one value as Arrow gives it into a plain one.

    Parameters
    ----------
    value : object

    Returns
    -------
    object
        str, int, float, bool, datetime.date, datetime.datetime or None.
    """
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, decimal.Decimal):
        return _number(value)
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    if value is None or isinstance(value, str | int | datetime.date):
        return _stamp(value)
    if isinstance(value, datetime.time):
        return value.isoformat()
    return str(value)


def _values(column: pa.ChunkedArray) -> list[Any]:
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        # Python's moments end at microseconds; pandas' own would come back instead.
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_duration(kind) or (pa.types.is_time64(kind) and kind.unit == "ns"):
        column = column.cast(pa.int64()).cast(pa.string())
    return list(column.to_pylist())


def _texts(name: str, column: pa.ChunkedArray, rejects: list[Remark]) -> list[object]:
    """Decode text that GDAL passes on as it stands in the file, UTF-8 or not."""
    texts: list[object] = []
    for row, raw in enumerate(column.cast(pa.large_binary()).to_pylist(), start=1):
        try:
            texts.append(None if raw is None else raw.decode())
        except UnicodeDecodeError:
            rejects.append(Remark(row, name, "bad_value", {"value": raw, "type": "text"}))
            texts.append(None)
    return texts


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )


def _number(value: decimal.Decimal) -> int | float | None:
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _stamp(value: Any) -> Any:
    # Arrow has zones of pytz or zoneinfo; a fixed offset is plain.
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(datetime.timezone(value.utcoffset() or datetime.timedelta()))
    return value
