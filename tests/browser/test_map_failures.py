"""What the map page says when something goes wrong, and that it mends."""

import re

import pytest
from playwright.sync_api import expect

from registry.views.errors import NOT_FOUND
from tests.browser.pixels import wait_for_ink

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OFFLINE = "连不上服务器，请检查网络后重试"


def fail(route):
    route.abort("connectionrefused")


@pytest.fixture
def cut_off(atlas, watch):
    """`cut_off(pattern)` lets no request to such an address through until its return is called."""
    watch.provoke("ERR_CONNECTION_REFUSED|htmx:sendError")

    def cut(pattern):
        atlas.page.context.route(pattern, fail)
        return lambda: atlas.page.context.unroute(pattern, fail)

    return cut


def retry(atlas):
    atlas.notices.get_by_role("button", name="重试").click()
    atlas.rest()
    expect(atlas.notices).to_be_empty()


def test_a_question_that_makes_no_sense_is_named(atlas, watch):
    watch.provoke("status of 400")
    atlas.page.goto("/?sector=Z99")
    expect(atlas.page.get_by_role("heading", level=1)).to_have_text("请求无法处理")
    expect(atlas.page.locator("main")).to_contain_text("领域")
    expect(atlas.page.locator("main")).to_contain_text("Z99")
    atlas.page.get_by_role("link", name="回到地图").click()
    atlas.rest()


@pytest.mark.parametrize("pattern", ["**/tiles/assets/**", "**/summary.json*", "**/cards/*"])
def test_what_cannot_be_fetched_is_told_and_fetched_again(atlas, cut_off, pattern):
    atlas.open()
    mend = cut_off(pattern)
    atlas.tick("sector", "A06")
    expect(atlas.root).to_have_attribute("data-state", "error")
    expect(atlas.notices).to_have_text(f"{OFFLINE}重试")
    mend()
    retry(atlas)
    summary = atlas.summary()
    assert atlas.listed() == atlas.figures()["项目"] == summary["projects"]
    assert atlas.drawn == summary["assets"] - summary["unmapped"]


@pytest.mark.parametrize("place", ["#14/26.58500/101.71500", "#19/26.58500/101.71500"])
def test_tiles_that_never_came_are_seen_after_the_retry(atlas, cut_off, place):
    mend = cut_off("**/tiles/assets/**")
    atlas.page.goto(f"/{place}")
    expect(atlas.root).to_have_attribute("data-state", "error")
    mend()
    retry(atlas)
    canvases = atlas.page.locator(".asset-tiles canvas")
    assert canvases.count()
    hidden = canvases.evaluate_all(
        "(all) => all.filter((each) => getComputedStyle(each).visibility === 'hidden').length"
    )
    assert hidden == 0


def test_without_a_network_one_line_tells_it_and_one_click_mends_it(atlas, cut_off):
    atlas.open()
    mend = cut_off("**/*")
    atlas.tick("sector", "A06")
    expect(atlas.root).to_have_attribute("data-state", "error")
    expect(atlas.notices.locator(".notice")).to_have_count(1)
    mend()
    retry(atlas)
    assert atlas.listed() == atlas.summary()["projects"]


def test_a_card_that_could_not_be_fetched_is_fetched_again(atlas, cut_off):
    atlas.open("/?sector=A06")
    title = atlas.rows.first.locator(".result-title").inner_text()
    mend = cut_off(re.compile(r"/projects/RA-\d+/"))
    atlas.rows.first.click()
    expect(atlas.notices).to_have_text(f"{OFFLINE}重试")
    mend()
    retry(atlas)
    expect(atlas.card.locator(".project-card h2")).to_have_text(title)
    wait_for_ink(atlas.page, ".leaflet-highlight-pane canvas")


def test_a_card_that_failed_is_forgotten_when_it_is_closed(atlas, cut_off):
    atlas.open()
    cut_off(re.compile(r"/projects/RA-\d+/"))
    atlas.rows.first.click()
    expect(atlas.root).to_have_attribute("data-state", "error")
    atlas.card.get_by_role("button", name="返回列表").click()
    atlas.rest()
    expect(atlas.notices).to_be_empty()


@pytest.mark.parametrize("number", ["RA-999999", "unheard"])
def test_a_link_to_a_project_that_is_gone_says_so(atlas, watch, number):
    watch.provoke("status of 404|Code 404")
    atlas.page.goto(f"/#13/26.58/101.71/{number}")
    expect(atlas.notices).to_have_text(NOT_FOUND)
    atlas.page.get_by_role("button", name="返回列表").click()
    atlas.rest()
    expect(atlas.notices).to_be_empty()
    assert atlas.listed() == atlas.summary()["projects"]


def test_a_map_that_could_not_start_starts_again(atlas, cut_off):
    mend = cut_off("**/styles.json")
    atlas.page.goto("/")
    expect(atlas.root).to_have_attribute("data-state", "error")
    mend()
    atlas.notices.get_by_role("button", name="重试").click()
    atlas.rest()
    assert atlas.drawn > 0


def test_a_broken_answer_of_the_server_is_told(atlas, watch):
    watch.provoke("status of 500")
    atlas.open()
    atlas.page.route("**/summary.json*", lambda route: route.fulfill(status=500))
    atlas.tick("sector", "A06")
    expect(atlas.notices).to_contain_text("服务器出错（500），请稍后重试")


def test_a_session_that_ended_leads_to_the_login_and_back(atlas, watch):
    atlas.open("/#15/26.58500/101.71500/stage")
    watch.provoke("401")
    atlas.page.context.clear_cookies()
    atlas.tick("sector", "A06")
    expect(atlas.notices).to_have_text("登录已过期，请重新登录登录")
    link = atlas.notices.get_by_role("link", name="登录").element_handle()
    with atlas.page.expect_response("**/summary.json*"):
        atlas.tick("stage", "building")
    expect(atlas.notices.get_by_role("link")).to_have_attribute("href", re.compile("building"))
    assert link.evaluate("(each) => each.isConnected")  # a click that has begun is not lost
    atlas.notices.get_by_role("link", name="登录").click()
    back = atlas.page.locator("input[name=next]")
    expect(back).to_have_value("/?sector=A06&stage=building#15/26.58500/101.71500/stage")


def test_a_table_that_came_the_next_time_is_missed_no_more(atlas, cut_off):
    atlas.open()
    atlas.page.get_by_role("button", name="表格", exact=True).click()
    atlas.rest()
    mend = cut_off("**/projects/rows/*")
    heads = atlas.page.get_by_role("region", name="项目表", exact=True).get_by_role("link")
    heads.filter(has_text="总投资").click()
    expect(atlas.notices).to_have_text(f"{OFFLINE}重试")
    mend()
    heads.filter(has_text="名称").click()
    atlas.rest()
    expect(atlas.notices).to_be_empty()


def test_names_that_failed_are_missed_no_more_where_there_are_none(atlas, cut_off):
    atlas.open("/#16/26.58500/101.71500")
    mend = cut_off("**/tiles/labels/projects/**")
    atlas.tick("sector", "A06")
    expect(atlas.notices).to_have_text(f"{OFFLINE}重试")
    mend()
    for _ in range(4):
        atlas.page.get_by_role("button", name="缩小").click()
    atlas.rest()
    expect(atlas.notices).to_be_empty()
