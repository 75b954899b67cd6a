"""The shapes of a shapefile, read by GDAL from a private copy without its table."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray

from gis.errors import Remark, UnreadableFile
from gis.readers.flow import BATCH_ROWS, decoded
from gis.readers.gdal import check_driver, shape_batches

DRIVER = "ESRI Shapefile"
MAGIC = struct.pack(">i", 9994)
HEADER_BYTES = 100
# Of shapes in memory at once, as they stand in the file.
BATCH_BYTES = 64 * 1024**2


class Shapes:
    """The shapes of ``layer.shp`` in a private folder from which the table was taken away.

    Parameters
    ----------
    folder : Path
    name : str
        What to call the file in an error.

    Attributes
    ----------
    count : int
        Of the records.
    warnings : list of Remark
        ``shx_restored``; ``driver_message`` for each thing GDAL complained about.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``truncated``, ``damaged``, ``index_disagrees``.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / "layer.shp"
        self._name = name
        check_shapes(folder, name)
        self.warnings = self._restored_index()
        self.count, messages = check_driver(self._path, name, DRIVER)
        self.warnings += messages
        self._offsets, self._lengths = self._index()
        self._check_index()

    def pieces(self) -> Iterator[tuple[pa.Array, NDArray[np.bool_]]]:
        """Read the shapes in order.

        Yields
        ------
        wkb : pyarrow.Array of binary, length n
            ISO WKB; null where there is no shape, or none that can be decoded.
        undecodable : ndarray of bool, shape (n,)
            Where a record claims to hold a shape (its type is not 0) but gave none.
        """
        start = 0
        for wkb in shape_batches(self._path, self._name, self._batch_rows()):
            missing = shapely.is_missing(decoded(wkb))
            if missing.sum() > wkb.null_count:  # some that GDAL can decode and GEOS cannot
                wkb = pa.array(np.where(missing, None, wkb.to_numpy(zero_copy_only=False)))
            undecodable = missing
            if missing.any():
                undecodable = missing & self._claimed(start, start + len(wkb))
            yield wkb, undecodable
            start += len(wkb)

    def _batch_rows(self) -> int:
        mean = self._path.stat().st_size / max(1, self.count)
        return max(1, min(BATCH_ROWS, int(BATCH_BYTES / mean)))

    def _restored_index(self) -> list[Remark]:
        if self._path.with_suffix(".shx").exists():
            return []
        # The option holds for the whole process; all that GDAL reads here are private copies, so
        # that another thread meeting it does no harm.
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
        try:
            check_driver(self._path, self._name, DRIVER)
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
        return [Remark(0, "", "shx_restored")]

    def _index(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the places and lengths of the records, in bytes, as the .shx says."""
        index = np.fromfile(self._path.with_suffix(".shx"), ">i4", offset=HEADER_BYTES)
        if len(index) < 2 * self.count:
            raise UnreadableFile("truncated", name=self._name, part=".shx")
        words = index[: 2 * self.count].reshape(-1, 2).astype(np.int64)
        return 2 * words[:, 0], 2 * words[:, 1]

    def _check_index(self) -> None:
        """Refuse an index that points out of the file or to one place twice."""
        starts, lengths = self._offsets, self._lengths
        ends = starts + lengths + 8
        held = np.flatnonzero(lengths)  # some programs give a row without a shape no record
        outside = (starts < HEADER_BYTES) | (lengths < 0) | (ends > self._path.stat().st_size)
        order = held[np.argsort(starts[held], kind="stable")]
        twice = order[1:][starts[order[1:]] < ends[order[:-1]]]
        wrong = [*held[outside[held]][:1], *twice[:1]]
        if wrong:
            raise UnreadableFile("index_disagrees", name=self._name, record=int(wrong[0]) + 1)

    def _claimed(self, start: int, stop: int) -> NDArray[np.bool_]:
        """Say for some records whether they claim to hold a shape: their type is not 0."""
        shp = np.memmap(self._path, np.uint8, "r")
        held = self._lengths[start:stop] >= 4
        types = np.where(held, self._offsets[start:stop] + 8, 0)
        claimed: NDArray[np.bool_] = held & shp[types[:, np.newaxis] + np.arange(4)].any(axis=1)
        return claimed


def check_shapes(folder: Path, name: str) -> None:
    """Refuse a ``layer.shp`` that is no shapefile or not all of it.

    Parameters
    ----------
    folder : Path
    name : str
        What to call the file in an error.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``truncated``.
    """
    shp = folder / "layer.shp"
    with shp.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if not header.startswith(MAGIC):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    if (
        len(header) < HEADER_BYTES
        or 2 * struct.unpack_from(">i", header, 24)[0] > shp.stat().st_size
    ):
        raise UnreadableFile("truncated", name=name, part=".shp")
