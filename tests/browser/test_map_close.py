"""Closer than the server's tiles go: each canvas shows its piece of one of them."""

import re
from collections import Counter

import pytest
from django.contrib.gis.db.models.functions import Distance
from playwright.sync_api import expect

from registry.kinds.symbols import MEDIA
from registry.models import Asset
from tests.browser.atlas import Atlas
from tests.browser.painted import gas_pipe_painted_alone
from tests.browser.pixels import widest_canvas

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DOWNTOWN = "/?medium=gas#16/26.58500/101.71500"
#: One pixel is some 13 cm here.
CLOSEST = 20
NEAR_M = 1


@pytest.fixture
def place(atlas):
    """The middle of a gas pipe."""
    *_, pipe = gas_pipe_painted_alone(atlas.open(DOWNTOWN), lambda pipe: pipe.project_id)
    return pipe.location.interpolate_normalized(0.5)


def open_closest(page, place):
    page.goto("about:blank")
    return Atlas(page).open(f"/?medium=gas#{CLOSEST}/{place.y:.5f}/{place.x:.5f}")


@pytest.mark.parametrize("sharpness", [1, 2])
def test_a_pipe_is_painted_where_it_lies_from_edge_to_edge(place, sign_in, sharpness):
    atlas = open_closest(sign_in(device_scale_factor=sharpness), place)
    painted = atlas.pixels(MEDIA["gas"].color)
    for x, y in painted[:: len(painted) // 40]:
        asked = Asset.objects.filter(location__dwithin=(atlas.place_at(x, y), 0.001))
        nearest = asked.annotate(apart=Distance("location", atlas.place_at(x, y))).order_by("apart")
        assert nearest[0].apart.m < NEAR_M
    frame = atlas.map.bounding_box()
    across, down = (max(each) - min(each) for each in zip(*painted, strict=True))
    assert across > 0.6 * frame["width"] or down > 0.6 * frame["height"]


def test_no_canvas_is_wider_than_the_screen_needs(place, sign_in):
    atlas = open_closest(sign_in(), place)
    assert 200 < widest_canvas(atlas.page) < 1500


def test_the_pieces_of_one_tile_are_fetched_together(place, sign_in):
    asked = Counter()
    page = sign_in()
    page.context.on("request", lambda request: asked.update([request.url]))
    atlas = open_closest(page, place)
    tiles = Counter({url: count for url, count in asked.items() if "/18/" in url})
    assert tiles
    assert set(tiles.values()) == {1}
    atlas.page.get_by_title("缩小").click()
    atlas.page.wait_for_url(re.compile(f"#{CLOSEST - 1}/"))
    atlas.rest()
    assert all(asked[url] == 1 for url in tiles)


def test_a_tile_under_way_is_not_asked_for_again_on_zooming(place, sign_in):
    page, held = sign_in(), []
    page.route("**/tiles/assets/18/**", lambda route: held.append(route))
    page.goto(f"/#18/{place.y:.5f}/{place.x:.5f}")
    page.wait_for_selector(".asset-tiles canvas", state="attached")
    for zoom in (19, 20):
        page.get_by_title("放大").click()
        page.wait_for_url(re.compile(f"#{zoom}/"))
    asked = Counter(route.request.url for route in held)
    for route in held:
        route.continue_()
    Atlas(page).rest()
    assert set(asked.values()) == {1}


def test_a_click_on_the_pipe_opens_its_project(place, sign_in):
    atlas = open_closest(sign_in(), place)
    painted = atlas.pixels(MEDIA["gas"].color)
    atlas.page.mouse.click(*painted[len(painted) // 2])
    expect(atlas.card.locator(".project-card h2")).to_be_visible()
