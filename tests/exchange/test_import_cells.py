"""Cells that hold an error, or a formula that nobody has calculated."""

import openpyxl
import pytest

from registry.models import Asset

HEADER = ["编号", "起点经度", "起点纬度", "终点经度", "终点纬度", "长度(m)", "中央资金"]
PIPES = ("--kind", "pipe", "--new-project", "燃气管网更新", "--sector", "A06")


@pytest.fixture
def bring_sheet(bring, tmp_path):
    """A workbook's rows by command, "#…" as the error that it looks like."""

    def run(rows, *options):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in book.active.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.value.startswith("#"):
                    cell.data_type = "e"
        book.save(tmp_path / "清单.xlsx")
        return bring(tmp_path / "清单.xlsx", "--crs", "EPSG:4490", *options)

    return run


def pipe(number, length, funds):
    lon = 101.6 + number / 100
    return [f"G{number}", lon, 26.6, lon, 26.601, length, funds]


def test_an_error_in_a_column_that_is_no_field_refuses_no_row(bring_sheet):
    rows = [HEADER, pipe(1, 110, "#VALUE!"), pipe(2, 110, "=L3*0.3"), pipe(3, 110, 5)]
    code, report = bring_sheet(rows, *PIPES)
    assert (code, report["rows_refused"], report["errors"]) == (0, 0, [])
    kept = [asset.source_attributes for asset in Asset.objects.order_by("number")]
    assert kept == [{"中央资金": "#VALUE!"}, {}, {"中央资金": 5}]
    error, formula = [entry for entry in report["warnings"] if entry["row"]]
    assert (error["row"], error["field"]) == (2, "中央资金")
    assert error["message"] == "单元格 G2 是错误值 #VALUE!，这一列不作字段，不影响这一行。"
    assert (formula["row"], formula["field"]) == (3, "中央资金")
    assert "单元格 G3 的公式没有算出的结果" in formula["message"]


def test_an_error_in_a_column_that_is_a_field_names_its_cell(bring_sheet):
    rows = [HEADER, pipe(1, "#DIV/0!", 5), pipe(2, "=A1*2", 5), pipe(3, 110, 5)]
    code, report = bring_sheet(rows, *PIPES)
    assert (code, report["rows_refused"]) == (1, 2)
    assert [(e["row"], e["field"], e["code"]) for e in report["errors"]] == [
        (2, "declared_length_m", "cell_error"),
        (3, "declared_length_m", "cell_uncalculated"),
    ]
    assert report["errors"][0]["message"] == "单元格 F2 是错误值 #DIV/0!。"


def test_positions_that_no_column_gives_are_not_lost_unsaid(bring_sheet):
    rows = [["编号", "甲", "长度(m)"], ["G1", "路口", 110], ["G2", "桥头", 120]]
    code, report = bring_sheet(rows, *PIPES)
    assert (code, Asset.objects.count()) == (1, 0)
    (said,) = [entry for entry in report["warnings"] if entry["code"] == "places_dropped"]
    assert "表里却没有找到坐标列：2 行都会记为未上图" in said["message"]
    assert "--table" in said["message"]
    code, report = bring_sheet(rows, *PIPES, "--accept-warnings")
    assert (code, report["rows_unmapped"]) == (0, 2)


def test_a_table_that_nobody_expects_places_of_is_told_but_not_asked_about(bring, tmp_path):
    path = tmp_path / "清单.csv"
    path.write_text("编号,长度(m)\nG1,110\n", encoding="utf-8")
    code, report = bring(path, *PIPES)
    assert code == 0
    assert "places_missing" in [entry["code"] for entry in report["warnings"]]
    none = ("--table", '{"shape": "none"}', "--crs", "EPSG:4490")
    code, report = bring(path, *PIPES, *none, "--dry-run")
    assert [e["code"] for e in report["warnings"] if e["code"].startswith("places_")] == []


