import datetime
import zipfile

import openpyxl
import pytest

from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers import read as read_any
from gis.readers.tables import read, sheetxml

TITLE = ["东区供水管线更新表"]
NOTE = ["填报单位：市水务公司", None, None, None, None, "单位：万元"]
UPPER = ["序号", "起点", None, "终点", None, "管径\n（mm）", "投资"]
LOWER = [None, "X", "Y", "X", "Y", None, "（万元）"]
HEADER_MERGES = ("A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:F4")
G1 = [1, 2941379.86, 471957.19, 2941479.86, 471957.19, 300, 12.5]
G2 = [2, 2941479.86, 471957.19, 2941579.86, 471957.19, 200, 7]


@pytest.fixture
def make(tmp_path):
    def write(rows, *, merged=(), name="管线.xlsx", others=(), change=None):
        book = openpyxl.Workbook()
        book.active.title = "管线"
        fill(book.active, rows, merged)
        for title, more in others:
            fill(book.create_sheet(title), more, ())
        if change:
            change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def fill(sheet, rows, merged):
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str) and value.startswith("#"):
                cell.data_type = "e"
    for area in merged:
        sheet.merge_cells(area)


@pytest.fixture
def sheet(make, tmp_path):
    def contents(rows, *, layer=None, table=None, **options):
        (tmp_path / "private").mkdir(exist_ok=True)
        return read(make(rows, **options), tmp_path / "private", layer, None, table)

    return contents


def codes(remarks):
    return [(remark.row, remark.field, remark.code) for remark in remarks]


def test_title_note_and_two_merged_header_rows_become_names(sheet):
    found = sheet([TITLE, NOTE, UPPER, LOWER, G1, G2], merged=HEADER_MERGES)
    assert found.tables["header_rows"] == [3, 4]
    assert found.tables["data_rows"] == [5, 6]
    assert list(found.tables["columns"].items()) == [
        ("序号", "A"), ("起点/X", "B"), ("起点/Y", "C"), ("终点/X", "D"), ("终点/Y", "E"),
        ("管径（mm）", "F"), ("投资（万元）", "G"),
    ]  # fmt: skip
    assert found.tables["units"] == {"管径（mm）": "mm", "投资（万元）": "万元"}
    assert found.tables["note_units"] == ["万元"]
    assert found.tables["notes"] == ["东区供水管线更新表", "填报单位：市水务公司", "单位：万元"]
    assert found.columns["管径（mm）"].tolist() == [300, 200]
    assert found.geometries[1].wkt == "LINESTRING (2941479.86 471957.19, 2941579.86 471957.19)"
    assert (found.tables["shape"], found.tables["axes"]) == ("lines", "plain")
    assert found.rejects == []


@pytest.mark.parametrize(
    ("note", "units"),
    [
        ("单位：吨/日", ["吨/日"]),
        ("统计表（金额单位：人民币千元）", ["千元"]),
        ("单位：km、万元", ["km", "万元"]),
        ("长度单位：m；管径单位：mm", []),
        ("填报单位：市水务公司", []),
        ("建设单位:东区住建局 单位:万元", ["万元"]),
    ],
)
def test_the_units_that_a_note_states_are_told(sheet, note, units):
    found = sheet([TITLE, [note], ["编号", "管径"], ["1", 300]])
    assert found.tables["note_units"] == units


def test_the_same_table_without_merged_cells_is_understood_alike(sheet):
    found = sheet([TITLE, NOTE, UPPER, LOWER, G1, G2])
    assert found.tables["header_rows"] == [3, 4]
    assert list(found.tables["columns"])[:4] == ["序号", "起点/X", "起点/Y", "终点/X"]


