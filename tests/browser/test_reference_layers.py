"""Reference layers in front of someone: switched on in the legend, shared, printed."""

import os
import re
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from registry.models import ReferenceLayer, ReferenceShape
from tests.browser.atlas import Atlas
from tests.browser.pixels import wait_for_pixels
from tests.browser.waiting import rest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COLOUR = "#2244cc"
IS_ON_TOP = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  const corners = [[x + 2, y + 2], [x + width - 2, y + height - 2]];
  return corners.every(([left, top]) => document.elementFromPoint(left, top) === button);
}"""


def look(page, name):
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def roads(city, stage):
    def build():
        layer = ReferenceLayer.objects.create(
            name="现状道路",
            color=COLOUR,
            opacity=100,
            min_zoom=12,
            shape_count=8,
            file_name="道路.shp",
            dimensions=[1],
        )
        for place in range(8):
            line = LineString(
                (101.66, 26.55 + place / 100), (101.78, 26.56 + place / 100), srid=4490
            )
            ReferenceShape.objects.create(layer=layer, location=line)
        return layer

    yield stage.commit(build)
    stage.commit(ReferenceLayer.objects.all().delete)


def test_a_long_name_leaves_room_for_deleting(roads, stage, sign_in):
    stage.commit(lambda: ReferenceLayer.objects.update(name="很长的名称" * 6))
    page = sign_in("demo-admin")
    page.goto("/layers/")
    box = page.locator("#layers .table-wrap")
    assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    expect(page.get_by_text("删除", exact=True)).to_be_in_viewport(ratio=1)
    page.locator("#layers .row-link").click()
    page.get_by_text("删除", exact=True).click()
    confirm = page.get_by_role("button", name="确认删除")
    # Not cut off by the edge of a table of one row.
    assert confirm.evaluate(IS_ON_TOP)
    confirm.click()
    expect(page.get_by_text("还没有参考图层")).to_be_visible()


def test_a_layer_is_switched_on_in_the_legend_and_kept_in_the_address(roads, atlas):
    page = atlas.page
    atlas.open("/#13/26.58/101.71")
    atlas.open_legend()
    page.get_by_label("现状道路").check()
    atlas.rest()
    wait_for_pixels(page, ".reference-tiles canvas", COLOUR, 12, more_than=50)
    look(page, "reference")
    assert re.search(rf"#13/26\.5[78]\d+/101\.71\d+/over={roads.pk}$", page.url)
    page.reload()
    atlas.rest()
    expect(page.get_by_label("现状道路")).to_be_checked()
    page.goto(f"/print/#13/26.58/101.71/over={roads.pk}")
    rest(page, "[data-print]")
    expect(page.locator(".paper-legend")).to_contain_text("现状道路")
    look(page, "reference-print")


def test_from_afar_it_says_when_it_appears(roads, atlas):
    page = atlas.page
    atlas.open(f"/#10/26.58/101.71/over={roads.pk}")
    atlas.open_legend()
    expect(page.locator("[data-layers]")).to_contain_text("放大后显示")


def test_too_near_it_says_when_it_appears_and_the_paper_does_not_list_it(roads, stage, atlas):
    stage.commit(lambda: ReferenceLayer.objects.update(max_zoom=13))
    page = atlas.page
    atlas.open(f"/#14/26.58/101.71/over={roads.pk}")
    atlas.open_legend()
    box = page.locator("[data-layers]")
    expect(box).to_contain_text("缩小后显示")
    look(page, "reference-near")
    page.get_by_role("button", name="缩小").click()
    expect(box).not_to_contain_text("缩小后显示")
    page.goto(f"/print/#14/26.58/101.71/over={roads.pk}")
    rest(page, "[data-print]")
    legend = page.locator(".paper-legend")
    expect(legend).not_to_contain_text("现状道路")
    farther = page.locator(".leaflet-control-zoom-out")
    farther.click()
    expect(legend).to_contain_text("现状道路")
    for zoom in (12, 11):
        farther.click()
        expect(page).to_have_url(re.compile(f"#{zoom}/"))
    expect(legend).not_to_contain_text("现状道路")


def test_the_administrators_page(roads, sign_in):
    page = sign_in("demo-admin")
    page.goto("/layers/")
    expect(page.get_by_role("main")).to_contain_text("现状道路")
    look(page, "layers")


def test_without_layers_the_legend_has_no_block(city, sign_in):
    page = sign_in()
    Atlas(page).open("/#13/26.58/101.71").open_legend()
    expect(page.locator("[data-layers]")).to_be_hidden()


MOST_OPAQUE = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const alphas = data.filter((_, i) => i % 4 === 3);
  return [Math.max(...alphas), alphas.filter((alpha) => alpha > 0).length / alphas.length];
}"""


def test_the_legend_shows_an_area_as_an_area_no_stronger_than_on_the_map(roads, stage, atlas):
    def become_areas():
        ReferenceLayer.objects.update(opacity=30, dimensions=[2])
        for shape in ReferenceShape.objects.all():
            shape.location = shape.location.buffer(0.001)
            shape.save()
        return roads

    stage.commit(become_areas)
    atlas.open("/#13/26.58/101.71")
    atlas.open_legend()
    sample = atlas.page.locator("label", has_text="现状道路").locator("canvas")
    alpha, covered = sample.evaluate(MOST_OPAQUE)
    assert 60 <= alpha <= 90
    assert covered > 0.6
