"""Base maps in front of someone: chosen, credited, shared, and down without harm."""

import os
import re
import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.atlas import Atlas

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def tile():
    file = BytesIO()
    image = Image.new("RGB", (256, 256), "#dfe6d2")
    ImageDraw.Draw(image).line([(0, 90), (256, 170)], fill="#ffffff", width=9)
    image.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def photo(settings, tmp_path):
    file = tmp_path / "photo.mbtiles"
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
        )
        west, north = 801 * 8, 433 * 8
        rows = [
            (13, x, 2**13 - 1 - y, tile())
            for x in range(west - 4, west + 12)
            for y in range(north - 4, north + 12)
        ]
        database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    database.close()
    about = {"attribution": "示例单位", "approval": "川S〔2026〕00001号"}
    settings.BASEMAPS = {
        "photo": {**about, "label": "本市影像", "file": str(file)},
        "down": {**about, "label": "坏底图", "file": str(tmp_path / "gone.mbtiles")},
    }


def look(page, name):
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_base_map_is_chosen_credited_and_kept_in_the_address(photo, atlas):
    page = atlas.page
    atlas.open("/#13/26.58/101.71")
    page.get_by_text("底图", exact=True).click()
    page.get_by_role("radio", name="本市影像").click()
    expect(page.locator(".basemap-tiles img").first).to_be_visible()
    expect(page.locator(".map-credit")).to_have_text("示例单位 审图号：川S〔2026〕00001号")
    expect(page.get_by_role("radio", name="本市影像")).to_have_attribute("aria-checked", "true")
    expect(page).to_have_url(re.compile("#13/26.58000/101.71000/base=photo$"))
    look(page, "basemap")
    page.reload()
    atlas.rest()
    expect(page.locator(".basemap-tiles img").first).to_be_visible()
    page.goto("/print/#13/26.58/101.71/base=photo")
    expect(page.locator(".paper .basemap-tiles img").first).to_be_visible()
    expect(page.locator(".paper")).to_contain_text("审图号：川S〔2026〕00001号")


def test_a_base_map_that_is_down_says_so_once_and_the_map_goes_on(photo, atlas, watch):
    watch.provoke("503")
    page = atlas.page
    atlas.open("/#13/26.58/101.71")
    page.get_by_text("底图", exact=True).click()
    page.get_by_role("radio", name="坏底图").click()
    expect(atlas.notices.locator(".notice")).to_have_count(1)
    expect(atlas.notices).to_contain_text("底图“坏底图”没有响应，项目照常显示")
    look(page, "basemap-down")
    atlas.tick("sector", "A06")
    expect(page.locator("[data-chips] .chip")).to_have_count(1)
    expect(atlas.rows.first).to_be_visible()
    page.get_by_text("底图", exact=True).click()
    page.get_by_role("radio", name="不用底图").click()
    expect(atlas.notices.locator(".notice")).to_have_count(0)


def test_without_base_maps_there_is_no_menu(atlas):
    atlas.open()
    expect(atlas.page.get_by_text("底图", exact=True)).to_have_count(0)


def test_the_menu_fits_a_phone(photo, city, sign_in):
    page = sign_in(viewport={"width": 390, "height": 844})
    Atlas(page).open("/#13/26.58/101.71/base=photo")
    page.get_by_text("底图", exact=True).click()
    look(page, "basemap-phone")
    expect(page.get_by_role("radio", name="本市影像")).to_be_in_viewport(ratio=1)


def test_a_slow_base_map_says_so_and_the_map_does_not_wait(photo, atlas):
    page, held = atlas.page, []
    page.route("**/basemaps/photo/**", lambda route: held.append(route))
    atlas.open("/#13/26.58/101.71/base=photo")
    expect(atlas.notices).to_contain_text("底图“本市影像”很慢，项目照常显示")
    assert atlas.drawn > 0
    atlas.tick("sector", "A06")
    expect(page.locator("[data-chips] .chip")).to_have_count(1)
    page.get_by_text("底图", exact=True).click()
    page.get_by_role("radio", name="不用底图").click()
    expect(atlas.notices.locator(".notice")).to_have_count(0)
    for route in held:
        route.abort()
    page.unroute_all(behavior="wait")