@pytest.mark.parametrize(
    ("groups", "columns"),
    [
        (("起点", "终点"), ("起点X", "起点Y", "终点X", "终点Y")),
        (("起点坐标", "终点坐标"), ("起点X", "起点Y", "终点X", "终点Y")),
        (("管段起点", "管段终点"), ("X", "Y", "X", "Y")),
        (("起点井", "终点井"), ("X坐标", "Y坐标", "X坐标", "Y坐标")),
        (("起止点坐标", None), ("起点X", "起点Y", "终点X", "终点Y")),
    ],
)
def test_a_group_that_names_an_end_makes_lines_whether_columns_repeat_it(sheet, groups, columns):
    upper = ["序号", groups[0], None, groups[1], None]
    merged = ("A1:A2", "B1:C1", "D1:E1") if groups[1] else ("A1:A2", "B1:E1")
    rows = [upper, [None, *columns], [1, 2941479.8, 471957.1, 2941579.8, 471957.1]]
    found = sheet(rows, merged=merged)
    assert found.tables["shape"] == "lines"
    assert found.geometries[0].wkt == "LINESTRING (2941479.8 471957.1, 2941579.8 471957.1)"


def test_totals_parts_blanks_and_what_is_signed_below_are_left_out_and_said(sheet):
    rows = [
        ["编号", "材质", "长度", "备注"],
        ["一、给水管道", None, None, None],
        ["G1", "PE", 3.5, "合计过"],
        [None, "小 计", 3.5, None],
        [None, None, None, None],
        ["编号", "材质", "长度", "备注"],
        ["（二）雨水", None, None, None],
        ["一号泵房", None, None, None],
        ["合计（公里）", None, 3.5, None],
        ["填表人：张三", None, "审核：李四", None],
        ["2. 长度为计量长度", None, None, None],
    ]
    found = sheet(rows)
    assert found.rows.tolist() == [3, 8]
    assert found.columns["编号"].tolist() == ["G1", "一号泵房"]
    why = {row["row"]: row["why"] for row in found.tables["left_out"]}
    assert why == {2: "part", 4: "total", 5: "blank", 6: "header", 7: "part", 9: "total",
                   10: "foot", 11: "foot"}  # fmt: skip
    said = [(r.row, r.params.get("text")) for r in found.warnings if r.code == "row_left_out"]
    assert (4, "小 计 3.5") in said
    assert ("rows_blank", {"count": 1}) in [(r.code, r.params) for r in found.warnings]


@pytest.mark.parametrize(
    "word",
    ["合计3段", "合计：共3段，长120米", "Total", "平均", "其中：DN300", "小计 120"],
)
def test_sums_in_other_words_are_left_out_where_little_else_stands(sheet, word):
    columns = ["编号", "材质", "长度", "X", "Y"]
    rows = [columns, ["G1", "PE", 40, 101.71, 26.58], [word, None, 120, None, None]]
    found = sheet(rows)
    assert [(row["row"], row["why"]) for row in found.tables["left_out"]] == [(3, "total")]
    # The same words as the name of something that is there.
    named = sheet([columns, ["G1", "PE", 40, 101.71, 26.58], [word, "PE", 40, 101.72, 26.58]])
    assert named.rows.tolist() == [2, 3]


def test_a_full_row_with_the_name_of_a_sum_is_data(sheet):
    columns = ["编号", "名称", "材质", "长度", "WKT"]
    line = "LINESTRING (101.7 26.5, 101.8 26.6)"
    found = sheet([columns, ["G1", "人民路", "PE", 40, line], ["G2", "总计", "PE", 40, line]])
    assert found.columns["编号"].tolist() == ["G1", "G2"]


def test_parts_counted_in_a_column_of_their_own_are_left_out_with_their_sums(sheet):
    rows = [
        ["序号", "名称", "管径", "长度"],
        ["一", "东区", None, 5.5],
        [1, "炳草岗段", 300, 3.5],
        [2, "一", 200, 2],
        ["（二）", "西区", None, None],
        ["1", "河门口段", 400, 2],
    ]
    found = sheet(rows)
    assert found.columns["名称"].tolist() == ["炳草岗段", "一", "河门口段"]
    assert [row["why"] for row in found.tables["left_out"]] == ["part", "part"]


PIPES = ["管段编号", "管径", "管材", "长度"]


def left_out(found):
    return {row["row"]: row["why"] for row in found.tables["left_out"]}


