"""A DXF file as a drawing: told from others, its text decoded, its damage refused."""

import io
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.lldxf.const import DXFError, DXFStructureError
from ezdxf.lldxf.encoding import (
    decode_dxf_unicode,
    decode_mif_to_unicode,
    has_dxf_unicode,
    has_mif_encoding,
)
from ezdxf.lldxf.tagger import ascii_tags_loader, binary_tags_loader
from ezdxf.lldxf.types import DXFTag

from gis.errors import Remark, UnreadableFile
from gis.readers.encodings.text import decode_whole

# As objects in memory a drawing takes ten to twenty times its size.
MAX_BYTES = 100 * 1024**2
BINARY = b"AutoCAD Binary DXF\r\n\x1a\x00"
DWG = re.compile(rb"AC1\d{3}|AC\d\.\d|MC0\.0")
# Comments may come first.
START = re.compile(r"(?:\s*999[ \t]*\r?\n[^\n]*\n)*\s*0[ \t]*\r?\n[ \t]*SECTION\b")
HEADER_WORD = rb"\$%b\s+\d+\s+([^\r\n]{1,40})"
# From this version on the text is always UTF-8.
UNICODE_VERSION = b"AC1021"

logging.getLogger("ezdxf").addHandler(logging.NullHandler())


def open_drawing(path: Path, encoding: str | None) -> tuple[Drawing, str, list[Remark]]:
    """Open a drawing, in text or binary.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        Overrides what the file says; of no use for a binary one.

    Returns
    -------
    drawing : ezdxf.document.Drawing
    encoding : str
    doubts : list of Remark
        About the encoding.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``dwg_not_read``, ``file_too_large``, ``damaged``.
    UnknownEncoding
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("file_too_large", name=path.name, limit_bytes=MAX_BYTES)
    raw = path.read_bytes()
    if DWG.match(raw):
        raise UnreadableFile("dwg_not_read", name=path.name)
    if raw.startswith(BINARY):
        drawing = _loaded(binary_tags_loader(raw), path.name)
        return drawing, str(drawing.encoding), []
    if not START.match(raw[:4096].decode("latin-1").lstrip("ï»¿")):
        raise UnreadableFile("wrong_content", name=path.name, format="DXF")
    text, used, doubts = decode_whole(raw, path.name, given=encoding, claim=_claim(raw))
    return _loaded(ascii_tags_loader(io.StringIO(text, newline=None)), path.name), used, doubts


def model_space(drawing: Drawing, name: str) -> Iterable[DXFGraphic]:
    """Give the entities of model space.

    Parameters
    ----------
    drawing : ezdxf.document.Drawing
    name : str
        Of the file, for the error.

    Returns
    -------
    iterable of ezdxf.entities.DXFGraphic

    Raises
    ------
    UnreadableFile
        ``damaged``.
    """
    try:
        return drawing.modelspace()
    except KeyError:  # ezdxf makes one where there is none, unless its block says otherwise
        raise UnreadableFile("damaged", name=name, reason="no model space") from None


def _claim(raw: bytes) -> tuple[str, str]:
    version = re.search(HEADER_WORD % b"ACADVER", raw)
    if version and version[1].strip() >= UNICODE_VERSION:
        return "$ACADVER", "utf-8"
    page = re.search(HEADER_WORD % b"DWGCODEPAGE", raw)
    return "$DWGCODEPAGE", page[1].strip().decode("ascii", "replace") if page else "utf-8"


def _loaded(tags: Iterable[DXFTag], name: str) -> Drawing:
    try:
        return Drawing.load(_unescaped(_watched(tags)))
    except MemoryError:
        raise
    except Exception as error:
        # ezdxf is made for drawings: what is none makes it fail in any way there is.
        reason = str(error) if isinstance(error, DXFError) else type(error).__name__
        raise UnreadableFile("damaged", name=name, reason=reason[:200]) from error


def _unescaped(tags: Iterable[DXFTag]) -> Iterator[DXFTag]:
    r"""Read what a drawing's code page lacks: \U+7BA1, and \M+5B9DC with the bytes of a page."""
    for tag in tags:
        text = tag.value
        if isinstance(text, str) and "\\" in text:
            if has_dxf_unicode(text):
                halves = decode_dxf_unicode(text).encode("utf-16", "surrogatepass")
                text = halves.decode("utf-16", "replace")
            if has_mif_encoding(text):
                text = decode_mif_to_unicode(text)
            tag = DXFTag(tag.code, text) if text != tag.value else tag
        yield tag


def _watched(tags: Iterable[DXFTag]) -> Iterator[DXFTag]:
    """Refuse what ezdxf would pass over: entities outside a section, a section that comes twice."""
    known: set[str] = set()
    within = named = False
    for tag in tags:
        if tag.code == 0:
            word = tag.value.strip()
            if not within and word not in ("SECTION", "EOF"):
                raise DXFStructureError(f"{word} outside any section")
            within = word != "ENDSEC"
            named = word == "SECTION"
        elif named and tag.code == 2:
            named = False
            if tag.value in known:
                raise DXFStructureError(f"two sections {tag.value}")
            known.add(tag.value)
        yield tag
