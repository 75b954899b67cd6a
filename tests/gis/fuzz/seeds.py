"""The files that are broken: small sound ones of each format, and what once did harm.

What a run finds goes to tests/data/corpus, named after the format, and is tried first ever after.
"""

import io
import json
import tempfile
import zipfile
from pathlib import Path

import ezdxf
import geopandas
import openpyxl
import shapely

from tests.gis.workbooks import xls

DATA = Path(__file__).parents[2] / "data"
CORPUS = DATA / "corpus"
SHEET = "管线"
# What a word of the format, put in anywhere, may set off.
WORDS = {
    "csv": ['"', ",", "\t", ";", "WKT", "POINT (1 2)", "1e999", "合计", "\ufeff"],
    "dxf": ["SECTION", "ENDSEC", "EOF", "LWPOLYLINE", "SPLINE", "INSERT", "1e308", "\n 10\n"],
    "geojson": ['{"type":', "NaN", "1e999", "[[[[", '"Feature"', "\x1e", "\\ud800", "null"],
    "parquet": ["PAR1", '"WKB"', '"point"', '"encoding":[]', '"crs":{}', "covering", "geoarrow."],
    "kml": ["<Placemark>", "<!DOCTYPE", "&#0;", "<MultiGeometry>", "nan", "1e999", "<Folder>"],
}


def seeds(kind):
    """All seeds of a format, as bytes."""
    kept = [path.read_bytes() for path in sorted(CORPUS.glob(f"*.{kind}"))]
    return [*kept, *SEEDS[kind]()]


def frame(geometries=None):
    geometries = geometries or [
        shapely.LineString([(101.7, 26.5), (101.8, 26.6)]),
        shapely.LineString([(101.7, 26.5), (101.8, 26.6), (101.9, 26.4)]),
        None,
    ]
    count = len(geometries)
    columns = {
        "口径": [300, 400, None][:count],
        "材质": ["球墨铸铁", "PE", None][:count],
        "日期": ["2024-05-31", None, "x"][:count],
    }
    return geopandas.GeoDataFrame(columns, geometry=geometries, crs=4490)


