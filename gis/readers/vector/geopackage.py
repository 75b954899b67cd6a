"""GeoPackages, read without GDAL, which would run what is in views with functions of its own."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gis.errors import Remark, UnreadableFile
from gis.formats import PART_OF, PARTS
from gis.readers.codes import CodeTable
from gis.readers.columns import by_alias, unique_names
from gis.readers.layers import choose_layer
from gis.readers.source import Contents
from gis.readers.vector import wkb
from gis.readers.vector.geopackage_database import DRIVER, opened
from gis.readers.vector.geopackage_schema import (
    aliases,
    code_tables,
    declared,
    quoted,
    refuse_virtual,
)
from gis.readers.vector.sqlite_values import columns_of

SHAPED, PLAIN = "features", ("attributes", "aspatial")
# Where QGIS keeps how layers are drawn: no rows of anyone's.
STYLES = "layer_styles"
# Bytes of the box in a shape's header, by its code.
BOX_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
# What the format says where no system is known.
UNDEFINED = (-1, 0)


@dataclass
class Layer:
    """A table or view of the package.

    Attributes
    ----------
    shape : str or None
        The column of shapes; None for a table without.
    system : int
        Key of its coordinate system.
    """

    shape: str | None = None
    system: int = 0


@dataclass(frozen=True)
class Whole:
    """Layers of equal columns whose names say that their shapes alone tell them apart.

    Attributes
    ----------
    parts : list of str
    is_ours : bool
        Whether our writer parted them; what others call alike may be several things.
    """

    parts: list[str]
    is_ours: bool


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read one layer of a GeoPackage.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for the copy.
    layer : str, optional
        Needed where there are several layers with shapes; a table without shapes may be named
        too, and is taken by itself where there is nothing else. Layers that our writer parted by
        their shapes are one again, by the name that theirs have in common; others of such names
        and equal columns are together only where asked for: ``a_point + a_line``. Views are
        layers like others: they are only read, with none but SQLite's harmless functions.
    encoding : str, optional
        Ignored: a GeoPackage is always UTF-8.

    Returns
    -------
    Contents
        With the coded-value domains (enumerations) as code tables. Columns go by their alias:
        see `gis.readers.columns.by_alias`.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``no_layer``, ``several_layers``, ``unknown_layer``,
        ``unsafe_table`` (virtual tables), ``query_refused`` (views).
    """
    with opened(path, folder) as database:
        layers = _layers(database, path.name)
        codes = code_tables(database, path.name)
        joined = _joined(database, layers, codes)
        notes = {name: "table" for name, found in layers.items() if not found.shape}
        chosen = choose_layer(path.name, _choices(layers, joined, layer), layer, notes)
        parts = joined[chosen].parts if chosen in joined else [chosen]
        for part in parts:
            refuse_virtual(database, path.name, part)
        about = next((layers[part] for part in parts if layers[part].shape), layers[parts[0]])
        kinds = declared(database, parts[0], layers[parts[0]].shape)
        cells, blobs = _rows(database, path.name, {part: layers[part] for part in parts}, kinds)
        crs = _crs(database, about) if about.shape else "EPSG:4490"
        names, renamed = by_alias(list(kinds), aliases(database, parts[0]))
        tables = codes.get(parts[0], {})
    shapes = _shapes(blobs)
    columns, remarks, rejects = columns_of(dict(zip(names, kinds.values(), strict=True)), cells)
    called = dict(zip(kinds, unique_names(names)[0], strict=True))
    if len(parts) > 1:
        remarks.append(Remark(0, "", "layers_joined", {"layers": ", ".join(parts)}))
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=[*joined, *layers],
        encoding="utf-8",
        crs=crs,
        crs_from="file",
        rows=np.arange(1, len(cells) + 1),
        geometries=shapes.geometries,
        undecodable=shapes.undecodable,
        columns=columns,
        warnings=[*shapes.warnings, *renamed, *remarks],
        rejects=[*rejects, *shapes.rejects],
        layer_notes=notes,
        code_tables={called[column]: table for column, table in tables.items() if column in called},
    )


def _layers(database: sqlite3.Connection, name: str) -> dict[str, Layer]:
    """Give the layers the package lists and has, in its order."""
    tables = dict(
        database.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')")
    )
    if "gpkg_contents" not in tables:
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    listed = database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
    found = {
        str(table): Layer()
        for table, kind in listed
        if table in tables and (kind == SHAPED or kind in PLAIN) and table != STYLES
    }
    if "gpkg_geometry_columns" in tables:
        for table, column, system in database.execute(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        ):
            if table in found:
                found[table] = Layer(str(column), system)
    return found


