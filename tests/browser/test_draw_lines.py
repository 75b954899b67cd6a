"""Fifty pipe segments drawn in a chain: the planner's day, nothing lost, nothing rounded."""

import json
from itertools import pairwise

import pyproj
import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from registry.models import Asset
from tests.factories import AssetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ELLIPSOID = pyproj.Geod(ellps="GRS80")
COUNT = 50


def draw_chain(drawing, places):
    """One segment at a time, each begun at the end of the last."""
    drawing.press("l")
    for start, end in pairwise(places):
        # A little beside the end: the snapper has to find it.
        drawing.line((start[0] + 8e-6, start[1] - 6e-6), end)


def ends(asset):
    return asset.location.coords[0], asset.location.coords[-1]


def test_fifty_segments_in_a_chain_meet_exactly_and_measure_what_pyproj_does(
    drawing, project, chain
):
    draw_chain(drawing, chain(COUNT))
    drawing.expect_unsaved(COUNT)
    drawing.save_all()
    assets = list(project.assets.order_by("pk"))
    assert len(assets) == COUNT
    for former, latter in pairwise(assets):
        assert ends(former)[1] == ends(latter)[0]
    measured = sum(ELLIPSOID.line_length(*zip(*a.location.coords, strict=True)) for a in assets)
    project.total.refresh_from_db()
    assert project.total.length_m == pytest.approx(measured, rel=1e-6)
    assert sum(a.length_m for a in assets) == pytest.approx(measured, rel=1e-6)


def test_fifty_steps_are_undone_to_nothing_and_done_again(drawing, chain):
    draw_chain(drawing, chain(COUNT))
    drawing.expect_unsaved(COUNT)
    for left in reversed(range(COUNT)):
        drawing.press("Control+z")
        drawing.expect_unsaved(left)
    expect(drawing.page.locator("[data-act=undo]")).to_have_attribute("aria-disabled", "true")
    for done in range(1, COUNT + 1):
        drawing.press("Control+y")
        drawing.expect_unsaved(done)


def test_the_next_segment_begins_with_the_attributes_and_the_number_of_the_last(
    drawing, project, chain
):
    drawing.press("l")
    drawing.field("medium").select_option("water")
    drawing.field("diameter_mm").fill("200")
    drawing.field("diameter_mm").press("Tab")
    places = chain(3)
    drawing.line(*places[:2])
    drawing.field("number").fill("JS-009")
    drawing.field("number").press("Tab")
    drawing.field("material").select_option("球墨铸铁")
    drawing.line(*places[1:3])
    drawing.line(*places[2:4])
    drawing.save_all()
    assets = project.assets.order_by("number")
    assert [a.number for a in assets] == ["JS-009", "JS-010", "JS-011"]
    assert {a.medium for a in assets} == {"water"}
    assert {a.attributes["diameter_mm"] for a in assets} == {200}
    assert {a.attributes["material"] for a in assets} == {"球墨铸铁"}
    assert {a.accuracy for a in assets} == {"sketch"}


def test_the_first_number_is_chosen_before_anything_is_drawn(drawing, project, chain):
    drawing.press("l")
    drawing.field("number").fill("JS-009")
    drawing.field("number").press("Tab")
    places = chain(3)
    for n in range(3):
        drawing.line(*places[n : n + 2])
    drawing.press("v")
    drawing.save_all()
    numbers = project.assets.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["JS-009", "JS-010", "JS-011"]


def test_a_start_lies_exactly_on_another_projects_end_unless_ctrl_is_held(
    drawing, project, other_project, stage, chain
):
    other = stage.commit(
        AssetFactory, project=other_project, location=LineString(chain(1), srid=4490)
    )
    drawing.page.reload()
    drawing.rest()
    drawing.press("l")
    start = chain(1)[1]
    beside = (start[0] + 1e-5, start[1] + 1e-5)
    drawing.line(beside, (start[0], start[1] - 4e-4))
    drawing.page.keyboard.down("Control")
    drawing.click(beside)
    drawing.page.keyboard.up("Control")
    drawing.line((start[0] + 4e-4, start[1] - 4e-4))
    drawing.save_all()
    snapped, free = project.assets.order_by("pk")
    assert ends(snapped)[0] == other.location.coords[1]
    assert ends(free)[0] != other.location.coords[1]


def test_one_segment_a_click_where_that_is_chosen(drawing, project, chain):
    drawing.press("l", "d")
    for place in chain(5):
        drawing.click(place)
    drawing.press("Escape")
    drawing.save_all()
    assets = list(project.assets.order_by("pk"))
    assert len(assets) == 5
    assert all(ends(a)[1] == ends(b)[0] for a, b in pairwise(assets))


