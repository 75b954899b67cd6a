"""Whatever is wrong is named by row and field, and nothing is written."""

import pytest
import shapely

from registry.exchange import loading
from registry.models import Asset, ImportBatch, Project

TO_NEW = ("--new-project", "燃气管网更新")
PIPES = ("--kind", "pipe", "--set", "medium=gas", *TO_NEW)


def nothing_written():
    return not (Asset.objects.exists() or ImportBatch.objects.exists() or Project.objects.exists())


def entries(report, name="errors"):
    return [(entry["row"], entry["field"], entry["code"]) for entry in report[name]]


def test_each_bad_value_is_named_by_row_field_and_column(bring, make_file):
    path = make_file(管径=["-5", "200", "粗"], 敷设年代=[1998, 2099, 1998])
    code, report = bring(path, *PIPES)
    assert code == 1
    assert entries(report) == [
        (1, "diameter_mm", "bad_value"),
        (2, "year_laid", "bad_value"),
        (3, "diameter_mm", "bad_value"),
    ]
    assert report["errors"][2]["message"] == "“管径”列：“粗”不是数字。"
    assert (report["rows_read"], report["rows_ready"], report["rows_refused"]) == (3, 0, 3)
    assert nothing_written()


def test_one_bad_row_holds_back_the_good_ones(bring, make_file):
    code, report = bring(make_file(材质=["PE", "木"]), *PIPES)
    assert (code, report["rows_ready"], report["rows_refused"]) == (1, 1, 1)
    assert "灰口铸铁" in report["errors"][0]["message"]
    assert nothing_written()


def test_a_shape_that_the_kind_does_not_allow_is_refused(bring, make_file):
    path = make_file(名称=["点"], shapes=[shapely.Point(101.6, 26.6)])
    code, report = bring(path, *PIPES)
    assert (code, entries(report)) == (1, [(1, "geometry", "wrong_shape")])
    assert report["errors"][0]["message"] == "管段的图形应为线、多线，此处是点。"
    assert nothing_written()


def test_an_invalid_shape_is_refused_with_its_place(bring, make_file):
    bow_tie = shapely.Polygon([(101.6, 26.6), (101.7, 26.7), (101.7, 26.6), (101.6, 26.7)])
    path = make_file("楼.geojson", 名称=["1号楼"], shapes=[bow_tie])
    code, report = bring(path, "--kind", "building", *TO_NEW)
    assert (code, entries(report)) == (1, [(1, "geometry", "invalid")])
    assert "自相交" in report["errors"][0]["message"]
    assert "101.65" in report["errors"][0]["message"]
    assert nothing_written()


def test_a_number_stands_once_in_a_project(bring, make_file, make_project):
    project = make_project()
    project.assets.create(kind="pipe", number="G3")
    path = make_file(编号=["G1", "G1", "G3", None, None])
    code, report = bring(path, "--kind", "pipe", "--project", project.number)
    assert code == 1
    assert entries(report) == [
        (1, "number", "number_twice"),
        (2, "number", "number_twice"),
        (3, "number", "number_taken"),
    ]
    assert project.assets.count() == 1


def test_cameras_stand_in_restricted_projects_only(bring, make_file, make_project):
    path = make_file("点.gpkg", 杆件=["1号杆"], shapes=[shapely.Point(101.6, 26.6)])
    open_project, restricted = make_project(), make_project(sector="A11")
    code, report = bring(path, "--kind", "camera", "--project", open_project.number)
    assert (code, entries(report)) == (1, [(1, "kind", "camera_sector")])
    assert bring(path, "--kind", "camera", "--project", restricted.number)[0] == 0


def test_a_place_outside_the_territory_has_to_be_confirmed(bring, make_file, make_project, outline):
    outline("510403", 101.5, 26.5, 101.6005, 26.7)
    outline("510402", 101.6005, 26.5, 101.8, 26.7)
    project = make_project(district="510403")
    far = shapely.LineString([(120.3, 22.6), (120.31, 22.6)])
    at_home = shapely.LineString([(101.6, 26.6), (101.6, 26.601)])
    next_door = shapely.LineString([(101.7, 26.6), (101.7, 26.601)])
    path = make_file(编号=["1", "2", "3", "4"], shapes=[at_home, next_door, far, None])
    arguments = (path, "--kind", "pipe", "--project", project.number)
    code, report = bring(*arguments)
    assert (code, report["rows_ready"], project.assets.count()) == (1, 4, 0)
    assert entries(report, "warnings") == [
        (2, "geometry", "outside_district"),
        (3, "geometry", "outside_city"),
    ]
    code, _ = bring(*arguments, "--accept-warnings")
    confirmed = project.assets.filter(outside_confirmed=True).values_list("number", flat=True)
    assert (code, sorted(confirmed)) == (0, ["2", "3"])


