"""What another program makes of our files: ogrinfo opens every export without a complaint."""

import subprocess
from functools import cache
from shutil import which

import pytest
from django.contrib.gis.geos import LineString

OGRINFO = which("ogrinfo")
TEXTS = ("西区燃气管网更新", "煤气-１号", "球墨铸铁", "苏铁中路", "攀枝花市测绘院")
COLUMNS = ("项目名称", "编号", "材质", "所在道路", "探测单位")
IN_GBK = COLUMNS
#: What fits into ten bytes.
IN_UTF8 = ("项目名", "编号", "材质", "所在道", "探测单")

pytestmark = pytest.mark.skipif(OGRINFO is None, reason="ogrinfo is not installed")


def ogrinfo(*arguments):
    done = subprocess.run([OGRINFO, *map(str, arguments)], capture_output=True)
    assert (done.returncode, done.stderr.decode(errors="replace")) == (0, "")
    return done.stdout.decode()


@cache
def drivers():
    return {line.split(" -")[0].strip() for line in ogrinfo("--formats").splitlines()}


@pytest.fixture
def opened(take, make_project):
    """Export one pipe of many Chinese words, and say what ogrinfo finds in the file."""

    def run(name, driver, *options):
        if driver not in drivers():
            pytest.skip(f"this GDAL was built without {driver}")
        make_project(name=TEXTS[0]).assets.create(
            kind="pipe",
            number=TEXTS[1],
            medium="gas",
            attributes={"diameter_mm": 200, "material": TEXTS[2], "road": TEXTS[3]},
            source_attributes={"探测单位": TEXTS[4]},
            location=LineString((101.6, 26.6), (101.61, 26.61)),
        )
        code, path = take(name, *options)
        assert code == 0
        return ogrinfo("-ro", "-al", path)

    return run


@pytest.mark.parametrize(
    ("name", "driver", "columns", "options"),
    [
        ("管段.shp", "ESRI Shapefile", IN_UTF8, ()),
        ("管段.shp", "ESRI Shapefile", IN_GBK, ("--encoding", "gbk")),
        ("管段.gpkg", "GPKG", COLUMNS, ()),
        ("管段.geojson", "GeoJSON", COLUMNS, ()),
        ("管段.geojsonl", "GeoJSONSeq", COLUMNS, ()),
        ("管段.kml", "LIBKML", COLUMNS, ()),
        ("管段.fgb", "FlatGeobuf", COLUMNS, ()),
        ("管段.parquet", "Parquet", COLUMNS, ()),
        ("管段.csv", "CSV", COLUMNS, ()),
    ],
)
def test_columns_and_texts_are_read_as_they_were(opened, name, driver, columns, options):
    told = opened(name, driver, *options)
    assert "Feature Count: 1\n" in told
    for column, text in zip(columns, TEXTS, strict=True):
        assert f"  {column} (String) = {text}\n" in told
    assert "LINESTRING (101.6 26.6,101.61 26.61)" in told


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4543", "EPSG:4522", "EPSG:4326", "EPSG:3857"])
@pytest.mark.parametrize(
    ("name", "driver"),
    [("管段.shp", "ESRI Shapefile"), ("管段.gpkg", "GPKG"), ("管段.fgb", "FlatGeobuf")],
)
def test_the_system_is_known_by_its_number(opened, name, driver, crs):
    told = opened(name, driver, "--crs", crs)
    assert f'ID["EPSG",{crs.removeprefix("EPSG:")}]]' in told


def test_domains_and_styles_of_a_geopackage_are_found(opened):
    told = opened("管段.gpkg", "GPKG")
    assert "材质: String (0.0), domain name=材质" in told
    assert "Layer name: layer_styles" in told


def test_a_drawing_has_a_layer_for_each_sector(opened):
    told = opened("管段.dxf", "DXF", "--crs", "EPSG:4543")
    assert "  Layer (String) = 燃气设施设备更新\n" in told
    assert "Feature Count: 1\n" in told


def test_a_workbook_shows_its_chinese_text(opened):
    told = opened("管段.xlsx", "XLSX")
    assert all(f"(String) = {text}\n" in told for text in (*COLUMNS, *TEXTS))
