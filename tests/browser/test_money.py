"""The table of money under the hands: typed, pasted, undone, saved, and met by another's save."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from registry.models import FundingLine, Project
from tests.factories import FundingLineFactory, ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def project_with_money():
    project = ProjectFactory(
        name="填资金的项目",
        investment_wan=1000,
        planned_start="2025-01-01",
        planned_finish="2026-12-31",
    )
    FundingLineFactory(project=project, source_id="ultra-long-bond", year=2025, amount_wan=600)
    FundingLineFactory(project=project, source_id="county", year=2026, amount_wan=100)
    return project


@pytest.fixture
def project(city, stage):
    return stage.commit(project_with_money)


@pytest.fixture
def opened(project, sign_in):
    def page(username="demo-dongqu", **screen):
        page = sign_in(username, **screen)
        page.goto(f"/projects/{project.number}/money/")
        expect(page.locator("[data-money-grid]")).to_be_visible()
        return page

    return page


@pytest.fixture
def unfunded(stage, sign_in, city):
    """The table of a project that has no money yet."""
    project = stage.commit(ProjectFactory, name="还没有资金的项目", investment_wan=1000)
    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{project.number}/money/")
    expect(page.locator("[data-money-empty]")).to_be_visible()
    return page


def cell(page, source, year):
    return page.get_by_role("gridcell", name=f"{source} {year} 年")


def write(page, source, year, text):
    cell(page, source, year).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def add_source(page, name):
    page.get_by_label("添加资金来源").select_option(name)
    page.get_by_role("button", name="添加来源").click()


def paste(page, text):
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def save(page, reason="概算调整"):
    page.get_by_label("变更原因").fill(reason)
    page.get_by_role("button", name="保存资金").click()


def amounts(project):
    lines = FundingLine.objects.filter(project=project).order_by("source__order", "year", "id")
    return [(line.source_id, line.year, line.amount_wan, line.status) for line in lines]


def test_cells_are_filled_by_keyboard_and_saved_with_a_reason(opened, project):
    page = opened()
    balance = page.locator("[data-balance]")
    expect(balance).to_have_text("计划资金 700.00 万元，资金缺口 300.00 万元")
    cell(page, "超长期特别国债", 2025).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("1,50")
    page.keyboard.press("Enter")
    expect(page.locator("[data-money-told]")).to_contain_text("超长期特别国债 2026 年：“1,50”")
    page.keyboard.press("Escape")
    page.keyboard.type("150.5")
    page.keyboard.press("Enter")
    page.keyboard.press("F2")
    page.keyboard.type("249.50")
    page.keyboard.press("Tab")
    expect(balance).to_have_text("保存后：计划资金 1,000.00 万元，资金与总投资相符")
    cell(page, "超长期特别国债", 2026).click()
    page.get_by_label("状态").select_option("已到位")
    page.get_by_label("文号", exact=True).fill("示例文号")
    save(page)
    expect(page.get_by_text("资金已保存")).to_be_visible()
    expect(page.get_by_text("资金与总投资相符").first).to_be_visible()
    assert amounts(project) == [
        ("ultra-long-bond", 2025, Decimal(600), "intended"),
        ("ultra-long-bond", 2026, Decimal("150.50"), "received"),
        ("county", 2026, Decimal("249.50"), "intended"),
    ]
    line = FundingLine.objects.get(project=project, amount_wan="150.50")
    assert line.document_number == "示例文号"
    expect(page.locator("#history")).to_contain_text("原因：概算调整")


def test_a_block_from_excel_is_pasted_undone_and_refused_by_its_cell(opened, project):
    page = opened()
    total = page.locator("[data-total]")
    cell(page, "超长期特别国债", 2025).click()
    paste(page, "1,200.00\t３００\r\n50\t-\r\n")
    expect(total).to_have_text("1,550.00")
    page.keyboard.press("Control+z")
    expect(total).to_have_text("700.00")
    page.keyboard.press("Control+y")
    expect(total).to_have_text("1,550.00")
    page.get_by_role("button", name="撤销").click()
    cell(page, "超长期特别国债", 2025).click()
    paste(page, "1\t约3.8\r\n2\t3")
    expect(page.locator("[data-money-told]")).to_contain_text(
        "超长期特别国债 2026 年：“约3.8”不是数字"
    )
    expect(total).to_have_text("700.00")
    paste(page, "1\t2\t3")
    expect(page.locator("[data-money-told]")).to_contain_text("请先添加年度")
    assert len(amounts(project)) == 2


def test_the_chosen_block_is_copied_out(opened):
    page = opened()
    cell(page, "超长期特别国债", 2025).click()
    page.keyboard.press("Control+a")
    text = page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          document.activeElement.dispatchEvent(
            new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
          return clipboardData.getData("text/plain");
        }"""
    )
    assert text == "600.00\t\n\t100.00"


