"""Whatever happens to browser, line or server: what was drawn is there again, and once."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.drawing import Drawing

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHANGES = "**/api/projects/*/changes"


def draw_two(drawing, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.line(place(0, 0), place(0, -2))
    drawing.expect_unsaved(2)
    drawing.expect_kept()


def come_back(drawing):
    """The tab is gone without a word, and the page opened anew."""
    page = drawing.page.context.new_page()
    drawing.page.close()
    again = Drawing(page, drawing.project, drawing.centre)
    longitude, latitude = drawing.centre
    page.goto(f"/projects/{drawing.project.number}/draw/#18/{latitude:.5f}/{longitude:.5f}")
    return again


def test_a_closed_tab_loses_nothing_not_even_the_line_in_hand(drawing, project, place):
    draw_two(drawing, place)
    drawing.click(place(0, -2))
    drawing.click(place(2, -2))
    expect(drawing.page.locator("[data-measure]")).to_contain_text("共 1 段")
    again = come_back(drawing)
    offer = again.page.get_by_role("region", name="草稿")
    expect(offer).to_contain_text("新画 2 项")
    expect(offer).to_contain_text("没画完的线")
    expect(offer).to_contain_text("今天")
    offer.get_by_role("button", name="恢复草稿").click()
    again.rest()
    again.expect_unsaved(2)
    again.click(place(2, 0))
    again.press("Enter")
    again.save_all()
    assert [len(a.location.coords) for a in project.assets.order_by("pk")] == [2, 2, 3]
    last = come_back(again)
    last.rest()
    expect(last.page.get_by_role("region", name="草稿")).to_be_hidden()


def test_steps_before_the_crash_can_still_be_undone(drawing, place):
    draw_two(drawing, place)
    again = come_back(drawing)
    again.page.get_by_role("button", name="恢复草稿").click()
    again.rest()
    again.press("Control+z")
    again.expect_unsaved(1)
    again.press("Control+z")
    again.expect_unsaved(0)
    again.press("Control+y", "Control+y")
    again.expect_unsaved(2)


def test_nothing_is_drawn_before_the_draft_is_decided_on(drawing, place):
    draw_two(drawing, place)
    again = come_back(drawing)
    offer = again.page.get_by_role("region", name="草稿")
    expect(offer).to_be_visible()
    again.press("l")
    again.click(place(-2, 2))
    again.click(place(2, 2))
    offer.get_by_role("button", name="恢复草稿").click()
    again.rest()
    again.expect_unsaved(2)


def test_a_draft_that_is_thrown_away_does_not_come_again(drawing, project, place):
    draw_two(drawing, place)
    again = come_back(drawing)
    again.page.get_by_role("button", name="丢弃").click()
    again.rest()
    again.expect_unsaved(0)
    last = come_back(again)
    last.rest()
    expect(last.page.get_by_role("region", name="草稿")).to_be_hidden()
    assert not project.assets.exists()


def test_a_lost_connection_keeps_the_drawing_and_saves_it_later(drawing, project, watch, place):
    draw_two(drawing, place)
    watch.provoke("net::ERR_INTERNET_DISCONNECTED")
    drawing.page.context.set_offline(True)
    drawing.save()
    expect(drawing.notices).to_contain_text("连不上服务器")
    drawing.expect_unsaved(2)
    drawing.page.context.set_offline(False)
    drawing.save_all()
    assert project.assets.count() == 2


def test_an_answer_that_never_came_is_asked_for_again_and_nothing_doubled(
    drawing, project, watch, place
):
    draw_two(drawing, place)
    watch.provoke("net::ERR_CONNECTION_RESET|net::ERR_FAILED")

    def answer_is_lost(route):
        route.fetch()
        route.abort("connectionreset")

    drawing.page.route(CHANGES, answer_is_lost, times=1)
    drawing.save()
    expect(drawing.notices).to_contain_text("连不上服务器")
    assert project.assets.count() == 2
    drawing.line(place(2, 0), place(2, -2))
    again = come_back(drawing)
    again.page.get_by_role("button", name="恢复草稿").click()
    again.rest()
    again.save_all()
    assert project.assets.count() == 3
    assert {a.version for a in project.assets.all()} == {1}


def test_an_expired_session_sends_to_the_sign_in_and_back_to_the_draft(
    drawing, project, watch, place
):
    draw_two(drawing, place)
    watch.provoke("401")
    drawing.page.context.clear_cookies()
    drawing.save()
    expect(drawing.notices).to_contain_text("登录已过期，请重新登录")
    expect(drawing.notices.get_by_role("link", name="登录")).to_be_visible()
    drawing.expect_unsaved(2)
    assert not project.assets.exists()


def test_another_person_at_the_same_computer_is_not_shown_the_draft(
    drawing, project, stage, base_url, place
):
    draw_two(drawing, place)
    cookie = {"name": "sessionid", "value": stage.keys["demo-zhujian"], "url": base_url}
    drawing.page.context.add_cookies([cookie])
    again = come_back(drawing)
    again.rest()
    expect(again.page.get_by_role("region", name="草稿")).to_be_hidden()
    again.expect_unsaved(0)


def test_who_signs_in_anew_in_another_tab_saves_all_the_same(
    drawing, project, place, watch, base_url
):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    token = {"name": settings.CSRF_COOKIE_NAME, "value": "a" * 32, "url": base_url}
    drawing.page.context.add_cookies([token])
    watch.provoke("403")
    drawing.save_all()
    assert project.assets.count() == 1
