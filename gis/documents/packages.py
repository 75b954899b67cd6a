"""Office papers: zip packages, of which every member is unpacked once and thrown away."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

from gis import archive
from gis.documents.programs import is_program
from gis.errors import UnreadableFile, UnsafeArchive

# The member without which it is no file of its format.
HEARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
CONTENT_TYPES = PurePosixPath("[Content_Types].xml")
MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
MACRO_TYPE = b"macroenabled"
# What one part is to another, by the last word of the relation's address (ECMA-376, part 1, §8.2).
RELATIONS = ".rels"
RUNNING = frozenset(("oleobject", "control", "activexcontrolbinary", "vbaproject", "xlmacrosheet"))
# Fetched from elsewhere as soon as the paper is opened, with whatever programs they bring. A
# template on the disk of whoever opens it is his own: Word notes where the author's lay.
FETCHED = frozenset(("attachedtemplate", "frame", "subdocument"))
HERE = re.compile(r"(?:file:///)?(?:[a-z]:[\\/]|(?![\\/]))[^:]*", re.IGNORECASE)
# A relation takes up a few hundred bytes.
MOST_RELATIONS_BYTES = 16 * 2**20


def check(path: Path, name: str, scratch: Path) -> None:
    """Refuse what is damaged, of another format, or brings a program along.

    Parameters
    ----------
    path : Path
    name : str
        Its format, a key of `HEARTS`.
    scratch : Path
        Written over and removed again.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged`` and what `gis.archive` finds.
    UnsafeArchive
        ``macros_inside`` and what `gis.archive` finds.
    """
    try:
        with archive.opened(path) as package:
            if PurePosixPath(HEARTS[name]) not in package.members:
                raise UnreadableFile("wrong_content", name=path.name, format=name)
            for place in package.members:
                package.unpack(place, scratch)
                if _is_program(place, scratch):
                    raise UnsafeArchive("macros_inside", name=path.name)
    except ElementTree.ParseError as error:
        raise UnreadableFile("damaged", name=path.name, reason=str(error)[:200]) from error
    finally:
        scratch.unlink(missing_ok=True)


def _is_program(place: PurePosixPath, unpacked: Path) -> bool:
    if place.name.lower() in MACRO_NAMES or is_program(place.name) or _is_object(place):
        return True
    if place.suffix.lower() == RELATIONS:
        return _leads_to_program(unpacked)
    return place == CONTENT_TYPES and MACRO_TYPE in unpacked.read_bytes().lower()


def _is_object(place: PurePosixPath) -> bool:
    """Whether this is what another program put in (OLE) or one of its controls (ActiveX)."""
    folders = {folder.lower() for folder in place.parent.parts}
    if "activex" in folders or "macrosheets" in folders:
        return True
    # Figures of a chart are a workbook of their own there, without macros.
    return "embeddings" in folders and place.suffix.lower() in {"", ".bin", ".ole"}


def _leads_to_program(unpacked: Path) -> bool:
    if unpacked.stat().st_size > MOST_RELATIONS_BYTES:
        return True
    # Expat fetches nothing, and bounds what entities grow to.
    relations = ElementTree.fromstring(unpacked.read_bytes())  # noqa: S314
    return any(map(_runs, relations))


def _runs(relation: ElementTree.Element) -> bool:
    sort = relation.get("Type", "").rpartition("/")[2].lower()
    is_outside = relation.get("TargetMode", "").lower() == "external"
    is_here = HERE.fullmatch(unquote(relation.get("Target", "")).strip())
    return sort in RUNNING or (sort in FETCHED and is_outside and not is_here)
