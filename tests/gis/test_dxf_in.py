import math

import ezdxf
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import UnknownCrs, UnreadableFile
from gis.readers import read
from gis.readers.vector import curves, dxf_drawing
from gis.readers.vector.dxf import read as read_contents
from gis.readers.vector.dxf_shapes import shape


@pytest.fixture
def drawing():
    document = ezdxf.new("R2000")
    document.encoding = "gbk"
    document.header["$DWGCODEPAGE"] = "ANSI_936"
    document.layers.add("给水管线", color=5, linetype="Continuous")
    return document


@pytest.fixture
def contents(drawing, tmp_path):
    """Save the drawing and read it."""

    def saved(layer=None, encoding=None, form="asc"):
        path = tmp_path / "总图.dxf"
        drawing.saveas(path, fmt=form)
        return read_contents(path, tmp_path, layer, encoding)

    return saved


def table(contents):
    return [
        dict(zip(contents.columns, values, strict=True))
        for values in zip(*(column.tolist() for column in contents.columns.values()), strict=True)
    ]


def refusal(path, **options):
    with pytest.raises(UnreadableFile) as caught:
        read(path, **options)
    return caught.value.code


def said(contents):
    return {
        remark.params.get("type", remark.code): remark.params["count"]
        for remark in contents.warnings
    }


@pytest.mark.parametrize("form", ["asc", "bin"])
def test_lines_come_with_layer_colour_and_what_applications_noted(drawing, contents, form):
    space = drawing.modelspace()
    drawing.appids.add("SOUTH")
    line = space.add_line((471957, 2941379), (471967, 2941389), {"layer": "给水管线"})
    line.set_xdata("SOUTH", [(1000, "155210"), (1070, 1)])
    space.add_point((1, 2, 1180.5), {"color": 1})
    found = contents(form=form)
    assert [geometry.wkt for geometry in found.geometries] == [
        "LINESTRING (471957 2941379, 471967 2941389)",
        "POINT Z (1 2 1180.5)",
    ]
    first, second = table(found)
    assert {**first, "句柄": None} == {
        "图层": "给水管线",
        "类型": "LINE",
        "句柄": None,
        "颜色": 5,
        "线型": "Continuous",
        "SOUTH": "155210",
    }
    assert (second["图层"], second["颜色"], second["SOUTH"]) == ("0", 1, None)
    assert (found.crs, found.layers, found.warnings) == (None, ["给水管线", "0"], [])


def test_coordinate_system_must_be_given(drawing, contents, tmp_path):
    drawing.modelspace().add_line((471957, 2941379), (471967, 2941389))
    contents()
    path = tmp_path / "总图.dxf"
    with pytest.raises(UnknownCrs):
        read(path)
    assert read(path, crs="EPSG:4543").rejects == []


def test_blocks_are_points_with_their_attributes(drawing, contents):
    block = drawing.blocks.new("阀门")
    block.add_circle((0, 0), 1)
    insert = drawing.modelspace().add_blockref("阀门", (7, 8), {"rotation": 30})
    insert.add_attrib("编号", "V-1")
    insert.add_attrib("口径", "DN300")
    found = contents()
    assert found.geometries[0].wkt == "POINT (7 8)"
    row = table(found)[0]
    assert (row["块名"], row["旋转角"], row["编号"], row["口径"]) == ("阀门", 30, "V-1", "DN300")
    assert said(found) == {"blocks_as_points": 1}


def test_a_block_s_attribute_stands_beside_the_reader_s_own_column_of_that_name(drawing, contents):
    drawing.blocks.new("阀门")
    space = drawing.modelspace()
    space.add_lwpolyline([(0, 0), (10, 0)], dxfattribs={"layer": "给水"})
    insert = space.add_blockref("阀门", (7, 8), {"layer": "给水"})
    insert.add_attrib("类型", "闸阀")
    insert.add_attrib("图层", "地下")
    found = contents()
    line, valve = table(found)
    assert (line["类型"], line["图层"]) == ("LWPOLYLINE", "给水")
    assert (valve["类型"], valve["图层"]) == ("INSERT", "给水")
    assert (valve["类型_2"], valve["图层_2"]) == ("闸阀", "地下")
    told = [(r.field, r.params) for r in found.warnings if r.code == "column_renamed"]
    assert told == [("图层_2", {"original": "图层"}), ("类型_2", {"original": "类型"})]