def test_an_unknown_project_number_is_the_row_s_error(bring, make_file, make_project):
    project = make_project()
    path = make_file(项目=[project.number, "RA-999999", ""])
    code, report = bring(path, "--kind", "pipe", "--project-field", "项目")
    assert (code, project.assets.count()) == (1, 0)
    assert entries(report) == [
        (2, "project", "project_unknown"),
        (3, "project", "project_missing"),
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--kind", "rocket", *TO_NEW), "unknown_kind"),
        (TO_NEW, "kind_needed"),
        ((*PIPES, "--map", "口味=编号"), "unknown_field"),
        ((*PIPES, "--map", "name=没有的列"), "unknown_column"),
        ((*PIPES, "--set", "work=plasma"), "bad_constant"),
        ((*PIPES, "--set", "colour=red"), "unknown_field"),
        ((*PIPES, "--set", "介质=water"), "field_twice"),
        ((*PIPES, "--map", "name=编号", "--map", "名称=编号"), "field_twice"),
        ((*PIPES, "--map", "medium=编号"), "field_twice"),
        ((*PIPES, "--crs", "EPSG:999999"), "unknown_crs"),
        ((*PIPES, "--crs", "EPSG:2379"), "datum_not_convertible"),
        ((*PIPES, "--layer", "没有的图层"), "unknown_layer"),
        ((*PIPES, "--sector", "Z99"), "unknown_sector"),
        ((*PIPES, "--district", "000000"), "unknown_district"),
        (("--kind", "pipe", "--project", "RA-999999"), "project_unknown"),
        (("--kind", "pipe", "--project-field", "没有的列"), "unknown_column"),
        (("--kind", "pipe", "--new-project", " "), "bad_project_name"),
        (("--kind", "pipe", "--new-project", "长" * 201), "bad_project_name"),
        (("--kind", "pipe", *TO_NEW), "sector_needed"),
    ],
)
def test_an_instruction_that_cannot_be_followed_ends_with_two(bring, make_file, options, code):
    exit_code, report = bring(make_file(编号=["1"]), *options)
    assert (exit_code, entries(report)) == (2, [(0, "", code)])
    assert nothing_written()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.geojson", b"", "empty_file"),
        ("坏.gpkg", b"not a database at all", "wrong_content"),
        ("坏.zip", b"PK\x03\x04 and no more", None),
        ("页.shp", b"<html><body>404</body></html>", None),
        ("无.geojson", b'{"type": "FeatureCollection", "features": []}', "no_rows"),
        ("文档.docx", b"words", "unsupported_format"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_two_and_a_sentence(
    bring, tmp_path, name, content, code
):
    path = tmp_path / name
    path.write_bytes(content)
    exit_code, report = bring(path, *PIPES)
    assert exit_code == 2
    assert report["errors"][0]["code"] == code or code is None
    assert report["errors"][0]["message"].startswith(f"“{name}”")
    assert {"rows_read", "rows_ready", "rows_refused", "encoding", "crs", "mapping"} <= set(report)
    assert nothing_written()


def test_text_that_the_database_cannot_hold_is_refused(bring, tmp_path):
    path = tmp_path / "管段.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"名称": "a\\u0000b"}, "geometry": null}]}'
    )
    code, _ = bring(path, *PIPES)
    assert code in {1, 2}
    assert nothing_written()


def test_a_dry_run_writes_nothing(bring, make_file):
    code, report = bring(make_file(编号=["1"]), *PIPES, "--dry-run")
    assert (code, report["rows_ready"]) == (0, 1)
    assert nothing_written()


def test_a_failure_in_the_middle_of_the_rows_leaves_nothing(bring, make_file, monkeypatch):
    def failing(ready, batch, projects, rows=loading.asset_rows):
        yield from rows(ready, batch, projects)
        raise RuntimeError("power cut")

    monkeypatch.setattr(loading, "asset_rows", failing)
    with pytest.raises(RuntimeError, match="power cut"):
        bring(make_file(名称=["支线"] * 5), *PIPES)
    assert nothing_written()


