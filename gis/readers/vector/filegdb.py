"""File geodatabases, through GDAL, out of an archive."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from gis.errors import Remark
from gis.readers.columns import by_alias, series
from gis.readers.gdal import Table, layer_shapes
from gis.readers.layers import choose_layer
from gis.readers.source import Contents
from gis.readers.vector import wkb
from gis.readers.vector.markup import Element, parse
from gis.readers.vector.records import plain_columns

DRIVER = "OpenFileGDB"
# Indexes (.atx, .spx) are not needed, and one that lies would hide rows; locks are not either.
PART = re.compile(r"a[0-9a-f]{8}\.gdbtable|a[0-9a-f]{8}\.gdbtablx|gdb|timestamps", re.IGNORECASE)
# The table of all items, in which the domains are described.
ITEMS = "GDB_Items"
DOMAIN_NAME = b"GDAL:OGR:domain_name"
ALIAS = b"GDAL:OGR:alternative_name"
Domains = dict[str, dict[str, str]]


def is_part(name: str) -> bool:
    """Say whether a file of that name belongs into a private copy of a geodatabase.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool

    Examples
    --------
    >>> is_part("a0000000b.gdbtable"), is_part("a0000000b.spx"), is_part("x.vrt")
    (True, False, False)
    """
    return PART.fullmatch(name) is not None


def read_folder(folder: Path, name: str, layer: str | None) -> Contents:
    """Read one layer of a file geodatabase.

    Parameters
    ----------
    folder : Path
        The private copy, ending in .gdb, with nothing but what `is_part`.
    name : str
        What to call the geodatabase.
    layer : str, optional
        Needed where there are several with shapes; a table without shapes may be named too, and
        is taken by itself where there is nothing else.

    Returns
    -------
    Contents
        Codes of a coded domain are replaced by their labels; a code without one stays. Columns
        go by their alias: see `gis.readers.columns.by_alias`.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``no_layer``, ``several_layers``, ``unknown_layer``.
    """
    layers = layer_shapes(folder, name)
    shaped = [known for known, shape in layers.items() if shape]
    notes = {known: "table" for known, shape in layers.items() if not shape}
    offered = shaped if len(shaped) == 1 and not layer else list(layers)
    chosen = choose_layer(name, offered, layer, notes)
    read = Table(folder, name, DRIVER, layer=chosen)
    shapes = wkb.decode(read.wkb)
    attributes, renamed = _called(read.attributes)
    columns, remarks, rejects = _labelled(attributes, _domains(folder, name))
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=list(layers),
        encoding="utf-8",
        crs=read.crs if layers[chosen] else "EPSG:4490",
        crs_from="file",
        rows=np.arange(1, len(read.wkb) + 1),
        geometries=shapes.geometries,
        undecodable=shapes.undecodable,
        columns=columns,
        warnings=[*read.warnings, *shapes.warnings, *renamed, *remarks],
        rejects=[*rejects, *shapes.rejects],
        layer_notes=notes,
    )


def _called(table: pa.Table) -> tuple[pa.Table, list[Remark]]:
    """Call the columns by their aliases, which GDAL hands over beside each."""
    told = {field.name: (field.metadata or {}).get(ALIAS, b"") for field in table.schema}
    aliases = {name: alias.decode("utf-8", "replace") for name, alias in told.items()}
    names, remarks = by_alias(table.column_names, aliases)
    return table.rename_columns(names), remarks


def _domains(folder: Path, name: str) -> Domains:
    """Give for each coded domain the label of each code, as text."""
    items = Table(folder, name, DRIVER, layer=ITEMS, LIST_ALL_TABLES="YES").attributes
    found: Domains = {}
    if "Definition" in items.column_names:
        for raw in items["Definition"].cast(pa.large_binary()).to_pylist():
            if raw and b"CodedValueDomain" in raw[:200]:
                definition = raw.decode("utf-8", "replace")
                domain = parse(definition, name, lambda element, around: False)
                found[domain.said("DomainName") or ""] = dict(_coded(domain))
    return found


def _coded(domain: Element) -> list[tuple[str, str]]:
    values = domain.child("CodedValues")
    return [
        (value.said("Code") or "", value.said("Name") or "")
        for value in (values.children if values else [])
    ]


def _labelled(
    table: pa.Table, domains: Domains
) -> tuple[dict[str, pd.Series], list[Remark], list[Remark]]:
    used = {}
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            # GDAL offers labels too, but points beyond its list for a code without one.
            table = table.set_column(place, field.name, _codes(table.column(place)))
        domain = (field.metadata or {}).get(DOMAIN_NAME, b"").decode("utf-8", "replace").strip("'")
        if domains.get(domain):
            used[field.name] = domain
    columns, remarks, rejects = plain_columns(table)
    for name in used.keys() & columns.keys():
        known = domains[used[name]]
        codes = columns[name].tolist()
        columns[name] = series([known.get(str(code), code) for code in codes])
        remarks.append(Remark(0, name, "labels_used", {"domain": used[name]}))
    return columns, remarks, rejects


def _codes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([chunk.indices for chunk in column.chunks], pa.int32())
