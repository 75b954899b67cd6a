"""Refused rows come back as they stood in the file, and are brought again once corrected."""

import sqlite3

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

SHAPES = [
    shapely.LineString([(101.70 + n / 1000, 26.58), (101.70 + n / 1000, 26.582)]) for n in range(2)
]
GOOD = ("--good-rows-only", "--accept-warnings")
YEAR = ("--map", "year_laid=年份")


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
    ("columns", "cells"),
    [
        (("起点坐标", "终点坐标"), ("101.710,26.581", "101.711,26.580")),
        (("拐点坐标",), ("101.710,26.581;101.7105,26.5805;101.711,26.580",)),
    ],
)
def test_places_written_out_in_cells_come_back_as_they_were(
    bring, make_project, tmp_path, columns, cells
):
    path, rejects = tmp_path / "管段.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    for row in [("编号", "介质", "材质", "敷设年份", *columns), *(
        (f"G{n}", "燃气", "PE", year, *cells) for n, year in enumerate(("约1998", "未知的"))
    )]:  # fmt: skip
        book.active.append(row)
    book.save(path)
    asked = ("--kind", "pipe", "--project", make_project().number, "--crs", "EPSG:4490", *GOOD)
    assert bring(path, *asked, "--rejects", rejects)[1]["rows_refused"] == 2
    book = openpyxl.load_workbook(rejects)
    header, *rows = book.active.iter_rows()
    names = [cell.value for cell in header]
    for row in rows:
        assert [row[names.index(column)].value for column in columns] == list(cells)
        row[names.index("敷设年份")].value = 1998
    book.save(rejects)
    code, report = bring(rejects, *asked)
    assert (code, report["rows_new"], report["rows_unmapped"]) == (0, 2, 0), report


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


def test_rejects_of_several_shapes_are_typed_layers_that_come_back_as_one(
    bring, make_project, tmp_path
):
    """ArcGIS reads no layer whose type is open, and no layer that mixes types."""
    path, rejects = tmp_path / "窨井.geojson", tmp_path / "退回.gpkg"
    point, line = shapely.Point(101.7, 26.58), SHAPES[0]
    area = shapely.box(101.71, 26.58, 101.711, 26.581)
    shapes = [point, line, shapely.MultiLineString([SHAPES[1]]), area, None]
    geopandas.GeoDataFrame(
        {"名称": [f"第{n}座" for n in range(5)], "年份": ["约1998"] * 5}, geometry=shapes, crs=4326
    ).to_file(path)
    asked = (
        "--kind",
        "structure",
        "--project",
        make_project().number,
        "--map",
        "year_laid=年份",
        *GOOD,
    )
    code, report = bring(path, *asked, "--rejects", rejects)
    assert (code, report["rows_refused"]) == (1, 5), report
    layers = pyogrio.list_layers(rejects).tolist()
    assert layers == [
        ["退回_point", "Point"],
        ["退回_line", "MultiLineString"],
        ["退回_polygon", "Polygon"],
        ["退回_unmapped", None],
    ]
    with sqlite3.connect(rejects) as database:
        # As a GIS has them: the triggers of the spatial index ask, though no shape is touched.
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY"):
            database.create_function(name, 1, lambda shape: 0)
        for layer, _ in layers:
            database.execute(f"UPDATE \"{layer}\" SET 年份 = '1998'")
    code, report = bring(rejects, *asked)
    assert (code, report["rows_new"], report["rows_unmapped"]) == (0, 5, 1), report


def test_rejects_without_any_shape_are_a_table(bring, make_project, tmp_path):
    path, rejects = tmp_path / "设备.geojson", tmp_path / "退回.gpkg"
    frame = geopandas.GeoDataFrame({"年份": ["约1998"]}, geometry=[None], crs=4326)
    frame.to_file(path)
    asked = (
        "--kind",
        "machine",
        "--project",
        make_project().number,
        "--map",
        "year_laid=年份",
        *GOOD,
    )
    code, report = bring(path, *asked, "--rejects", rejects)
    assert (code, report["rows_refused"]) == (1, 1), report
    assert pyogrio.list_layers(rejects).tolist() == [["退回", None]]