def test_the_last_point_is_taken_back_before_a_whole_segment(drawing, chain):
    places = chain(4)
    drawing.press("l")
    drawing.line(*places[:2])
    drawing.click(places[2])
    drawing.click(places[3])
    drawing.press("Control+z", "Control+z")
    drawing.expect_unsaved(1)
    drawing.press("Control+z")
    drawing.expect_unsaved(0)


def test_a_line_is_split_merged_and_turned_round(drawing, project, chain):
    places = chain(4)
    drawing.press("l")
    drawing.line(*places[:4])
    drawing.press("x")
    drawing.click(places[1])
    drawing.expect_unsaved(2)
    drawing.press("Control+z")
    drawing.expect_unsaved(1)
    drawing.press("Control+y", "v")
    drawing.click(((places[0][0] + places[1][0]) / 2, places[0][1]))
    drawing.page.keyboard.down("Shift")
    drawing.click(((places[2][0] + places[3][0]) / 2, places[2][1]))
    drawing.page.keyboard.up("Shift")
    drawing.press("m")
    drawing.expect_unsaved(1)
    drawing.press("r")
    drawing.save_all()
    (asset,) = project.assets.all()
    assert len(asset.location.coords) == 4
    assert asset.location.coords[0] == pytest.approx(places[3], abs=1e-5)


def test_a_vertex_is_moved_onto_another_line_and_back(drawing, project, chain):
    places = chain(12)
    drawing.press("l")
    drawing.line(*places[:2])
    drawing.line(places[4], places[5])
    drawing.press("Escape", "Escape")
    drawing.click(((places[0][0] + places[1][0]) / 2, places[0][1]))
    mouse = drawing.page.mouse
    mouse.move(*drawing.at(*places[1]))
    mouse.down()
    mouse.move(*drawing.at(places[4][0] - 3e-5, places[4][1]), steps=6)
    mouse.move(*drawing.at(places[4][0] + 1e-5, places[4][1] + 1e-5), steps=3)
    mouse.up()
    drawing.save_all()
    moved, other = project.assets.order_by("pk")
    assert ends(moved)[1] == ends(other)[0]
    drawing.press("Control+z")
    drawing.expect_unsaved(1)
    drawing.save_all()
    moved.refresh_from_db()
    assert ends(moved)[1] == pytest.approx(places[1], abs=1e-5)
    assert Asset.objects.get(pk=moved.pk).version == 2


def test_what_is_drawn_is_a_feature_of_the_projects_own_map(drawing, project, chain):
    drawing.press("l")
    drawing.line(*chain(2))
    drawing.save_all()
    answer = drawing.page.request.get(f"/projects/{project.number}/assets.geojson")
    (feature,) = json.loads(answer.text())["features"]
    assert feature["geometry"]["type"] == "LineString"


def test_of_short_segments_the_one_under_the_mouse_is_selected(drawing, project, pipe, place):
    for n in range(3):
        pipe((0.4 * n - 0.6, 0), (0.4 * n - 0.2, 0), number=f"S-{n}")
    drawing.page.reload()
    drawing.rest()
    for n in range(3):
        drawing.press("Escape")
        drawing.click(place(0.4 * n - 0.4, 0))
        expect(drawing.field("number")).to_have_value(f"S-{n}")


def test_a_main_is_split_where_a_branch_ends_on_it(drawing, project, pipe, place):
    pipe((-2, 0), (0, 0), (2, 0), number="M-1")
    pipe((0, 2), (0, 0), number="B-1")
    drawing.page.reload()
    drawing.rest()
    drawing.press("x")
    drawing.click(place(0, 0))
    drawing.save_all()
    ends = [each.location.coords for each in project.assets.order_by("pk")]
    assert len(ends) == 3
    assert all(place(0, 0) in line for line in ends)


def test_of_two_pipes_side_by_side_the_one_that_is_clicked_is_split(drawing, project, pipe, place):
    pipe((-2, 0), (2, 0), number="G-1")
    pipe((-2, 0.2), (2, 0.2), number="W-1")
    drawing.page.reload()
    drawing.rest()
    drawing.click(place(-1, 0.2))
    expect(drawing.field("number")).to_have_value("W-1")
    drawing.press("x")
    drawing.click(place(0, 0))
    drawing.save_all()
    assert project.assets.get(number="W-1").location.coords == (place(-2, 0.2), place(2, 0.2))
    assert project.assets.count() == 3
