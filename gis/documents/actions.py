"""What a PDF would do by itself, and what it brings along.

Scripts hang on the document, on its pages, on fields and links; they lie in compressed objects,
and their names may be escaped. PDFium writes each object that can be reached anew: plainly, one
way of spelling, what is no stream uncompressed. That copy is looked through.
"""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from gis.documents.programs import is_program
from gis.errors import UnsafeArchive

# An action tells its sort under this key, or refers to an object that is its name alone.
ACTS = tuple(before + act for act in (b"/JavaScript", b"/Launch") for before in (b"/S", b"obj\r\n"))
# A text in parentheses, or in hexadecimal digits.
TEXT = rb"(\((?:\\.|[^\\)]){0,4000}+\)|<[0-9A-Fa-f]{0,8000}+>)"
# What names a file: one that is attached, wherever it is, or one that lies elsewhere.
NAMED = tuple(
    re.compile(before + TEXT, re.DOTALL)
    for before in (rb"/F", rb"/UF", rb"/DOS", rb"/Unix", rb"/Mac")
)
# The same where the text is an object of its own; most such are titles.
REFERRED = tuple(re.compile(before + rb" (\d+) 0 R") for before in (rb"/F", rb"/UF"))
TEXTS = re.compile(rb"\n(\d+) 0 obj\r\n" + TEXT, re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def check(document: pypdfium2.PdfDocument, path: Path, scratch: Path) -> None:
    """Refuse a PDF that runs a script, starts a program or has one attached.

    Parameters
    ----------
    document : PdfDocument
    path : Path
        Where it was read from.
    scratch : Path
        Written over and removed again.

    Raises
    ------
    UnsafeArchive
        ``script_inside``.
    PdfiumError
        Where it cannot be written anew.
    """
    is_active = pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document) > 0
    if is_active or _is_active(document, scratch):
        raise UnsafeArchive("script_inside", name=path.name)


def _is_active(document: pypdfium2.PdfDocument, scratch: Path) -> bool:
    try:
        document.save(scratch, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
        with (
            scratch.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as copy,
        ):
            acts = any(copy.find(act) >= 0 for act in ACTS)
            return acts or any(is_program(name) for name in _names(copy) if "://" not in name)
    finally:
        scratch.unlink(missing_ok=True)


def _names(copy: mmap.mmap) -> Iterator[str]:
    """Of files that are attached, and of those that lie elsewhere."""
    for named in NAMED:
        yield from (_text(found[1]) for found in named.finditer(copy))
    numbers = {found[1] for referred in REFERRED for found in referred.finditer(copy)}
    if numbers:
        found = TEXTS.finditer(copy)
        yield from (
            _text(text) for number, text in map(re.Match.groups, found) if number in numbers
        )


def _text(written: bytes) -> str:
    if written.startswith(b"<"):
        digits = written[1:-1].decode("ascii")
        content = bytes.fromhex(digits + "0" * (len(digits) % 2))
    else:
        content = ESCAPED.sub(rb"\1", written[1:-1])
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        return content.decode("utf-16", "replace")
    return content.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
