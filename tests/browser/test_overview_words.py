"""What the overview says beside its figures: read whole, and of what money they are."""

import pytest
from playwright.sync_api import expect

from tests.browser.overview import OverviewPage
from tests.pages_on_paper import Paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BOND = "ultra-long-bond"
SCREENS = {"wall": (1920, 1080), "office": (1366, 768), "phone": (390, 844)}
#: Notes that are wider than their place, so that an end is cut off.
CUT = """
() => [...document.querySelectorAll(".overview-note")]
  .filter((note) => note.scrollWidth > note.clientWidth)
  .map((note) => note.textContent)
"""


@pytest.fixture
def overview(city, sign_in):
    return OverviewPage(sign_in())


@pytest.mark.parametrize("screen", SCREENS)
def test_notes_of_the_figures_are_read_whole(city, sign_in, screen):
    width, height = SCREENS[screen]
    overview = OverviewPage(sign_in(viewport={"width": width, "height": height})).open()
    expect(overview.page.locator("[data-strip]")).to_contain_text("个未填）")
    assert overview.page.evaluate(CUT) == []
    assert overview.page.evaluate("document.documentElement.scrollWidth") <= width


def test_colours_without_numbers_are_told(city, sign_in):
    overview = OverviewPage(sign_in()).open()
    shades = overview.card("matrix").locator("[data-shades] li")
    assert shades.count() > 1
    expect(shades.first).to_be_hidden()
    overview.page.set_viewport_size({"width": 390, "height": 844})
    expect(shades.first).to_be_visible()
    expect(shades.last).to_contain_text("元")
    overview.page.locator("[data-show]").select_option("projects")
    overview.rest()
    expect(shades.last).to_contain_text("个")
    overview.card("matrix").get_by_role("button", name="表格").click()
    expect(shades.first).to_be_hidden()


def test_figures_of_all_money_claim_no_part_of_it(overview):
    overview.open()
    expect(overview.page.locator("[data-strip]")).not_to_contain_text("（全部来源")
    expect(overview.page.locator("[data-covers]")).to_be_hidden()


def test_money_of_projects_of_a_source_says_that_it_is_of_all_their_sources(overview):
    overview.open(f"funding={BOND}")
    for label in ("总投资", "计划资金", "已支付"):
        figure = overview.page.locator(".overview-figure", has_text=f"{label}（全部来源）")
        expect(figure).to_be_visible()
    for name in ("years", "sectors", "matrix"):
        expect(overview.card(name).locator("h2")).to_contain_text("（全部来源）")
    expect(overview.page.locator("[data-map-legend] h3")).to_have_text("总投资（全部来源）")
    expect(overview.page.locator("[data-covers]")).to_contain_text("不只是该来源的")
    overview.page.locator("[data-show]").select_option("projects")
    overview.rest()
    expect(overview.page.locator("[data-map-legend] h3")).to_have_text("项目数")
    expect(overview.card("matrix").locator("h2")).to_have_text("各领域在各地区：项目数")


def test_a_year_is_called_that_of_the_works_and_its_money_that_of_all_years(overview):
    overview.open()
    overview.press_at("years", -100, -40)
    overview.page.wait_for_url("**year=*")
    overview.rest()
    (year,) = overview.asked["year"]
    expect(overview.page.locator("[data-chips]")).to_contain_text(f"工期年份：{year} 年")
    for label in ("计划资金", "已支付"):
        figure = overview.page.locator(".overview-figure", has_text=f"{label}（各年度）")
        expect(figure).to_be_visible()
    expect(overview.page.locator("[data-covers]")).to_contain_text("工期（计划或实际）跨到该年")


def test_the_printed_overview_says_of_what_money_it_tells(overview):
    overview.open(f"funding={BOND}&year=2025")
    # What is asked is named once the choices of the filter have come.
    expect(overview.page.locator("[data-chips]")).to_contain_text("工期年份：2025 年")
    paper = Paper(overview.page.pdf(prefer_css_page_size=True, print_background=True))
    paper.keep("overview-bond")
    for told in ("不只是该来源的", "计划资金（全部来源、年度）", "工期年份：2025年"):
        assert told in paper.text