@pytest.mark.parametrize("height", [None, 1500.5])
def test_heights_stay_with_rejects(bring, make_project, tmp_path, height):
    path, rejects = tmp_path / "燃气.gpkg", tmp_path / "退回.gpkg"
    lines = [SHAPES[0], shapely.MultiLineString([SHAPES[1]])]
    if height:
        lines = shapely.force_3d(lines, height)
    frame = geopandas.GeoDataFrame({"年份": ["约1998"] * 2}, geometry=lines, crs=4490)
    frame.to_file(path)
    asked = (
        "--kind",
        "pipe",
        "--project",
        make_project().number,
        "--map",
        "year_laid=年份",
        "--set",
        "medium=gas",
        *GOOD,
    )
    code, report = bring(path, *asked, "--rejects", rejects)
    assert (code, report["rows_refused"]) == (1, 2), report
    (layer,) = pyogrio.list_layers(rejects).tolist()
    assert layer == ["退回", "MultiLineString Z" if height else "MultiLineString"]
    found = geopandas.read_file(rejects).geometry
    assert set(shapely.get_coordinates(found, include_z=True)[:, 2]) == {height} or not height


def test_shapes_come_back_in_the_column_in_which_they_stood(bring, make_project, tmp_path):
    path, rejects = tmp_path / "管线.csv", tmp_path / "退回.xlsx"
    shape = "LINESTRING (101.7 26.58, 101.7 26.59)"
    path.write_text(f'编号,敷设年份,几何\nG1,约98,"{shape}"\nG2,约98,LINESTRING(101.7\n')
    asked = ("--kind", "pipe", "--project", make_project().number, "--crs", "EPSG:4490", *GOOD)
    bring(path, *asked, "--rejects", rejects)
    header, *rows = openpyxl.load_workbook(rejects).active.iter_rows(values_only=True)
    assert header == ("编号", "敷设年份", "几何", "退回原因")
    assert [row[2] for row in rows] == [shape, "LINESTRING(101.7"]


def test_coordinates_come_back_in_their_columns_beside_those_that_could_not_be_read(
    bring, make_project, tmp_path
):
    path, rejects = tmp_path / "调压站.csv", tmp_path / "退回.xlsx"
    path.write_text("编号,投用年份,经度,纬度\nT1,约98,101.71,26.58\nT2,约98,待测,26.58\n")
    asked = ("--kind", "gas_station", "--project", make_project().number, "--crs", "EPSG:4490")
    bring(path, *asked, *GOOD, "--rejects", rejects)
    book = openpyxl.load_workbook(rejects)
    header, *rows = book.active.iter_rows(values_only=True)
    assert header == ("编号", "投用年份", "经度", "纬度", "退回原因")
    assert [row[2:4] for row in rows] == [(101.71, 26.58), ("待测", 26.58)]
    for row, place in ((2, 101.71), (3, 101.72)):
        book.active.cell(row, 2, 1998)
        book.active.cell(row, 3, place)
    book.save(rejects)
    code, report = bring(rejects, *asked)
    assert (code, report["rows_new"], report["rows_unmapped"]) == (0, 2, 0), report


def test_what_could_not_even_be_read_comes_back_too(bring, make_project, tmp_path):
    """Bad coordinates, and a cell that is no value besides another reason."""
    rows = [
        ["编号", "年份", "经度", "纬度"],
        ["T1", 2001, 101.71, 26.58],
        ["T2", 2002, "待测", 26.58],
        ["T3", 2003, 101.71, None],
        ["T4", "不记得", "101°42′99″", 26.58],
    ]
    path, rejects = tmp_path / "调压站.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    asked = ("--kind", "gas_station", "--project", make_project().number, *GOOD)
    asked += ("--crs", "EPSG:4490", *YEAR)
    code, report = bring(path, *asked, "--rejects", rejects)
    assert (code, report["rows_new"], report["rows_refused"]) == (0, 1, 3), report
    _, *found = openpyxl.load_workbook(rejects).active.iter_rows(values_only=True)
    assert [row[0] for row in found] == ["T2", "T3", "T4"]
    assert all(row[-1] for row in found)
    told = {entry["row"]: [] for entry in report["errors"]}
    for entry in report["errors"]:
        told[entry["row"]].append(entry["message"])
    for row, (number, texts) in zip(found, sorted(told.items()), strict=True):
        assert all(text in row[-1] for text in texts), number


