import random

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.readers.tables import read
from gis.readers.tables.places import locate


@pytest.fixture
def table(tmp_path):
    def contents(text, options=None):
        path = tmp_path / "点号表.csv"
        path.write_text(text, encoding="utf-8")
        return read(path, tmp_path, None, None, options)

    return contents


@pytest.fixture
def workbook(tmp_path):
    def contents(layer, **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "管线.xlsx"
        book.save(path)
        (tmp_path / "private").mkdir(exist_ok=True)
        return read(path, tmp_path / "private", layer, None)

    return contents


def codes(remarks):
    return [(remark.row, remark.code) for remark in remarks]


def test_rows_of_one_pipe_become_a_line_in_the_order_of_their_numbers(table):
    found = table(
        "管段编号,序号,X,Y,材质\n"
        "G1,1,0,0,PE\nG1,10,10,0,PE\nG1,2,5,5,PE\nG2,1,7,7,钢\nG2,2,8,8,钢\n"
    )
    assert [shape.wkt for shape in found.geometries] == [
        "LINESTRING (0 0, 5 5, 10 0)",
        "LINESTRING (7 7, 8 8)",
    ]
    assert found.rows.tolist() == [2, 5]
    assert {name: values.tolist() for name, values in found.columns.items()} == {
        "管段编号": ["G1", "G2"],
        "材质": ["PE", "钢"],
    }
    said = found.tables
    assert (said["shape"], said["group"], said["order"]) == ("lines", "管段编号", "序号")


def test_without_usable_numbers_the_file_s_order_is_kept_and_said(table):
    found = table("管段编号,序号,X,Y\nG1,1,0,0\nG1,1,9,9\nG1,2,5,5\nG2,1,0,0\nG2,,1,1\n")
    assert found.geometries[0].wkt == "LINESTRING (0 0, 9 9, 5 5)"
    assert ("vertex_order", {"count": 2, "names": ["G1", "G2"]}) in [
        (remark.code, remark.params) for remark in found.warnings
    ]


def test_a_number_that_is_none_leaves_the_other_pipes_in_their_order(table):
    found = table(
        "管段编号,点序号,X,Y\nG1,3,2,0\nG1,2?,1,0\nG1,1,0,0\nG2,3,2,9\nG2,2,1,9\nG2,1,0,9\n"
    )
    assert [shape.wkt for shape in found.geometries] == [
        "LINESTRING (2 0, 1 0, 0 0)",
        "LINESTRING (0 9, 1 9, 2 9)",
    ]
    assert found.tables["order"] == "点序号"
    assert [(r.code, r.params["names"]) for r in found.warnings] == [("vertex_order", ["G1"])]


def test_names_of_points_of_which_some_are_numbers_order_nothing(table):
    found = table("管段编号,点号,X,Y\nG1,9,0,0\nG1,8,1,0\nG1,8A,2,0\n")
    assert (found.tables["order"], found.geometries[0].wkt) == (None, "LINESTRING (0 0, 1 0, 2 0)")


def test_heights_are_taken_where_every_vertex_has_one(table):
    found = table("管线号,X,Y,高程\nA,0,0,1100\nA,1,1,1101.5\nB,0,0,1100\nB,1,1,\n")
    assert [shape.has_z for shape in found.geometries] == [True, False]
    assert found.geometries[0].coords[1] == (1, 1, 1101.5)


def test_what_differs_within_a_pipe_and_what_is_scattered_is_said(table):
    found = table("管段编号,X,Y,埋深\nG1,0,0,1.2\nG2,0,0,1\nG1,1,1,1.5\nG2,1,1,1\n")
    assert found.columns["埋深"].tolist() == [1.2, 1.0]
    remarks = {remark.code: (remark.field, remark.params) for remark in found.warnings}
    assert remarks["group_differs"] == ("埋深", {"count": 1, "names": ["G1"]})
    assert remarks["group_scattered"][1] == {"count": 2, "names": ["G1", "G2"]}


def test_a_pipe_with_one_point_a_bad_point_or_no_number_is_rejected(table):
    found = table(
        "管段编号,X,Y\nG1,0,0\nG1,1,1\nG2,5,5\nG3,0,0\nG3,约3.8,1\nG3,2,2\n,1,1\nG4,0,0\nG4,1,\n"
    )
    # Each row of a line that cannot be made stays by itself, to be corrected with the others.
    assert found.rows.tolist() == [2, 4, 5, 6, 7, 8, 9, 10]
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (4, "vertex_alone", "A4"),
        (5, "line_unread", "A5"),
        (6, "bad_coordinate", "B6"),
        (7, "line_unread", "A7"),
        (8, "group_missing", "A8"),
        (9, "line_unread", "A9"),
        (10, "half_coordinate", "C10"),
    ]
    assert found.rejects[1].params["rows"] == "6"
    assert [shape is None for shape in found.geometries] == [False] + [True] * 7
    assert found.columns["X"].tolist() == [None, "5", "0", "约3.8", "2", "1", "0", "1"]