def test_a_text_over_the_width_of_the_table_heads_a_section(sheet):
    rows = [
        ["名称", "管径", "管材", "长度"],
        ["炳草岗", None, None, None],
        ["渡口段", 200, "PE", 1],
        ["弄弄坪", None, None, None],
        ["河门口段", 200, "PE", 1],
        ["以下空白", None, None, None],
    ]
    found = sheet(rows, merged=("A2:D2", "A4:C4", "A6:D6"))
    assert found.columns["名称"].tolist() == ["渡口段", "河门口段"]
    assert left_out(found) == {2: "part", 4: "part", 6: "foot"}
    said = [(r.row, r.params["text"]) for r in found.warnings if r.code == "row_left_out"]
    assert said == [(2, "炳草岗"), (4, "弄弄坪"), (6, "以下空白")]


def test_a_name_that_is_merged_like_all_others_heads_nothing(sheet):
    rows = [
        ["名称", None, "管径", "长度"],
        ["渡口段", None, 200, 1],
        ["炳草岗", None, None, None],
        ["河门口段", None, 200, 1],
    ]
    found = sheet(rows, merged=("A1:B1", "A2:B2", "A3:B3", "A4:B4"))
    assert left_out(found) == {}


def test_a_lone_text_between_numbered_rows_heads_a_section(sheet):
    counted = [
        ["序号", *PIPES],
        ["炳草岗片区", None, None, None, None],
        [1, "P-1", 200, "PE", 1],
        [None, "弄弄坪", None, None, None],
        [2, "P-2", 200, "PE", 1],
    ]
    assert left_out(sheet(counted)) == {2: "part", 4: "part"}
    named = [
        ["序号", "名称", "管径", "管材"],
        ["炳草岗", None, None, None],
        [1, "渡口段", 200, "PE"],
        ["弄弄坪", None, None, None],
        [2, "河门口段", 200, "PE"],
    ]
    assert left_out(sheet(named)) == {2: "part", 4: "part"}
    coded = [
        PIPES,
        ["炳草岗", None, None, None],
        ["P-1", 200, "PE", 1],
        ["2标段", None, None, None],
        ["P-2", 200, "PE", 1],
    ]
    assert left_out(sheet(coded)) == {2: "part", 4: "part"}


ENDS = ["起点经度", "起点纬度", "终点经度", "终点纬度"]


def ends(count, *before):
    return [[f"{before[0]}{n}", *before[1:], 101.71, 26.5, 101.72, 26.5] for n in range(count)]


@pytest.mark.parametrize("again", [["编号", "管径", "材质"], ["编号", "材质", "管径"]])
def test_a_lone_text_above_the_header_once_more_heads_a_section(sheet, again):
    header = ["编号", "管径", "材质", *ENDS]
    found = sheet(
        [
            header,
            *ends(3, "a", 300, "PE"),
            ["污水管线"],
            [*again, *ENDS],
            *ends(3, "w", 300, "PE"),
        ]
    )
    said = {5: "part", 6: "header"}
    # In another order its rows are not what the columns say: that is told, where it stands.
    assert left_out(found) == (said if again == header[:3] else {5: "part"})


def test_a_header_of_two_rows_may_be_repeated(sheet):
    rows = ends(1, 1, 300), ends(1, 2, 300)
    header = [
        ["序号", "管径", "起点", None, "终点", None],
        [None, None, "经度", "纬度", "经度", "纬度"],
    ]
    merged = ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "A5:A6", "B5:B6", "C5:D5", "E5:F5")
    found = sheet([*header, *rows[0], ["污水管线"], *header, *rows[1]], merged=merged)
    assert left_out(found) == {4: "part", 5: "header", 6: "header"}


@pytest.mark.parametrize("lone", ["P-9", "一号支管", "W", 9])
def test_a_row_of_which_only_the_number_is_known_stays_data(sheet, lone):
    rows = [PIPES, ["P-1", 200, "PE", 1], [lone, None, None, None], ["P-2", 200, "PE", 1]]
    if lone == "W":
        rows[1][0], rows[3][0] = "甲", "乙"
    assert left_out(sheet(rows)) == {}


