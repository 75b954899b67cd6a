"""Archives of all formats: what is read, what is chosen, what is left beside."""

import json
import zipfile

import geopandas
import pytest
import shapely

from gis.errors import UnreadableFile
from gis.readers import read

POINT = {"type": "Point", "coordinates": [101.7185, 26.5823]}
COLLECTION = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"n": 1}, "geometry": POINT}],
    }
)
KML = (
    "<kml><Placemark><name>厂</name><Point><coordinates>101.7185,26.5823</coordinates></Point>"
    "</Placemark></kml>"
)


@pytest.fixture
def pack(tmp_path):
    def packed(members, name="上报.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for member, data in members.items():
                out.writestr(member, data)
        return path

    return packed


@pytest.fixture
def package(tmp_path):
    def written(*layers):
        path = tmp_path / "inner.gpkg"
        for layer in layers:
            frame = geopandas.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(101.7, 26.5)])
            frame.set_crs(4490).to_file(path, layer=layer, mode="a" if path.exists() else "w")
        return path.read_bytes()

    return written


@pytest.fixture
def parts(make_shapefile):
    shp = make_shapefile([[b"x"]], stem="source")
    return {f"管线{end}": shp.with_suffix(end).read_bytes() for end in (".shp", ".dbf", ".prj")}


def refusal(path, **options):
    with pytest.raises(UnreadableFile) as caught:
        read(path, **options)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    ("member", "data", "driver"),
    [
        ("子/管线.geojson", COLLECTION, "GeoJSON"),
        ("管线.json", COLLECTION, "GeoJSON"),
        ("管线.geojsonl", f"{json.dumps(POINT)}\n" * 2, "GeoJSONSeq"),
        ("管线.kml", KML, "KML"),
    ],
)
def test_one_file_of_another_format_is_read(pack, member, data, driver):
    source = read(pack({member: data, "说明.pdf": b"%PDF"}))
    assert (source.driver, source.layer) == (driver, "管线")
    assert source.frame.geometry.iloc[0].equals(shapely.Point(101.7185, 26.5823))


def test_layers_of_the_only_file_are_chosen_by_their_own_names(pack, package):
    path = pack({"数据/inner.gpkg": package("给水", "燃气")})
    assert refusal(path)[1]["layers"] == "给水, 燃气"
    assert read(path, layer="燃气").layers == ["给水", "燃气"]
    assert refusal(path, layer="热力")[0] == "unknown_layer"


def test_files_of_several_formats_are_layers_and_their_layers_follow_a_slash(pack, package, parts):
    path = pack({**parts, "inner.gpkg": package("给水", "燃气"), "厂.kml": KML})
    assert refusal(path)[1]["layers"] == "管线, inner.gpkg, 厂.kml"
    assert refusal(path, layer="inner.gpkg")[1]["layers"] == "inner.gpkg/给水, inner.gpkg/燃气"
    source = read(path, layer="inner.gpkg/燃气")
    assert (source.driver, source.layer) == ("GPKG", "inner.gpkg/燃气")
    assert read(path, layer="管线").driver == "ESRI Shapefile"
    assert read(path, layer="厂.kml").frame["name"].tolist() == ["厂"]


def test_tables_and_notes_beside_a_layer_do_not_stand_in_the_way_but_are_named(pack, parts):
    source = read(pack({**parts, "未上图.xlsx": b"PK", "字段对照表.txt": "a", "meta.json": "{}"}))
    assert (source.layer, source.layers) == ("管线", ["管线", "未上图.xlsx", "meta.json"])
    assert [
        remark.params["member"] for remark in source.warnings if remark.code == "member_ignored"
    ] == ["未上图.xlsx", "meta.json"]


def test_a_table_beside_layers_can_be_chosen_and_then_is_not_said_to_be_left_out(pack, parts):
    table = {"井.csv": "编号,经度,纬度\nP1,101.7185,26.5823\n"}
    source = read(pack({**parts, **table}), layer="井.csv", crs="EPSG:4490")
    assert (source.driver, source.frame["编号"].tolist()) == ("CSV", ["P1"])
    assert source.layers == ["管线", "井.csv"]
    assert source.warnings == []
    mixed = pack({**parts, **table, "厂.kml": KML})
    assert refusal(mixed)[1]["layers"] == "管线, 厂.kml, 井.csv"
    assert read(mixed, layer="井.csv", crs="EPSG:4490").frame["编号"].tolist() == ["P1"]


def test_layers_of_the_only_package_keep_their_names_beside_a_table(pack, package):
    path = pack({"inner.gpkg": package("给水", "燃气"), "井.csv": "编号,经度,纬度\nP1,101,26\n"})
    source = read(path, layer="燃气")
    assert (source.layer, source.layers) == ("燃气", ["给水", "燃气", "井.csv"])


def test_drawing_of_autocad_is_named_where_nothing_else_is_there(pack, parts):
    assert refusal(pack({"总图.dwg": b"AC1032"}))[0] == "dwg_not_read"
    assert read(pack({**parts, "总图.dwg": b"AC1032"})).layers == ["管线"]


def test_kmz_is_its_main_document(pack):
    other = KML.replace("厂", "别")
    path = pack({"doc.kml": KML, "files/other.kml": other, "files/a.png": b"x"}, "站点.kmz")
    source = read(path)
    assert (source.layer, source.frame["name"].tolist()) == ("站点", ["厂"])
    assert refusal(pack({"a.png": b"x"}, "b.kmz"))[0] == "no_layer"


def test_kmz_called_zip_is_read_and_kml_called_kmz_is_refused(pack, tmp_path):
    assert read(pack({"doc.kml": KML})).frame["name"].tolist() == ["厂"]
    path = tmp_path / "a.kmz"
    path.write_text(KML, encoding="utf-8")
    assert refusal(path)[0] == "wrong_content"


def test_kmz_obeys_the_rules_of_archives(pack):
    assert refusal(pack({"doc.kml": KML, "../x.kml": KML}, "b.kmz"))[0] == "unsafe_member"


def test_empty_file_inside_is_named(pack):
    assert refusal(pack({"管线.kml": b""})) == ("empty_file", {"name": "管线.kml"})


def test_table_inside_takes_the_instructions_for_tables(pack):
    source = read(pack({"点.csv": "编号,经度,纬度\nP1,101.7185,26.5823\n"}), crs="EPSG:4490")
    assert source.frame.geometry.iloc[0].equals(shapely.Point(101.7185, 26.5823))


@pytest.mark.parametrize("text", ["坐标系 2000", "甲方提供\n2026 年 11 月\n勿外传"])
def test_a_note_alone_is_nothing_to_import(pack, text):
    code, params = refusal(pack({"说明.txt": text.encode("gbk")}, "空.zip"))
    assert (code, params["name"]) == ("no_layer", "空.zip")


def test_a_table_in_a_text_is_read_where_nothing_else_is_there(pack):
    found = read(pack({"井.txt": "编号,X,Y\nJ1,101.71,26.58\n"}), crs="EPSG:4490")
    assert found.frame["编号"].tolist() == ["J1"]
