"""The unit that stands above a table is that of the columns whose names say none."""

import openpyxl
import pytest

from registry.models import Asset
from tests.institute import workbook

LIFTS = ("--kind", "elevator", "--new-project", "电梯更新", "--sector", "A01")
PLANT = ("--kind", "sewage_plant", "--new-project", "污水厂更新", "--crs", "EPSG:4490")
PIPES = (
    "--kind",
    "pipe",
    "--set",
    "medium=gas",
    "--new-project",
    "燃气管网更新",
    "--crs",
    "EPSG:4490",
)
LINE = "LINESTRING (101.6 26.6, 101.601 26.6)"


@pytest.fixture
def sheet(tmp_path):
    def make(*rows, name="清单.xlsx"):
        path = tmp_path / name
        path.write_bytes(workbook(rows))
        return path

    return make


def lifts(sheet, *above, column="单台投资", values=(155, 156)):
    header = ["编号", "设备注册代码", "小区", column]
    rows = [[f"U{n}", f"3010510402200880000{n}", "甲", v] for n, v in enumerate(values)]
    return sheet(["电梯更新清单"], *above, header, *rows)


def plants(sheet, note, values):
    rows = [[f"站{n}", v, 101.6, 26.6 + n / 100] for n, v in enumerate(values)]
    return sheet(["污水处理厂统计表"], [note], ["名称", "规模", "经度", "纬度"], *rows)


def pipes(sheet, note, sizes, lengths):
    rows = [
        [f"R{n}", size, length, LINE.replace("26.6", f"26.{61 + n}")]
        for n, (size, length) in enumerate(zip(sizes, lengths, strict=True))
    ]
    return sheet(["燃气管线表"], [note], ["编号", "管径", "管长", "WKT"], *rows)


def told(report, code):
    return [
        (entry["field"], entry["message"]) for entry in report["warnings"] if entry["code"] == code
    ]


@pytest.mark.parametrize(
    ("note", "wan"),
    [
        ("单位：千元", [15.5, 15.6]),
        ("（金额单位：人民币千元）", [15.5, 15.6]),
        ("单位：台、千元", [15.5, 15.6]),
        ("单位：万元", [155, 156]),
        ("单位：吨", [155, 156]),
        ("填报单位：千元公司", [155, 156]),
    ],
)
def test_money_is_in_the_unit_that_stands_above_the_table(bring, sheet, note, wan):
    code, report = bring(lifts(sheet, [note]), *LIFTS)
    stored = [a.attributes["unit_investment_wan"] for a in Asset.objects.order_by("number")]
    assert (code, stored) == (0, wan)
    assert len(told(report, "unit_noted")) == (wan[0] == 15.5)


def test_what_the_unit_above_the_table_changed_is_told(bring, sheet):
    _, report = bring(lifts(sheet, ["单位：千元"]), *LIFTS)
    ((field, message),) = told(report, "unit_noted")
    assert (field, message) == (
        "unit_investment_wan",
        "“单台投资”列没有写单位，按表上方的“单位：千元”读取，千元换算为万元。",
    )


def test_the_unit_in_a_column_s_own_name_goes_before_the_one_above(bring, sheet):
    path = lifts(sheet, ["单位：千元"], column="单台投资（元）", values=(155000,))
    code, report = bring(path, *LIFTS)
    assert (code, told(report, "unit_noted")) == (0, [])
    assert Asset.objects.get().attributes["unit_investment_wan"] == 15.5


def test_so_does_the_unit_that_is_said(bring, sheet):
    path = lifts(sheet, ["单位：千元"], values=(15.5,))
    code, report = bring(path, *LIFTS, "--unit", "unit_investment_wan=万元")
    assert (code, told(report, "unit_noted")) == (0, [])
    assert Asset.objects.get().attributes["unit_investment_wan"] == 15.5


def test_tonnes_a_day_are_no_ten_thousands_of_them(bring, sheet):
    code, _ = bring(plants(sheet, "单位：吨/日", [20000, 35000]), *PLANT)
    stored = [a.attributes["capacity_wan_t_d"] for a in Asset.objects.order_by("name")]
    assert (code, stored) == (0, [2, 3.5])


def test_what_is_impossible_in_the_unit_above_is_refused_and_not_taken_in_another(bring, sheet):
    code, report = bring(plants(sheet, "单位：吨/日", [30, 31]), *PLANT)
    assert (code, report["rows_refused"], Asset.objects.count()) == (1, 2, 0)
    assert "现为 0.003" in report["errors"][0]["message"]


