"""Shapefiles: the shapes through GDAL, the attributes by ourselves."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from gis.errors import UnreadableFile
from gis.readers.arrow import schema
from gis.readers.copying import copy
from gis.readers.encodings.decoding import LANGUAGE_BYTES
from gis.readers.encodings.encoding import EncodingEvidence
from gis.readers.flow import Flow
from gis.readers.shapefiles.attributes import Attributes
from gis.readers.shapefiles.dbf import Table, live, read_table
from gis.readers.shapefiles.notes import NOTES, take_notes
from gis.readers.shapefiles.shapes import DRIVER, Shapes, check_shapes

# A spatial index (.sbn, .qix) is not needed, and one that lies would hide rows.
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Flow:
    """Read a plain shapefile with its siblings.

    Parameters
    ----------
    path : Path
        The .shp; siblings have the same stem, in capitals or not.
    folder : Path
        Private, for the copy.
    layer : str, optional
        May only be the file's own stem.
    encoding : str, optional
        Overrides .cpg and .dbf.

    Returns
    -------
    Flow

    Raises
    ------
    UnreadableFile, UnknownEncoding
    """
    if layer not in (None, path.stem):
        raise UnreadableFile("unknown_layer", name=path.name, layer=layer, layers=path.stem)
    for sibling in path.parent.iterdir():
        suffix = sibling.suffix.lower()
        if sibling.stem == path.stem and suffix in PARTS and sibling.is_file():
            part = folder / f"layer{suffix}"
            if suffix in NOTES and not sibling.stat().st_size:
                part.touch()
            else:
                copy(sibling, part, sibling.name)
    return read_parts(folder, path.name, path.stem, encoding)


def read_parts(folder: Path, name: str, layer: str, encoding: str | None) -> Flow:
    """Read the shapefile whose parts lie in a private folder as ``layer.shp``, ``layer.dbf``….

    Parameters
    ----------
    folder : Path
    name, layer : str
        What to call the file and the layer.
    encoding : str, optional

    Returns
    -------
    Flow
        The table was looked through once already: its columns and its encoding are settled.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``part_missing`` (.dbf), ``truncated``, ``parts_disagree``,
        ``index_disagrees``, ``damaged``.
    UnknownEncoding
    """
    check_shapes(folder, name)
    table = _table(folder, name)
    notes, remarks = take_notes(folder)
    shapes = Shapes(folder, name)
    if shapes.count != table.count:
        raise UnreadableFile("parts_disagree", name=name, shapes=shapes.count, records=table.count)
    claims = _claims(notes[".cpg"], table.language)
    attributes = Attributes(table, EncodingEvidence(name, given=encoding, claims=claims))
    attributes.warnings[:0] = [*remarks, *shapes.warnings]
    return Flow(
        driver=DRIVER,
        layer=layer,
        layers=[layer],
        encoding=attributes.encoding,
        crs=notes[".prj"],
        crs_from="prj",
        row_count=attributes.row_count,
        columns=attributes.columns,
        pieces=lambda: _pieces(table, shapes, attributes),
        warnings=attributes.warnings,
        rejects=attributes.rejects,
    )


def _table(folder: Path, name: str) -> Table:
    dbf = folder / "layer.dbf"
    if not dbf.exists():
        raise UnreadableFile("part_missing", name=name, part=".dbf")
    # GDAL is to see the shapes alone.
    return read_table(dbf.rename(folder / "table"), name)


def _pieces(table: Table, shapes: Shapes, attributes: Attributes) -> Iterator[pa.RecordBatch]:
    kind = schema(attributes.columns)
    first = 1
    with table.opened() as read:
        for wkb, undecodable in shapes.pieces():
            records = read(len(wkb))
            kept = live(records)
            rows = np.flatnonzero(kept) + first
            first += len(records)
            arrays = [
                pa.array(rows),
                wkb.filter(pa.array(kept)),
                pa.array(undecodable[kept]),
                *attributes.arrays(records if kept.all() else records[kept], rows),
            ]
            yield pa.record_batch(arrays, schema=kind)
    attributes.finish()


def _claims(cpg: str | None, language: int) -> list[tuple[str, str]]:
    claims = [(".cpg", cpg)] if cpg else []
    if language in LANGUAGE_BYTES:
        claims.append((".dbf", LANGUAGE_BYTES[language]))
    return claims