def test_a_shape_that_the_columns_do_not_make_waits_for_a_word(bring_sheet):
    rows = [["编号", "经度", "纬度"], ["G1", 101.6, 26.6]]
    lines = ("--table", '{"shape": "lines", "x": "经度", "y": "纬度"}')
    _, report = bring_sheet(rows, "--kind", "building", *PIPES[2:], *lines)
    (said,) = [entry for entry in report["warnings"] if entry["code"] == "shape_not_made"]
    assert "现按“每行一个点”读取" in said["message"]
    assert (report["rows_refused"], report["committed"]) == (0, False)


def test_rows_whose_place_was_not_read_wait_for_a_word(bring_sheet):
    header = ["编号", "经度", "纬度", "X", "Y"]
    rows = [["G1", 101.6, 26.6, None, None], ["G2", None, None, 2941382, 471960]]
    _, report = bring_sheet([header, *rows], "--kind", "building", *PIPES[2:])
    (said,) = [entry for entry in report["warnings"] if entry["code"] == "places_elsewhere"]
    assert said["message"].startswith("有 1 行没有写坐标（经度、纬度），却写着“X、Y”")
    assert (report["rows_refused"], report["committed"]) == (0, False)


@pytest.mark.parametrize("mark", ["/", "／", "—", "——", "--", "-", "无", "不详", "未知", "N/A"])
def test_a_clerk_s_mark_for_nothing_is_a_blank_and_told_once(bring_sheet, mark):
    header = [*HEADER[:5], "敷设年代", "管径", "介质", "所在道路"]
    rows = [[*pipe(n, 0, 0)[:5], mark, mark, mark, mark] for n in (1, 2)]
    code, report = bring_sheet(
        [header, *rows, [*pipe(3, 0, 0)[:5], 2001, 300, "燃气", "路"]], *PIPES
    )
    assert (code, report["errors"]) == (0, [])
    told = [e["message"] for e in report["warnings"] if e["code"] == "placeholders"]
    plain = mark.replace("／", "/")
    assert told == [
        f"“{column}”列有 2 格写的是“{plain}”，按空白处理。"
        for column in ("介质", "敷设年代", "管径")
    ]
    first = Asset.objects.get(number="G1")
    assert (first.year_laid, first.medium, first.attributes) == (None, "", {"road": mark})
    assert "缺" in report["gaps"]


def test_a_word_of_the_list_itself_is_no_blank(bring_sheet):
    header = [*HEADER[:5], "材质"]
    code, report = bring_sheet([header, [*pipe(1, 0, 0)[:5], "不详"]], *PIPES)
    assert (code, Asset.objects.get().attributes["material"]) == (0, "未知")
    assert "placeholders" not in report["counts"]


def test_an_error_in_a_coordinate_refuses_the_row(bring_sheet):
    first, second = pipe(1, 110, 5), pipe(2, 110, 5)
    first[2] = "#REF!"
    code, report = bring_sheet([HEADER, first, second], *PIPES)
    assert (code, report["rows_refused"]) == (1, 1)
    assert report["errors"][0]["message"] == "单元格 C2 是错误值 #REF!。"


def test_an_error_where_a_project_s_number_should_stand_refuses_the_row(bring_sheet, make_project):
    rows = [["编号", "项目"], ["G1", make_project().number], ["G2", "#N/A"]]
    code, report = bring_sheet(rows, "--kind", "pipe", "--project-field", "项目", "--dry-run")
    assert (code, report["rows_refused"]) == (1, 1)
    assert "单元格 B3 是错误值 #N/A。" in [entry["message"] for entry in report["errors"]]


def test_an_error_in_one_kind_s_field_is_no_matter_to_another_kind(bring_sheet):
    rows = [
        ["设施类别", "编号", "经度", "纬度", "小区"],
        ["电梯", "E1", 101.6, 26.6, "#N/A"],
        ["燃气场站", "T1", 101.7, 26.6, "#N/A"],
    ]
    _, report = bring_sheet(rows, "--new-project", "更新", "--sector", "A06", "--dry-run")
    assert [(e["row"], e["code"]) for e in report["errors"]] == [(2, "cell_error")]
    told = [(e["row"], e["code"]) for e in report["warnings"] if e["row"]]
    assert (3, "cell_error_kept") in told
