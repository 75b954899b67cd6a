"""Attributes as plain Python values under names that do not collide."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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


def by_alias(names: Sequence[str], aliases: Mapping[str, str]) -> tuple[list[str], list[Remark]]:
    """Call columns by what their owner calls them: GXBH is what ArcGIS shows as 管线编号.

    Parameters
    ----------
    names : sequence of str
        As in the file.
    aliases : mapping of str to str
        What some of them are called for people.

    Returns
    -------
    names : list of str
        In the same order. A name in Chinese says as much as an alias and stays; so does one whose
        alias is not in Chinese, or not its own.
    remarks : list of Remark
        ``alias_used`` for each that changed.

    Examples
    --------
    >>> by_alias(["GXBH", "管材", "ID"], {"GXBH": "管线编号", "管材": "材质", "ID": "OBJECT ID"})[0]
    ['管线编号', '管材', 'ID']
    """
    told = {name: aliases.get(name, "").strip() for name in names if name.isascii()}
    count = Counter([*names, *told.values()])
    used = {name: alias for name, alias in told.items() if not alias.isascii() and count[alias] < 2}
    remarks = [Remark(0, alias, "alias_used", {"original": name}) for name, alias in used.items()]
    return [used.get(name, name) for name in names], remarks


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
