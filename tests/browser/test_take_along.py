"""Taken along: the map on paper and as a picture, its link and its code."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from registry.models import Asset
from tests.browser.painted import next_frames
from tests.browser.waiting import rest
from tests.pages_on_paper import Paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CITY = "#9/26.71864/101.69130"
SCREENS = {"wide": (1920, 1080), "office": (1366, 768), "phone": (390, 844)}


def look(page, name):
    """Keep the picture where `PICTURES` says, to be looked at."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_the_menu_shares_the_address_as_it_is_now(atlas):
    page = atlas.page
    atlas.open("/?sector=A06#12/26.58/101.71")
    page.get_by_text("分享", exact=True).click()
    code = page.get_by_alt_text("本页地址的二维码")
    expect(code).to_have_attribute("src", re.compile("sector%3DA06%2312"))
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    look(page, "share-map")
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("[data-share-status]")).to_have_text("链接已复制")
    page.get_by_role("link", name="打印、PDF、图片").click()
    rest(page, "[data-print]")
    assert page.url.endswith("/print/?sector=A06#12/26.58/101.71")
    page.go_back()
    atlas.rest()
    page.keyboard.press("Control+p")
    rest(page, "[data-print]")
    page.get_by_role("link", name="返回地图").click()
    atlas.rest()
    assert page.url.endswith("/?sector=A06#12/26.58/101.71")


def test_one_district_leads_to_its_brief(atlas):
    page = atlas.page
    atlas.open("/?district=510402&sector=A06")
    page.get_by_text("分享", exact=True).click()
    brief = page.get_by_role("link", name="地区简报 PDF")
    expect(brief).to_have_attribute(
        "href", "/districts/510402/brief.pdf?district=510402&sector=A06"
    )
    answer = page.request.get(brief.get_attribute("href"))
    assert "东区设备更新项目情况" in Paper(answer.body()).text


def test_the_register_shares_too(city, sign_in):
    page = sign_in()
    page.goto("/projects/?sector=A06")
    page.get_by_text("分享", exact=True).click()
    expect(page.get_by_alt_text("本页地址的二维码")).to_be_visible()
    expect(page.get_by_role("link", name="打印、PDF、图片")).to_have_count(0)
    look(page, "share-register")


