"""The attribute table of a shapefile (dBASE III), read without GDAL.

GDAL would guess the encoding silently, drop digits of long numbers and stop at the first
impossible date; here every value is looked at as the bytes it is.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gis.errors import UnreadableFile
from gis.readers.shapefiles.notes import is_page

HEADER_BYTES = 32
DELETED = ord("*")


@dataclass(frozen=True)
class Field:
    """One column: its name as bytes, dBASE type letter, place in the record and decimals."""

    name: bytes
    type: str
    start: int
    width: int
    decimals: int


@dataclass(frozen=True)
class Table:
    """A table on the disk; of its records only as many as asked for are in memory.

    Attributes
    ----------
    path : Path
    fields : list of Field
    count : int
        Of the records, deleted ones too.
    header_length, record_length : int
        In bytes.
    language : int
        The language driver byte (LDID), 0 where none is stated.
    """

    path: Path
    fields: list[Field]
    count: int
    header_length: int
    record_length: int
    language: int

    @contextmanager
    def opened(self) -> Iterator[Callable[[int], NDArray[np.uint8]]]:
        """Open the table at its first record.

        Yields
        ------
        callable
            Reads the next records, as many as are asked for: ndarray of uint8, shape (n, record
            length).
        """
        with self.path.open("rb") as file:
            file.seek(self.header_length)

            def read(count: int) -> NDArray[np.uint8]:
                raw = np.fromfile(file, np.uint8, count * self.record_length)
                return raw.reshape(count, self.record_length)

            yield read


def live(records: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Say which records are not marked as deleted.

    Parameters
    ----------
    records : ndarray of uint8, shape (n, record length)

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    kept: NDArray[np.bool_] = records[:, 0] != DELETED
    return kept


def read_table(path: Path, name: str) -> Table:
    """Read the header of a .dbf file.

    Parameters
    ----------
    path : Path
    name : str
        What to call the file in an error.

    Returns
    -------
    Table

    Raises
    ------
    UnreadableFile
        ``wrong_content``: a web page; ``damaged``: no dBASE header; ``truncated``: fewer records
        than it promises.
    """
    with path.open("rb") as file:
        head = file.read(2**16)  # the longest header there can be
        size = file.seek(0, 2)
    if is_page(head):
        raise UnreadableFile("wrong_content", name=f"{name} (.dbf)", format="dBASE")
    if len(head) < HEADER_BYTES:
        raise UnreadableFile("truncated", name=name, part=".dbf")
    count, header_length, record_length = struct.unpack_from("<IHH", head, 4)
    fields = list(_fields(head[HEADER_BYTES:header_length]))
    widths = [field.width for field in fields]
    if header_length <= HEADER_BYTES or record_length != 1 + sum(widths) or not all(widths):
        raise UnreadableFile("damaged", name=name, reason="the header of its .dbf makes no sense")
    if size < header_length + count * record_length:
        raise UnreadableFile("truncated", name=name, part=".dbf")
    return Table(path, fields, count, header_length, record_length, head[29])


def _fields(descriptors: bytes) -> Iterator[Field]:
    start = 1  # after the deletion mark
    for place in range(0, len(descriptors) - HEADER_BYTES + 1, HEADER_BYTES):
        if descriptors[place] == 0x0D:  # end of the descriptors; some writers append more
            return
        name, letter, width, decimals = struct.unpack_from("<11sc4xBB", descriptors, place)
        yield Field(name.split(b"\0")[0].strip(), letter.decode("latin-1"), start, width, decimals)
        start += width
