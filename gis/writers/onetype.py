"""Layers that declare the type of all their shapes."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import shapely

from gis.geometry import as_multi
from gis.writers.task import Task, shapes_of

NAMES = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}
MIXED = "Unknown"


def one_type(task: Task) -> tuple[str, Iterable[pa.RecordBatch]]:
    """Find the type that all shapes have, or can have; ArcGIS reads no layer of mixed ones.

    Single and multi-part shapes together become multi-part.

    Parameters
    ----------
    task : Task

    Returns
    -------
    name : str
        `MIXED` where there are several types.
    batches : iterable of pyarrow.RecordBatch
    """
    types = task.rows.types or frozenset()
    if len(types) == 1:
        (only,) = types
        return NAMES[only], task.batches()
    for single in (1, 2, 3):
        if types == {single, single + 3}:
            return NAMES[single + 3], _multi(task.batches())
    return MIXED, task.batches()


def _multi(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        place = batch.num_columns - 1
        binary = pa.array(shapely.to_wkb(as_multi(shapes_of(batch))), pa.binary())
        yield batch.set_column(place, batch.schema.field(place), binary)