def test_rows_of_which_only_the_name_is_known_stay_data(sheet):
    names = ["小区", "管径", "管材", "长度"]
    rows = [names, ["东片区", 200, "PE", 1], ["西片区", None, None, None], ["南片区", 9, "PE", 1]]
    assert left_out(sheet(rows)) == {}
    rows = [PIPES, ["P-1", 200, "PE", 1], ["P-2", 200, "PE", 1], ["炳草岗", None, None, None]]
    assert left_out(sheet(rows)) == {}  # it heads nothing


def test_rows_that_are_all_counted_in_words_are_data(sheet):
    rows = [["序号", "名称", "管径"], ["一", "炳草岗段", 300], ["二", "河门口段", 200]]
    assert sheet(rows).columns["名称"].tolist() == ["炳草岗段", "河门口段"]


def test_rows_of_units_and_of_column_numbers_below_the_header_are_no_data(sheet):
    rows = [["编号", "管径", "长度", "流量"], [None, "mm", "km", "（m³/d）"], [1, 2, 3, 4],
            ["G1", 300, 1.5, 7]]  # fmt: skip
    found = sheet(rows)
    assert found.rows.tolist() == [4]
    assert [row["why"] for row in found.tables["left_out"]] == ["unit", "numbering"]
    assert found.tables["units"] == {"管径": "mm", "长度": "km", "流量": "m³/d"}


def test_the_caller_overrides_header_rows_left_out_and_columns(sheet):
    rows = [["管线"], ["甲", "乙", "丙"], ["合计", 101.7, 26.5], ["G2", 101.8, 26.6], ["G3", 1, 2]]
    table = {"header_rows": [2], "left_out": [{"row": 5}], "x": "B", "y": "丙"}
    found = sheet(rows, table=table)
    assert found.columns["甲"].tolist() == ["合计", "G2"]
    assert [point.wkt for point in found.geometries] == ["POINT (101.7 26.5)", "POINT (101.8 26.6)"]
    assert found.tables["left_out"][-1] == {"row": 5, "why": "chosen", "text": "G3 1 2"}


@pytest.mark.parametrize(
    "names",
    [("QX", "QY", "ZX", "ZY"), ("QDX", "QDY", "ZDX", "ZDY"), ("起点X", "起点Y", "终点X", "终点Y"),
     ("起點X", "起點Y", "終點X", "終點Y"), ("X1", "Y1", "X2", "Y2")],
)  # fmt: skip
def test_the_ends_of_lines_are_known_by_their_usual_names(sheet, names):
    found = sheet([["管段号", *names], ["G1", 2940000, 471000, 2940030, 471080]])
    assert found.tables["shape"] == "lines"
    assert found.geometries[0].wkt == "LINESTRING (2940000 471000, 2940030 471080)"


def test_the_ends_of_lines_are_chosen_by_hand(sheet):
    rows = [["管段号", "甲", "乙", "丙", "丁"], ["G1", 1.5, 2.5, 3.5, 4.5]]
    ends = {"x": "甲", "y": "乙", "end_x": "丙", "end_y": "丁"}
    found = sheet(rows, table={"shape": "lines", **ends})
    assert found.geometries[0].wkt == "LINESTRING (1.5 2.5, 3.5 4.5)"
    assert codes(found.warnings) == []
    found = sheet(rows, table={"shape": "points", **ends})
    assert (found.tables["shape"], found.geometries[0].wkt) == ("points", "POINT (1.5 2.5)")


@pytest.mark.parametrize(
    ("table", "made"),
    [
        ({"shape": "lines", "x": "甲", "y": "乙"}, "points"),
        ({"shape": "lines"}, "none"),
        ({"shape": "wkt"}, "none"),
    ],
)
def test_a_shape_that_the_columns_do_not_make_is_said(sheet, table, made):
    found = sheet([["管段号", "甲", "乙"], ["G1", 1.5, 2.5]], table=table)
    assert found.tables["shape"] == made
    (said,) = [remark for remark in found.warnings if remark.code == "shape_not_made"]
    assert said.params == {"shape_asked": table["shape"], "shape_made": made}


