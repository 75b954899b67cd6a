"""Drawing on a phone: the same fifty segments with a finger."""

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
