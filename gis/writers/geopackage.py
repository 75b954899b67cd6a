"""GeoPackages."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from gis.errors import UnwritableData
from gis.formats import PART_OF, PARTS
from gis.writers import qgis
from gis.writers.gdal import write_layer
from gis.writers.names import fitted
from gis.writers.onetype import MIXED, one_type
from gis.writers.rows import Column
from gis.writers.spool import Spool, parted
from gis.writers.task import Task, shape_types
from gis.writers.written import Written

# Names of the columns that the format itself needs.
RESERVED = ("fid", "geom")
# GDAL before 3.7, and the QGIS of its day, only half trust a later one.
VERSION = "1.2"
# GDAL makes the first only for layers with a spatial index.
SCHEMA_TABLES = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
STYLE_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30),
  styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30),
  ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""
EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"
# Of the work, the part that is done when mixed rows have been parted.
PARTING = 0.4


@dataclass(frozen=True)
class Layer:
    """One layer of the package: its name, and the type of its shapes (None for a plain table)."""

    name: str
    shape: str | None
    batches: Iterable[pa.RecordBatch]


def write(task: Task) -> Written:
    """Write a GeoPackage with aliases, domains and QGIS's own table of styles.

    Parameters
    ----------
    task : Task

    Returns
    -------
    Written
        Rows without a shape are kept as such.

    Raises
    ------
    UnwritableData
        ``encoding_fixed``, ``write_failed``.

    Notes
    -----
    ArcGIS reads no layer of mixed shapes: of these, each kind becomes a layer of its own,
    ``<layer>_point``, ``<layer>_line`` and ``<layer>_polygon``, and the rows without a shape a
    table, ``<layer>_unmapped``. Their descriptions say whose parts they are: by these the reader
    takes them together again.
    """
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="gpkg")
    names = fitted(task.rows.names, reserved=RESERVED)
    layers: dict[str, str | None] = {}
    rows = 0

    def counted(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        nonlocal rows
        for batch in batches:
            rows += batch.num_rows
            yield batch

    with Spool(task.path.parent) as spool:
        for layer in _layers(task, spool):
            layers[layer.name] = layer.shape
            _write(task, names, layer, counted(layer.batches))
    _describe(task, names, layers)
    changed = {name: short for name, short in names.items() if name != short}
    return Written(task.path, rows, [task.path], renamed=changed)


def _layers(task: Task, spool: Spool) -> Iterator[Layer]:
    shape, batches = one_type(task.rows.types, task.batches())
    if shape != MIXED:
        yield Layer(task.layer, shape, batches)
        return
    for batch in task.batches(PARTING):
        for part, rows, types in parted(batch, shape_types(batch), PARTS):
            spool.add(part, rows, types)
    if not spool.rows:
        yield Layer(task.layer, None, ())
    done = 0
    for part in [each for each in PARTS if each in spool.rows]:
        name = task.layer if len(spool.rows) == 1 else f"{task.layer}_{part}"
        shape, batches = one_type(spool.types[part], _told(task, spool, part, done))
        yield Layer(name, None if shape == MIXED else shape, batches)
        done += spool.rows[part]


def _told(task: Task, spool: Spool, part: str, done: int) -> Iterator[pa.RecordBatch]:
    """Give the rows of a part back, telling the progress."""
    total = sum(spool.rows.values())
    for batch in spool.read(part):
        yield batch
        done += batch.num_rows
        task.tell(total * PARTING + done * (1 - PARTING))


def _write(
    task: Task, names: dict[str, str], layer: Layer, batches: Iterable[pa.RecordBatch]
) -> None:
    types = task.rows.schema.types[:-1]
    fields = [pa.field(name, type_) for name, type_ in zip(names.values(), types, strict=True)]
    if layer.shape:
        fields.append(pa.field("geom", pa.binary()))
    schema = pa.schema(fields)
    write_layer(
        task.path,
        schema,
        (
            pa.RecordBatch.from_arrays(batch.columns[: len(fields)], schema=schema)
            for batch in batches
        ),
        task.crs,
        driver="GPKG",
        layer=layer.name,
        geometry_type=layer.shape,
        dataset_options={"VERSION": VERSION},
    )


def _describe(task: Task, names: dict[str, str], layers: dict[str, str | None]) -> None:
    """Add what GDAL has no words for when it is fed by Arrow."""
    try:
        with closing(sqlite3.connect(task.path)) as database, database:
            if any(column.label or column.options for column in task.rows.columns):
                _add_schema(database, task, names, layers)
            if task.rows.signs and any(layers.values()):
                _add_styles(database, task, layers)
    except sqlite3.Error as error:
        raise UnwritableData("write_failed", name=task.path.name, reason=str(error)) from error
    tell_layers(task.path, layers, task.rows.title, whole=task.layer)


def tell_layers(
    path: Path, layers: Collection[str], title: Iterable[str] = (), *, whole: str
) -> None:
    """Describe layers; first that they are one, where their rows were parted by their shapes.

    Parameters
    ----------
    path : Path
        Of a package.
    layers : collection of str
    title : iterable of str
        Lines about them all.
    whole : str
        What they are together.

    Raises
    ------
    UnwritableData
        ``write_failed``.
    """
    lines = [PART_OF.format(whole)] if len(layers) > 1 else []
    text = "\n".join([*lines, *title])
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.executemany(
                "UPDATE gpkg_contents SET description = ? WHERE table_name = ?",
                [(text, layer) for layer in layers],
            )
    except sqlite3.Error as error:
        raise UnwritableData("write_failed", name=path.name, reason=str(error)) from error


def _add_schema(
    database: sqlite3.Connection, task: Task, names: dict[str, str], layers: Iterable[str]
) -> None:
    database.executescript(SCHEMA_TABLES)
    tables = ("gpkg_data_columns", "gpkg_data_column_constraints")
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [(table, EXTENSION) for table in tables],
    )
    aliases = _aliases(task.rows.columns)
    for column in task.rows.columns:
        domain = _add_domain(database, column)
        about = (names[column.name], aliases[column.name], column.name, column.meaning or None)
        database.executemany(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
            [(layer, *about, domain) for layer in layers],
        )


def _aliases(columns: Iterable[Column]) -> dict[str, str]:
    """Give each column, by its name, a short one of its own: kinds share words for their fields."""
    pairs = {column.name: column.short for column in columns}
    count = Counter([*pairs.values(), *(name for name, short in pairs.items() if name != short)])
    shorts = [short if count[short] == 1 else name for name, short in pairs.items()]
    return dict(zip(pairs, fitted(shorts).values(), strict=True))


def _add_domain(database: sqlite3.Connection, column: Column) -> str | None:
    if not column.options:
        return None
    # The specification wants these names in small letters; Chinese has no others.
    name = column.name.lower()
    database.executemany(
        "INSERT INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, NULL, NULL, NULL, NULL, ?)",
        [(name, option, option) for option in column.options],
    )
    return name


def _add_styles(database: sqlite3.Connection, task: Task, layers: dict[str, str | None]) -> None:
    database.executescript(STYLE_TABLE)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles')"
    )
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, useAsDefault)"
        " VALUES ('', '', ?, 'geom', ?, ?, 1)",
        [
            (layer, layer[:30], qgis.style(task.rows, shape))
            for layer, shape in layers.items()
            if shape
        ],
    )