def test_what_was_found_may_be_given_back_and_changes_nothing(sheet):
    rows = [TITLE, NOTE, UPPER, LOWER, G1, ["合计", None, None, None, None, 500, 19.5], G2]
    first = sheet(rows, merged=HEADER_MERGES)
    again = sheet(rows, merged=HEADER_MERGES, table=first.tables)
    assert again.rows.tolist() == first.rows.tolist()
    assert [g.wkt for g in again.geometries] == [g.wkt for g in first.geometries]
    assert {**again.tables, "left_out": 0} == {**first.tables, "left_out": 0}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"x": "没有", "y": "长度"}, "unknown_table_column"),
        ({"header_rows": ["1"]}, "bad_table_option"),
        ({"data_rows": [1]}, "bad_table_option"),
        ({"shape": "circle"}, "bad_table_option"),
        ({"x": "长度"}, "bad_table_option"),
    ],
)
def test_an_override_that_cannot_be_followed_is_refused(sheet, table, code):
    with pytest.raises(UnreadableFile) as caught:
        sheet([["编号", "长度"], ["G1", 3]], table=table)
    assert caught.value.code == code


def test_merged_cells_fill_their_rows_and_numbers_are_pointed_out(sheet):
    rows = [["道路", "编号", "长度"], ["新华街", "G1", 3.8], [None, "G2", None], [None, "G3", 2]]
    found = sheet(rows, merged=("A2:A3", "C2:C3"))
    assert found.columns["道路"].tolist() == ["新华街", "新华街", None]  # A4 is only blank
    assert found.columns["长度"].tolist() == [3.8, 3.8, 2]
    assert codes(found.warnings) == [(0, "道路", "merged_filled"), (0, "长度", "merged_number")]
    assert found.tables["merged"][1] == {"column": "长度", "range": "C2:C3", "value": 3.8}
    unfilled = sheet(rows, merged=("A2:A3", "C2:C3"), table={"fill_merged": False})
    assert unfilled.columns["长度"].tolist() == [3.8, None, 2]


def test_an_error_and_an_uncalculated_formula_are_told_with_their_cell(sheet):
    rows = [["编号", "X", "Y", "长度"], ["G1", 101.7, "#REF!", 3], ["G2", 101.7, 26.5, "=A1*2"],
            ["合计", None, None, "=SUM(D2:D3)"]]  # fmt: skip
    found = sheet(rows)
    assert codes(found.rejects) == [(2, "Y", "cell_error")]  # without it the row has no shape
    told = [remark for remark in found.warnings if remark.code.startswith("cell_")]
    assert codes(told) == [(3, "长度", "cell_uncalculated")]
    assert [remark.params["cell"] for remark in (*found.rejects, *told)] == ["C2", "D3"]
    assert found.columns["X"].tolist() == [101.7, None]  # kept where it has to be corrected


def test_bad_and_missing_coordinates_name_their_cell(sheet):
    rows = [["编号", "经度", "纬度"], ["a", "约101", 26.5], ["b", 101.7, None], ["c", None, None],
            ["d", "101°43′06.6″", "２６．５"], ["e", "101-43-06.6", "26,5"], ["f", 101.7, 26.5],
            ["g", 101.7, 26.6]]  # fmt: skip
    found = sheet(rows)
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (2, "bad_coordinate", "B2"), (3, "half_coordinate", "C3"), (6, "bad_coordinate", "C6"),
    ]  # fmt: skip
    assert found.geometries[2] is None
    assert found.geometries[3].x == pytest.approx(101.7185)
    assert found.geometries[3].y == 26.5
    assert found.tables["axes"] == "named"


