"""Packages with coded-value domains, as ArcGIS and QGIS write them."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import geopandas
import pandas as pd
import shapely

LINE = shapely.LineString([(101.7185, 26.5823), (101.7195, 26.5823)])
#: 3 has no name; TC is the same in letters, with a column called by an alias.
CODES = {"管材": [1, 2, 3, None], "GXLX": ["TC", "YS", "TC", "雨水"], "口径": [300, 400, 300, 300]}
SCHEMA = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121',
   'read-write');
"""
NAMES = {"material": {"1": "球墨铸铁", "2": "PE"}, "sort": {"TC": "给水", "YS": "雨水"}}


def coded_package(path, columns=None, layer="管线", shapes=LINE):
    """A layer of pipes with codes, whose names the package tells."""
    columns = {name: column_of(values) for name, values in (columns or CODES).items()}
    count = len(next(iter(columns.values())))
    frame = geopandas.GeoDataFrame(columns, geometry=[shapes] * count, crs=4490)
    frame.to_file(path, layer=layer, engine="pyogrio")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA)
        use(database, layer, 管材="material", GXLX="sort", 口径="size")
        for domain, names in NAMES.items():
            enumerate_codes(database, domain, names)
        database.execute(
            "INSERT INTO gpkg_data_column_constraints VALUES ('size','range',NULL,1,1,999,1,NULL)"
        )
        database.commit()
    return path


def column_of(values):
    """A geodatabase has no whole numbers of 64 bits."""
    column = pd.array(values)
    return column.astype("Int32") if column.dtype == "Int64" else column


def use(database, layer, **domains):
    """Let columns of a layer go by domains."""
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, constraint_name) VALUES (?, ?, ?)",
        [(layer, column, domain) for column, domain in domains.items()],
    )


def enumerate_codes(database, domain, names):
    database.executemany(
        "INSERT INTO gpkg_data_column_constraints VALUES (?,'enum',?,NULL,NULL,NULL,NULL,?)",
        [(domain, code, name) for code, name in names.items()],
    )


def coded_geodatabase(package, path):
    """The same as a zipped file geodatabase, written by GDAL's own tool."""
    folder = path.with_name("管网.gdb")
    command = ["ogr2ogr", "-q", "-f", "OpenFileGDB", str(folder), str(package)]
    subprocess.run(command, check=True)
    return shutil.make_archive(str(path.with_suffix("")), "zip", folder.parent, folder.name)
