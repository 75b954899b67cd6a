"""What the newer formats hold, and that nothing is left behind where writing ends early."""

import csv
import json
import sqlite3
import zipfile
from contextlib import closing
from xml.etree import ElementTree

import ezdxf
import geopandas
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from gis.errors import UnreadableFile, UnwritableData
from gis.formats import FORMATS
from gis.readers import read
from gis.writers import shapefile, write, write_rows
from gis.writers.rows import Column, Rows, Sign, schema_of

POINT = shapely.Point(101.7185, 26.5823)
LINE = shapely.LineString([(101.71, 26.58), (101.72, 26.58)])
BOX = shapely.box(101.7, 26.5, 101.71, 26.51)
COLUMNS = (
    Column("领域", meaning="项目所属领域"),
    Column("介质", options=("给水", "燃气")),
    Column("管径 DN（mm）", "whole", "管径 DN", "mm"),
    Column("计量长度（m）", "real", "计量长度", "m", added=True),
    Column("登记日期", "date"),
)


def rows(*shapes, values=None, **about):
    values = values or ["供水/排水", "给水", None, 2.5, None]
    schema = schema_of(COLUMNS)
    columns = [pa.array([value] * len(shapes), f.type) for value, f in zip(values, schema)]  # noqa: B905
    shape = pa.array([s and s.wkb for s in shapes], pa.binary())
    batches = [pa.RecordBatch.from_arrays([*columns, shape], schema=schema)]
    types = frozenset({shapely.get_type_id(s) for s in shapes if s})
    ogc = {0: 1, 1: 2, 3: 3, 4: 4, 5: 5, 6: 6}
    about = {"group": "领域", "styled_by": "介质", **about}
    return Rows(COLUMNS, batches, len(shapes), frozenset(ogc[t] for t in types), **about)


def test_layers_of_a_drawing_wear_the_colours_of_their_groups(tmp_path):
    write_rows(rows(LINE, group_colors={"供水/排水": "#0000fe"}), tmp_path / "a.dxf")
    layer = ezdxf.readfile(tmp_path / "a.dxf").layers.get("供水_排水")
    assert (layer.rgb, layer.color) == ((0, 0, 254), 5)


def test_layers_of_a_drawing_are_of_some_colour_at_any_rate(tmp_path):
    write_rows(rows(LINE), tmp_path / "a.dxf")
    layer = ezdxf.readfile(tmp_path / "a.dxf").layers.get("供水_排水")
    assert layer.color != 7


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda each: each.name)
def test_rows_without_a_shape_are_never_dropped(tmp_path, format):
    path = tmp_path / f"设施{format.suffixes[-1]}"
    written = write_rows(rows(LINE, None), path)
    beside = tmp_path / "设施_未上图.xlsx"
    assert (written.rows, written.unmapped) == ((2, 0) if format.holds_unmapped else (1, 1))
    assert beside.exists() is not format.holds_unmapped
    if not format.holds_unmapped:
        assert beside in written.files


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda each: each.name)
def test_who_cancels_leaves_nothing_behind(tmp_path, format):
    class Cancelled(BaseException):
        pass

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_rows(rows(LINE, None), tmp_path / f"a{format.suffixes[-1]}", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("suffix", "crs"),
    [(".kml", "EPSG:4490"), (".geojsonl", "EPSG:4543"), (".geojson", "EPSG:3857")],
)
def test_formats_refuse_a_system_that_they_cannot_name(tmp_path, suffix, crs):
    with pytest.raises(UnwritableData) as caught:
        write_rows(rows(LINE), tmp_path / f"a{suffix}", crs=crs)
    assert caught.value.code == "crs_not_writable"


TITLE = ("设备设施清单", "查询条件：文字：<甲>&“乙”", "坐标系：CGCS2000 经纬度（EPSG:4490）")
KML = "{http://www.opengis.net/kml/2.2}"


def told_by_package(path):
    with closing(sqlite3.connect(path)) as database:
        told = database.execute("SELECT description FROM gpkg_contents").fetchall()
    assert len(set(told)) == 1
    return told[0][0]


def told_by_list(path):
    listed = path.with_name(f"{path.stem}_字段对照表.txt").read_text(encoding="utf-8-sig")
    return listed.partition("\n文件")[0]


