"""A pipe of two thousand vertices: handles for what is in view and apart, nothing lost."""

import math
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import TILE_PX
from tests.browser.pixels import widest_canvas

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COUNT = 2000
#: More marks than this at once and the page stands still.
MOST = 400
#: From now on the page counts what it writes into drafts.
COUNT_PUTS = """() => {
  window.puts = 0;
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...all) {
    window.puts += 1;
    return put.apply(this, all);
  };
}"""


@pytest.fixture
def winding(place):
    """So many places across the whole screen, less than a metre apart."""
    return [place((n - COUNT / 2) / 105, 2 * math.sin(n / 40)) for n in range(COUNT)]


def vertices(drawing):
    return drawing.page.locator(".leaflet-vertex-icon")


def paste(drawing, places, *, unsaved=1):
    drawing.press("l", "i")
    drawing.page.get_by_label("坐标表", exact=True).check()
    rows = "\n".join(f"{n}\t{x:.9f}\t{y:.9f}" for n, (x, y) in enumerate(places))
    # Typed in by the browser, two thousand rows take half a minute by themselves.
    drawing.page.locator("[name=list]").evaluate("(area, rows) => (area.value = rows)", rows)
    drawing.page.get_by_role("button", name="添加", exact=True).click()
    drawing.expect_unsaved(unsaved)


def open_again(drawing):
    """Saved, and seen from where the page was opened first: what was typed has moved the map."""
    drawing.save_all()
    drawing.page.goto("about:blank")
    drawing.open()


def test_a_pasted_line_is_one_step_and_one_draft(drawing, project, winding):
    drawing.page.evaluate(COUNT_PUTS)
    paste(drawing, winding)
    drawing.expect_kept()
    assert drawing.page.evaluate("() => window.puts") == 1
    drawing.save_all()
    assert len(project.assets.get().location.coords) == COUNT


def test_pasted_segments_are_one_step_and_one_draft(drawing, project, winding):
    places = winding[:: COUNT // 500]
    drawing.press("d")
    drawing.page.evaluate(COUNT_PUTS)
    paste(drawing, places, unsaved=499)
    drawing.expect_kept()
    assert drawing.page.evaluate("() => window.puts") == 1
    drawing.press("Escape", "Control+z")
    drawing.expect_unsaved(0)
    drawing.press("Control+y")
    drawing.save_all()
    lines = [asset.location.coords for asset in project.assets.order_by("pk")]
    assert len(lines) == 499
    assert all(a[-1] == b[0] for a, b in pairwise(lines))


def test_only_handles_in_view_and_apart_are_there_and_others_on_zooming_in(drawing, winding):
    paste(drawing, winding)
    open_again(drawing)
    drawing.click(winding[1000])
    expect(vertices(drawing).first).to_be_visible()
    few = vertices(drawing).count()
    assert 10 < few < MOST
    zoom_in(drawing, winding[1000])
    expect(vertices(drawing)).not_to_have_count(few)
    assert gaps(drawing) > 8
    # Some sixteen tiles wide, one would let the page stand still for seconds at every zoom.
    assert widest_canvas(drawing.page) < 8 * TILE_PX


def zoom_in(drawing, place):
    drawing.page.mouse.move(*drawing.at(*place))
    drawing.page.mouse.wheel(0, -400)


def gaps(drawing):
    """Pixels between the two handles that are nearest to each other along the line."""
    boxes = vertices(drawing).evaluate_all(
        "(marks) => marks.map((mark) => mark.getBoundingClientRect()).map(({ x, y }) => [x, y])"
    )
    return min(math.dist(a, b) for a, b in pairwise(boxes))


def test_a_vertex_of_the_thinned_line_is_moved_and_the_others_stay(drawing, project, winding):
    paste(drawing, winding)
    open_again(drawing)
    before = project.assets.get().location.coords
    drawing.click(winding[1000])
    expect(vertices(drawing).first).to_be_visible()
    box = vertices(drawing).nth(5).bounding_box()
    mouse = drawing.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"], box["y"] + 150, steps=4)
    mouse.up()
    drawing.save_all()
    after = project.assets.get().location.coords
    assert len(after) == COUNT
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
