"""Points are drawn where they are meant, one a click, however near they stand."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def lifts(drawing):
    """The drawing page with the point tool in hand, for elevators."""
    drawing.press("p")
    drawing.field("kind").select_option("elevator")
    return drawing


def test_a_double_click_makes_one_elevator(lifts, place):
    lifts.page.mouse.dblclick(*lifts.at(*place(0, 0)))
    lifts.click(place(3, 0))
    lifts.expect_unsaved(2)


def test_elevators_five_metres_apart_stay_apart(lifts, project, place):
    for east in (0, 0.25, 0.5):
        lifts.click(place(east, 0))
    lifts.expect_unsaved(3)
    lifts.save_all()
    found = [asset.location.coords for asset in project.assets.order_by("pk")]
    assert found == [pytest.approx(place(east, 0), abs=1e-5) for east in (0, 0.25, 0.5)]
    assert len(set(found)) == 3


def test_two_elevators_in_one_place_are_listed_until_one_is_gone(lifts, place):
    lifts.press("i")
    for _ in range(2):
        longitude, latitude = place(0, 0)
        lifts.page.locator("[name=coordinate]").fill(f"{longitude:.9f},{latitude:.9f}")
        lifts.press("Enter")
    lifts.tab("问题")
    expect(lifts.panel.get_by_text("在同一个位置")).to_have_count(1)
    lifts.press("Escape", "Control+z")
    lifts.expect_unsaved(1)
    expect(lifts.panel.get_by_text("在同一个位置")).to_have_count(0)
