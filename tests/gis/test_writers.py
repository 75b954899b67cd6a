import zipfile

import geopandas
import numpy as np
import openpyxl
import pyproj
import pytest
import shapely

from gis.errors import UnknownCrs, UnwritableData
from gis.readers import read
from gis.writers import shapefile, write

POINT = shapely.Point(101.7185, 26.5823)
LINE = shapely.LineString([(101.71, 26.58), (101.72, 26.58)])
BOX = shapely.box(101.7, 26.5, 101.71, 26.51)


def frame(geometry=(POINT,), **columns):
    columns = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return geopandas.GeoDataFrame(columns, geometry=list(geometry), crs=4490)


def refusal(rows, path, **options):
    with pytest.raises(UnwritableData) as caught:
        write(rows, path, **options)
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "cpg", "language"), [("gbk", "GBK", 0x4D), ("utf-8", "UTF-8", 0)]
)
def test_encoding_is_declared_in_both_places(tmp_path, encoding, cpg, language):
    path = tmp_path / "a.shp"
    write(frame(材质=["球墨铸铁"]), path, encoding=encoding)
    dbf = path.with_suffix(".dbf").read_bytes()
    assert path.with_suffix(".cpg").read_text() == cpg
    assert dbf[29] == language
    assert "球墨铸铁".encode(encoding) in dbf


@pytest.mark.parametrize("code", [4490, 4543, 4522, 3826])
def test_system_is_written_as_arcgis_writes_it(tmp_path, code):
    path = tmp_path / "a.shp"
    write(frame(), path, crs=f"EPSG:{code}")
    assert path.with_suffix(".prj").read_text() == pyproj.CRS(code).to_wkt("WKT1_ESRI")


@pytest.mark.parametrize(
    ("encoding", "short"),
    [
        ("gbk", ["管线材质类", "管线材质_1", "diameter_m", "diameter_1"]),
        ("utf-8", ["管线材", "管线_1", "diameter_m", "diameter_1"]),
    ],
)
def test_names_are_cut_between_characters_and_stay_apart(tmp_path, encoding, short):
    names = ["管线材质类别", "管线材质类型", "diameter_mm", "diameter_metres"]
    path = tmp_path / "a.shp"
    written = write(frame(**{name: ["x"] for name in names}), path, encoding=encoding)
    assert written.renamed == dict(zip(names, short, strict=True))
    assert read(path).frame.columns.drop("geometry").tolist() == short


def test_names_that_differ_in_case_only_stay_apart(tmp_path):
    rows = frame(ID=[1], id=[2], fid=[3], geom=[4])
    for suffix in (".shp", ".gpkg"):
        path = tmp_path / f"a{suffix}"
        write(rows, path)
        assert read(path).frame.drop(columns="geometry").loc[1].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(("encoding", "kept"), [("gbk", 127), ("utf-8", 84)])
def test_long_text_is_cut_between_characters_and_reported(tmp_path, encoding, kept):
    path = tmp_path / "a.shp"
    written = write(frame([POINT] * 2, 备注=["短", "燃" * 200]), path, encoding=encoding)
    assert [(remark.row, remark.field) for remark in written.truncated] == [(2, "备注")]
    source = read(path)
    assert source.frame["备注"].tolist() == ["短", "燃" * kept]
    assert source.warnings == []


def test_characters_that_gbk_lacks_are_replaced_and_reported(tmp_path):
    path = tmp_path / "a.shp"
    written = write(frame(小区=["𠀀家园é😀𠀀"]), path, encoding="gbk")
    assert read(path).frame["小区"].tolist() == ["〓家园é〓〓"]
    assert [remark.params["characters"] for remark in written.replaced] == ["𠀀😀"]


@pytest.mark.parametrize("encoding", ["GBK", "Utf-8", "UTF8", "utf_8"])
def test_names_of_encodings_are_taken_in_any_spelling(tmp_path, encoding):
    write(frame(材质=["球墨铸铁"]), tmp_path / "a.shp", encoding=encoding, format="SHP")
    assert read(tmp_path / "a.shp").frame["材质"].tolist() == ["球墨铸铁"]


def test_columns_of_a_table_are_as_wide_as_their_text(tmp_path):
    write(frame([POINT] * 100, 材质=["PE"] * 100), tmp_path / "a.shp")
    assert (tmp_path / "a.dbf").stat().st_size < 1000


def test_parts_of_an_earlier_export_do_not_outlive_it(tmp_path):
    path = tmp_path / "all.shp"
    write(frame([POINT, LINE, None], 名称=["a", "b", "c"]), path)
    others = ["all_old.shp", "all_line.txt", "all2_line.shp"]
    for name in others:
        (tmp_path / name).write_text("mine")
    assert write(frame([LINE], 名称=["d"]), path).files[-2].name == "all.shx"
    parts = {f"all.{suffix}" for suffix in ("shp", "shx", "dbf", "prj", "cpg")}
    parts.add("all_字段对照表.txt")
    assert {file.name for file in tmp_path.iterdir()} == {*parts, *others}
    write(frame([POINT, LINE], 名称=["a", "b"]), path)
    assert not path.exists()


