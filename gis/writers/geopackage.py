"""GeoPackages."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pyarrow as pa

from gis.errors import UnwritableData
from gis.writers import qgis
from gis.writers.gdal import write_layer
from gis.writers.names import fitted
from gis.writers.onetype import MIXED, one_type
from gis.writers.rows import Column
from gis.writers.task import Task
from gis.writers.written import Written

# Names of the columns that the format itself needs.
RESERVED = ("fid", "geom")
# GDAL before 3.7, and the QGIS of its day, only half trust a later one.
VERSION = "1.2"
SCHEMA_TABLES = """
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


def write(task: Task) -> Written:
    """Write a GeoPackage of one layer, with aliases, domains and QGIS's own table of styles.

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
    """
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="gpkg")
    names = fitted(task.rows.names, reserved=RESERVED)
    shape, batches = one_type(task)
    types = task.rows.schema.types[:-1]
    fields = [pa.field(name, type_) for name, type_ in zip(names.values(), types, strict=True)]
    schema = pa.schema([*fields, pa.field("geom", pa.binary())])
    rows = 0

    def renamed() -> Iterator[pa.RecordBatch]:
        nonlocal rows
        for batch in batches:
            rows += batch.num_rows
            yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)

    write_layer(
        task.path,
        schema,
        renamed(),
        task.crs,
        driver="GPKG",
        layer=task.layer,
        geometry_type=shape,
        dataset_options={"VERSION": VERSION},
    )
    _describe(task, names, shape)
    changed = {name: short for name, short in names.items() if name != short}
    return Written(task.path, rows, [task.path], renamed=changed)


def _describe(task: Task, names: dict[str, str], shape: str) -> None:
    """Add what GDAL has no words for when it is fed by Arrow."""
    try:
        with closing(sqlite3.connect(task.path)) as database, database:
            if any(column.label or column.options for column in task.rows.columns):
                _add_schema(database, task, names)
            # QGIS draws none of what a symbol for another shape would stand for.
            if task.rows.signs and shape != MIXED:
                _add_style(database, task, shape)
    except sqlite3.Error as error:
        raise UnwritableData("write_failed", name=task.path.name, reason=str(error)) from error


def _add_schema(database: sqlite3.Connection, task: Task, names: dict[str, str]) -> None:
    database.executescript(SCHEMA_TABLES)
    tables = ("gpkg_data_columns", "gpkg_data_column_constraints")
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [(table, EXTENSION) for table in tables],
    )
    aliases = fitted(column.short for column in task.rows.columns)
    for column in task.rows.columns:
        domain = _add_domain(database, column)
        database.execute(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (
                *(task.layer, names[column.name], aliases[column.short], column.name),
                *(column.meaning or None, domain),
            ),
        )


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


def _add_style(database: sqlite3.Connection, task: Task, shape: str) -> None:
    database.executescript(STYLE_TABLE)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles')"
    )
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, useAsDefault)"
        " VALUES ('', '', ?, 'geom', ?, ?, 1)",
        (task.layer, task.layer[:30], qgis.style(task.rows, shape)),
    )
