"""The map as it opens: districts, figures and assets of the whole reserve."""

import re

import pytest
from playwright.sync_api import expect

from registry.kinds.symbols import MEDIA, STAGES
from registry.models import Asset, District, Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DOWNTOWN = "/#15/26.58500/101.71500"
INLINE_SCRIPT = """
() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.body.append(script);
}
"""


def test_the_whole_city_opens_with_every_asset_in_a_circle(atlas):
    atlas.open()
    mapped = Asset.objects.exclude(location=None).filter(project__in=Project.objects.current())
    assert atlas.drawn == mapped.count() > 4000
    expect(atlas.root).to_have_attribute("data-grouped", "")
    assert not atlas.pixels(MEDIA["gas"].color, within=40)


def test_close_by_every_asset_is_drawn(atlas):
    atlas.open(DOWNTOWN)
    expect(atlas.root).not_to_have_attribute("data-grouped", "")
    assert atlas.pixels(MEDIA["gas"].color, within=40)


def test_districts_stand_on_the_map_with_their_names_and_counts(atlas):
    atlas.open()
    # A name that would cover a circle stands beside the map.
    names = ".district-label .district-name:visible, [data-crowded-chips] .district-name"
    expect(atlas.page.locator(names)).to_have_count(5)
    shown = atlas.district_counts()
    assert shown == {row["code"]: row["projects"] for row in atlas.summary()["by_district"]}
    assert set(shown) == set(District.objects.values_list("code", flat=True))
    assert sum(shown.values()) == Project.objects.current().count()


def test_the_outlines_are_called_indicative(atlas):
    atlas.open()
    expect(atlas.page.locator(".map-note")).to_contain_text("示意边界")


def test_territories_without_outline_are_chips_that_filter(atlas):
    atlas.open()
    chips = atlas.page.locator("[data-district-chips] [data-district]")
    expect(chips).to_have_count(2)
    chip = chips.and_(atlas.page.locator("[data-district=VTGXQ]"))
    chip.click()
    atlas.rest()
    expect(chip).to_have_attribute("aria-pressed", "true")
    assert atlas.address.query == "district=VTGXQ"
    assert atlas.listed() == atlas.summary()["projects"] == atlas.district_counts()["VTGXQ"] > 0
    chip.click()
    atlas.rest()
    assert atlas.address.query == ""


def test_a_district_name_asks_for_its_district_and_goes_there(atlas):
    atlas.open()
    whole = atlas.address.fragment
    atlas.page.locator("[data-district='510403']:visible").click()
    expect(atlas.page).not_to_have_url(re.compile(whole))
    atlas.rest()
    assert atlas.drawn == atlas.summary()["assets"] - atlas.summary()["unmapped"]


def test_the_ground_of_a_district_asks_for_it_as_its_name_does(atlas):
    atlas.open()
    whole = atlas.address.fragment
    ground = click_on_ground(atlas, "510421")
    expect(atlas.page).to_have_url(re.compile(r"\?district=510421#"))
    atlas.rest()
    by_ground = atlas.address
    expect(atlas.page.locator("[data-district='510421']")).to_have_attribute("aria-pressed", "true")
    atlas.page.locator("[data-district='510421']").click()
    expect(atlas.page).not_to_have_url(re.compile(r"\?"))
    atlas.page.locator("[data-district='510421']").click()
    atlas.rest()
    assert atlas.address == by_ground
    assert by_ground.fragment != whole
    atlas.page.clock.install()
    atlas.open(f"/#15/{ground.y:.5f}/{ground.x:.5f}")
    atlas.map.click(position={"x": 200, "y": 300})
    atlas.page.clock.fast_forward(1000)
    assert atlas.address.query == ""


def click_on_ground(atlas, code):
    """Clicks well inside a district, in its north where nothing stands; the place."""
    inside = District.objects.get(code=code).outline.buffer(-0.02)
    frame = atlas.map.bounding_box()
    for y in range(int(frame["y"]) + 60, int(frame["y"] + frame["height"]), 8):
        for x in range(int(frame["x"]) + 20, int(frame["x"] + frame["width"]) - 80, 8):
            place = atlas.place_at(x, y)
            if inside.contains(place):
                atlas.page.mouse.click(x, y)
                return place
    raise AssertionError("the district is not in sight")


def test_colouring_by_stage_redraws_without_fetching_tiles(atlas):
    tiles = []
    atlas.page.on("request", lambda request: "/tiles/" in request.url and tiles.append(request))
    atlas.open(DOWNTOWN)
    fetched, gas = len(tiles), len(atlas.pixels(MEDIA["gas"].color))
    atlas.open_legend()
    atlas.page.get_by_role("button", name="按阶段").click()
    expect(atlas.page.locator("[data-legend]")).to_contain_text("竣工验收")
    assert "/stage" in atlas.address.fragment
    assert atlas.pixels(STAGES["building"].color)
    assert len(atlas.pixels(MEDIA["gas"].color)) < gas / 10
    assert len(tiles) == fetched > 0


def test_an_address_may_name_the_colouring(atlas):
    atlas.open(f"{DOWNTOWN}/stage")
    assert atlas.pixels(STAGES["building"].color)
    atlas.open_legend()
    expect(atlas.page.get_by_role("button", name="按阶段")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_violation_of_the_content_policy_would_be_seen(atlas, watch):
    """The watch itself: were an inline script to creep in, a test would fail."""
    watch.provoke("Content Security Policy")
    atlas.open()
    atlas.page.evaluate(INLINE_SCRIPT)
    assert atlas.page.evaluate("window.ran") is None


def test_the_legend_counts_what_the_question_finds(atlas):
    atlas.open("/?sector=A03&sector=A08")
    atlas.open_legend()
    page = atlas.page
    for block in page.locator("[data-legend] details").all():
        block.evaluate("each => { each.open = true }")
    found = page.locator("[data-legend] li").all_inner_texts()
    shown = {tuple(each.split("\n")) for each in found}
    summary = atlas.summary()

    def told(split, measure):
        rows = ((row["label"], row[measure]) for row in summary[split])
        return {(label, f"{count:,}") for label, count in rows if count}

    assert told("by_medium", "assets") <= shown
    assert told("by_sector", "signs") <= shown
    assert told("by_sector", "signs")
    page.get_by_role("button", name="按阶段").click()
    found = page.locator("[data-legend] li").all_inner_texts()
    assert {tuple(each.split("\n")) for each in found} == told("by_stage", "assets")
