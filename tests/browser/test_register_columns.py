"""The register's table: which columns it shows, browsing rows by keyboard, saved views."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def register(city, sign_in):
    page = sign_in()
    page.goto("/projects/")
    return page


def test_hidden_columns_stay_hidden_and_totals_stay_under_theirs(register):
    register.get_by_text("显示列", exact=True).click()
    menu = register.get_by_role("group", name="显示列")
    menu.get_by_label("领域").uncheck()
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
    register.get_by_text("修改", exact=True).click()
    register.get_by_role("button", name="删除").click()
    expect(register.locator("[data-views]")).to_contain_text("已删除")
