"""The formats that files go out in, declared once; nothing heavy is loaded for it."""

from dataclasses import dataclass

#: In degrees; the first is that of every format that can be written in any.
LONLAT = ("EPSG:4490", "EPSG:4326")
#: What a file of mixed shapes is parted into, by the OGC numbers of their types: most programs
#: read no layer of mixed ones. Names of layers and files end in it.
SHAPES: dict[str, tuple[int, ...]] = {"point": (1, 4), "line": (2, 5), "polygon": (3, 6)}
#: Likewise where the file also has room for the other rows; 0 is no shape.
PARTS: dict[str, tuple[int, ...]] = {**SHAPES, "collection": (7,), "unmapped": (0,)}
#: What a GeoPackage notes at each layer of a table that was parted so, of which table it is: the
#: first line of its description.
PART_OF = "按图形分开的“{}”"
#: Between the layers of a drawing that are to be read together: no layer's name may hold it.
LAYERS_BETWEEN = ","
#: Where a table has the shape, as well-known text.
SHAPE_COLUMN = "WKT"
#: What a drawing notes at each entity of an area, and of a shape of several parts.
DRAWN_PART = "图形部分"


@dataclass(frozen=True)
class Format:
    """What a format can hold.

    Attributes
    ----------
    name : str
    suffixes : tuple of str
        The usual one first.
    mime : str
    crs : tuple of str
        Systems it can be written in, its default first; empty for any.
    encodings : tuple of str
        Of its text, the default first.
    holds_unmapped : bool
        Whether rows without a shape stand in the file itself; else in a workbook beside it.
    adds : frozenset of str
        Columns that a reader finds in such a file besides those of the rows.
    """

    name: str
    suffixes: tuple[str, ...]
    mime: str
    crs: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ("utf-8",)
    holds_unmapped: bool = True
    adds: frozenset[str] = frozenset()

    @property
    def default_crs(self) -> str:
        """The system taken where none is asked for, as ``"EPSG:n"``."""
        return (self.crs or LONLAT)[0]

    def writes(self, crs: str) -> bool:
        """Say whether the format can be written in a system."""
        return not self.crs or crs in self.crs


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "shp",
            (".zip", ".shp"),
            "application/zip",
            encodings=("utf-8", "gbk"),
            holds_unmapped=False,
        ),
        Format("gpkg", (".gpkg",), "application/geopackage+sqlite3"),
        Format("geojson", (".geojson", ".json"), "application/geo+json", LONLAT),
        # Without anything around its lines there is no place to name another system.
        Format(
            "geojsonl",
            (".geojsonl", ".geojsons", ".ndjson"),
            "application/geo+json-seq",
            ("EPSG:4326",),
        ),
        Format(
            "kml",
            (".kml",),
            "application/vnd.google-earth.kml+xml",
            ("EPSG:4326",),
            holds_unmapped=False,
            adds=frozenset({"name", "description", "folder"}),
        ),
        Format(
            "dxf",
            (".dxf",),
            "image/vnd.dxf",
            holds_unmapped=False,
            adds=frozenset({"图层", "类型", "句柄", "颜色", "线型", "闭合", DRAWN_PART}),
        ),
        Format("fgb", (".fgb",), "application/flatgeobuf"),
        Format("parquet", (".parquet", ".geoparquet"), "application/vnd.apache.parquet"),
        Format(
            "xlsx",
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            adds=frozenset({SHAPE_COLUMN, "经度", "纬度"}),
        ),
        Format("csv", (".csv",), "text/csv", adds=frozenset({SHAPE_COLUMN})),
    )
}

#: `{suffix: format}`.
BY_SUFFIX: dict[str, Format] = {
    suffix: each for each in FORMATS.values() for suffix in each.suffixes
}
