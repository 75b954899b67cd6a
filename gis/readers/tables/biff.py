"""What calamine does not tell about a sheet of an .xls: errors in cells and hidden rows."""

import struct
from collections.abc import Iterator

from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers.tables.ole import Container
from gis.readers.tables.sheetxml import MAX_CELLS, SheetFacts

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
BOF, EOF, BOUNDSHEET, FILEPASS = 0x0809, 0x0A, 0x85, 0x2F
ROW, BOOLERR, FORMULA = 0x0208, 0x0205, 0x06
#: Records of one cell with a value: label, number, RK, shared text, rich text.
VALUES = {0x0204, 0x0203, 0x027E, 0xFD, 0xD6, BOOLERR, FORMULA}
MULTIPLE_RK = 0xBD
BIFF8 = 0x0600
HIDDEN = 0x20


def look_through(raw: bytes, name: str) -> list[SheetFacts]:
    """Look through the sheets of an .xls.

    Parameters
    ----------
    raw : bytes
    name : str
        What to call the file in an error.

    Returns
    -------
    list of SheetFacts
        In the order of the sheets.

    Raises
    ------
    UnreadableFile
        ``damaged``; ``old_workbook``: of Excel 95 or before; ``wrong_content``: another OLE
        file, such as a document of Word; ``too_many_cells``.
    UnsafeArchive
        ``encrypted_archive``.
    """
    container = Container(raw, name)
    if container.stream("EncryptedPackage") is not None:
        raise UnsafeArchive("encrypted_archive", name=name)
    book = container.stream("Workbook", "Book")
    if book is None:
        raise UnreadableFile("wrong_content", name=name, format="xls")
    starts = []
    for kind, data in _records(book, 0):
        if kind == BOF and data[:2] != struct.pack("<H", BIFF8):
            raise UnreadableFile("old_workbook", name=name)
        if kind == FILEPASS:
            raise UnsafeArchive("encrypted_archive", name=name)
        if kind == BOUNDSHEET and len(data) >= 4:
            starts.append(struct.unpack_from("<I", data)[0])
    return [_facts(book, start, name) for start in starts]


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one part of the stream, from its BOF to its EOF."""
    depth, place = 0, start
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:  # charts within a sheet have a BOF and an EOF of their own
            return


def _facts(book: bytes, start: int, name: str) -> SheetFacts:
    facts = SheetFacts()
    bottom = right = 0
    for kind, data in _records(book, start):
        if len(data) < 6:
            continue
        row, column = struct.unpack_from("<HH", data)
        if kind == ROW and len(data) >= 16:
            if struct.unpack_from("<H", data, 12)[0] & HIDDEN:
                facts.hidden_rows.append(row + 1)
        elif kind in VALUES or kind == MULTIPLE_RK:
            facts.cells += 1
            last = (
                struct.unpack_from("<H", data, len(data) - 2)[0] if kind == MULTIPLE_RK else column
            )
            bottom, right = max(bottom, row + 1), max(right, last + 1)
            if bottom * right > MAX_CELLS:
                raise UnreadableFile("too_many_cells", name=name, limit=MAX_CELLS)
            if (error := _error(kind, data)) is not None:
                facts.errors[(row + 1, column)] = ERRORS.get(error, "#ERROR")
    return facts


def _error(kind: int, data: bytes) -> int | None:
    """Give the code of the error in a cell, None where there is none."""
    if kind == BOOLERR and len(data) >= 8:
        return data[6] if data[7] else None
    if kind == FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return None
