"""Map and list point at each other; a click on what is painted opens its project."""

import math
import re

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from registry.models import Asset
from tests.browser.painted import gas_pipe_painted_alone, next_frames
from tests.browser.pixels import count_inked, wait_for_ink

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DOWNTOWN = "/?medium=gas#16/26.58500/101.71500"
GLOW = ".leaflet-highlight-pane canvas"


def lone_gas_pixel(atlas):
    """x, y and the pipe there, with no other project around."""
    return gas_pipe_painted_alone(atlas, lambda pipe: pipe.project_id)


def test_a_click_on_a_painted_pipe_opens_its_project(atlas):
    atlas.open(DOWNTOWN)
    x, y, pipe = lone_gas_pixel(atlas)
    atlas.page.mouse.click(x, y)
    expect(atlas.card.locator(".project-card h2")).to_have_text(pipe.project.name)
    expect(atlas.card.locator("h3").first).to_contain_text("管段")
    assert atlas.address.fragment.endswith(f"/{pipe.project.number}")
    expect(atlas.card).to_be_focused()


def test_escape_closes_the_card_and_so_does_going_back(atlas):
    atlas.open(DOWNTOWN)
    for close in (lambda: atlas.page.keyboard.press("Escape"), atlas.page.go_back):
        atlas.rows.first.click()
        expect(atlas.card.locator(".project-card")).to_be_visible()
        close()
        expect(atlas.card).to_be_hidden()
        expect(atlas.rows.first).to_be_visible()
        expect(atlas.page).not_to_have_url(re.compile("RA-"))


def test_the_card_leads_to_the_page_of_the_project(atlas):
    atlas.open(DOWNTOWN)
    name = atlas.rows.first.locator(".result-title").inner_text()
    atlas.rows.first.click()
    atlas.card.get_by_role("link", name="查看项目").click()
    expect(atlas.page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_row_of_the_list_lights_its_shapes_up(atlas):
    atlas.open(DOWNTOWN)
    *_, pipe = lone_gas_pixel(atlas)
    atlas.open(f"/?q={pipe.project.number}#{atlas.address.fragment}")
    assert count_inked(atlas.page, GLOW) == 0
    atlas.rows.first.hover()
    wait_for_ink(atlas.page, GLOW)
    atlas.page.get_by_role("searchbox").hover()
    expect(atlas.page.locator("li.result.is-linked")).to_have_count(0)
    assert count_inked(atlas.page, GLOW) == 0


def test_the_mouse_over_a_pipe_names_it_and_marks_its_row(atlas):
    atlas.open(DOWNTOWN)
    x, y, pipe = lone_gas_pixel(atlas)
    atlas.open(f"/?q={pipe.project.number}#{atlas.address.fragment}")
    atlas.page.mouse.move(x, y)
    tip = atlas.page.locator(".map-tip")
    expect(tip).to_contain_text("燃气管段")
    expect(tip).to_contain_text(pipe.project.name)
    expect(atlas.page.locator(f"[data-project={pipe.project.number}]")).to_have_class(
        re.compile("is-linked")
    )
    wait_for_ink(atlas.page, GLOW)
    atlas.page.get_by_role("searchbox").hover()
    expect(tip).to_be_hidden()
    assert count_inked(atlas.page, GLOW) == 0


def test_the_name_of_a_pipe_goes_when_the_map_is_dragged_and_comes_back_at_rest(atlas):
    atlas.open(DOWNTOWN)
    x, y, _ = lone_gas_pixel(atlas)
    mouse, tip = atlas.page.mouse, atlas.page.locator(".map-tip")
    mouse.move(x, y)
    expect(tip).to_be_visible()
    mouse.down()
    for step in range(1, 9):
        mouse.move(x + 5 * step, y + 3 * step)
        next_frames(atlas.page)
    expect(tip).to_be_hidden()
    # Held still, so that the map does not glide on when it is let go.
    atlas.page.wait_for_timeout(300)
    mouse.up()
    atlas.rest()
    mouse.move(x + 41, y + 24)
    expect(tip).to_be_visible()


def test_an_empty_place_opens_nothing(atlas):
    atlas.open("/?q=没有这样的项目#16/26.58500/101.71500")
    frame = atlas.map.bounding_box()
    atlas.map.click(position={"x": frame["width"] / 2, "y": frame["height"] - 120})
    expect(atlas.card).to_be_hidden()


def test_a_pipe_is_hit_within_three_pixels_of_its_edge_and_not_beyond(atlas):
    pipe, (east, south) = straight_pipe_alone()
    atlas.open(f"/?kind=pipe&medium=gas#17/{pipe.y:.6f}/{pipe.x:.6f}")
    frame = atlas.map.bounding_box()
    middle = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    # Half of the pipe as it is drawn at this zoom is about two pixels.
    for pixels, is_hit in ((0, True), (3, True), (4.5, True), (8, False), (12, False)):
        atlas.page.mouse.move(middle[0] + 200, middle[1] + 200)
        atlas.page.mouse.move(middle[0] + pixels * east, middle[1] + pixels * south)
        pointing = atlas.page.locator(".leaflet-container.is-pointing")
        expect(pointing).to_have_count(int(is_hit))


def straight_pipe_alone():
    """The middle of a long straight gas pipe with no other near, and the way across it."""
    for pipe in Asset.objects.filter(medium="gas", location__isnull=False, length_m__gt=60):
        line = pipe.location[0] if pipe.location.geom_type.startswith("Multi") else pipe.location
        (x1, y1), (x2, y2) = line[0], line[1]
        middle = Point((x1 + x2) / 2, (y1 + y2) / 2, srid=4490)
        across = math.hypot((x2 - x1) * math.cos(math.radians(y1)), y2 - y1)
        near = Asset.objects.filter(kind="pipe", location__dwithin=(middle, 0.0003))
        if across * 111_000 > 50 and near.count() == 1:
            return middle, ((y2 - y1) / across, (x2 - x1) * math.cos(math.radians(y1)) / across)
    raise AssertionError("no gas pipe lies alone")
