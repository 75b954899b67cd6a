"""GeoPackages."""

import datetime
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from gis.errors import Remark, UnreadableFile
from gis.readers.archive import choose_layer
from gis.readers.columns import series, unique_names
from gis.readers.copying import copy
from gis.readers.gdal import Layer, layer_shapes
from gis.readers.source import Contents

DRIVER = "GPKG"
MAGIC = b"SQLite format 3\0"
# The value in the file → a plain value.
Reading = Callable[[object], object]


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
    cells = _cells(package, path.name, chosen, read)
    columns, remarks, rejects = _columns(read, cells)
    claimed = np.array([row[-1] for row in cells], dtype=bool)
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=list(layers),
        encoding="utf-8",
        crs=read.meta["crs"] if layers[chosen] else "EPSG:4490",
        crs_from="file",
        rows=np.arange(1, len(read.geometries) + 1),
        geometries=read.geometries,
        undecodable=claimed & shapely.is_missing(read.geometries),  # GDAL gave none
        columns=columns,
        warnings=[*read.warnings, *remarks],
        rejects=rejects,
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


def _cells(package: Path, name: str, layer: str, read: Layer) -> list[tuple[object, ...]]:
    """Give all rows as they stand in the file; last in each whether it claims to hold a shape."""
    with closing(sqlite3.connect(package)) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        column = database.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [layer]
        ).fetchone()
        shape = f"{_quoted(column[0])} IS NOT NULL" if column else "0"
        wanted = ", ".join([*map(_quoted, read.meta["fields"]), shape])
        query = f"SELECT {wanted} FROM {_quoted(layer)}"  # noqa: S608 (names quoted)
        rows = database.execute(query).fetchall()  # in the order of its rows, as GDAL reads
    if len(rows) != len(read.geometries):
        reason = f"{len(rows)} rows, of which {len(read.geometries)} can be read"
        raise UnreadableFile("damaged", name=name, reason=reason)
    return rows


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _columns(
    layer: Layer, cells: list[tuple[object, ...]]
) -> tuple[dict[str, pd.Series], list[Remark], list[Remark]]:
    """Give the columns, the remarks on them and the rejects among their values."""
    names, remarks = unique_names(layer.meta["fields"])
    rejects: list[Remark] = []
    columns = {}
    types = zip(layer.meta["ogr_types"], layer.meta["ogr_subtypes"], strict=True)
    for place, (name, (kind, subtype)) in enumerate(zip(names, types, strict=True)):
        if kind == "OFTBinary":
            remarks.append(Remark(0, name, "column_skipped", {"type": "BLOB"}))
            continue
        reading = READINGS.get(subtype) or READINGS[kind]
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


READINGS: dict[str, tuple[str, Reading]] = {
    "OFSTBoolean": ("truth value", _truth),
    "OFTInteger": ("number", _number),
    "OFTInteger64": ("number", _number),
    "OFTReal": ("number", _number),
    "OFTString": ("text", _text),
    "OFTDate": ("date", _date),
    "OFTTime": ("text", _text),
    "OFTDateTime": ("date", _moment),
}
