"""Which format a paper is of, by its content; names are only asked whether they agree."""

import re
import zipfile
from pathlib import Path

from gis.errors import UnreadableFile, UnsafeArchive

# How the bytes of each format begin; packages are told apart by their members.
BEGINNINGS = {
    "pdf": re.compile(rb"%PDF-"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "docx": re.compile(rb"PK\x03\x04"),
    "xlsx": re.compile(rb"PK\x03\x04"),
    "ofd": re.compile(rb"PK\x03\x04"),
}
PICTURES = frozenset({"jpg", "png", "webp"})
PACKAGES = frozenset({"docx", "xlsx", "ofd"})
SUFFIXES = {f".{name}": name for name in BEGINNINGS} | {".jpeg": "jpg"}

# As far as browsers and viewers look for what a file "really" is.
HEAD_BYTES = 4096
PDF_HEAD_BYTES = 1024
TAIL_BYTES = 22 + 2**16
MARKUP = re.compile(rb"<\s*(?:script|html|iframe|svg|!doctype|\?php)[\s>/]", re.IGNORECASE)


def format_of(path: Path, suffix: str) -> str:
    """Tell the format of a file and refuse one that is two things at once.

    Parameters
    ----------
    path : Path
    suffix : str
        Of the name it was sent under, with its dot, in any capitals.

    Returns
    -------
    str
        A key of `BEGINNINGS`.

    Raises
    ------
    UnreadableFile
        ``empty_file``, ``unsupported_format``, ``wrong_content``.
    UnsafeArchive
        ``two_natures``: it is also an archive, a web page or a PDF.

    Examples
    --------
    >>> SUFFIXES[".jpeg"]
    'jpg'
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        tail = file.read()
    if not head:
        raise UnreadableFile("empty_file", name=path.name)
    name = SUFFIXES.get(suffix.lower())
    if name is None:
        raise UnreadableFile("unsupported_format", name=path.name, suffix=suffix)
    if not BEGINNINGS[name].match(head):
        raise UnreadableFile("wrong_content", name=path.name, format=name)
    other = _second_nature(path, name, head, tail)
    if other:
        raise UnsafeArchive("two_natures", name=path.name, format=name, other=other)
    return name


def _second_nature(path: Path, name: str, head: bytes, tail: bytes) -> str:
    if name in PACKAGES:
        return ""  # members are looked at one by one
    if zipfile.is_zipfile(path):
        return "zip"
    if name == "pdf":
        return "html" if MARKUP.search(head[:PDF_HEAD_BYTES]) else ""
    if b"%PDF-" in head[:PDF_HEAD_BYTES]:
        return "pdf"
    return "html" if MARKUP.search(head) or MARKUP.search(tail) else ""
