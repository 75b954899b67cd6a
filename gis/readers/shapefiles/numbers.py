"""Numbers written as text: all at once where they are plain, one by one where they are not."""

import math
import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from gis.readers.arrow import EXACT_REAL, INT64
from gis.readers.shapefiles.cells import Cells, present

# What ESRI writes into a number column for "no value".
NO_VALUE = 1e300
PLAIN = re.compile(rb"[-0-9.eE\n]*")
Number = int | float


@dataclass
class Numbers:
    """Different values of a number column, read.

    Attributes
    ----------
    values : pyarrow.Array or list
        Of int64 or float64; a list of int, float and None where that would lose something.
    bad : list of int
        Places of what is no number; the value there is None.
    """

    values: pa.Array | list[Number | None]
    bad: list[int]

    @property
    def is_whole(self) -> bool:
        """Whether no value has a fraction or an exponent."""
        if isinstance(self.values, list):
            return not any(isinstance(value, float) for value in self.values)
        return bool(pa.types.is_integer(self.values.type))

    @property
    def largest_whole(self) -> int:
        """The largest whole number, without its sign."""
        if isinstance(self.values, list):
            return max((abs(value) for value in self.values if isinstance(value, int)), default=0)
        ends = pc.min_max(self.values).as_py()
        return max(abs(int(ends["min"] or 0)), abs(int(ends["max"] or 0)))


def numbers(cells: Cells) -> Numbers:
    """Read the different values of a number column.

    Parameters
    ----------
    cells : Cells
        Nothing, or nothing but asterisks, is no value; as is ESRI's own number
        for it.

    Returns
    -------
    Numbers
    """
    plain = _plain(cells)
    if plain is not None:
        return Numbers(plain, [])
    values: list[Number | None] = []
    bad = []
    for place, raw in enumerate(cells.values.to_pylist()):
        try:
            values.append(number(raw) if raw.strip(b"*") else None)
        except ValueError:
            bad.append(place)
            values.append(None)
    return Numbers(values, bad)


def number(raw: bytes) -> Number | None:
    """Read one number.

    Parameters
    ----------
    raw : bytes

    Returns
    -------
    int or float or None
        Whole ones as int, however long.

    Raises
    ------
    ValueError

    Examples
    --------
    >>> number(b"51040220240000000001"), number(b"-1.5e3"), number(b"-1.7976931348623158e+308")
    (51040220240000000001, -1500.0, None)
    """
    if raw.lstrip(b"+-").isdigit():
        return int(raw)
    if b"_" in raw:  # Python's own way to write a thousand
        raise ValueError(raw)
    value = float(raw)
    if not math.isfinite(value):
        raise ValueError(raw)
    return None if abs(value) > NO_VALUE else value


def is_int64(value: int) -> bool:
    """Say whether a whole number fits into 64 bits.

    Parameters
    ----------
    value : int

    Returns
    -------
    bool
    """
    return value in INT64


def _plain(cells: Cells) -> pa.Array | None:
    """Read the values with Arrow, which is exact for what it takes; None where it is not sure."""
    if not PLAIN.fullmatch(cells.joined):
        return None
    texts = present(cells.texts)
    has_fraction = any(sign in cells.joined for sign in b".eE")
    try:
        values = texts.cast(pa.float64() if has_fraction else pa.int64())
    except pa.ArrowInvalid:
        return None
    exact = pc.less(pc.abs(values), float(EXACT_REAL)) if has_fraction else None
    if exact is not None and not pc.all(exact, min_count=0).as_py():
        return None
    return values
