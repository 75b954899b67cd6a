"""Whose figures the overview and the wall show to who does not see the whole city."""

import pytest
from playwright.sync_api import expect

from tests.browser.overview import OverviewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DONGQU, MIYI = "510402", "510421"
SCOPE = "东区人民政府可见范围"
PHONE = {"viewport": {"width": 390, "height": 844}}


def test_a_district_reads_whose_figures_these_are_and_no_0_of_its_neighbours(city, sign_in):
    overview = OverviewPage(sign_in("demo-dongqu")).open()
    expect(overview.title).to_have_text(f"{SCOPE}总览")
    expect(overview.trail).to_have_text(SCOPE)
    expect(overview.district(MIYI)).to_contain_text("不在可见范围")
    expect(overview.page.locator("[data-map-legend]")).to_contain_text("不在可见范围")
    expect(overview.page.locator("[data-map-legend]")).not_to_contain_text("没有项目或金额")
    expect(overview.page.locator(".page-head")).not_to_contain_text("全市")
    overview.district(DONGQU).click()
    overview.rest()
    expect(overview.title).to_have_text("东区总览")
    overview.trail.get_by_role("link", name=SCOPE).click()
    overview.rest()
    overview.page.set_viewport_size(PHONE["viewport"])
    # The charts follow the window when they are drawn the next time.
    overview.page.wait_for_function("document.documentElement.scrollWidth <= 390")


def test_the_wall_of_one_district_stays_there(city, sign_in):
    page = sign_in("demo-dongqu", viewport={"width": 1920, "height": 1080})
    page.clock.install()
    page.goto("/screen/")
    screen = page.locator("[data-screen]")
    for _ in range(3):
        expect(screen).to_have_attribute("data-shown", "all")
        expect(page.locator("h1")).to_have_text(SCOPE)
        page.clock.run_for(15_000)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
