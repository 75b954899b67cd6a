"""Asking within a region: draw a polygon or a circle, take what the map shows, take it away."""

import math
import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.atlas import Atlas
from tests.browser.test_map_question import assert_all_answers_agree

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def view(atlas):
    return atlas.open("/#12/26.58000/101.72000")


def asked(atlas, name):
    return parse_qs(atlas.address.query).get(name, [None])[0]


def tool(atlas, name):
    atlas.page.get_by_role("button", name=name, exact=True).click()


def click_at(atlas, *places, **options):
    frame = atlas.map.bounding_box()
    for x, y in places:
        atlas.page.mouse.click(
            frame["x"] + x * frame["width"], frame["y"] + y * frame["height"], **options
        )


CORNERS = ((0.3, 0.4), (0.55, 0.4), (0.55, 0.62), (0.3, 0.62))


def test_a_polygon_is_clicked_corner_by_corner_and_closed_at_the_first(view):
    before = view.summary()["projects"]
    tool(view, "圈选")
    click_at(view, *CORNERS, CORNERS[0])
    view.rest()
    assert len(asked(view, "within").split()) == 4
    assert 0 < assert_all_answers_agree(view)["projects"] < before
    expect(view.chips).to_have_text([re.compile("手绘范围内（4 个顶点）")])
    view.chips.first.click()
    view.rest()
    assert not view.address.query


def test_a_double_click_or_enter_closes_it_and_backspace_takes_a_corner_back(view):
    tool(view, "圈选")
    click_at(view, *CORNERS[:3])
    click_at(view, (0.42, 0.7))
    view.page.keyboard.press("Backspace")
    view.page.keyboard.press("Enter")
    view.rest()
    assert len(asked(view, "within").split()) == 3
    tool(view, "圈选")
    click_at(view, *CORNERS[:3])
    click_at(view, CORNERS[3], click_count=2)
    view.rest()
    assert len(asked(view, "within").split()) == 4


def test_a_polygon_that_crosses_itself_is_refused_where_it_is_drawn(view):
    tool(view, "圈选")
    click_at(view, CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3])
    view.page.get_by_role("button", name="完成").click()
    expect(view.page.locator("[data-region-hint]")).to_contain_text("互相交叉")
    view.page.keyboard.press("Escape")
    expect(view.page.locator("[data-region-bar]")).to_be_hidden()
    assert not view.address.query


def test_a_circle_by_two_clicks_opens_no_project(view):
    tool(view, "周边")
    click_at(view, (0.5, 0.5), (0.6, 0.5))
    view.rest()
    longitude, latitude, metres = map(float, asked(view, "near").split(","))
    middle = view.place_at(*middle_of(view))
    assert (longitude, latitude) == pytest.approx((middle.x, middle.y), abs=1e-3)
    assert metres > 100
    expect(view.chips).to_have_text([re.compile(r"选定位置（[\d., ]+）周边 [\d.]+ (米|公里)")])
    expect(view.card).to_be_hidden()


def test_a_circle_too_small_to_see_is_gone_to_and_one_seen_well_leaves_the_view(atlas):
    atlas.open("/#9/26.58000/101.72000")
    tool(atlas, "周边")
    atlas.page.get_by_role("button", name="以地图中心为圆心").press("Enter")
    atlas.page.get_by_label("半径（米）").fill("3000")
    atlas.page.keyboard.press("Enter")
    expect(atlas.page).to_have_url(re.compile(r"near=.*3000#13/"))
    atlas.rest()
    view = atlas.address.fragment
    tool(atlas, "周边")
    click_at(atlas, (0.5, 0.5), (0.65, 0.5))
    atlas.rest()
    assert not asked(atlas, "near").endswith(",3000")
    assert atlas.address.fragment == view
    atlas.page.goto("about:blank")
    atlas.open("/?near=101.72,26.58,3000#9/26.58000/101.72000")
    assert atlas.address.fragment == "9/26.58000/101.72000"


def middle_of(atlas):
    frame = atlas.map.bounding_box()
    return frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2


def test_a_radius_is_typed_around_the_middle_of_the_map_by_keyboard_alone(view):
    tool(view, "周边")
    view.page.get_by_role("button", name="以地图中心为圆心").press("Enter")
    view.page.get_by_label("半径（米）").fill("1500")
    view.page.keyboard.press("Enter")
    view.rest()
    assert asked(view, "near").endswith(",1500")


