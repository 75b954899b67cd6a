"""The register's table: which columns it shows, browsing rows by keyboard, saved views."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import Project
from tests.pages_on_paper import Paper, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def register(city, sign_in):
    page = sign_in()
    page.goto("/projects/")
    return page


def test_hidden_columns_stay_hidden_and_totals_stay_under_theirs(register):
    register.get_by_text("显示列", exact=True).click()
    menu = register.get_by_role("group", name="显示列")
    menu.get_by_label("领域", exact=True).uncheck()
    menu.get_by_label("总投资（万元）").uncheck()
    expect(register.locator("#sort-sector")).to_be_hidden()
    assert register.locator("[data-rest]").get_attribute("colspan") == "4"
    register.locator("#sort-length").click()
    expect(register).to_have_url(re.compile("sort=-length"))
    expect(register.locator("#sort-sector")).to_be_hidden()
    register.reload()
    expect(register.locator("#sort-investment")).to_be_hidden()
    heads = register.locator("thead th:visible")
    cells = register.locator("tbody tr").first.locator("td:visible")
    assert heads.count() == cells.count() == 6


def test_further_columns_are_shown_and_remembered(register):
    lead = register.locator('th[data-column="lead"]')
    expect(lead).to_be_hidden()
    register.get_by_text("显示列", exact=True).click()
    register.get_by_role("group", name="显示列").get_by_label("牵头单位").check()
    expect(lead).to_be_visible()
    expect(register.locator('tbody td[data-column="lead"]').first).to_have_text(re.compile("局"))
    register.reload()
    expect(lead).to_be_visible()
    heads = register.locator("thead th:visible")
    assert heads.count() == register.locator("tbody tr").first.locator("td:visible").count() == 9


def test_the_printed_table_is_a_table_and_nothing_else(register):
    register.goto("/projects/?district=510402")
    sheet = Paper(register.pdf(prefer_css_page_size=True))
    sheet.keep("register")
    texts = [text_of(page) for page in sheet.document]
    assert [round(each / 72 * 25.4) for each in sheet.page.get_size()] == [297, 210]
    assert len(texts) > 1
    for told in ("项目库", "查询条件：地区：东区", "打印日期：", "RA-"):
        assert told in texts[0]
    assert all("项目名称" in text for text in texts)
    assert [text.count("合计") for text in texts] == [0] * (len(texts) - 1) + [1]
    for control in ("显示列", "筛选", "资金来源", "更多条件", "清除全部条件"):
        assert not any(control in text for text in texts)
    number = "RA-000"
    shown = register.locator("tbody tr").count()
    assert sum(text.count(number) for text in texts) == shown


def test_a_narrow_screen_keeps_names_and_totals_in_view(city, sign_in):
    page = sign_in(viewport={"width": 911, "height": 512})
    page.goto("/projects/")
    expect(page.locator("tfoot .in-view")).to_contain_text(re.compile("总投资.*万元.*km"))
    box = page.locator(".register .table-wrap")
    assert box.evaluate("(box) => box.scrollWidth > box.clientWidth")
    name = page.locator('tbody td[data-column="name"]').first
    box.evaluate("(box) => { box.scrollLeft = box.scrollWidth; }")
    edges = "(each) => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]"
    (left, right), (first, last) = name.evaluate(edges), box.evaluate(edges)
    assert first <= left < right < last
    bottom = "(each) => each.getBoundingClientRect().bottom"
    below = page.locator("tfoot th").evaluate(bottom), box.evaluate(bottom)
    assert below[0] == pytest.approx(below[1], abs=2), "nothing of a row lies below the totals"


def test_a_phone_shows_stage_and_money_of_a_project_and_the_totals(city, sign_in):
    page = sign_in(viewport={"width": 390, "height": 844})
    page.goto("/projects/")
    box = page.locator(".register .table-wrap")
    assert box.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0
    for column in ("name", "stage", "investment"):
        expect(page.locator(f"tbody td[data-column={column}]").first).to_be_in_viewport(ratio=1)
    page.locator("tbody td[data-column=updated]").last.scroll_into_view_if_needed()
    expect(page.locator("tfoot .in-view")).to_be_in_viewport()
    page.get_by_role("link", name="总投资（万元）").click()
    head = page.locator("th[data-column=investment]")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(head).to_be_in_viewport()


def test_the_usual_columns_fit_an_office_screen(register):
    box = register.locator(".register .table-wrap")
    assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")


def test_rows_are_browsed_by_arrow_keys(register):
    links = register.locator("a.row-link")
    links.first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        register.keyboard.press(key)
    expect(links.nth(1)).to_be_focused()
    register.keyboard.press("End")
    expect(links.last).to_be_focused()


def test_choices_of_the_register_are_counted_too(register):
    choice = register.locator("label").filter(has=register.locator("[name=stage]")).first
    expect(choice.locator(".count")).to_have_text(re.compile(r"\d+"))


def test_a_view_is_saved_opened_and_deleted(register):
    register.goto("/projects/?sector=A06&sort=-length")
    register.get_by_text("常用视图").click()
    register.get_by_placeholder("给当前视图起个名称").fill("燃气按长度")
    register.get_by_role("button", name="保存当前视图").click()
    expect(register.locator("[data-views]")).to_contain_text("已保存“燃气按长度”")
    register.goto("/projects/")
    register.get_by_text("常用视图").click()
    register.get_by_role("link", name="燃气按长度").click()
    expect(register).to_have_url(re.compile(r"/projects/\?sector=A06&sort=-length"))
    register.get_by_text("常用视图").click()
    register.get_by_label("修改“燃气按长度”").click()
    register.get_by_role("button", name="删除").click()
    expect(register.locator("[data-views]")).to_contain_text("已删除")


@pytest.fixture
def unbroken(city, stage):
    """A project under a name that has no place to break at."""

    def rename():
        project = Project.objects.current().first()
        named, project.name = project.name, "ABCDEFGHIJ" * 12
        Project.objects.filter(pk=project.pk).update(name=project.name)
        return project, named

    project, named = stage.commit(rename)
    yield project
    stage.commit(lambda: Project.objects.filter(pk=project.pk).update(name=named))


def test_an_unbroken_name_stays_within_its_place(unbroken, sign_in):
    page = sign_in()
    fits = "(each) => each.scrollWidth <= each.clientWidth"
    page.goto(unbroken.get_absolute_url())
    assert page.locator("h1").evaluate(fits)
    page.goto(f"/projects/?q={unbroken.number}")
    assert page.locator(".register .table-wrap").evaluate(fits)
    page.goto(f"/?q={unbroken.number}")
    assert page.locator(f'.result[data-project="{unbroken.number}"]').evaluate(fits)