def test_a_vertex_without_coordinates_does_not_let_its_pipe_go_straight_on(table):
    found = table(
        "管段编号,点序号,X,Y\nG1,1,0,0\nG1,2,,\nG1,3,9,0\nG2,1,0,1\nG2,2,5,1\nG3,1,,\nG3,2,,\n"
    )
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (2, "line_unread", "A2"),
        (3, "half_coordinate", "C3"),
        (4, "line_unread", "A4"),
    ]
    # A pipe of which no vertex has a place is not on the map, like any row without one.
    assert found.rows.tolist() == [2, 3, 4, 5, 7]
    assert [shape and shape.wkt for shape in found.geometries] == [
        *[None] * 3,
        "LINESTRING (0 1, 5 1)",
        None,
    ]


@pytest.mark.parametrize("order", ["", ",点序号"])
def test_a_row_that_names_a_pipe_above_its_vertices_is_no_vertex(table, order):
    second, third = (",1", ",2") if order else ("", "")
    blank = "," if order else ""
    found = table(
        f"管段编号{order},X,Y,管径\nG1{blank},,,300\n{second},0,0,\n{third},9,0,\n"
        f"G2{blank},,,200\n{second},0,1,\n{third},9,1,\n"
    )
    assert [shape.wkt for shape in found.geometries] == [
        "LINESTRING (0 0, 9 0)",
        "LINESTRING (0 1, 9 1)",
    ]
    assert (found.columns["管径"].tolist(), found.rejects) == ([300, 200], [])
    assert [remark.code for remark in found.warnings] == ["group_carried"]


def test_nor_is_it_where_the_number_is_repeated_beside_the_vertices(table):
    """As rows of a line come back that were refused and corrected."""
    found = table("管段编号,点序号,X,Y,管径\nG1,,,,300\nG1,2,9,0,\nG1,1,0,0,\n")
    assert [shape.wkt for shape in found.geometries] == ["LINESTRING (0 0, 9 0)"]
    assert (found.columns["管径"].tolist(), found.rejects) == ([300], [])


def test_a_pipe_of_one_point_does_not_make_points_of_all_others(table):
    pipes = "".join(f"G{n},0,{n}\nG{n},1,{n}\n" for n in range(10))
    found = table(f"管段编号,X,Y\n{pipes}G99,5,5\n")
    assert (found.tables["shape"], len(found.geometries)) == ("lines", 11)
    assert codes(found.rejects) == [(22, "vertex_alone")]


def test_nor_does_it_among_few_where_the_vertices_are_counted_from_pipe_to_pipe(table):
    found = table("管段编号,点序号,X,Y\nA,1,0,0\nA,2,1,0\nB,1,0,1\nB,2,1,1\nC,1,5,5\n")
    assert [shape and shape.wkt for shape in found.geometries] == [
        "LINESTRING (0 0, 1 0)",
        "LINESTRING (0 1, 1 1)",
        None,
    ]
    assert codes(found.rejects) == [(6, "vertex_alone")]


def test_valves_of_which_some_share_a_pipe_stay_points(table):
    found = table("序号,所属管段,X,Y\n1,A,0,0\n2,A,1,0\n3,B,0,1\n4,B,1,1\n5,C,5,5\n")
    assert found.tables["shape"] == "points"


@pytest.mark.parametrize("names", [("G4 ", "G4"), (12, "12")])
def test_a_number_is_the_same_with_a_blank_behind_it_and_as_text(workbook, names):
    rows = [[name, n, 0] for n, name in enumerate(names)]
    found = workbook(None, 点号表=[["管段编号", "X", "Y"], *rows])
    assert [shape.wkt for shape in found.geometries] == ["LINESTRING (0 0, 1 0)"]


ONCE = (
    "管段编号,点号,东坐标,北坐标,高程,管径\n"
    "M-1,1,0,0,1100,300\n,2,5,5,1101,\n,3,9,5,1102,\nM-2,1,0,9,1100,200\n,2,5,9,1101,\n"
)