@pytest.mark.parametrize(
    ("names", "x", "axes"),
    [
        (("X", "Y"), 1, "plain"),
        (("坐标X(m)", "坐标Y(m)"), 1, "plain"),
        (("北坐标", "东坐标"), 2, "named"),
        (("X坐标（北）", "Y坐标（东）"), 2, "named"),
        (("纵坐标", "横坐标"), 2, "named"),
        (("纬度", "经度"), 2, "named"),
        (("lat", "lng"), 2, "named"),
        (("緯度", "經度"), 2, "named"),
        (("縱座標", "橫座標"), 2, "named"),
        (("POINT_X", "POINT_Y"), 1, "plain"),
    ],
)
def test_plain_x_and_y_stay_while_words_decide(sheet, names, x, axes):
    values = {1: 2941379.86, 2: 471957.19}
    found = sheet([["编号", *names], ["a", values[1], values[2]]])
    assert found.geometries[0].x == values[x]
    assert found.tables["axes"] == axes


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (("101.7185,26.581", "101.7195，26.582"), (101.7185, 26.581)),
        (("26.581, 101.7185", "26.582 101.7195"), (101.7185, 26.581)),
        (("（101.7185；26.581）", "东经101.7195、北纬26.582"), (101.7185, 26.581)),
        (("101°43′06.6″，26°30′", "101°43′07″，26°31′"), (101.7185, 26.5)),
        (("471957.19,2941379.86", "471958,2941380"), (471957.19, 2941379.86)),
    ],
)
def test_one_column_may_hold_both_coordinates(sheet, cells, first):
    found = sheet([["名称", "位置"], *(["甲", cell] for cell in cells), ["乙", None]])
    assert (found.tables["shape"], found.tables["pair"]) == ("points", "位置")
    assert (found.geometries[0].x, found.geometries[0].y) == pytest.approx(first)
    assert found.geometries[1].x == pytest.approx(first[0], abs=2)
    assert found.geometries[2] is None
    assert list(found.columns) == ["名称"]


def test_one_column_s_bad_place_names_its_cell(sheet):
    rows = [["名称", "坐标"], ["甲", "101.7185,26.581"], ["乙", "101.7195,26.5"], ["丙", "路口"]]
    found = sheet(rows)
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (4, "bad_coordinate", "B4")
    ]


@pytest.mark.parametrize("names", [("起点坐标", "终点坐标"), ("坐标（起点）", "坐标（终点）")])
def test_two_columns_may_hold_the_places_of_both_ends(sheet, names):
    rows = [["编号", *names], ["G1", "26.581,101.7185", "26.582,101.7195"], ["G2", None, None]]
    found = sheet([*rows, ["G3", "26.581,101.7185", None], ["G4", "路口", "26.582,101.7195"]])
    tables = found.tables
    assert (tables["shape"], tables["pair"], tables["end_pair"]) == ("lines", *names)
    line = [(101.7185, 26.581), (101.7195, 26.582)]
    assert [shape and list(shape.coords) for shape in found.geometries] == [line, None, None, None]
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (4, "half_coordinate", "C4"),
        (5, "bad_coordinate", "B5"),
    ]


def test_the_place_of_a_start_alone_is_a_point(sheet):
    rows = [["编号", "起点坐标"], ["G1", "101.7185,26.581"], ["G2", "101.7195,26.582"]]
    assert sheet(rows).tables["shape"] == "points"


@pytest.mark.parametrize(
    "cell",
    [
        "101.7185,26.581;101.7190,26.5815;101.7195,26.582",
        "（101.7185，26.581）；（101.7190，26.5815）；（101.7195，26.582）；",
        "26.581,101.7185|26.5815,101.7190|26.582,101.7195",
        "101.7185 26.581\n101.7190 26.5815\n101.7195 26.582",
        "101.7185,26.581 101.7190,26.5815 101.7195,26.582",
    ],
)
def test_one_column_may_hold_all_vertices_of_a_line(sheet, cell):
    found = sheet([["编号", "拐点坐标"], ["G1", cell], ["G2", cell], ["G3", "见附图"]])
    assert (found.tables["shape"], found.tables["path"]) == ("lines", "拐点坐标")
    line = [(101.7185, 26.581), (101.719, 26.5815), (101.7195, 26.582)]
    assert [tuple(place) for place in found.geometries[1].coords] == line
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (4, "bad_coordinate", "B4")
    ]


