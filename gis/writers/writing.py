"""The one door for files that go out."""

import codecs
import os
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gis.crs import Crs, parse
from gis.errors import UnwritableData
from gis.formats import BY_SUFFIX, FORMATS, Format
from gis.writers import shapefile
from gis.writers.rows import Rows
from gis.writers.task import Progress, Task
from gis.writers.unmapped import UNMAPPED_SUFFIX
from gis.writers.written import Written

if TYPE_CHECKING:
    import geopandas

# Each writes to a path in a fresh folder and says what it changed.
Writer = Callable[[Task], Written]
#: Module and function for each format; loaded when wanted, for memory's sake.
WRITERS: dict[str, tuple[str, str]] = {
    "shp": ("shapefile", "write"),
    "gpkg": ("geopackage", "write"),
    "geojson": ("geojson", "write"),
    "geojsonl": ("geojson", "write_lines"),
    "kml": ("kml", "write"),
    "dxf": ("dxf", "write"),
    "fgb": ("flatgeobuf", "write"),
    "parquet": ("geoparquet", "write"),
    "xlsx": ("excel", "write"),
    "csv": ("commas", "write"),
}


def write(frame: "geopandas.GeoDataFrame", path: str | Path, **options: object) -> Written:
    """Write the rows of a frame.

    Parameters
    ----------
    frame : GeoDataFrame
        Geometry in EPSG:4490, (longitude, latitude), valid, or None; the other columns of str,
        int, float, Decimal, bool, date, datetime, None; dict and list become JSON text.
    path : str or Path
    **options : object
        As of `write_rows`.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData, UnknownCrs
        With the codes of `gis.errors.ERRORS`.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import geopandas, shapely
    >>> line = shapely.LineString([(101.71, 26.58), (101.72, 26.58)])
    >>> frame = geopandas.GeoDataFrame({"敷设年代": [1998]}, geometry=[line], crs=4490)
    >>> written = write(frame, Path(mkdtemp()) / "pipes.gpkg", crs="EPSG:4543")
    >>> written.rows, [file.name for file in written.files], written.renamed
    (1, ['pipes.gpkg'], {})
    """
    # Frames take a second and 60 MB to load: a large export has no need of them.
    from gis.writers.frames import rows_of

    return write_rows(rows_of(frame), path, **options)  # type: ignore[arg-type]


def write_rows(
    rows: Rows,
    path: str | Path,
    *,
    format: str | None = None,
    crs: str | None = None,
    encoding: str = "utf-8",
    layer: str = "assets",
    progress: Progress | None = None,
) -> Written:
    """Write rows, as they come, to a file of any known format.

    All is written into a folder beside the target and moved into place at the end, so that a
    failure leaves what was there before.

    Parameters
    ----------
    rows : Rows
        Batches are taken one after the other and not kept.
    path : str or Path
        Its suffix says the format: see `gis.formats`. ``.zip`` is a zipped shapefile.
    format : str, optional
        Must agree with the suffix.
    crs : str, optional
        ``"EPSG:n"``; else the format's own: EPSG:4490, of KML EPSG:4326.
    encoding : {"utf-8", "gbk"}
        In any spelling. Of a shapefile's text; the other formats are always UTF-8.
    layer : str
        Name of the layer, where the format has one.
    progress : callable, optional
        Called with the rows done and the rows in all; what it raises ends the writing and leaves
        nothing behind.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData, UnknownCrs
        With the codes of `gis.errors.ERRORS`.

    Notes
    -----
    Shapefiles: one for each kind of shape; where there are several, ``<stem>_point.shp``,
    ``<stem>_line.shp`` and ``<stem>_polygon.shp``; beyond two gigabytes ``<stem>_2.shp`` and so
    on; with ``<stem>_字段对照表.txt``. Rows without a shape go to ``<stem>_未上图.xlsx`` there and
    beside KML and DXF. What an earlier export left of these and this one did not write is removed.
    """
    path = Path(path)
    chosen = _format(path, format)
    target = _target(chosen, crs)
    task = Task(rows, path, target, _encoding_name(encoding), layer, progress)
    try:
        with TemporaryDirectory(prefix=".atlas-", dir=path.parent) as folder:
            draft = replace(task, path=Path(folder) / path.name)
            return _published(_writer(path, chosen)(draft), path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableData("write_failed", name=path.name, reason=reason) from error


def _writer(path: Path, format: Format) -> Writer:
    if _is_zip(path):
        return shapefile.write_zipped
    module, function = WRITERS[format.name]
    writer: Writer = getattr(import_module(f"gis.writers.{module}"), function)
    return writer


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _format(path: Path, wanted: str | None) -> Format:
    suffix = path.suffix.lower()
    if not suffix:
        raise UnwritableData("output_suffix_missing", name=path.name)
    if suffix not in BY_SUFFIX:
        raise UnwritableData("unsupported_output", suffix=path.suffix)
    if wanted and wanted.lower() != BY_SUFFIX[suffix].name:
        raise UnwritableData("format_mismatch", name=path.name, format=wanted)
    return BY_SUFFIX[suffix]


def _target(format: Format, crs: str | None) -> Crs:
    target = parse(crs or format.default_crs)
    # No format has a name for a system with an offset, so the file would lie.
    if target.offset or not format.writes(target.text):
        raise UnwritableData("crs_not_writable", format=format.name, crs=target.text)
    return target


def _encoding_name(encoding: str) -> str:
    """Spell it as Python does: ``"GBK"`` and ``"UTF8"`` are as good as ``"gbk"``."""
    try:
        return codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        return encoding


def _published(written: Written, path: Path) -> Written:
    files = [path.with_name(file.name) for file in written.files]
    stale = _left_behind(path)
    for draft, file in zip(written.files, files, strict=True):
        os.replace(draft, file)
    for file in stale - set(files):
        file.unlink(missing_ok=True)
    return replace(written, path=path, files=files)


def _left_behind(path: Path) -> set[Path]:
    """Files of an earlier export that would pass for parts of this one.

    An old spatial index would even hide the new rows from ArcGIS and QGIS.
    """
    if path.suffix.lower() == ".shp":
        return shapefile.family(path)
    if _is_zip(path) or FORMATS[BY_SUFFIX[path.suffix.lower()].name].holds_unmapped:
        return set()
    return {path.with_name(path.stem + UNMAPPED_SUFFIX)}
