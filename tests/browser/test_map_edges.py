"""What stands at the edge of the map: links past the filters, notes, chips, hints."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.atlas import Atlas
from tests.browser.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("link", "first"),
    [
        ("跳到地图工具", "[data-region-tool=polygon]"),
        ("跳到结果", "[data-panel=results] a, [data-panel=results] button"),
    ],
)
def test_the_keyboard_goes_past_the_filters(atlas, link, first):
    page = atlas.open().page
    view = atlas.address.fragment
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.locator(".skip-link", has_text=link).press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(first).and_(page.locator(":focus"))).to_have_count(1)
    assert atlas.address.fragment == view


def test_a_drawer_that_is_folded_opens_for_who_goes_to_it(atlas):
    page = atlas.open().page
    drawer = page.locator("[data-panel=results]")
    drawer.get_by_role("button", name="收起").first.click()
    expect(drawer).to_be_hidden()
    page.locator(".skip-link", has_text="跳到结果").press("Enter")
    expect(drawer).to_be_focused()


def test_on_a_phone_every_district_can_be_pressed_and_the_two_counts_are_told_apart(city, sign_in):
    atlas = Atlas(sign_in(**PHONE)).open()
    page = atlas.page
    expect(page.locator(".group-note")).to_have_text("圆圈内是设施数，地名旁是项目数")
    crowded = page.locator("[data-crowded-chips] .district-name")
    expect(crowded.first).to_be_visible()
    shown = page.locator(".district-label .district-name:visible")
    assert crowded.count() + shown.count() == 5
    chip = crowded.first
    code = chip.get_attribute("data-district")
    chip.tap()
    expect(page).to_have_url(re.compile(rf"\?district={code}#"))


def test_keys_are_named_only_where_there_is_a_keyboard(city, sign_in, atlas):
    phone = Atlas(sign_in(**PHONE)).open()
    phone.page.locator(".sheet-tabs").get_by_role("button", name="列表").tap()
    phone.rows.first.tap()
    atlas.open().rows.first.click()
    for each, is_told in ((phone, False), (atlas, True)):
        expect(each.card.locator(".project-card")).to_be_visible()
        expect(each.card.get_by_text("Esc 关闭")).to_be_visible(visible=is_told)


@pytest.mark.parametrize("address", ["/", "/projects/", "/overview/"])
def test_words_that_are_found_together_nowhere_may_be_parted(city, sign_in, address):
    page = sign_in()
    hint = page.get_by_text("几个词请用空格分开")
    page.goto(f"{address}?q=清香坪供水")
    expect(hint).to_be_visible()
    expect(page.locator(".chip").first).to_contain_text("文字：清香坪供水")
    page.goto(f"{address}?q=清香坪 没有")
    expect(page.get_by_text("没有符合条件的项目").first).to_be_visible()
    expect(hint).not_to_be_visible()


def test_the_code_on_paper_says_what_it_is_for(city, sign_in):
    page = sign_in()
    page.goto("/print/")
    expect(page.locator(".paper-code figcaption")).to_have_text("扫码打开本图")


def test_the_map_on_paper_has_its_legend_even_where_it_is_folded(atlas):
    page = atlas.open().page
    legend = page.locator("[data-panel=legend]")
    body = legend.locator(".legend-body")
    if body.is_visible():
        legend.get_by_role("button", name="图例").click()
    expect(body).to_be_hidden()
    page.emulate_media(media="print")
    expect(body).to_be_visible()
    expect(page.locator(".map-top .share")).to_be_hidden()
    under = page.locator(".leaflet-container").bounding_box()
    assert legend.bounding_box()["y"] >= under["y"] + under["height"]
