"""GeoPackages."""

from dataclasses import replace
from pathlib import Path

from gis.errors import UnwritableData
from gis.geometry import as_multi
from gis.writers.gdal import write_layer
from gis.writers.names import fitted
from gis.writers.table import Table
from gis.writers.typed import typed
from gis.writers.written import Written

# Names of the columns that the format itself needs.
RESERVED = ("fid", "geom")


def write(table: Table, path: Path) -> Written:
    """Write a GeoPackage of one layer.

    Parameters
    ----------
    table : Table
    path : Path
        In a folder of our own.

    Returns
    -------
    Written
        Rows without a shape are kept as such.

    Raises
    ------
    UnwritableData
    """
    if table.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="gpkg")
    names = fitted(table.columns, reserved=RESERVED)
    shaped, shape = _one_type(table)
    write_layer(
        path,
        shaped,
        {names[name]: typed(name, values) for name, values in table.columns.items()},
        driver="GPKG",
        layer=table.layer,
        geometry_type=shape,
    )
    renamed = {name: short for name, short in names.items() if name != short}
    return Written(path, len(table.geometries), [path], renamed=renamed)


def _one_type(table: Table) -> tuple[Table, str]:
    """Declare the type of all shapes, for ArcGIS reads no layer of mixed ones.

    Single and multi-part shapes together become multi-part.
    """
    present = table.geometries[table.mapped]
    names = {shape.geom_type for shape in present}
    if len(names) > 1:
        multi = replace(table, geometries=as_multi(table.geometries))
        names = {shape.geom_type for shape in multi.geometries[table.mapped]}
        table = multi if len(names) == 1 else table
    return table, names.pop() if len(names) == 1 else "Unknown"
