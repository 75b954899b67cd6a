"""The map in one hand: sheets from below, everything by touch."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from registry.kinds.symbols import MEDIA
from registry.models import Project
from tests.browser.atlas import Atlas
from tests.browser.waiting import rest
from tests.factories import ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
TURNED = {"width": 844, "height": 390}
#: How much of what scrolls sideways is out of sight.
BESIDE = "wrap => wrap.scrollWidth - wrap.clientWidth"


@pytest.fixture
def atlas(city, sign_in):
    return Atlas(sign_in(**PHONE)).open()


def tab(atlas, name):
    return atlas.page.locator(".sheet-tabs").get_by_role("button", name=name)


def test_the_sheets_open_one_at_a_time(atlas):
    panels = [
        atlas.page.locator(f"[data-panel={name}]") for name in ("filters", "results", "legend")
    ]
    for panel in panels:
        expect(panel).not_to_be_in_viewport()
    for name, opened in zip(("筛选", "列表", "图例"), panels, strict=True):
        tab(atlas, name).tap()
        for panel in panels:
            if panel is opened:
                expect(panel).to_be_in_viewport()
            else:
                expect(panel).not_to_be_in_viewport()
    tab(atlas, "图例").tap()
    expect(panels[2]).not_to_be_in_viewport()


def test_a_turned_phone_keeps_its_map_and_its_sheets(atlas):
    tab(atlas, "列表").tap()
    atlas.page.set_viewport_size(TURNED)
    atlas.rest()
    expect(atlas.page.locator("[data-panel=results]")).to_be_in_viewport()
    tab(atlas, "列表").tap()
    for panel in ("filters", "results", "legend"):
        expect(atlas.page.locator(f"[data-panel={panel}]")).not_to_be_in_viewport()
    assert atlas.map.bounding_box()["width"] == TURNED["width"]
    for name in ("只看当前范围", "全市", "定位"):
        expect(atlas.page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [761, 844, 900, 901])
def test_a_tablet_and_a_turned_phone_have_the_whole_bar(city, sign_in, width):
    page = sign_in("demo-dongqu", **(PHONE | {"viewport": {"width": width, "height": 390}}))
    page.goto("/todo/")
    header = page.locator(".site-header")
    assert header.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    header.locator(".person").tap()
    expect(header.get_by_role("button", name="退出登录")).to_be_in_viewport()


def test_a_filter_chosen_by_touch_changes_map_and_list(atlas):
    tab(atlas, "筛选").tap()
    atlas.page.locator("label", has=atlas.page.locator("input[value=A06]")).tap()
    atlas.rest()
    assert atlas.address.query == "sector=A06"
    expect(tab(atlas, "筛选")).to_have_text("筛选1")
    tab(atlas, "列表").tap()
    expect(atlas.rows.first).to_be_in_viewport()
    summary = atlas.summary()
    assert atlas.listed() == summary["projects"]
    assert atlas.drawn == summary["assets"] - summary["unmapped"]


def test_a_project_opens_from_the_list_and_closes_again(atlas):
    tab(atlas, "列表").tap()
    atlas.rows.first.tap()
    expect(atlas.card.locator(".project-card")).to_be_in_viewport()
    atlas.card.get_by_role("button", name="返回列表").tap()
    expect(atlas.rows.first).to_be_in_viewport()


def test_a_tap_on_the_map_opens_a_card(atlas):
    atlas.open("/?medium=gas#16/26.58500/101.71500")
    pixels = atlas.pixels(MEDIA["gas"].color)
    x, y = pixels[len(pixels) // 2]
    atlas.page.touchscreen.tap(x, y)
    expect(atlas.card.locator(".project-card")).to_be_in_viewport()


def test_tiles_are_drawn_in_the_pixels_of_the_screen(atlas):
    drawn = atlas.page.locator(".asset-tiles canvas:not([width='0'])")
    sharpness = drawn.evaluate_all(
        "all => all.map((each) => each.width / each.getBoundingClientRect().width)"
    )
    assert sharpness
    assert set(sharpness) == {PHONE["device_scale_factor"]}


def test_the_header_fits_and_its_menu_holds_what_the_bar_has_no_room_for(city, sign_in):
    atlas = Atlas(sign_in("demo-dongqu", **PHONE)).open()
    header = atlas.page.locator(".site-header")
    assert header.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    assert atlas.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(header.get_by_role("link", name="导入")).not_to_be_visible()
    header.get_by_text("更多", exact=True).tap()
    for name in ("导入", "导出"):
        expect(header.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    header.get_by_role("link", name="导出").tap()
    expect(atlas.page).to_have_title("导出 · 焕新图")


HERE = {"longitude": 101.7185, "latitude": 26.581, "accuracy": 30}


@pytest.mark.parametrize(
    ("address", "root"), [("/", "[data-map]"), ("/projects/{}/draw/", "[data-draw]")]
)
def test_the_map_goes_to_where_one_stands(city, db, sign_in, address, root):
    project = Project.objects.filter(district_id="510402", sector_id="A06").first()
    page = sign_in("demo-dongqu", **PHONE, geolocation=HERE, permissions=["geolocation"])
    page.goto(address.format(project.number))
    rest(page, root)
    page.get_by_role("button", name="定位").tap()
    expect(page.locator(".map-here")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"#1[5-8][.\d]*/26\.58\d+/101\.71\d+"))


def test_it_says_what_to_do_where_no_place_is_told(city, sign_in):
    page = sign_in(**PHONE)
    page.goto("/")
    rest(page, "[data-map]")
    page.get_by_role("button", name="定位").tap()
    expect(page.locator("[data-notices]")).to_contain_text("没有得到位置权限")


def test_a_desk_has_no_such_button(atlas_at_a_desk):
    expect(atlas_at_a_desk.page.get_by_role("button", name="定位")).to_have_count(0)


@pytest.fixture
def atlas_at_a_desk(city, sign_in):
    return Atlas(sign_in()).open()


def test_a_finger_meets_what_it_presses_on_a_projects_page(project, sign_in):
    page = sign_in("demo-dongqu", **PHONE)
    page.goto(project.get_absolute_url())
    expect(page.locator(".missing a").first).to_be_visible()
    pressed = page.locator("main .btn:visible, main .missing a:visible")
    heights = pressed.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) >= 40


@pytest.fixture
def binned(city, stage):
    project = stage.commit(ProjectFactory, name="删掉的项目", deleted_at=timezone.now())
    yield project
    stage.commit(project.delete)


@pytest.mark.parametrize(
    "address", ["/account/", "/projects/deleted/", "/projects/moves/?all=1&sector=A06"]
)
def test_what_a_row_offers_is_not_beside_the_screen(binned, sign_in, address):
    page = sign_in("demo-dongqu", **PHONE)
    page.goto(address)
    for table in page.locator(".table-wrap").all():
        assert table.evaluate(BESIDE) == 0
    expect(page.locator("td").last).to_be_visible()
