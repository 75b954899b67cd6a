"""The one place where GDAL writes."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from gis.errors import UnwritableData
from gis.writers.table import Table
from gis.writers.typed import Typed

FAILURES = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError, ValueError)


def write_layer(path: Path, table: Table, columns: dict[str, Typed], **options: Any) -> None:
    """Write one layer.

    Parameters
    ----------
    path : Path
        In a folder of our own.
    table : Table
        For the shapes and their system.
    columns : dict of str to Typed
        Under the names that the file shall have.
    **options : object
        For ``pyogrio.raw.write``.

    Raises
    ------
    UnwritableData
        ``write_failed``: also where GDAL only warns, since it warns of values it did not write.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            pyogrio.raw.write(
                path,
                shapely.to_wkb(table.geometries),
                [column.values for column in columns.values()],
                list(columns),
                field_mask=[column.gaps for column in columns.values()],
                crs=table.crs.text,
                promote_to_multi=False,
                **options,
            )
        except FAILURES as error:
            raise UnwritableData("write_failed", name=path.name, reason=str(error)) from error
    _refuse(path, [str(warning.message) for warning in caught])


def _refuse(path: Path, messages: Iterable[str]) -> None:
    for message in messages:
        raise UnwritableData("write_failed", name=path.name, reason=message)
