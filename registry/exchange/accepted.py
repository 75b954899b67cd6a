"""The formats an import takes, as the pages name them."""

#: Name → suffixes, as people come upon them.
ACCEPTED = {
    "Shapefile（单独文件或压缩包）": (".shp", ".zip"),
    "GeoPackage": (".gpkg",),
    "文件地理数据库（压缩包）": (".gdb.zip",),
    "CAD 图形 DXF": (".dxf",),
    "KML / KMZ": (".kml", ".kmz"),
    "GeoJSON": (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"),
    "FlatGeobuf": (".fgb",),
    "GeoParquet": (".parquet", ".geoparquet"),
    "Excel 表格": (".xlsx", ".xls"),
    "文本表格": (".csv", ".tsv", ".txt"),
}
#: Known, but only to say what to do instead.
REFUSED = (".dwg",)
