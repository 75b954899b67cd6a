"""A file with a header that was imported before is read, and filled in, as the last one was."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from registry.exchange.engine import order_of
from registry.exchange.memory import (
    HEADER_ROWS,
    header_fingerprint,
    keep,
    remember,
    remembered,
)
from registry.models import Asset, ColumnMemory
from tests.factories import UserFactory
from tests.institute import workbook
from tests.wizard import Wizard

pytestmark = pytest.mark.django_db

HEADER = ["名称", "甲", "乙", "丙", "丁", "戊", "计量长度"]
ENDS = {"x": "甲", "y": "乙", "end_x": "丙", "end_y": "丁", "shape": "lines"}

ENDS_M = [[end + n for end in (471156.9, 2941718.1, 471190.0, 2941700.1)] for n in range(6)]


@pytest.fixture
def sheet(outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    rows = [[f"JS{n}", *ends, "蓝皮管", 37.7] for n, ends in enumerate(ENDS_M)]
    rows[2][-1] = "约三十"
    return {"管线.xlsx": workbook([HEADER, *rows])}


@pytest.fixture
def brought(wizard, project, sheet):
    """All but one row, with the columns of places, a constant and a meaning told by hand."""
    wizard.upload(sheet, project=project.number)
    wizard.check(kind="pipe", **ENDS)
    place = wizard.place("戊")
    wizard.check(**{f"column-{place}": "material"}, action="diagnose")
    wizard.check(**{f"value-{place}-0": "镀锌钢", "fixed-medium": "gas", "fixed-work": "replace"})
    assert wizard.batch.report["rows_refused"] == 1
    wizard.write(good_rows_only="on")
    assert Asset.objects.count() == 5
    return wizard


def recalled(wizard):
    settings = wizard.page().context["settings"]
    chosen = {name: settings.reading[name].value() for name in ENDS}
    fixed = {each["name"]: each["value"] for each in settings.columns.fixed if each["value"]}
    row = settings.columns.rows[wizard.place("戊")]
    meaning = [(each.raw, each.chosen) for each in row.meanings]
    return chosen, fixed, (row.field, row.how), meaning


EVERYTHING = (
    ENDS,
    {"medium": "gas", "work": "replace"},
    ("material", "上次同样的表头"),
    [("蓝皮管", "镀锌钢")],
)


def test_the_original_sent_again_is_read_as_before(brought, sheet, project):
    brought.upload(sheet, project=project.number)
    assert recalled(brought) == EVERYTHING
    page = brought.page().text
    assert (
        "沿用了上次的设置，请核对，不对就改：设施类别、坐标所在的列、坐标系、全部行的介质、全部行的改造性质"
        in page
    )
    assert "上次同样的表头" in page


def test_refused_rows_come_back_with_all_that_was_told(brought, project):
    refused = brought.client.get(f"{brought.url}rejects/")
    brought.upload({"退回.xlsx": b"".join(refused.streaming_content)}, project=project.number)
    assert brought.batch.rows == 1
    assert recalled(brought) == EVERYTHING


def test_what_is_recalled_may_be_changed_and_taken_away(brought, sheet, project):
    brought.upload(sheet, project=project.number)
    place = brought.place("戊")
    told = {"fixed-medium": "", "fixed-work": "new", f"value-{place}-0": "PE"}
    brought.check(**told, action="diagnose")
    _, fixed, _, meaning = recalled(brought)
    assert (fixed, meaning) == ({"work": "new"}, [("蓝皮管", "PE")])
    brought.check(x="", y="", end_x="", end_y="", shape="none")
    chosen, fixed, _, meaning = recalled(brought)
    assert chosen["x"] in ("", None)
    assert (fixed, meaning) == ({"work": "new"}, [("蓝皮管", "PE")])


def test_what_the_new_file_says_of_its_medium_goes_before_the_last_one_s(brought, project):
    """Institutes use one template for all media."""
    rows = [[f"雨水{n}", *ends, "蓝皮管", 37.7] for n, ends in enumerate(ENDS_M)]
    brought.upload({"管线.xlsx": workbook([HEADER, *rows])}, project=project.number)
    _, fixed, _, _ = recalled(brought)
    assert fixed == {"medium": "rain", "work": "replace"}
    page = brought.page().text
    assert "坐标所在的列、坐标系、全部行的改造性质。" in page


STATIONS = ["编号", "名称", "投用年份", "东坐标", "北坐标"]
#: The reader takes it for the header: words side by side.
ABOVE = ["江北片区", "普查成果", "第一组"]


def stations(numbers, header=STATIONS, east_m=471156.9):
    rows = [[f"T{n}", f"{n}号站", 2001, east_m + n, 2941718.1 + n] for n in numbers]
    return {"调压站.xlsx": workbook([ABOVE, header, *rows])}


@pytest.fixture
def told(wizard, project, outline):
    """Six stations whose header and system were told by hand, written.

    The city is so wide that the numbers allow several systems, of which someone has to choose.
    """
    outline("510402", 101.5, 26.4, 104.9, 26.8)
    wizard.upload(stations(range(6)), project=project.number)
    assert wizard.batch.diagnosis["table"]["found"]["header_rows"] == [1]
    wizard.check(action="diagnose", header_rows="2")
    wizard.check(action="diagnose", kind="gas_station", crs="EPSG:4543")
    wizard.check()
    wizard.write()
    assert Asset.objects.count() == 6
    return wizard


def said(wizard):
    settings = wizard.page().context["settings"]
    crs = settings.diagnosis["crs"]
    return settings.reading["header_rows"].value(), settings.reading.chosen_system, crs["sure"]


def test_the_header_s_rows_and_the_system_are_proposed_as_they_were_told(told, project):
    told.upload(stations(range(10, 16)), project=project.number)
    assert said(told) == ("2", "EPSG:4543", "recalled_own")
    page = told.page().text
    assert "沿用了上次的设置，请核对，不对就改：设施类别、表头所在的行、坐标系。" in page
    assert page.count("上次您选定的") >= 2
    told.check()
    told.write()
    assert Asset.objects.count() == 12


def test_a_system_that_was_proposed_and_left_alone_is_nobody_s_choice(
    wizard, project, outline, login, run_waiting
):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    wizard.upload(stations(range(6)), project=project.number)
    wizard.check(action="diagnose", header_rows="2")
    wizard.check(action="diagnose", kind="gas_station")
    wizard.check()
    assert wizard.batch.order["crs"] == "EPSG:4543"
    wizard.write()
    colleague = Wizard(login(UserFactory(organisation="dongqu")), run_waiting)
    for each in (wizard, colleague):
        each.upload(stations(range(10, 16)), project=project.number)
        assert said(each) == ("2", "EPSG:4543", "recalled_used")
        assert "上次用的" in each.page().text
        assert "选定的；按它读" not in each.page().text


def test_what_was_chosen_once_stays_chosen_where_it_is_left_alone(told, project):
    for numbers in (range(10, 16), range(20, 26)):
        told.upload(stations(numbers), project=project.number)
        assert said(told) == ("2", "EPSG:4543", "recalled_own")
        told.check()
        told.write()


def test_a_colleague_is_told_whose_choice_it_was(told, project, login, run_waiting):
    wizard = Wizard(login(UserFactory(organisation="dongqu")), run_waiting)
    wizard.upload(stations(range(10, 16)), project=project.number)
    assert said(wizard) == ("2", "EPSG:4543", "recalled")
    assert "上次同事选定的" in wizard.page().text
    assert "上次您选定的" not in wizard.page().text


def test_what_was_told_last_is_what_is_recalled(told, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    told.upload(stations(range(10, 16)), project=project.number)
    told.check(crs="EPSG:4544", action="diagnose")
    assert said(told)[1:] == ("EPSG:4544", "doubtful")
    told.upload(stations(range(20, 26)), project=project.number)
    assert said(told)[1] == "EPSG:4543"
    told.check(header_rows="1", action="diagnose")
    assert told.page().context["settings"].reading["header_rows"].value() == "1"


def kept_of(header, user):
    return ColumnMemory.objects.get(fingerprint=header_fingerprint(header), user=user).mapping


def test_a_pointer_to_another_header_leaves_all_that_was_recalled_of_this_one(told, reporter):
    was = kept_of(STATIONS, reporter)
    keep(reporter, header_fingerprint(STATIONS), {"header_rows": [3], "header": "another"})
    assert kept_of(STATIONS, reporter) == was | {"header_rows": [3], "header": "another"}
    assert remembered(STATIONS, reporter)["columns"] == was["columns"]


def test_an_own_pointer_does_not_hide_what_a_colleague_said_of_the_columns(told):
    colleague = UserFactory(organisation="dongqu")
    keep(colleague, header_fingerprint(STATIONS), {"header_rows": [3], "header": "another"})
    memory = remembered(STATIONS, colleague)
    assert (memory["kind"], memory["is_own"]) == ("gas_station", False)
    assert remembered(STATIONS, colleague, HEADER_ROWS)["is_own"]


def test_who_takes_the_pointed_header_back_is_not_led_there_again(told, reporter):
    header = header_fingerprint(STATIONS)
    keep(reporter, header, {"header_rows": [3], "header": "another"})
    order = replace(order_of(told.batch), table={"header_rows": [1]})
    staged = SimpleNamespace(tables={"columns": STATIONS}, columns=(), crs=None)
    remember(order, staged, hinted="", misread=header)
    assert not remembered(STATIONS, reporter, HEADER_ROWS)["header_rows"]


def test_rows_that_lead_to_another_header_are_not_recalled(told, project):
    told.upload(
        stations(range(10, 16), ["井号", "井名", "年份", "横", "纵"]), project=project.number
    )
    assert told.batch.diagnosis["table"]["found"]["header_rows"] == [1]
    assert told.batch.order.get("table") is None


def test_a_system_that_the_numbers_do_not_bear_out_is_not_recalled(told, project):
    told.upload(stations(range(10, 16), east_m=34471156.9), project=project.number)
    header, system, sure = said(told)
    assert (header, "4522" in system) == ("2", True)
    assert not sure.startswith("recalled")


EXPORTED = "资产标识,版本,编号,名称,设施类别,WKT"


def exported(name, header=EXPORTED, x=471156.9, y=2941718.1):
    row = f'6f9619ff-8b86-4d11-b42d-00c04fc964ff,1,T1,一号站,燃气场站,"POINT ({x} {y})"'
    return {name: f"\ufeff{header}\r\n{row}\r\n".encode()}


def test_our_own_csv_in_metres_is_known_by_its_name(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    wizard.upload(exported("设备设施_燃气_4543_20261123 (1).csv"), project=project.number)
    crs = wizard.batch.diagnosis["crs"]
    assert (crs["found"], crs["sure"]) == ("EPSG:4543", "likely")
    page = wizard.page()
    assert page.context["settings"].reading.chosen_system == "EPSG:4543"
    assert "本系统导出的文件，文件名写明了坐标系" in page.text


def test_our_own_csv_in_any_zone_is_known_by_its_name(wizard, project, outline):
    outline("510402", 125.7, 44.0, 127.4, 46.7)
    parts = exported("设备设施_燃气_4530_20261123.csv", x=42540000.0, y=5070000.0)
    wizard.upload(parts, project=project.number)
    crs = wizard.batch.diagnosis["crs"]
    assert (crs["found"], crs["readings"][0]["is_said"]) == ("EPSG:4530", True)
    assert "本系统导出的文件，文件名写明了坐标系" in wizard.page().text


def empty(name):
    row = "6f9619ff-8b86-4d11-b42d-00c04fc964ff,1,T1,一号站,燃气场站,POINT EMPTY"
    return {name: f"\ufeff{EXPORTED}\r\n{row}\r\n".encode()}


def test_shapes_without_a_place_bear_no_system_out(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    wizard.upload(empty("设备设施_燃气_4543_20261123.csv"), project=project.number)
    assert wizard.batch.diagnosis["crs"]["state"] == "needed"
    assert "文件没有说明坐标系" in wizard.page().text


@pytest.mark.parametrize(
    "parts",
    [
        exported("燃气_4543_20261123.csv", EXPORTED.replace("资产标识", "标识")),
        exported("设备设施_全部_4543_20261123.csv", x=101.7, y=26.58),
        exported("设备设施_全部_20261123.csv"),
    ],
)
def test_a_name_is_no_proof_by_itself(wizard, project, outline, parts):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    wizard.upload(parts, project=project.number)
    assert "文件名写明了坐标系" not in wizard.page().text
