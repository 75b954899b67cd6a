"""The register in the browser: sorted, paged, filtered without leaving the page; its totals."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import Project
from tests.browser.atlas import Atlas, number

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def register(city, sign_in):
    """The register's page in front of the leader, not yet opened."""
    return sign_in()


def numbers(page):
    return page.locator("#register tbody tr td:first-child").all_inner_texts()


def test_a_heading_sorts_and_sorts_the_other_way_round(register):
    register.goto("/projects/")
    by_amount = Project.objects.current().exclude(investment_wan=None).order_by("-investment_wan")
    register.locator("#sort-investment").click()
    expect(register).to_have_url(re.compile(r"\?sort=-investment$"))
    expect(register.locator("tbody tr").first).to_contain_text(by_amount.first().name)
    register.locator("#sort-investment").click()
    expect(register).to_have_url(re.compile(r"\?sort=investment$"))
    expect(register.locator("th[aria-sort=ascending]")).to_contain_text("总投资")
    amounts = register.locator("#register tbody tr td:nth-child(6)").all_inner_texts()
    assert amounts == sorted(amounts, key=number)


def test_pages_hold_every_project_once(register):
    register.goto("/projects/?sort=number")
    seen = numbers(register)
    pages = register.locator("nav.pagination")
    for page in range(2, int(pages.locator("a[href*='page=']").last.inner_text()) + 1):
        pages.get_by_role("link", name=str(page), exact=True).click()
        expect(pages.locator("[aria-current=page]")).to_have_text(str(page))
        seen += numbers(register)
    current = Project.objects.current().order_by("id")
    assert seen == list(current.values_list("number", flat=True))


def test_a_filter_changes_table_totals_and_address_in_place(register):
    register.goto("/projects/")
    register.locator("input[name=sector][value=A06]").check()
    expect(register).to_have_url(re.compile(r"/projects/\?sector=A06$"))
    gas = Project.objects.current().filter(sector="A06").count()
    expect(register.locator("tr.totals")).to_contain_text(f"合计 {gas} 个项目")
    register.go_back()
    expect(register.locator("tr.totals")).not_to_contain_text(f"合计 {gas} 个项目")
    expect(register.locator("input[name=sector][value=A06]")).not_to_be_checked()


def test_the_totals_are_those_of_the_map(register):
    register.goto("/projects/?sector=A06")
    cells = register.locator("tr.totals td").all_inner_texts()
    words = re.findall(r"[\d,]+", register.locator("tr.totals th").inner_text())
    register.get_by_role("link", name=re.compile("在地图上看这")).click()
    atlas = Atlas(register)
    atlas.rest()
    figures, summary = atlas.figures(), atlas.summary()
    assert [number(word) for word in words] == [
        summary[name] for name in ("projects", "assets", "unmapped")
    ]
    assert figures["项目"] == number(words[0])
    assert figures["总投资"] == pytest.approx(number(cells[0]), abs=50)
    assert figures["管线长度"] == number(cells[1])


def test_a_session_that_ended_is_told_beside_the_table(register):
    register.goto("/projects/")
    register.context.clear_cookies()
    register.locator("input[name=sector][value=A06]").check()
    expect(register.locator("[data-notices]")).to_contain_text("登录已过期，请重新登录")
    expect(register.locator("tbody tr").first).to_be_visible()


def test_the_map_of_a_project_and_its_table_point_at_each_other(register):
    project = Project.objects.get(name__contains="河门口老旧小区")
    register.goto(f"/projects/{project.number}/")
    page_map = register.locator("[data-project-map]")
    expect(page_map).to_have_attribute("data-state", "idle")
    mapped = project.assets.exclude(location=None).count()
    expect(page_map).to_have_attribute("data-features-drawn", str(mapped))
    row = register.locator("tr[data-asset]").first
    row.hover()
    expect(row).to_have_class(re.compile("is-linked"))


def test_a_leader_is_shown_no_buttons_that_he_may_never_press(register):
    project = Project.objects.filter(stage="planned").first()
    register.goto(f"/projects/{project.number}/")
    expect(register.locator(".refusals")).to_contain_text("您只能查看：您的角色不能修改项目")
    expect(register.locator(".page-actions .btn")).to_have_text(["单页 PDF"])
    expect(register.locator("main button:disabled")).to_have_count(0)
    expect(register.get_by_text("办理…")).to_have_count(0)
    expect(register.locator("#moves")).to_contain_text("您的角色不能推进项目")
