"""The one door for files that go out."""

import codecs
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas

from gis.crs import parse
from gis.errors import UnwritableData
from gis.writers import geojson, geopackage, shapefile
from gis.writers.table import Table, table_of
from gis.writers.written import Written

# Each writes a table to a path in a fresh folder and says what it changed.
Writer = Callable[[Table, Path], Written]
FORMATS: dict[str, tuple[str, Writer]] = {
    ".shp": ("shp", shapefile.write),
    ".zip": ("shp", shapefile.write_zipped),
    ".gpkg": ("gpkg", geopackage.write),
    ".geojson": ("geojson", geojson.write),
    ".json": ("geojson", geojson.write),
}


def write(
    frame: geopandas.GeoDataFrame,
    path: str | Path,
    *,
    format: str | None = None,
    crs: str = "EPSG:4490",
    encoding: str = "utf-8",
    layer: str = "assets",
) -> Written:
    """Write rows to a shapefile (plain or zipped), GeoPackage or GeoJSON.

    All is written into a folder beside the target and moved into place at the end, so that a
    failure leaves what was there before.

    Parameters
    ----------
    frame : GeoDataFrame
        Geometry in EPSG:4490, (longitude, latitude), valid, or None; the other columns of str,
        int, float, Decimal, bool, date, datetime, None; dict and list become JSON text.
    path : str or Path
        Its suffix says the format: ``.shp``, ``.zip`` (shapefile), ``.gpkg``, ``.geojson``,
        ``.json``.
    format : {"shp", "gpkg", "geojson"}, optional
        Must agree with the suffix.
    crs : str
        ``"EPSG:n"``. GeoJSON takes EPSG:4490 (named in a ``crs`` member) and EPSG:4326.
    encoding : {"utf-8", "gbk"}
        In any spelling. Of a shapefile's text; the other formats are always UTF-8.
    layer : str
        Name of the layer in a GeoPackage.

    Returns
    -------
    Written

    Raises
    ------
    UnwritableData, UnknownCrs
        With the codes of `gis.errors.ERRORS`.

    Notes
    -----
    A shapefile holds one kind of shape, so mixed ones go to ``<stem>_point.shp``,
    ``<stem>_line.shp`` and ``<stem>_polygon.shp``, and rows without a shape to
    ``<stem>_未上图.csv``. Those of them that an earlier export left and this one did not write
    are removed.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import shapely
    >>> line = shapely.LineString([(101.71, 26.58), (101.72, 26.58)])
    >>> frame = geopandas.GeoDataFrame({"敷设年代": [1998]}, geometry=[line], crs=4490)
    >>> written = write(frame, Path(mkdtemp()) / "pipes.shp", crs="EPSG:4543", encoding="gbk")
    >>> written.rows, [file.name for file in written.files], written.renamed
    (1, ['pipes.cpg', 'pipes.dbf', 'pipes.prj', 'pipes.shp', 'pipes.shx'], {})
    """
    path = Path(path)
    name, writer = _writer(path, format)
    encoding = _encoding_name(encoding)
    target = parse(crs)
    if target.offset:  # no format has a name for such a system, so the file would lie
        raise UnwritableData("crs_not_writable", format=name, crs=target.text)
    table = table_of(frame, crs=target, encoding=encoding, layer=layer)
    try:
        with TemporaryDirectory(prefix=".atlas-", dir=path.parent) as folder:
            return _published(writer(table, Path(folder) / path.name), path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableData("write_failed", name=path.name, reason=reason) from error


def _writer(path: Path, format: str | None) -> tuple[str, Writer]:
    suffix = path.suffix.lower()
    if not suffix:
        raise UnwritableData("output_suffix_missing", name=path.name)
    if suffix not in FORMATS:
        raise UnwritableData("unsupported_output", suffix=path.suffix)
    name, writer = FORMATS[suffix]
    if format and format.lower() != name:
        raise UnwritableData("format_mismatch", name=path.name, format=format)
    return name, writer


def _encoding_name(encoding: str) -> str:
    """Spell it as Python does: ``"GBK"`` and ``"UTF8"`` are as good as ``"gbk"``."""
    try:
        return codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        return encoding


def _published(written: Written, path: Path) -> Written:
    files = [path.with_name(file.name) for file in written.files]
    for draft, file in zip(written.files, files, strict=True):
        os.replace(draft, file)
    if path.suffix.lower() == ".shp":
        # Left from an earlier export of this name they would pass for parts of this one; an old
        # spatial index would even hide the new rows from ArcGIS and QGIS.
        for stale in shapefile.family(path) - set(files):
            stale.unlink(missing_ok=True)
    return replace(written, path=path, files=files)
