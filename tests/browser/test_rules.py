"""A reviewer writes a rule by choosing, tries it out, publishes it and finds the projects."""

import pytest
from playwright.sync_api import expect

from registry.models import DeclarationBatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TOPS = "(boxes) => boxes.map((box) => box.getBoundingClientRect().top)"


def left_of(page, selector):
    return page.locator(selector).bounding_box()["x"]


@pytest.fixture
def keeper(city, sign_in):
    page = sign_in("demo-shenhe")
    yield page
    DeclarationBatch.objects.filter(is_example=False).delete()


def test_what_is_said_and_what_a_trial_finds_stand_in_line(keeper):
    page = keeper
    page.goto("/rules/new/")
    page.get_by_label("批次名称").fill("供水 2026 年第二批")
    page.get_by_label("供水设施设备更新").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".message")).to_be_visible()
    assert left_of(page, ".message") == left_of(page, ".breadcrumb")
    page.goto("/rules/")
    page.get_by_role("link", name="示例规则").click()
    page.get_by_role("link", name="试算").click()
    expect(page.locator(".trial .card")).to_have_count(4)
    assert len(set(page.locator(".trial .card").evaluate_all(TOPS))) == 1


def test_from_an_empty_batch_to_the_projects_that_lack_money(keeper):
    page = keeper
    page.goto("/rules/")
    page.get_by_role("link", name="新建批次").click()
    page.get_by_label("批次名称").fill("供水 2026 年第一批")
    page.get_by_label("供水设施设备更新").check()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="添加规则").click()
    page.get_by_label("规则", exact=True).fill("县区配套资金不少于 50 万元")
    page.get_by_label("不满足时为").select_option(label="缺资金")
    # Each choice brings the fields that it needs, and loses nothing of what was typed.
    page.get_by_label("检查内容").select_option(label="资金合计")
    page.get_by_label("县（区）财政").check()
    page.get_by_label("比较").select_option(label="不少于")
    page.get_by_label("值（万元）").fill("50")
    expect(page.get_by_label("县（区）财政")).to_be_checked()
    expect(page.get_by_label("规则", exact=True)).to_have_value("县区配套资金不少于 50 万元")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".rules-table")).to_contain_text("资金合计（县（区）财政）不少于 50 万元")
    page.get_by_role("link", name="试算").click()
    lacking = page.locator(".trial .card", has_text="缺资金")
    number = int(lacking.locator(".card-head .num").inner_text().split()[0])
    assert number > 0
    page.go_back()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("可以按申报条件筛选")).to_be_visible()
    page.get_by_role("link", name="缺资金").click()
    expect(page.locator("#register")).to_contain_text(f"合计 {number} 个项目")
    expect(page.locator("input[name=readiness]:checked")).to_have_count(1)
    page.locator("#register tbody a").first.click()
    readiness = page.locator(".readiness", has_text="供水 2026 年第一批")
    expect(readiness).to_contain_text("要求资金合计（县（区）财政）不少于 50 万元，现为")