def test_texts_are_points_where_they_are_drawn(drawing, contents):
    space = drawing.modelspace()
    space.add_text("%%c300 球墨铸铁").set_placement((3, 3))
    space.add_text("居中").set_placement(
        (5, 5), align=ezdxf.enums.TextEntityAlignment.MIDDLE_CENTER
    )
    space.add_mtext("两\\P行", {"insert": (4, 4)})
    found = contents()
    assert [row["文字"] for row in table(found)] == ["Ø300 球墨铸铁", "居中", "两\n行"]
    assert [geometry.x for geometry in found.geometries] == [3, 5, 4]


def test_closed_polyline_stays_a_line_that_says_so(drawing, contents):
    space = drawing.modelspace()
    square = [(0, 0), (10, 0), (10, 10)]
    space.add_lwpolyline(square, close=True)
    space.add_lwpolyline(square)
    space.add_polyline2d(square, close=True)
    space.add_polyline3d([(0, 0, 5), (10, 0, 6), (10, 10, 7)], close=True)
    space.add_circle((0, 0), 1)
    found = contents()
    assert [row["闭合"] for row in table(found)] == [True, False, True, True, True]
    assert {geometry.geom_type for geometry in found.geometries} == {"LineString"}
    assert shapely.is_closed(found.geometries).tolist() == [True, False, True, True, True]
    assert found.geometries[3].has_z


def test_curves_become_lines_and_are_counted_with_their_tolerance(drawing, contents):
    space = drawing.modelspace()
    space.add_circle((100, 100), 50)
    space.add_arc((0, 0), 50, 350, 10)
    space.add_ellipse((0, 0), (50, 0), 0.5)
    space.add_lwpolyline([(0, 0, 0, 0, 1), (10, 0)])
    space.add_polyline2d([(0, 0, 1), (10, 0, 0)], format="xyb")
    space.add_spline([(0, 0), (50, 50), (100, 0)])
    space.add_line((0, 0), (1, 1))
    found = contents()
    lengths = shapely.length(found.geometries)
    assert lengths[:2] == pytest.approx([2 * math.pi * 50, 50 * math.pi / 9], rel=1e-3)
    assert lengths[2] == pytest.approx(242.21, rel=1e-3)
    assert lengths[3:5] == pytest.approx([5 * math.pi] * 2, rel=1e-3)
    assert said(found) == {"curves_flattened": 6}
    assert found.warnings[0].params["tolerance"] == curves.TOLERANCE


def test_mirrored_entities_are_where_they_are_drawn(drawing, contents):
    """Turned over, an entity's own x runs to the left."""
    over = {"extrusion": (0, 0, -1)}
    space = drawing.modelspace()
    space.add_circle((100, 50), 1, over)
    space.add_lwpolyline([(100, 50), (90, 50)], dxfattribs={**over, "elevation": -3})
    drawing.blocks.new("阀门")
    space.add_blockref("阀门", (100, 50), over)
    circle, line, block = contents().geometries
    assert circle.centroid.x == pytest.approx(-100)
    assert line.wkt == "LINESTRING Z (-100 50 3, -90 50 3)"
    assert block.wkt == "POINT (-100 50)"


def test_what_is_not_read_is_counted_by_type(drawing, contents):
    space = drawing.modelspace()
    space.add_hatch()
    space.add_solid([(0, 0), (1, 0), (1, 1)])
    space.add_3dface([(0, 0), (1, 0), (1, 1)])
    space.add_polyface()
    drawing.blocks.new("井")
    spaced = {"row_spacing": 5, "column_spacing": 5}
    space.add_blockref("井", (0, 0), {**spaced, "row_count": 3, "column_count": 2})
    space.add_line((0, 0), (1, 1))
    drawing.layout("Layout1").add_line((0, 0), (1, 1))
    found = contents()
    assert said(found) == {
        "blocks_as_points": 1,
        "HATCH": 1,
        "SOLID": 1,
        "3DFACE": 1,
        "POLYLINE": 1,
        "MINSERT": 5,
        "paper space": 1,
    }
    assert found.rows.tolist() == [5, 6]


