"""File geodatabases, through GDAL, out of an archive."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa

from gis.errors import Remark
from gis.readers.codes import MOST_CODES, CodeTable, code_table
from gis.readers.columns import by_alias, unique_names
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
# In the definition of a domain that is no range.
CODED = b"CodedValueDomain"


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
        With the coded-value domains as code tables. Columns go by their alias: see
        `gis.readers.columns.by_alias`.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``no_layer``, ``several_layers``, ``unknown_layer``,
        ``entities_declared`` (in the definition of a domain).
    """
    layers = layer_shapes(folder, name)
    shaped = [known for known, shape in layers.items() if shape]
    notes = {known: "table" for known, shape in layers.items() if not shape}
    offered = shaped if len(shaped) == 1 and not layer else list(layers)
    chosen = choose_layer(name, offered, layer, notes)
    read = Table(folder, name, DRIVER, layer=chosen)
    shapes = wkb.decode(read.wkb)
    attributes, renamed = _called(read.attributes)
    columns, remarks, rejects = plain_columns(_coded(attributes))
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
        code_tables=_code_tables(attributes.schema, _domains(folder, name)),
    )


def _called(table: pa.Table) -> tuple[pa.Table, list[Remark]]:
    """Call the columns by their aliases, which GDAL hands over beside each."""
    told = {field.name: (field.metadata or {}).get(ALIAS, b"") for field in table.schema}
    aliases = {name: alias.decode("utf-8", "replace") for name, alias in told.items()}
    names, remarks = by_alias(table.column_names, aliases)
    return table.rename_columns(names), remarks


def _domains(folder: Path, name: str) -> dict[str, CodeTable]:
    """Give the coded-value domains by their names; ranges tell nothing of a value."""
    items = Table(folder, name, DRIVER, layer=ITEMS, LIST_ALL_TABLES="YES").attributes
    if "Definition" not in items.column_names:
        return {}
    definitions = items["Definition"].cast(pa.large_binary()).to_pylist()
    coded = [raw.decode("utf-8", "replace") for raw in definitions if raw and CODED in raw]
    tables = [_domain(definition, name) for definition in coded]
    return {table.domain: table for table in tables}


def _domain(definition: str, name: str) -> CodeTable:
    pairs: list[tuple[str, str]] = []

    def closed(element: Element, around: list[Element]) -> bool:
        # Dropped at once: a million of them would fill the memory.
        if element.tag == "CodedValue":
            if len(pairs) <= MOST_CODES:
                pairs.append((element.said("Code") or "", element.said("Name") or ""))
            return True
        return False

    domain = parse(definition, name, closed)
    return code_table(domain.said("DomainName") or "", pairs)


def _code_tables(schema: pa.Schema, domains: dict[str, CodeTable]) -> dict[str, CodeTable]:
    """Give the code tables of the columns, by the names that these get."""
    names, _ = unique_names(schema.names)
    used = [
        (field.metadata or {}).get(DOMAIN_NAME, b"").decode("utf-8", "replace").strip("'")
        for field in schema
    ]
    return {
        name: domains[domain] for name, domain in zip(names, used, strict=True) if domain in domains
    }


def _coded(table: pa.Table) -> pa.Table:
    """Give the codes themselves: GDAL's names point beyond its list for a code without one."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, _codes(table.column(place)))
    return table


def _codes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([chunk.indices for chunk in column.chunks], pa.int32())
