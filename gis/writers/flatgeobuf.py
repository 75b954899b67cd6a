"""FlatGeobuf."""

from collections.abc import Iterator

import pyarrow as pa

from gis.errors import UnwritableData
from gis.writers.gdal import write_layer
from gis.writers.names import fitted
from gis.writers.onetype import one_type
from gis.writers.task import Task
from gis.writers.written import Written


def write(task: Task) -> Written:
    """Write a FlatGeobuf without spatial index, which would change the order of the rows.

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
        raise UnwritableData("encoding_fixed", format="fgb")
    names = fitted(task.rows.names, reserved=("shape",))
    shape, batches = one_type(task.rows.types, task.batches())
    fields = [
        pa.field(names[column.name], type_, metadata={"GDAL:OGR:comment": column.meaning})
        for column, type_ in zip(task.rows.columns, _types(task), strict=True)
    ]
    schema = pa.schema([*fields, pa.field("shape", pa.binary())])
    rows = 0

    def renamed() -> Iterator[pa.RecordBatch]:
        nonlocal rows
        for batch in batches:
            rows += batch.num_rows
            arrays = [v.cast(f.type) for v, f in zip(batch.columns, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    write_layer(
        task.path,
        schema,
        renamed(),
        task.crs,
        driver="FlatGeobuf",
        layer=task.layer,
        geometry_type=shape,
        layer_options={"SPATIAL_INDEX": "NO", **_said(task)},
    )
    changed = {name: short for name, short in names.items() if name != short}
    return Written(task.path, rows, [task.path], renamed=changed)


def _said(task: Task) -> dict[str, str]:
    title = task.rows.title
    return {"TITLE": title[0], "DESCRIPTION": task.rows.told} if title else {}


def _types(task: Task) -> Iterator[pa.DataType]:
    """A day would become a moment: it is kept as text."""
    for column, field in zip(task.rows.columns, task.rows.schema, strict=False):
        yield pa.string() if column.type == "date" else field.type