@pytest.mark.parametrize("screen", SCREENS)
def test_the_paper_fits_every_window(paper, sign_in, screen):
    width, height = SCREENS[screen]
    page = paper(page=sign_in(viewport={"width": width, "height": height}))
    look(page, f"print-{screen}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".paper-wording")).to_contain_text("领域：燃气")
    expect(page.locator(".paper-wording")).to_contain_text("阶段：在建")
    expect(page.locator(".paper-foot")).to_contain_text("示意边界")
    expect(page.locator(".paper-legend")).to_contain_text("燃气")
    expect(page.locator(".leaflet-control-scale-line")).to_contain_text("m")


@pytest.mark.parametrize(
    ("size", "millimetres"),
    [
        ("a4-landscape", (297, 210)),
        ("a4-portrait", (210, 297)),
        ("a3-landscape", (420, 297)),
        ("a3-portrait", (297, 420)),
    ],
)
def test_a_pdf_is_one_page_of_the_chosen_size(paper, size, millimetres):
    page = paper()
    page.get_by_label("纸张").select_option(size)
    page.get_by_label("标题").fill("燃气在建项目图")
    rest(page, "[data-print]")
    next_frames(page)
    sheet = Paper(page.pdf(prefer_css_page_size=True, print_background=True))
    sheet.keep(f"paper-{size}")
    assert len(sheet) == 1
    points = sheet.page.get_size()
    assert [round(each / 72 * 25.4) for each in points] == list(millimetres)
    for told in ("燃气在建项目图", "领域：燃气", "图例", "示意边界", "密级："):
        assert told in sheet.text
    assert sheet.has("#e0489a", within=12)


def test_the_picture_shows_what_the_paper_shows(paper, picture):
    page = paper()
    page.get_by_label("标题").fill("燃气在建项目图")
    pixels, name = picture(page)
    assert name == f"燃气在建项目图_燃气设施设备更新_在建_{timezone.localdate():%Y%m%d}.png"
    assert abs(pixels.shape[1] - 297 / 25.4 * 96 * 2) < 2
    pink = (abs(pixels - [0xE0, 0x48, 0x9A]).max(axis=2) < 12).sum()
    assert pink > 500
    head = pixels[: pixels.shape[0] // 9]
    assert (head.max(axis=2) < 90).sum() > 500
    scale_bar = pixels[-260:-130, 80:260]
    assert (scale_bar.max(axis=2) < 130).sum() > 100


#: Names on the paper below which something of a circle is drawn.
COVERING = """
() => [...document.querySelectorAll(".district-name:not(.is-crowded)")].filter((name) => {
  const box = name.getBoundingClientRect();
  const canvases = [...document.querySelectorAll(".asset-tiles canvas")];
  return canvases.filter((canvas) => canvas.width).some((canvas) => {
    const tile = canvas.getBoundingClientRect();
    const perPixel = canvas.width / tile.width;
    const at = (x, y) => [(x - tile.left) * perPixel, (y - tile.top) * perPixel];
    const [[left, top], [right, bottom]] = [at(box.left, box.top), at(box.right, box.bottom)];
    const pixels = canvas.getContext("2d").getImageData(left, top, right - left, bottom - top);
    return pixels.data.some((value, i) => i % 4 === 3 && value > 0);
  });
}).map((name) => name.textContent)
"""


@pytest.mark.parametrize("size", ["a4-landscape", "a4-portrait", "a3-landscape"])
def test_names_on_the_paper_cover_no_circle_and_who_has_none_is_listed(paper, size):
    page = paper(CITY)
    page.get_by_label("纸张").select_option(size)
    rest(page, "[data-print]")
    next_frames(page)
    assert page.evaluate(COVERING) == []
    sheet = Paper(page.pdf(prefer_css_page_size=True, print_background=True))
    sheet.keep(f"paper-city-{size}")
    assert len(sheet) == 1
    by_district = page.request.get("/summary.json").json()["by_district"]
    found = {row["label"]: row["projects"] for row in by_district if row["projects"]}
    named = page.locator(".paper-map .district-name:visible").all_inner_texts()
    named = {"".join(name.split()) for name in named}
    listed = page.locator("[data-print-unnamed]").inner_text().removeprefix("图上未注名：")
    listed = {"".join(name.split()) for name in listed.split("、")}
    assert named | listed == {f"{label}{projects}" for label, projects in found.items()}
    assert not named & listed
    assert "图上未注名：" in sheet.text
    assert "地名旁为项目数" in sheet.text


def test_a_district_elsewhere_is_not_listed_on_the_paper(paper):
    page = paper("#13/26.58/101.71")
    expect(page.locator("[data-print-unnamed]")).not_to_contain_text("盐边县")


def test_the_legend_on_the_paper_tells_no_colours_where_circles_alone_are_drawn(paper):
    page = paper(CITY)
    expect(page.locator(".paper-legend")).to_contain_text("圆圈内为设备设施数")
    expect(page.locator(".paper-legend li:visible")).to_have_count(0)
    expect(page.get_by_text("右侧数字")).to_be_hidden()
    page.get_by_role("button", name="按阶段").click()
    expect(page.locator(".paper-legend li:visible")).to_have_count(0)
    page.goto("about:blank")
    page = paper("#15/26.58/101.71", page=page)
    assert page.locator(".paper-legend li:visible").count() > 5
    expect(page.get_by_text("右侧数字")).to_be_visible()


def test_the_paper_says_what_its_reader_may_not_see(paper, sign_in):
    expect(paper().locator(".paper-foot")).not_to_contain_text("不含限制查看的领域")
    page = paper(page=sign_in("demo-dongqu"))
    expect(page.locator(".paper-foot")).to_contain_text("不含限制查看的领域")


def colour_of(page, name):
    """A colour of the theme, as [red, green, blue]."""
    value = page.evaluate(
        "(name) => getComputedStyle(document.documentElement).getPropertyValue(name)", f"--{name}"
    ).strip()
    return [int(value[i : i + 2], 16) for i in (1, 3, 5)]


def count_of(pixels, colour):
    return (abs(pixels - colour).max(axis=2) < 12).sum()


REGIONS = {
    "near": "101.71,26.58,3000",
    "within": "101.68,26.56 101.74,26.56 101.73,26.6 101.69,26.59",
    "bbox": "101.68,26.56,101.74,26.6",
}


@pytest.mark.parametrize("name", REGIONS)
def test_the_region_asked_within_is_drawn_on_the_paper_and_in_the_picture(paper, picture, name):
    view = "#12/26.58/101.71"
    page = paper(f"sector=A06{view}")
    accent = colour_of(page, "accent")
    before, _ = picture(page, "no-region")
    page.goto("about:blank")
    page = paper(f"sector=A06&{name}={REGIONS[name]}{view}", page=page)
    look(page, f"print-{name}")
    outline = page.locator(".leaflet-regions-pane path")
    expect(outline).to_have_count(1)
    expect(outline).to_have_attribute("fill", "none")
    pixels, _ = picture(page, f"picture-{name}")
    assert count_of(pixels, accent) - count_of(before, accent) > 1000


def test_the_open_project_is_outlined_on_the_paper_and_in_the_picture(paper, picture):
    pipe = Asset.objects.filter(medium="gas", length_m__gt=60).first()
    place = pipe.location.centroid
    view = f"#16/{place.y:.5f}/{place.x:.5f}"
    page = paper(view)
    glow = colour_of(page, "glow")
    assert count_of(picture(page, "no-project")[0], glow) == 0
    page.goto("about:blank")
    page = paper(f"{view}/{pipe.project.number}", page=page)
    look(page, "print-project")
    expect(page.locator(".leaflet-highlight-pane path").first).to_be_attached()
    assert count_of(picture(page, "picture-project")[0], glow) > 500


def test_the_paper_keeps_the_centre_whatever_its_size_and_legend(paper):
    page = paper("district=510402&near=101.7,26.6,2000#11/26.6/101.7")
    for size in ("a3-portrait", "a4-portrait", "a3-landscape", "a4-landscape"):
        page.get_by_label("纸张").select_option(size)
        rest(page, "[data-print]")
        assert page.url.endswith("/26.60000/101.70000")
        page.get_by_role("button", name="按阶段").click()
        page.get_by_role("button", name="按类别").click()
        rest(page, "[data-print]")
        assert page.url.endswith("/26.60000/101.70000")
        circle, sheet = (
            page.locator(each).bounding_box()
            for each in (".leaflet-regions-pane path", ".paper-map .leaflet-container")
        )
        for start, length in (("x", "width"), ("y", "height")):
            middle = circle[start] + circle[length] / 2
            assert middle == pytest.approx(sheet[start] + sheet[length] / 2, abs=1.5)


@pytest.mark.parametrize("zoom", [10, 13])
def test_the_paper_looks_where_the_address_says(paper, zoom):
    page = paper(f"#{zoom}/26.61234/101.71234")
    assert page.url.endswith(f"#{zoom}/26.61234/101.71234")
    page.get_by_label("纸张").select_option("a3-portrait")
    rest(page, "[data-print]")
    assert page.url.endswith("/26.61234/101.71234")
    page.get_by_label("纸张").select_option("a4-landscape")
    rest(page, "[data-print]")
    assert page.url.endswith(f"#{zoom}/26.61234/101.71234")


@pytest.mark.parametrize("size", ["a4-landscape", "a4-portrait"])
def test_the_longest_legend_stays_on_the_paper(paper, size):
    page = paper("#13/26.58/101.71")
    page.get_by_label("纸张").select_option(size)
    rest(page, "[data-print]")
    legend = page.locator(".paper-legend")
    assert legend.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert legend.evaluate("box => box.scrollWidth <= box.clientWidth + 1")
    sheet = Paper(page.pdf(prefer_css_page_size=True, print_background=True))
    sheet.keep(f"legend-{size}")
    assert len(sheet) == 1
    assert "其他设施形状：类别" in sheet.text
    assert page.locator(".paper-map").bounding_box()["width"] > 300


def test_a_bad_question_has_no_paper(city, sign_in):
    assert sign_in().request.get("/print/?sector=Z9").status == 400


def test_a_project_page_leads_to_its_sheet(city, sign_in, stage):
    page = sign_in()
    page.goto("/projects/")
    page.locator(".row-link").first.click()
    link = page.get_by_role("link", name="单页 PDF")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"


def test_the_table_is_taken_along_as_excel(city, sign_in):
    page = sign_in("demo-dongqu")
    page.goto("/projects/?sector=A06&sort=-investment")
    page.get_by_text("Excel", exact=True).click()
    look(page, "excel")
    page.locator("input[name=column][value=updated]").uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    assert download.value.suggested_filename.startswith("项目表_领域燃气")