def test_one_layer_of_the_drawing_can_be_asked_for(drawing, contents):
    space = drawing.modelspace()
    space.add_line((0, 0), (1, 1), {"layer": "给水管线"})
    space.add_line((0, 0), (2, 2))
    found = contents(layer="给水管线")
    assert (found.layer, found.rows.tolist()) == ("给水管线", [1])
    assert found.layers == ["给水管线", "0"]
    with pytest.raises(UnreadableFile, match="no layer"):
        contents(layer="燃气")


def test_some_layers_of_the_drawing_can_be_asked_for_together(drawing, contents):
    space = drawing.modelspace()
    for place, layer in enumerate(["给水管线", "注记", "雨水管线"], start=1):
        space.add_line((0, 0), (place, 1), {"layer": layer})
    found = contents(layer="雨水管线,给水管线")
    assert (found.layer, found.rows.tolist()) == ("给水管线、雨水管线", [1, 3])
    with pytest.raises(UnreadableFile, match="no layer '燃气'"):
        contents(layer="给水管线,燃气")


def test_a_name_that_holds_a_comma_is_one_layer(drawing, contents):
    for layer in ("给水,旧", "给水", "旧"):
        drawing.modelspace().add_line((0, 0), (1, 1), {"layer": layer})
    assert contents(layer="给水,旧").rows.tolist() == [1]


def test_entity_without_its_place_is_undecodable_and_not_put_at_the_origin(drawing, contents):
    space = drawing.modelspace()
    space.add_line((5, 5), (6, 6)).dxf.discard("end")
    space.add_circle((5, 5), math.inf)
    space.add_lwpolyline([(1, 1)])
    assert contents().undecodable.tolist()[1:] == [True, True]


def test_circle_as_large_as_the_earth_is_a_reject_of_its_own(drawing, contents):
    drawing.modelspace().add_circle((0, 0), 1e11)
    found = contents()
    assert [remark.code for remark in found.rejects] == ["too_many_points"]
    assert found.undecodable.tolist() == [False]


def test_lying_code_page_is_noticed(drawing, contents, tmp_path):
    drawing.modelspace().add_text("球墨铸铁给水管线")
    contents()
    path = tmp_path / "总图.dxf"
    path.write_bytes(path.read_bytes().replace(b"ANSI_936", b"ANSI_1252"))
    found = read_contents(path, tmp_path, None, None)
    assert table(found)[0]["文字"] == "球墨铸铁给水管线"
    assert "encoding_ignored" in [remark.code for remark in found.warnings]


def test_what_a_western_code_page_lacks_is_unescaped(drawing, contents):
    drawing.encoding = "cp1252"
    drawing.header["$DWGCODEPAGE"] = "ANSI_1252"
    drawing.modelspace().add_text("球墨铸铁", dxfattribs={"layer": "给水管线"})
    drawing.modelspace().add_text(r"\M+5B9DC\U+D83D\U+DE00\U+D800")
    found = contents()
    assert [row["文字"] for row in table(found)] == ["球墨铸铁", "管😀\N{REPLACEMENT CHARACTER}"]
    assert found.layers == ["给水管线", "0"]
    assert found.warnings == []
    assert len(contents("给水管线").rows) == 1


def test_drawings_since_2007_are_utf8(tmp_path):
    document = ezdxf.new("R2018")
    document.modelspace().add_text("球墨铸铁")
    path = tmp_path / "新.dxf"
    document.saveas(path)
    assert table(read_contents(path, tmp_path, None, None))[0]["文字"] == "球墨铸铁"


