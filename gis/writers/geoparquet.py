"""GeoParquet 1.1."""

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from gis.crs import Crs
from gis.errors import UnwritableData
from gis.writers.names import fitted
from gis.writers.onetype import NAMES
from gis.writers.task import Task, shape_types, shapes_of
from gis.writers.written import Written

GEOMETRY, BBOX = "geometry", "bbox"
EDGES = ("xmin", "ymin", "xmax", "ymax")
BOX = pa.struct([pa.field(edge, pa.float64()) for edge in EDGES])


def write(task: Task) -> Written:
    """Write shapes as well-known binary with a covering box each, packed by zstd.

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
        ``encoding_fixed``.
    """
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="parquet")
    names = fitted(task.rows.names, reserved=(GEOMETRY, BBOX))
    types: set[int] = set()
    whole = np.array([np.inf, np.inf, -np.inf, -np.inf])
    rows = 0
    # Arrow's own copy of the schema would hide the metadata that is only known at the end.
    options = {"compression": "zstd", "store_schema": False}
    with pq.ParquetWriter(task.path, _schema(task, names), **options) as out:
        for batch in task.batches():
            boxes = shapely.bounds(shapes_of(batch))
            arrays = [*batch.columns, _boxes(boxes)]
            out.write_batch(pa.RecordBatch.from_arrays(arrays, schema=out.schema))
            types |= set(map(int, shape_types(batch))) - {0}
            present = boxes[~np.isnan(boxes[:, 0])]
            if len(present):
                whole = np.r_[
                    np.minimum(whole[:2], present[:, :2].min(axis=0)),
                    np.maximum(whole[2:], present[:, 2:].max(axis=0)),
                ]
            rows += batch.num_rows
        about = {"geo": json.dumps(_about(task.crs, types, whole))}
        if task.rows.told:
            about["description"] = task.rows.told
        out.add_key_value_metadata(about)
    changed = {name: short for name, short in names.items() if name != short}
    return Written(task.path, rows, [task.path], renamed=changed)


def _schema(task: Task, names: dict[str, str]) -> pa.Schema:
    fields = [
        pa.field(names[column.name], type_, metadata={"description": column.meaning})
        for column, type_ in zip(task.rows.columns, task.rows.schema.types, strict=False)
    ]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary()), pa.field(BBOX, BOX)])


def _boxes(boxes: NDArray[np.float64]) -> pa.StructArray:
    missing = np.isnan(boxes[:, 0])
    edges = [pa.array(boxes[:, place]) for place in range(4)]
    return pa.StructArray.from_arrays(edges, fields=list(BOX), mask=pa.array(missing))


def _about(crs: Crs, types: set[int], whole: NDArray[np.float64]) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(NAMES[number] for number in types),
        "crs": crs.definition.to_json_dict(),
        "covering": {BBOX: {edge: [BBOX, edge] for edge in EDGES}},
    }
    if types:
        column["bbox"] = whole.tolist()
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
