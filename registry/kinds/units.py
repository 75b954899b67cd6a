"""Units as files write them: finding one in a column's name or behind a number, converting."""

import re
from decimal import Decimal

from gis.simplified import simplified
from registry.kinds.values import as_text

#: Units that convert into one another: how many of the row's first unit one of each makes.
#: 万吨/日 of water is 万 m³/d (domain: 水厂).
ROWS = (
    {"m": "1", "米": "1", "km": "1000", "公里": "1000", "千米": "1000", "dm": "0.1",
     "cm": "0.01", "厘米": "0.01", "mm": "0.001", "毫米": "0.001"},
    {"万元": "1", "元": "0.0001", "千元": "0.1", "百万元": "100", "千万元": "1000",
     "亿元": "10000", "万": "1", "亿": "10000"},
    {"万吨/日": "1", "万吨/天": "1", "万吨/d": "1", "万t/d": "1", "万m3/d": "1", "万m3/日": "1",
     "万立方米/日": "1", "万立方米/天": "1", "万方/日": "1", "万方/天": "1", "吨/日": "0.0001",
     "吨/天": "0.0001", "t/d": "0.0001", "m3/d": "0.0001", "m3/日": "0.0001",
     "立方米/日": "0.0001", "立方米/天": "0.0001"},
    {"m3/h": "1", "立方米/小时": "1", "立方米/时": "1", "m3/s": "3600", "l/s": "3.6"},
    {"kg": "1", "千克": "1", "公斤": "1", "t": "1000", "吨": "1000"},
    {"吨/年": "1", "t/a": "1", "t/年": "1", "万吨/年": "10000", "万t/a": "10000"},
    {"mpa": "1", "兆帕": "1", "kpa": "0.001", "千帕": "0.001", "pa": "0.000001", "bar": "0.1"},
    {"m2": "1", "平方米": "1", "平米": "1", "万m2": "10000", "万平方米": "10000",
     "万平米": "10000", "公顷": "10000", "ha": "10000", "km2": "1000000",
     "平方公里": "1000000"},
    {"m3": "1", "立方米": "1", "立方": "1", "方": "1", "l": "0.001", "升": "0.001",
     "万m3": "10000", "万立方米": "10000", "万方": "10000"},
    {"吨标准煤": "1", "tce": "1", "吨标煤": "1", "千克标准煤": "0.001", "kgce": "0.001"},
    {"%": "1", "百分比": "1"},
    {"°": "1", "度": "1"},
    {"m/s": "1", "米/秒": "1"},
    {"年": "1"},
)  # fmt: skip
IN_BRACKETS = re.compile(r"(.+?)\s*[(\[【]\s*(?:单位\s*:?)?\s*([^()\[\]【】]+?)\s*[)\]】]")
#: Of a group of columns: 埋深(m) above 起点 and 终点.
ABOVE = re.compile(IN_BRACKETS.pattern + r"(/.+)")
AFTER_MARK = re.compile(r"(.+?)\s*[/_,、:]\s*((?:[^/_,、:]+/)?[^/_,、:]+)")
#: 长度km, 投资万元, 长度 km: letters after Chinese, and words that end no other word.
AT_END = re.compile(
    r"(.*?[\u4e00-\u9fff])\s*((?:万?m[23]|万?t)/[a-z]{1,2}|[a-zµ%][a-z]{0,3}[23]?|[百千]?万元|亿元|公里|毫米)",
    re.IGNORECASE,
)
BEHIND_NUMBER = re.compile(
    r"([+-]?[\d.,]*\d[\d.,]*(?:e[+-]?\d+)?)\s*([^\d\s.,+-].*)", re.IGNORECASE
)


def plain_unit(unit):
    """A unit without width, case and blanks: ㎜, ＭＭ and mm are the same, m³ and m3, 萬 and 万.

    Where a format has no stroke an underline stands for it: 万吨_日.
    """
    return simplified("".join(as_text(unit).split())).casefold().replace("_", "/")


def is_unit(text):
    return _row(plain_unit(text)) is not None


def factor(given, wanted):
    """What to multiply with to come from one unit to the other; None where there is no way."""
    given, wanted = plain_unit(given), plain_unit(wanted)
    if given == wanted:
        return Decimal(1)
    row = _row(given)
    if row is None or wanted not in row:
        return None
    return Decimal(row[given]) / Decimal(row[wanted])


def split_unit(column):
    """`("长度", "km")` of “长度（km）”, “长度/km” or “长度km”; the unit is None for other names.

    Under a two-row header `("埋深/起点", "m")` of “埋深（m）/起点”.
    """
    text, unit = as_text(column), None
    above = ABOVE.fullmatch(text)
    if above and is_unit(above[2]):
        text, unit = above[1] + above[3], above[2]
    for form in (IN_BRACKETS, AFTER_MARK, AT_END):
        found = form.fullmatch(text)
        if found and is_unit(found[2]):
            return found[1].strip(), found[2].strip()
    return (text, unit) if unit else (column, None)


def split_number(text):
    """`("3.8", "km")` of “3.8km”; the unit is None where no known one follows the number."""
    found = BEHIND_NUMBER.fullmatch(text)
    if found and is_unit(found[2]):
        return found[1], found[2]
    return text, None


def is_money(unit):
    return factor("元", unit) is not None


def _row(plain):
    return next((row for row in ROWS if plain in row), None)
