"""Dates written as eight digits: all at once where they are plain, one by one where not."""

import datetime
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gis.readers.shapefiles.cells import Cells, present

PLAIN = re.compile(rb"(?:(?:[0-9]{8})?\n)*(?:[0-9]{8})?")
NO_DATE = b"00000000"


def dates(cells: Cells) -> pa.Array | None:
    """Read the different values of a date column where all of them are dates.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    pyarrow.Array of date32 or None
        None if one of them is something else: then each has to be looked at.
    """
    if not PLAIN.fullmatch(cells.joined):
        return None
    numbers = present(cells.texts).cast(pa.int32())
    held = pc.and_kleene(numbers.is_valid(), pc.not_equal(numbers, 0))
    held = pc.fill_null(held, False).to_numpy(zero_copy_only=False)
    digits = np.where(held, numbers.fill_null(0).to_numpy(), 19700101)
    years, months, days = digits // 10_000, digits // 100 % 100, digits % 100
    month = (years - 1970).astype("M8[Y]").astype("M8[M]") + (months - 1)
    date = month.astype("M8[D]") + (days - 1)
    # A day or a month too many, or none, leads into another month or year than it says.
    same = (date.astype("M8[M]") == month) & (months >= 1) & (months <= 12) & (years >= 1)
    if not same.all():
        return None
    return pa.array(date, pa.date32(), mask=~held)


def date(raw: bytes) -> datetime.date | None:
    """Read one date.

    Parameters
    ----------
    raw : bytes

    Returns
    -------
    date or None

    Raises
    ------
    ValueError

    Examples
    --------
    >>> date(b"20240531"), date(b"00000000")
    (datetime.date(2024, 5, 31), None)
    """
    if raw == NO_DATE:
        return None
    text = raw.decode("ascii")
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
