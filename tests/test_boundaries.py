"""District outlines from a file: all of them or none, and in words where it cannot be."""

import json
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command

from registry import boundaries
from registry.models import District

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
    assert set(loaded.kept) == {"市本级", "钒钛高新区"}
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