def test_a_drawing_whose_model_space_has_lost_its_name_is_refused(drawing, contents, tmp_path):
    drawing.modelspace().add_line((0, 0), (1, 1))
    contents()
    path = tmp_path / "总图.dxf"
    path.write_bytes(path.read_bytes().replace(b"\nModel\n", b"\nMobel\n"))
    assert refusal(path, crs="EPSG:4543") == "damaged"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.99])
@pytest.mark.parametrize("form", ["asc", "bin"])
def test_broken_off_drawing_is_refused(drawing, contents, tmp_path, keep, form):
    drawing.modelspace().add_line((0, 0), (1, 1))
    contents(form=form)
    path = tmp_path / "总图.dxf"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert refusal(path) == "damaged"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.dwg", b"AC1032" + bytes(100), "dwg_not_read"),
        ("a.dxf", b"AC1018" + bytes(100), "dwg_not_read"),
        ("a.dxf", b"<html></html>", "wrong_content"),
        ("a.dxf", b"  0\nSECTION\n", "damaged"),
        ("a.dxf", b"  0\nSECTION\n  2\nENTITIES\n  0\nENDSEC\n  0\nEOF\n", "no_rows"),
        ("a.dxf", (b"  0\nSECTION\n  2\nENTITIES\n  0\nENDSEC\n") * 2 + b"  0\nEOF\n", "damaged"),
        ("a.dxf", b"  0\nSECTION\n  2\nX\n  0\nENDSEC\n  0\nLINE\n  0\nEOF\n", "damaged"),
        ("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(50), "damaged"),
    ],
)
def test_other_or_broken_files_are_refused(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    assert refusal(path, crs="EPSG:4543") == code


def test_drawing_too_large_for_the_memory_is_refused(drawing, contents, monkeypatch):
    monkeypatch.setattr(dxf_drawing, "MAX_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="larger"):
        contents()


NUMBER = st.floats(-1e3, 1e3).map(lambda number: round(number, 3))
PLACES = st.lists(st.tuples(NUMBER, NUMBER), min_size=4, max_size=12, unique=True)


@settings(max_examples=40, deadline=None)
@given(places=PLACES)
def test_spline_keeps_to_the_tolerance(places):
    spline = ezdxf.new().modelspace().add_open_spline(places)
    line = shape(spline)
    dense = [tuple(point)[:2] for point in spline.construction_tool().approximate(2_000)]
    assert shapely.distance(shapely.points(dense), line).max() <= curves.TOLERANCE


def test_spline_of_points_it_goes_through_is_read(drawing, contents):
    fit = [(0, 0), (50, 50), (100, 0), (150, 50)]
    drawing.modelspace().add_spline(fit)
    line = contents().geometries[0]
    assert shapely.distance(shapely.points(fit), line).max() <= curves.TOLERANCE


@pytest.fixture
def partly_hidden(drawing):
    """One layer to be seen, one frozen, one off."""
    drawing.layers.add("旧管线").freeze()
    drawing.layers.add("辅助线").off()
    for place, layer in enumerate(["给水管线", "旧管线", "辅助线"], start=1):
        drawing.modelspace().add_line((0, 0), (place, 1), {"layer": layer})
    return drawing


def test_layers_frozen_or_off_are_marked_and_only_read_when_asked_for(partly_hidden, contents):
    found = contents()
    assert found.layers == ["给水管线", "旧管线", "辅助线"]
    assert found.layer_notes == {"旧管线": "frozen", "辅助线": "off"}
    assert (found.layer, found.rows.tolist()) == ("总图", [1])
    hidden = [remark.params for remark in found.warnings if remark.code == "layers_hidden"]
    assert hidden == [{"layers": ["旧管线", "辅助线"]}]
    asked = contents(layer="旧管线,辅助线")
    assert (asked.rows.tolist(), asked.warnings) == ([2, 3], [])


def test_a_drawing_of_nothing_but_hidden_layers_is_read(drawing, contents):
    drawing.layers.get("给水管线").freeze()
    drawing.modelspace().add_line((0, 0), (1, 1), {"layer": "给水管线"})
    found = contents()
    assert (found.rows.tolist(), found.warnings) == ([1], [])
