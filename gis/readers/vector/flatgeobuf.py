"""FlatGeobuf, through GDAL."""

import struct
from pathlib import Path

import numpy as np

from gis.errors import UnreadableFile
from gis.readers.copying import copy
from gis.readers.gdal import Table
from gis.readers.layers import only_layer
from gis.readers.source import Contents
from gis.readers.vector import wkb
from gis.readers.vector.records import plain_columns

DRIVER = "FlatGeobuf"
# The byte between them is the version of the specification.
MAGIC, MAGIC_END = b"fgb", b"fgb"
MAGIC_BYTES = 8
# Where the header's table notes how many rows there are.
COUNT_SLOT = 4 + 2 * 8


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read a FlatGeobuf file.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for the copy.
    layer : str, optional
        May only be the file's own stem.
    encoding : str, optional
        Ignored: the text is always UTF-8.

    Returns
    -------
    Contents

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``truncated``, ``unknown_layer``.
    """
    chosen = only_layer(path.name, path.stem, layer)
    with path.open("rb") as file:
        start = file.read(MAGIC_BYTES)
    if start[:3] != MAGIC or start[4:7] != MAGIC_END:
        raise UnreadableFile("wrong_content", name=path.name, format=DRIVER)
    _check_end(path)
    package = folder / "layer.fgb"
    copy(path, package, path.name)
    read = Table(package, path.name, DRIVER)
    shapes = wkb.decode(read.wkb)
    columns, remarks, rejects = plain_columns(read.attributes)
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=[chosen],
        encoding="utf-8",
        crs=read.crs,
        crs_from="file",
        rows=np.arange(1, len(read.wkb) + 1),
        geometries=shapes.geometries,
        undecodable=shapes.undecodable,
        columns=columns,
        warnings=[*read.warnings, *shapes.warnings, *remarks],
        rejects=[*rejects, *shapes.rejects],
    )


def _check_end(path: Path) -> None:
    """Refuse a file without a count that breaks off: GDAL takes the rows before for all."""
    with path.open("rb") as file:
        try:
            file.seek(MAGIC_BYTES)
            header = file.read(min(_number(file.read(4)), path.stat().st_size))
            if not _count(header):
                size, at = path.stat().st_size, MAGIC_BYTES + 4 + len(header)
                while at < size:
                    file.seek(at)
                    at += 4 + _number(file.read(4))
                if at == size:
                    return
                raise UnreadableFile("truncated", name=path.name, part=path.suffix)
        except (struct.error, IndexError) as error:
            raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error


def _number(raw: bytes) -> int:
    return int(struct.unpack("<I", raw)[0])


def _count(header: bytes) -> int:
    """Give the number of rows that the header notes; 0 for none."""
    (table,) = struct.unpack_from("<I", header)
    (back,) = struct.unpack_from("<i", header, table)
    (length,) = struct.unpack_from("<H", header, table - back)
    if length <= COUNT_SLOT:
        return 0
    (slot,) = struct.unpack_from("<H", header, table - back + COUNT_SLOT)
    return int(struct.unpack_from("<Q", header, table + slot)[0]) if slot else 0
