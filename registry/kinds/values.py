"""Raw values of files and forms, read as text, numbers and days."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from gis.simplified import simplified

THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
DIGITS = re.compile(r"[+-]?[\d.,]+")
#: PostgreSQL stores neither NUL nor half of a surrogate pair.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
#: Longer than any measured value; "1e1000000" would keep a processor busy for minutes.
LONGEST_NUMBER = 30
#: 2004-12-1, 2004/12/1, 2004.12.1, 2004年12月1日 (a time of day may follow) and 20041201.
DAYS = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})([ T].*)?"),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]([ T]?\d.*)?"),
    re.compile(r"(\d{4})()(\d\d)(\d\d)"),
)
#: 2024.5, 2024-05, 2024年5月, 202405: no day.
MONTHS = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})月?(?:份)?|(\d{4})(0[1-9]|1[0-2])")
#: What Excel counts from here on in days: 20000 is in 1954, 60000 in 2064.
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
EXCEL_ZERO, SERIALS = date(1899, 12, 30), range(20_000, 60_001)


#: What clerks write into a cell that they leave blank; a dash in any width.
PLACEHOLDERS = frozenset(
    {"/", "\\", "-", "--", "---", "—", "——", "–", "−", "无", "暂无", "不详", "不明", "未知", "待查",
     "n/a", "na", "#n/a", "null", "none"}
)  # fmt: skip


class BadValue(ValueError):
    """A value that no reading makes right; its text is shown to the planner."""


def is_storable(raw: Any) -> bool:
    return not (isinstance(raw, str) and UNSTORABLE.search(raw))


def visible(text: str) -> str:
    """The text with a mark in place of what cannot be stored."""
    return UNSTORABLE.sub("�", text)


def as_written(raw: Any) -> str:
    """The planner's own characters; outer blanks go."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return str(raw).strip()


def as_text(raw: Any) -> str:
    """For numbers, codes and comparison: full-width digits and letters become plain ones too."""
    return unicodedata.normalize("NFKC", as_written(raw)).strip()


def is_blank(raw: Any) -> bool:
    """None, NaN (the empty cell of a table) and blank text."""
    return raw is None or raw != raw or (isinstance(raw, str) and not raw.strip())


def is_placeholder(raw: Any) -> bool:
    """Whether a cell says no more than that nothing is known: / — 无 不详 N/A."""
    return isinstance(raw, str) and simplified(as_text(raw)).casefold() in PLACEHOLDERS


def as_number(raw: Any) -> Decimal:
    text = as_text(raw)
    if len(text) > LONGEST_NUMBER:
        raise BadValue(f"“{text[:LONGEST_NUMBER]}…”太长，不是一个数")
    has_comma = "," in text and DIGITS.fullmatch(text)
    if has_comma and ("，" in str(raw) or not THOUSANDS.fullmatch(text)):
        raise BadValue(f"“{raw}”中的逗号只能分隔千位（如 1,000），小数点请写“.”")
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise BadValue(f"“{raw}”不是数字") from None
    if "_" in text or not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        raise BadValue(f"“{raw}”不是数字")
    return number


def dated(raw: Any) -> tuple[date, str]:
    """A day, and how it was found where the file does not plainly say it.

    A month alone is its first day, as planners read "2024年5月" where a form asks for a day; a
    year alone is no day.
    """
    text = as_text(raw)
    for spelling in DAYS:
        if found := spelling.fullmatch(text):
            with suppress(ValueError):  # no such day in the calendar
                return date(*map(int, found.group(1, 3, 4))), ""
    serial = SERIAL.fullmatch(text)
    if serial and int(serial[1]) in SERIALS:
        return EXCEL_ZERO + timedelta(days=int(serial[1])), "Excel 日期序号"
    return month_of(raw, text), "没有写日，取当月1日"


def month_of(raw: Any, text: str) -> date:
    found = MONTHS.fullmatch(text)
    # A number has lost its last zero: 2024.1 may have been typed 2024.10.
    if found and isinstance(raw, float) and found[2] == "1":
        raise BadValue(f"“{text}”可能是1月，也可能是10月，请写成 {found[1]}年1月 的样子")
    if found:
        with suppress(ValueError):  # no such month
            return date(int(found[1] or found[3]), int(found[2] or found[4]), 1)
    raise BadValue(f"“{raw}”不是日期，请写成 2026-11-23 的样子")
