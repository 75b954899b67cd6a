"""The codes of a column replaced by the names that the file itself has for them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.errors import Remark
from gis.readers.codes import MOST_CODES, CodeTable
from gis.readers.columns import series
from gis.readers.source import Contents

# Codes without a name that are quoted in a remark, and characters of one.
QUOTED, LONGEST = 5, 40

Treatment = Callable[[str, pd.Series, CodeTable, NDArray[np.int64]], tuple[pd.Series, list[Remark]]]


def named(contents: Contents) -> Contents:
    """Replace the codes of the columns that have a code table by their names.

    Parameters
    ----------
    contents : Contents

    Returns
    -------
    Contents
        A code without a name stays as it is. With a remark for each column: ``codes_named``,
        besides ``codes_unnamed`` where codes have no name, or ``codes_too_many``.
    """
    return _with_remarks(contents, _named)


def kept(contents: Contents) -> Contents:
    """Leave all codes as they are, and say of which columns names are known.

    Parameters
    ----------
    contents : Contents

    Returns
    -------
    Contents
        With ``codes_kept`` for each such column.
    """

    def kept_as_is(
        name: str, values: pd.Series, table: CodeTable, rows: NDArray[np.int64]
    ) -> tuple[pd.Series, list[Remark]]:
        return values, [Remark(0, name, "codes_kept", {"domain": table.domain})]

    return _with_remarks(contents, kept_as_is)


def _with_remarks(contents: Contents, treat: Treatment) -> Contents:
    columns = dict(contents.columns)
    remarks: list[Remark] = []
    for name, table in _telling(contents.code_tables).items():
        if name in columns:  # one of a type that is not read has gone
            columns[name], said = treat(name, columns[name], table, contents.rows)
            remarks += said
    return replace(contents, columns=columns, warnings=[*contents.warnings, *remarks])


def _telling(tables: Mapping[str, CodeTable]) -> dict[str, CodeTable]:
    return {name: table for name, table in tables.items() if table.is_telling}


def _named(
    name: str, values: pd.Series, table: CodeTable, rows: NDArray[np.int64]
) -> tuple[pd.Series, list[Remark]]:
    told: dict[str, Any] = {"domain": table.domain}
    if table.is_too_long:
        return values, [Remark(0, name, "codes_too_many", told | {"limit": MOST_CODES})]
    # Only distinct values are looked up: a column of a million rows has a dozen.
    places, distinct = pd.factorize(values)
    if not len(distinct):
        return values, []
    names = np.array([table.name_of(value) for value in _plain(distinct)], dtype=object)
    known = np.array([name is not None for name in names])
    is_named = (places >= 0) & known[places]
    remarks = []
    if is_named.any():
        count = int(known.sum())
        remarks.append(Remark(0, name, "codes_named", told | {"count": count}))
        values = series(np.where(is_named, names[places], values.astype(object)).tolist())
    unnamed = _unnamed(distinct, names, table)
    if unnamed:
        missing = np.isin(places, list(unnamed))
        told |= {
            "codes": [str(code)[:LONGEST] for code in list(unnamed.values())[:QUOTED]],
            "count": len(unnamed),
            "rows": int(missing.sum()),
            "first": int(rows[missing.argmax()]),
        }
        remarks.append(Remark(0, name, "codes_unnamed", told))
    return values, remarks


def _unnamed(distinct: Any, names: NDArray[np.object_], table: CodeTable) -> dict[int, object]:
    """Give the codes without a name by their place; a name that stands for itself is no code."""
    own = set(table.names.values())
    return {
        place: value
        for place, (value, name) in enumerate(zip(_plain(distinct), names, strict=True))
        if name is None and isinstance(value, str | int | float) and value not in own
    }


def _plain(distinct: Any) -> list[object]:
    return list(distinct.tolist())
