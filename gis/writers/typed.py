"""The type that the values of a column have in common."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from gis.writers.rows import Type

# GDAL's widest whole number in a .dbf; beyond, a number is written as text rather than rounded.
MAX_WHOLE = 10**18


def type_of(values: list[object]) -> Type:
    """Give a column its narrowest common type.

    Parameters
    ----------
    values : list of object
        Plain values, None for what is missing.

    Returns
    -------
    {"truth", "whole", "real", "date", "time", "text"}

    Examples
    --------
    >>> type_of([1998, None]), type_of([1, 2.5]), type_of([None])
    ('whole', 'real', 'text')
    """
    present = [value for value in values if value is not None]
    for kind, fits in FITS.items():
        if present and all(fits(value) for value in present):
            return kind
    return "text"


def text_of(value: object) -> str:
    """Write one value as text: dates and times in ISO form, all else as Python prints it."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < MAX_WHOLE


def _is_real(value: object) -> bool:
    return isinstance(value, float | Decimal) or _is_whole(value)


def _is_time(value: object) -> bool:
    return isinstance(value, datetime.datetime) and value.tzinfo is None


def _is_date(value: object) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


FITS: dict[Type, Callable[[object], bool]] = {
    "truth": lambda value: isinstance(value, bool),
    "whole": _is_whole,
    "real": _is_real,
    "date": _is_date,
    "time": _is_time,
}
