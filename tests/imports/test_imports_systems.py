"""How a coordinate system is told to the import wizard, and what it says of one."""

import re

import ezdxf
import pytest
from pyproj import CRS

from registry.exchange.rejects import register_name
from registry.models import Asset
from registry.systems import system_words
from tests.institute import EAST, LENGTH, NORTH, gas_pipes, workbook, write_shapefile

pytestmark = pytest.mark.django_db

PLACE = (101.71792, 26.58158)
OWN = CRS("+proj=tmerc +lon_0=101.75 +x_0=500000 +ellps=GRS80")
WKTS = {
    "GDAL": CRS(4543).to_wkt("WKT1_GDAL", pretty=True),
    "ESRI": CRS(4543).to_wkt("WKT1_ESRI"),
    "WKT2": CRS(4543).to_wkt("WKT2_2019", pretty=True),
}


@pytest.fixture
def city(outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)


def drawn(folder, *, east=0.0, north=0.0):
    """A drawing of three pipes, its coordinates with something added to them."""
    document = ezdxf.new("R2010")
    for place in range(3):
        x, y = EAST + east + 50 * place, NORTH + north
        document.modelspace().add_line((x, y), (x, y + LENGTH), dxfattribs={"layer": "燃气管线"})
    document.saveas(folder / "总图.dxf")
    return {"总图.dxf": (folder / "总图.dxf").read_bytes()}


def first_place():
    return Asset.objects.order_by("pk").first().location.coords[0]


@pytest.mark.parametrize("form", WKTS)
def test_a_definition_is_pasted_as_it_stands_in_a_prj(wizard, project, tmp_path, form):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    pasted = WKTS[form].replace("\n", "\r\n")  # what a browser makes of it
    wizard.check(crs="other", crs_typed=pasted, **{"fixed-medium": "gas"})
    assert wizard.batch.report["crs"] == "EPSG:4543"
    assert "CGCS2000 三度带 102E（EPSG:4543）" in wizard.page().text
    wizard.write()
    assert first_place() == pytest.approx(PLACE, abs=1e-5)


def test_a_system_of_ones_own_is_told_by_its_name(wizard, project, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes(), prj=True), project=project.number)
    wkt = OWN.to_wkt("WKT1_ESRI").replace('PROJCS["unknown"', 'PROJCS["PZH_Local_2000"', 1)
    assert len(wkt) > 200
    wizard.check(crs="other", crs_typed=wkt, **{"fixed-medium": "gas"})
    page = wizard.page().text
    assert "PZH_Local_2000" in page
    assert "GEOGCS" not in re.sub(r'value="[^"]*"', "", page)
    wizard.write()
    assert wizard.batch.source_crs == wkt
    assert system_words(wizard.batch.source_crs) == "PZH_Local_2000"


def test_a_proj_string_is_read_where_it_says(wizard, project, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    typed = "+proj=tmerc +lat_0=0 +lon_0=102 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
    wizard.check(crs="other", crs_typed=typed, **{"fixed-medium": "gas"})
    assert wizard.batch.report["crs"] == "EPSG:4543"  # by its numbers
    assert system_words("+proj=tmerc +lon_0=101.75") == "自定义坐标系 +proj=tmerc +lon_0=101.75"
    wizard.write()
    assert first_place() == pytest.approx(PLACE, abs=1e-5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (WKTS["WKT2"][:700], "看不懂坐标系“CGCS2000 / 3-degree Gauss-Kruger CM 102E”的说明文字"),
        ("+proj=nonsense +lon_0=102", "不认识坐标系"),
        ("PROJCS[" + '"x"' * 2_000, "5000"),
    ],
)
def test_what_is_not_understood_is_said_plainly_and_by_its_name(
    wizard, project, tmp_path, typed, sentence
):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    answer = wizard.check(action="diagnose", crs="other", crs_typed=typed, project="")
    assert answer.status_code == 200
    assert sentence in answer.text
    assert "没有重新诊断" in answer.text
    assert "没有开始检查" not in answer.text
    assert "请选择项目" not in answer.text


