"""The cells of one column of a .dbf: its different values, each once, and where they stand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.readers.shapefiles.dbf import Field

BLANK = ord(" ")
LINE_END = 10


@dataclass(frozen=True)
class Cells:
    """One column of some records.

    Attributes
    ----------
    values : pyarrow.Array of binary, length k
        The different values, without padding, in the order in which they first appear.
    codes : pyarrow.Array of int32, length n
        For each record the place of its value in `values`.
    """

    values: pa.Array
    codes: pa.Array

    @cached_property
    def joined(self) -> bytes:
        """The values as lines, the last one without its end."""
        lines = pa.ListArray.from_arrays([0, len(self.values)], self.values)
        return bytes(pc.binary_join(lines, b"\n")[0].as_buffer())

    @property
    def texts(self) -> pa.Array:
        """The values as strings that are *not known to be UTF-8*: only for kernels on bytes."""
        return self.values.view(pa.string())

    def beyond_ascii(self) -> tuple[pa.Array, NDArray[np.int64]]:
        """Give the values that are not plain ASCII, and for each the record where it first stands.

        Returns
        -------
        values : pyarrow.Array of binary
        firsts : ndarray of int
            Counted from 0.
        """
        places = pc.indices_nonzero(pc.invert(pc.string_is_ascii(self.texts)))
        codes = self.codes.to_numpy()
        firsts = np.zeros(len(self.values), np.int64)
        firsts[codes[::-1]] = np.arange(len(codes))[::-1]  # the last one written stays
        return self.values.take(places), firsts[places.to_numpy()]

    def records_of(self, places: list[int]) -> NDArray[np.bool_]:
        """Say which records hold one of some values.

        Parameters
        ----------
        places : list of int
            In `values`.

        Returns
        -------
        ndarray of bool, shape (n,)
        """
        found: NDArray[np.bool_] = np.isin(self.codes.to_numpy(), places)
        return found


class Records:
    """Some records of a table, cut into columns on demand.

    Parameters
    ----------
    raw : ndarray of uint8, shape (n, record length)
    """

    def __init__(self, raw: NDArray[np.uint8]) -> None:
        self._raw = raw
        # Once for all columns: where anything stands at all, and where a NUL ends a value.
        self._used = (raw != BLANK).any(axis=0)
        self._ended = (raw == 0).any(axis=0)

    def cells(self, field: Field) -> Cells:
        """Give one column.

        Parameters
        ----------
        field : Field

        Returns
        -------
        Cells
        """
        block = self._trimmed(slice(field.start, field.start + field.width))
        fixed = pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(block.shape[1]), len(block), [None, pa.py_buffer(block)]
        )
        # The kernels of strings work on bytes here: nothing is decoded yet.
        texts = pc.ascii_trim_whitespace(fixed.cast(pa.binary()).view(pa.string()))
        encoded = texts.dictionary_encode()
        return Cells(encoded.dictionary.view(pa.binary()), encoded.indices)

    def _trimmed(self, column: slice) -> NDArray[np.uint8]:
        """Leave out what is blank in all records, and what stands behind a NUL."""
        places = np.flatnonzero(self._used[column])
        first, last = (places[0], places[-1]) if len(places) else (0, 0)
        block = self._raw[:, column.start + first : column.start + last + 1]
        if self._ended[column].any():
            ended = np.maximum.accumulate(block == 0, axis=1)
            block = np.where(ended, BLANK, block).astype(np.uint8)
        return np.ascontiguousarray(block)


def lines(text: str, count: int) -> pa.Array | None:
    """Cut a text into its lines.

    Parameters
    ----------
    text : str
    count : int
        How many there should be.

    Returns
    -------
    pyarrow.Array of string or None
        None if there are more or less.
    """
    raw = text.encode()
    ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == LINE_END)
    if len(ends) != count - 1:
        return None
    array = pa.Array.from_buffers(
        pa.string(),
        count,
        [None, pa.py_buffer(_offsets(ends, len(raw))), pa.py_buffer(raw)],
    )
    return pc.ascii_rtrim(array, "\n")


def present(texts: pa.Array) -> pa.Array:
    """Make empty texts missing ones.

    Parameters
    ----------
    texts : pyarrow.Array of string

    Returns
    -------
    pyarrow.Array of string
    """
    return pc.if_else(pc.equal(pc.binary_length(texts), 0), None, texts)


def _offsets(ends: NDArray[np.int64], length: int) -> NDArray[np.int32]:
    return np.concatenate([[0], ends + 1, [length]]).astype(np.int32)
