"""The map's paper: its code, what it says of itself, and how it takes the sheet."""

import math
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from registry.models import Asset
from tests.browser.waiting import rest, wait_for
from tests.pages_on_paper import Paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NO_CODE = "地址太长，不印二维码"


def corners(count):
    """A drawn area of so many corners around the middle of the city, as an address has it."""
    turns = (2 * math.pi * n / count for n in range(count))
    return quote(
        " ".join(
            f"{101.71 + 0.05 * math.cos(turn):.6f},{26.58 + 0.05 * math.sin(turn):.6f}"
            for turn in turns
        )
    )


def ink_of_the_code(page, pixels):
    """The share of dark pixels where the picture has its code: about a third of a good one."""
    code, sheet = (page.locator(each).bounding_box() for each in (".paper-code img", ".paper"))
    scale = pixels.shape[1] / sheet["width"]
    left, top = ((code[side] - sheet[side]) * scale for side in ("x", "y"))
    side = code["width"] * scale
    part = pixels[round(top) : round(top + side), round(left) : round(left + side)]
    return (part.max(axis=2) < 100).mean()


def test_an_area_with_many_corners_is_printed_and_kept_without_a_code(paper, picture):
    page = paper(f"within={corners(60)}#11/26.58/101.71")
    expect(page.locator(".paper-code")).to_have_text(NO_CODE)
    expect(page.locator(".paper-code img")).to_be_hidden()
    pixels, _ = picture(page)
    assert pixels.shape[0] > 1000


def test_the_picture_waits_for_the_code(paper, picture, city, sign_in):
    page = sign_in()
    held = []
    page.route("**/qr.svg*", lambda route: held.append(route))
    page.goto("/print/?sector=A06#13/26.58/101.60")
    wait_for(page, ".paper-legend li")
    page.get_by_role("button", name="存为图片").evaluate("button => button.click()")
    assert page.locator("[data-print]").get_attribute("data-state") == "loading"
    with page.expect_download():
        held[0].continue_()
    rest(page, "[data-print]")
    pixels, _ = picture(page)
    assert 0.2 < ink_of_the_code(page, pixels) < 0.7


def test_a_picture_that_fails_is_told_and_leaves_the_sheet_as_it_was(paper):
    page = paper()
    before = page.locator(".paper").bounding_box()
    page.evaluate("() => { CanvasRenderingContext2D.prototype.drawImage = null; }")
    page.get_by_role("button", name="存为图片").click()
    expect(page.locator("[data-notices]")).to_contain_text("图片没有存成")
    assert page.locator(".paper").bounding_box()["width"] == before["width"]


def test_a_code_that_does_not_come_is_told_and_asked_for_again(paper, watch, sign_in, city):
    watch.provoke("qr.svg")
    page = sign_in()
    page.route("**/qr.svg*", lambda route: route.abort())
    page.goto("/print/#13/26.58/101.60")
    expect(page.locator("[data-notices]")).to_contain_text("二维码没有取到")
    expect(page.locator(".paper-code img")).to_be_hidden()
    # A map that still settles asks for the code of its new place by itself.
    wait_for(page, "[data-print][data-state=error]")
    page.unroute("**/qr.svg*")
    page.get_by_role("button", name="重试").click()
    rest(page, "[data-print]")
    expect(page.locator(".paper-code img")).to_be_visible()


MANY = "&".join(
    [
        *("sector=A03&sector=A04&sector=A06&sector=A07&sector=A02&sector=A08",),
        *("stage=building&stage=started&stage=preparing&stage=declared",),
        *("district=510402&district=510403&district=510411&kind=pipe&kind=pump_station",),
        *("year=2024&year=2025&year=2026&funding=ultra-long-bond&funding=central-budget",),
        "investment_min=10&investment_max=100000",
    ]
)


def printed(page):
    return Paper(page.pdf(prefer_css_page_size=True, print_background=True))


@pytest.mark.parametrize("size", ["a4-portrait", "a4-landscape"])
def test_every_condition_is_read_on_the_paper(paper, size):
    page = paper(f"{MANY}#12/26.58/101.71")
    page.get_by_label("纸张").select_option(size)
    rest(page, "[data-print]")
    wording = page.locator(".paper-wording")
    assert wording.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    expect(wording).to_contain_text("100000")
    sheet = printed(page)
    sheet.keep(f"paper-many-{size}")
    assert len(sheet) == 1
    for told in ("燃气设施设备更新", "总投资不少于", "100000"):
        assert told in sheet.text