def _written(name, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        frame().to_file(path, **options)
        return path.read_bytes()


def _zipped(members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return packed.getvalue()


def _shapefiles():
    polygon = shapely.box(0, 0, 9, 9) - shapely.box(1, 1, 2, 2)
    multi = shapely.MultiPolygon([polygon, shapely.box(20, 20, 21, 21)])
    high = [shapely.LineString([(1, 2, 3), (4, 5, 6)]), None]
    for geometries in (None, [polygon, multi], high, [shapely.Point(101, 26), None]):
        for encoding in ("GBK", "UTF-8"):
            with tempfile.TemporaryDirectory() as folder:
                frame(geometries).to_file(Path(folder) / "a.shp", encoding=encoding)
                parts = sorted(Path(folder).iterdir())
                yield _zipped({part.name: part.read_bytes() for part in parts})


def _archives():
    yield from _shapefiles()
    yield _zipped({"doc.kml": next(iter(_kml()))})
    yield _zipped({"a.geojson": next(iter(_geojson())), "b.csv": next(iter(_csv()))})


def _geodatabases():
    yield (DATA / "pipes.gdb.zip").read_bytes()


def _packages():
    yield _written("a.gpkg", layer="给水")


def _geojson():
    yield _written("a.geojson")
    point = {"type": "Point", "coordinates": [101.7, 26.5, 3]}
    feature = {"type": "Feature", "geometry": point, "properties": {"a": [1], "b": "x"}}
    yield "\n".join([json.dumps(feature), json.dumps(point)]).encode()
    yield "".join(f"\x1e{json.dumps(feature)}\n" for _ in range(3)).encode()


def _kml():
    yield _written("a.kml", driver="LIBKML")
    yield (
        "<kml><Folder><name>西区</name><Placemark><ExtendedData><Data name='a'><value>1</value>"
        "</Data></ExtendedData><MultiGeometry><Point><coordinates>1,2,3</coordinates></Point>"
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon><gx:Track><gx:coord>1 2 3</gx:coord>"
        "<gx:coord>2 3 4</gx:coord></gx:Track></MultiGeometry></Placemark></Folder></kml>"
    ).encode()


def _drawings():
    for version, form in (("R12", "asc"), ("R2000", "asc"), ("R2010", "bin")):
        document = ezdxf.new(version)
        space = document.modelspace()
        space.add_line((0, 0), (1, 1))
        space.add_circle((5, 5), 3)
        space.add_polyline2d([(0, 0, 1), (10, 0, 0), (9, 9, -2)], format="xyb", close=True)
        space.add_text("球墨铸铁")
        document.blocks.new("V").add_point((0, 0))
        space.add_blockref("V", (7, 8)).add_attrib("编号", "V-1")
        if version != "R12":
            space.add_lwpolyline([(0, 0, 0, 0, 1), (10, 0, 0, 0, 0), (10, 10, 0, 0, 3)])
            space.add_spline([(0, 0), (5, 5), (10, 0), (15, 5)])
            space.add_ellipse((0, 0), (10, 0), 0.5)
            space.add_mtext("多行\\P{\\fArial;文字}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.dxf"
            document.saveas(path, fmt=form)
            yield path.read_bytes()


def _workbooks():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append(["管线表", None, None, None])
    sheet.merge_cells("A1:D1")
    sheet.append(["编号", "X坐标", "Y坐标", "建成日期"])
    for number in range(3):
        sheet.append([f"P{number}", 101.7 + number / 100, 26.5, 45413 + number])
    sheet.append(["合计", "=SUM(B3:B5)", None, None])
    packed = io.BytesIO()
    book.save(packed)
    yield packed.getvalue()


def _old_workbooks():
    cells = {(0, 0): "编号", (0, 1): "经度", (0, 2): "纬度", (1, 0): "G1", (1, 1): 101.7}
    cells |= {(1, 2): 26.5, (2, 0): ("day", 45413), (2, 1): ("formula", "#N/A"), (2, 2): True}
    yield xls({SHEET: {"cells": cells, "merged": [(1, 2, 0, 0)], "hidden": {2}}})
    yield xls({SHEET: {"cells": cells}, "隐": {"cells": {(0, 0): "x"}, "state": 1}})


def _csv():
    text = '编号,经度,纬度,备注\nP1,101.7,26.5,"a,b"\nP2,101.8,26.6,\n'
    for encoding in ("utf-8", "gb18030", "utf-16"):
        yield text.encode(encoding)
    yield "编号;WKT\nP1;LINESTRING (101 26, 102 27)\n".encode()


def _vertex_tables():
    """One row for each vertex, and pipes between points of another sheet."""
    book = openpyxl.Workbook()
    book.active.title = "管点"
    for row in (["点号", "X", "Y"], ["A1", 2941379.8, 471957.2], ["A2", 2941400, 471990]):
        book.active.append(row)
    lines = book.create_sheet(SHEET)
    for row in (["起点号", "终点号", "管径"], ["A1", "A2", 300], ["A2", "A9", "约3.8"]):
        lines.append(row)
    packed = io.BytesIO()
    book.save(packed)
    yield packed.getvalue()


def _parquet():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        for options in ({}, {"geometry_encoding": "geoarrow"}, {"write_covering_bbox": True}):
            same = [shapely.LineString([(101, 26), (102, 27)]), None]
            frame(same).to_parquet(path, **options)
            yield path.read_bytes()


def _flatgeobuf():
    yield _written("a.fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO")


SEEDS = {
    "shp.zip": _shapefiles,
    "zip": _archives,
    "gdb.zip": _geodatabases,
    "gpkg": _packages,
    "geojson": _geojson,
    "kml": _kml,
    "dxf": _drawings,
    "xlsx": lambda: [*_workbooks(), *_vertex_tables()],
    "xls": _old_workbooks,
    "parquet": _parquet,
    "csv": _csv,
    "fgb": _flatgeobuf,
}
