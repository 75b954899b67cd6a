"""Office papers: zip packages, of which every member is unpacked once and thrown away."""

from pathlib import Path, PurePosixPath

from gis import archive
from gis.errors import UnreadableFile, UnsafeArchive

# The member without which it is no file of its format.
HEARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
CONTENT_TYPES = PurePosixPath("[Content_Types].xml")
MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
MACRO_TYPE = b"macroenabled"


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
    finally:
        scratch.unlink(missing_ok=True)


def _is_program(place: PurePosixPath, unpacked: Path) -> bool:
    if place.name.lower() in MACRO_NAMES:
        return True
    return place == CONTENT_TYPES and MACRO_TYPE in unpacked.read_bytes().lower()
