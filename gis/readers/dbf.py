"""The attribute table of a shapefile (dBASE III), read without GDAL.

GDAL would guess the encoding silently, drop digits of long numbers and stop at the first
impossible date; here every value is looked at as the bytes it is.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gis.errors import UnreadableFile

HEADER_BYTES = 32
NAME_BYTES = 11
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
    """The whole table, undecoded.

    Attributes
    ----------
    fields : list of Field
    records : ndarray of uint8, shape (n, record length)
        All records, deleted ones too.
    language : int
        The language driver byte (LDID), 0 where none is stated.
    """

    fields: list[Field]
    records: NDArray[np.uint8]
    language: int

    @property
    def deleted(self) -> NDArray[np.bool_]:
        """True for records marked as deleted, shape (n,)."""
        marked: NDArray[np.bool_] = self.records[:, 0] == DELETED
        return marked

    def values(self, field: Field) -> list[bytes]:
        """Give the bytes of one column in the live records, without padding."""
        block = self.records[~self.deleted, field.start : field.start + field.width]
        cells = np.ascontiguousarray(block).view(f"S{field.width}").ravel()
        return [cell.split(b"\0")[0].strip() for cell in cells.tolist()]


def read_table(path: Path, name: str) -> Table:
    """Read a .dbf file.

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
        ``damaged``: no dBASE header; ``truncated``: fewer records than it promises.
    """
    data = path.read_bytes()
    if len(data) < HEADER_BYTES:
        raise UnreadableFile("truncated", name=name, part=".dbf")
    count, header_length, record_length = struct.unpack_from("<IHH", data, 4)
    fields = list(_fields(data[HEADER_BYTES:header_length]))
    if record_length != 1 + sum(field.width for field in fields) or not all(
        field.width for field in fields
    ):
        raise UnreadableFile("damaged", name=name, reason="the header of its .dbf makes no sense")
    if len(data) < header_length + count * record_length:
        raise UnreadableFile("truncated", name=name, part=".dbf")
    records = np.frombuffer(data, np.uint8, count * record_length, header_length)
    return Table(fields, records.reshape(count, record_length), data[29])


def _fields(descriptors: bytes) -> Iterator[Field]:
    start = 1  # after the deletion mark
    for place in range(0, len(descriptors) - HEADER_BYTES + 1, HEADER_BYTES):
        if descriptors[place] == 0x0D:  # end of the descriptors; some writers append more
            return
        name, letter, width, decimals = struct.unpack_from("<11sc4xBB", descriptors, place)
        yield Field(name.split(b"\0")[0].strip(), letter.decode("latin-1"), start, width, decimals)
        start += width
