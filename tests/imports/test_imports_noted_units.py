"""The unit above a table, as the wizard shows it, lets it be changed and carries it out."""

import pytest

from registry.models import Asset
from tests.institute import workbook

pytestmark = pytest.mark.django_db

HEADER = ["编号", "设备注册代码", "小区", "单台投资"]
FIELD = "unit_investment_wan"


def lifts(note, *values, code=1):
    rows = [[f"U{n}", f"301051040220088{code:02}{n:03}", "甲", v] for n, v in enumerate(values)]
    return {"电梯.xlsx": workbook([["电梯更新清单"], [note], HEADER, *rows])}


@pytest.fixture
def send(wizard, project):
    def upload(note, *values, **more):
        wizard.upload(lifts(note, *values, **more), project=project.number)
        place = wizard.place("单台投资")
        return wizard.page().context["settings"].columns.rows[place]

    return upload


def amounts():
    return [a.attributes[FIELD] for a in Asset.objects.order_by("number")]


def test_it_is_shown_with_its_source_and_goes_with_the_order(wizard, send):
    row = send("单位：千元", 155, 156)
    assert (row.unit, row.is_unit_noted) == ("千元", True)
    assert "单位按表上方的“单位：千元”" in wizard.page().text
    wizard.check()
    assert [FIELD, "千元"] in wizard.batch.order["units"]
    wizard.write()
    assert amounts() == [15.5, 15.6]


def test_another_unit_may_be_chosen(wizard, send):
    row = send("单位：千元", 15.5)
    wizard.check(**{f"unit-{row.place}": "万元"})
    assert "单位按表上方的" not in wizard.page().text
    wizard.write()
    assert amounts() == [15.5]


def test_a_column_that_is_made_a_field_afterwards_is_read_alike(wizard, project):
    parts = lifts("单位：千元", 155)
    parts["电梯.xlsx"] = workbook(
        [["清单"], ["单位：千元"], ["编号", "设备注册代码", "小区", "花费"],
         ["U0", "30105104022008801000", "甲", 155]]
    )  # fmt: skip
    wizard.upload(parts, project=project.number)
    place = wizard.place("花费")
    wizard.check(kind="elevator", **{f"column-{place}": FIELD, f"unit-{place}": ""})
    assert wizard.batch.report["counts"].get("unit_noted") == 1
    wizard.write()
    assert amounts() == [15.5]


def test_where_it_is_doubtful_someone_has_to_say(wizard, send):
    row = send("单位：千元、万元", 155)
    assert (row.unit, row.found["is_unit_doubtful"]) == ("", True)
    assert "看不出是否也指这一列" in wizard.page().text
    wizard.check()
    assert "unit_doubtful" in wizard.page().context["outcome"].codes_to_confirm
    wizard.check(**{f"unit-{row.place}": "千元"})
    assert wizard.page().context["outcome"].codes_to_confirm == []
    wizard.write()
    assert amounts() == [15.5]


def test_the_unit_of_the_last_file_is_not_that_of_the_next(wizard, send):
    send("单位：千元", 155)
    wizard.check()
    wizard.write()
    assert send("单位：元", 155000, code=2).unit == "元"
    assert send("二〇二四年", 15.5, code=3).unit == ""


def test_what_suits_one_column_alone_is_not_taken_for_the_other(wizard, project):
    line = "LINESTRING (101.6 26.6{n}, 101.601 26.6{n})"
    rows = [[f"R{n}", 300, 0.0995, line.format(n=n)] for n in (1, 2)]
    head = [["燃气管线"], ["单位：km"], ["编号", "管径", "管长", "WKT"]]
    wizard.upload({"管线.xlsx": workbook([*head, *rows])}, project=project.number)
    units = {row.found["name"]: row.unit for row in wizard.page().context["settings"].columns.rows}
    assert (units["管径"], units["管长"]) == ("", "km")
    wizard.check(crs="EPSG:4490", **{"fixed-medium": "gas"})
    wizard.write()
    asset = Asset.objects.first()
    assert (asset.attributes["diameter_mm"], float(asset.declared_length_m)) == (300, 99.5)
