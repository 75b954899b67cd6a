"""The readers of single files, by suffix."""

from collections.abc import Callable

from gis.readers import tables
from gis.readers.flow import Flow
from gis.readers.source import Contents
from gis.readers.vector import dxf, flatgeobuf, geojson, geopackage, kml, parquet

# Each takes the original path, a private folder, the layer and the encoding asked for; those in
# TABLE_SUFFIXES also `table`.
Reader = Callable[..., Contents | Flow]
FILES: dict[str, Reader] = {
    ".gpkg": geopackage.read,
    ".geojson": geojson.read,
    ".json": geojson.read,
    ".geojsonl": geojson.read,
    ".geojsons": geojson.read,
    ".ndjson": geojson.read,
    ".kml": kml.read,
    ".dxf": dxf.read,
    ".dwg": dxf.refuse_dwg,
    ".fgb": flatgeobuf.read,
    ".parquet": parquet.read,
    ".geoparquet": parquet.read,
    ".xlsx": tables.read,
    ".xls": tables.read,
    ".csv": tables.read,
    ".tsv": tables.read,
    ".txt": tables.read,
}
TABLE_SUFFIXES = frozenset({".xlsx", ".xls", ".csv", ".tsv", ".txt", ".zip"})
