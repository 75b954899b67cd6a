"""Layers that declare the type of all their shapes."""

from collections.abc import Collection, Iterable, Iterator

import pyarrow as pa
import shapely

from gis.geometry import as_multi
from gis.writers.task import shapes_of

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


def one_type(
    types: Collection[int] | None, batches: Iterable[pa.RecordBatch]
) -> tuple[str, Iterable[pa.RecordBatch]]:
    """Find the type that all shapes have, or can have.

    Single and multi-part shapes together become multi-part.

    Parameters
    ----------
    types : collection of int, optional
        OGC numbers of the types of all shapes, 0 for none, where they are known.
    batches : iterable of pyarrow.RecordBatch

    Returns
    -------
    name : str
        `MIXED` where there are several types, none, or they are not known.
    batches : iterable of pyarrow.RecordBatch
    """
    present = set(types or ()) - {0}
    name = one_name(present)
    return name, _multi(batches) if name != MIXED and len(present) > 1 else batches


def one_name(types: Collection[int]) -> str:
    """Find the name of the type that all shapes have, or can have by becoming multi-part.

    Parameters
    ----------
    types : collection of int
        OGC numbers, without 0.

    Returns
    -------
    str
        GDAL's name; `MIXED` where there are several types, or none.
    """
    if len(types) == 1:
        (only,) = types
        return NAMES[only]
    pairs = (NAMES[single + 3] for single in (1, 2, 3) if set(types) == {single, single + 3})
    return next(pairs, MIXED)


def _multi(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        place = batch.num_columns - 1
        binary = pa.array(shapely.to_wkb(as_multi(shapes_of(batch))), pa.binary())
        yield batch.set_column(place, batch.schema.field(place), binary)
