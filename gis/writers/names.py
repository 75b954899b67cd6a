"""Names that a format can hold: of columns, of a drawing's layers."""

import re
from collections.abc import Iterable

# What means nothing at the end of a name that was cut.
DANGLING = "（([【<《、/_- "
#: What GDAL puts where a shapefile's name has a colon, and warns of it.
COLON = (":", "_")
#: A bracket whose other half was cut off, with what stands in it.
HALF_BRACKETED = re.compile(r"[（(\[【<《][^）)\]】>》]*$")

# What a symbol's name in a drawing must not hold; the space at its ends neither.
ILLEGAL = re.compile(r'[<>/\\":;?*|=`,\x00-\x1f]')
LONGEST_NAME = 200


def drawing_name(name: str) -> str:
    """Give a name that a layer or an application of a drawing may bear.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> drawing_name("供水/排水"), drawing_name("  ")
    ('供水_排水', '0')
    """
    return ILLEGAL.sub("_", name).strip()[:LONGEST_NAME] or "0"


def fitted(
    names: Iterable[str],
    *,
    encoding: str = "utf-8",
    limit_bytes: int | None = None,
    reserved: Iterable[str] = (),
) -> dict[str, str]:
    """Give every column a name that fits and differs from the others, whatever their case.

    Parameters
    ----------
    names : iterable of str
        Different from each other.
    encoding : str
        In which the limit counts; characters that it lacks become ``_``.
    limit_bytes : int, optional
        Names are cut to it between two characters and lose their blanks, colons and half a
        bracket.
    reserved : iterable of str
        Names that are taken already.

    Returns
    -------
    dict of str to str
        The name in the file for each name, in order.

    Examples
    --------
    >>> fitted(["管线材质类别", "管线材质类型"], encoding="gbk", limit_bytes=10)
    {'管线材质类别': '管线材质类', '管线材质类型': '管线材质_1'}
    >>> fitted(["断面（宽×高）"], limit_bytes=10)
    {'断面（宽×高）': '断面'}
    >>> fitted(["断面（宽×高）", "管径 DN", "长度(m)"], encoding="gbk", limit_bytes=10)
    {'断面（宽×高）': '断面', '管径 DN': '管径DN', '长度(m)': '长度(m)'}
    """
    taken = {name.casefold() for name in reserved}
    result = {}
    for name in names:
        text = "".join(name.split()).replace(*COLON) if limit_bytes else name
        writable = text.encode(encoding, "replace").replace(b"?", b"_").decode(encoding) or "column"
        short = _readable(writable, encoding, limit_bytes)
        number = 0
        while short.casefold() in taken:
            number += 1
            room = limit_bytes and limit_bytes - len(f"_{number}")
            short = f"{_readable(writable, encoding, room)}_{number}"
        taken.add(short.casefold())
        result[name] = short
    return result


def _readable(name: str, encoding: str, limit_bytes: int | None) -> str:
    short = cut(name, encoding, limit_bytes)
    if short == name:
        return short
    return HALF_BRACKETED.sub("", short).rstrip(DANGLING) or short


def cut(text: str, encoding: str, limit_bytes: int | None) -> str:
    """Cut text to so many bytes without breaking a character.

    Parameters
    ----------
    text : str
        Writable in `encoding`.
    encoding : str
    limit_bytes : int, optional
        None for no limit.

    Returns
    -------
    str

    Examples
    --------
    >>> cut("燃气管线", "utf-8", 10)
    '燃气管'
    """
    # All but the last character is whole, so "ignore" drops only a fragment at the end.
    return text.encode(encoding)[:limit_bytes].decode(encoding, "ignore")
