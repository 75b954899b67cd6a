"""Without a mouse: filter, list, project and register by Tab, Space, Enter and Escape."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pixels import wait_for_ink

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MOST_STOPS = 150
IS_FOCUSED = "(selector) => document.activeElement.matches(selector)"


def tab_to(page, selector):
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(IS_FOCUSED, selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_a_filter_is_chosen_and_a_project_opened_by_keyboard(atlas):
    atlas.open()
    tab_to(atlas.page, "input[name=sector][value=A06]")
    atlas.page.keyboard.press("Space")
    atlas.rest()
    assert atlas.address.query == "sector=A06"
    assert atlas.listed() == atlas.summary()["projects"]
    tab_to(atlas.page, "li.result a")
    expect(atlas.rows.first).to_have_class(re.compile("is-linked"))
    atlas.page.keyboard.press("Enter")
    expect(atlas.card).to_be_focused()
    tab_to(atlas.page, ".project-card a.btn")
    atlas.page.keyboard.press("Enter")
    expect(atlas.page).to_have_url(re.compile(r"/projects/RA-\d+/$"))


def test_the_list_is_browsed_by_arrow_keys_and_the_map_follows(atlas):
    atlas.open("/?sector=A06")
    atlas.rows.first.locator("a").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        atlas.page.keyboard.press(key)
    second = atlas.rows.nth(1)
    expect(second.locator("a")).to_be_focused()
    expect(second).to_have_class(re.compile("is-linked"))
    wait_for_ink(atlas.page, ".leaflet-highlight-pane canvas")
    atlas.page.keyboard.press("End")
    expect(atlas.rows.last.locator("a")).to_be_focused()


def test_a_district_is_chosen_by_keyboard(atlas):
    atlas.open()
    tab_to(atlas.page, "[data-district='510403']")
    atlas.page.keyboard.press("Enter")
    atlas.rest()
    assert atlas.address.query == "district=510403"


def test_escape_gives_the_focus_back_to_the_list(atlas):
    atlas.open("/?sector=A06")
    tab_to(atlas.page, "li.result a")
    atlas.page.keyboard.press("Enter")
    expect(atlas.card).to_be_focused()
    atlas.page.keyboard.press("Escape")
    expect(atlas.rows.first.locator("a")).to_be_focused()


def test_the_register_is_sorted_and_a_project_opened_by_keyboard(city, sign_in):
    page = sign_in()
    page.goto("/projects/")
    tab_to(page, "#sort-investment")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort=-investment"))
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("总投资")
    tab_to(page, "a.row-link")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/projects/RA-\d+/$"))


@pytest.mark.parametrize(
    ("address", "results"), [("/projects/", "#register"), ("/overview/", "#figures")]
)
def test_a_link_leads_past_the_filters_to_the_results(city, sign_in, address, results):
    page = sign_in()
    page.goto(address)
    expect(page.locator(f"{results} :is(a, button)").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到结果")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(f"{results} :focus")).to_have_count(1)
