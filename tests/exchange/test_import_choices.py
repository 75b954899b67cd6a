"""What the person may choose: good rows only, repairs, duplicates left out, units, rejects."""

import geopandas
import numpy as np
import pytest
import shapely
from openpyxl import load_workbook

from gis.readers import staging
from registry.exchange import registered
from registry.models import Asset, ImportBatch

TO_NEW = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "燃气管网更新")


def codes(report, name="warnings"):
    return [(entry["row"], entry["code"]) for entry in report[name]]


def test_the_good_rows_come_in_and_the_bad_ones_go_back_with_the_reason(bring, make_file, tmp_path):
    path = make_file(编号=["1", "2", "3"], 材质=["PE", "木", "钢"], 片区=["江北", "河门口", None])
    rejects = tmp_path / "退回.gpkg"
    code, report = bring(path, *TO_NEW, "--good-rows-only", "--rejects", rejects)
    assert (code, report["rows_ready"], report["rows_refused"]) == (0, 2, 1)
    assert list(Asset.objects.values_list("number", flat=True)) == ["1", "3"]
    batch = ImportBatch.objects.get()
    assert (batch.rows, batch.rows_added, batch.rows_refused) == (3, 2, 1)
    back = geopandas.read_file(rejects)
    assert (back["编号"].tolist(), back["片区"].tolist()) == (["2"], ["河门口"])
    assert back["退回原因"][0].startswith("“材质”列：")
    back["材质"] = "PE"
    back.to_file(tmp_path / "改正.gpkg")
    project = Asset.objects.first().project.number
    code, report = bring(
        tmp_path / "改正.gpkg", "--kind", "pipe", "--set", "medium=gas", "--project", project
    )
    assert (code, Asset.objects.get(number="2").source_attributes) == (0, {"片区": "河门口"})


@pytest.mark.parametrize("control", ["\x01", "\x0b", "\ufffe"])
def test_rejects_hold_whatever_header_and_text_the_file_brought(bring, tmp_path, control):
    path, rejects = tmp_path / "表.csv", tmp_path / "退回.xlsx"
    path.write_text(f"编号,材质,=1+1,备注\n1,木,x{control}y,@a\n", encoding="utf-8")
    bring(path, *TO_NEW, "--rejects", rejects)
    header, row = load_workbook(rejects).active.iter_rows()
    assert (header[2].value, header[2].data_type) == ("=1+1", "s")
    assert (row[2].value[0], row[2].value[-1]) == ("x", "y")
    assert (row[3].value, row[3].quotePrefix) == ("@a", True)


def test_rejects_may_be_a_workbook_in_which_text_stays_text(bring, make_file, tmp_path):
    path = make_file(编号=["=1+1"], 材质=["木"])
    rejects = tmp_path / "退回.xlsx"
    assert bring(path, *TO_NEW, "--rejects", rejects)[0] == 1
    header, row = load_workbook(rejects).active.iter_rows()
    assert [cell.value for cell in header] == ["编号", "材质", "WKT", "退回原因"]
    assert (row[0].value, row[0].data_type) == ("=1+1", "s")


def test_no_good_row_is_nothing_to_write(bring, make_file):
    code, _ = bring(make_file(材质=["木"]), *TO_NEW, "--good-rows-only")
    assert (code, Asset.objects.count(), ImportBatch.objects.count()) == (1, 0, 0)


def test_a_shape_is_mended_only_when_that_was_asked(bring, make_file):
    bow_tie = shapely.Polygon([(101.6, 26.6), (101.7, 26.7), (101.7, 26.6), (101.6, 26.7)])
    path = make_file("楼.gpkg", 名称=["1号楼"], shapes=[bow_tie])
    options = ("--kind", "building", "--new-project", "节能改造")
    code, report = bring(path, *options)
    assert (code, codes(report, "errors")) == (1, [(1, "invalid")])
    code, report = bring(path, *options, "--mend", "invalid")
    asset = Asset.objects.get()
    assert (code, report["rows_mended"], codes(report)) == (0, 1, [(1, "mended")])
    assert (asset.location.geom_type, asset.location.valid) == ("MultiPolygon", True)
    assert asset.source_attributes == {"图形修复": "invalid"}


def test_shapes_of_one_part_are_stored_as_that_part(bring, make_file):
    """As a layer of MultiLineString has them, and a collection that holds a single line."""
    line = shapely.LineString([(101.6, 26.6), (101.61, 26.6)])
    other = shapely.LineString([(101.6, 26.7), (101.61, 26.7)])
    shapes = [shapely.MultiLineString([line]), shapely.GeometryCollection([other])]
    code, report = bring(make_file("管.geojson", 编号=["1", "2"], shapes=shapes), *TO_NEW)
    assert (code, codes(report, "errors")) == (0, [])
    assert {asset.location.geom_type for asset in Asset.objects.all()} == {"LineString"}


