"""Shapefiles, one for each kind of shape, plain or zipped."""

import csv
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gis.errors import Remark, UnwritableData
from gis.geometry import as_multi, shape_name
from gis.writers.gdal import write_layer
from gis.writers.names import cut, fitted
from gis.writers.table import Table
from gis.writers.typed import Typed, text_of, typed
from gis.writers.written import Written

MAX_FIELDS = 255
MAX_TEXT_BYTES = 254
MAX_NAME_BYTES = 10
# From here on a number does not fit into the 24 digits of a .dbf column: it is written as text.
MAX_REAL = 1e15
KINDS = ("point", "line", "polygon")
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx")
UNMAPPED_SUFFIX = "_未上图.csv"
# What stands for a character that the encoding lacks: the printer's geta mark, part of GBK.
LACKING = "〓"
# The language byte of the .dbf and the content of the .cpg.
DECLARED = {"gbk": (0x4D, "GBK"), "utf-8": (0x00, "UTF-8")}
LANGUAGE_OFFSET = 29
# GDAL is given the bytes of the wanted encoding as if each were a character of this one: left to
# itself it drops characters that GBK lacks and breaks names and values within a character.
TRANSPORT = "ISO-8859-1"


def write_zipped(table: Table, path: Path) -> Written:
    """Write as `write` does, into one .zip.

    Parameters
    ----------
    table : Table
    path : Path
        The .zip, in a folder of our own.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData
    """
    written = write(table, path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in written.files:
            archive.write(file, file.name)
    return replace(written, path=path, files=[path])


def write(table: Table, path: Path) -> Written:
    """Write one shapefile for each kind of shape, and a table of the rows that have none.

    Parameters
    ----------
    table : Table
    path : Path
        The .shp, in a folder of our own.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData
        ``nothing_mapped``, ``mixed_shape``, ``too_many_fields``, ``encoding_not_writable``,
        ``number_not_finite``, ``write_failed``.
    """
    shapes = _shapes(table)
    fields = _Fields(table)
    files: list[Path] = []
    kinds = [kind for kind in KINDS if np.any(shapes == kind)]
    for kind in kinds:
        shp = path if len(kinds) == 1 else path.with_name(f"{path.stem}_{kind}.shp")
        files += _write_kind(table, fields, shapes == kind, shp)
    unmapped = table.only(~table.mapped)
    if len(unmapped.geometries):
        files.append(_write_unmapped(unmapped, path.with_name(path.stem + UNMAPPED_SUFFIX)))
    return Written(
        path,
        rows=int(table.mapped.sum()),
        files=files,
        unmapped=len(unmapped.geometries),
        renamed={name: short for name, short in fields.names.items() if name != short},
        truncated=fields.truncated,
        replaced=fields.replaced,
    )


def family(path: Path) -> set[Path]:
    """Name all files that exports to this .shp may ever have left.

    Parameters
    ----------
    path : Path
        The .shp.

    Returns
    -------
    set of Path

    Examples
    --------
    >>> files = family(Path("pipes.shp"))
    >>> Path("pipes_line.dbf") in files, Path("pipes_old.dbf") in files
    (True, False)
    """
    stems = [path.stem, *(f"{path.stem}_{kind}" for kind in KINDS)]
    parts = {path.with_name(stem + suffix) for stem in stems for suffix in SUFFIXES}
    return {path, path.with_name(path.stem + UNMAPPED_SUFFIX), *parts}


def short_names(names: Iterable[str], encoding: str) -> dict[str, str]:
    """Give every column the name that a .dbf has room for.

    Parameters
    ----------
    names : iterable of str
        Different from each other; the first come keep most of their name.
    encoding : {"utf-8", "gbk"}

    Returns
    -------
    dict of str to str
        The name in the file for each name, in order.

    Examples
    --------
    >>> short_names(["计量长度", "材质"], "utf-8")
    {'计量长度': '计量长', '材质': '材质'}
    """
    return fitted(names, encoding=encoding, limit_bytes=MAX_NAME_BYTES)


def _shapes(table: Table) -> NDArray[np.object_]:
    shapes = shape_name(table.geometries)
    mixed = np.flatnonzero(shapes == "collection")
    if len(mixed):
        raise UnwritableData("mixed_shape", row=int(mixed[0]) + 1)
    if not table.mapped.any():
        raise UnwritableData("nothing_mapped", rows=len(shapes))
    return shapes


def _write_kind(
    table: Table, fields: "_Fields", chosen: NDArray[np.bool_], shp: Path
) -> list[Path]:
    geometries = table.geometries[chosen]
    if "MultiPoint" in {shape.geom_type for shape in geometries}:
        geometries = as_multi(geometries)  # unlike lines, points are of another type than theirs
    write_layer(
        shp,
        replace(table, geometries=geometries),
        fields.of(chosen),
        driver="ESRI Shapefile",
        geometry_type=geometries[0].geom_type,
        encoding=TRANSPORT,
        layer_options={"2GB_LIMIT": "YES", "RESIZE": "YES"},
    )
    _declare_encoding(shp, table.encoding)
    return sorted(file for file in shp.parent.iterdir() if file.stem == shp.stem)


def _declare_encoding(shp: Path, encoding: str) -> None:
    language, name = DECLARED[encoding]
    shp.with_suffix(".cpg").write_text(name, encoding="ascii")
    with shp.with_suffix(".dbf").open("r+b") as dbf:
        dbf.seek(LANGUAGE_OFFSET)
        dbf.write(bytes([language]))


def _write_unmapped(table: Table, path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(table.columns)
        for row in zip(*table.columns.values(), strict=True):
            out.writerow(["" if value is None else text_of(value) for value in row])
    return path


class _Fields:
    """The columns as a .dbf can hold them, with what had to be changed."""

    def __init__(self, table: Table) -> None:
        if table.encoding not in DECLARED:
            raise UnwritableData("encoding_not_writable", format="shp", encoding=table.encoding)
        if len(table.columns) > MAX_FIELDS:
            raise UnwritableData("too_many_fields", count=len(table.columns), limit=MAX_FIELDS)
        self.encoding = table.encoding
        self.truncated: list[Remark] = []
        self.replaced: list[Remark] = []
        self.names = short_names(table.columns, table.encoding)
        self._columns = {
            self._carried(self.names[name]): self._column(name, values)
            for name, values in table.columns.items()
        }

    def of(self, chosen: NDArray[np.bool_]) -> dict[str, Typed]:
        """Give the columns for the rows where `chosen` is True."""
        return {
            name: Typed(kind, values[chosen], None if gaps is None else gaps[chosen])
            for name, (kind, values, gaps) in self._columns.items()
        }

    def _column(self, name: str, values: list[object]) -> Typed:
        column = typed(name, values)
        if column.kind == "time" or (
            column.kind == "real" and np.nanmax(np.abs(column.values)) >= MAX_REAL
        ):
            column = typed(name, [None if value is None else text_of(value) for value in values])
        if column.kind != "text":
            return column
        texts = [
            None if text is None else self._carried(self._fitted(row, name, text))
            for row, text in enumerate(column.values, start=1)
        ]
        return Typed("text", np.array(texts, dtype=object), None)

    def _fitted(self, row: int, name: str, text: str) -> str:
        lacking = self._lacking(text)
        if lacking:
            params: dict[str, object] = {"characters": lacking, "encoding": self.encoding}
            self.replaced.append(Remark(row, name, "characters_replaced", params))
            text = "".join(LACKING if character in lacking else character for character in text)
        short = cut(text, self.encoding, MAX_TEXT_BYTES)
        if short != text:
            limit: dict[str, object] = {"limit_bytes": MAX_TEXT_BYTES}
            self.truncated.append(Remark(row, name, "text_truncated", limit))
        return short

    def _lacking(self, text: str) -> str:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return "".join(
                character
                for character in dict.fromkeys(text)
                if not character.encode(self.encoding, "ignore")
            )
        return ""

    def _carried(self, text: str) -> str:
        return text.encode(self.encoding).decode(TRANSPORT)
