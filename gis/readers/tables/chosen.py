"""The columns of a table's shape as a person chose them, else as their names tell."""

from dataclasses import replace
from typing import Any

from gis.errors import Remark, UnreadableFile
from gis.readers.tables.carried import fill, with_carried
from gis.readers.tables.exported import places_of_export
from gis.readers.tables.places import Places, locate, vertices_of, with_named_ends
from gis.readers.tables.table import Table, column_named

SHAPES = ("points", "lines", "wkt", "geojson", "none")
#: Options that name a column.
COLUMNS = ("x", "y", "z", "end_x", "end_y", "pair", "end_pair", "path", "group", "order",
           "start_point", "end_point", "wkt", "geojson")  # fmt: skip


def places_of(table: Table, options: dict[str, Any], name: str) -> Places:
    """Find the columns of the shape, or take those that were chosen.

    Parameters
    ----------
    table : Table
    options : dict
        As `gis.readers.tables.read` takes them.
    name : str
        What to call the file in an error.

    Returns
    -------
    Places

    Raises
    ------
    UnreadableFile
        ``bad_table_option``, ``unknown_table_column``.
    """
    shape = options.get("shape")
    if shape not in (None, *SHAPES):
        raise UnreadableFile("bad_table_option", name=name, option="shape", value=shape)
    wanted = {key: options[key] for key in COLUMNS if options.get(key) is not None}
    if shape == "none":
        return Places("none")
    if not wanted:
        found = places_of_export(table, options) or locate(table.columns)
        if shape != "points" and "group" not in options:
            found = with_carried(table, found)
        if found.group and "group" in options and shape != "points":
            return replace(found, shape="points", group=None, order=None, z=None)
    else:
        found = _chosen(table, wanted, options, name)
    return with_shape(found, shape)


def with_shape(places: Places, shape: str | None) -> Places:
    """Leave out the columns that make another shape than the one that was chosen.

    Parameters
    ----------
    places : Places
    shape : str, optional

    Returns
    -------
    Places
        As it was where the other columns do not make that shape.
    """
    if shape == "points" and places.x:
        z = None if places.group else places.z
        return replace(places, shape="points", group=None, order=None, z=z, end_x=None, end_y=None)
    if shape == "points" and places.pair:
        return replace(places, shape="points", end_pair=None)
    if shape == "wkt" and places.wkt:
        return Places("wkt", wkt=places.wkt)
    return places


def unmade(options: dict[str, Any], places: Places) -> list[Remark]:
    """Say that the shape that was chosen is not what the columns make.

    Parameters
    ----------
    options : dict
    places : Places
        What was read.

    Returns
    -------
    list of Remark
        ``shape_not_made``, or nothing.
    """
    wanted = options.get("shape")
    if wanted in (None, places.shape):
        return []
    params = {"shape_asked": wanted, "shape_made": places.shape}
    return [Remark(0, "geometry", "shape_not_made", params)]


def _chosen(table: Table, wanted: dict[str, Any], options: dict[str, Any], name: str) -> Places:
    chosen = {key: column_named(table, column, name) for key, column in wanted.items()}
    if ("x" in chosen) != ("y" in chosen) or ("end_x" in chosen) != ("end_y" in chosen):
        raise UnreadableFile("bad_table_option", name=name, option="x, y", value=wanted)
    if "end_pair" in chosen and "pair" not in chosen:
        raise UnreadableFile("bad_table_option", name=name, option="pair", value=wanted)
    places = Places(_shape_of(chosen), **chosen, axes=options.get("axes"))
    if places.x is None and (places.group or places.order):
        found = locate(table.columns)
        places = replace(places, x=found.x, y=found.y, axes=found.axes)
    if places.group:
        fill(table, places)
        return vertices_of(table.columns, places)
    return (
        places
        if places.x or places.pair or places.path or places.wkt or places.geojson
        else with_named_ends(table.columns, places)
    )


def _shape_of(chosen: dict[str, str]) -> Any:
    if "wkt" in chosen or "geojson" in chosen:
        return "wkt" if "wkt" in chosen else "geojson"
    of_lines = {"end_x", "end_pair", "path", "group", "start_point"}
    return "points" if of_lines.isdisjoint(chosen) else "lines"