def test_what_a_word_of_a_file_means_may_be_said(bring, make_file):
    path = make_file(图层=["JS:给水=1", "WS-污水"], 编号=["1", "2"])
    said = ("--value", "medium:JS:给水=1=给水", "--value", "medium:WS-污水=sewage")
    options = ("--kind", "pipe", "--new-project", "更新", "--sector", "A03", "--map", "medium=图层")
    assert bring(path, *options)[0] == 1
    code, report = bring(path, *options, *said)
    assert (code, codes(report, "errors")) == (0, [])
    assert list(Asset.objects.order_by("number").values_list("medium", flat=True)) == [
        "water",
        "sewage",
    ]


def test_the_same_shape_twice_is_asked_about_or_left_out(bring, make_file):
    line = shapely.LineString([(101.6, 26.6), (101.61, 26.6)])
    path = make_file(编号=["1", "2"], shapes=[line, line.reverse()])
    code, report = bring(path, *TO_NEW)
    assert (code, codes(report)) == (1, [(2, "duplicate_in_file")])
    code, report = bring(path, *TO_NEW, "--skip-duplicates")
    assert (code, report["rows_skipped"], Asset.objects.count()) == (0, 1, 1)


@pytest.mark.parametrize("looked_up", [0, registered.LOOKED_UP], ids=["all", "one by one"])
def test_what_is_registered_already_is_asked_about_but_only_where_it_may_be_seen(
    bring, make_file, make_project, make_person, monkeypatch, looked_up
):
    monkeypatch.setattr(registered, "LOOKED_UP", looked_up)
    path = make_file(编号=["1"])
    assert bring(path, *TO_NEW, "--district", "510402")[0] == 0
    code, report = bring(path, *TO_NEW)
    assert (code, codes(report)) == (1, [(0, "written_before"), (1, "duplicate_registered")])
    asset = Asset.objects.get()
    told = report["warnings"][1]["message"]
    assert asset.project.number in told
    assert asset.number in told
    neighbour, project = make_person("xiqu"), make_project(district="510403")
    options = ("--kind", "pipe", "--set", "medium=gas", "--project", project.number)
    code, report = bring(path, *options, "--user", neighbour.username)
    assert (code, report["warnings"]) == (0, [])


def test_another_medium_in_the_same_trench_is_no_duplicate(bring, make_file):
    line = shapely.LineString([(101.6, 26.6), (101.61, 26.6)])
    path = make_file(介质=["给水", "燃气"], shapes=[line, line])
    code, report = bring(path, "--kind", "pipe", "--new-project", "更新", "--sector", "A03")
    assert (code, report["warnings"]) == (0, [])


def test_a_lift_registered_elsewhere_is_asked_about(bring, make_file, make_project):
    code20 = "31105104000000000001"
    project = make_project(sector="A01")
    project.assets.create(kind="elevator", attributes={"registration_code": code20})
    path = make_file(设备注册代码=[code20], shapes=[shapely.Point(101.6, 26.6)])
    code, report = bring(path, "--kind", "elevator", "--new-project", "更新")
    assert (code, codes(report)) == (1, [(1, "code_registered")])


def test_a_unit_in_the_header_is_converted(bring, make_file):
    code, _ = bring(make_file(**{"管长（km）": [0.1108]}), *TO_NEW)
    assert (code, float(Asset.objects.get().declared_length_m)) == (0, 110.8)


@pytest.mark.parametrize(
    ("lengths", "unit"), [([0.11, 0.112, 0.5], "公里"), ([110800, 110800, 500], "毫米")]
)
def test_lengths_a_thousand_times_off_are_asked_about(bring, make_file, lengths, unit):
    code, report = bring(make_file(管长=lengths), *TO_NEW)
    (question,) = [entry for entry in report["warnings"] if entry["code"] == "length_unit"]
    assert (code, question["row"]) == (1, 0)
    assert question["message"].startswith("2 行")
    assert f"可能是{unit}" in question["message"]


def test_lengths_that_differ_otherwise_are_not(bring, make_file):
    code, report = bring(make_file(管长=[0.11, 55, 60, 300]), *TO_NEW)
    assert (code, {name for _, name in codes(report)}) == (0, {"length_differs"})


