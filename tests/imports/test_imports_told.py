"""What the import's page says of a file as a whole: once, truly, and in Chinese."""

import pytest

from registry.models import Asset
from tests.factories import AssetFactory
from tests.institute import gas_pipes, workbook, write_shapefile

pytestmark = pytest.mark.django_db


def kml(inner):
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inner}</Document></kml>'.encode()
    )


def line(mode, height):
    places = f"101.71,26.58,{height} 101.72,26.58,{height}"
    return (
        "<Placemark><name>给水1段</name><LineString>"
        f"<altitudeMode>{mode}</altitudeMode><coordinates>{places}</coordinates>"
        "</LineString></Placemark>"
    )


def test_what_a_kml_file_holds_besides_is_counted_by_its_chinese_name(wizard, project):
    link = "<NetworkLink><Link><href>x.kml</href></Link></NetworkLink>"
    image = "<GroundOverlay><Icon><href>a.png</href></Icon></GroundOverlay>"
    content = kml(link + image + image + line("absolute", 1100))
    wizard.upload({"奥维.kml": content}, project=project.number)
    wizard.check(kind="pipe", **{"fixed-medium": "water"})
    page = wizard.page().text
    assert page.count("有 2 个地面叠加图片未读取。") == 2  # at the diagnosis and at the outcome
    assert page.count("有 1 个网络链接未读取。") == 2
    assert "第 0 行" not in page
    assert "GroundOverlay" not in page


@pytest.mark.parametrize("mode", ["clampToGround", "relativeToGround"])
def test_a_height_that_is_none_above_the_sea_is_no_pipe_s_top(wizard, project, mode):
    wizard.upload({"奥维.kml": kml(line(mode, 1100))}, project=project.number)
    wizard.check(kind="pipe", **{"fixed-medium": "water"})
    page = wizard.page().text
    assert "有 1 个图形的高程不是绝对高程" in page
    assert "管顶高程不变" not in page
    wizard.write()
    assert "top_elevation_m" not in Asset.objects.get().attributes


def test_an_absolute_height_is_said_to_become_the_pipe_s_top(wizard, project):
    wizard.upload({"奥维.kml": kml(line("absolute", 1100))}, project=project.number)
    wizard.check(kind="pipe", **{"fixed-medium": "water"})
    assert "有 1 行带高程：第一点的高程存为管顶高程，图形只保留平面位置。" in wizard.page().text
    wizard.write()
    assert Asset.objects.get().attributes["top_elevation_m"] == 1100


def test_a_table_without_shapes_is_read_in_no_system(wizard, project):
    rows = [["编号", "名称", "投用年份"], ["T1", "一号站", 2001], ["T2", "二号站", 2003]]
    wizard.upload({"设备清单.xlsx": workbook(rows)}, project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    wizard.check()
    assert wizard.batch.report["rows_unmapped"] == 2
    assert wizard.batch.source_crs == ""
    assert "CGCS2000" not in wizard.page().text.partition('id="outcome"')[2]


def test_no_system_is_claimed_for_a_table_none_of_whose_places_can_be_read(wizard, project):
    rows = [["管段编号", "X", "Y"], ["G1", "约47", 2941300], ["G2", 471900, "不详"]]
    wizard.upload({"管线.xlsx": workbook(rows)}, project=project.number)
    wizard.check(kind="pipe", action="diagnose")
    page = wizard.page().text
    assert "坐标都没有读出来，还用不到坐标系" in page
    assert "这种格式规定的坐标系" not in page
    wizard.check()
    assert wizard.batch.source_crs == ""
    assert "CGCS2000" not in wizard.page().text.partition('id="outcome"')[2]


def test_an_update_says_once_what_becomes_of_columns_that_are_no_fields(wizard, project):
    pipe = AssetFactory(project=project, number="G1")
    rows = [["资产标识", "版本", "编号", "备注"], [str(pipe.client_id), pipe.version, "G1", "旧"]]
    wizard.upload({"导出.xlsx": workbook(rows)}, project=project.number)
    wizard.check(kind="pipe", action="diagnose")
    wizard.check(mode="update")
    page = wizard.page().text
    assert "这些列不作字段：备注。更新的行不采用，登记的原始属性不变" in page
    assert "原样保留的列" not in page


def test_a_proposed_system_stays_proposed_until_someone_chooses(wizard, project, outline, tmp_path):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    wizard.check(action="diagnose")
    reading = wizard.page().context["settings"].reading
    assert (reading.found["crs"]["state"], reading.chosen_system) == ("deduced", "EPSG:4543")
    assert wizard.batch.order["crs"] is None
    wizard.check(action="diagnose", crs="other", crs_typed="4490")
    assert wizard.page().context["settings"].reading.found["crs"]["state"] == "given"
    wizard.check(action="diagnose", crs="EPSG:4543")
    assert wizard.batch.order["crs"] == "EPSG:4543"
