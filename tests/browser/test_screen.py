"""The wall screen: goes round by itself, for days, on the right that it was granted."""

import re

import pytest
from playwright.sync_api import expect

from registry.kiosks import revoke
from registry.models import Kiosk, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WALL = {"viewport": {"width": 1920, "height": 1080}}
PACE_MS = 15_000
STEPS_OF_A_ROUND = 8


def granted():
    kiosk = Kiosk(name="会议室", organisation_id="taskforce", granted_by=User.objects.first())
    secret = kiosk.new_link()
    kiosk.save()
    return secret


@pytest.fixture
def screen(city, stage, visit):
    """A wall screen that opened its link; its clock is turned by hand."""
    page = visit(**WALL)
    page.clock.install()
    page.goto(f"/screen/open/{stage.commit(granted)}/")
    page.get_by_role("button", name="打开大屏").click()
    expect(page.locator("[data-screen]")).to_have_attribute("data-state", "idle")
    return page


def shown(page):
    return page.locator("[data-screen]").get_attribute("data-shown")


def kept(page):
    """What the page holds on to once its questions are answered and rubbish is collected."""
    page.wait_for_load_state("networkidle")
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Performance.enable")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    devtools.detach()
    found = {metric["name"]: metric["value"] for metric in metrics}
    return {name: found[name] for name in ("Nodes", "JSEventListeners", "JSHeapUsedSize")}


def test_it_goes_round_the_city_and_every_district_with_projects(screen):
    places = []
    for _ in range(STEPS_OF_A_ROUND):
        places.append(shown(screen))
        screen.clock.run_for(PACE_MS)
    assert places[0] == shown(screen) == "all"
    assert len(set(places)) == STEPS_OF_A_ROUND
    assert screen.evaluate("document.documentElement.scrollHeight") <= WALL["viewport"]["height"]


def test_its_notes_are_read_whole_and_move_nothing_below_them(screen):
    tops = set()
    for _ in range(STEPS_OF_A_ROUND):
        notes = screen.locator(".overview-note")
        cut = "notes => notes.filter((note) => note.scrollWidth > note.clientWidth).length"
        assert notes.evaluate_all(cut) == 0
        tops.add(screen.locator(".overview-map").bounding_box()["y"])
        screen.clock.run_for(PACE_MS)
    assert len(tops) == 1


def test_the_clock_stands_at_the_edge_until_the_way_out_is_looked_for(screen):
    def right(selector):
        box = screen.locator(selector).bounding_box()
        return box["x"] + box["width"]

    edge = right(".overview-strip")
    assert right("[data-clock]") == pytest.approx(edge, abs=1)
    screen.locator("h1").hover()
    expect(screen.locator(".screen-leave")).to_have_css("opacity", "1")
    assert right(".screen-leave") == pytest.approx(edge, abs=1)
    assert right("[data-clock]") < edge - 40


def test_days_of_going_round_keep_no_more_than_the_first_rounds(screen):
    # Charts and the engine itself take what they need in the first rounds.
    screen.clock.run_for(PACE_MS * STEPS_OF_A_ROUND * 15)
    before = kept(screen)
    screen.clock.run_for(PACE_MS * STEPS_OF_A_ROUND * 30)
    after = kept(screen)
    assert after["Nodes"] <= before["Nodes"] * 1.02
    assert after["JSEventListeners"] <= before["JSEventListeners"] * 1.02
    assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] * 1.15


def test_a_revoked_screen_goes_dark_within_one_turn_and_says_why(screen, stage, watch):
    watch.provoke("401")
    screen.clock.run_for(PACE_MS)
    stage.commit(lambda: [revoke(kiosk) for kiosk in Kiosk.objects.all()])
    screen.clock.run_for(PACE_MS)
    expect(screen.locator("[data-screen]")).to_have_attribute("data-state", "closed")
    expect(screen.locator("[data-strip]")).to_be_hidden()
    expect(screen.locator("[data-notices]")).to_have_text(
        "授权已撤销或已到期，请系统管理员重新授权这块大屏。"
    )
    expect(screen.locator("[data-notices] :is(a, button)")).to_have_count(0)
    screen.clock.run_for(PACE_MS)
    expect(screen.locator(".notice")).to_have_count(1)


def test_what_went_wrong_covers_nothing_of_a_screen(screen, watch):
    watch.provoke("alive.json")
    screen.route("**/screen/alive.json", lambda route: route.abort())
    screen.clock.run_for(PACE_MS)
    notice = screen.locator(".notice")
    expect(notice).to_be_visible()
    box = notice.bounding_box()
    for beside in ("h1", ".screen-name", "[data-clock]", "[data-strip]", ".overview-map"):
        other = screen.locator(beside).bounding_box()
        assert other["y"] + other["height"] <= box["y"] or box["y"] + box["height"] <= other["y"]
    assert screen.evaluate("document.documentElement.scrollHeight") <= WALL["viewport"]["height"]
    screen.unroute("**/screen/alive.json")
    screen.clock.run_for(PACE_MS)
    expect(notice).to_have_count(0)


@pytest.mark.parametrize("asked", ["styles.json", "districts.json", "districts.geojson"])
def test_a_screen_that_failed_to_begin_begins_by_itself(screen, watch, asked):
    watch.provoke(asked)
    screen.route(f"**/{asked}*", lambda route: route.abort())
    screen.reload()
    expect(screen.locator(".notice")).to_be_visible()
    screen.unroute(f"**/{asked}*")
    screen.clock.run_for(PACE_MS)
    expect(screen.locator("[data-screen]")).to_have_attribute("data-state", "idle")
    expect(screen.locator(".notice")).to_have_count(0)
    expect(screen.locator(".chart-years canvas")).to_have_count(1)


def test_a_screen_is_left_by_keyboard_and_stays_closed(screen, watch):
    screen.keyboard.press("Tab")
    screen.get_by_text("退出", exact=True).press("Enter")
    screen.get_by_role("button", name="确认退出").press("Enter")
    expect(screen).to_have_url(re.compile("/accounts/login/"))
    screen.goto("/screen/")
    expect(screen).to_have_url(re.compile("/accounts/login/"))
