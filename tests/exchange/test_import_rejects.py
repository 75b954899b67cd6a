"""Refused rows come back as they stood in the file, and are brought again once corrected."""

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

SHAPES = [
    shapely.LineString([(101.70 + n / 1000, 26.58), (101.70 + n / 1000, 26.582)]) for n in range(2)
]
GOOD = ("--good-rows-only", "--accept-warnings")


def sheet(path, rows):
    book = openpyxl.Workbook()
    for row in [("编号", "介质", "管径", "材质", "敷设年份"), *rows]:
        book.active.append(row)
    book.save(path)
    return path


def test_cells_of_a_column_of_numbers_and_words_come_back_as_they_were(
    bring, make_project, tmp_path
):
    path = sheet(
        tmp_path / "管段.xlsx",
        [("G1", "燃气", 200, "PE", 2010), ("G2", "燃气", "DN200", "PE", "约3.8"),
         ("G3", "燃气", 300, "PE", "约1998")],
    )  # fmt: skip
    rejects = tmp_path / "退回.xlsx"
    asked = ("--kind", "pipe", "--project", make_project().number, *GOOD)
    code, report = bring(path, *asked, "--rejects", rejects)
    assert (code, report["rows_refused"]) == (0, 2)
    book = openpyxl.load_workbook(rejects)
    _, *rows = book.active.iter_rows(max_col=5)
    cells = [[cell.value for cell in row] for row in rows]
    assert cells == [["G2", "燃气", "DN200", "PE", "约3.8"], ["G3", "燃气", 300, "PE", "约1998"]]
    for row in rows:
        row[4].value = 1998
    book.save(rejects)
    code, report = bring(rejects, *asked)
    assert (code, report["rows_new"], report["rows_refused"]) == (0, 2, 0), report


@pytest.mark.parametrize(
    ("given", "kept"), [("EPSG:4543", "EPSG:4543"), ("swap:EPSG:4543", None), ("gcj02", None)]
)
def test_rejects_bear_the_system_that_was_ordered_where_a_file_can(
    bring, make_project, tmp_path, given, kept
):
    path, rejects = tmp_path / "燃气.shp", tmp_path / "退回.gpkg"
    frame = geopandas.GeoDataFrame(
        {"管径": ["约200", "300"], "材质": ["PE"] * 2, "年份": [2010] * 2},
        geometry=SHAPES,
        crs=4490,
    )
    if given != "gcj02":
        frame = frame.to_crs(4543)
    if given.startswith("swap"):
        frame.geometry = shapely.transform(frame.geometry.values, lambda points: points[:, ::-1])
    frame.to_file(path, encoding="GBK")
    path.with_suffix(".prj").unlink()
    asked = ("--kind", "pipe", "--project", make_project().number, "--set", "medium=gas", *GOOD)
    code, report = bring(path, *asked, "--crs", given, "--rejects", rejects)
    assert (code, report["rows_refused"]) == (0, 1), report
    found = pyogrio.read_info(rejects)
    # ArcGIS reads no layer that leaves its type open.
    assert (found["crs"], found["geometry_type"]) == (kept, "LineString")
