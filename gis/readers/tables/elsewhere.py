"""Rows without a place in the columns that were read, and with one in columns that were not."""

from typing import Any

from gis.errors import Remark
from gis.readers.tables.exported import places_of_export
from gis.readers.tables.places import Places, locate
from gis.readers.tables.shaping import Shaped
from gis.readers.tables.table import Table


def placed_elsewhere(
    table: Table, options: dict[str, Any], places: Places, shaped: Shaped
) -> list[Remark]:
    """Say that rows without a shape have coordinates in other columns.

    They are not read: which system they are in is known of the first columns at most.

    Parameters
    ----------
    table : Table
    options : dict
        As of `gis.readers.tables.read`.
    places : Places
        What was read.
    shaped : Shaped

    Returns
    -------
    list of Remark
        ``places_elsewhere``, or nothing; in an export of the caller's own ``places_kept``, and
        ``places_unread`` where that went out without any place, as someone may have added some.
    """
    is_own = places == places_of_export(table, options)
    if options.get("shape") == "none" or (places.shape == "none" and not is_own):
        return []
    blank = [
        place
        for place, shape in zip(shaped.places, shaped.geometries, strict=True)
        if shape is None and place not in shaped.broken
    ]
    rest = {
        name: [values[place] for place in blank]
        for name, values in table.columns.items()
        if name not in places.needed
    }
    found = locate(rest).coordinates
    cells = zip(*(rest[name] for name in found), strict=True)
    count = sum(any(cell is not None for cell in row) for row in cells)
    if not count:
        return []
    own_code = "places_unread" if places.shape == "none" else "places_kept"
    code = own_code if is_own else "places_elsewhere"
    params = {"count": count, "read": places.coordinates, "columns": found}
    return [Remark(0, "geometry", code, params)]