#: How programs other than ours find what a file says of itself.
SAYS = {
    ".shp": told_by_list,
    ".gpkg": told_by_package,
    ".geojson": lambda path: json.loads(path.read_bytes())["description"],
    ".kml": lambda path: ElementTree.parse(path).find(f"{KML}Document/{KML}description").text,
    ".dxf": lambda path: "\n".join(
        text for _, text in ezdxf.readfile(path).header.custom_vars.properties
    ),
    ".fgb": lambda path: pyogrio.read_info(path)["layer_metadata"]["DESCRIPTION"],
    ".parquet": lambda path: pq.read_schema(path).metadata[b"description"].decode(),
}


@pytest.mark.parametrize("suffix", SAYS)
def test_a_file_says_of_itself_what_it_is(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    write_rows(rows(LINE, title=TITLE), path)
    assert SAYS[suffix](path) == "\n".join(TITLE)
    assert len(read(path, crs="EPSG:4490" if suffix == ".dxf" else None).frame) == 1


def test_a_package_parted_by_shapes_says_so_and_what_it_is(tmp_path):
    write_rows(rows(LINE, POINT, None, title=TITLE), tmp_path / "a.gpkg", layer="设备设施")
    told = told_by_package(tmp_path / "a.gpkg")
    assert told == "\n".join(["按图形分开的“设备设施”", *TITLE])
    assert len(read(tmp_path / "a.gpkg").frame) == 3


def test_a_line_about_a_drawing_cannot_break_out_of_its_place(tmp_path):
    write_rows(rows(LINE, title=("一\r\n  0\nEOF",)), tmp_path / "a.dxf")
    drawing = ezdxf.readfile(tmp_path / "a.dxf")
    assert drawing.header.custom_vars.properties == [("说明1", "一^M^J  0^JEOF")]
    assert len(drawing.modelspace()) == 1


@pytest.mark.parametrize(("shape", "height"), [(BOX, 0.011), (POINT, 0.001)])
def test_a_drawing_opens_where_its_entities_are(tmp_path, shape, height):
    write_rows(rows(shape, None), tmp_path / "a.dxf")
    drawing = ezdxf.readfile(tmp_path / "a.dxf")
    left, bottom, right, top = shape.bounds
    assert drawing.header["$EXTMIN"] == pytest.approx((left, bottom, 0))
    assert drawing.header["$EXTMAX"] == pytest.approx((right, top, 0))
    (view,) = drawing.viewports.get("*Active")
    assert tuple(view.dxf.center)[:2] == pytest.approx(((left + right) / 2, (bottom + top) / 2))
    assert view.dxf.height == pytest.approx(height)
    assert not drawing.audit().errors


def test_points_of_a_drawing_are_seen(tmp_path):
    write_rows(rows(POINT), tmp_path / "a.dxf")
    header = ezdxf.readfile(tmp_path / "a.dxf").header
    assert (header["$PDMODE"], header["$PDSIZE"]) == (34, -1.5)


def test_an_empty_column_of_a_shapefile_has_its_declared_type(tmp_path):
    write_rows(rows(LINE), tmp_path / "a.shp")
    listed = (tmp_path / "a_字段对照表.txt").read_text(encoding="utf-8-sig")
    files, header, *lines = [line.split("\t") for line in listed.splitlines()]
    assert (files, header[:2]) == (["文件", "a.shp"], ["字段名", "全称"])
    assert [line[3] for line in lines] == ["C(13)", "C(6)", "N(3)", "N(6,1)", "D"]
    assert lines[2][:3] == ["管径DN", "管径 DN（mm）", "mm"]


def test_a_shapefile_is_split_before_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(shapefile, "MAX_PART_BYTES", 500)
    written = write_rows(rows(*[LINE] * 20), tmp_path / "a.shp")
    parts = [file for file in written.files if file.suffix == ".shp"]
    assert parts[1].name == "a_2.shp"
    assert sum(len(read(part).frame) for part in parts) == 20
    assert all(part.stat().st_size <= 100 + 500 for part in parts)
    monkeypatch.undo()
    mine = tmp_path / "a_99.shp"
    mine.write_bytes(b"mine")
    write_rows(rows(LINE), tmp_path / "a.shp")
    assert sorted(f.name for f in tmp_path.glob("*.shp")) == ["a.shp", "a_99.shp"]


def test_a_geopackage_carries_aliases_domains_and_a_style(tmp_path):
    look = {"给水": Sign("给水", "#1b8fd6"), "": Sign("其他", "#6b7280", (1, 4))}
    write_rows(rows(LINE, signs=look), tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        known = database.execute("SELECT column_name, name, title FROM gpkg_data_columns")
        assert ("管径 DN（mm）", "管径 DN", "管径 DN（mm）") in known.fetchall()
        domain = database.execute("SELECT constraint_name, value FROM gpkg_data_column_constraints")
        assert set(domain.fetchall()) == {("介质", "给水"), ("介质", "燃气")}
        ((style,),) = database.execute("SELECT styleQML FROM layer_styles").fetchall()
    assert 'attr="介质"' in style
    assert "27,143,214,255" in style
    assert len(read(tmp_path / "a.gpkg").frame) == 1


def test_mixed_shapes_are_a_layer_of_a_geopackage_each(tmp_path):
    """ArcGIS reads no layer of mixed shapes; each has its own aliases and its own style."""
    mixed = (BOX, LINE, None, POINT, shapely.MultiLineString([LINE]))
    path = tmp_path / "a.gpkg"
    told = []
    look = {"给水": Sign("给水", "#1b8fd6")}
    written = write_rows(
        rows(*mixed, signs=look), path, layer="设施", progress=lambda *counts: told.append(counts)
    )
    assert (written.rows, told[-1]) == (5, (5, 5))
    with closing(sqlite3.connect(path)) as database:
        shapes = database.execute(
            "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"
        )
        assert dict(shapes) == {
            "设施_point": "POINT",
            "设施_line": "MULTILINESTRING",
            "设施_polygon": "POLYGON",
        }
        kinds = database.execute("SELECT table_name, data_type FROM gpkg_contents")
        assert ("设施_unmapped", "attributes") in kinds.fetchall()
        aliased = database.execute("SELECT DISTINCT table_name FROM gpkg_data_columns").fetchall()
        assert {name for (name,) in aliased} == {
            *("设施_point", "设施_line", "设施_polygon", "设施_unmapped")
        }
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    for layer, symbol in (("point", "marker"), ("line", "line"), ("polygon", "fill")):
        assert f'type="{symbol}"' in styles[f"设施_{layer}"]
    assert len(styles) == 3


def test_layers_that_were_parted_by_shape_are_read_as_one(tmp_path):
    path = tmp_path / "a.gpkg"
    write_rows(rows(BOX, LINE, None, POINT), path)
    source = read(path)
    assert [shape and shape.geom_type for shape in source.frame.geometry] == [
        *("Point", "LineString", "Polygon", None)
    ]
    assert (source.layer, [each.code for each in source.warnings]) == ("assets", ["layers_joined"])
    assert len(read(path, layer="assets_line").frame) == 1
    with closing(sqlite3.connect(path)) as database, database:
        database.execute('ALTER TABLE "assets_line" ADD COLUMN "备注" TEXT')
    with pytest.raises(UnreadableFile) as caught:  # no longer parts of one table
        read(path)
    assert caught.value.code == "several_layers"


def test_layers_that_others_named_by_shape_are_read_as_one_where_asked_for(tmp_path):
    """Valves and pipes of equal columns are not one table because of their names."""
    path = tmp_path / "a.gpkg"
    for part, shape in (("line", LINE), ("point", POINT)):
        frame = geopandas.GeoDataFrame({"编号": [part]}, geometry=[shape], crs=4490)
        frame.to_file(path, layer=f"x_{part}", engine="pyogrio")
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    together = "x_point + x_line"
    assert caught.value.params["names"] == [together, "x_line", "x_point"]
    assert read(path, layer="x_point").frame["编号"].tolist() == ["point"]
    source = read(path, layer=together)
    assert source.frame["编号"].tolist() == ["point", "line"]
    assert (source.layer, [each.code for each in source.warnings]) == (together, ["layers_joined"])


def test_rows_without_any_shape_are_a_table(tmp_path):
    write_rows(rows(None, None), tmp_path / "a.gpkg")
    assert geopandas.read_file(tmp_path / "a.gpkg", layer="assets")["介质"].tolist() == ["给水"] * 2
    assert len(read(tmp_path / "a.gpkg").frame) == 2


def test_columns_that_differ_in_their_unit_alone_have_an_alias_each(tmp_path):
    columns = (
        Column("数量（台）", label="数量"),
        Column("数量（个）", label="数量"),
        Column("数量"),
    )
    schema = schema_of(columns)
    batch = pa.RecordBatch.from_arrays(
        [*([pa.array(["1"])] * 3), pa.array([LINE.wkb], pa.binary())], schema=schema
    )
    write_rows(Rows(columns, [batch], 1, frozenset({2})), tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        known = dict(database.execute("SELECT column_name, name FROM gpkg_data_columns"))
    assert known == {"数量（台）": "数量（台）", "数量（个）": "数量（个）", "数量": "数量"}


def test_geoparquet_says_what_the_standard_demands(tmp_path):
    write_rows(rows(LINE, BOX, None), tmp_path / "a.parquet", crs="EPSG:4543")
    geo = json.loads(pq.read_schema(tmp_path / "a.parquet").metadata[b"geo"])
    about = geo["columns"]["geometry"]
    assert (geo["version"], about["encoding"]) == ("1.1.0", "WKB")
    assert about["geometry_types"] == ["LineString", "Polygon"]
    assert about["crs"]["id"] == {"authority": "EPSG", "code": 4543}
    assert about["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    frame = geopandas.read_parquet(tmp_path / "a.parquet")
    assert frame.crs.to_epsg() == 4543
    assert frame.total_bounds.tolist() == pytest.approx(about["bbox"])


def test_a_drawing_opens_with_chinese_layers_and_its_values(tmp_path):
    holed = BOX.difference(shapely.box(101.703, 26.503, 101.705, 26.505))
    write_rows(rows(POINT, LINE, holed), tmp_path / "a.dxf", crs="EPSG:4543")
    drawing = ezdxf.readfile(tmp_path / "a.dxf")
    assert not drawing.audit().has_errors
    entities = list(drawing.modelspace())
    assert [e.dxftype() for e in entities] == ["POINT", *["LWPOLYLINE"] * 3]
    assert {e.dxf.layer for e in entities} == {"供水_排水"}
    assert [e.closed for e in entities[1:]] == [False, True, True]
    assert entities[0].get_xdata("介质")[0].value == "给水"
    assert len({e.dxf.handle for e in entities}) == 4


def test_a_drawing_keeps_text_that_its_code_page_lacks_and_cuts_none_within_a_character(tmp_path):
    texts = ["é㐁管", "𠮷", "管" * 200, "^J 一\n二", None]
    frame = geopandas.GeoDataFrame(
        {"路 é㐁": np.array(texts, dtype=object)}, geometry=[POINT] * len(texts), crs=4490
    )
    written = write(frame, tmp_path / "a.dxf", crs="EPSG:4543")
    assert (written.replaced_count, written.truncated_count) == (1, 1)
    assert (written.replaced[0].row, written.truncated[0].row) == (2, 3)
    source = read(tmp_path / "a.dxf", crs="EPSG:4543")
    assert source.frame["路 é㐁"].tolist() == ["é㐁管", "〓", "管" * 127, "^J 一\n二", None]
    assert b"ANSI_936" in (tmp_path / "a.dxf").read_bytes()


FORMULAS = ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "#N/A", "'=1", "G-1",
            "=很长的一句话，在表格里要折行" * 5]  # fmt: skip


def test_no_spreadsheet_takes_text_for_a_formula(tmp_path):
    frame = geopandas.GeoDataFrame(
        {"名称": np.array(FORMULAS, dtype=object)}, geometry=[POINT] * len(FORMULAS), crs=4490
    )
    write(frame, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == FORMULAS
    assert {cell.data_type for cell in cells} == {"s"}
    write(frame, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["名称"] for row in csv.DictReader(file)]
    assert not any(text[0] in "=+-@\t\r" for text in texts)


def test_a_sheet_says_what_it_is_and_marks_its_totals(tmp_path):
    write_rows(rows(LINE, None, title=("清单", "查询条件：西区")), tmp_path / "a.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.values)
    assert [line[0] for line in lines] == [
        "清单",
        "查询条件：西区",
        "领域",
        *["供水/排水"] * 2,
        "合计",
    ]
    assert lines[-1][3] == 5
    source = read(tmp_path / "a.xlsx", crs="EPSG:4490")
    assert len(source.frame) == 2
    assert shapely.equals(source.frame.geometry.iloc[0], LINE)


def test_a_sheets_columns_are_as_wide_as_what_stands_in_them(tmp_path):
    names = ["攀枝花市东区老旧小区燃气供水排水管网更新改造项目（一期）", "短"]
    frame = geopandas.GeoDataFrame({"名称": names, "类": "管"}, geometry=[POINT] * 2, crs=4490)
    write(frame, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert widths == [44, 10]
    assert sheet["A2"].alignment.wrap_text
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")


def test_a_workbook_says_among_its_properties_what_it_is(tmp_path):
    write_rows(rows(LINE, title=TITLE), tmp_path / "a.xlsx")
    about = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert (about.title, about.description) == (TITLE[0], "\n".join(TITLE))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert b"creator" not in book.read("docProps/core.xml")


def test_a_sheet_is_filtered_by_its_header_without_its_totals(tmp_path):
    write_rows(rows(LINE, None, title=("清单",)), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.auto_filter.ref == "A2:H4"


def test_a_wide_table_is_printed_on_several_pages_side_by_side(tmp_path):
    frame = geopandas.GeoDataFrame(
        {f"第{n}列": ["很长的一句话，在表格里要折行" * 5] for n in range(12)},
        geometry=[POINT],
        crs=4490,
    )
    write(frame, tmp_path / "wide.xlsx")
    write_rows(rows(LINE), tmp_path / "narrow.xlsx")
    wide, narrow = (
        openpyxl.load_workbook(tmp_path / name).active for name in ("wide.xlsx", "narrow.xlsx")
    )
    assert (wide.page_setup.fitToWidth, narrow.page_setup.fitToWidth) == (2, 1)
    assert narrow.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_what_is_blank_is_no_cell_of_a_sheet(tmp_path):
    write_rows(rows(LINE, values=["", "给水", None, 2.5, None]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert b't="inlineStr"></c>' not in book.read("xl/worksheets/sheet1.xml")


def test_a_placemark_shows_all_its_values_when_it_is_touched(tmp_path):
    values = ["<供水>&排水", "给水", None, 2.5, None]
    write_rows(rows(LINE, values=values, heading=("介质",)), tmp_path / "a.kml")
    placemark = ElementTree.parse(tmp_path / "a.kml").find(f".//{KML}Placemark")
    assert placemark.find(f"{KML}Snippet").text == "给水"
    table = ElementTree.fromstring(placemark.find(f"{KML}description").text)
    shown = {row.find("th").text: row.find("td").text for row in table}
    assert shown == {"领域": "<供水>&排水", "介质": "给水", "计量长度（m）": "2.5"}


def test_kml_has_folders_names_and_typed_values(tmp_path):
    write_rows(rows(LINE, BOX, heading=("介质",)), tmp_path / "a.kml")
    frame = read(tmp_path / "a.kml").frame
    assert frame["folder"].tolist() == ["供水/排水"] * 2
    assert frame["计量长度（m）"].tolist() == [2.5, 2.5]
    assert frame["name"].tolist() == ["给水"] * 2


HOLED = BOX.difference(shapely.box(101.702, 26.502, 101.704, 26.504))
PARTED = (
    *(BOX, HOLED, shapely.MultiPolygon([HOLED, shapely.box(101.72, 26.5, 101.73, 26.51)])),
    *(shapely.MultiLineString([LINE.coords, [(101.71, 26.59), (101.72, 26.59)]]), LINE, POINT),
    shapely.MultiPoint([(101.71, 26.58), (101.72, 26.58)]),
)


def test_areas_and_shapes_of_several_parts_come_back_from_a_drawing(tmp_path):
    path = tmp_path / "a.dxf"
    write_rows(rows(*PARTED), path)
    found = read(path, crs="EPSG:4490").frame.geometry
    assert [shape.geom_type for shape in found] == [shape.geom_type for shape in PARTED]
    assert all(map(shapely.equals, found, PARTED))


def test_parts_of_which_one_was_taken_out_of_the_drawing_stay_apart(tmp_path):
    path = tmp_path / "a.dxf"
    write_rows(rows(HOLED, BOX), path)
    drawing = ezdxf.readfile(path)
    space = drawing.modelspace()
    space.delete_entity(space[1])
    drawing.saveas(path)
    found = read(path, crs="EPSG:4490").frame.geometry
    assert [shape.geom_type for shape in found] == ["LineString", "Polygon"]