def test_what_was_taken_off_a_drawing_is_added_again(wizard, project, tmp_path):
    parts = drawn(tmp_path, east=-400_000, north=-2_900_000)
    wizard.upload(parts, project=project.number)
    page = wizard.page()
    assert "坐标加常数" in page.text
    assert "去掉过一个大数" in page.text
    typed = {"crs": "other", "crs_listed": "EPSG:4543", "kind": "pipe"}
    wizard.check(action="diagnose", kind="pipe", crs="")
    wizard.check(add_east="400000", add_north="2900000", **typed, **{"fixed-medium": "gas"})
    assert wizard.batch.order["crs"] == "add=400000,2900000:EPSG:4543"
    told = "CGCS2000 三度带 102E（EPSG:4543），东坐标加 400000 米、北坐标加 2900000 米"
    assert told in wizard.page().text
    wizard.write()
    assert first_place() == pytest.approx(PLACE, abs=1e-5)
    assert system_words(wizard.batch.source_crs) == told


def test_refused_rows_of_a_reduced_drawing_claim_no_system():
    assert register_name("add=400000,2900000:EPSG:4543") is None
    assert register_name("EPSG:4543") == "EPSG:4543"


def test_constants_are_added_to_what_the_file_says_itself(wizard, project, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes(), prj=True), project=project.number)
    wizard.check(action="diagnose", crs="", add_east="1000.5")
    assert wizard.batch.order["crs"] == "add=1000.5,0:EPSG:4543"
    wizard.check(action="diagnose", crs="add=1000.5,0:EPSG:4543", add_north="-7")
    assert wizard.batch.order["crs"] == "add=0,-7:EPSG:4543"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"crs": "EPSG:4490", "add_east": "400000"}, "坐标加常数只用于以米为单位的平面坐标系"),
        ({"crs": "add=four,1e9:EPSG:4543"}, "不认识坐标系"),
        ({"crs": "", "add_east": "400000"}, "坐标加常数以前，请先选定坐标系"),
        ({"crs": "EPSG:4543", "add_east": "四十万"}, "输入一个数字"),
        ({"crs": "EPSG:4543", "add_north": "1e400"}, "请改正"),
    ],
)
def test_constants_that_cannot_be_added_are_refused_in_words(
    wizard, project, tmp_path, changes, sentence
):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    answer = wizard.check(action="diagnose", **changes)
    assert answer.status_code == 200
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("taken_off", "text"),
    [
        ((-400_000, -2_900_000), "add=400000,2900000:EPSG:4543"),
        ((-500_000, 0), "add=500000,0:EPSG:4543"),
    ],
)
def test_round_constants_that_lead_into_the_city_are_offered_and_never_taken(
    wizard, project, city, tmp_path, taken_off, text
):
    wizard.upload(drawn(tmp_path, east=taken_off[0], north=taken_off[1]), project=project.number)
    page = wizard.page()
    reading = page.context["settings"].reading
    assert text in [each.value for each in reading.systems]
    assert reading.chosen_system == ""
    assert "去掉了大数" in page.text
    assert "坐标系还没有选定，这里暂按列在最前的一种检查" in page.text
    wizard.check(action="diagnose", kind="pipe", crs="")
    assert "请先选定" in wizard.check(kind="pipe", **{"fixed-medium": "gas"}).text
    wizard.check(crs=text, **{"fixed-medium": "gas"})
    wizard.write()
    assert first_place() == pytest.approx(PLACE, abs=1e-5)


def test_shapes_are_not_called_faultless_before_there_is_a_system(wizard, project, tmp_path):
    wizard.upload(drawn(tmp_path, east=-400_000, north=-2_900_000), project=project.number)
    page = wizard.page().text
    assert "没有发现问题" not in page
    assert "选定坐标系以后才检查图形" in page
    wizard.check(action="diagnose", kind="pipe", crs="add=400000,2900000:EPSG:4543")
    assert "没有发现问题" in wizard.page().text


def zoned(prefixes):
    """A table of points whose eastings bear these zone numbers."""
    head = ["编号", "介质", "管径", "材质", "建成年份", "X坐标", "Y坐标"]
    rows = [
        [f"M{n}", "燃气", 200, "PE", 2010, NORTH + n, zone * 1_000_000 + EAST + 30 * n]
        for n, zone in enumerate(prefixes)
    ]
    return {"混带号.xlsx": workbook([head, *rows])}


