"""Workbooks (.xlsx, .xls) as grids: by calamine, after they have been looked through."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gis.archive import opened
from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers.tables import biff, sheetxml
from gis.readers.tables.codes import Styles
from gis.readers.tables.grid import Grid, Merge, plain
from gis.readers.tables.sheetxml import SheetFacts
from gis.readers.tables.shown import show_codes

BOOK, RELATIONS = PurePosixPath("xl/workbook.xml"), PurePosixPath("xl/_rels/workbook.xml.rels")


@dataclass
class Workbook:
    """An open workbook; nothing it links to is followed, and no macro is looked at.

    Attributes
    ----------
    path : Path
    driver : str
        ``"XLSX"`` or ``"XLS"``.
    facts : dict of str to SheetFacts
        Of each worksheet that is not empty, in the order of the workbook.
    hidden : list of str
        Those of them that are hidden.
    from_1904 : bool
        Days are counted from 1904, not 1900.
    """

    path: Path
    driver: str
    facts: dict[str, SheetFacts]
    hidden: list[str] = field(default_factory=list)
    from_1904: bool = False

    def grid(self, sheet: str) -> Grid:
        """Read one worksheet.

        Parameters
        ----------
        sheet : str

        Returns
        -------
        Grid

        Raises
        ------
        UnreadableFile
            ``damaged``.
        """
        with _calamine(self.path) as book:
            found = book.get_sheet_by_name(sheet)
            rows = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges or []
        facts = self.facts[sheet]
        cells = [[plain(value) for value in row] for row in rows]
        return Grid(
            name=sheet,
            rows=cells,
            codes=show_codes(cells, facts.coded),
            merged=[
                Merge(top + 1, left, bottom + 1, right)
                for (top, left), (bottom, right) in sorted(merged)
            ],
            errors=facts.errors,
            hidden_rows=[row for row in facts.hidden_rows if row <= len(rows)],
        )


def open_xlsx(path: Path, folder: Path) -> Workbook:
    """Look through an .xlsx.

    Parameters
    ----------
    path, folder : Path
        Private, both: each part is unpacked there for a moment.

    Returns
    -------
    Workbook

    Raises
    ------
    UnsafeArchive
        As any archive, `gis.archive`.
    UnreadableFile
        ``damaged``, ``wrong_content``, ``too_many_cells``, ``entities_declared``.
    """
    parts = Parts(path.name)
    with opened(path) as archive:
        if BOOK not in archive.members or RELATIONS not in archive.members:
            raise UnreadableFile("wrong_content", name=path.name, format="xlsx")
        part = folder / "part.xml"
        # All are unpacked, to be counted.
        for place in sorted(archive.members, key=_rank):
            archive.unpack(place, part)
            parts.take(place, part)
            part.unlink()
    return _listed(path, "XLSX", parts.facts(), parts.from_1904)


def open_xls(path: Path) -> Workbook:
    """Look through an .xls.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Workbook

    Raises
    ------
    UnsafeArchive
        ``encrypted_archive``.
    UnreadableFile
        ``damaged``, ``wrong_content``, ``too_many_cells``, ``old_workbook``.
    """
    facts = biff.look_through(path.read_bytes(), path.name)
    with _calamine(path) as book:
        names = [sheet.name for sheet in book.sheets_metadata]
    if len(names) != len(facts):
        raise UnreadableFile("damaged", name=path.name, reason="sheets")
    return _listed(path, "XLS", dict(zip(names, facts, strict=True)), from_1904=False)


class Parts:
    """The parts of an .xlsx, taken one after the other.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.from_1904 = False
        self._sheets: dict[str, str] = {}
        self._targets: dict[str, str] = {}
        self._facts: dict[str, SheetFacts] = {}
        self._styles = Styles()
        self._styles_target = ""

    def take(self, place: PurePosixPath, part: Path) -> None:
        """Read a part, if it is one that tells something."""
        if place == BOOK:
            sheetxml.parse(part, self.name, self._book)
        elif place == RELATIONS:
            sheetxml.parse(part, self.name, self._relation)
        elif str(place).casefold() in self._targets.values():
            formats = self._styles.formats
            self._facts[str(place).casefold()] = sheetxml.look_through(part, self.name, formats)
        elif str(place).casefold() == self._styles_target:
            sheetxml.parse(part, self.name, self._styles.start)

    def facts(self) -> dict[str, SheetFacts]:
        """Give what was found, by the name of the sheet."""
        found = {
            sheet: self._facts.get(self._targets.get(relation, ""))
            for sheet, relation in self._sheets.items()
        }
        return {sheet: facts for sheet, facts in found.items() if facts is not None}

    def _book(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "workbookPr":
            self.from_1904 = attributes.get("date1904") in sheetxml.TRUE
        elif local == "sheet" and "name" in attributes:
            relation = next((v for key, v in attributes.items() if key.endswith(":id")), "")
            self._sheets[attributes["name"]] = relation

    def _relation(self, tag: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        place = (target[1:] if target.startswith("/") else f"xl/{target}").casefold()
        if kind.endswith("/worksheet"):
            self._targets[attributes.get("Id", "")] = place
        elif kind.endswith("/styles"):
            self._styles_target = place


def _rank(place: PurePosixPath) -> int:
    """Order the parts: what each is, the relations tell, and styles what the sheets' cells show."""
    if place in (BOOK, RELATIONS):
        return 0
    return 1 if "styles" in place.name.casefold() else 2


def _listed(path: Path, driver: str, facts: dict[str, SheetFacts], from_1904: bool) -> Workbook:
    with _calamine(path) as book:
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    found = {s.name: facts[s.name] for s in sheets if s.name in facts and facts[s.name].cells}
    hidden = [s.name for s in sheets if s.visible != SheetVisibleEnum.Visible and s.name in found]
    return Workbook(path, driver, found, hidden, from_1904)


@contextmanager
def _calamine(path: Path) -> Iterator[CalamineWorkbook]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            yield book
    except PasswordError as error:
        raise UnsafeArchive("encrypted_archive", name=path.name) from error
    except (CalamineError, OSError) as error:
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error
    except BaseException as error:
        # How a panic of Rust arrives, which is no Exception; all else goes on as it came.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error
