"""Bytes into text, strictly, under the names that files give to encodings."""

import codecs
import re
from typing import NamedTuple

from gis.errors import UnknownEncoding

# GBK and GB2312 are subsets of GB18030, so that one decoder serves all three; what Windows calls
# Big5 holds seven characters more than the standard, 恒 and 裏 among them.
CHINESE, TRADITIONAL = "gb18030", "cp950"
FAMILIES = {"gbk": CHINESE, "gb2312": CHINESE, "big5": TRADITIONAL}
CODE_PAGES = {
    "936": CHINESE, "20936": CHINESE, "54936": CHINESE, "950": TRADITIONAL, "65001": "utf-8",
    "28591": "iso8859-1", "88591": "iso8859-1",  # as ArcGIS writes it
}  # fmt: skip
# Python calls these encodings of text too, but no table is written in them.
NO_CHARACTER_SETS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
)
LANGUAGE_BYTES = {0x4D: CHINESE, 0x7A: CHINESE, 0x4F: TRADITIONAL, 0x78: TRADITIONAL}
# A character is at most 4 bytes long, so only text that ends so near the column's end may be cut.
CUT_BYTES = 3


class Text(NamedTuple):
    """Some bytes of a file with the place where they stand."""

    row: int
    column: str
    raw: bytes
    width: int


def decode(raw: bytes, width: int, encoding: str) -> tuple[str, bool]:
    """Decode one value strictly, allowing for a last character that the column's end cut off.

    Parameters
    ----------
    raw : bytes
        Without padding.
    width : int
        Bytes that the column holds.
    encoding : str

    Returns
    -------
    text : str
        Without the fragment of the last character.
    cut : bool
        Whether there was such a fragment.

    Raises
    ------
    UnicodeDecodeError

    Examples
    --------
    >>> decode("燃气".encode()[:5], 5, "utf-8")
    ('燃', True)
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    text = decoder.decode(raw, final=len(raw) < width - CUT_BYTES)
    fragment, _ = decoder.getstate()
    return text, bool(fragment)


def known(encoding: str) -> str:
    """Give Python's name of an encoding.

    Parameters
    ----------
    encoding : str
        A name or a Windows code page, such as ``"GBK"``, ``"936"`` or ``"ANSI 936"``.

    Returns
    -------
    str

    Raises
    ------
    UnknownEncoding
        ``unknown_encoding``.

    Examples
    --------
    >>> known("UTF8"), known("cp936"), known("GB2312"), known("ANSI_1252")
    ('utf-8', 'gb18030', 'gb18030', 'cp1252')
    """
    number = re.fullmatch(r"(?:ansi|oem|dos|cp|windows)?[ _-]?(\d{3,5})", encoding.strip().lower())
    if number and number[1] in CODE_PAGES:
        return CODE_PAGES[number[1]]
    try:
        name = codecs.lookup(f"cp{number[1]}" if number else encoding.strip()).name
        "a".encode(name)  # refuses codecs that are not of text; of nothing at all they would be
    except (LookupError, ValueError):
        raise UnknownEncoding("unknown_encoding", encoding=encoding) from None
    if name in NO_CHARACTER_SETS:
        raise UnknownEncoding("unknown_encoding", encoding=encoding)
    return FAMILIES.get(name, name)


def extends_ascii(encoding: str) -> bool:
    """Say whether an encoding has ASCII as its first half, as the text of a .dbf must.

    Parameters
    ----------
    encoding : str
        Python's name of it.

    Returns
    -------
    bool

    Examples
    --------
    >>> extends_ascii("gb18030"), extends_ascii("utf-16")
    (True, False)
    """
    return "a0 ".encode(encoding) == b"a0 "
