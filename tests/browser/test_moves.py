"""Moving projects from the register: what is ticked stays ticked, and only a button moves."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

REGISTER = "/projects/?sort=number"


@pytest.fixture
def register(city, sign_in):
    page = sign_in("demo-shenhe")
    page.goto(REGISTER)
    expect(page.get_by_role("button", name="办理勾选的项目")).to_be_disabled()
    return page


def boxes(page):
    return page.locator("#register tbody .pick input")


def test_ticks_survive_sorting_and_turning_the_page(register):
    ticked = [boxes(register).nth(place).input_value() for place in (0, 2)]
    for number in ticked:
        register.locator(f"tr[data-project={number}] .pick input").check()
    told = register.locator("[data-ticks-told]")
    expect(told).to_have_text("已勾选 2 个。")
    register.locator("nav.pagination").get_by_role("link", name="2", exact=True).click()
    expect(register.locator("nav.pagination [aria-current=page]")).to_have_text("2")
    expect(told).to_have_text("已勾选 2 个。")
    register.get_by_label("勾选本页全部").check()
    here = boxes(register).count()
    expect(told).to_have_text(f"已勾选 {2 + here} 个。")
    register.get_by_label("勾选本页全部").uncheck()
    register.locator("#sort-number").click()
    expect(register.locator("th[aria-sort=descending]")).to_be_visible()
    expect(told).to_have_text("已勾选 2 个。")

    register.get_by_role("button", name="办理勾选的项目").click()
    expect(register.locator("h1")).to_have_text("批量办理 2 个项目")
    register.go_back()
    expect(told).to_have_text("已勾选 2 个。")
    register.get_by_role("button", name="清除勾选").click()
    expect(told).to_have_text("请先勾选项目。")
    expect(register.get_by_role("button", name="办理勾选的项目")).to_be_disabled()


def test_another_question_is_another_choice(register):
    boxes(register).first.check()
    register.locator("input[name=sector][value=A06]").check()
    expect(register).to_have_url(re.compile("sector=A06"))
    expect(register.locator("[data-ticks-told]")).to_have_text("请先勾选项目。")


def ordered(register):
    """The form for the first two projects of the register."""
    numbers = [boxes(register).nth(place).input_value() for place in (0, 1)]
    for place in (0, 1):
        boxes(register).nth(place).check()
    register.get_by_role("button", name="办理勾选的项目").click()
    return numbers


def test_who_signs_in_again_moves_what_was_ticked(register):
    numbers = ordered(register)
    register.get_by_label("生效日期").fill("2070-01-01")
    button = register.locator("button[name=move]").first
    button.click()
    expect(register.locator("main")).to_contain_text("不能晚于今天")
    register.go_back()
    register.get_by_label("生效日期").fill("2070-01-01")
    register.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    button.click()
    expect(register).to_have_title("登录 · 焕新图")
    asked = register.locator("input[name=next]").input_value()
    assert re.findall(r"project=([\w-]+)", asked) == numbers
