"""What is traced from: in which system it lies, and lines that follow it."""

import json
import re

import ezdxf
import pyproj
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TO_4543 = pyproj.Transformer.from_crs(4490, 4543, always_xy=True)


@pytest.fixture
def window(drawing):
    drawing.press("u")
    return drawing.page.get_by_role("form", name="描图底图")


def lay(window, name, content):
    window.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def geojson(*positions):
    return json.dumps({"type": "LineString", "coordinates": [list(p) for p in positions]}).encode()


@pytest.fixture
def dxf(tmp_path):
    """`dxf(position, …)` is a drawing of one line, without a word of its system."""

    def make(*positions):
        drawing = ezdxf.new()
        drawing.modelspace().add_lwpolyline(positions)
        drawing.saveas(tmp_path / "a.dxf")
        return (tmp_path / "a.dxf").read_bytes()

    return make


#: What overlays show on the map.
LAID = ".leaflet-tracing-pane path"


@pytest.fixture
def piped(window, dxf, place):
    """A drawing of one pipe is laid under, in the system that its numbers tell."""
    lay(window, "管线.dxf", dxf(*[TO_4543.transform(*place(east, 0)) for east in (-2, 2)]))
    expect(window).to_contain_text("按坐标推断为")


def hold_the_first(page):
    """The first file that is asked for again waits until it is let go; others pass."""
    held = []
    page.route("**/api/overlays", lambda route: route.continue_() if held else held.append(route))
    return held


def let_go(page, held):
    with page.expect_response("**/api/overlays"):
        held[0].continue_()
    # The page has read the answer once it has had a turn after it.
    page.evaluate("() => new Promise(requestAnimationFrame)")


def test_a_drawn_line_follows_what_it_is_traced_from(drawing, window, project, place):
    traced = [place(-2, 0), place(-1, 1), place(1, 1), place(2, 0)]
    lay(window, "设计.geojson", geojson(*traced))
    expect(window).to_contain_text("1 个图形")
    drawing.press("Escape", "l", "t")
    drawing.line(traced[0], traced[-1])
    drawing.save_all()
    assert [list(p) for p in project.assets.get().location.coords] == [list(p) for p in traced]


def test_a_deduced_system_is_said_in_words_and_can_be_put_right(drawing, window, dxf, place):
    line = [TO_4543.transform(*place(east, 0)) for east in (-2, 2)]
    lay(window, "管线.dxf", dxf(*line))
    expect(window).to_contain_text("按坐标推断为 CGCS2000 三度带 102E（EPSG:4543），1 个图形")
    system = window.get_by_label("坐标系")
    expect(system).to_have_value("EPSG:4543")
    system.select_option("EPSG:2379!unconverted")
    expect(window).to_contain_text(re.compile("按指定的 西安80"))
    expect(window.locator("li")).to_have_count(1)


def test_a_drawing_in_no_known_system_waits_for_the_choice(drawing, window, dxf, watch, place):
    watch.provoke("422")
    lay(window, "独立坐标.dxf", dxf((1000, 2000), (1300, 2500)))
    expect(window).to_contain_text("没有说明坐标系")
    row = window.locator("li").filter(has_text="独立坐标.dxf")
    row.get_by_label("坐标系").select_option("EPSG:4543")
    expect(window).to_contain_text("不在本市范围内")


def test_with_many_files_the_answer_is_still_in_view(drawing, window, place):
    for n in range(12):
        lay(window, f"第{n}张.geojson", geojson(place(0, n / 9), place(1, n / 9)))
        expect(window.locator("li")).to_have_count(n + 1)
    expect(window.get_by_role("status")).to_be_in_viewport(ratio=1)


def test_of_two_choices_in_quick_succession_the_last_one_counts(drawing, window, piped):
    held = hold_the_first(drawing.page)
    system = window.get_by_label("坐标系")
    system.select_option("EPSG:2379!unconverted")
    system.select_option("EPSG:4543")
    expect(window).to_contain_text("按指定的 CGCS2000")
    let_go(drawing.page, held)
    expect(window).to_contain_text("按指定的 CGCS2000")
    expect(system).to_have_value("EPSG:4543")
    window.get_by_role("button", name="移除").click()
    expect(drawing.page.locator(LAID)).to_have_count(0)


def test_what_is_taken_away_while_it_is_read_does_not_come_back(drawing, window, piped):
    expect(drawing.page.locator(LAID)).to_have_count(1)
    held = hold_the_first(drawing.page)
    window.get_by_label("坐标系").select_option("EPSG:2379!unconverted")
    window.get_by_role("button", name="移除").click()
    let_go(drawing.page, held)
    expect(drawing.page.locator(LAID)).to_have_count(0)
    expect(window.get_by_role("status")).to_be_empty()


def test_after_signing_in_anew_elsewhere_a_file_is_laid_under_as_before(
    drawing, window, watch, place
):
    watch.provoke("403")
    page = drawing.page
    page.locator("[data-draw]").evaluate("root => { root.dataset.csrf = 'x'.repeat(64); }")
    lay(window, "设计.geojson", geojson(place(-2, 0), place(2, 0)))
    expect(window).to_contain_text("1 个图形")


def test_what_was_laid_under_is_there_again_after_a_reload(drawing, window, watch, dxf, place):
    watch.provoke("422")
    lay(window, "设计.geojson", geojson(place(-2, 0), place(2, 0)))
    expect(window).to_contain_text("1 个图形")
    lay(window, "无名.dxf", dxf((1, 1), (9, 9)))
    window.get_by_label("坐标系").nth(1).select_option("EPSG:4543")
    expect(window).to_contain_text("按指定的 CGCS2000")
    window.get_by_role("checkbox").first.uncheck()
    page = drawing.page
    page.reload()
    drawing.rest()
    expect(page.locator(LAID)).to_have_count(1)
    drawing.press("u")
    expect(window.get_by_role("checkbox").first).not_to_be_checked()
    window.get_by_role("checkbox").first.check()
    expect(page.locator(LAID)).to_have_count(2)
    expect(window.get_by_label("坐标系").nth(1)).to_have_value("EPSG:4543")
    window.get_by_role("button", name="移除").last.click()
    page.reload()
    drawing.rest()
    drawing.press("u")
    expect(window.get_by_role("listitem")).to_have_count(1)


def test_what_cannot_be_read_after_a_reload_is_said_and_stays(drawing, window, watch, place):
    watch.provoke("api/overlays")
    lay(window, "设计.geojson", geojson(place(-2, 0), place(2, 0)))
    expect(window).to_contain_text("1 个图形")
    page = drawing.page
    page.route("**/api/overlays", lambda route: route.abort())
    page.reload()
    expect(drawing.hint).to_contain_text("描图底图没有读出：设计.geojson")
    # Who draws meanwhile is not interrupted.
    expect(window).to_have_count(0)
    page.unroute("**/api/overlays")
    drawing.press("u")
    expect(window.locator(".field-error")).to_contain_text("连不上服务器")
    window.get_by_role("button", name="重读").click()
    expect(page.locator(LAID)).to_have_count(1)
    expect(window.locator(".field-error")).to_have_count(0)
