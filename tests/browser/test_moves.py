"""Moving projects from the register: what is ticked stays ticked, and only a button moves."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from registry.models import DeclarationBatch, Project, User
from registry.workflow.queue import to_review

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


#: Nothing is sent; what Enter would have pressed is written down instead.
CATCH = """
    document.addEventListener("submit", (event) => {
        event.preventDefault();
        document.body.dataset.pressed = event.submitter.textContent;
    }, { capture: true });
"""


def pressed_by_enter(page, field):
    page.evaluate(CATCH)
    field.press("Enter")
    return page.locator("body").get_attribute("data-pressed")


def test_enter_in_a_date_moves_nothing(register, sign_in):
    ordered(register)
    assert pressed_by_enter(register, register.get_by_label("生效日期")) is None
    reporter = sign_in("demo-dongqu")
    works = Project.objects.current().filter(district="510402", stage="building")
    reporter.goto(works.filter(standing="active").first().get_absolute_url())
    reporter.locator("#moves summary").click()
    assert pressed_by_enter(reporter, reporter.locator("#moves").get_by_label("生效日期")) is None


@pytest.fixture
def waiting(city, db):
    """A project that waits for the department's review."""
    return to_review(User.objects.get(username="demo-shenhe")).first()


def test_enter_in_the_date_of_a_review_decides_nothing(waiting, sign_in):
    page = sign_in("demo-shenhe")
    page.goto(f"/projects/{waiting.number}/review/")
    assert pressed_by_enter(page, page.locator("#decision").get_by_label("生效日期")) is None


@pytest.fixture
def batch(city, stage):
    yield stage.commit(DeclarationBatch.objects.create, name="示例批次")
    stage.commit(lambda: DeclarationBatch.objects.filter(name="示例批次").delete())


def test_enter_in_a_condition_of_a_rule_saves_it(batch, sign_in):
    page = sign_in("demo-shenhe")
    page.goto(f"/rules/{batch.pk}/new/")
    page.get_by_role("button", name="再加一个条件").click()
    rows = page.locator(".condition-test")
    expect(rows).to_have_count(2)
    rows.last.get_by_label("检查内容").select_option(label="资金合计")
    rows.last.get_by_label("比较").select_option(label="不少于")
    value = rows.last.get_by_label("值（万元）")
    expect(value).to_be_visible()
    assert pressed_by_enter(page, value) == "保存"


@pytest.fixture
def long_named(waiting, stage):
    """A project that waits for the department's review, with a name that breaks nowhere."""

    def name(words):
        Project.objects.filter(pk=waiting.pk).update(name=words)

    stage.commit(name, "G" * 190)
    yield waiting
    stage.commit(name, waiting.name)


@pytest.mark.parametrize("screen", [{}, {"viewport": {"width": 390, "height": 844}}])
def test_a_name_without_spaces_stays_within_the_queue(long_named, sign_in, screen):
    page = sign_in("demo-shenhe", **screen)
    page.goto("/todo/")
    name = page.locator(".todo .row-link", has_text="GGG")
    expect(name).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    right = "box => box.getBoundingClientRect().right"
    assert name.evaluate(right) <= name.locator("..").evaluate(right) + 1
