"""A frame as rows to be written: its columns have the types that their values show."""

import json
import math
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import shapely

from gis.crs import STORAGE
from gis.errors import UnwritableData
from gis.writers.rows import Column, Rows, schema_of
from gis.writers.task import shape_types
from gis.writers.typed import text_of, type_of


def rows_of(frame: geopandas.GeoDataFrame) -> Rows:
    """Take the rows of a frame.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4490; the other columns of str, int, float, Decimal, bool, date, datetime, None;
        dict and list become JSON text.

    Returns
    -------
    Rows

    Raises
    ------
    UnwritableData
        ``number_not_finite``.
    ValueError
        The frame is in another system.
    """
    if frame.crs is not None and frame.crs.to_epsg() != STORAGE.epsg:
        raise ValueError("only rows in EPSG:4490 are written")
    attributes = frame.drop(columns=frame.geometry.name)
    values = {str(name): [_plain(value) for value in attributes[name]] for name in attributes}
    columns = tuple(Column(name, type_of(found)) for name, found in values.items())
    schema = schema_of(columns)
    arrays = [
        pa.array(_fit(column, values[column.name]), field.type)
        for column, field in zip(columns, schema, strict=False)
    ]
    shapes = np.array(frame.geometry.array, dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    binary = pa.array(shapely.to_wkb(shapes), pa.binary())
    batch = pa.RecordBatch.from_arrays([*arrays, binary], schema=schema)
    types = frozenset(map(int, shape_types(batch))) - {0}
    return Rows(columns, [batch], total=len(shapes), types=types)


def _fit(column: Column, values: list[Any]) -> list[Any]:
    if column.type == "text":
        return [None if value is None else text_of(value) for value in values]
    if column.type == "real":
        if not all(value is None or math.isfinite(value) for value in values):
            raise UnwritableData("number_not_finite", column=column.name)
        return [None if value is None else float(value) for value in values]
    return values


def _plain(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, np.generic):
        value = value.item()
    # NaN, NaT and NA, each "missing" somewhere in pandas, are what does not equal itself.
    return value if value is not None and value == value else None
