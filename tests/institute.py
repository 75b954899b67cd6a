"""Files as a design institute sends them, for the tests of the import's pages."""

import io
import zipfile

import geopandas
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

#: In 东区, on CGCS2000 / 3-degree GK CM 102E: east and north of the first pipe's beginning.
EAST, NORTH = 471_900.0, 2_941_300.0
#: Every pipe is this long, and they lie so far apart.
LENGTH, APART = 100.0, 50.0


def pipe_lines(count):
    return [
        shapely.LineString([(EAST + n * APART, NORTH), (EAST + n * APART, NORTH + LENGTH)])
        for n in range(count)
    ]


def write_shapefile(folder, columns, *, name="燃气管线", shapes=None, encoding="gbk", prj=False):
    """The parts of a shapefile, as bytes by name: without .prj and .cpg unless asked for."""
    count = len(next(iter(columns.values())))
    frame = geopandas.GeoDataFrame(columns, geometry=shapes or pipe_lines(count), crs=4543)
    frame.to_file(folder / f"{name}.shp", encoding=encoding)
    kept = {".shp", ".shx", ".dbf", *([".prj"] if prj else [])}
    return {
        part.name: part.read_bytes()
        for part in sorted(folder.glob(f"{name}.*"))
        if part.suffix in kept
    }


def gas_pipes(count=6):
    """Columns as surveyors call them."""
    roads = ("炳草岗大街", "攀枝花大道", "人民街", "新华街", "临江路", "江南一路", "竹湖园")
    return {
        "管线编号": [f"RQ-{n + 1:03}" for n in range(count)],
        "口径": [f"DN{size}" for size in (100, 150, 200, 300, 100, 150, 200, 250)[:count]],
        "材质": ["球铁", "钢管", "PE", "球铁", "钢管", "PE", "球铁", "PE"][:count],
        "建成年份": [1998, 2003, 2010, 2015, 2001, 2008, 1999, 2012][:count],
        "道路": [roads[n % len(roads)] for n in range(count)],
    }


def zipped(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(rows):
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def sent(parts):
    """The same as a form sends them."""
    return [SimpleUploadedFile(name, content) for name, content in parts.items()]