def test_part_of_a_line_is_paid_and_stays_a_line_of_its_own(opened, project):
    page = opened()
    cell(page, "超长期特别国债", 2025).click()
    page.get_by_text("记一笔支付").click()
    page.get_by_label("本次支付（万元）").fill("700")
    page.get_by_role("button", name="记入").click()
    expect(page.locator("[data-money-told]")).to_contain_text("多于这一格的 600.00 万元")
    page.get_by_label("本次支付（万元）").fill("200")
    page.get_by_label("支付日期", exact=True).fill("2025-11-03")
    page.get_by_role("button", name="记入").click()
    expect(page.locator("[data-total]")).to_have_text("700.00")
    save(page, "支付进度款")
    expect(page.get_by_text("资金已保存")).to_be_visible()
    assert amounts(project)[:2] == [
        ("ultra-long-bond", 2025, Decimal(400), "intended"),
        ("ultra-long-bond", 2025, Decimal(200), "paid"),
    ]


def test_a_chosen_block_is_given_one_status_in_one_step(opened, project):
    page = opened()
    cell(page, "超长期特别国债", 2025).click()
    cell(page, "县（区）财政", 2026).click(modifiers=["Shift"])
    expect(page.locator("[data-cell-name]")).to_contain_text("等 2 笔")
    page.get_by_label("状态").select_option("已下达")
    expect(cell(page, "超长期特别国债", 2025)).to_contain_text("已下达")
    expect(cell(page, "县（区）财政", 2026)).to_contain_text("已下达")
    page.get_by_role("button", name="撤销").click()
    expect(cell(page, "超长期特别国债", 2025)).to_contain_text("拟申请")
    page.get_by_role("button", name="重做").click()
    save(page, "下达资金计划")
    expect(page.get_by_text("资金已保存")).to_be_visible()
    assert {status for _, _, _, status in amounts(project)} == {"granted"}


def test_two_savers_see_both_and_lose_nothing(opened, project, watch):
    watch.provoke("409")
    page = opened()
    cell(page, "超长期特别国债", 2025).click()
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    other = opened("demo-zhujian")
    cell(other, "超长期特别国债", 2025).click()
    other.keyboard.type("550")
    other.keyboard.press("Enter")
    cell(other, "县（区）财政", 2026).click()
    other.keyboard.type("450")
    other.keyboard.press("Enter")
    save(other, "先保存的人")
    expect(other.get_by_text("资金已保存")).to_be_visible()
    save(page, "后保存的人")
    told = page.locator("[data-money-told]")
    expect(told).to_contain_text("本次没有保存")
    expect(told).to_contain_text("住建填报员")
    expect(cell(page, "县（区）财政", 2026)).to_contain_text("450.00")
    expect(page.get_by_role("button", name="保存资金")).to_be_disabled()
    page.get_by_role("button", name="用我的：500.00").click()
    save(page, "后保存的人")
    expect(page.get_by_text("资金已保存")).to_be_visible()
    assert [amount for _, _, amount, _ in amounts(project)] == [Decimal(500), Decimal(450)]


def test_what_is_changed_or_refused_later_stands_under_no_word_of_having_been_saved(opened):
    page = opened()
    saved = page.get_by_text("资金已保存")
    told = page.locator("[data-money-told]")
    for first, then, words in (("110", "1,50", "“1,50”"), ("120", "130", "")):
        write(page, "县（区）财政", 2026, first)
        save(page)
        expect(saved).to_be_visible()
        write(page, "县（区）财政", 2026, then)
        expect(saved).to_be_hidden()
        expect(told).to_contain_text(words)
        page.keyboard.press("Escape")


def test_on_a_phone_a_tap_opens_the_cell(opened, project):
    page = opened(**PHONE)
    cell(page, "县（区）财政", 2026).tap()
    page.get_by_label("金额（万元）", exact=True).fill("400")
    page.get_by_role("button", name="完成").click()
    save(page)
    expect(page.get_by_text("资金已保存")).to_be_visible()
    assert amounts(project)[-1][2] == Decimal(400)


def test_leaving_with_unsaved_money_is_asked_about(opened):
    page = opened()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    cell(page, "县（区）财政", 2026).click()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.goto("/projects/")
    assert asked == ["beforeunload"]
    assert Project.objects.exists()


def test_what_was_not_saved_comes_back_and_can_be_given_up(opened, project, stage):
    page = opened()
    page.on("dialog", lambda dialog: dialog.accept())
    cell(page, "县（区）财政", 2026).click()
    page.keyboard.type("345")
    page.keyboard.press("Enter")
    page.goto("/projects/")
    stage.commit(FundingLineFactory, project=project, source_id="residents", amount_wan=7)
    page.goto(f"/projects/{project.number}/money/")
    expect(page.locator("[data-money-told]")).to_contain_text("没有保存的修改")
    expect(cell(page, "县（区）财政", 2026)).to_contain_text("345.00")
    expect(cell(page, "居民自筹", 2025)).to_contain_text("7.00")
    page.get_by_role("button", name="放弃修改").click()
    expect(cell(page, "县（区）财政", 2026)).to_contain_text("100.00")
    expect(page.get_by_label("变更原因")).to_be_hidden()
    page.reload()
    expect(cell(page, "县（区）财政", 2026)).to_contain_text("100.00")
    expect(page.locator("[data-money-told]")).to_be_empty()


