"""What is unfinished outlives refusals, conflicts, other tools and lost answers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import (
    Drawing,
    begin_line,
    changed_by_both,
    drag,
    expect_begun,
    finish_line,
    set_field,
)
from tests.factories import AssetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CHANGES = "**/api/projects/*/changes"


def test_keys_take_back_points_and_what_was_cancelled_comes_back(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 1), place(2, 1))
    drawing.click(place(-2, -1))
    drawing.click(place(0, -1))
    drawing.click(place(2, 0))
    drawing.press("Backspace", "Escape")
    expect(drawing.hint).to_contain_text("Ctrl+Y")
    drawing.press("Control+y")
    expect_begun(drawing)
    drawing.click(place(2, -1))
    drawing.press("Enter")
    drawing.save_all()
    assert sorted(len(asset.location.coords) for asset in project.assets.all()) == [2, 3]


def test_a_point_of_an_unfinished_line_is_moved_and_the_line_has_handles_then(
    drawing, project, place
):
    drawing.press("l")
    for step in ((-2, 0), (0, 0), (2, 0)):
        drawing.click(place(*step))
    drag(drawing, place(0, 0), place(0, 1))
    drawing.press("Enter", "v")
    drag(drawing, place(0, 1), place(0, 2))
    drawing.save_all()
    _, middle, _ = project.assets.get().location.coords
    assert middle == pytest.approx(place(0, 2), abs=1e-5)


@pytest.mark.parametrize("key", ["v", "p", "g", "x", "k"])
def test_another_tool_waits_until_the_line_is_finished(drawing, project, place, key):
    begin_line(drawing, place)
    drawing.press(key)
    expect(drawing.hint).to_contain_text("还没画完")
    finish_line(drawing, place)
    drawing.save_all()
    assert [len(asset.location.coords) for asset in project.assets.all()] == [3]


def test_a_refused_save_leaves_the_line_in_hand(drawing, project, place, watch):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    set_field(drawing, "diameter_mm", "粗")
    drawing.press("Escape", "Escape")
    begin_line(drawing, place)
    watch.provoke("422")
    drawing.press("Control+s")
    expect(drawing.hint).to_contain_text("不能保存")
    expect(drawing.panel.locator("[data-field=diameter_mm]")).to_contain_text("粗")
    finish_line(drawing, place)
    drawing.expect_unsaved(2)


def test_another_kind_keeps_the_points_that_are_drawn(drawing, project, place):
    drawing.press("g")
    for step in ((0, -1), (2, -1)):
        drawing.click(place(*step))
    drawing.field("kind").select_option("water_plant")
    drawing.click(place(2, -2))
    drawing.press("Enter")
    drawing.save_all()
    (asset,) = project.assets.all()
    assert (asset.kind, len(asset.location.coords[0])) == ("water_plant", 4)


def test_a_conflict_lays_the_line_aside_and_gives_it_back(
    drawing, project, pipe, place, stage, watch
):
    asset = pipe((-2, 0), (0, 0), number="A-1")

    def renamed():
        asset.refresh_from_db()
        asset.attributes |= {"road": "新华街", "diameter_mm": 200}
        asset.save()

    drawing.page.reload()
    drawing.rest()
    changed_by_both(drawing, place, stage, asset, renamed)
    begin_line(drawing, place)
    watch.provoke("409")
    drawing.press("Control+s")
    conflict = drawing.page.get_by_role("region", name="冲突")
    expect(conflict).to_contain_text("新华街")
    drawing.press("Control+z", "Delete")
    conflict.get_by_role("button", name="保留我的").click()
    expect(conflict).to_be_hidden()
    drawing.expect_unsaved(0)
    expect_begun(drawing)
    finish_line(drawing, place)
    drawing.save_all()
    shapes = [len(each.location.coords) for each in project.assets.order_by("pk")]
    assert shapes == [2, 3]


def test_what_both_have_deleted_is_agreed_on(drawing, project, pipe, place, stage):
    asset = pipe((-2, 0), (0, 0))
    drawing.page.reload()
    drawing.rest()
    drawing.click(place(-1, 0))
    drawing.press("Delete")
    drawing.expect_unsaved(1)
    stage.commit(asset.delete)
    drawing.save_all()
    assert not project.assets.exists()


def test_undo_takes_the_continued_line_back_before_it_touches_the_steps(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.press("Escape", "v")
    drawing.click(place(-1, 0))
    drawing.click(place(0, 0), button="right")
    drawing.page.get_by_role("menuitem", name="从这里接着画").click()
    drawing.click(place(2, 0))
    drawing.press("Control+z", "Control+z")
    drawing.expect_unsaved(1)
    drawing.press("Control+z")
    drawing.expect_unsaved(0)
    drawing.press("Control+y")
    drawing.save_all()
    assert [len(asset.location.coords) for asset in project.assets.all()] == [2]


def test_a_continued_line_keeps_nothing_that_is_no_longer_true(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    set_field(drawing, "declared_length_m", "40")
    drawing.press("Escape", "v")
    drawing.click(place(-1, 0))
    drawing.click(place(0, 0), button="right")
    drawing.page.get_by_role("menuitem", name="从这里接着画").click()
    drawing.click(place(2, 0))
    drawing.press("Enter")
    drawing.save_all()
    (asset,) = project.assets.all()
    assert (len(asset.location.coords), asset.declared_length_m) == (3, None)


def test_the_field_that_is_being_typed_in_is_saved(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.save_all()
    drawing.press("Escape")
    drawing.field("road").press_sequentially("新华街")
    drawing.press("Control+s")
    expect(drawing.status).to_contain_text("已全部保存")
    drawing.expect_unsaved(0)
    assert project.assets.get().attributes["road"] == "新华街"


def test_what_is_typed_is_kept_in_the_draft_and_is_one_step(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.save_all()
    drawing.press("Escape")
    drawing.field("road").press_sequentially("新华街")
    drawing.expect_unsaved(1)
    drawing.field("road").press_sequentially("二号")
    expect(drawing.command("undo")).to_have_attribute("title", re.compile("修改"))
    drawing.expect_kept()
    expect(drawing.field("road")).to_be_focused()
    drawing.press("Tab")
    drawing.panel.get_by_role("heading").first.click()
    drawing.press("Control+z")
    drawing.expect_unsaved(0)


def test_a_pasted_list_for_one_place_is_refused_whole(drawing, project, stage, place):
    stage.commit(AssetFactory, project=project, kind="elevator", number="DT-1", location=None)
    drawing.page.reload()
    drawing.rest()
    drawing.tab("待落图")
    drawing.panel.get_by_role("button", name=re.compile("DT-1")).click()
    drawing.press("i")
    drawing.page.get_by_label("坐标表").check()
    rows = "\n".join(f"{x:.9f}，{y:.9f}" for x, y in (place(0, 0), place(1, 0)))
    drawing.page.locator("[name=list]").fill(rows)
    drawing.page.get_by_role("button", name="添加", exact=True).click()
    expect(drawing.page.locator(".map-area")).to_contain_text("只要一个点")
    drawing.expect_unsaved(0)


def test_a_pasted_list_goes_on_with_a_line_also_segment_by_segment(drawing, project, place):
    drawing.press("l", "d")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.press("Escape", "v")
    drawing.click(place(-1, 0))
    drawing.click(place(0, 0), button="right")
    drawing.page.get_by_role("menuitem", name="从这里接着画").click()
    drawing.press("i")
    drawing.page.get_by_label("坐标表").check()
    rows = "\n".join(f"{x:.9f}，{y:.9f}" for x, y in (place(1, 0), place(2, 0), place(2, 1)))
    drawing.page.locator("[name=list]").fill(rows)
    drawing.page.get_by_role("button", name="添加", exact=True).click()
    drawing.press("Escape")
    drawing.save_all()
    assert [len(asset.location.coords) for asset in project.assets.all()] == [5]


def test_two_tabs_of_one_person_keep_a_draft_each(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.expect_kept()
    second = Drawing(drawing.page.context.new_page(), project, drawing.centre).open()
    expect(second.page.get_by_role("region", name="草稿")).to_be_hidden()
    second.press("l")
    second.line(place(0, -2), place(2, -2))
    second.line(place(2, -2), place(2, 0))
    second.expect_kept()
    second.save_all()
    drawing.page.close()
    third = Drawing(second.page.context.new_page(), project, drawing.centre)
    third.page.goto(f"/projects/{project.number}/draw/")
    offer = third.page.get_by_role("region", name="草稿")
    expect(offer).to_contain_text("新画 1 项")
    offer.get_by_role("button", name="恢复草稿").click()
    third.expect_unsaved(1)
    third.save_all()
    assert project.assets.count() == 3


def test_drafts_of_several_tabs_are_offered_one_after_the_other(drawing, project, place):
    second = Drawing(drawing.page.context.new_page(), project, drawing.centre).open()
    for tab, steps in ((drawing, ((-2, 0), (0, 0))), (second, ((0, -2), (2, -2)))):
        tab.page.bring_to_front()
        tab.press("l")
        tab.line(*(place(*step) for step in steps))
        tab.expect_kept()
    context = drawing.page.context
    third = Drawing(context.new_page(), project, drawing.centre)
    drawing.page.close()
    second.page.close()
    third.page.goto(f"/projects/{project.number}/draw/")
    offer = third.page.get_by_role("region", name="草稿")
    offer.get_by_role("button", name="丢弃").click()
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="恢复草稿").click()
    third.rest()
    third.expect_unsaved(1)
    third.save_all()
    assert project.assets.count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "content_type": "application/json", "body": '{"assets": ['},
        {"status": 200, "content_type": "text/html", "body": "<html>请先登录上网</html>"},
        {"status": 200, "content_type": "application/json", "body": '{"ok": true}'},
    ],
)
def test_an_answer_that_is_none_is_no_save(drawing, project, place, answer):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.page.route(CHANGES, lambda route: route.fulfill(**answer), times=1)
    drawing.save()
    expect(drawing.notices).to_contain_text("没有收到服务器")
    drawing.expect_unsaved(1)
    drawing.save_all()
    assert project.assets.count() == 1


def test_what_a_proxy_refused_is_not_sent_again_for_ever(drawing, project, place, watch):
    sent = []
    drawing.page.on("request", lambda request: "/changes" in request.url and sent.append(request))
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    watch.provoke("413")
    refusal = {"status": 413, "content_type": "text/html", "body": "<html>too large</html>"}
    drawing.page.route(CHANGES, lambda route: route.fulfill(**refusal), times=1)
    drawing.save()
    expect(drawing.notices).to_contain_text("413")
    drawing.line(place(0, -2), place(2, -2))
    drawing.save_all()
    assert [len(each.post_data_json["changes"]) for each in sent] == [1, 2]


def test_a_repeated_request_that_is_refused_does_not_block_what_was_corrected(
    drawing, project, place, watch
):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    set_field(drawing, "diameter_mm", "粗")
    watch.provoke("net::ERR_CONNECTION_RESET|net::ERR_FAILED", "422")
    drawing.page.route(CHANGES, lambda route: route.abort("connectionreset"), times=1)
    drawing.save()
    expect(drawing.notices).to_contain_text("连不上服务器")
    set_field(drawing, "diameter_mm", "200")
    drawing.save_all()
    assert project.assets.get().attributes["diameter_mm"] == 200


def test_two_who_number_on_from_the_same_asset_refuse_each_other_nothing(
    drawing, project, pipe, place, colleague, watch
):
    pipe((-2, 2), (0, 2), number="G-009")
    drawing.page.reload()
    drawing.rest()
    other = colleague()
    watch.provoke("422")
    for tab, south in ((drawing, 0), (other, -1)):
        tab.press("l")
        tab.line(place(-2, south), place(0, south))
        tab.line(place(0, south), place(2, south))
    drawing.save_all()
    other.save_all()
    numbers = sorted(project.assets.values_list("number", flat=True))
    assert numbers == ["G-009", "G-010", "G-011", "G-012", "G-013"]
    other.tab("设施")
    expect(other.panel.locator("[data-asset]")).to_have_count(5)


def test_what_a_colleague_saves_appears_without_loading_anew(
    drawing, project, pipe, place, colleague
):
    pipe((-2, 2), (0, 2), number="G-009")
    drawing.page.reload()
    drawing.rest()
    other = colleague()
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.save_all()
    begin_line(other, place)
    other.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.tab("设施")
    expect(other.panel.locator("[data-asset]")).to_have_count(2)
    expect_begun(other)
    other.expect_unsaved(0)
