"""The legend lies over the map: it is out of the way where there is little of that."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import ProjectTotal
from tests.browser.atlas import Atlas
from tests.browser.test_map_regions import tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LARGE = {"viewport": {"width": 1920, "height": 1080}}
#: The widest panels beside the narrowest map.
TIGHT = {"viewport": {"width": 1024, "height": 700}}


def legend(page):
    return page.locator("[data-panel=legend]")


def body(page):
    return legend(page).locator(".legend-body")


def test_it_is_folded_in_a_small_window_and_open_in_a_large_one(atlas, sign_in):
    atlas.open()
    expect(body(atlas.page)).to_be_hidden()
    large = Atlas(sign_in(**LARGE)).open()
    expect(body(large.page)).to_be_visible()


def test_its_whole_head_folds_it(atlas):
    atlas.open()
    head = legend(atlas.page).locator(".legend-head")
    head.click(position={"x": 20, "y": 10})
    expect(body(atlas.page)).to_be_visible()
    head.click(position={"x": 20, "y": 10})
    expect(body(atlas.page)).to_be_hidden()


def test_it_and_its_blocks_stay_as_they_were_left(atlas):
    atlas.open()
    atlas.open_legend()
    block = atlas.page.locator("[data-legend] details").first
    expect(block).to_have_attribute("open", "")
    block.locator("summary").click()
    expect(block).not_to_have_attribute("open", "")
    atlas.page.reload()
    atlas.rest()
    expect(body(atlas.page)).to_be_visible()
    expect(block).not_to_have_attribute("open", "")
    block.locator("summary").click()
    legend(atlas.page).get_by_role("button", name="展开或收起图例").click()
    atlas.page.reload()
    atlas.rest()
    expect(body(atlas.page)).to_be_hidden()
    expect(block).to_have_attribute("open", "")


@pytest.mark.parametrize("screen", [{}, TIGHT])
def test_a_project_opened_from_the_list_lies_beside_it(city, sign_in, screen):
    atlas = Atlas(sign_in(**screen)).open()
    atlas.open_legend()
    row = atlas.page.locator("li.result[data-bounds]").first
    shape = ProjectTotal.objects.get(project__number=row.get_attribute("data-project")).extent
    row.click()
    expect(atlas.page).to_have_url(re.compile("RA-"))
    atlas.page.wait_for_function("!document.querySelector('.leaflet-zoom-anim')")
    atlas.rest()
    edge = legend(atlas.page).bounding_box()
    assert shape.extent[2] < atlas.place_at(edge["x"], edge["y"]).x


def test_while_one_draws_it_is_put_away_and_takes_no_click(atlas):
    atlas.open("/#12/26.58000/101.72000")
    atlas.open_legend()
    box = legend(atlas.page).bounding_box()
    tool(atlas, "圈选")
    expect(legend(atlas.page)).to_be_hidden()
    atlas.page.mouse.click(box["x"] + 100, box["y"] + 100)
    expect(atlas.page.locator("[data-region-hint]")).to_contain_text("已点 1 个顶点")
    atlas.page.get_by_role("button", name="全市").click()
    expect(atlas.page).to_have_url(re.compile("#9/"))
    atlas.map.focus()
    atlas.page.keyboard.press("Escape")
    expect(legend(atlas.page)).to_be_visible()


@pytest.mark.parametrize("screen", [{}, TIGHT])
def test_the_note_on_the_outlines_is_never_covered(city, sign_in, screen):
    page = sign_in(**screen)
    atlas = Atlas(page).open()
    atlas.open_legend()
    atlas.map.hover(position={"x": 20, "y": 300})
    expect(page.locator(".map-foot")).to_contain_text("CGCS2000")
    assert_clear(page, ".map-note", "[data-panel=legend]")


def test_open_it_leaves_the_way_back_to_the_answer_free(city, sign_in):
    """In a window so low that it is as high as it may be."""
    atlas = Atlas(sign_in(viewport={"width": 1366, "height": 600})).open()
    atlas.open_legend()
    button = atlas.page.get_by_role("button", name="结果", exact=True)
    edges = [each.bounding_box() for each in (button, legend(atlas.page))]
    assert edges[0]["y"] + edges[0]["height"] <= edges[1]["y"]


@pytest.mark.parametrize("screen", [{}, TIGHT, LARGE])
def test_the_note_on_the_outlines_of_the_overview_is_never_covered(city, sign_in, screen):
    page = sign_in(**screen)
    page.goto("/overview/")
    page.locator("[data-map-legend] h3").wait_for()
    page.locator("#overview").hover(position={"x": 20, "y": 20})
    expect(page.locator(".map-foot")).to_contain_text("CGCS2000")
    assert_clear(page, ".map-note", "[data-map-legend]")


def assert_clear(page, *selectors):
    """Both are on the screen, and one does not lie on the other."""
    one, other = (page.locator(selector).bounding_box() for selector in selectors)
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    assert beside or above, (one, other)