def test_a_number_beside_the_first_vertex_counts_for_those_below(table):
    found = table(ONCE)
    assert [shape.wkt for shape in found.geometries] == [
        "LINESTRING Z (0 0 1100, 5 5 1101, 9 5 1102)",
        "LINESTRING Z (0 9 1100, 5 9 1101)",
    ]
    assert (found.rows.tolist(), found.rejects) == ([2, 5], [])
    assert found.columns["管径"].tolist() == [300, 200]
    assert [(r.field, r.code, r.params) for r in found.warnings] == [
        ("管段编号", "group_carried", {"count": 3, "cell": "A3", "value": "M-1"})
    ]
    again = table(ONCE, found.tables)
    assert [shape.wkt for shape in again.geometries] == [shape.wkt for shape in found.geometries]
    as_points = table(ONCE, {"shape": "points"})
    assert as_points.columns["管段编号"].tolist() == ["M-1", None, None, "M-2", None]


@pytest.mark.parametrize(
    "text",
    [
        # Counted anew in each line.
        "管线号,点序,X,Y,材质\nA,1,0,0,PE\n,2,1,1,PE\nB,1,2,2,钢\n,2,3,3,钢\n",
        # Every number has blank cells below it.
        "管线号,点名,X,Y,材质\nA,J1,0,0,PE\n,J2,1,1,PE\nB,J3,2,2,钢\n,J4,3,3,钢\n"
        "C,J5,2,2,钢\n,J6,3,3,钢\n",
    ],
)
def test_vertices_with_values_of_their_own_are_known_by_how_they_are_numbered(table, text):
    found = table(text)
    assert found.tables["shape"] == "lines"
    assert [shape.wkt for shape in found.geometries[:2]] == [
        "LINESTRING (0 0, 1 1)",
        "LINESTRING (2 2, 3 3)",
    ]


@pytest.mark.parametrize(
    "rows",
    ["V1,G1,0,0,阀门\nV2,,1,1,阀门\nV3,,2,2,阀门\nV4,G2,3,3,阀门\n",
     "V1,,0,0,\nV2,G1,1,1,\nV3,,2,2,\nV4,,3,3,\n"],
)  # fmt: skip
def test_points_that_lack_their_pipe_s_number_stay_points(table, rows):
    text = "阀门编号,所属管段,X,Y,类型\n" + rows
    assert table(text).tables["shape"] == "points"


def test_a_number_is_not_carried_beyond_a_blank_row_or_one_without_a_place(table):
    found = table(
        "管段编号,X,Y,备注\nA,0,0,\n,1,1,\n,,,见图\n,2,2,\nB,0,0,\n,1,1,\n\n,5,5,\n",
        {"x": "X", "y": "Y", "group": "管段编号"},
    )
    assert codes(found.rejects) == [
        (4, "group_missing"),
        (5, "group_missing"),
        (9, "group_missing"),
    ]
    assert [shape is None for shape in found.geometries] == [False, True, True, False, True]


def test_points_of_one_street_are_no_pipe(table):
    found = table("编号,道路,X,Y\nJ1,新华街,0,0\nJ2,新华街,1,1\nJ3,新华街,2,2\n")
    assert found.tables["shape"] == "points"
    as_lines = table("编号,道路,X,Y\nJ1,新华街,0,0\nJ2,新华街,1,1\n", {"group": "道路"})
    assert as_lines.geometries[0].wkt == "LINESTRING (0 0, 1 1)"
    as_points = table("管段编号,X,Y\nG1,0,0\nG1,1,1\n", {"shape": "points"})
    assert [shape.wkt for shape in as_points.geometries] == ["POINT (0 0)", "POINT (1 1)"]


def test_a_sheet_of_lines_finds_its_points_in_another_sheet(workbook):
    found = workbook(
        "线表",
        说明=[["本表为物探成果"], ["2024年"]],
        点表=[["物探点号", "X", "Y", "特征"], [1, 2941379, 471957, "阀门"],
              ["J2", 2941389, 471957, None], ["J3", 1, 1, None], ["J3", 2, 2, None]],
        线表=[["起点点号", "终点点号", "管径"], ["1", "j2 ", 300], ["J2", "J3", 200],
              ["J2", "J9", 200], ["J2", None, 100], [None, None, 50]],
    )  # fmt: skip
    assert found.geometries[0].wkt == "LINESTRING (2941379 471957, 2941389 471957)"
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (3, "point_twice", "B3"),
        (4, "point_unknown", "B4"),
        (5, "point_missing", "B5"),
    ]
    assert found.geometries[4] is None  # no names at all: not mapped, and no error
    assert found.tables["points"] == {"layer": "点表", "name": "物探点号", "x": "X", "y": "Y"}
    assert found.columns["起点点号"].tolist()[:2] == ["1", "J2"]


