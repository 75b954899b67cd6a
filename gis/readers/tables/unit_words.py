"""Units as headers state them: 管径（mm）, 投资/万元, or in a row of their own."""

import re

from gis.readers.tables.grid import Cell

#: What stands in brackets or after a slash and may be a unit; who converts it knows better.
UNIT = re.compile(
    r"(?![XYZENBLH]$|DN$|ID$)[A-Za-zμµ%‰°℃²³㎜㎝㎞㎡㎥㎏/·][A-Za-zμµ²³㎜㎝㎞㎡㎥㎏23/·]{0,9}"
    r"|[十百千万亿]*(?:元|吨|吨标准煤|立方米|平方米|平方公里|千米|公里|毫米|厘米|分米|米|公顷|亩|升"
    r"|户|人|个|台|套|部|座|处|根|段|条|栋|路|年|度|千瓦时?|兆帕|千帕|台（套）)(?:/.{1,3})?"
    r"|[十百千万亿]+(?:m3|m³|㎥|t)/[A-Za-z日天年时]{1,2}|[^\W\d_]{1,3}/[日天年时]"
)
BRACKETED = re.compile(r"[（(\[【]\s*(?:单位\s*[:：])?\s*([^（）()\[\]【】]+)\s*[)）\]】]$")
#: The same at the end of a group's name, above that of a column.
ABOVE = re.compile(BRACKETED.pattern.removesuffix("$") + "(?=/)")
SLASHED = re.compile(r"[^/]/([^/]+|[^/]+/[^/]+)$")


def unit_in(name: str) -> str | None:
    """Give what looks like a unit at the end of a column's name.

    Parameters
    ----------
    name : str

    Returns
    -------
    str or None

    Examples
    --------
    >>> unit_in("管径（mm）"), unit_in("投资/万元"), unit_in("起点/X"), unit_in("名称（全称）")
    ('mm', '万元', None, None)
    """
    for form in (BRACKETED, SLASHED):
        found = form.search(name.strip())
        if found and UNIT.fullmatch(found[1].strip()):
            return found[1].strip()
    return None


def without_units_above(name: str) -> str:
    """Leave the units of groups out of a column's name: 坐标（m）/X.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> without_units_above("坐标（m）/X"), without_units_above("坐标（北京54）/X")
    ('坐标/X', '坐标（北京54）/X')
    """
    return ABOVE.sub(lambda found: "" if UNIT.fullmatch(found[1].strip()) else found[0], name)


def is_unit(cell: Cell) -> bool:
    """Say whether a cell below a name is a unit, perhaps in brackets.

    Parameters
    ----------
    cell : cell

    Returns
    -------
    bool
    """
    text = str(cell).strip().strip("（()）[]【】").strip()
    return isinstance(cell, str) and UNIT.fullmatch(text) is not None
