"""Every page: fits its screen, speaks Chinese, has one heading, names its controls, shows focus."""

import pytest
from playwright.sync_api import expect

from registry.models import Asset, Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCREENS = [(390, 844), (1366, 768), (1920, 1080)]
STOPS = 70

UNNAMED = """
() => [...document.querySelectorAll("input, select, textarea, button, a[href], summary")]
  .filter((each) => each.type !== "hidden" && each.checkVisibility())
  .filter((each) => !each.getAttribute("aria-label") && !each.title && !each.labels?.length
    && !each.textContent.trim())
  .map((each) => each.outerHTML)
"""

# The look of what has the focus: some ring or frame must tell it from the rest.
FOCUSED = """
() => {
  const one = document.activeElement;
  const { outlineStyle, boxShadow } = getComputedStyle(one);
  return [one.outerHTML.slice(0, 160), outlineStyle !== "none" || boxShadow !== "none"];
}
"""


@pytest.fixture
def addresses(city):
    """One of each page, of the largest project."""
    asset = Asset.objects.filter(kind="elevator").first()
    project = f"/projects/{Project.objects.get(name__contains='河门口老旧小区').number}"
    elevator = f"/projects/{asset.project.number}"
    return [
        *("/", "/?sector=A06&funding=ultra-long-bond&stage=building#15/26.585/101.715"),
        *("/overview/", "/overview/?compare=510402&compare=510403&on=2026-01-01"),
        *("/projects/", "/projects/?sector=A05", "/projects/new/", "/projects/deleted/"),
        *(f"{project}/", f"{elevator}/edit/", f"{elevator}/copy/", f"{elevator}/assets/new/"),
        *(f"{elevator}/assets/new/?kind=pipe", f"{elevator}/assets/{asset.pk}/edit/"),
        *("/people/", "/kiosks/", "/kiosks/new/", "/reference/organisations/"),
        *("/reference/sectors/", "/reference/sectors/rows/A04/", "/reference/districts/"),
    ]


@pytest.fixture
def tour(addresses, sign_in):
    """`tour(look)` is what `look(page)` finds on each page, by address, nothing left out."""

    def found(look, **screen):
        page = sign_in("demo-admin", **screen)
        findings = {}
        for address in [*addresses, "/accounts/login/"]:
            if "login" in address:
                page.context.clear_cookies()
            page.goto(address)
            expect(
                page.locator(":is([data-map], [data-overview]):not([data-state=idle])")
            ).to_have_count(0)
            findings[address] = look(page)
        return findings

    return found


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_nothing_runs_over_the_side_of_the_screen(tour, width, height):
    is_phone = width < 500
    widths = tour(
        lambda page: page.evaluate("document.documentElement.scrollWidth"),
        viewport={"width": width, "height": height},
        is_mobile=is_phone,
        has_touch=is_phone,
    )
    assert {address: wide for address, wide in widths.items() if wide > width} == {}


def test_every_page_is_chinese_with_one_heading_a_title_and_named_controls(tour):
    def look(page):
        language = page.locator("html").get_attribute("lang")
        return language, page.locator("h1").count(), page.title()[-3:], page.evaluate(UNNAMED)

    findings = tour(look)
    assert findings == dict.fromkeys(findings, ("zh-CN", 1, "焕新图", []))


def test_the_focus_is_seen_wherever_it_goes(tour):
    def look(page):
        unseen = []
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            element, is_seen = page.evaluate(FOCUSED)
            if not is_seen and not element.startswith("<body"):
                unseen.append(element)
        return unseen

    assert {address: unseen for address, unseen in tour(look).items() if unseen} == {}
