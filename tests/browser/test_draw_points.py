"""Points are drawn where they are meant, one a click, however near they stand."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def lifts(drawing):
    """The drawing page with the point tool in hand, for elevators."""
    drawing.press("p")
    drawing.field("kind").select_option("elevator")
    return drawing


def test_a_double_click_makes_one_elevator(lifts, place):
    lifts.page.mouse.dblclick(*lifts.at(*place(0, 0)))
    lifts.click(place(3, 0))
    lifts.expect_unsaved(2)


def test_elevators_five_metres_apart_stay_apart(lifts, project, place):
    for east in (0, 0.25, 0.5):
        lifts.click(place(east, 0))
    lifts.expect_unsaved(3)
    lifts.save_all()
    found = [asset.location.coords for asset in project.assets.order_by("pk")]
    assert found == [pytest.approx(place(east, 0), abs=1e-5) for east in (0, 0.25, 0.5)]
    assert len(set(found)) == 3


def test_two_elevators_in_one_place_are_listed_until_one_is_gone(lifts, place):
    lifts.press("i")
    for _ in range(2):
        longitude, latitude = place(0, 0)
        lifts.page.locator("[name=coordinate]").fill(f"{longitude:.9f},{latitude:.9f}")
        lifts.press("Enter")
    lifts.tab("问题")
    expect(lifts.panel.get_by_text("在同一个位置")).to_have_count(1)
    lifts.press("Escape", "Control+z")
    lifts.expect_unsaved(1)
    expect(lifts.panel.get_by_text("在同一个位置")).to_have_count(0)


def paste(drawing, rows):
    drawing.command("type").click()
    drawing.page.get_by_label("坐标表", exact=True).check()
    drawing.page.locator("[name=list]").fill("\n".join(rows))
    drawing.page.get_by_role("button", name="添加", exact=True).click()


def row(n, place):
    longitude, latitude = place
    return f"DT{n}\t{longitude:.9f}\t{latitude:.9f}"


def test_a_pasted_list_of_elevators_is_one_step_and_says_what_lacks(lifts, project, place):
    lifts.field("number").fill("DT-01")
    lifts.field("number").press("Tab")
    paste(lifts, [row(n, place(n / 5, 0)) for n in range(20)])
    lifts.expect_unsaved(20)
    expect(lifts.hint).to_contain_text("已画电梯 20 项（DT-01 至 DT-20）")
    lifts.field("estate").fill("新华小区")
    lifts.field("estate").press("Tab")
    lifts.tab("设施")
    expect(lifts.panel).to_contain_text("共 20 项，已选 20 项；20 项有缺项")
    lifts.save_all()
    expect(lifts.hint).to_contain_text("20 项有缺项（设备注册代码、使用登记日期、楼栋）")
    assert {a.attributes["estate"] for a in project.assets.all()} == {"新华小区"}
    lifts.press("Escape", "Control+z", "Control+z")
    lifts.save_all()
    assert not project.assets.exists()


def test_of_a_list_with_a_bad_row_nothing_is_drawn_and_the_row_is_named(lifts, place):
    paste(lifts, [row(1, place(0, 0)), "DT2\t101.7\t1", row(3, place(1, 0))])
    expect(lifts.page.get_by_role("form", name="输入坐标")).to_contain_text("第 2 行")
    lifts.expect_unsaved(0)


def test_a_lift_that_is_to_be_added_is_not_asked_for_its_code(lifts, place):
    lifts.click(place(0, 0))
    code = lifts.panel.locator("[data-field=registration_code] .needed")
    expect(code).to_be_visible()
    lifts.field("work").select_option("add")
    expect(code).to_be_hidden()
    expect(lifts.panel.locator("[data-field=estate] .needed")).to_be_visible()