def test_rows_with_and_without_a_zone_number_are_told_apart(wizard, project, city):
    wizard.upload(zoned([0] * 6 + [34, 34]), project=project.number)
    found = wizard.batch.diagnosis
    faults = {each["code"]: each for each in found["geometry"]["faults"]}
    assert faults["zone_differs"]["rows"] == [8, 9]
    assert "not_finite" not in faults
    page = wizard.page().text
    assert "横坐标的带号与坐标系不符" in page
    assert "有的横坐标前有带号，有的没有" in page
    assert "坐标不是数字" not in page
    wizard.check(kind="structure", action="diagnose", crs=found["crs"]["found"])
    wizard.check()
    reasons = {each["row"]: each["message"] for each in wizard.batch.report["errors"]}
    assert set(reasons) == {8, 9}
    assert "横坐标前有带号 34，而所选坐标系不带带号" in reasons[8]


def test_a_zone_number_that_is_not_the_city_s_is_doubted(wizard, project, city):
    wizard.upload(zoned([38] * 4), project=project.number)
    page = wizard.page().text
    assert "本市在三度带 34 带（中央子午线 102 度）" in page
    assert "带号 38" in page


def test_degrees_that_are_written_as_such_are_no_drawing(wizard, project):
    rows = [["编号", "经度", "纬度"], ["T1", 1.71, 2.58], ["T2", 1.72, 2.59]]
    wizard.upload({"调压站.xlsx": workbook(rows)}, project=project.number)
    assert "去掉过一个大数" not in wizard.page().text


ZERO = dict.fromkeys(("dx_m", "dy_m", "dz_m", "rx_s", "ry_s", "rz_s", "scale_ppm"), 0)


@pytest.fixture
def parameters(settings):
    settings.SEVEN_PARAMETERS = {
        name: {**ZERO, "convention": "position_vector"} for name in ("本市 2016", "老城 1998")
    }


def listed(wizard):
    """Texts of the list of usual systems."""
    groups = wizard.page().context["settings"].reading.fields["crs_listed"].choices
    return {text: words for _, texts in groups[1:] for text, words in texts}


def test_old_systems_are_listed_with_the_owner_s_own_parameters(
    wizard, project, tmp_path, parameters
):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    words = "西安80 三度带 102E（EPSG:2379），按自有参数“本市 2016”转换"
    assert listed(wizard)["EPSG:2379@本市 2016"] == words
    assert "swap:EPSG:2410@老城 1998" in listed(wizard)
    assert "EPSG:2379!unconverted" in listed(wizard)
    typed = {"crs": "other", "crs_listed": "EPSG:2379@本市 2016"}
    wizard.check(**typed, **{"fixed-medium": "gas"})
    wizard.write()
    # Shifted by nothing: between the two ellipsoids there are some metres.
    assert first_place() == pytest.approx(PLACE, abs=1e-3)
    assert wizard.batch.source_crs == "EPSG:2379@本市 2016"
    assert "坐标系未转换" not in Asset.objects.first().source_attributes


def test_without_own_parameters_none_are_listed(wizard, project, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    assert not [text for text in listed(wizard) if "@" in text]


@pytest.mark.parametrize(
    ("typed", "text"), [("2379", "EPSG:2379"), ("swap:EPSG:2410", "swap:EPSG:2410")]
)
def test_the_code_of_an_old_system_is_answered_with_the_own_parameters_to_choose_from(
    wizard, project, tmp_path, parameters, typed, text
):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    answer = wizard.check(crs="other", crs_typed=typed)
    assert answer.status_code == 200
    assert "请在上面选定按本单位哪一组七参数转换" in answer.text
    values = [each.value for each in answer.context["settings"].reading.systems]
    assert values[-2:] == [f"{text}@本市 2016", f"{text}@老城 1998"]
    wizard.check(crs=values[-1], **{"fixed-medium": "gas"})
    assert wizard.batch.report["crs"] == f"{text}@老城 1998"
