"""Drawing on a phone: the same fifty segments with a finger."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import Drawing
from tests.browser.test_draw_lines import ends
from tests.browser.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COUNT = 50


@pytest.fixture
def drawing(project, sign_in, centre):
    return Drawing(sign_in("demo-dongqu", **PHONE), project, centre).open()


def button(drawing, name):
    return drawing.page.get_by_role("button", name=name, exact=True)


def test_fifty_segments_by_touch_are_drawn_undone_done_again_and_saved(drawing, chain):
    button(drawing, "画线").tap()
    drawing.command("chain").tap()
    for place in chain(COUNT, columns=6):
        drawing.tap(place)
    button(drawing, "取消").tap()
    drawing.expect_unsaved(COUNT)
    for left in reversed(range(COUNT)):
        button(drawing, "撤销").tap()
        drawing.expect_unsaved(left)
    for done in range(1, COUNT + 1):
        button(drawing, "重做").tap()
        drawing.expect_unsaved(done)
    button(drawing, "保存").tap()
    drawing.expect_unsaved(0)
    assets = list(drawing.project.assets.order_by("pk"))
    assert len(assets) == COUNT
    assert all(ends(a)[1] == ends(b)[0] for a, b in pairwise(assets))


def test_a_line_is_finished_and_its_attributes_are_filled_in_from_the_sheet(drawing, chain):
    button(drawing, "画线").tap()
    for place in chain(2, columns=6):
        drawing.tap(place)
    expect(button(drawing, "完成")).to_be_visible()
    button(drawing, "完成").tap()
    drawing.expect_unsaved(1)
    drawing.page.get_by_role("tab", name="属性").tap()
    drawing.field("material").select_option("PE")
    button(drawing, "保存").tap()
    drawing.expect_unsaved(0)
    (asset,) = drawing.project.assets.all()
    assert asset.attributes["material"] == "PE"


def test_two_are_selected_by_touch_changed_at_once_and_merged(drawing, pipe, place):
    pipe((-1, 0), (0, 0), number="W1")
    pipe((0, 0), (1, 0), number="W2")
    drawing.page.reload()
    drawing.rest()
    expect(drawing.hint).to_contain_text("点按选中")
    expect(drawing.hint).not_to_contain_text(re.compile("Shift|右键"))
    button(drawing, "合并").tap(force=True)
    expect(drawing.hint).to_contain_text("先点“多选”")
    button(drawing, "多选").tap()
    for step in ((-0.5, 0), (0.5, 0)):
        drawing.tap(place(*step))
    drawing.page.get_by_role("tab", name="属性").tap()
    expect(drawing.panel.get_by_role("heading", name="选中 2 项")).to_be_visible()
    drawing.field("material").select_option("PE")
    drawing.page.get_by_role("tab", name="属性").tap()
    button(drawing, "合并").tap()
    button(drawing, "保存").tap()
    drawing.expect_unsaved(0)
    (asset,) = drawing.project.assets.all()
    assert (len(asset.location.coords), asset.attributes["material"]) == (3, "PE")


def test_gathering_begins_with_nothing_though_a_line_was_just_drawn(drawing, chain):
    button(drawing, "画线").tap()
    for place in chain(2, columns=6):
        drawing.tap(place)
    button(drawing, "完成").tap()
    drawing.expect_unsaved(1)
    button(drawing, "多选").tap()
    expect(drawing.hint).to_contain_text("已选 0 项")
    drawing.page.get_by_role("tab", name="设施").tap()
    expect(drawing.panel.get_by_role("checkbox")).not_to_be_checked()


def test_what_is_not_saved_yet_is_read_to_its_end(drawing, chain):
    button(drawing, "画线").tap()
    for place in chain(2, columns=6):
        drawing.tap(place)
    button(drawing, "完成").tap()
    drawing.expect_kept()
    cut = "line => line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight"
    assert not drawing.status.evaluate(cut)


def test_the_open_sheet_leaves_the_strip_and_the_tabs_free(drawing):
    button(drawing, "画线").tap()
    before = drawing.frame.bounding_box()
    drawing.page.get_by_role("tab", name="属性").tap()
    expect(drawing.field("number")).to_be_visible()
    area, strip = (
        drawing.page.locator(each).bounding_box() for each in (".map-area", "[data-strip]")
    )
    assert drawing.frame.bounding_box()["height"] == area["height"] < before["height"]
    assert strip["y"] >= area["y"] + area["height"]
    drawing.page.get_by_role("tab", name="属性").tap()
    expect(drawing.field("number")).to_be_hidden()


def test_several_are_ticked_in_the_list_by_touch(drawing, pipe):
    for n in range(3):
        pipe((-1, n), (0, n), number=f"W{n}")
    drawing.page.reload()
    drawing.rest()
    drawing.page.get_by_role("tab", name="设施").tap()
    expect(drawing.panel).to_contain_text("共 3 项，打勾选中几项")
    for n in range(2):
        drawing.panel.get_by_role("checkbox", name=f"选中 W{n}").tap()
    expect(drawing.panel).to_contain_text("已选 2 项")