def test_the_list_follows_the_map_only_when_asked(view):
    everything = view.listed()
    tool(view, "只看当前范围")
    view.rest()
    few = assert_all_answers_agree(view)["projects"]
    assert 0 < few < everything
    view.page.get_by_role("button", name="放大").click()
    view.rest()
    assert view.listed() == few
    expect(view.chips).to_have_text([re.compile("地图范围内")])


def test_a_region_in_the_address_is_shared_with_the_register(view):
    view.open("/?near=101.72,26.58,2000")
    found = view.summary()["projects"]
    view.page.goto("/projects/?near=101.72,26.58,2000")
    chips = view.page.locator("#register .chip")
    expect(chips).to_have_text([re.compile("周边 2000 米")])
    view.page.locator("input[name=stage]").first.check()
    expect(view.page).to_have_url(re.compile("near=101.72.*stage="))
    expect(chips).to_have_count(2)
    chips.filter(has_text="周边").click()
    expect(view.page).not_to_have_url(re.compile("near="))
    expect(view.page.locator("input[name=stage]").first).to_be_checked()
    assert found > 0


def test_a_card_leads_to_what_lies_around_its_project(view):
    row = view.rows.filter(has_not_text="未上图").first
    number = row.get_attribute("data-project")
    row.click()
    view.card.get_by_role("link", name="周边").click()
    view.rest()
    expect(view.chips).to_have_text([re.compile(rf"{number} 中部周边 \d+00 米")])
    expect(view.page.locator(f"[data-project={number}]")).to_have_count(1)
    assert float(view.address.fragment.split("/")[0]) > 11
    assert assert_all_answers_agree(view)["projects"] < 250


def test_what_totals_count_within_a_region_is_said_where_they_stand(view):
    note = view.page.locator("[data-region-note]")
    expect(note).to_be_hidden()
    for region in ("near=101.72,26.58,2000", "bbox=101.7,26.56,101.75,26.6"):
        view.open(f"/?{region}")
        expect(note).to_contain_text("总投资和项目的“未上图”按整个项目算")
        view.page.goto(f"/projects/?{region}")
        expect(note).to_be_visible()
    view.page.goto("/projects/?sector=A03")
    expect(note).to_have_count(0)
    view.open("/?near=101.72,26.58,2000")
    view.chips.click()
    expect(note).to_be_hidden()


def test_the_bar_keeps_its_last_buttons_in_one_row(view):
    bar = view.page.locator("[data-region-bar]")
    for name in ("周边", "圈选"):
        tool(view, name)
        click_at(view, *CORNERS[:1])
        tops = {
            round(bar.get_by_role("button", name=each, exact=True).bounding_box()["y"])
            for each in ("完成", "退一步", "取消")
        }
        assert len(tops) == 1
        view.page.keyboard.press("Escape")


def test_a_question_about_a_district_opens_there(atlas):
    atlas.open("/?district=510402")
    zoom, latitude, longitude = map(float, atlas.address.fragment.split("/"))
    assert zoom >= 11
    assert (longitude, latitude) == pytest.approx((101.72, 26.58), abs=0.1)


def test_choices_that_would_find_nothing_stay_visible_and_pale(atlas):
    atlas.open("/?sector=A01")
    zero = atlas.page.locator("label.is-zero").filter(has=atlas.page.locator("[name=sector]"))
    expect(zero.first).to_be_visible()
    expect(zero.first.locator(".count")).to_have_text("0")
    other = atlas.page.locator("label").filter(has=atlas.page.locator("[name=sector][value=A03]"))
    assert other.locator(".count").inner_text() != "0"