def test_the_unit_of_a_column_may_be_said(bring, make_file):
    code, _ = bring(make_file(管长=[0.1108, 0.11]), *TO_NEW, "--unit", "declared_length_m=km")
    lengths = Asset.objects.order_by("pk").values_list("declared_length_m", flat=True)
    assert (code, list(map(float, lengths))) == (0, [110.8, 110])


def test_a_unit_that_does_not_convert_is_refused(bring, make_file):
    code, report = bring(make_file(管长=[1.0]), *TO_NEW, "--unit", "declared_length_m=部")
    assert (code, codes(report, "errors")) == (2, [(0, "unit_unknown")])


def test_an_old_datum_comes_in_only_with_a_lasting_mark(bring, make_file):
    path = make_file(编号=["1"], crs=4543)
    code, report = bring(path, *TO_NEW, "--crs", "EPSG:2379!unconverted")
    assert (code, Asset.objects.get().source_attributes) == (
        0,
        {"坐标系未转换": "EPSG:2379!unconverted"},
    )
    assert (0, "unconverted") in codes(report)


def test_an_old_datum_is_converted_by_the_owner_s_own_parameters(bring, make_file, settings):
    zero = dict.fromkeys(("dy_m", "dz_m", "rx_s", "ry_s", "rz_s", "scale_ppm"), 0)
    settings.SEVEN_PARAMETERS = {"本市": {**zero, "dx_m": 0, "convention": "position_vector"}}
    path = make_file(编号=["1"], crs=2379)
    code, report = bring(path, *TO_NEW, "--crs", "EPSG:2379@本市")
    assert (code, report["crs"]) == (0, "EPSG:2379@本市")
    assert "坐标系未转换" not in Asset.objects.get().source_attributes


def test_what_reading_may_cost_is_a_setting(bring, make_file, settings, monkeypatch):
    told = {}
    monkeypatch.setattr(staging, "run", lambda *args, limits, **kwargs: told.update(vars(limits)))
    settings.READER_LIMITS = {"rows": 7, "memory_bytes": 8}
    with pytest.raises(FileNotFoundError):
        bring(make_file(编号=["1"]), *TO_NEW)
    assert (told["rows"], told["memory_bytes"]) == (7, 8)


def test_the_first_height_of_a_pipe_is_its_top_where_no_column_says_it(bring, make_file):
    line = shapely.LineString([(101.6, 26.6, 1023.5), (101.61, 26.6, 1020)])
    code, report = bring(make_file(编号=["1"], shapes=[line]), *TO_NEW)
    assert (code, codes(report)) == (0, [(0, "elevation_kept")])
    assert "第一点的高程存为管顶高程" in report["warnings"][0]["message"]
    assert Asset.objects.get().attributes == {"top_elevation_m": 1023.5}


def test_heights_that_are_not_kept_are_said_to_be_left_out(bring, make_file):
    high = shapely.LineString([(101.6, 26.6, 1023.5), (101.61, 26.6, 1020)])
    other = shapely.LineString([(101.6, 26.7, 1023.5), (101.61, 26.7, 1020)])
    columns = {"编号": ["1", "2"], "管顶高程": [1000, 1000]}
    _, report = bring(make_file(**columns, shapes=[high, other]), *TO_NEW)
    assert codes(report) == [(0, "z_dropped")]
    assert {a.attributes["top_elevation_m"] for a in Asset.objects.all()} == {1000}


def test_the_list_is_cut_but_the_count_is_whole(bring, make_file):
    code, report = bring(make_file(材质=["木"] * 1500), *TO_NEW)
    assert (code, report["rows_refused"], report["counts"]) == (1, 1500, {"bad_value": 1500})
    assert len(report["errors"]) == 1000


@pytest.mark.parametrize("option", [("--mend", "magic"), ("--mend", "zero_length")])
def test_what_cannot_be_mended_is_said(bring, make_file, option):
    code, report = bring(make_file(编号=["1"]), *TO_NEW, *option)
    assert (code, codes(report, "errors")) == (2, [(0, "unknown_mend")])


def test_rows_beyond_one_batch_are_checked_and_written_alike(bring, make_file):
    count = 20_050
    rng = np.random.default_rng(1)
    shapes = list(shapely.points(rng.uniform((101.2, 26.2), (102.0, 26.9), (count, 2))))
    path = make_file("点.gpkg", 编号=[f"P{n}" for n in range(count - 1)] + ["P0"], shapes=shapes)
    options = ("--kind", "elevator", "--new-project", "更新", "--sector", "A01")
    code, report = bring(path, *options)
    assert (code, codes(report, "errors")) == (1, [(1, "number_twice"), (count, "number_twice")])
    code, report = bring(path, *options, "--good-rows-only")
    assert (code, Asset.objects.count()) == (0, count - 2)
