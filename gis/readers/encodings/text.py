"""Files that are text as a whole: the encoding of all of it."""

import codecs

from gis.errors import Remark, UnknownEncoding
from gis.readers.encodings.decoding import Text
from gis.readers.encodings.encoding import detect

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_whole(
    raw: bytes, name: str, *, given: str | None, claim: tuple[str, str]
) -> tuple[str, str, list[Remark]]:
    """Decode a file.

    Parameters
    ----------
    raw : bytes
        A byte order mark is no text, and tells UTF-16.
    name : str
        What to call the file in an error.
    given : str, optional
        The encoding the caller says.
    claim : (str, str)
        Who in the file or its format says which encoding.

    Returns
    -------
    text : str
    encoding : str
        Python's name of it.
    remarks : list of Remark
        As of `gis.readers.encodings.encoding.detect`.

    Raises
    ------
    UnknownEncoding
        ``row`` is the number of the line.

    Examples
    --------
    >>> decode_whole("燃气".encode("gbk"), "a.kml", given=None, claim=("XML", "GBK"))[:2]
    ('燃气', 'gb18030')
    """
    if raw.startswith(WIDE_MARKS) and not given:
        given = "utf-16"
    raw = raw.removeprefix(codecs.BOM_UTF8)
    texts = [
        Text(number, "", line, width=2 * len(line) + 8)  # as if nothing could be cut off
        for number, line in enumerate([] if raw.isascii() else raw.split(b"\n"), start=1)
        if not line.isascii()
    ]
    # Lines of UTF-16 cannot be looked at one by one.
    wide = given is not None and given.lower().replace("_", "-").startswith(("utf-16", "utf16"))
    chosen, remarks = ("utf-16", []) if wide else detect(name, texts, given=given, claims=[claim])
    try:
        return raw.decode(chosen), chosen, remarks
    except UnicodeDecodeError:
        raise UnknownEncoding(
            "encoding_mismatch", name=name, row=0, column="", encoding=chosen
        ) from None
