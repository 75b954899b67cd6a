"""Base maps and reference layers behind the maps of pages, chosen once for all of them."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import Project
from tests.browser.atlas import Atlas
from tests.browser.pixels import wait_for_pixels
from tests.browser.test_basemaps import photo  # noqa: F401 (a fixture)
from tests.browser.test_reference_layers import COLOUR, roads  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def mapped(city, db):
    """A project with shapes that the person may edit."""
    mapped = Project.objects.filter(district_id="510402", sector_id="A06", assets__isnull=False)
    return mapped.exclude(assets__location=None).first()


def open_page(page, address):
    page.goto(address)
    state = page.locator("[data-state]").first
    expect(state).to_have_attribute("data-state", "idle")
    return page


@pytest.mark.parametrize("address", ["/projects/{}/", "/projects/{}/draw/#13/26.58/101.71"])
def test_a_page_has_the_same_menus(photo, roads, mapped, sign_in, address):  # noqa: F811
    page = open_page(sign_in("demo-dongqu"), address.format(mapped.number))
    page.get_by_text("图层", exact=True).click()
    page.get_by_role("radio", name="本市影像").click()
    expect(page.locator(".basemap-tiles").first).to_be_attached()
    expect(page.locator(".map-credit")).to_have_text("示例单位 审图号：川S〔2026〕00001号")
    page.get_by_label("现状道路").check()
    expect(page.locator(".reference-tiles").first).to_be_attached()
    page.reload()
    expect(page.locator("[data-state]").first).to_have_attribute("data-state", "idle")
    expect(page.get_by_role("radio", name="本市影像", include_hidden=True)).to_have_attribute(
        "aria-checked", "true"
    )
    expect(page.get_by_label("现状道路", exact=False)).to_be_checked()


def test_the_choice_of_the_map_holds_on_the_pages(photo, roads, mapped, sign_in):  # noqa: F811
    page = open_page(sign_in("demo-dongqu"), "/#13/26.58/101.71")
    Atlas(page).open_legend()
    page.get_by_label("现状道路").check()
    page.get_by_text("底图", exact=True).click()
    page.get_by_role("radio", name="本市影像").click()
    open_page(page, f"/projects/{mapped.number}/draw/")
    expect(page.locator(".map-credit")).to_contain_text("示例单位")
    expect(page).to_have_url(re.compile(f"base=photo/over={roads.pk}$"))
    open_page(page, f"/projects/{mapped.number}/draw/#13/26.58/101.71/over={roads.pk}")
    page.reload()
    wait_for_pixels(page, ".reference-tiles canvas", COLOUR, 12, more_than=50)


def test_a_base_map_that_is_down_leaves_drawing_alone(photo, mapped, sign_in, watch):  # noqa: F811
    watch.provoke("503")
    page = open_page(sign_in("demo-dongqu"), f"/projects/{mapped.number}/draw/#13/26.58/101.71")
    page.get_by_text("图层", exact=True).click()
    page.get_by_role("radio", name="坏底图").click()
    expect(page.locator("[data-notices]")).to_contain_text("底图“坏底图”没有响应")
    expect(page.get_by_role("button", name="保存")).to_be_visible()
