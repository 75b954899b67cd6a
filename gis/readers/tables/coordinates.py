"""Coordinates as people write them into cells: numbers, numbers as text, degrees with marks."""

import math
import re
import unicodedata

THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?m?", re.IGNORECASE)
# Longer than any coordinate; what is longer is not worth the time of matching it.
LONGEST = 40
# 101°43′06.6″, 101度43分6.6秒, 101-43-06.6, 101:43:06.6; E, W, 东经… before or after.
DEGREES = re.compile(
    r"(?P<before>东经|西经|北纬|南纬|[NSEW])?"
    r"(?P<sign>[+-]?)(?P<degrees>\d{1,3}(?:\.\d+)?)(?:[°度]|(?P<plain>[-:]))"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)(?:['分]|(?(plain)[-:]|(?!))|(?=[NSEW]|$))"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?:\"|''|秒|(?=[NSEW]|$)))?)?"
    r"(?P<after>[NSEW])?",
    re.IGNORECASE,
)
# What says which of two coordinates a bare number is: their size tells as well.
LABEL = re.compile(r"^(?:东经|经度|北纬|纬度)\s*:?\s*(?=[\d.]+$)")
# What parts two coordinates in one cell.
BETWEEN = re.compile(r"\s*[,;、]\s*|\s+")
# What parts the points of a line in one cell, where a comma or a blank parts their coordinates;
# and where only blanks part the points.
BETWEEN_POINTS, BLANKS = re.compile(r"[;|\n\r]+"), re.compile(r"\s+")
# The many marks for minutes and seconds.
MARKS = str.maketrans(
    {
        **dict.fromkeys("º˚⁰∘", "°"),
        **dict.fromkeys("′’‘`´ʹ＇", "'"),
        **dict.fromkeys("″”“ʺ＂", '"'),
        **dict.fromkeys("−–—", "-"),
    }
)
BELOW_ZERO = {"西经", "南纬", "S", "W"}


def is_marked(value: object) -> bool:
    """Say whether a cell holds degrees with marks, in contrast to a number.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool

    Examples
    --------
    >>> is_marked("101°43′06.6″"), is_marked("101.7185")
    (True, False)
    """
    is_text = isinstance(value, str) and coordinate(value) is not None
    return is_text and _number(_tidy(str(value))) is None


def coordinates(value: object) -> tuple[float, float] | None:
    """Read the two coordinates of a place out of one cell.

    Parameters
    ----------
    value : object
        Text: two coordinates as `coordinate` takes them, parted by a comma, a semicolon or
        blanks, perhaps in brackets.

    Returns
    -------
    tuple of float or None
        In the order of the cell; None where it is anything else.

    Examples
    --------
    >>> coordinates("101.7185，26.581"), coordinates("(26.5; 101.7)"), coordinates("471,957.19")
    ((101.7185, 26.581), (26.5, 101.7), (471.0, 957.19))
    >>> coordinates("2,941,379") is None
    True
    """
    if not isinstance(value, str) or len(value) > 2 * LONGEST:
        return None
    text = unicodedata.normalize("NFKC", value.translate(MARKS)).strip(" ()[]")
    parts = [part for part in BETWEEN.split(text) if part]
    if len(parts) != 2:
        return None
    first, second = (coordinate(LABEL.sub("", part)) for part in parts)
    return None if first is None or second is None else (first, second)


def path(value: object) -> list[tuple[float, float]] | None:
    """Read the coordinates of a line's vertices out of one cell.

    Parameters
    ----------
    value : object
        Text: points as `coordinates` takes them, parted by semicolons, bars or line breaks; or by
        blanks, where commas part the coordinates of each.

    Returns
    -------
    list of tuple of float or None
        Two points or more in the order of the cell; None where it is anything else.

    Examples
    --------
    >>> path("101.7185,26.581；101.7190,26.582")
    [(101.7185, 26.581), (101.719, 26.582)]
    >>> path("101.7185,26.581 101.7190,26.582"), path("101.7185;26.581")
    ([(101.7185, 26.581), (101.719, 26.582)], None)
    """
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value.translate(MARKS)).strip(" ;|\r\n")
    parts = [part for part in BETWEEN_POINTS.split(text) if part.strip()]
    if len(parts) == 1 and "," in text:
        parts = BLANKS.split(text)
    found = [numbers for part in parts if (numbers := coordinates(part))]
    return found if len(found) == len(parts) >= 2 else None


def coordinate(value: object) -> float | None:
    """Read one coordinate out of a cell.

    Parameters
    ----------
    value : object
        A number; or text: full-width digits, thousands, a trailing ``m``, or degrees, minutes
        and seconds *with marks* (``101°43′06.6″``, ``101度43分``, ``101-43-06.6``). Packed
        degrees (``1014306.6``) are a number like any other here.

    Returns
    -------
    float or None
        None where it is no coordinate: other text, truth values, not finite, minutes from 60.

    Examples
    --------
    >>> coordinate("471,957.19"), coordinate("１０１．５"), coordinate("约3.8")
    (471957.19, 101.5, None)
    >>> round(coordinate("101°43′06.6″"), 6), coordinate("26-30-00N"), coordinate("26°75′")
    (101.7185, 26.5, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    text = _tidy(value)
    number = _number(text)
    return _degrees(text) if number is None else number


def _tidy(text: str) -> str:
    # Marks first: NFKC would take ″ apart and º for the letter o.
    return "".join(unicodedata.normalize("NFKC", text.translate(MARKS)).split())


def _number(text: str) -> float | None:
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        return None
    number = float(text.rstrip("mM"))
    return number if math.isfinite(number) else None


def _degrees(text: str) -> float | None:
    found = DEGREES.fullmatch(text)
    if not found or (found["before"] and found["after"]):
        return None
    parts = [float(found[part] or 0) for part in ("degrees", "minutes", "seconds")]
    # 3-8 is a range or a house number, not an angle: without marks all three parts are needed.
    if found["plain"] and found["seconds"] is None:
        return None
    if parts[1] >= 60 or parts[2] >= 60 or parts[0] > 360:
        return None
    side = (found["before"] or found["after"] or "").upper()
    size = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -size if found["sign"] == "-" or side in BELOW_ZERO else size
