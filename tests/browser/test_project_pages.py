"""The pages of one project: one head, one width, and a way from each to every other."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import Project
from tests.browser.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LOOKED_AT = ["概况", "资金", "资料和照片", "审核", "历史"]
BELOW = ("edit/", "copy/", "assets/new/", "assets/new/?kind=pipe", "history/?on=2026-01-01")
EDGES = "each => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]"
BOTTOMS = "all => all.map(each => Math.round(each.getBoundingClientRect().bottom))"


@pytest.fixture
def full(city, db):
    """A project of 东区 with shapes, money and papers."""
    found = Project.objects.filter(district_id="510402", attachments__isnull=False)
    return found.exclude(total__extent=None).exclude(assets__isnull=True).first()


def row(page):
    return page.get_by_role("navigation", name="项目的页面")


def test_each_page_leads_to_every_other_and_says_where_one_is(full, sign_in):
    page = sign_in("demo-dongqu")
    page.goto(full.get_absolute_url())
    expect(row(page).get_by_role("link")).to_have_text([*LOOKED_AT, "绘制"])
    edges = page.locator(".project-head").evaluate(EDGES)
    for label in (*LOOKED_AT[1:], LOOKED_AT[0]):
        row(page).get_by_role("link", name=label).click()
        expect(row(page).locator("[aria-current=page]")).to_have_text(label)
        expect(page.get_by_role("heading", level=1)).to_have_text(full.name)
        assert page.locator(".project-head").evaluate(EDGES) == edges


def test_drawing_fills_the_screen_and_leads_back(full, sign_in):
    page = sign_in("demo-dongqu")
    page.goto(full.get_absolute_url())
    row(page).get_by_role("link", name="绘制").click()
    expect(page.locator("[data-draw]")).to_have_attribute("data-state", "idle")
    crumbs = page.locator(".draw-bar .breadcrumb")
    expect(crumbs.locator("[aria-current=page]")).to_have_text("绘制")
    crumbs.get_by_role("link", name=full.number).click()
    expect(row(page).locator("[aria-current=page]")).to_have_text("概况")


def test_what_lies_below_a_page_has_the_same_head(full, sign_in):
    page = sign_in("demo-dongqu")
    paper = full.attachments.present().first()
    for path in (*BELOW, f"papers/{paper.pk}/"):
        page.goto(f"{full.get_absolute_url()}{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(full.name)
        expect(row(page).get_by_role("link")).to_have_count(6)


def test_a_reader_is_led_only_to_what_he_may_open(full, sign_in):
    page = sign_in("demo-lingdao")
    page.goto(full.get_absolute_url())
    for label in LOOKED_AT:
        expect(row(page).get_by_role("link")).to_have_text(LOOKED_AT)
        row(page).get_by_role("link", name=label).click()
        expect(row(page).locator("[aria-current=page]")).to_have_text(label)
        expect(page.locator(".project-head :disabled")).to_have_count(0)
        expect(page.locator(".project-head .refusals")).to_contain_text("您只能查看")


def test_a_reader_finds_no_dead_buttons_at_a_paper(full, sign_in):
    page = sign_in("demo-lingdao")
    for path in ("", f"{full.attachments.present().first().pk}/"):
        page.goto(f"{full.get_absolute_url()}papers/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(full.name)
        expect(page.locator(".page-head button:disabled")).to_have_count(0)
        expect(page.get_by_role("button", name="保存")).to_have_count(0)
        expect(page.get_by_text("上传", exact=True)).to_have_count(0 if not path else 1)


@pytest.mark.parametrize("path", ["", "money/", "papers/", "review/", "history/", "edit/"])
def test_on_a_phone_the_row_scrolls_within_itself(full, sign_in, path):
    page = sign_in("demo-dongqu", **PHONE)
    page.goto(f"{full.get_absolute_url()}{path}")
    expect(row(page).locator("[aria-current=page]")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]


def test_the_first_screen_has_stage_next_step_map_money_and_papers(full, sign_in):
    page = sign_in("demo-dongqu", viewport={"width": 1366, "height": 768})
    page.goto(full.get_absolute_url())
    expect(page.locator("[data-project-map]")).to_have_attribute("data-state", "idle")
    for shown in (".timeline", "#moves"):
        expect(page.locator(shown)).to_be_in_viewport(ratio=1)
    for heading in ("位置", "资金", "资料和照片"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()
    expect(page.locator("[data-project-map]")).to_be_in_viewport(ratio=0.5)


def test_the_columns_of_a_projects_page_end_together(full, sign_in):
    page = sign_in("demo-dongqu", viewport={"width": 1366, "height": 768})
    page.goto(full.get_absolute_url())
    ends = page.locator(
        ".project-desk > .card, .project-desk > .project-side > .card:last-child"
    ).evaluate_all(BOTTOMS)
    assert len(ends) == 3
    assert len(set(ends)) == 1


def test_what_others_have_drawn_is_paler_than_ones_own(full, sign_in):
    page = sign_in("demo-dongqu")
    page.goto(f"{full.get_absolute_url()}draw/")
    expect(page.locator("[data-draw]")).to_have_attribute("data-state", "idle")
    expect(page.locator(".asset-tiles")).to_have_css("opacity", re.compile(r"0\.[1-5]"))
