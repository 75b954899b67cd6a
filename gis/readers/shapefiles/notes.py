"""The small files beside a shapefile that only say something about it: .prj and .cpg."""

import re
from pathlib import Path

from gis.errors import Remark

# Empty, they are as good as missing.
NOTES = (".prj", ".cpg")
# No coordinate system takes more words.
NOTE_BYTES = 2**16
# What a server sends instead of a file: its sign-in page, its "not found".
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|script|!--)", re.I)


def is_page(content: bytes) -> bool:
    """Say whether a file that should be something else is a web page.

    Parameters
    ----------
    content : bytes
        Its beginning.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_page(b"<!DOCTYPE html><title>404"), is_page(b'GEOGCS["GCS_WGS_1984"')
    (True, False)
    """
    return bool(PAGE.match(content))


def take_notes(folder: Path) -> tuple[dict[str, str | None], list[Remark]]:
    """Take the notes of ``layer.shp`` out of a private folder.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    notes : dict of str to str or None
        By suffix; None where there is nothing to read.
    remarks : list of Remark
        ``part_empty``, ``part_is_page``.
    """
    found: dict[str, str | None] = dict.fromkeys(NOTES)
    remarks = []
    for suffix in NOTES:
        part = folder / f"layer{suffix}"
        if part.exists():
            with part.open("rb") as file:
                content = file.read(NOTE_BYTES)
            part.unlink()
            text = content.decode("utf-8", "replace").strip("\ufeff\0 \r\n\t")
            if not text or is_page(content):
                code = "part_is_page" if text else "part_empty"
                remarks.append(Remark(0, "", code, {"part": suffix}))
            else:
                found[suffix] = text
    return found, remarks