def test_the_paper_has_the_totals_that_head_the_map(paper, atlas):
    atlas.open("/?sector=A06#12/26.58/101.71")
    heads = atlas.page.locator("[data-totals] [aria-label=合计] .total").all_inner_texts()
    heads = ["".join(head.split()) for head in heads][:3]
    page = paper("sector=A06#12/26.58/101.71")
    told = "".join(page.locator("[data-print-totals]").inner_text().split())
    assert told == "·".join(heads)
    assert told in printed(page).text
    expect(page.locator("[data-region-note]")).to_be_hidden()
    page.goto("about:blank")
    page = paper("near=101.71,26.58,3000#12/26.58/101.71", page=page)
    expect(page.locator("[data-region-note]")).to_be_visible()


def test_the_paper_says_which_project_glows(paper):
    pipe = Asset.objects.filter(medium="gas", length_m__gt=60).select_related("project").first()
    place = pipe.location.centroid
    page = paper(f"#16/{place.y:.5f}/{place.x:.5f}/{pipe.project.number}")
    told = page.locator("[data-print-project]")
    expect(told).to_contain_text(f"{pipe.project.number} {pipe.project.name}")
    page.goto("about:blank")
    page = paper(f"#16/{place.y:.5f}/{place.x:.5f}", page=page)
    expect(page.locator("[data-print-project]")).to_be_hidden()


def test_a_project_whose_shapes_come_at_the_second_try_is_named_too(watch, sign_in, city):
    watch.provoke("assets.geojson")
    page, number = sign_in(), Asset.objects.filter(medium="gas").first().project.number
    page.route("**/assets.geojson", lambda route: route.abort())
    page.goto(f"/print/#13/26.58/101.60/{number}")
    retry = page.get_by_role("button", name="重试")
    expect(retry).to_be_visible()
    page.unroute("**/assets.geojson")
    retry.click()
    expect(page.locator("[data-print-project]")).to_contain_text(number)
    expect(retry).to_be_hidden()


def test_the_legend_says_what_stands_beside_names_only_where_there_are_names(paper):
    page = paper("district=510402#17/26.58/101.71")
    expect(page.get_by_text("地名旁为项目数")).to_be_hidden()
    page.goto("about:blank")
    page = paper("#9/26.7/101.7", page=page)
    expect(page.get_by_text("地名旁为项目数")).to_be_visible()


def hash_of(page):
    return page.evaluate("location.hash")


def zoom_of(page):
    return float(hash_of(page)[1:].split("/")[0])


#: How much of the map the outline of the city takes, by the side where there is less room.
SHARE_OF_CITY = """
async () => {
  const answer = await fetch("/districts.json");
  const [west, south, east, north] = (await answer.json()).bounds;
  const map = window.leafletmappaper;
  const [a, b] = [map.project([north, west]), map.project([south, east])];
  const { x, y } = map.getSize();
  return Math.max((b.x - a.x) / x, (b.y - a.y) / y);
}
"""


def test_the_map_grows_with_the_paper(paper):
    page = paper("#13/26.58/101.71")
    for size, least in (("a3-landscape", 0.3), ("a3-portrait", 0.15)):
        page.get_by_label("纸张").select_option(size)
        rest(page, "[data-print]")
        assert zoom_of(page) > 13 + least
        page.get_by_label("纸张").select_option("a4-landscape")
        rest(page, "[data-print]")
        assert hash_of(page) == "#13/26.58000/101.71000"


@pytest.mark.parametrize("size", ["a4-landscape", "a4-portrait", "a3-landscape", "a3-portrait"])
def test_the_whole_city_fills_every_paper(paper, size):
    page = paper("#13/26.58/101.71")
    page.get_by_role("button", name="全市").click()
    page.get_by_label("纸张").select_option(size)
    rest(page, "[data-print]")
    assert 0.88 < page.evaluate(SHARE_OF_CITY) <= 1
    sheet = printed(page)
    sheet.keep(f"city-{size}")
    assert len(sheet) == 1


def test_the_answer_fills_the_paper(paper):
    page = paper("district=510402&sector=A06#9/26.7/101.7")
    page.get_by_role("button", name="结果").click()
    page.wait_for_function("() => Number(location.hash.slice(1).split('/')[0]) > 11")


def test_the_scale_bar_is_right_between_two_zooms(paper):
    page = paper("#13/26.58/101.71")
    page.get_by_label("纸张").select_option("a3-landscape")
    rest(page, "[data-print]")
    assert zoom_of(page) % 1 > 0.04
    bar = page.locator(".leaflet-control-scale-line").first
    number, unit = bar.inner_text().split()
    metres = float(number) * (1000 if unit == "km" else 1)
    wide = bar.evaluate("bar => bar.offsetWidth")
    circle = 40_075_016.686 * math.cos(math.radians(26.58))
    per_pixel = circle / 256 / 2 ** zoom_of(page)
    assert wide * per_pixel == pytest.approx(metres, rel=0.05)
