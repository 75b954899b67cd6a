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
