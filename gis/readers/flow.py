"""A layer as it flows past in pieces, so that a million rows never stand in memory at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from gis.errors import Remark
from gis.readers.arrow import Column, array_of, column_of, plain_values, schema, values_of
from gis.readers.columns import series
from gis.readers.source import Contents, CrsFrom

# Rows of one piece; fewer where their shapes are huge.
BATCH_ROWS = 20_000
BATCH_COORDINATES = 4_000_000


@dataclass
class Flow:
    """One layer as its format gives it, before any coordinate is moved; read piece by piece.

    Attributes
    ----------
    driver, layer, layers, layer_notes, encoding, crs, crs_from, tables
        As of `gis.readers.source.Contents`.
    row_count : int
    columns : list of Column
        Their types hold for all pieces.
    pieces : callable
        Reads the layer and gives record batches of `gis.readers.arrow.schema`, in the order of
        rows; only to be called once.
    warnings, rejects : list of Remark
        Complete when all pieces were read.
    """

    driver: str
    layer: str
    layers: list[str]
    encoding: str
    crs: str | None
    crs_from: CrsFrom
    row_count: int
    columns: list[Column]
    pieces: Callable[[], Iterator[pa.RecordBatch]]
    tables: dict[str, Any] | None = None
    warnings: list[Remark] = field(default_factory=list)
    rejects: list[Remark] = field(default_factory=list)
    layer_notes: dict[str, str] = field(default_factory=dict)


def flowing(contents: Contents | Flow) -> Flow:
    """Give what any reader returns as a flow.

    Parameters
    ----------
    contents : Contents or Flow

    Returns
    -------
    Flow
    """
    if isinstance(contents, Flow):
        return contents
    columns = [column_of(name, values) for name, values in contents.columns.items()]
    return Flow(
        driver=contents.driver,
        layer=contents.layer,
        layers=contents.layers,
        encoding=contents.encoding,
        crs=contents.crs,
        crs_from=contents.crs_from,
        row_count=len(contents.rows),
        columns=columns,
        pieces=lambda: _pieces(contents, columns),
        tables=contents.tables,
        warnings=contents.warnings,
        rejects=contents.rejects,
        layer_notes=contents.layer_notes,
    )


def whole(contents: Contents | Flow) -> Contents:
    """Give what any reader returns in one piece, for small files.

    Parameters
    ----------
    contents : Contents or Flow

    Returns
    -------
    Contents
    """
    if isinstance(contents, Contents):
        return contents
    table = pa.Table.from_batches(list(contents.pieces()), schema(contents.columns))
    geometries, undecodable = shapes_of(table)
    return Contents(
        driver=contents.driver,
        layer=contents.layer,
        layers=contents.layers,
        encoding=contents.encoding,
        crs=contents.crs,
        crs_from=contents.crs_from,
        rows=table["row"].to_numpy(),
        geometries=geometries,
        undecodable=undecodable,
        columns={
            column.name: _narrowed(values_of(column, table[f"c{place}"]))
            for place, column in enumerate(contents.columns)
        },
        tables=contents.tables,
        warnings=contents.warnings,
        rejects=contents.rejects,
        layer_notes=contents.layer_notes,
    )


def shapes_of(
    batch: pa.RecordBatch | pa.Table,
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Decode the shapes of a piece.

    Parameters
    ----------
    batch : pyarrow.RecordBatch or Table
        Of `gis.readers.arrow.schema`.

    Returns
    -------
    geometries : ndarray of shapely.Geometry, shape (n,)
        In the file's system, possibly with heights and measures; None for none.
    undecodable : ndarray of bool, shape (n,)
    """
    undecodable = batch.column("undecodable").to_numpy(zero_copy_only=False)
    return decoded(batch.column("shape")), undecodable


def decoded(wkb: pa.Array | pa.ChunkedArray) -> NDArray[np.object_]:
    """Decode shapes.

    Parameters
    ----------
    wkb : pyarrow.Array of binary

    Returns
    -------
    ndarray of shapely.Geometry
        None for null and for what GEOS cannot decode.
    """
    with np.errstate(invalid="ignore"):  # a coordinate that is no number is found by others
        geometries: NDArray[np.object_] = shapely.from_wkb(
            wkb.to_numpy(zero_copy_only=False), on_invalid="ignore"
        )
    return geometries


def _narrowed(values: pd.Series) -> pd.Series:
    # A column of JSON may hold values of one type all the same.
    return series(values.tolist()) if values.dtype == object else values


def _pieces(contents: Contents, columns: list[Column]) -> Iterator[pa.RecordBatch]:
    for start, stop in _spans(contents.geometries):
        part = slice(start, stop)
        wkb = shapely.to_wkb(contents.geometries[part], flavor="iso")
        attributes = [
            array_of(column, plain_values(contents.columns[column.name].iloc[part]))
            for column in columns
        ]
        yield pa.record_batch(
            [
                pa.array(contents.rows[part], pa.int64()),
                pa.array(wkb, pa.binary()),
                pa.array(contents.undecodable[part], pa.bool_()),
                *attributes,
            ],
            schema=schema(columns),
        )


def _spans(geometries: NDArray[np.object_]) -> Iterable[tuple[int, int]]:
    """Cut the rows into pieces of bounded size; a shape that is too large stands alone."""
    sizes = np.cumsum(shapely.get_num_coordinates(geometries))
    start = 0
    while start < len(geometries):
        before = sizes[start - 1] if start else 0
        fitting = int(np.searchsorted(sizes, before + BATCH_COORDINATES, "right"))
        stop = min(start + BATCH_ROWS, max(fitting, start + 1))
        yield start, stop
        start = stop
