"""The tools of the drawing page: typed points, parallels, cuts, traces, menus, overlays."""

import json
import re

import pyproj
import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from tests.factories import AssetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ELLIPSOID = pyproj.Geod(ellps="GRS80")
TO_4543 = pyproj.Transformer.from_crs(4490, 4543, always_xy=True)
#: A white dot.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c63f8ffffff7f0009fb03fd2a86e38a0000000049454e44ae426082"
)


@pytest.fixture
def given(stage, place):
    """`given(project, step, step, …)` is a gas pipe that everybody sees."""

    def make(project, *steps, **facts):
        location = LineString([place(*step) for step in steps], srid=4490)
        return stage.commit(AssetFactory, project=project, location=location, **facts)

    return make


def coords(project):
    return [asset.location.coords for asset in project.assets.order_by("pk")]


def type_in(drawing, **values):
    for name, value in values.items():
        drawing.page.locator(f"[name={name}]").fill(value)
    drawing.press("Enter")


def test_a_line_by_coordinate_bearing_and_distance(drawing, project, place):
    start = place(0, 0)
    drawing.press("l", "i")
    type_in(drawing, coordinate=f"{start[0]:.9f}，{start[1]:.9f}")
    drawing.page.get_by_label("方位角和距离").check()
    type_in(drawing, bearing="45°30′", distance="120.5 m")
    drawing.page.get_by_role("button", name="完成", exact=True).click()
    drawing.save_all()
    ((first, second),) = coords(project)
    azimuth, _, metres = ELLIPSOID.inv(*first, *second)
    assert (azimuth, metres) == (pytest.approx(45.5), pytest.approx(120.5))


def test_a_list_of_gauss_krueger_coordinates_becomes_a_line(drawing, project, place):
    places = [place(0, 0), place(2, 0), place(2, 2)]
    pairs = [TO_4543.transform(*each) for each in places]
    rows = [f"J{n}\t{north:.4f}\t{east:.4f}" for n, (east, north) in enumerate(pairs)]
    drawing.press("l", "i")
    drawing.page.get_by_label("坐标表", exact=True).check()
    drawing.page.locator("[name=system]").select_option("EPSG:4543")
    drawing.page.locator("[name=list]").fill("\n".join(rows))
    drawing.page.get_by_role("button", name="添加", exact=True).click()
    drawing.save_all()
    (line,) = coords(project)
    for found, wanted in zip(line, places, strict=True):
        assert ELLIPSOID.inv(*found, *wanted)[2] < 1e-3


def test_a_wrong_coordinate_is_told_with_what_to_do(drawing):
    drawing.press("l", "i")
    type_in(drawing, coordinate="1 2")
    expect(drawing.page.get_by_role("alert").filter(has_text=re.compile("坐标|经"))).to_be_visible()


