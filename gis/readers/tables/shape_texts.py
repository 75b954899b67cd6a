"""Shapes that stand in a cell as a text: well-known text, GeoJSON."""

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import shapely

from gis.readers.tables.places import Places
from gis.readers.tables.shaping import Shaped, reject, shapeless
from gis.readers.tables.table import Table
from gis.readers.vector.geojson_lines import is_shape

SRID = re.compile(r"\s*SRID=(\d+);", re.IGNORECASE)


def well_known(table: Table, places: Places) -> Shaped:
    """Read shapes in well-known text, perhaps with ``SRID=…;`` before it.

    Parameters
    ----------
    table : Table
    places : Places
        With wkt.

    Returns
    -------
    Shaped
        Its `crs` is what most rows name; ``srid_differs`` rejects the others. ``bad_shape_text``
        rejects what cannot be read.
    """
    column = str(places.wkt)
    named = Counter(
        int(found[1]) for cell in table.columns[column] if (found := SRID.match(str(cell)))
    )
    usual = named.most_common(1)[0][0] if named else 0
    shaped = _from_texts(
        table,
        column,
        "WKT",
        lambda text: shapely.from_wkt(SRID.sub("", text, count=1).strip(), on_invalid="ignore"),
    )
    if usual:
        shaped.crs = f"EPSG:{usual}"
    for place, cell in enumerate(table.columns[column]):
        found = SRID.match(str(cell)) if usual else None
        if found and int(found[1]) != usual:
            shaped.geometries[place] = None
            reject(table, shaped, place, column, "srid_differs", found=int(found[1]), usual=usual)
    return shaped


def geojson(table: Table, places: Places) -> Shaped:
    """Read shapes in GeoJSON.

    Parameters
    ----------
    table : Table
    places : Places
        With geojson.

    Returns
    -------
    Shaped
        ``bad_shape_text`` rejects what cannot be read.
    """
    return _from_texts(table, str(places.geojson), "GeoJSON", _from_geojson)


def _from_geojson(text: str) -> Any:
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not is_shape(shape):
        return None
    return shapely.from_geojson(json.dumps(shape), on_invalid="ignore")


def _from_texts(table: Table, column: str, form: str, read: Callable[[str], Any]) -> Shaped:
    shaped = shapeless(table)
    for place, cell in enumerate(table.columns[column]):
        if table.is_broken(column, place):
            shaped.broken.add(place)
        elif cell is not None:
            shaped.geometries[place] = read(str(cell))
            if shaped.geometries[place] is None:
                reject(table, shaped, place, column, "bad_shape_text", format=form)
    return shaped
