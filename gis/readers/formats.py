"""The readers of single files, by suffix."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gis.readers.flow import Flow
from gis.readers.source import Contents

# Each takes the original path, a private folder, the layer and the encoding asked for; those in
# TABLE_SUFFIXES also `table`.
Reader = Callable[..., Contents | Flow]


def _reader(module: str, name: str = "read") -> Reader:
    """Give a reader whose module is loaded by the first file: that of drawings takes half a second.

    It is the process that reads one file that would wait for all the others.
    """

    def read(*arguments: Any, **options: Any) -> Contents | Flow:
        reader: Reader = getattr(import_module(f"gis.readers.{module}"), name)
        return reader(*arguments, **options)

    return read


_geojson, _tables, _parquet = (
    _reader(name) for name in ("vector.geojson", "tables", "vector.parquet")
)
FILES: dict[str, Reader] = {
    ".gpkg": _reader("vector.geopackage"),
    ".geojson": _geojson,
    ".json": _geojson,
    ".geojsonl": _geojson,
    ".geojsons": _geojson,
    ".ndjson": _geojson,
    ".kml": _reader("vector.kml"),
    ".dxf": _reader("vector.dxf"),
    ".dwg": _reader("vector.dxf", "refuse_dwg"),
    ".fgb": _reader("vector.flatgeobuf"),
    ".parquet": _parquet,
    ".geoparquet": _parquet,
    ".xlsx": _tables,
    ".xls": _tables,
    ".csv": _tables,
    ".tsv": _tables,
    ".txt": _tables,
}
TABLE_SUFFIXES = frozenset({".xlsx", ".xls", ".csv", ".tsv", ".txt", ".zip"})
