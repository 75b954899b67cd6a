"""Drawing with keys alone and by ear: where the cursor goes on, and what is read aloud."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import list_of_pipes, row

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def listed(drawing, pipe):
    return list_of_pipes(drawing, pipe, 3)


def progress(drawing):
    return drawing.page.locator("[data-progress]")


def test_a_small_window_gives_the_cursor_back_to_its_opener(listed):
    row(listed, "W1").press("Enter")
    parallel = listed.command("parallel")
    parallel.press("Enter")
    listed.press("Enter")
    listed.expect_unsaved(1)
    expect(parallel).to_be_focused()
    typed = listed.command("type")
    typed.press("Enter")
    window = listed.page.get_by_role("form", name="输入坐标")
    expect(window.locator("[name=coordinate]")).to_be_focused()
    listed.press("Escape")
    expect(window).to_have_count(0)
    expect(typed).to_be_focused()


def test_the_cursor_goes_to_the_row_beside_one_that_is_deleted(listed):
    for number, next_one in (("W2", "W3"), ("W3", "W1")):
        row(listed, number).press("Enter")
        listed.press("Delete")
        expect(row(listed, next_one)).to_be_focused()
        expect(listed.hint).to_have_text(f"已删除 {number}")
    row(listed, "W1").press("Enter")
    listed.press("Delete")
    expect(listed.panel.get_by_role("searchbox")).to_be_focused()


def test_points_that_are_typed_are_counted_aloud(drawing, place):
    drawing.press("l", "i")
    for n, told in ((0, "已画第 1 点"), (2, "共 1 段"), (4, "共 2 段")):
        east, north = place(n, 0)
        drawing.page.locator("[name=coordinate]").fill(f"{east:.9f}，{north:.9f}")
        drawing.press("Enter")
        expect(progress(drawing)).to_contain_text(told)
    expect(progress(drawing)).to_have_attribute("role", "status")
    drawing.page.get_by_role("button", name="退一点").click()
    expect(progress(drawing)).to_contain_text("共 1 段")


def test_a_line_is_cut_at_a_distance_without_a_mouse(listed, project):
    row(listed, "W2").press("Enter")
    listed.press("j")
    window = listed.page.get_by_role("form", name="打断于距离")
    expect(window).to_contain_text("W2，全长")
    for metres, refused in (("0", True), ("4000", True), ("10", False)):
        window.get_by_label("距起点").fill(metres)
        listed.press("Enter")
        if refused:
            expect(window.get_by_role("alert")).not_to_be_empty()
    expect(listed.hint).to_contain_text("已断开")
    listed.expect_unsaved(2)
    listed.save_all()
    lengths = sorted(asset.length_m for asset in project.assets.all())
    assert (len(lengths), lengths[0]) == (4, pytest.approx(10, abs=0.01))


def choose_with_the_mouse(drawing, name, value):
    """The list itself is the browser's own window, which no test can click into."""
    drawing.field(name).dispatch_event("pointerdown")
    drawing.field(name).focus()
    drawing.field(name).select_option(value)


def test_the_map_has_the_keys_again_after_a_choice_from_a_list(drawing, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    choose_with_the_mouse(drawing, "material", "PE")
    expect(drawing.frame).to_be_focused()
    drawing.press("p")
    expect(drawing.command("point")).to_have_attribute("aria-pressed", "true")
    expect(drawing.field("material")).to_have_value("PE")


def test_a_list_that_is_walked_with_the_keys_keeps_them_but_for_ctrl(drawing, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    material = drawing.field("material")
    material.focus()
    drawing.press("p")
    expect(material).to_have_value("PE")
    expect(material).to_be_focused()
    drawing.press("Control+z")
    expect(material).to_have_value("")
    drawing.press("Control+z")
    drawing.expect_unsaved(0)


def test_all_assets_are_selected_by_key_and_from_the_list(listed):
    listed.press("Escape", "Control+a")
    listed.tab("属性")
    expect(listed.panel.get_by_role("heading", name="选中 3 项")).to_be_visible()
    listed.press("Escape")
    listed.tab("设施")
    listed.panel.get_by_role("searchbox").fill("W2")
    listed.panel.get_by_role("button", name="全选查到的").click()
    expect(row(listed, "W2")).to_have_attribute("aria-pressed", "true")
    listed.panel.get_by_role("searchbox").fill("")
    expect(listed.panel.get_by_role("checkbox", checked=True)).to_have_count(1)


def test_figures_are_the_length_of_the_next_segment_towards_the_mouse(drawing, project, place):
    drawing.press("l")
    drawing.click(place(-3, 0))
    window = drawing.page.get_by_role("form", name="下一段的长度")
    drawing.press("2", "5", "Enter")
    expect(window.get_by_role("alert")).to_contain_text("移到要去的方向")
    drawing.page.mouse.move(*drawing.at(*place(1, 0)))
    expect(window.get_by_label("长度")).to_have_value("25")
    expect(drawing.page.locator("[data-measure]")).to_contain_text("本段 25.00 m")
    drawing.press("Enter")
    expect(window).to_have_count(0)
    drawing.press("1", "0")
    drawing.click(place(-1, 3), click_count=2)
    drawing.save_all()
    asset = project.assets.get()
    assert len(asset.location.coords) == 3
    assert asset.length_m == pytest.approx(35, abs=0.01)


def test_lengths_one_after_the_other_go_on_in_one_direction(drawing, project, place):
    drawing.press("l")
    drawing.click(place(-3, 0))
    drawing.page.mouse.move(*drawing.at(*place(-2.5, 0)))
    drawing.press("5", "0", "Enter", "3", "0", "Enter")
    drawing.page.mouse.move(*drawing.at(*place(3, 3)))
    drawing.press("Enter")
    drawing.save_all()
    (asset,) = project.assets.all()
    east = [longitude for longitude, _ in asset.location.coords]
    assert east == sorted(east)
    assert asset.length_m == pytest.approx(80, abs=0.01)


def test_a_double_click_finishes_also_where_the_angle_moved_it(drawing, project, place):
    drawing.press("l", "o")
    drawing.click(place(-2, 0))
    drawing.click(place(2, 0.5), click_count=2)
    drawing.save_all()
    start, end = project.assets.get().location.coords
    assert end == pytest.approx((place(2, 0)[0], start[1]), abs=1e-5)


def test_a_line_is_drawn_on_from_the_end_nearer_to_the_mouse(drawing, project, pipe, place):
    pipe((-2, 0), (2, 0), number="W1")
    drawing.page.reload()
    drawing.rest()
    drawing.click(place(-1, 0))
    drawing.press("e")
    drawing.click(place(-2, 2))
    drawing.press("Enter")
    drawing.save_all()
    coords = project.assets.get().location.coords
    assert len(coords) == 3
    assert coords[1] == pytest.approx(place(-2, 0))


@pytest.mark.parametrize("name", ["medium", "material"])
def test_what_has_to_be_filled_in_is_seen_without_scrolling(drawing, place, name):
    drawing.page.set_viewport_size({"width": 1366, "height": 768})
    drawing.press("l")
    expect(drawing.field(name)).to_be_in_viewport(ratio=1)
    drawing.line(place(-1, 0), place(1, 0))
    expect(drawing.panel.get_by_role("heading", name="管段")).to_be_visible()
    expect(drawing.field(name)).to_be_in_viewport(ratio=1)
