"""Shapefiles: the shapes through GDAL, the attributes by ourselves."""

import struct
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from gis.errors import Remark, UnreadableFile
from gis.readers.attributes import Attributes, texts
from gis.readers.copying import copy
from gis.readers.dbf import Table, read_table
from gis.readers.encoding import LANGUAGE_BYTES, detect
from gis.readers.gdal import Layer
from gis.readers.source import Contents

DRIVER = "ESRI Shapefile"
# A spatial index (.sbn, .qix) is not needed, and one that lies would hide rows.
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# What only says something about the others: empty, it is as good as missing.
NOTES = (".prj", ".cpg")
MAGIC = struct.pack(">i", 9994)
HEADER_BYTES = 100


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
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
    Contents

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


def read_parts(folder: Path, name: str, layer: str, encoding: str | None) -> Contents:
    """Read the shapefile whose parts lie in a private folder as ``layer.shp``, ``layer.dbf``….

    Parameters
    ----------
    folder : Path
    name, layer : str
        What to call the file and the layer.
    encoding : str, optional

    Returns
    -------
    Contents

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``part_missing`` (.dbf), ``truncated``, ``parts_disagree``,
        ``damaged``.
    UnknownEncoding
    """
    _check_shapes(folder, name)
    dbf = folder / "layer.dbf"
    if not dbf.exists():
        raise UnreadableFile("part_missing", name=name, part=".dbf")
    table = read_table(dbf, name)
    prj, cpg, empty = _notes(folder)
    dbf.unlink()  # GDAL is to see the shapes alone
    restored = _restored_index(folder, name)
    geometries, undecodable, said = _shapes(folder, name, table)
    live = ~table.deleted
    rows = np.flatnonzero(live) + 1
    numbers = rows.tolist()
    chosen, doubts = detect(
        name, texts(table, numbers), given=encoding, claims=_claims(cpg, table.language)
    )
    attributes = Attributes(table, numbers, chosen)
    return Contents(
        driver=DRIVER,
        layer=layer,
        layers=[layer],
        encoding=chosen,
        crs=prj,
        crs_from="prj",
        rows=rows,
        geometries=geometries[live],
        undecodable=undecodable[live],
        columns=attributes.columns,
        warnings=[*empty, *restored, *said, *doubts, *attributes.warnings],
        rejects=attributes.rejects,
    )


def _check_shapes(folder: Path, name: str) -> None:
    shp = folder / "layer.shp"
    with shp.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if not header.startswith(MAGIC):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    if (
        len(header) < HEADER_BYTES
        or 2 * struct.unpack_from(">i", header, 24)[0] > shp.stat().st_size
    ):
        raise UnreadableFile("truncated", name=name, part=".shp")


def _restored_index(folder: Path, name: str) -> list[Remark]:
    if (folder / "layer.shx").exists():
        return []
    # The option holds for the whole process; all that GDAL reads here are private copies, so that
    # another thread meeting it does no harm.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        Layer(folder / "layer.shp", name, DRIVER)
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    return [Remark(0, "", "shx_restored")]


def _shapes(
    folder: Path, name: str, table: Table
) -> tuple[NDArray[np.object_], NDArray[np.bool_], list[Remark]]:
    layer = Layer(folder / "layer.shp", name, DRIVER)
    shapes, records = len(layer.geometries), len(table.records)
    if shapes != records:
        raise UnreadableFile("parts_disagree", name=name, shapes=shapes, records=records)
    return layer.geometries, _lost(folder, layer.geometries), layer.warnings


def _lost(folder: Path, geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say for each record whether it claims to hold a shape (its type is not 0) but gave none."""
    index = np.frombuffer((folder / "layer.shx").read_bytes(), ">i4", offset=HEADER_BYTES)
    shp = np.frombuffer((folder / "layer.shp").read_bytes(), np.uint8)
    types = 2 * index[::2].astype(np.int64) + 8  # offsets count in 16-bit words
    types = np.clip(types, 0, len(shp) - 4)
    claimed = shp[types[:, np.newaxis] + np.arange(4)].any(axis=1)
    lost: NDArray[np.bool_] = claimed & shapely.is_missing(geometries)
    return lost


def _claims(cpg: str | None, language: int) -> list[tuple[str, str]]:
    claims = [(".cpg", cpg)] if cpg else []
    if language in LANGUAGE_BYTES:
        claims.append((".dbf", LANGUAGE_BYTES[language]))
    return claims


def _notes(folder: Path) -> tuple[str | None, str | None, list[Remark]]:
    """Take the texts of .prj and .cpg out of the folder, with a remark for each that is empty."""
    found: dict[str, str | None] = dict.fromkeys(NOTES)
    remarks = []
    for suffix in NOTES:
        part = folder / f"layer{suffix}"
        if part.exists():
            text = part.read_bytes().decode("utf-8", "replace").strip("\ufeff\0 \r\n\t")
            found[suffix] = text or None
            remarks += [] if text else [Remark(0, "", "part_empty", {"part": suffix})]
            part.unlink()
    return found[".prj"], found[".cpg"], remarks
