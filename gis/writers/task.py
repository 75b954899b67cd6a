"""One file to be written: its rows in the system wanted, checked, counted as they pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from gis.crs import STORAGE, Crs, from_storage
from gis.errors import UnwritableData
from gis.writers.rows import Rows

# Called with the rows done and the rows in all (0 for unknown); what it raises ends the writing.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """What a format's writer is given.

    Attributes
    ----------
    rows : Rows
    path : Path
        In a folder of our own.
    crs : Crs
    encoding, layer : str
        For the formats that need them.
    progress : callable, optional
    """

    rows: Rows
    path: Path
    crs: Crs
    encoding: str = "utf-8"
    layer: str = "assets"
    progress: Progress | None = None

    def batches(self, share: float = 1.0) -> Iterator[pa.RecordBatch]:
        """Give the batches with their shapes in the system wanted.

        Parameters
        ----------
        share : float
            The part of the work that is done when all have passed.

        Yields
        ------
        pyarrow.RecordBatch

        Raises
        ------
        UnwritableData
            ``outside_projection``, ``number_not_finite``.
        """
        done = 0
        for batch in self.rows.batches:
            self._check_numbers(batch)
            yield self._moved(batch, done)
            done += batch.num_rows
            self.tell(done * share)

    def tell(self, done: float) -> None:
        """Tell the progress, in rows."""
        if self.progress:
            self.progress(int(done), self.rows.total or 0)

    def _check_numbers(self, batch: pa.RecordBatch) -> None:
        for place, column in enumerate(self.rows.columns):
            if column.type == "real":
                finite = pc.all(pc.is_finite(batch.column(place))).as_py()
                if finite is False:
                    raise UnwritableData("number_not_finite", column=column.name)

    def _moved(self, batch: pa.RecordBatch, before: int) -> pa.RecordBatch:
        if self.crs == STORAGE:
            return batch
        moved = from_storage(shapes_of(batch), self.crs)
        lost = ~np.isfinite(shapely.bounds(moved)).all(axis=1) & ~shapely.is_missing(moved)
        if lost.any():
            row = before + int(np.flatnonzero(lost)[0]) + 1
            raise UnwritableData("outside_projection", row=row, crs=self.crs.text)
        place = batch.num_columns - 1
        binary = pa.array(shapely.to_wkb(moved), pa.binary())
        return batch.set_column(place, batch.schema.field(place), binary)


def shapes_of(batch: pa.RecordBatch) -> NDArray[np.object_]:
    """Decode the shapes of a batch.

    Parameters
    ----------
    batch : pyarrow.RecordBatch

    Returns
    -------
    ndarray of shapely.Geometry, shape (n,)
        None for none.
    """
    shapes: NDArray[np.object_] = shapely.from_wkb(
        batch.column(batch.num_columns - 1).to_numpy(zero_copy_only=False)
    )
    return shapes


def shape_types(batch: pa.RecordBatch) -> NDArray[np.uint8]:
    """Give the OGC numbers of the shapes' types without decoding them.

    Parameters
    ----------
    batch : pyarrow.RecordBatch

    Returns
    -------
    ndarray of uint8, shape (n,)
        1 point, 2 line, 3 polygon, 4 to 6 the same of many parts, 7 collection; 0 for no shape.
    """
    column = batch.column(batch.num_columns - 1)
    types = np.zeros(len(column), dtype=np.uint8)
    _, offsets, data = column.buffers()
    if data is None:
        return types
    starts = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column)]
    present = np.asarray(pc.is_valid(column))
    # The second byte: numbers of two-dimensional shapes are small, and ours are little-endian.
    types[present] = np.frombuffer(data, dtype=np.uint8)[starts[present] + 1]
    return types
