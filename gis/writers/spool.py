"""Rows parted by shape, kept on disk until all of them are known."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.formats import SHAPES

# What a shapefile's record takes beyond the well-known binary of its shape, at most.
SHAPE_OVERHEAD_BYTES = 56


def parted(
    batch: pa.RecordBatch, types: NDArray[np.uint8], parts: dict[str, tuple[int, ...]] = SHAPES
) -> Iterator[tuple[str, pa.RecordBatch, NDArray[np.uint8]]]:
    """Part rows by their shapes.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
    types : ndarray of uint8, shape (n,)
        OGC numbers of the types of its shapes.
    parts : dict of str to tuple of int
        The numbers that belong together; rows of others are passed over.

    Yields
    ------
    part : str
    batch : pyarrow.RecordBatch
    types : ndarray of uint8
    """
    for part, numbers in parts.items():
        chosen = np.isin(types, numbers)
        if chosen.any():
            yield part, batch.filter(pa.array(chosen)), types[chosen]


class Spool:
    """One Arrow stream for each kind of shape, in a private folder.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._writers: dict[str, pa.ipc.RecordBatchStreamWriter] = {}
        #: OGC numbers of the types among each kind's shapes.
        self.types: dict[str, set[int]] = {}
        self.rows: dict[str, int] = {}

    def __enter__(self) -> "Spool":
        """Begin."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Close the streams; the files go with their folder."""
        self._stack.close()

    def add(self, kind: str, batch: pa.RecordBatch, types: NDArray[np.uint8]) -> None:
        """Keep rows of one kind; `types` are those of their shapes."""
        if kind not in self._writers:
            path = self._path(kind)
            file = self._stack.enter_context(pa.OSFile(str(path), "wb"))
            writer = pa.ipc.new_stream(file, batch.schema)
            self._writers[kind] = self._stack.enter_context(writer)
        self._writers[kind].write_batch(batch)
        self.types.setdefault(kind, set()).update(map(int, np.unique(types)))
        self.rows[kind] = self.rows.get(kind, 0) + batch.num_rows

    def read(self, kind: str) -> Iterator[pa.RecordBatch]:
        """Give the rows of a kind back; no more may be added then."""
        self._stack.close()
        with pa.OSFile(str(self._path(kind)), "rb") as file, pa.ipc.open_stream(file) as stream:
            yield from stream
        self._path(kind).unlink()

    def _path(self, kind: str) -> Path:
        return self._folder / f".{kind}.arrow"


class Cutter:
    """Parts a stream of batches so that neither .shp nor .dbf grows beyond a limit.

    Parameters
    ----------
    batches : iterator of pyarrow.RecordBatch
        The shape last.
    record_bytes : int
        Of the .dbf.
    limit_bytes : int
    """

    def __init__(
        self, batches: Iterator[pa.RecordBatch], record_bytes: int, limit_bytes: int
    ) -> None:
        self._batches = batches
        self._limit = limit_bytes
        self._records = max(1, limit_bytes // record_bytes)
        self._left: pa.RecordBatch | None = next(batches, None)

    def __bool__(self) -> bool:
        """Whether there are rows left."""
        return self._left is not None

    def part(self) -> Iterator[pa.RecordBatch]:
        """Give the batches of the next part, at least one row."""
        room, rows = self._limit, 0
        while self._left is not None:
            batch = self._left
            sizes = pc.binary_length(batch.columns[-1]).to_numpy() + SHAPE_OVERHEAD_BYTES
            fits = int(np.searchsorted(np.cumsum(sizes), room, side="right"))
            fits = min(fits, self._records - rows)
            if fits < batch.num_rows:
                fits = max(fits, 0 if rows else 1)
                if fits:
                    yield batch.slice(0, fits)
                self._left = batch.slice(fits)
                if not self._left.num_rows:
                    self._left = next(self._batches, None)
                return
            yield batch
            room -= int(sizes.sum())
            rows += fits
            self._left = next(self._batches, None)
