"""GeoJSON (RFC 7946), written without GDAL, which rounds coordinates."""

import json
from collections.abc import Iterator

import pyarrow as pa
import shapely

from gis.errors import UnwritableData
from gis.formats import FORMATS
from gis.writers.rows import Column
from gis.writers.task import Task, shapes_of
from gis.writers.typed import text_of
from gis.writers.written import Written

# RFC 7946 knows WGS 84 only, and has no "crs": who needs just that asks for EPSG:4326. CGCS2000,
# the same to decimetres, is named as the older standard did: QGIS, GDAL and our own reader know the
# datum by it, and programs of the new standard skip members that they do not know.
MEMBERS = {
    "EPSG:4326": "",
    "EPSG:4490": '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}',
}


def write(task: Task) -> Written:
    """Write a feature collection, coordinates in full precision, one feature a line.

    Parameters
    ----------
    task : Task
        In EPSG:4490 or EPSG:4326.

    Returns
    -------
    Written
        Rows without a shape are kept with a null geometry.

    Raises
    ------
    UnwritableData
        ``crs_not_writable``, ``encoding_fixed``.
    """
    _check(task, "geojson")
    told = f'"description": {_value(task.rows.told)}' if task.rows.told else ""
    members = "".join(f"{member},\n" for member in (MEMBERS[task.crs.text], told) if member)
    before, rows = "\n", 0
    with task.path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type": "FeatureCollection",\n{members}"features": [')
        for batch in task.batches():
            for feature in features(task.rows.columns, batch):
                file.write(f"{before}{{{feature}}}")
                before, rows = ",\n", rows + 1
        file.write("\n]}\n")
    return Written(task.path, rows, [task.path])


def write_lines(task: Task) -> Written:
    """Write one feature a line, without anything around them.

    Parameters
    ----------
    task : Task
        In EPSG:4326.

    Returns
    -------
    Written
        Rows without a shape are kept with a null geometry.

    Raises
    ------
    UnwritableData
        ``crs_not_writable``, ``encoding_fixed``.
    """
    _check(task, "geojsonl")
    rows = 0
    with task.path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in task.batches():
            file.writelines(f"{{{feature}}}\n" for feature in features(task.rows.columns, batch))
            rows += batch.num_rows
    return Written(task.path, rows, [task.path])


def features(columns: tuple[Column, ...], batch: pa.RecordBatch) -> Iterator[str]:
    """Give the members of each feature.

    Parameters
    ----------
    columns : tuple of Column
    batch : pyarrow.RecordBatch

    Yields
    ------
    str
        Without the braces around.
    """
    shapes = shapely.to_geojson(shapely.orient_polygons(shapes_of(batch))).tolist()
    names = [json.dumps(column.name, ensure_ascii=False) for column in columns]
    texts = [
        [f"{name}: {_value(value)}" for value in values.to_pylist()]
        for name, values in zip(names, batch.columns, strict=False)
    ]
    rows = zip(*texts, strict=True) if texts else [()] * len(shapes)
    for members, shape in zip(rows, shapes, strict=True):
        properties = ", ".join(members)
        yield f'"type": "Feature", "geometry": {shape or "null"}, "properties": {{{properties}}}'


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=text_of)


def _check(task: Task, name: str) -> None:
    if not FORMATS[name].writes(task.crs.text):
        raise UnwritableData("crs_not_writable", format=name, crs=task.crs.text)
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format=name)