@pytest.mark.parametrize("note", ["单位：公里/千元", "单位：元/米"])
def test_units_written_as_one_are_asked_about(bring, sheet, note):
    code, report = bring(lifts(sheet, [note]), *LIFTS)
    assert (code, Asset.objects.count()) == (1, 0)
    assert [field for field, _ in told(report, "unit_doubtful")] == ["unit_investment_wan"]


@pytest.mark.parametrize(
    ("note", "doubted"),
    [("单位：mm", {"declared_length_m", "depth_start_m"}), ("管径单位：mm，管长单位：m", set())],
)
def test_what_a_column_says_itself_may_be_all_that_is_meant_above(bring, sheet, note, doubted):
    rows = [[f"R{n}", 300, 99.5, 1.2, LINE.replace("26.6", f"26.{61 + n}")] for n in range(3)]
    path = sheet(["燃气管线表"], [note], ["编号", "管径（mm）", "管长", "起点埋深", "WKT"], *rows)
    code, report = bring(path, *PIPES)
    assert {field for field, _ in told(report, "unit_doubtful")} == doubted
    assert (code, told(report, "unit_noted")) == (int(bool(doubted)), [])
    if not doubted:
        assert float(Asset.objects.first().declared_length_m) == 99.5


def test_where_a_column_says_kilometres_others_are_not_made_of_them(bring, sheet):
    rows = [[f"R{n}", 300, 0.0995, 1.2, LINE.replace("26.6", f"26.{61 + n}")] for n in range(3)]
    header = ["编号", "管径", "管长（公里）", "起点埋深", "WKT"]
    code, _ = bring(sheet(["燃气管线表"], ["单位：公里"], header, *rows), *PIPES)
    first = Asset.objects.order_by("number").first()
    assert (code, first.attributes["diameter_mm"], float(first.declared_length_m)) == (0, 300, 99.5)


def test_two_units_of_one_sort_are_asked_about_and_change_nothing(bring, sheet):
    path = lifts(sheet, ["单位：千元、万元"])
    code, report = bring(path, *LIFTS)
    assert (code, Asset.objects.count()) == (1, 0)
    ((field, message),) = told(report, "unit_doubtful")
    assert field == "unit_investment_wan"
    assert "单位：千元、万元" in message
    assert "--unit unit_investment_wan=单位" in message
    assert bring(path, *LIFTS, "--unit", "unit_investment_wan=千元")[0] == 0
    assert {a.attributes["unit_investment_wan"] for a in Asset.objects.all()} == {15.5, 15.6}


@pytest.mark.parametrize(
    ("note", "sizes", "lengths", "stored"),
    [
        ("单位：m", [300, 200], [99.5, 99.4], (300, 99.5)),  # metres are those of 管长
        ("单位：km", [300, 200], [0.0995, 0.0994], (300, 99.5)),
        ("单位：mm、km", [300, 200], [0.0995, 0.0994], None),
        ("单位：mm", [300, 200], [99.5, 99.4], None),  # of 管径 alone, or of both
    ],
)
def test_a_length_s_unit_may_be_that_of_another_column(bring, sheet, note, sizes, lengths, stored):
    code, report = bring(pipes(sheet, note, sizes, lengths), *PIPES)
    if stored is None:
        assert (code, bool(told(report, "unit_doubtful"))) == (1, True)
        return
    first = Asset.objects.order_by("number").first()
    assert (code, first.attributes["diameter_mm"], float(first.declared_length_m)) == (0, *stored)


def test_rows_that_go_back_take_the_unit_along(bring, sheet, tmp_path):
    path = lifts(sheet, ["单位：千元"], values=(155, "很多"))
    rejects = tmp_path / "退回.xlsx"
    assert bring(path, *LIFTS, "--good-rows-only", "--rejects", rejects)[0] == 0
    book = openpyxl.load_workbook(rejects)
    rows = list(book.active.iter_rows(values_only=True))
    assert (rows[0][0], rows[1][3], rows[2][3]) == ("单位：千元", "单台投资", "很多")
    book.active["D3"] = 160
    book.save(rejects)
    project = Asset.objects.get().project.number
    code, _ = bring(rejects, "--kind", "elevator", "--project", project)
    again = Asset.objects.get(number="U1").attributes["unit_investment_wan"]
    assert (code, again) == (0, 16)