def test_a_polygon_without_a_mouse(view):
    """A corner at the middle of the map, typed corners, one moved, one removed, and again."""
    page = view.page
    page.get_by_role("button", name="圈选", exact=True).press("Enter")
    page.get_by_role("button", name="以地图中心为顶点").press("Enter")
    page.get_by_role("button", name="填坐标").press("Enter")
    area = page.get_by_label("顶点坐标")
    expect(area).to_be_focused()
    expect(area).to_have_value(re.compile(r"^101\.72\d*,26\.5[78]\d*$"))
    area.fill("101.70,26.56\n101.74,26.56\n101.74,26.60\n101.70,26.60\n101.69,26.58")
    expect(page.locator("[data-region-hint]")).to_contain_text("5 个顶点")
    area.fill("101.70,26.56\n101.75,26.56\n101.74,26.60\n101.70,26.60")
    page.get_by_role("button", name="完成").press("Enter")
    view.rest()
    assert asked(view, "within") == "101.7,26.56 101.75,26.56 101.74,26.6 101.7,26.6"
    assert_all_answers_agree(view)
    page.get_by_role("button", name="圈选", exact=True).press("Enter")
    page.get_by_role("button", name="接着改现有范围").press("Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    view.rest()
    assert asked(view, "within") == "101.7,26.56 101.75,26.56 101.74,26.6"


def test_typed_corners_that_are_none_are_named_by_their_line(view):
    tool(view, "圈选")
    view.page.get_by_role("button", name="填坐标").click()
    view.page.get_by_label("顶点坐标").fill("101.70,26.56\n攀枝花")
    expect(view.page.locator("[data-region-hint]")).to_contain_text("第 2 行")
    view.page.keyboard.press("Escape")
    expect(view.page.locator("[data-region-bar]")).to_be_hidden()


#: At once, as the clipboard does: Playwright's own typing of a megabyte takes minutes.
PASTE = """(area, text) => {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def paste_ring(view, count, degrees):
    """Opens the list of corners and pastes a ring, `degrees(number)` from its middle."""
    tool(view, "圈选")
    view.page.get_by_role("button", name="填坐标").click()
    turns = ((number * math.tau / count, degrees(number)) for number in range(count))
    ring = ((101.72 + far * math.cos(a), 26.58 + far * math.sin(a)) for a, far in turns)
    view.page.get_by_label("顶点坐标").evaluate(
        PASTE, "\n".join(f"{x:.7f},{y:.7f}" for x, y in ring)
    )


def test_a_spiky_outline_that_cannot_be_thinned_is_refused_and_says_what_to_do(view):
    paste_ring(view, 50_000, lambda number: 0.036 if number % 2 else 0.03)
    hint = view.page.locator("[data-region-hint]")
    for _ in "pasted", "finished":
        expect(hint).to_contain_text("给了 50000 个顶点，最多 300 个；边线太曲折")
        expect(hint).to_contain_text("请只填主要的转折点")
        expect(view.page.locator("[data-region-bar].is-refused")).to_be_visible()
        view.page.get_by_role("button", name="完成").click()
    assert not view.address.query
    view.page.get_by_label("顶点坐标").fill("101.70,26.56\n101.74,26.56\n101.74,26.60")
    expect(hint).to_contain_text("3 个顶点")
    view.page.get_by_role("button", name="完成").click()
    view.rest()
    assert len(asked(view, "within").split()) == 3


def test_fifty_thousand_corners_are_thinned_and_said_so(view):
    paste_ring(view, 50_000, lambda _: 0.03)
    hint = view.page.locator("[data-region-hint]")
    expect(hint).to_contain_text("给了 50000 个顶点，最多 300 个：已简化为")
    view.page.get_by_role("button", name="完成").click()
    view.rest()
    kept = asked(view, "within").split()
    assert 50 < len(kept) <= 300
    assert assert_all_answers_agree(view)["projects"] > 0


#: What narrows the map's question, so that more or fewer names find no room on it.
ASKED = ("/", "/?q=河门口", "/?sector=A06&stage=building", "/?district=510403")


@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_the_tools_stand_where_they_stood_whatever_is_asked(city, sign_in, width):
    """Beside more or fewer names that have no room on the map, at one height."""
    atlas = Atlas(sign_in(viewport={"width": width, "height": 768}))
    seen = set()
    for address in ASKED:
        atlas.open(address)
        share = atlas.page.locator(".map-top .share > summary").bounding_box()
        tools = atlas.page.locator("#map-tools").bounding_box()
        assert (share["y"], share["height"]) == (tools["y"], tools["height"])
        assert share["x"] + share["width"] < tools["x"]
        seen.add((share["x"], tools["x"], tools["y"]))
    assert len(seen) == 1
