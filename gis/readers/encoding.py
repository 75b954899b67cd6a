"""Finding out in which encoding the text of a file is.

Evidence counts in this order: what the caller says, what the file's .cpg says, what the language
byte of the .dbf says, strict UTF-8, GB18030. Evidence that the text contradicts is passed over
with a remark: a lying .cpg is common.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gis.errors import Remark, UnknownEncoding

# GBK and GB2312 are subsets of GB18030, so that one decoder serves all three.
CHINESE = "gb18030"
CODE_PAGES = {"936": CHINESE, "54936": CHINESE, "950": "big5", "65001": "utf-8"}
LANGUAGE_BYTES = {0x4D: CHINESE, 0x7A: CHINESE, 0x4F: "big5", 0x78: "big5"}
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
    >>> known("UTF8"), known("cp936"), known("GB2312")
    ('utf-8', 'gb18030', 'gb18030')
    """
    number = re.fullmatch(r"(?:ansi|oem|cp|windows)?[ _-]?(\d{3,5})", encoding.strip().lower())
    if number and number[1] in CODE_PAGES:
        return CODE_PAGES[number[1]]
    try:
        b"".decode(encoding.strip())  # refuses codecs that are not of text
        name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        raise UnknownEncoding("unknown_encoding", encoding=encoding) from None
    return CHINESE if name in ("gbk", "gb2312") else name


def detect(
    name: str, texts: Sequence[Text], *, given: str | None, claims: Iterable[tuple[str, str]]
) -> tuple[str, list[Remark]]:
    """Choose the encoding that all text of a file agrees with.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    texts : sequence of Text
        All values that are not plain ASCII.
    given : str, optional
        What the caller says: taken or refused, never overruled.
    claims : iterable of (str, str)
        What the file says about itself: source (``".cpg"``) and encoding, best first.

    Returns
    -------
    encoding : str
        Python's name of it.
    remarks : list of Remark
        ``encoding_ignored`` for each claim that is wrong; ``encoding_guessed`` where none holds
        and the text is not UTF-8 either, of which one can be sure.

    Raises
    ------
    UnknownEncoding
        ``unknown_encoding``, ``encoding_mismatch`` (given), ``encoding_undetected``.

    Examples
    --------
    >>> texts = [Text(1, "材质", "球墨铸铁".encode("gbk"), 20)]
    >>> encoding, remarks = detect("pipes.shp", texts, given=None, claims=[(".cpg", "UTF-8")])
    >>> encoding, [remark.code for remark in remarks]
    ('gb18030', ['encoding_ignored', 'encoding_guessed'])
    """
    if given:
        encoding = known(given)
        _refuse(_misfit(texts, encoding), "encoding_mismatch", name, encoding=given)
        return encoding, []
    remarks: list[Remark] = []
    for source, claim in claims:
        if believed := _believable(claim, texts):
            return believed, remarks
        params: dict[str, object] = {"source": source, "encoding": claim}
        remarks.append(Remark(0, "", "encoding_ignored", params))
    if not _misfit(texts, "utf-8"):
        return "utf-8", remarks
    _refuse(_misfit(texts, CHINESE), "encoding_undetected", name)
    return CHINESE, [*remarks, Remark(0, "", "encoding_guessed", {"encoding": CHINESE})]


def _believable(claim: str, texts: Sequence[Text]) -> str | None:
    """Give the encoding claimed, or None where the text shows otherwise."""
    try:
        encoding = known(claim)
    except UnknownEncoding:
        return None
    if texts and (_is_single_byte(encoding) or _misfit(texts, encoding)):
        return None
    if encoding != "utf-8" and _is_chinese_utf8(texts):
        return None
    return encoding


def _is_single_byte(encoding: str) -> bool:
    # These decode anything, so that their claim says nothing; GDAL writes ISO-8859-1 unasked.
    return len("中".encode(encoding, "ignore")) < 2


def _is_chinese_utf8(texts: Sequence[Text]) -> bool:
    # GBK decodes most UTF-8 to rare characters, but Chinese in GBK is practically never UTF-8.
    if not texts or _misfit(texts, "utf-8"):
        return False
    return any(
        "\u3400" <= character <= "\u9fff"
        for text in texts
        for character in decode(text.raw, text.width, "utf-8")[0]
    )


def _misfit(texts: Sequence[Text], encoding: str) -> Text | None:
    for text in texts:
        try:
            decode(text.raw, text.width, encoding)
        except UnicodeError:
            return text
    return None


def _refuse(misfit: Text | None, code: str, name: str, **params: object) -> None:
    if misfit:
        raise UnknownEncoding(code, name=name, row=misfit.row, column=misfit.column, **params)
