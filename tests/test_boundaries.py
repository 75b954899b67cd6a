"""District outlines from a file: all of them or none, and in words where it cannot be."""

import json
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import geopandas
import pyproj
import pytest
import shapely
from django.core.management import CommandError, call_command

from gis.crs import from_wkt
from registry import boundaries
from registry.models import District
from tests.factories import ProjectFactory

DATA = Path(__file__).parent / "data" / "kaohsiung"
VILLAGES = DATA / "kh_pplines_aff_villages_twd97.shp"
PIPES = DATA / "kh_ng_pipelines_twd97.shp"
CITY = Path(boundaries.__file__).parent / "data" / "panzhihua-districts.geojson"
EAST = shapely.box(101.7, 26.5, 101.8, 26.6)
BOW_TIE = shapely.Polygon([(101, 26), (102, 27), (102, 26), (101, 27)])

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    """`write((properties, shape), …)` is a GeoJSON file of these features."""

    def file_of(*features):
        path = tmp_path / "districts.geojson"
        rows = [
            {"type": "Feature", "properties": properties, "geometry": shape and mapping(shape)}
            for properties, shape in features
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
        return path

    return file_of


def row(code, name, *box):
    """A feature for `write`; EAST where no box is given."""
    return {"code": code, "name": name}, shapely.box(*box) if box else EAST


def told(path, **options):
    """What the command prints and what it warns of."""
    out, warnings = StringIO(), StringIO()
    call_command("load_districts", path, stdout=out, stderr=warnings, **options)
    return out.getvalue(), warnings.getvalue()


def mapping(shape):
    return json.loads(shapely.to_geojson(shape))


def refused(path, code, **options):
    """The sentence; checks the exit code and that nothing was changed."""
    before = list(District.objects.values_list("code", "name", "outline"))
    with pytest.raises(CommandError) as refusal:
        call_command("load_districts", path, **options)
    assert refusal.value.returncode == code
    assert list(District.objects.values_list("code", "name", "outline")) == before
    return str(refusal.value)


def test_the_five_districts_come_in_and_the_two_without_outline_stay():
    loaded = boundaries.load(CITY, indicative=True)
    assert set(loaded.replaced) == {"510402", "510403", "510411", "510421", "510422"}
    assert set(loaded.kept) == {"市本级（510400）", "钒钛高新区（VTGXQ）"}
    assert all(row.outline.valid for row in District.objects.outlined())
    assert District.objects.filter(is_indicative=True).count() == 5
    assert District.objects.get(pk="510402").source == "panzhihua-districts.geojson（EPSG:4326）"


def test_an_authoritys_file_is_not_indicative_and_replaces_all():
    boundaries.load(CITY, indicative=True)
    call_command("load_districts", VILLAGES)
    assert District.objects.outlined().count() == 202
    assert District.objects.count() == 209
    assert not District.objects.filter(is_indicative=True).exists()
    assert District.objects.get(pk="510402").outline is None


def test_real_villages_keep_their_code_and_name():
    loaded = boundaries.load(VILLAGES)
    assert len(loaded.added) == 202
    village = District.objects.get(pk="1001205005")
    assert village.name == "三奶里"
    assert 120 < village.outline.centroid.x < 121


def test_other_columns_may_be_named(write):
    path = write(({"甲": "1", "乙": "一区"}, EAST))
    call_command("load_districts", path, code_field="甲", name_field="乙")
    assert District.objects.get(pk="1").name == "一区"


def test_numbers_as_codes_become_text(write):
    boundaries.load(write(({"adcode": 510402.0, "name": "东区"}, EAST)))
    assert District.objects.outlined().get().pk == "510402"


def test_a_crossed_outline_is_repaired(write):
    boundaries.load(write(({"code": "1", "name": "一区"}, BOW_TIE)))
    outline = District.objects.get(pk="1").outline
    assert outline.valid
    assert outline.area == pytest.approx(0.5)


def test_gcj02_outlines_are_moved(write):
    path = write(({"code": "1", "name": "一区"}, EAST))
    boundaries.load(path, crs="gcj02")
    west, _, _, north = District.objects.get(pk="1").outline.extent
    assert west < 101.7 - 0.0005
    assert north > 26.6 + 0.0005


def test_a_file_of_lines_is_no_district_file():
    assert refused(PIPES, 2) == "文件里没有面图形，不能作为地区边界。"


def test_a_missing_file_is_named():
    assert refused("nowhere.shp", 2) == "找不到文件“nowhere.shp”。"


def test_an_unknown_crs_is_named(write):
    assert "EPSG:1" in refused(write(({"code": "1", "name": "一区"}, EAST)), 2, crs="EPSG:1")


def test_columns_that_tell_nothing_are_listed(write):
    assert "--code-field" in refused(write(({"甲": "1"}, EAST)), 2)
    assert "“丙”" in refused(write(({"甲": "1"}, EAST)), 2, code_field="丙")


def test_repeated_codes_are_named_with_their_rows(write):
    row = ({"code": "510402", "name": "东区"}, EAST)
    assert "第 1、2 行的代码重复：510402。" in refused(write(row, row), 1)


def test_everything_wrong_is_said_at_once(write):
    said = refused(
        write(
            ({"code": "1", "name": "一区"}, EAST),
            ({"code": None, "name": "二区"}, EAST),
            ({"code": "3", "name": " "}, EAST),
            ({"code": "4", "name": "四区"}, shapely.Point(101.7, 26.5)),
            ({"code": "5", "name": "五区"}, None),
            ({"code": "6" * 21, "name": "六区"}, EAST),
            ({"code": "7", "name": "七区"}, shapely.box(300, 26, 301, 27)),
        ),
        1,
    )
    assert said.splitlines() == [
        "第 2 行没有地区代码。",
        "第 3 行没有地区名称。",
        "第 6 行的代码超过 20 个字。",
        "第 7 行的坐标超出范围，请检查坐标系。",
        "第 4、5 行没有面图形，或图形无法修复。",
        "什么也没有改动。",
    ]


def test_districts_that_share_ground_are_refused_by_name_and_code(write):
    same = write(row("510402", "东区"), row("510403", "西区"))
    assert refused(same, 1) == (
        "东区（510402）和西区（510403）的边界重叠，占较小一个的 100%。\n什么也没有改动。"
    )
    tenth = write(
        row("510402", "东区", 101, 26, 102, 27), row("510403", "西区", 101.9, 26, 103, 27)
    )
    assert "东区（510402）和西区（510403）的边界重叠，占较小一个的 10%。" in refused(tenth, 1)


def test_generalised_borders_may_cross_a_little(write):
    boundaries.load(
        write(row("510402", "东区", 101, 26, 102, 27), row("510403", "西区", 101.995, 26, 103, 27))
    )
    assert District.objects.outlined().count() == 2


def test_a_functional_area_may_lie_inside_its_district(write):
    boundaries.load(
        write(
            row("510411", "仁和区", 101, 26, 102, 27),
            row("VTGXQ", "钒钛高新区", 101.5, 26.5, 102, 27),
        )
    )
    assert set(District.objects.outlined().values_list("code", flat=True)) == {"510411", "VTGXQ"}


def test_overlap_is_seen_after_repair(write):
    crossed = ({"code": "510402", "name": "东区"}, BOW_TIE)
    said = refused(write(crossed, row("510403", "西区", 101, 26, 101.5, 26.5)), 1)
    assert "东区（510402）和西区（510403）的边界重叠" in said


def test_a_repaired_outline_is_named_for_a_second_look(write):
    _, warnings = told(write(({"code": "510402", "name": "东区"}, BOW_TIE)))
    assert warnings.startswith(
        "提示：东区（510402）的边界已自动修复，请核对。原来的图形无效：自相交，位置约 101.5, 26.5"
    )


def test_the_source_names_a_system_without_a_number(write):
    wkt = pyproj.CRS("+proj=tmerc +lon_0=101.75 +x_0=500000 +ellps=GRS80").to_wkt()
    wkt = wkt.replace('"unknown"', '"城市独立坐标系"', 1)
    text = boundaries.origin(SimpleNamespace(path=Path("界" * 200 + ".shp"), crs=from_wkt(wkt)))
    assert len(text) <= 200
    assert text.endswith("（城市独立坐标系）")


def test_codes_with_the_countrys_number_lose_it(write):
    boundaries.load(write(row("156510402", "东区")))
    assert District.objects.outlined().get().pk == "510402"


def test_codes_that_nobody_knows_are_refused_once_there_are_projects(write):
    ProjectFactory()
    said = refused(write(row("X1", "甲村")), 1)
    assert "文件中的地区没有一个在库中：甲村（X1）。" in said
    assert "东区（510402）" in said
    assert "--code-field" in said


def test_one_known_code_is_enough_beside_projects(write):
    ProjectFactory()
    boundaries.load(write(row("510402", "东区"), row("X1", "甲村", 120, 22, 121, 23)))
    assert District.objects.outlined().count() == 2


def test_districts_without_outline_are_told_with_their_codes(write):
    out, _ = told(write(row("510402", "东区")))
    assert "没有边界的地区：市本级（510400）、西区（510403）、" in out


def test_the_city_itself_gets_neither_outline_nor_name(write):
    out, warnings = told(write(row("510400", "攀枝花市", 101, 26, 103, 28), row("510402", "东区")))
    city = District.objects.get(pk="510400")
    assert (city.name, city.outline) == ("市本级", None)
    assert warnings == "提示：市本级（510400）不设边界，“攀枝花市”一行已略去。\n"
    assert "市本级" not in out


def within(parent, *row):
    """The row of a functional area, or of none."""
    properties, shape = row
    return {**properties, "所在地区": parent}, shape


def test_functional_areas_lie_inside_the_district_that_the_file_names(write):
    zone = within("510402", *row("KFQ", "开发区", 101.72, 26.52, 101.74, 26.54))
    boundaries.load(write(within("510400", *row("510402", "东区")), zone))
    found = District.objects.get(pk="KFQ")
    assert (found.parent_id, found.is_formal) == ("510402", False)
    formal = District.objects.get(pk="510402")
    assert (formal.parent_id, formal.is_formal) == (None, True)


def test_a_file_that_tells_no_parents_leaves_them(write):
    boundaries.load(write(row("510411", "仁和区"), row("VTGXQ", "钒钛高新区")))
    found = District.objects.get(pk="VTGXQ")
    assert (found.parent_id, found.is_formal) == ("510411", False)


@pytest.mark.parametrize("parent", ["999999", "VTGXQ", "KFQ"])
def test_a_parent_that_is_no_district_is_refused(write, parent):
    zone = within(parent, *row("KFQ", "开发区"))
    said = refused(write(within("", *row("510402", "东区", 120, 22, 121, 23)), zone), 1)
    assert "第 2 行的所在地区不是一个县（区）的代码。" in said


def test_a_file_of_the_city_alone_is_no_district_file(write):
    assert "只有市本级" in refused(write(row("510400", "攀枝花市")), 2)


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_text_that_cannot_be_stored_is_a_sentence(write, bad):
    said = refused(write(row(f"a{bad}", "甲"), row("b", f"乙{bad}", 120, 22, 121, 23)), 1)
    assert "第 1 行的代码含有无法保存的字符。" in said
    assert "第 2 行的名称含有无法保存的字符。" in said


def test_one_of_several_layers_is_chosen(tmp_path):
    path = tmp_path / "two.gpkg"
    for code, layer in (("510402", "区县"), ("510402001", "乡镇")):
        frame = geopandas.GeoDataFrame({"code": [code], "name": [layer]}, geometry=[EAST], crs=4490)
        frame.to_file(path, layer=layer)
    assert "--layer" in refused(path, 2)
    told(path, layer="乡镇")
    assert District.objects.outlined().get().pk == "510402001"


def test_the_encoding_may_be_given(tmp_path):
    path = tmp_path / "区.shp"
    frame = geopandas.GeoDataFrame({"code": ["1"], "name": ["东区"]}, geometry=[EAST], crs=4490)
    frame.to_file(path, encoding="gbk")
    path.with_suffix(".cpg").unlink()
    told(path, encoding="gbk")
    assert District.objects.get(pk="1").name == "东区"