def test_a_ceiling_that_a_keeper_writes_refuses_the_save(opened, project, sign_in, watch):
    watch.provoke("422")
    keeper = sign_in("demo-shenhe")
    keeper.goto("/funding-rules/")
    keeper.get_by_role("link", name="添加规则").click()
    keeper.get_by_label("规则", exact=True).fill("县级资金不超过一成")
    keeper.get_by_label("上限或下限").fill("10")
    keeper.get_by_label("级别").select_option("阻断")
    keeper.get_by_label("县（区）财政").check()
    keeper.get_by_role("button", name="保存").click()
    expect(keeper.get_by_text("县（区）财政合计不超过总投资的 10%")).to_be_visible()
    page = opened()
    cell(page, "县（区）财政", 2026).click()
    page.keyboard.type("100.01")
    page.keyboard.press("Enter")
    save(page)
    told = page.locator("[data-money-told]")
    expect(told).to_contain_text("县级资金不超过一成")
    expect(told).to_contain_text("限额 100 万元，超出 0.01 万元")
    expect(page.locator("[data-total]")).to_have_text("700.01")
    assert amounts(project)[-1][2] == Decimal(100)
    row = keeper.locator("tr", has_text="一成")
    expect(row.get_by_text("删除", exact=True)).to_be_disabled()
    row.get_by_role("link", name="县级资金不超过一成").click()
    keeper.get_by_label("启用").uncheck()
    keeper.get_by_role("button", name="保存").click()
    row.get_by_text("删除", exact=True).click()
    keeper.get_by_role("button", name="确认删除").click()
    expect(keeper.get_by_text("已删除规则")).to_be_visible()


def test_no_amount_is_asked_for_before_there_is_a_cell(unfunded):
    amount = unfunded.locator("[data-cell-form] [name=amount]")
    source = unfunded.get_by_label("添加资金来源")
    paper = "(field) => getComputedStyle(field).backgroundColor"
    expect(amount).to_be_disabled()
    assert amount.evaluate(paper) != source.evaluate(paper)
    add_source(unfunded, "超长期特别国债")
    amount.fill("500")
    amount.press("Enter")
    expect(unfunded.locator("[data-total]")).to_have_text("500.00")


def test_a_source_is_looked_for_by_arrow_keys_and_added_by_enter(unfunded):
    rows = unfunded.locator("[data-money-grid] tbody tr")
    sources = unfunded.get_by_label("添加资金来源")
    sources.focus()
    for _ in range(3):
        unfunded.keyboard.press("ArrowDown")
    expect(rows).to_have_count(0)
    unfunded.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(rows.first.locator("td.cell").first).to_be_focused()


def test_a_source_that_is_there_is_gone_to_and_added_again_only_where_it_holds_money(opened):
    page = opened()
    rows = page.locator("[data-money-grid] tbody tr")
    told = page.locator("[data-money-told]")
    add_source(page, "县（区）财政")
    expect(told).to_contain_text("“县（区）财政”已在表中")
    expect(cell(page, "县（区）财政", 2025)).to_be_focused()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="添加来源").click()
    expect(rows).to_have_count(3)
    for _ in range(2):
        add_source(page, "县（区）财政")
        expect(told).to_contain_text("已在表中")
    expect(rows).to_have_count(3)


def test_a_year_that_is_there_is_gone_to(opened):
    page = opened()
    heads = page.locator("[data-money-grid] thead th")
    years = page.get_by_label("添加年度")
    for count in (5, 5):
        years.select_option("未定年度")
        page.get_by_role("button", name="添加年度").click()
        expect(heads).to_have_count(count)
    expect(page.locator("[data-money-told]")).to_contain_text("“未定年度”已在表中")
    expect(page.get_by_role("gridcell", name="超长期特别国债 未定年度")).to_be_focused()


def test_ctrl_s_saves_also_what_is_being_typed(unfunded):
    add_source(unfunded, "超长期特别国债")
    unfunded.keyboard.type("500")
    unfunded.keyboard.press("Control+s")
    expect(unfunded.get_by_text("资金已保存")).to_be_visible()
    amount = unfunded.locator("[data-cell-form] [name=amount]")
    unfunded.locator("td.cell").first.click()
    amount.fill("六百")
    unfunded.keyboard.press("Control+s")
    expect(unfunded.locator("[data-money-told]")).to_contain_text("“六百”不是数字")
    amount.fill("600")
    unfunded.keyboard.press("Control+s")
    expect(unfunded.locator("[data-save-form] [name=reason]")).to_be_focused()
    unfunded.keyboard.type("概算调整")
    unfunded.keyboard.press("Control+s")
    expect(unfunded.locator("[data-total]")).to_have_text("600.00")
    expect(unfunded.locator("[data-save-form]")).to_be_hidden()
