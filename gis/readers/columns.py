"""Attributes as plain Python values under names that do not collide."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from gis.errors import Remark


def unique_names(names: Iterable[str]) -> tuple[list[str], list[Remark]]:
    """Give every column a name of its own.

    Parameters
    ----------
    names : iterable of str
        As in the file: repeated, empty or ``"geometry"``, which the shape needs.

    Returns
    -------
    names : list of str
        In the same order; a repeated name gets ``_2``, ``_3``…
    remarks : list of Remark
        ``column_renamed`` for each that changed.

    Examples
    --------
    >>> unique_names(["材质", "材质", ""])[0]
    ['材质', '材质_2', 'column']
    """
    taken, remarks = {"geometry"}, []
    result = []
    for original in names:
        name, number = original or "column", 1
        while name in taken:
            number += 1
            name = f"{original or 'column'}_{number}"
        if name != original:
            remarks.append(Remark(0, name, "column_renamed", {"original": original}))
        taken.add(name)
        result.append(name)
    return result, remarks


def series(values: list[object]) -> pd.Series:
    """Make a column of plain values.

    Parameters
    ----------
    values : list of object
        str, int, float, bool, datetime.date, datetime.datetime, and None for what is missing.

    Returns
    -------
    Series
        Of numpy's int64, float64 or bool where every value is of that one type, else of dtype
        object, so that a gap stays None and never becomes NaN.

    Examples
    --------
    >>> series([1, None]).tolist(), series([1, 2]).dtype
    ([1, None], dtype('int64'))
    """
    kinds = {type(value) for value in values}
    if kinds in ({int}, {float}, {bool}):
        try:
            return pd.Series(values, dtype=np.dtype(kinds.pop()))
        except OverflowError:  # more than 18 digits
            pass
    return pd.Series(values, dtype=object)
