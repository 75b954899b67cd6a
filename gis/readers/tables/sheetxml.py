"""What calamine does not tell about a sheet of an .xlsx, read from its XML.

calamine gives an error (#REF!) and a formula without a stored result as blank cells, does not
tell hidden rows, and asks for memory for all cells between the first and the last: one value in
the last corner of a sheet is enough to bring a process down. So each sheet is looked through
before calamine may open the file.
"""

import re
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from gis.errors import UnreadableFile
from gis.readers.tables.codes import CodeFormat
from gis.readers.tables.grid import column_of

MAX_CELLS = 5_000_000
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
LONGEST_REFERENCE = 10
CHUNK_BYTES = 1024**2
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
TRUE = ("1", "true")
#: A cell as one number: its row, then its column in so many bits.
COLUMN_BITS = 14


@dataclass
class SheetFacts:
    """What was found in a sheet.

    Attributes
    ----------
    cells : int
        Cells with a value, an error or a formula.
    errors : dict of (int, int) to str
        As ``Grid.errors``.
    hidden_rows : list of int
    coded : list of (CodeFormat, array of int)
        Cells with a number that the format shows as a code: row and column in one, see
        `COLUMN_BITS`.
    """

    cells: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    coded: "list[tuple[CodeFormat, array[int]]]" = field(default_factory=list)


def look_through(path: Path, name: str, formats: Mapping[str, CodeFormat]) -> SheetFacts:
    """Read a worksheet's XML from end to end.

    Parameters
    ----------
    path : Path
        The unpacked part.
    name : str
        What to call the file in an error.
    formats : mapping of str to CodeFormat
        By the number of a style.

    Returns
    -------
    SheetFacts

    Raises
    ------
    UnreadableFile
        ``damaged`` (no XML, or cells outside of any sheet), ``too_many_cells``,
        ``entities_declared``.
    """
    sheet = Sheet(name, formats)
    parse(path, name, sheet.start, sheet.text)
    sheet.close()
    sheet.facts.coded = [(formats[style], places) for style, places in sheet.coded.items()]
    return sheet.facts


def parse(
    path: Path,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a part of a workbook without document types and entities.

    Parameters
    ----------
    path : Path
    name : str
        What to call the file in an error.
    start : callable
        Told each element's name (with its prefix) and attributes.
    text : callable, optional
        Told the characters.

    Raises
    ------
    UnreadableFile
        ``damaged``, ``entities_declared``.
    """

    def refuse(*_: object) -> None:
        raise UnreadableFile("entities_declared", name=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:  # ValueError: an unknown encoding
        raise UnreadableFile("damaged", name=name, reason=str(error)) from error


class Sheet:
    """Takes a worksheet's elements as they come.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    formats : mapping of str to CodeFormat

    Attributes
    ----------
    facts : SheetFacts
    """

    def __init__(self, name: str, formats: Mapping[str, CodeFormat]) -> None:
        self.name, self.facts = name, SheetFacts()
        self.coded = {style: array("Q") for style in formats}
        self.style = ""
        self.row = self.column = self.bottom = self.right = 0
        self.places: dict[str, int] = {}
        self.is_error = self.has_formula = self.in_value = False
        self.value = ""
        self.handlers = {
            "row": self._row,
            "c": self._cell,
            "v": self._value,
            "f": self._formula,
            "is": self._value,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        handler = self.handlers.get(tag)
        if handler is None:
            handler = self.handlers.get(tag.rpartition(":")[2], self._other)
            self.handlers[tag] = handler
        handler(attributes)

    def text(self, characters: str) -> None:
        """Take characters: those of a value matter in a cell with an error or a formula."""
        if self.in_value and (self.is_error or self.has_formula):
            self.value += characters

    def close(self) -> None:
        """Finish the last cell."""
        self.in_value = False
        if not (self.is_error or self.has_formula):
            return
        if self.is_error or (self.has_formula and not self.value.strip()):
            text = (self.value.strip() or "#ERROR") if self.is_error else ""
            self.facts.errors[(self.row, self.column)] = text[:20]
        self.is_error = self.has_formula = False
        self.value = ""

    def _row(self, attributes: dict[str, str]) -> None:
        self.close()
        number = attributes.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) < 8 else self.row + 1
        self.column = -1
        if attributes.get("hidden") in TRUE:
            self.facts.hidden_rows.append(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.close()
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            letters = reference.rstrip("0123456789")
            if letters not in self.places or len(reference) > LONGEST_REFERENCE:
                self._learn(reference)
            self.column, self.row = self.places[letters], int(reference[len(letters) :])
        if self.column >= MAX_COLUMN or not 0 < self.row <= MAX_ROW:
            raise UnreadableFile("damaged", name=self.name, reason=f"row {self.row}")
        self.style = attributes.get("s", "") if attributes.get("t", "n") == "n" else ""
        self.is_error = attributes.get("t") == "e"
        if self.is_error:
            self._count()

    def _learn(self, reference: str) -> None:
        found = REFERENCE.fullmatch(reference)
        if not found:
            raise UnreadableFile("damaged", name=self.name, reason=f"cell {reference[:20]}")
        self.places[found[1]] = column_of(found[1])

    def _other(self, _: dict[str, str]) -> None:
        self.in_value = False  # whatever follows a value ends it

    def _value(self, _: dict[str, str]) -> None:
        self.in_value = True
        self._count()
        if self.style in self.coded:
            self.coded[self.style].append(self.row << COLUMN_BITS | self.column)

    def _formula(self, attributes: dict[str, str]) -> None:
        self.has_formula = True
        self._count()

    def _count(self) -> None:
        """Count a cell that is not blank, and the area that all of them span."""
        self.facts.cells += 1
        if self.row <= self.bottom and self.column < self.right:
            return
        self.bottom, self.right = max(self.bottom, self.row), max(self.right, self.column + 1)
        if self.bottom * self.right > MAX_CELLS:
            raise UnreadableFile("too_many_cells", name=self.name, limit=MAX_CELLS)
