"""Shapefiles, one for each kind of shape, plain or zipped."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from gis.crs.esri import esri_wkt
from gis.errors import UnwritableData
from gis.formats import SHAPES
from gis.writers import fieldlist
from gis.writers.dbf import DECLARED, TRANSPORT, Dbf, short_names
from gis.writers.dbf_fields import Field, caster, record_bytes
from gis.writers.dbf_fields import schema_of as dbf_schema
from gis.writers.gdal import write_layer
from gis.writers.spool import Cutter, Spool, parted
from gis.writers.task import Task, shape_types, shapes_of
from gis.writers.unmapped import UNMAPPED_SUFFIX, Unmapped
from gis.writers.written import Written

__all__ = ["DECLARED", "MAX_PART_BYTES", "family", "short_names", "write", "write_zipped"]

# Beyond two gigabytes neither .shp nor .dbf can be read by all: what is more goes to a next part.
MAX_PART_BYTES = 2**31 - 2**20
TYPE_NAMES = {"point": "Point", "line": "LineString", "polygon": "Polygon"}
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx")
LANGUAGE_OFFSET = 29
# Of the work, the part that is done when all rows have been read.
READING = 0.6


def write_zipped(task: Task) -> Written:
    """Write as `write` does, into one .zip.

    Parameters
    ----------
    task : Task
        Its path is the .zip.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData
    """
    written = write(replace(task, path=task.path.with_suffix(".shp")))
    with zipfile.ZipFile(task.path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in written.files:
            archive.write(file, file.name)
            file.unlink()
    return replace(written, path=task.path, files=[task.path])


def write(task: Task) -> Written:
    """Write one shapefile for each kind of shape, a workbook of rows without, a list of fields.

    Parameters
    ----------
    task : Task
        Its path is the .shp.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData
        ``nothing_mapped``, ``mixed_shape``, ``too_many_fields``, ``encoding_not_writable``,
        ``number_not_finite``, ``write_failed``.

    Notes
    -----
    All rows are read once before any is written: a .dbf states the width of its columns first,
    and as wide as they might be it would be ten times as large.
    """
    dbf = Dbf(task.rows.columns, task.encoding)
    with Spool(task.path.parent) as spool, Unmapped(task) as unmapped:
        for batch in task.batches(READING):
            _part(batch, dbf, spool, unmapped)
        rows = sum(spool.rows.values())
        if not rows:
            raise UnwritableData("nothing_mapped", rows=unmapped.rows)
        layers = _Layers(task, dbf.fields(), spool, unmapped.rows)
        files = [file for kind in SHAPES if kind in spool.rows for file in layers.write(kind)]
    files += unmapped.files
    files.append(fieldlist.write(task, dbf.fields(), layers.stems))
    return Written(
        task.path,
        rows=rows,
        files=files,
        unmapped=unmapped.rows,
        renamed={
            column.name: dbf.names[column.short]
            for column in task.rows.columns
            if column.short != dbf.names[column.short]
        },
        truncated=dbf.truncated,
        replaced=dbf.replaced,
        truncated_count=dbf.truncated_count,
        replaced_count=dbf.replaced_count,
    )


def family(path: Path) -> set[Path]:
    """Name all files that the last export to this .shp may have left.

    Parameters
    ----------
    path : Path
        The .shp.

    Returns
    -------
    set of Path
        Of further parts (``_2``) only those that the list of fields beside it names: a file of
        such a name may well be someone's own.

    Examples
    --------
    >>> files = family(Path("pipes.shp"))
    >>> Path("pipes_line.dbf") in files, Path("pipes_old.dbf") in files
    (True, False)
    """
    own = re.compile(rf"{re.escape(path.stem)}(_(point|line|polygon))?(_\d+)?")
    stems = {path.stem, *(f"{path.stem}_{kind}" for kind in SHAPES)}
    stems |= {stem for stem in fieldlist.stems_listed(path) if own.fullmatch(stem)}
    parts = {path.with_name(stem + suffix) for stem in stems for suffix in SUFFIXES}
    return {
        path,
        path.with_name(path.stem + UNMAPPED_SUFFIX),
        fieldlist.path_beside(path),
        *parts,
    }


def _part(batch: pa.RecordBatch, dbf: Dbf, spool: Spool, unmapped: Unmapped) -> None:
    types = shape_types(batch)
    mixed = np.flatnonzero(types > 6)
    if len(mixed):
        raise UnwritableData("mixed_shape", row=_passed(spool, unmapped) + int(mixed[0]) + 1)
    carried = dbf.carried(batch)
    unmapped.add(batch.filter(pa.array(types == 0)))
    for kind, part, found in parted(carried, types):
        spool.add(kind, part, found)


def _passed(spool: Spool, unmapped: Unmapped) -> int:
    return sum(spool.rows.values()) + unmapped.rows


class _Layers:
    """Writes what was spooled, kind by kind and part by part."""

    def __init__(self, task: Task, fields: list[Field], spool: Spool, done: int) -> None:
        self._task, self._fields, self._spool = task, fields, spool
        self._total = sum(spool.rows.values())
        self._before, self._done = done, 0
        self.stems: list[str] = []

    def write(self, kind: str) -> Iterator[Path]:
        path = self._task.path
        stem = path.stem if len(self._spool.rows) == 1 else f"{path.stem}_{kind}"
        types = self._spool.types[kind]
        batches = self._counted(map(caster(self._fields), self._spool.read(kind)))
        type_name = TYPE_NAMES[kind]
        if 4 in types:  # unlike lines, points of many parts are of another type
            type_name, batches = "MultiPoint", map(_as_multipoints, batches)
        cutter = Cutter(batches, record_bytes(self._fields), MAX_PART_BYTES)
        number = 1
        while cutter:
            shp = path.with_name(f"{stem}.shp" if number == 1 else f"{stem}_{number}.shp")
            self._write_part(shp, cutter.part(), type_name)
            self.stems.append(shp.stem)
            yield from sorted(file for file in shp.parent.iterdir() if file.stem == shp.stem)
            number += 1

    def _write_part(self, shp: Path, batches: Iterable[pa.RecordBatch], type_name: str) -> None:
        write_layer(
            shp,
            dbf_schema(self._fields),
            batches,
            self._task.crs,
            driver="ESRI Shapefile",
            geometry_type=type_name,
            encoding=TRANSPORT,
            layer_options={"2GB_LIMIT": "YES"},
        )
        shp.with_suffix(".prj").write_text(esri_wkt(self._task.crs), encoding="ascii")
        _declare_encoding(shp, self._task.encoding)

    def _counted(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        all_rows = self._total + self._before
        for batch in batches:
            yield batch
            self._done += batch.num_rows
            self._task.tell(all_rows * (READING + (1 - READING) * self._done / self._total))


def _as_multipoints(batch: pa.RecordBatch) -> pa.RecordBatch:
    shapes: NDArray[np.object_] = shapes_of(batch)
    single = shapely.get_type_id(shapes) == 0
    shapes[single] = shapely.multipoints(shapes[single].reshape(-1, 1))
    place = batch.num_columns - 1
    binary = pa.array(shapely.to_wkb(shapes), pa.binary())
    return batch.set_column(place, batch.schema.field(place), binary)


def _declare_encoding(shp: Path, encoding: str) -> None:
    language, name = DECLARED[encoding]
    shp.with_suffix(".cpg").write_text(name, encoding="ascii")
    with shp.with_suffix(".dbf").open("r+b") as dbf:
        dbf.seek(LANGUAGE_OFFSET)
        dbf.write(bytes([language]))
