"""Columns as the typed arrays that GDAL takes."""

import datetime
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.errors import UnwritableData

Kind = Literal["truth", "whole", "real", "date", "time", "text"]
# GDAL's widest whole number in a .dbf; beyond, a number is written as text rather than rounded.
MAX_WHOLE = 10**18


class Typed(NamedTuple):
    """One column: what it holds, its values and, where they need one, the mask of the gaps."""

    kind: Kind
    values: NDArray[np.generic]
    gaps: NDArray[np.bool_] | None


def typed(name: str, values: list[object]) -> Typed:
    """Give a column its narrowest common type.

    Parameters
    ----------
    name : str
        For the error.
    values : list of object
        Plain values, None for what is missing.

    Returns
    -------
    Typed
        ``values`` is of dtype bool, int64, float64, datetime64[D], datetime64[ms] (without time
        zone) or object (str or None).

    Raises
    ------
    UnwritableData
        ``number_not_finite``.

    Examples
    --------
    >>> typed("敷设年代", [1998, None]).values.tolist()
    [1998, 0]
    """
    present = [value for value in values if value is not None]
    kind = _kind(present)
    if kind == "real" and not all(math.isfinite(value) for value in present):  # type: ignore[arg-type]
        raise UnwritableData("number_not_finite", column=name)
    gaps = np.array([value is None for value in values], dtype=bool)
    if kind in ("truth", "whole"):
        dtype = bool if kind == "truth" else np.int64
        return Typed(kind, np.array([value or 0 for value in values], dtype=dtype), gaps)
    if kind == "real":
        return Typed(kind, np.array(values, dtype=float), None)
    if kind in ("date", "time"):
        unit = "D" if kind == "date" else "ms"
        return Typed(kind, np.array(values, dtype=f"datetime64[{unit}]"), None)
    texts = [None if value is None else text_of(value) for value in values]
    return Typed(kind, np.array(texts, dtype=object), None)


def text_of(value: object) -> str:
    """Write one value as text: dates and times in ISO form, all else as Python prints it."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _kind(present: list[object]) -> Kind:
    for kind, fits in FITS.items():
        if present and all(fits(value) for value in present):
            return kind
    return "text"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < MAX_WHOLE


def _is_real(value: object) -> bool:
    return isinstance(value, float | Decimal) or _is_whole(value)


def _is_time(value: object) -> bool:
    return isinstance(value, datetime.datetime) and value.tzinfo is None


def _is_date(value: object) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


FITS: dict[Kind, Callable[[object], bool]] = {
    "truth": lambda value: isinstance(value, bool),
    "whole": _is_whole,
    "real": _is_real,
    "date": _is_date,
    "time": _is_time,
}
