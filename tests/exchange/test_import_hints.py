"""What a person at the command line is told who cannot point at a map: systems and headers."""

import geopandas
import openpyxl
import pytest
import shapely
from django.core.management import load_command_class
from pyproj import CRS

from registry.exchange.accepted import ACCEPTED

LINES = [
    shapely.LineString([(101.70 + n / 1000, 26.58), (101.70 + n / 1000, 26.582)]) for n in range(6)
]


@pytest.fixture
def city(outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)


def shapefile(tmp_path, prj=None, *, swapped=False):
    path = tmp_path / "燃气.shp"
    frame = geopandas.GeoDataFrame({"管径": [200] * 6}, geometry=LINES, crs=4490).to_crs(4543)
    if swapped:
        frame.geometry = shapely.transform(frame.geometry.values, lambda points: points[:, ::-1])
    frame.to_file(path, encoding="GBK")
    path.with_suffix(".prj").write_text(prj) if prj else path.with_suffix(".prj").unlink()
    return path


def told(report, code):
    return [entry["message"] for entry in report["warnings"] if entry["code"] == code]


@pytest.mark.parametrize(("swapped", "crs"), [(False, "EPSG:4543"), (True, "swap:EPSG:4543")])
def test_a_file_without_prj_is_told_what_its_numbers_say(
    bring, make_project, city, tmp_path, swapped, crs
):
    path = shapefile(tmp_path, swapped=swapped)
    asked = ("--kind", "pipe", "--project", make_project(district="510402").number)
    code, report = bring(path, *asked)
    assert (code, report["errors"][0]["code"]) == (2, "crs_missing")
    (hint,) = told(report, "crs_suggested")
    assert f"--crs {crs} " in hint
    code, report = bring(path, *asked, "--set", "medium=gas", "--crs", crs, "--dry-run")
    assert (code, told(report, "outside_city")) == (0, [])


def test_without_outlines_no_zone_of_the_country_is_named(bring, make_project, tmp_path):
    asked = ("--kind", "pipe", "--project", make_project(district="510402").number)
    _, report = bring(shapefile(tmp_path), *asked)
    assert told(report, "crs_suggested") == []
    (hint,) = told(report, "outlines_missing")
    assert "load_districts" in hint


@pytest.mark.parametrize(("swapped", "said"), [(True, 4543), (False, 4490), (False, 4522)])
def test_a_system_that_puts_the_file_elsewhere_is_doubted(
    bring, make_project, city, tmp_path, swapped, said
):
    path = shapefile(tmp_path, CRS(said).to_wkt("WKT1_ESRI"), swapped=swapped)
    asked = ("--kind", "pipe", "--project", make_project(district="510402").number)
    _, report = bring(path, *asked, "--set", "medium=gas", "--dry-run")
    (hint,) = told(report, "crs_suggested")
    assert f"--crs {'swap:' if swapped else ''}EPSG:4543 " in hint


def test_a_system_that_fits_the_city_is_not_doubted(bring, make_project, city, tmp_path):
    path = shapefile(tmp_path, CRS(4543).to_wkt("WKT1_ESRI"))
    asked = ("--kind", "pipe", "--project", make_project(district="510402").number)
    _, report = bring(path, *asked, "--set", "medium=gas", "--dry-run")
    assert told(report, "crs_suggested") == []


def test_an_old_datum_is_refused_with_the_word_that_brings_it_in_marked(
    bring, make_project, tmp_path
):
    path = shapefile(tmp_path, CRS(2431).to_wkt("WKT1_ESRI"))
    asked = ("--kind", "pipe", "--project", make_project().number, "--accept-warnings")
    code, report = bring(path, *asked)
    assert (code, report["errors"][0]["code"]) == (2, "datum_not_convertible")
    (hint,) = told(report, "crs_may_be_marked")
    assert "'EPSG:2431!unconverted'" in hint
    code, report = bring(path, *asked, "--crs", "EPSG:2431!unconverted")
    assert (code, report["crs"]) == (0, "EPSG:2431!unconverted")


