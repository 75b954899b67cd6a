"""GeoParquet 1.0 and 1.1, and Parquet without shapes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.errors import Remark, UnreadableFile
from gis.readers.copying import MAX_FILE_BYTES
from gis.readers.layers import only_layer
from gis.readers.source import Contents, CrsFrom
from gis.readers.tables.places import locate
from gis.readers.vector import wkb
from gis.readers.vector.records import plain_columns

DRIVER = "Parquet"
MAGIC = b"PAR1"
# Where a file says nothing, the format means longitude and latitude on WGS 84.
DEFAULT_CRS = "EPSG:4326"
EXTENSION = b"ARROW:extension:name"
Geo = dict[str, Any]


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read a GeoParquet file.

    Parameters
    ----------
    path : Path
    folder : Path
        Not needed: nothing is copied.
    layer : str, optional
        May only be the file's own stem.
    encoding : str, optional
        Ignored: the text is always UTF-8.

    Returns
    -------
    Contents
        The shapes of the primary column, whether well-known binary or GeoArrow; a covering bbox
        is left out. Without any shape column a table of rows that are not on the map.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``file_too_large``, ``unknown_layer``.
    """
    chosen = only_layer(path.name, path.stem, layer)
    table = _table(path)
    geo = _geo(table, path.name)
    shapes = _no_shapes(len(table))
    said: tuple[str | None, CrsFrom] = "EPSG:4490", "format"
    if geo:
        about = geo["columns"][geo["primary_column"]]
        shapes = _shapes(table[geo["primary_column"]], about, path.name)
        said = _crs(about)
        covering = about.get("covering", {}).get("bbox", {}).get("xmin", [None])[0]
        left = [name for name in table.column_names if name != geo["primary_column"]]
        table = table.select([name for name in left if name != covering])
    columns, remarks, rejects = plain_columns(table)
    if not geo and (place := locate(columns).wkt):
        remarks.append(Remark(0, place, "shape_text_unread", {"original": place}))
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=[chosen],
        encoding="utf-8",
        crs=said[0],
        crs_from=said[1],
        rows=np.arange(1, len(table) + 1),
        geometries=shapes.geometries,
        undecodable=shapes.undecodable,
        columns=columns,
        warnings=[*shapes.warnings, *remarks],
        rejects=[*rejects, *shapes.rejects],
    )


def _table(path: Path) -> pa.Table:
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise UnreadableFile("wrong_content", name=path.name, format=DRIVER)
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as parquet:
            metadata = parquet.metadata
            groups = (metadata.row_group(place) for place in range(metadata.num_row_groups))
            if sum(group.total_byte_size for group in groups) > MAX_FILE_BYTES:
                raise UnreadableFile("file_too_large", name=path.name, limit_bytes=MAX_FILE_BYTES)
            table = parquet.read()
            table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error
    if len(set(table.column_names)) < len(table.column_names):
        raise UnreadableFile("damaged", name=path.name, reason="two columns of one name")
    return table


def _geo(table: pa.Table, name: str) -> Geo | None:
    """Give what the file says of its shapes, made up where only a column's type tells."""
    text = (table.schema.metadata or {}).get(b"geo")
    if text is None:
        return _geo_of_types(table.schema)
    try:
        geo = json.loads(text)
        about = geo["columns"][geo["primary_column"]]
        known = isinstance(about, dict) and geo["primary_column"] in table.column_names
    except (ValueError, KeyError, TypeError, RecursionError):
        known = False
    if not known:
        raise UnreadableFile("damaged", name=name, reason="its geo metadata cannot be read")
    return dict(geo)


def _geo_of_types(schema: pa.Schema) -> Geo | None:
    for field in schema:
        kind = (field.metadata or {}).get(EXTENSION, b"").decode("utf-8", "replace")
        kind = getattr(field.type, "extension_name", kind)
        if kind.startswith("geoarrow."):
            about = {"encoding": kind.removeprefix("geoarrow.").upper(), "crs": None}
            return {"primary_column": field.name, "columns": {field.name: about}}
    return None


def _crs(about: dict[str, Any]) -> tuple[str | None, CrsFrom]:
    if "crs" not in about:
        return DEFAULT_CRS, "format"
    crs = about["crs"]
    if crs is None or isinstance(crs, str):  # a string in files older than 1.0
        return crs, "file"
    code = crs.get("id") if isinstance(crs, dict) else None
    if isinstance(code, dict) and code.get("authority") == "EPSG":
        return f"EPSG:{code.get('code')}", "file"
    if isinstance(code, dict) and str(code.get("code")) == "CRS84":
        return DEFAULT_CRS, "file"
    try:
        return str(CRS.from_json_dict(crs).to_wkt()), "file"
    except (CRSError, TypeError, AttributeError):
        return str(crs)[:200], "file"


def _no_shapes(rows: int) -> wkb.Shapes:
    return wkb.Shapes(np.full(rows, None, dtype=object), np.zeros(rows, dtype=bool), [], [])


def _shapes(column: pa.ChunkedArray, about: dict[str, Any], name: str) -> wkb.Shapes:
    if isinstance(column.type, pa.ExtensionType):
        column = pa.chunked_array(
            [chunk.storage for chunk in column.chunks], column.type.storage_type
        )
    encoding = str(about.get("encoding", "WKB")).lower()
    values: NDArray[np.object_] = np.full(len(column), None, dtype=object)
    values[:] = column.to_pylist()
    if encoding == "wkb" and all(isinstance(value, bytes | None) for value in values):
        return wkb.decode(values)
    if encoding in NATIVE:
        return _native(values, NATIVE[encoding])
    reason = f"shapes encoded as {encoding} of type {column.type}"
    raise UnreadableFile("damaged", name=name, reason=reason)


def _native(values: NDArray[np.object_], build: Callable[[Any], Any]) -> wkb.Shapes:
    """Build shapes out of nested lists of coordinates."""
    geometries: NDArray[np.object_] = np.full(len(values), None, dtype=object)
    undecodable = np.zeros(len(values), dtype=bool)
    for place, value in enumerate(values):
        try:
            geometries[place] = None if value is None else build(value)
        except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.GEOSException):
            undecodable[place] = True
    return wkb.Shapes(geometries, undecodable, [], [])


def _pair(value: Any) -> tuple[float, ...]:
    # Interleaved coordinates are lists already; of the others a measure is left out.
    if isinstance(value, dict):
        return tuple(value[axis] for axis in "xyz" if axis in value)
    return tuple(value)


def _point(value: Any) -> shapely.Point:
    pair = _pair(value)
    return shapely.Point() if all(number != number for number in pair) else shapely.Point(pair)


def _line(value: Any) -> shapely.LineString:
    return shapely.LineString([_pair(pair) for pair in value])


def _polygon(value: Any) -> shapely.Polygon:
    rings = [[_pair(pair) for pair in ring] for ring in value]
    return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()


NATIVE: dict[str, Callable[[Any], Any]] = {
    "point": _point,
    "linestring": _line,
    "polygon": _polygon,
    "multipoint": lambda value: shapely.MultiPoint([_pair(pair) for pair in value]),
    "multilinestring": lambda value: shapely.MultiLineString([_line(part) for part in value]),
    "multipolygon": lambda value: shapely.MultiPolygon([_polygon(part) for part in value]),
}