def test_shapes_in_a_geojson_column_come_back_in_it_alone(bring, make_project, tmp_path):
    path, rejects = tmp_path / "管线.csv", tmp_path / "退回.xlsx"
    shape = '{""type"":""LineString"",""coordinates"":[[101.7,26.58],[101.7,26.59]]}'
    path.write_text(f'编号,几何,敷设年份\nG1,"{shape}",约98\nG2,{{""type"":""Line""}},1998\n')
    asked = ("--kind", "pipe", "--set", "medium=gas", "--project", make_project().number)
    asked += ("--crs", "EPSG:4490", *GOOD)
    code, report = bring(path, *asked, "--rejects", rejects)
    assert report["rows_refused"] == 2, report
    book = openpyxl.load_workbook(rejects)
    assert [cell.value for cell in book.active[1]] == ["编号", "几何", "敷设年份", "退回原因"]
    book.active["C2"] = 1998
    book.active["B3"] = book.active["B2"].value.replace("101.7,", "101.71,")
    book.save(rejects)
    code, report = bring(rejects, *asked)
    assert (code, report["rows_new"], report["rows_unmapped"]) == (0, 2, 0), report


def test_a_line_of_one_point_a_row_comes_back_point_by_point(bring, make_project, tmp_path):
    """One has a bad year, one a bad point: all their points come back, in their own columns."""
    path, rejects = tmp_path / "点号表.csv", tmp_path / "退回.xlsx"
    path.write_text(
        "管段编号,序号,经度,纬度,高程,敷设年份\n"
        "G1,1,101.7,26.58,1100,约98\nG1,2,101.7,26.581,1101,约98\nG1,3,101.7,26.582,1102,约98\n"
        "G2,1,101.71,26.58,1100,1998\nG2,2,待测,26.581,1101,1998\nG2,3,101.71,26.582,1102,1998\n"
        "G3,1,101.72,26.58,1100,1998\nG3,2,101.72,26.581,1101,1998\n",
        encoding="utf-8",
    )
    project = make_project()
    asked = ("--kind", "pipe", "--set", "medium=gas", "--project", project.number)
    asked += ("--crs", "EPSG:4490", *GOOD)
    code, report = bring(path, *asked, "--rejects", rejects)
    assert (code, report["rows_new"]) == (0, 1), report
    found = [(entry["row"], entry["code"]) for entry in report["errors"]]
    assert found == [
        (2, "bad_value"),
        (5, "line_unread"),
        (6, "bad_coordinate"),
        (7, "line_unread"),
    ]
    book = openpyxl.load_workbook(rejects)
    header, *rows = book.active.iter_rows(values_only=True)
    assert header == ("管段编号", "序号", "经度", "纬度", "高程", "敷设年份", "退回原因")
    assert [row[:5] for row in rows] == [
        ("G1", 1, 101.7, 26.58, 1100),
        ("G1", 2, 101.7, 26.581, 1101),
        ("G1", 3, 101.7, 26.582, 1102),
        ("G2", 1, "101.71", 26.58, 1100),
        ("G2", 2, "待测", 26.581, 1101),
        ("G2", 3, "101.71", 26.582, 1102),
    ]
    for row in (2, 3, 4):
        book.active.cell(row, 6, 1998)
    book.active.cell(6, 3, 101.71)
    book.save(rejects)
    code, report = bring(rejects, *asked)
    assert (code, report["rows_new"]) == (0, 2), report
    assert "退回原因" not in str(report)
    assert [len(a.location.coords) for a in project.assets.order_by("number")] == [3, 3, 2]


ENDS = "起点经度,起点纬度,终点经度,终点纬度"


@pytest.mark.parametrize("header", ["经度,纬度", ENDS, "经纬度", "几何"])
def test_shapes_that_could_all_be_read_come_back_in_their_own_columns(
    bring, make_project, tmp_path, header
):
    cells = {
        "经度,纬度": "101.7,26.58",
        ENDS: "101.7,26.58,101.7,26.59",
        "经纬度": '"101.700,26.580"',
        "几何": "SRID=4490;POINT (101.7 26.58)",
    }[header]
    kind = "pipe" if header == ENDS else "gas_station"
    path, rejects = tmp_path / "表.csv", tmp_path / "退回.xlsx"
    path.write_text(f"编号,{header},年份\nT1,{cells},约98\n", encoding="utf-8")
    asked = ("--kind", kind, "--project", make_project().number, *YEAR, *GOOD)
    crs = () if header == "几何" else ("--crs", "EPSG:4490")
    bring(path, *asked, *crs, "--rejects", rejects)
    book = openpyxl.load_workbook(rejects)
    names = [cell.value for cell in book.active[1]]
    assert names == ["编号", *header.split(","), "年份", "退回原因"]
    book.active.cell(2, len(names) - 1, 1998)
    book.save(rejects)
    code, report = bring(rejects, *asked, *crs)
    assert (code, report["rows_new"], report["rows_unmapped"]) == (0, 1, 0), report