@pytest.mark.parametrize("cell", ["100;30;20", "3,5;4,6", "甲路;乙路", "G1,G2 G3,G4"])
def test_lists_of_sizes_or_names_are_no_line(sheet, cell):
    assert sheet([["编号", "备注"], ["G1", cell], ["G2", cell]]).tables["shape"] == "none"


@pytest.mark.parametrize("cell", ["100,30", "100.5,30.5", "2,941,379", "1,200.5", "新华街,3号"])
def test_two_sizes_in_one_cell_are_no_place(sheet, cell):
    assert sheet([["编号", "规格"], ["G1", cell], ["G2", cell]]).tables["shape"] == "none"


def test_columns_that_only_look_like_coordinates_stay_attributes(sheet):
    found = sheet([["X", "Y", "L", "B", "N"], ["是", "否", 12, 3, 5], ["是", "是", 8, 2, 1]])
    assert found.tables["shape"] == "none"
    assert list(found.columns) == ["X", "Y", "L", "B", "N"]
    assert found.geometries.tolist() == [None, None]


def test_values_come_as_what_they_are(sheet):
    day, time = datetime.date(2024, 5, 1), datetime.datetime.fromisoformat("2024-05-01T08:30")
    found = sheet([["编号", "日期", "时刻", "在用", "混"], ["007", day, time, True, "DN300"],
                   [" ", day, day, False, 300]])  # fmt: skip
    assert [found.columns[name].tolist() for name in ("编号", "日期", "在用", "混")] == [
        ["007", None], [day, day], [True, False], ["DN300", 300],
    ]  # fmt: skip
    assert found.columns["时刻"].tolist()[1] == datetime.datetime.fromisoformat("2024-05-01")


def test_numbers_that_are_shown_as_codes_are_read_as_these(sheet):
    forms = {"A": "0000", "B": '"J"00', "C": "0000", "D": '0"mm"', "E": "0.00", "F": "yyyy-mm-dd"}

    def change(book):
        for column, form in forms.items():
            for cell in book["管线"][column][1:]:
                cell.number_format = form

    day = datetime.date(2024, 5, 1)
    rows = [["编号", "起点号", "年份", "管径", "长度", "日期"], [1, 1, 2001, 300, 7, day],
            [12345, 12, 1999, 200, 3, day], ["甲", 1.5, None, None, None, None]]  # fmt: skip
    found = sheet(rows, change=change)
    assert found.columns["编号"].tolist() == ["0001", "12345", "甲"]
    assert found.columns["起点号"].tolist() == ["J01", "J12", 1.5]
    assert [found.columns[name].tolist()[0] for name in ("年份", "管径", "长度", "日期")] == [
        2001, 300, 7, day,
    ]  # fmt: skip
    assert [(r.field, r.code, r.params) for r in found.warnings] == [
        ("编号", "code_shown", {"count": 2, "cell": "A2", "number": 1, "shown": "0001"}),
        ("起点号", "code_shown", {"count": 2, "cell": "B2", "number": 1, "shown": "J01"}),
    ]


def test_hidden_rows_and_sheets_are_read_and_said(make, sheet):
    def hide(book):
        book["管线"].row_dimensions[2].hidden = True
        book["清单"].sheet_state = "hidden"

    rows, others = [["编号", "长度"], ["G1", 3]], [("清单", [["编号", "长度"], ["G9", 1]])]
    found = sheet(rows, others=others, change=hide)
    assert found.layers == ["管线", "清单"]
    assert {r.code: r.params for r in found.warnings} == {
        "sheets_hidden": {"layers": "清单"},
        "rows_hidden": {"count": 1, "rows": [2]},
    }
    hidden = sheet(rows, others=others, change=hide, layer="清单")
    assert hidden.columns["编号"].tolist() == ["G9"]
    assert [r.code for r in hidden.warnings] == ["sheet_hidden"]


