"""The one place where GDAL writes, from record batches."""

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from gis.crs import Crs
from gis.errors import UnwritableData

FAILURES = (
    *(DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError),
    *(ValueError, RuntimeError, pa.ArrowException),
)


def write_layer(
    path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], crs: Crs, **options: Any
) -> None:
    """Write one layer.

    Parameters
    ----------
    path : Path
        In a folder of our own.
    schema : pyarrow.Schema
        The columns under the names that the file shall have, the shape last; of a table without
        shapes, for which `options` say ``geometry_type=None``, the columns alone.
    batches : iterable of pyarrow.RecordBatch
        Of that schema.
    crs : Crs
    **options : object
        For ``pyogrio.write_arrow``.

    Raises
    ------
    UnwritableData
        ``write_failed``: also where GDAL only warns, since it warns of values it did not write.

    Notes
    -----
    What the batches themselves raise comes out as it is.
    """
    feed = _Feed(batches)
    if options["geometry_type"]:
        options |= {"geometry_name": schema.names[-1], "crs": crs.text}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            pyogrio.write_arrow(
                pa.RecordBatchReader.from_batches(schema, feed),
                path,
                **options,
            )
        except FAILURES as error:
            if feed.failure:
                raise feed.failure from None
            raise UnwritableData("write_failed", name=path.name, reason=str(error)) from error
    for message in [str(warning.message) for warning in caught]:
        raise UnwritableData("write_failed", name=path.name, reason=message)


class _Feed:
    """Remembers what was raised on the other side of GDAL, which only says that something was."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = iter(batches)
        self.failure: BaseException | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return self

    def __next__(self) -> pa.RecordBatch:
        try:
            return next(self._batches)
        except StopIteration:
            raise
        except BaseException as error:
            self.failure = error
            raise RuntimeError("the rows broke off") from error