def test_wkt_that_says_nothing_comes_back(bring, make_project, tmp_path):
    path, rejects = tmp_path / "管线.csv", tmp_path / "退回.xlsx"
    path.write_text(
        "编号,WKT\nG1,LINESTRING (101.7 26.58 101.71 26.58)\n"
        'G2,"LINESTRING (101.7 26.58, 101.71 26.58)"\nG3,LINE\n',
        encoding="utf-8",
    )
    asked = ("--kind", "pipe", "--set", "medium=gas", "--project", make_project().number, *GOOD)
    code, report = bring(path, *asked, "--crs", "EPSG:4490", "--rejects", rejects)
    assert (code, report["rows_new"], report["rows_refused"]) == (0, 1, 2), report
    # Refused rows lie nowhere, but they are not registered as unmapped.
    assert report["rows_unmapped"] == 0
    _, *found = openpyxl.load_workbook(rejects).active.iter_rows(values_only=True)
    assert [row[0] for row in found] == ["G1", "G3"]


def test_a_shape_too_long_for_a_cell_is_not_cut_into_another(bring, make_project, tmp_path):
    path, rejects = tmp_path / "管线.csv", tmp_path / "退回.xlsx"
    vertices = ", ".join(f"{101.6 + n / 1e5:.9f} {26.58 + n % 7 / 1e5:.9f}" for n in range(2500))
    path.write_text(f'编号,管径,WKT\nG1,粗,"LINESTRING ({vertices})"\n', encoding="utf-8")
    asked = ("--kind", "pipe", "--set", "medium=gas", "--project", make_project().number, *GOOD)
    bring(path, *asked, "--crs", "EPSG:4490", "--rejects", rejects)
    header, row = openpyxl.load_workbook(rejects).active.iter_rows(values_only=True)
    assert "从原文件复制" in dict(zip(header, row, strict=True))["WKT"]


def test_more_rows_than_a_sheet_holds_go_on_the_next_ones(
    bring, make_project, tmp_path, monkeypatch
):
    monkeypatch.setattr("registry.exchange.reject_sheet.MAX_ROWS", 3)
    bad = [(f"G{n}", "燃气", 200, "PE", "约1998") for n in range(5)]
    path, rejects = sheet(tmp_path / "管段.xlsx", bad), tmp_path / "退回.xlsx"
    asked = ("--kind", "pipe", "--project", make_project().number, *GOOD)
    _, report = bring(path, *asked, "--rejects", rejects)
    (told,) = [e["message"] for e in report["warnings"] if e["code"] == "rejects_split"]
    assert "分成 3 张（退回、退回_2……），一行都没有少" in told
    book = openpyxl.load_workbook(rejects)
    assert [[row[0].value for row in each] for each in book] == [
        ["编号", "G0", "G1"],
        ["编号", "G2", "G3"],
        ["编号", "G4"],
    ]
    for each in book:
        for row in each.iter_rows(min_row=2):
            row[4].value = 1998
    book.save(rejects)
    for n, name in enumerate(book.sheetnames):
        code, report = bring(rejects, *asked, "--layer", name)
        assert (code, report["rows_new"]) == (0, (2, 2, 1)[n]), report


def test_the_points_of_one_line_stay_on_one_sheet(bring, make_project, tmp_path, monkeypatch):
    monkeypatch.setattr("registry.exchange.reject_sheet.MAX_ROWS", 5)
    path, rejects = tmp_path / "点号表.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["管段编号", "点序号", "经度", "纬度", "介质", "敷设年份"])
    for line in range(2):
        for n in range(3):
            book.active.append(
                [f"G{line}", n + 1, 101.71 + n / 1000, 26.58 + line / 1000, "燃气", "约1998"]
            )
    book.save(path)
    asked = ("--kind", "pipe", "--project", make_project().number, "--crs", "EPSG:4490", *GOOD)
    bring(path, *asked, "--rejects", rejects)
    names = [[row[0].value for row in each] for each in openpyxl.load_workbook(rejects)]
    assert names == [["管段编号", *["G0"] * 3], ["管段编号", *["G1"] * 3]]