@pytest.mark.parametrize(("point", "end"), [("{:03}", "{}"), ("{}", "{:03}"), ("J{:02}", "{}")])
def test_codes_on_one_sheet_are_the_numbers_on_the_other(workbook, point, end):
    """As Excel shows 1 as 001 where one sheet has the format and the other has not."""
    points = [[point.format(n), 2941379 + n, 471957] for n in range(98, 103)]
    lines = [[end.format(n), end.format(n + 1), 300] for n in range(98, 102)]
    found = workbook(
        "线表",
        点表=[["物探点号", "X", "Y"], *points],
        线表=[["起点点号", "终点点号", "管径"], *lines],
    )
    assert found.rejects == []
    assert [shape.coords[0][0] for shape in found.geometries] == [
        2941477,
        2941478,
        2941479,
        2941480,
    ]


COORDINATE = st.integers(-(10**9), 10**9).map(lambda number: number / 1000)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=6), min_size=1, max_size=5
    ),
    seed=st.integers(0, 100),
)
def test_any_lines_come_back_from_their_shuffled_vertices(table, lines, seed):
    rows = [
        (f"G{number}", order, x, y)
        for number, line in enumerate(lines)
        for order, (x, y) in enumerate(line, start=1)
    ]
    random.Random(seed).shuffle(rows)
    text = "".join(f"{name},{order},{x!r},{y!r}\n" for name, order, x, y in rows)
    found = table("管段编号,顺序号,X,Y\n" + text)
    shapes = dict(zip(found.columns["管段编号"], found.geometries, strict=True))
    assert found.rejects == []
    for number, line in enumerate(lines):
        assert shapely.get_coordinates(shapes[f"G{number}"]).tolist() == [list(p) for p in line]


@pytest.mark.parametrize(
    ("group", "x", "y", "axes"),
    [
        ("坐标(m)", "X", "Y", "plain"),
        ("坐标（米）", "北(X)", "东(Y)", "named"),
        ("2000国家大地坐标系（m）", "N(X)", "E(Y)", "named"),
        ("起点(m)", "X(北)", "Y(东)", "named"),
        ("坐标（单位：m）", "纵坐标", "横坐标", "named"),
        ("点位坐标(m)", "纵(X)", "横(Y)", "named"),
        ("坐标(m)", "N", "E", "named"),
        ("位置（m）", "北方向", "东方向", "named"),
    ],
)
def test_a_group_of_coordinates_may_state_its_unit(workbook, group, x, y, axes):
    rows = [
        ["管段编号", "点号", group, None, "高程(m)", "材质"],
        [None, None, x, y, None, None],
        ["G1", "J1", 2941718.05, 471156.88, 1200, "PE"],
        ["G1", "J2", 2941713.09, 471301.57, 1201, "PE"],
        ["G2", "J3", 2941400.34, 472693.27, 1202, "钢"],
        ["G2", "J4", 2941341.58, 472818.43, 1203, "钢"],
    ]
    found = workbook(None, 点号表=rows)
    assert found.tables["header_rows"] == [1, 2]
    assert (found.tables["shape"], found.tables["axes"]) == ("lines", axes)
    first = (2941718.05, 471156.88) if axes == "plain" else (471156.88, 2941718.05)
    assert found.geometries[0].coords[0][:2] == first
    assert (found.crs, found.geometries[0].has_z) == (None, True)


def test_a_height_may_stand_below_a_heading_of_its_own():
    columns = {"管段编号": ["G1", "G1"], "坐标(m)/X": [1, 2], "坐标(m)/Y": [1, 2]}
    assert locate(columns | {"高程/地面高程(m)": [1200, 1201]}).z == "高程/地面高程(m)"


def test_one_line_without_a_heading_takes_none_from_the_others(table):
    found = table(
        "管段编号,点序号,经度,纬度,管径\n"
        "G1,,,,300\nG1,1,101.7,26.5,\nG1,2,101.701,26.5,\n"
        "G2,1,101.7,26.6,200\nG2,2,101.701,26.6,200\n"
    )
    assert [len(line.coords) for line in found.geometries] == [2, 2]
    assert not found.rejects