@pytest.mark.parametrize(
    "listed",
    [
        "文件\t字段名\na.shp、a_2.shp\t名称\na.shp、a_2.shp\t材质\n",
        "文件\ta.shp、a_2.shp\n字段名\t全称\n",
    ],
    ids=["older", "newer"],
)
def test_a_list_of_fields_tells_which_parts_an_export_left(tmp_path, listed):
    (tmp_path / "a_字段对照表.txt").write_text(listed, encoding="utf-8-sig")
    (tmp_path / "a_2.shp").write_text("part")
    write(frame([LINE], 名称=["d"]), tmp_path / "a.shp")
    assert not (tmp_path / "a_2.shp").exists()


def test_mixed_shapes_go_to_a_file_each_and_rows_without_to_a_table(tmp_path):
    rows = frame([POINT, LINE, BOX, None, LINE], 名称=["a", "b", "c", "车, 一辆", "d"])
    written = write(rows, tmp_path / "all.shp", encoding="gbk")
    assert (written.rows, written.unmapped) == (4, 1)
    assert all(file.exists() for file in written.files)
    found = {name: read(tmp_path / f"all_{name}.shp") for name in ("point", "line", "polygon")}
    assert found["line"].frame["名称"].tolist() == ["b", "d"]
    assert found["point"].frame["名称"].tolist() == ["a"]
    assert found["polygon"].frame["名称"].tolist() == ["c"]
    sheet = openpyxl.load_workbook(tmp_path / "all_未上图.xlsx").active
    assert list(sheet.values) == [("名称",), ("车, 一辆",)]


def test_zip_holds_all_of_it(tmp_path):
    written = write(frame([POINT, LINE, None], 名称=["a", "b", "c"]), tmp_path / "全部.zip")
    assert written.files == [tmp_path / "全部.zip"]
    names = zipfile.ZipFile(tmp_path / "全部.zip").namelist()
    assert {"全部_未上图.xlsx", "全部_字段对照表.txt"} <= set(names)
    assert {name for name in names if name.endswith(".shp")} == {"全部_point.shp", "全部_line.shp"}


def test_points_and_multi_points_share_a_file(tmp_path):
    write(frame([POINT, shapely.MultiPoint([POINT, (101.72, 26.58)])]), tmp_path / "a.shp")
    assert read(tmp_path / "a.shp").frame.geometry.count_coordinates().tolist() == [1, 2]


def test_layer_of_a_geopackage_has_one_type_where_it_can(tmp_path):
    write(frame([LINE, shapely.MultiLineString([LINE])]), tmp_path / "a.gpkg", layer="管线")
    source = read(tmp_path / "a.gpkg")
    assert source.layer == "管线"
    assert set(source.frame.geom_type) == {"MultiLineString"}


def test_rings_of_geojson_run_as_the_standard_wants(tmp_path):
    write(frame([BOX.reverse(), BOX]), tmp_path / "a.geojson")
    shells = [shape.exterior for shape in read(tmp_path / "a.geojson").frame.geometry]
    assert all(shell.is_ccw for shell in shells)


def test_geojson_names_its_system_only_where_it_is_not_the_standard_one(tmp_path):
    for crs, named in (("EPSG:4326", False), ("EPSG:4490", True)):
        write(frame(), tmp_path / "a.geojson", crs=crs)
        assert ("crs" in (tmp_path / "a.geojson").read_text()) is named


def test_geojson_has_no_other_system(tmp_path):
    assert refusal(frame(), tmp_path / "a.geojson", crs="EPSG:4543") == "crs_not_writable"


@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson"])
@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_obfuscated_coordinates_are_never_written(tmp_path, suffix, crs):
    assert refusal(frame(), tmp_path / f"a{suffix}", crs=crs) == "crs_not_writable"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson"])
def test_number_that_is_none_is_refused(tmp_path, suffix):
    rows = frame(长度=[float("inf")])
    assert refusal(rows, tmp_path / f"a{suffix}") == "number_not_finite"


def test_what_cannot_be_written_is_refused_by_name(tmp_path):
    path = tmp_path / "a.shp"
    assert refusal(frame(), tmp_path / "a.dwg") == "unsupported_output"
    assert refusal(frame(), path, format="gpkg") == "format_mismatch"
    assert refusal(frame(), tmp_path / "a") == "output_suffix_missing"
    assert refusal(frame(), path, encoding="big5") == "encoding_not_writable"
    assert refusal(frame(), tmp_path / "a.gpkg", encoding="gbk") == "encoding_fixed"
    assert refusal(frame([None]), path) == "nothing_mapped"
    assert refusal(frame([shapely.GeometryCollection([POINT, LINE])]), path) == "mixed_shape"
    assert refusal(frame(**{f"c{n}": [1] for n in range(256)}), path) == "too_many_fields"
    assert refusal(frame(), tmp_path / "none" / "a.shp") == "write_failed"
    with pytest.raises(UnknownCrs):
        write(frame(), path, crs="EPSG:2379")


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_no_rows_make_an_empty_layer(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    assert write(frame([], 名称=[]), path).rows == 0
    assert len(geopandas.read_file(path)) == 0


def test_failure_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.shp"
    write(frame(名称=["old"]), path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    monkeypatch.setattr(shapefile, "_declare_encoding", _break)
    assert refusal(frame(名称=["new"]), path) == "write_failed"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def _break(*args):
    raise OSError(28, "No space left on device")


def test_old_spatial_index_does_not_outlive_its_file(tmp_path):
    (tmp_path / "a.qix").write_bytes(b"old")
    write(frame(), tmp_path / "a.shp")
    assert not (tmp_path / "a.qix").exists()


def test_rows_in_another_system_are_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="4490"):
        write(frame().to_crs(3857), tmp_path / "a.shp")