def test_empty_sheets_are_no_layers_and_several_ask(sheet):
    rows = [["编号", "长度"], ["G1", 3]]
    assert sheet(rows, others=[("Sheet2", []), ("Sheet3", [])]).layers == ["管线"]
    with pytest.raises(UnreadableFile) as caught:
        sheet(rows, others=[("阀门", rows)])
    assert caught.value.params["layers"] == "管线, 阀门"


def test_a_table_without_places_is_read_without_asking_for_a_system(make):
    source = read_any(make([["编号", "长度"], ["G1", 3]]))
    assert source.frame.geometry.isna().all()
    assert source.frame["长度"].tolist() == [3]


def test_an_xlsx_named_xls_or_csv_is_read_by_its_content(make, tmp_path):
    for name in ("管线.xls", "管线.csv"):
        path = make([["编号", "长度"], ["G1", 3]]).rename(tmp_path / name)
        found = read_private(path)
        assert [r.code for r in found.warnings] == ["content_differs"]
        assert found.columns["编号"].tolist() == ["G1"]


def read_private(path, **options):
    folder = path.parent / "private"
    folder.mkdir(exist_ok=True)
    return read(path, folder, options.get("layer"), None, options.get("table"))


def rewritten(path, member, change):
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("member", "before", "after", "code"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "entities_declared"),
        ("xl/workbook.xml", b"<workbook", b"<!DOCTYPE x><workbook", "entities_declared"),
        (SHEET, b'r="A2"', b'r="XFD1048576"', "too_many_cells"),
        (SHEET, b'r="A2"', b'r="ZZZ2"', "damaged"),
        (SHEET, b'r="A2"', b'r="A99999999999999999999"', "damaged"),
        (SHEET, b"</sheetData>", b"", "damaged"),
        ("xl/workbook.xml", b"r:id", b"r:no", "damaged"),
    ],
)
def test_hostile_parts_are_refused_before_calamine_sees_them(make, member, before, after, code):
    path = make([["编号", "长度"], ["G1", 3]])
    rewritten(path, member, lambda part: part.replace(before, after, 1))
    with pytest.raises(UnreadableFile) as caught:
        read_private(path)
    assert caught.value.code == code


def test_the_number_of_cells_is_bounded(make, monkeypatch):
    monkeypatch.setattr(sheetxml, "MAX_CELLS", 5)
    with pytest.raises(UnreadableFile, match="more than 5 cells"):
        read_private(make([["编号", "长度"], ["G1", 3], ["G2", 4]]))


def test_a_bomb_is_refused_by_what_comes_out_of_it(make, monkeypatch):
    monkeypatch.setattr("gis.archive.MAX_UNPACKED_BYTES", 20_000)
    path = rewritten(make([["编号"], ["G1"]]), "docProps/app.xml", lambda part: b" " * 10**6)
    with pytest.raises(UnsafeArchive) as caught:
        read_private(path)
    assert caught.value.code == "archive_too_large"


TWO_WAYS = [
    ["名称", "经度", "纬度", "X", "Y", "管径"],
    ["甲", 101.7, 26.58, None, None, 300],
    ["乙", None, None, 2941382, 471960, 300],
    ["丙", None, None, 2941383, 471961, 300],
    ["丁", None, None, None, None, 300],
]


def test_rows_whose_place_stands_in_other_columns_are_told(sheet):
    found = sheet(TWO_WAYS)
    assert [shape is None for shape in found.geometries] == [False, True, True, True]
    told = {"count": 2, "read": ["经度", "纬度"], "columns": ["X", "Y"]}
    assert [(r.code, r.params) for r in found.warnings] == [("places_elsewhere", told)]
    # Who says that there are no places has seen the columns.
    assert sheet(TWO_WAYS, table={"shape": "none"}).warnings == []
    mapped = [*TWO_WAYS[:2], ["戊", 101.7, 26.59, 2941383, 471961, 300], TWO_WAYS[4]]
    assert sheet(mapped).warnings == []