def test_a_number_taken_in_the_meantime_refuses_the_whole_file(
    bring, make_file, make_project, monkeypatch
):
    project = make_project()
    project.assets.create(kind="pipe", number="G2")
    monkeypatch.setattr("registry.exchange.checks.check_numbers", lambda *args: None)
    path = make_file(编号=["G1", "G2"])
    code, report = bring(path, "--kind", "pipe", "--project", project.number)
    assert (code, entries(report)) == (1, [(0, "", "refused_by_database")])
    assert "已有这个编号" in report["errors"][0]["message"]
    assert project.assets.count() == 1
    assert not ImportBatch.objects.exists()


def test_a_value_that_only_the_database_refuses_refuses_the_whole_file(
    bring, tmp_path, monkeypatch
):
    monkeypatch.setattr("registry.exchange.rows.is_storable", lambda raw: True)
    path = tmp_path / "管段.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"备注": "a\\u0000b"}, "geometry": null}]}'
    )
    code, report = bring(path, *PIPES)
    assert (code, entries(report)) == (1, [(0, "", "refused_by_database")])
    assert nothing_written()


@pytest.mark.parametrize("bad", ["\\u0000", "\\ud800"])
def test_a_column_whose_name_the_database_cannot_hold_is_refused_in_words(bring, tmp_path, bad):
    path = tmp_path / "管段.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        f'{{"备{bad}注": "x", "路名": "一号{bad}路"}}, "geometry": null}}]}}'
    )
    code, report = bring(path, *PIPES)
    assert (code, entries(report)) == (
        1,
        [(0, "备�注", "unstorable_name"), (1, "road", "unstorable_text")],
    )
    assert report["errors"][0]["message"] == "列名“备�注”含有无法保存的字符，请改名。"
    assert nothing_written()


def test_a_project_number_that_no_database_can_hold_is_unknown(bring, tmp_path):
    path = tmp_path / "管段.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"项目": "RA\\u0000"}, "geometry": null}]}'
    )
    code, report = bring(path, "--kind", "pipe", "--project-field", "项目")
    assert (code, entries(report)) == (1, [(1, "project", "project_unknown")])


def test_rows_without_a_kind_are_named_whatever_else_was_asked(bring, make_file):
    path = make_file("a.geojson", 设施类别=[None, " "], 编号=["1", "2"])
    code, report = bring(path, "--set", "medium=gas", *TO_NEW)
    assert (code, entries(report)) == (
        1,
        [(1, "kind", "kind_missing"), (2, "kind", "kind_missing")],
    )


def test_a_shape_that_is_refused_is_not_said_to_lie_outside_too(
    bring, make_file, make_project, outline
):
    outline("510403", 101.5, 26.5, 101.7, 26.7)
    project = make_project(district="510403")
    path = make_file(名称=["点"], shapes=[shapely.Point(102.6, 27.6)])
    code, report = bring(path, "--kind", "pipe", "--project", project.number)
    assert (code, entries(report), report["warnings"]) == (1, [(1, "geometry", "wrong_shape")], [])


@pytest.mark.parametrize("word", ["涉密", "secret"])
def test_secrets_do_not_come_in(bring, make_file, word):
    code, report = bring(make_file(密级=["内部", word]), *PIPES)
    assert (code, entries(report)) == (1, [(2, "classification", "bad_value")])
    assert "涉密数据不得录入本系统。" in report["errors"][0]["message"]
    assert nothing_written()


def test_a_line_with_a_digit_too_many_is_refused_and_the_others_are_not(bring, make_file, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    start, beside = (101.7, 26.6), (101.701, 26.6)
    ends = [beside, (137.0, 26.6), (101.85, 26.6), (101.85, 26.6), (102.0, 26.6)]
    path = make_file(
        编号=list("甲乙丙丁戊"),
        计量长度=[99.4, 32.1, 32.1, 14.9, 29_800],
        shapes=[shapely.LineString([start, end]) for end in ends],
    )
    code, report = bring(path, *PIPES, "--accept-warnings")
    assert code == 1
    told = [(entry["row"], entry["code"]) for entry in report["errors"]]
    # The fourth is in kilometres, the fifth lies outside but within the city's own width.
    assert told == [(2, "reaches_too_far"), (3, "far_too_long")]
    assert [e["row"] for e in report["warnings"] if e["code"] == "outside_city"] == [5]
    assert "伸到市外约 3,490 公里" in report["errors"][0]["message"]
    assert "计量长度却是 32.1 米" in report["errors"][1]["message"]
    good = ("--accept-warnings", "--good-rows-only")
    code, report = bring(path, *PIPES, *good)
    assert (code, report["rows_refused"]) == (0, 2)
    assert list(Asset.objects.order_by("id").values_list("number", flat=True)) == list("甲丁戊")
