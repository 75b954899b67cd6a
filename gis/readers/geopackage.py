"""GeoPackages."""

import datetime
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.errors import Remark, UnreadableFile
from gis.readers.archive import choose_layer
from gis.readers.columns import series, unique_names
from gis.readers.copying import copy
from gis.readers.gdal import Layer, layer_shapes
from gis.readers.source import Contents

DRIVER = "GPKG"
MAGIC = b"SQLite format 3\0"


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read one layer of a GeoPackage.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for the copy.
    layer : str, optional
        Needed where there are several layers with shapes; a table without shapes may be named
        too, and is taken by itself where there is nothing else.
    encoding : str, optional
        Ignored: a GeoPackage is always UTF-8.

    Returns
    -------
    Contents

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``no_layer``, ``several_layers``, ``unknown_layer``.
    """
    package = _private_copy(path, folder)
    layers = layer_shapes(package, path.name)
    shaped = [name for name, shape in layers.items() if shape]
    chosen = choose_layer(path.name, list(layers) if layer or not shaped else shaped, layer)
    read = Layer(package, path.name, DRIVER, layer=chosen)
    columns, remarks = _columns(read)
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=list(layers),
        encoding="utf-8",
        crs=read.meta["crs"] if layers[chosen] else "EPSG:4490",
        crs_from="file",
        rows=np.arange(1, len(read.geometries) + 1),
        geometries=read.geometries,
        undecodable=_lost(package, path.name, chosen, read.geometries),
        columns=columns,
        warnings=[*read.warnings, *remarks],
    )


def _private_copy(path: Path, folder: Path) -> Path:
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise UnreadableFile("wrong_content", name=path.name, format=DRIVER)
    package = folder / "layer.gpkg"
    copy(path, package, path.name)
    log = path.with_name(f"{path.name}-wal")  # rows that another program has not merged yet
    if log.exists() and log.stat().st_size:
        copy(log, package.with_name("layer.gpkg-wal"), log.name)
    try:
        with closing(sqlite3.connect(package)) as database:
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            # GDAL reads as many rows as it once noted here, even if others were added since.
            database.execute("DROP TABLE IF EXISTS gpkg_ogr_contents")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        verdict = str(error)
    if verdict != "ok":
        raise UnreadableFile("damaged", name=path.name, reason=verdict)
    return package


def _lost(
    package: Path, name: str, layer: str, geometries: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Say for each row whether it claims to hold a shape but GDAL gave none."""
    with closing(sqlite3.connect(package)) as database:
        column = database.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [layer]
        ).fetchone()
        shape = _quoted(column[0]) if column else "NULL"
        query = f"SELECT {shape} IS NOT NULL FROM {_quoted(layer)}"  # noqa: S608 (names quoted)
        rows = database.execute(query).fetchall()  # in the order of its rows, as GDAL reads
    if len(rows) != len(geometries):
        reason = f"{len(rows)} rows, of which {len(geometries)} can be read"
        raise UnreadableFile("damaged", name=name, reason=reason)
    lost: NDArray[np.bool_] = shapely.is_missing(geometries) & np.array(rows, dtype=bool).ravel()
    return lost


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _columns(layer: Layer) -> tuple[dict[str, pd.Series], list[Remark]]:
    names, remarks = unique_names(layer.meta["fields"])
    columns = {}
    types = zip(layer.meta["ogr_types"], layer.meta["ogr_subtypes"], strict=True)
    for name, values, (kind, subtype) in zip(names, layer.columns, types, strict=True):
        if kind == "OFTBinary":
            remarks.append(Remark(0, name, "column_skipped", {"type": "BLOB"}))
        else:
            columns[name] = _plain(values, bool if subtype == "OFSTBoolean" else READINGS[kind])
    return columns, remarks


def _plain(values: NDArray[np.generic], read: Callable[..., object]) -> pd.Series:
    # A whole number or truth value with gaps comes as float with NaN.
    return series([None if pd.isna(value) else read(value) for value in values.tolist()])


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(str(value))


READINGS: dict[str, Callable[..., object]] = {
    "OFTInteger": int,
    "OFTInteger64": int,
    "OFTReal": float,
    "OFTString": str,
    "OFTDate": _date,
    "OFTTime": str,
    "OFTDateTime": datetime.datetime.fromisoformat,
}