def _joined(
    database: sqlite3.Connection, layers: dict[str, Layer], codes: dict[str, dict[str, CodeTable]]
) -> dict[str, Whole]:
    """Find the layers that may be one whose rows were parted by their shapes, each by a name."""
    found: dict[str, list[str]] = {}
    for name in layers:
        stem, _, part = name.rpartition("_")
        if stem and part in PARTS and stem not in layers:
            found.setdefault(stem, []).append(name)
    parts = {stem: sorted(names, key=_place) for stem, names in found.items() if len(names) > 1}
    wholes: dict[str, Whole] = {}
    for stem, names in parts.items():
        if _alike(database, layers, codes, names):
            is_ours = _is_ours(database, stem, names)
            wholes[stem if is_ours else " + ".join(names)] = Whole(names, is_ours)
    return wholes


def _is_ours(database: sqlite3.Connection, stem: str, names: list[str]) -> bool:
    mark = PART_OF.format(stem)
    told = database.execute("SELECT table_name, description FROM gpkg_contents")
    marked = {name for name, text in told if str(text).partition("\n")[0] == mark}
    return marked.issuperset(names)


def _place(name: str) -> int:
    return list(PARTS).index(name.rpartition("_")[2])


def _alike(
    database: sqlite3.Connection,
    layers: dict[str, Layer],
    codes: dict[str, dict[str, CodeTable]],
    names: list[str],
) -> bool:
    kinds = [declared(database, name, layers[name].shape) for name in names]
    systems = {layers[name].system for name in names if layers[name].shape}
    # A code may stand for one thing among the lines and for another among the points.
    called = [
        {column: table.names for column, table in codes.get(name, {}).items()} for name in names
    ]
    alike = [each == kinds[0] for each in kinds] + [each == called[0] for each in called]
    return len(systems) == 1 and all(alike)


def _choices(layers: dict[str, Layer], joined: dict[str, Whole], wanted: str | None) -> list[str]:
    """Give the layers among which one is asked for by name, or has to be."""
    shaped = [name for name, found in layers.items() if found.shape]
    if wanted or not shaped:
        return [*joined, *layers]
    parts = {name for whole in joined.values() if whole.is_ours for name in whole.parts}
    offered = [*joined, *(name for name in shaped if name not in parts)]
    tables = [name for name, found in layers.items() if not found.shape and name not in parts]
    return offered + tables if len(offered) > 1 else offered


def _rows(
    database: sqlite3.Connection, name: str, parts: dict[str, Layer], kinds: dict[str, str]
) -> tuple[list[tuple[object, ...]], list[object]]:
    """Give the rows of all parts one after the other, and their shapes."""
    cells: list[tuple[object, ...]] = []
    blobs: list[object] = []
    for part, about in parts.items():
        rows = _cells(database, name, part, [*kinds, *filter(None, [about.shape])])
        cells += rows
        blobs += [row[-1] if about.shape else None for row in rows]
    return cells, blobs


def _cells(
    database: sqlite3.Connection, name: str, layer: str, columns: list[str]
) -> list[tuple[object, ...]]:
    """Give all rows as they stand in the file, in the order of the columns."""
    wanted = ", ".join(map(quoted, columns)) or "NULL"
    try:
        return database.execute(f"SELECT {wanted} FROM {quoted(layer)}").fetchall()  # noqa: S608
    except sqlite3.Error as error:
        # A table was looked through by quick_check; a view may ask for anything.
        raise UnreadableFile("query_refused", name=name, table=layer, reason=str(error)) from error


def _crs(database: sqlite3.Connection, about: Layer) -> str | None:
    found = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        " WHERE srs_id = ?",
        [about.system],
    ).fetchone()
    if not found or about.system in UNDEFINED:
        return None
    organization, code, definition = found
    return f"EPSG:{code}" if str(organization).upper() == "EPSG" else str(definition)


def _shapes(blobs: list[object]) -> wkb.Shapes:
    binaries = np.full(len(blobs), None, dtype=object)
    binaries[:] = [None if blob is None else _wkb(blob) for blob in blobs]
    return wkb.decode(binaries)


def _wkb(blob: object) -> bytes:
    """Cut a shape's header off; what has none comes back as bytes that are no shape."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        return b""
    box = BOX_BYTES.get(blob[3] >> 1 & 7)
    return b"" if box is None else blob[8 + box :]
