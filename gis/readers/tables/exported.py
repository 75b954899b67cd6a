"""Tables that went out of this house: the shape stands in one column that the writers made.

Whatever else they hold are attributes, those of former files among them, which may look like
places too: where these files lay.
"""

import re
from collections.abc import Iterable
from typing import Any

from gis.formats import SHAPE_COLUMN
from gis.readers.tables.places import Places
from gis.readers.tables.roles import tidy
from gis.readers.tables.table import Table


def places_of_export(table: Table, options: dict[str, Any]) -> Places | None:
    """Find the column of the shape in a table that is an export of the caller's own.

    Parameters
    ----------
    table : Table
    options : dict
        ``identity`` and ``edition``: what such exports call the columns by which their rows are
        known again.

    Returns
    -------
    Places or None
        With shape ``"none"`` for rows that went out without one. None for all other tables, and
        for one that has an identity alone: someone may have made it to say where the rows are.
    """
    if not _is_called(table, options.get("identity", ())):
        return None
    if SHAPE_COLUMN in table.columns:
        return Places("wkt", wkt=last_called(SHAPE_COLUMN, table.columns))
    return Places("none") if _is_called(table, options.get("edition", ())) else None


def last_called(label: str, columns: Iterable[str]) -> str | None:
    """Find the last column of a name.

    Parameters
    ----------
    label : str
    columns : iterable of str
        In the order of the table.

    Returns
    -------
    str or None

    Examples
    --------
    >>> last_called("WKT", ["WKT", "WKT_2", "WKT_old"])  # a repeated name has a number behind it
    'WKT_2'
    """
    called = re.compile(rf"{re.escape(label)}(_\d+)?")
    return next(filter(called.fullmatch, reversed(list(columns))), None)


def _is_called(table: Table, names: Iterable[str]) -> bool:
    known = set(map(tidy, names))
    return any(tidy(column) in known for column in table.columns)
