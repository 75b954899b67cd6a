"""What calamine does not tell about a sheet of an .xls: errors, hidden rows, formats of codes."""

import struct
from array import array
from collections.abc import Iterator

from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers.tables.codes import CodeFormat, code_format
from gis.readers.tables.ole import Container
from gis.readers.tables.sheetxml import COLUMN_BITS, MAX_CELLS, SheetFacts

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
BOF, EOF, BOUNDSHEET, FILEPASS = 0x0809, 0x0A, 0x85, 0x2F
FORMAT, STYLE, DIMENSIONS = 0x041E, 0xE0, 0x0200
ROW, BOOLERR, FORMULA = 0x0208, 0x0205, 0x06
#: Those of them with a number, behind the number of its style.
NUMBERS = {0x0203, 0x027E, FORMULA}
#: Records of one cell with a value: label, number, RK, shared text, rich text.
VALUES = {0x0204, 0x0203, 0x027E, 0xFD, 0xD6, BOOLERR, FORMULA}
MULTIPLE_RK = 0xBD
BIFF8 = 0x0600
MAX_ROWS, MAX_COLUMNS = 65_536, 256
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
    starts, styles = [], Styles()
    for kind, data in _records(book, 0):
        styles.take(kind, data)
        if kind == BOF and data[:2] != struct.pack("<H", BIFF8):
            raise UnreadableFile("old_workbook", name=name)
        if kind == FILEPASS:
            raise UnsafeArchive("encrypted_archive", name=name)
        if kind == BOUNDSHEET and len(data) >= 4:
            starts.append(struct.unpack_from("<I", data)[0])
    return [_facts(book, start, name, styles.formats) for start in starts]


class Styles:
    """Takes the records of formats and of the cells' styles as they come.

    Attributes
    ----------
    formats : dict of int to CodeFormat
        By the number of the style; only those that make codes.
    """

    def __init__(self) -> None:
        self.formats: dict[int, CodeFormat] = {}
        self._known: dict[int, CodeFormat] = {}
        self._count = 0

    def take(self, kind: int, data: bytes) -> None:
        """Take a record, if it is one of these."""
        if kind == FORMAT and len(data) >= 5:
            number, length, is_wide = struct.unpack_from("<HHB", data)
            text = data[5:].decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")[:length]
            if found := code_format(text):
                self._known[number] = found
        elif kind == STYLE:
            number = struct.unpack_from("<H", data, 2)[0] if len(data) >= 4 else 0
            if number in self._known:
                self.formats[self._count] = self._known[number]
            self._count += 1


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


class Sheet:
    """Takes the records of a worksheet as they come.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    formats : dict of int to CodeFormat
        By the number of a style.

    Attributes
    ----------
    facts : SheetFacts
    """

    def __init__(self, name: str, formats: dict[int, CodeFormat]) -> None:
        self.name, self.facts = name, SheetFacts()
        self.coded = {style: array("Q") for style in formats}
        self.facts.coded = [(formats[style], places) for style, places in self.coded.items()]
        self.bottom = self.right = 0

    def take(self, kind: int, data: bytes) -> None:
        """Take a record."""
        if len(data) < 6:
            return
        if kind == DIMENSIONS:
            self._check(data)
        elif kind == ROW and len(data) >= 16:
            if struct.unpack_from("<H", data, 12)[0] & HIDDEN:
                self.facts.hidden_rows.append(struct.unpack_from("<H", data)[0] + 1)
        elif kind in VALUES or kind == MULTIPLE_RK:
            self._count(kind, data)

    def _check(self, data: bytes) -> None:
        """Refuse a size that no sheet has: calamine asks for memory for it."""
        wide = len(data) >= 12
        _, bottom, _, right = struct.unpack_from("<IIHH" if wide else "<HHHH", data.ljust(8, b"\0"))
        if bottom > MAX_ROWS or right > MAX_COLUMNS:
            raise UnreadableFile("damaged", name=self.name, reason=f"size {bottom} × {right}")

    def _count(self, kind: int, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self.facts.cells += 1
        last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == MULTIPLE_RK else column
        self.bottom, self.right = max(self.bottom, row + 1), max(self.right, last + 1)
        if self.bottom * self.right > MAX_CELLS:
            raise UnreadableFile("too_many_cells", name=self.name, limit=MAX_CELLS)
        if (error := _error(kind, data)) is not None:
            self.facts.errors[(row + 1, column)] = ERRORS.get(error, "#ERROR")
        for place, style in enumerate(_styles(kind, data), start=column):
            if style in self.coded:
                self.coded[style].append(row + 1 << COLUMN_BITS | place)


def _facts(book: bytes, start: int, name: str, formats: dict[int, CodeFormat]) -> SheetFacts:
    sheet = Sheet(name, formats)
    for kind, data in _records(book, start):
        sheet.take(kind, data)
    return sheet.facts


def _styles(kind: int, data: bytes) -> list[int]:
    """Give the numbers of the styles of a record's numbers, side by side."""
    if kind == MULTIPLE_RK:
        return [struct.unpack_from("<H", data, place)[0] for place in range(4, len(data) - 7, 6)]
    return [struct.unpack_from("<H", data, 4)[0]] if kind in NUMBERS else []


def _error(kind: int, data: bytes) -> int | None:
    """Give the code of the error in a cell, None where there is none."""
    if kind == BOOLERR and len(data) >= 8:
        return data[6] if data[7] else None
    if kind == FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return None
