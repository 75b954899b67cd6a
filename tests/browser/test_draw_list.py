"""The list of assets: gathering several there, by mouse, keys and after a refused save."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import list_of_pipes, row, set_field

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COUNT = 5


@pytest.fixture
def listed(drawing, pipe):
    return list_of_pipes(drawing, pipe, COUNT)


def test_shift_and_boxes_gather_without_leaving_the_list(listed, project):
    for n in range(1, 4):
        row(listed, f"W{n}").click(modifiers=["Shift"])
    listed.panel.get_by_role("checkbox", name="选中 W4").check()
    expect(listed.panel).to_contain_text("共 5 项，已选 4 项")
    expect(row(listed, "W4")).to_have_attribute("aria-pressed", "true")
    listed.panel.get_by_role("checkbox", name="选中 W1").uncheck()
    expect(listed.panel).to_contain_text("已选 3 项")
    listed.tab("属性")
    expect(listed.panel.get_by_role("heading", name="选中 3 项")).to_be_visible()
    set_field(listed, "road", "甲路")
    listed.save_all()
    roads = [asset.attributes.get("road") for asset in project.assets.order_by("number")]
    assert roads == [None, "甲路", "甲路", "甲路", None]


def test_a_click_shows_the_attributes_and_a_key_stays_on_its_row(listed):
    row(listed, "W2").press("Enter")
    expect(row(listed, "W2")).to_be_focused()
    expect(row(listed, "W2")).to_have_attribute("aria-pressed", "true")
    listed.press("Delete")
    listed.expect_unsaved(1)
    listed.press("Control+z")
    expect(row(listed, "W2")).to_be_visible()
    listed.panel.get_by_role("checkbox", name="选中 W3").press("Space")
    expect(listed.panel.get_by_role("checkbox", name="选中 W3")).to_be_focused()
    row(listed, "W4").click()
    expect(listed.field("number")).to_have_value("W4")


def test_gathering_says_how_many_there_are(listed, place):
    listed.page.keyboard.press("s")
    expect(listed.hint).to_contain_text("已选 0 项")
    for n, count in ((2, 1), (1, 2), (1, 1)):
        listed.click(place(-1, n))
        expect(listed.hint).to_contain_text(f"已选 {count} 项")


def test_the_cursor_stays_on_its_row_when_the_list_is_made_anew(listed, stage, project):
    row(listed, "W2").focus()
    stage.commit(lambda: project.assets.filter(number="W5").update(number="W9"))
    listed.press("Control+z")
    with listed.page.expect_response("**/draw.json"):
        listed.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row(listed, "W9")).to_be_visible()
    expect(row(listed, "W2")).to_be_focused()


def test_what_was_refused_of_several_is_corrected_at_once(listed, watch, project):
    for n in range(1, COUNT + 1):
        listed.panel.get_by_role("checkbox", name=f"选中 W{n}").check()
    listed.tab("属性")
    set_field(listed, "year_laid", "1299")
    watch.provoke("422")
    listed.save()
    expect(listed.panel.locator("[data-field=year_laid] .field-error")).to_be_visible()
    expect(listed.panel.get_by_role("heading", name="选中 5 项")).to_be_visible()
    set_field(listed, "year_laid", "1999")
    expect(listed.panel.locator("[data-field=year_laid] .field-error")).to_be_hidden()
    listed.save_all()
    assert set(project.assets.values_list("year_laid", flat=True)) == {1999}


def test_of_several_the_faulty_ones_are_selected(listed, watch, place):
    for n, year in ((1, "1299"), (2, "1998"), (3, "1298")):
        listed.click(place(-1, 3 - n))
        set_field(listed, "year_laid", year)
    listed.tab("设施")
    for n in range(1, COUNT + 1):
        listed.panel.get_by_role("checkbox", name=f"选中 W{n}").check()
    watch.provoke("422")
    listed.save()
    expect(listed.panel.get_by_role("heading", name="选中 2 项")).to_be_visible()
    expect(listed.panel.locator("[data-field=year_laid]")).to_contain_text("其中 1 项")
