"""Assets → a table whose columns bear the names that planners use."""

from operator import attrgetter

import geopandas
import pandas as pd
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from registry.choices import Stage
from registry.exchange.mapping import KIND
from registry.kinds import COLUMNS, KINDS, PROVENANCE, Coded, Number
from registry.kinds.values import is_blank

PROJECT = {
    "项目编号": "project__number",
    "项目名称": "project__name",
    "领域": "project__sector__name",
    "地区": "project__district__name",
    "阶段": "project__stage",
}
MAPPED_LENGTH = Number("length_m", "图上长度", "m")
OWN = ("kind", *COLUMNS, *PROVENANCE, "length_m", "attributes", "source_attributes")


def table_of(assets, *, short_names=False):
    """All rows in EPSG:4490: project, real columns, kinds' attributes, the source file's rest.

    A shapefile has no room for units in the names of columns: `short_names` leaves them out.
    """
    name_of = attrgetter("label" if short_names else "caption")
    shaped = assets.order_by("id").annotate(shape=AsWKB("location"))
    rows = list(shaped.values(*PROJECT.values(), *OWN, "shape"))
    places = places_by_kind(rows)
    columns = {
        **project_columns(rows),
        **field_columns(rows, places, columns_of, dict.get, name_of),
        **field_columns(rows, places, attributes_of, attribute_of, name_of),
    }
    columns |= source_columns(rows, taken=columns)
    table = pd.DataFrame(columns, dtype=object)
    shapes = shapely.from_wkb([row["shape"] and bytes(row["shape"]) for row in rows])
    return geopandas.GeoDataFrame(table, geometry=shapes, crs=4490)


def places_by_kind(rows):
    """Where the rows of each kind present stand, in the order of the declarations."""
    places = {code: [] for code in KINDS}
    for place, row in enumerate(rows):
        places[row["kind"]].append(place)
    return {KINDS[code]: found for code, found in places.items() if found}


def project_columns(rows):
    columns = {name: [row[source] for row in rows] for name, source in PROJECT.items()}
    columns["阶段"] = [Stage(stage).label for stage in columns["阶段"]]
    columns[KIND.caption] = [KIND.show(row["kind"]) for row in rows]
    return columns


def columns_of(kind):
    length = (MAPPED_LENGTH,) if kind.is_line else ()
    return (*kind.columns.values(), *length, *PROVENANCE.values())


def attributes_of(kind):
    return kind.attributes


def field_columns(rows, places, fields_of, value_of, name_of):
    """One column a name: kinds that share a name share the column."""
    columns = {}
    for kind, its_places in places.items():
        for field in fields_of(kind):
            column = columns.setdefault(name_of(field), [None] * len(rows))
            for place in its_places:
                column[place] = shown(field, value_of(rows[place], field.name))
    return columns


def attribute_of(row, name):
    return row["attributes"].get(name)


def shown(field, value):
    """The label of a code, a measured length to the millimetre; all else as it is."""
    if is_blank(value):
        return None
    if field is MAPPED_LENGTH:
        return round(value, 3)
    return field.show(value) if isinstance(field, Coded) else value


def source_columns(rows, taken):
    """What the source files carried beyond the known fields, under their own names."""
    names = dict.fromkeys(name for row in rows for name in row["source_attributes"] or ())
    return {
        f"源_{name}" if name in taken else name: [
            (row["source_attributes"] or {}).get(name) for row in rows
        ]
        for name in names
    }