def two_row_header(tmp_path):
    path = tmp_path / "普查表.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["管段编号", "管道", None, None, None, "起点", None, "终点", None])
    sheet.append(
        [None, "管径(mm)", "材质", "敷设年份", "长度（km）", "埋深", "高程", "埋深", "高程"]
    )
    for area in ("A1:A2", "B1:E1", "F1:G1", "H1:I1"):
        sheet.merge_cells(area)
    sheet.append(["G1", "DN200", "球铁", "2010年", 0.222, 1.2, 1100, 1.5, 1101])
    sheet.append(["G2", 200, "PE", 2012, "约3.8", 1.2, 1100, 1.5, 1101])
    book.save(path)
    return path


def test_fields_are_found_under_the_heading_of_a_group(bring, make_project, tmp_path):
    project = make_project()
    asked = ("--kind", "pipe", "--project", project.number, "--set", "medium=gas")
    code, report = bring(two_row_header(tmp_path), *asked, "--good-rows-only", "--accept-warnings")
    assert report["mapping"] == {
        "管段编号": "number",
        "管道/管径(mm)": "diameter_mm",
        "管道/材质": "material",
        "管道/敷设年份": "year_laid",
        "管道/长度（km）": "declared_length_m",
        "起点/埋深": "depth_start_m",
        "终点/埋深": "depth_end_m",
    }
    (error,) = report["errors"]
    assert (error["row"], error["field"]) == (4, "declared_length_m")
    assert "“管道/长度（km）”列" in error["message"]
    assert "约3.8" in error["message"]
    asset = project.assets.get()
    assert (code, asset.declared_length_m, asset.attributes["material"]) == (0, 222, "球墨铸铁")


def test_a_measure_may_stand_above_the_two_ends(bring, make_project, tmp_path):
    path = tmp_path / "明细.csv"
    path.write_text(
        "管段编号,埋深（cm）,,管径\n,起点,终点,\nG1,120,150,200\nG2,120,约3.8,200\n",
        encoding="utf-8",
    )
    project = make_project()
    asked = ("--kind", "pipe", "--project", project.number, "--set", "medium=gas")
    _, report = bring(path, *asked, "--good-rows-only", "--accept-warnings")
    assert report["mapping"] == {
        "管段编号": "number",
        "管径": "diameter_mm",
        "埋深（cm）/起点": "depth_start_m",
        "埋深（cm）/终点": "depth_end_m",
    }
    assert [(e["row"], e["field"]) for e in report["errors"]] == [(4, "depth_end_m")]
    assert project.assets.get().attributes["depth_start_m"] == 1.2


def test_a_table_in_traditional_characters_is_understood(bring, make_project, tmp_path):
    path = tmp_path / "管線.csv"
    text = "管線編號,管徑,管材,介質,建設年月\nA1,300,鋼管,給水,2001年5月\nA2,200,球墨鑄鐵,燃氣,無\n"
    path.write_text(text + "合計,,,,\n", encoding="big5")
    project = make_project()
    _, report = bring(path, "--kind", "pipe", "--project", project.number, "--accept-warnings")
    assert (report["encoding"], report["errors"]) == ("cp950", [])
    assert report["mapping"] == {
        "管線編號": "number",
        "管徑": "diameter_mm",
        "管材": "material",
        "介質": "medium",
        "建設年月": "year_laid",
    }
    assert [
        (pipe.medium, pipe.attributes["material"], pipe.year_laid)
        for pipe in project.assets.order_by("number")
    ] == [("water", "钢", 2001), ("gas", "球墨铸铁", None)]


def test_the_help_names_every_format_that_is_read():
    text = load_command_class("registry", "import_assets").help
    assert [s for suffixes in ACCEPTED.values() for s in suffixes if s not in text] == []
