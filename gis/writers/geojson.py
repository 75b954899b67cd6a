"""GeoJSON (RFC 7946), written without GDAL, which rounds coordinates."""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import shapely

from gis.errors import UnwritableData
from gis.writers.table import Table
from gis.writers.typed import text_of
from gis.writers.written import Written

# The standard knows WGS 84 only; CGCS2000 is the same to decimetres and is named in the "crs"
# member of the older standard, which QGIS and GDAL read.
MEMBERS = {
    "EPSG:4326": "",
    "EPSG:4490": '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},\n',
}


def write(table: Table, path: Path) -> Written:
    """Write a feature collection, coordinates in full precision, one feature a line.

    Parameters
    ----------
    table : Table
        In EPSG:4490 or EPSG:4326.
    path : Path
        In a folder of our own.

    Returns
    -------
    Written
        Rows without a shape are kept with a null geometry.

    Raises
    ------
    UnwritableData
        ``crs_not_writable``, ``encoding_fixed``, ``number_not_finite``.
    """
    if table.crs.text not in MEMBERS:
        raise UnwritableData("crs_not_writable", format="geojson", crs=table.crs.text)
    if table.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="geojson")
    shapes = shapely.to_geojson(shapely.orient_polygons(table.geometries)).tolist()
    columns = [[_member(name, value) for value in values] for name, values in table.columns.items()]
    rows = zip(*columns, strict=True) if columns else [()] * len(shapes)
    features = (
        f'{{"type": "Feature", "geometry": {shape or "null"}, "properties": {_object(members)}}}'
        for members, shape in zip(rows, shapes, strict=True)
    )
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type": "FeatureCollection",\n{MEMBERS[table.crs.text]}"features": [\n')
        file.write(",\n".join(features))
        file.write("\n]}\n")
    return Written(path, len(shapes), [path])


def _object(members: Iterable[str]) -> str:
    return "{" + ", ".join(members) + "}"


def _member(name: str, value: object) -> str:
    if isinstance(value, Decimal):
        value = float(value)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=text_of)
    except ValueError:
        raise UnwritableData("number_not_finite", column=name) from None
    return f"{json.dumps(name, ensure_ascii=False)}: {text}"
