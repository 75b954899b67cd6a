"""Where pipes meet they stay together: what is moved, and what is drawn onto one's own line."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import drag

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def coords(project):
    return [asset.location.coords for asset in project.assets.order_by("pk")]


@pytest.fixture
def joined(drawing, place):
    """Two saved pipes that meet in the middle of the screen; the first one is selected."""
    drawing.press("l")
    drawing.line(place(-3, 0), place(0, 0))
    drawing.line(place(0, 0), place(3, 0))
    drawing.press("Escape")
    drawing.save_all()
    drawing.click(place(-1.5, 0))
    return drawing


def test_ends_that_meet_move_together_as_one_step(joined, project, place):
    drag(joined, place(0, 0), place(0, 1))
    joined.expect_unsaved(2)
    expect(joined.hint).to_contain_text("连在一起的 1 项也移动了")
    joined.save_all()
    one, other = coords(project)
    assert one[-1] == other[0] == pytest.approx(place(0, 1), abs=1e-5)
    joined.press("Control+z")
    joined.expect_unsaved(2)
    joined.save_all()
    assert [line[n] for line, n in zip(coords(project), (-1, 0), strict=True)] == [
        pytest.approx(place(0, 0), abs=1e-5)
    ] * 2


def test_with_alt_one_end_leaves_the_others(joined, project, place):
    joined.page.keyboard.down("Alt")
    drag(joined, place(0, 0), place(0, 1.5))
    joined.page.keyboard.up("Alt")
    joined.expect_unsaved(1)
    joined.save_all()
    one, other = coords(project)
    assert one[-1] == pytest.approx(place(0, 1.5), abs=1e-5)
    assert other[0] == pytest.approx(place(0, 0), abs=1e-5)


def test_a_branch_onto_ones_own_line_makes_a_vertex_there_and_stays_on_it(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-3, 0), place(3, 0.5))
    drawing.line(place(0.2, 2), place(0.2, 0.27))
    drawing.press("Escape", "Escape")
    drawing.save_all()
    main, branch = coords(project)
    assert len(main) == 3
    assert main[1] == branch[-1]
    drawing.press("Control+z")
    drawing.expect_unsaved(2)
    drawing.press("Control+y")
    drawing.expect_unsaved(0)
    drawing.click(place(-1.5, 0.125))
    drag(drawing, branch[-1], place(0.2, -1))
    drawing.save_all()
    main, branch = coords(project)
    assert main[1] == branch[-1] == pytest.approx(place(0.2, -1), abs=1e-5)