def test_a_parallel_lies_at_the_distance_that_was_asked(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    drawing.press("Escape", "b")
    type_in(drawing, distance="5")
    drawing.expect_unsaved(2)
    drawing.save_all()
    original, beside = coords(project)
    for one, other in zip(original, beside, strict=True):
        azimuth, _, metres = ELLIPSOID.inv(*one, *other)
        assert (metres, azimuth % 360) == (pytest.approx(5, abs=0.01), pytest.approx(180, abs=0.1))


def test_an_area_cuts_the_lines_that_cross_its_edge(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    drawing.press("Escape", "k")
    for step in ((0, 1), (4, 1), (4, -1), (0, -1)):
        drawing.click(place(*step))
    drawing.press("Enter")
    drawing.save_all()
    one, other = coords(project)
    assert {one[0], one[-1]} & {other[0], other[-1]}


def test_a_line_follows_what_is_registered_vertex_by_vertex(
    drawing, project, other_project, given, place
):
    there = given(other_project, (-2, 0), (-1, 1), (1, 1), (2, 0))
    drawing.page.reload()
    drawing.rest()
    drawing.press("l", "t")
    drawing.line(place(-2, 0), place(2, 0))
    drawing.save_all()
    assert coords(project) == [there.location.coords]


def test_shift_draws_right_angles(drawing, project, place):
    drawing.press("l")
    drawing.click(place(-2, 0))
    drawing.page.keyboard.down("Shift")
    drawing.click(place(0, 0.1))
    drawing.click(place(0.2, 2))
    drawing.page.keyboard.up("Shift")
    drawing.press("Enter")
    drawing.save_all()
    ((a, b, c),) = coords(project)
    turned = ELLIPSOID.inv(*b, *c)[0] - ELLIPSOID.inv(*a, *b)[0]
    assert turned % 360 == pytest.approx(270, abs=0.05)


def test_the_right_button_adds_removes_and_goes_on(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    drawing.press("Escape")
    menu = drawing.page.get_by_role("menu")
    drawing.click(place(1.3, 0), button="right")
    menu.get_by_role("menuitem", name="在这里加一个点").click()
    drawing.click(place(1.3, 0), button="right")
    menu.get_by_role("menuitem", name=re.compile("删除这个点")).click()
    drawing.click(place(2, 0), button="right")
    menu.get_by_role("menuitem", name="从这里接着画").click()
    drawing.click(place(2, 2))
    drawing.press("Enter")
    drawing.save_all()
    (line,) = coords(project)
    assert len(line) == 3
    drawing.click(place(2, 0), button="right")
    drawing.press("Escape")
    expect(menu).to_be_hidden()


def test_an_end_that_misses_another_by_a_little_is_told_and_mended(
    drawing, project, other_project, given, place
):
    there = given(other_project, (0, 0), (2, 0), medium="water")
    drawing.page.reload()
    drawing.rest()
    end = there.location.coords[0]
    drawing.press("l", "n", "i")
    for point in (place(-2, 0), (end[0] - 5e-6, end[1])):
        type_in(drawing, coordinate=f"{point[0]:.9f},{point[1]:.9f}")
    drawing.page.get_by_role("button", name="完成", exact=True).click()
    drawing.tab("问题")
    drawing.panel.get_by_role("button", name="吸附过去").click()
    drawing.save_all()
    assert coords(project)[0][-1] == end


def test_a_file_is_laid_under_snapped_to_and_not_kept(drawing, project, place):
    line = [list(place(-2, 1)), list(place(2, 1))]
    content = json.dumps({"type": "LineString", "coordinates": line}).encode()
    drawing.press("u")
    window = drawing.page.get_by_role("form", name="描图底图")
    window.locator("input[type=file]").set_input_files(
        {"name": "设计.geojson", "mimeType": "application/json", "buffer": content}
    )
    expect(window).to_contain_text("1 个图形")
    expect(window.get_by_text("设计.geojson")).to_be_visible()
    drawing.press("Escape", "l")
    drawing.line((line[1][0] + 1e-5, line[1][1] + 1e-5), place(2, -1))
    drawing.save_all()
    assert coords(project)[0][0] == tuple(line[1])


def test_a_picture_lies_where_its_world_file_says(drawing, place):
    west, north = place(-2, 2)
    size = 8e-4
    world = f"{size}\n0\n0\n-{size}\n{west + size / 2:.9f}\n{north - size / 2:.9f}\n"
    drawing.press("u")
    window = drawing.page.get_by_role("form", name="描图底图")
    window.locator("input[type=file]").set_input_files(
        [
            {"name": "图.png", "mimeType": "image/png", "buffer": PIXEL},
            {"name": "图.pgw", "mimeType": "text/plain", "buffer": world.encode()},
        ]
    )
    expect(window).to_contain_text("按 CGCS2000 经纬度（EPSG:4490） 放置")
    box = drawing.page.locator("canvas.draw-picture").bounding_box()
    x, y = drawing.at(west, north)
    assert (box["x"], box["y"]) == (pytest.approx(x, abs=1.5), pytest.approx(y, abs=1.5))
    east, south = drawing.at(west + size, north - size)
    assert box["width"] == pytest.approx(east - x, abs=2)
    assert box["height"] == pytest.approx(south - y, abs=2)


def test_of_diameter_and_section_one_is_enough(drawing, place):
    drawing.press("l")
    marks = drawing.panel.locator(".needed:visible")
    expect(marks.filter(has_text="应填管径或断面")).to_have_count(1)
    assert "必填" not in drawing.panel.inner_text()
    drawing.field("section").fill("1000×800")
    drawing.field("section").press("Tab")
    expect(marks.filter(has_text="管径或断面")).to_have_count(0)
    drawing.line(place(-2, 0), place(2, 0))
    drawing.field("section").fill("")
    drawing.field("section").press("Tab")
    expect(marks.filter(has_text="管径或断面")).to_have_count(1)
    drawing.field("diameter_mm").fill("300")
    drawing.field("diameter_mm").press("Tab")
    expect(marks.filter(has_text="管径或断面")).to_have_count(0)


def test_the_form_is_filled_in_from_the_keyboard_alone(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(2, 0))
    drawing.field("diameter_mm").focus()
    drawing.page.keyboard.type("200")
    drawing.press("Tab")
    expect(drawing.field("material")).to_be_focused()
    drawing.press("P", "Tab")
    expect(drawing.field("section")).to_be_focused()
    drawing.page.keyboard.type("1000×800")
    drawing.press("Control+s")
    drawing.expect_unsaved(0)
    asset = project.assets.get()
    assert asset.attributes["diameter_mm"] == 200
    assert asset.attributes["section"] == "1000×800"
    assert asset.attributes["material"].startswith("P")
