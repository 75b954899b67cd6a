"""A monthly round from its opening to its closing, each step by another person."""

import re

import pgtrigger
import pytest
from django.conf import settings
from playwright.sync_api import expect

from registry.models import Project, Round, RoundPhoto, RoundReport
from tests.pages_on_paper import Paper, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SCOPE = "/rounds/new/?sector=A03&stage=started&stage=building"


@pytest.fixture
def open_round(city, stage, sign_in):
    """`open_round(name)` is the address of a round that 住建's reviewer has opened."""
    stage.commit(forget_rounds)

    def opened(name):
        page = sign_in("demo-shenhe")
        page.goto(SCOPE)
        page.locator("[name=name]").fill(name)
        page.get_by_role("button", name="发起").click()
        page.wait_for_url("**/rounds/*/")
        return page

    yield opened
    stage.commit(forget_rounds)


def forget_rounds():
    """A closed round stays for ever, unless its triggers are put to sleep."""
    with pgtrigger.ignore():
        RoundPhoto.objects.all().delete()
        RoundReport.objects.update(previous=None)
        RoundReport.objects.all().delete()
        Round.objects.all().delete()


def fill(form, progress, paid_wan, text=""):
    form.locator("[name$=progress]").fill(progress)
    form.locator("[name$=paid_wan]").fill(paid_wan)
    form.locator("[name$=text]").fill(text)
    form.get_by_role("button", name="确认填报").click()


def insist(form, button="确认填报"):
    """What is told differs from the table of money, and that is right."""
    expect(form.locator(".form-doubt")).to_contain_text("两者不同")
    form.get_by_label("累计支付无误").check()
    form.get_by_role("button", name=button).click()


def urge(desk):
    desk.locator("tr[data-district='510402']").get_by_role("button", name="催报").click()
    expect(desk.locator(".message-success")).to_contain_text("已催报东区")


def tell(clerk):
    """From the reminder to the first project's report; its name."""
    clerk.goto("/rounds/")
    expect(clerk.locator(".round-reminders")).to_contain_text("催报")
    clerk.get_by_role("link", name="去填报").click()
    form = clerk.locator(".report-form").first
    fill(form, "120", "10")
    expect(form.locator(".errorlist").first).to_contain_text("0 到 100")
    form.get_by_label("累计支付无误").check()
    fill(form, "35", "10.5", "管沟开挖完成")
    # What was confirmed was another amount.
    expect(form.locator(".form-doubt")).to_contain_text("10.50 万元")
    expect(form.get_by_label("累计支付无误")).not_to_be_checked()
    insist(form)
    expect(form).to_have_attribute("data-state", "reported")
    expect(form.locator(".message-success")).to_be_visible()
    return RoundReport.objects.reported().get().name


def close(desk, address):
    desk.goto(address)
    desk.get_by_text("关闭本轮").click()
    desk.get_by_role("button", name="确认关闭").click()
    expect(desk.locator(".page-head")).to_contain_text("冻结的数据")


def test_a_round_is_opened_told_urged_closed_and_followed_by_the_next(open_round, sign_in):
    desk = open_round("十月调度")
    first = desk.url
    urge(desk)
    clerk = sign_in("demo-dongqu")
    name = tell(clerk)
    leader = sign_in("demo-lingdao")
    leader.goto(first)
    expect(leader.locator("tr[data-district='510402'] td").nth(2)).to_have_text("1")
    expect(leader.get_by_role("button", name="关闭本轮")).to_be_disabled()
    close(desk, first)
    clerk.goto(f"{first}fill/")
    expect(clerk.locator(".empty")).to_contain_text("已经关闭")
    clerk.goto(f"{open_next(desk)}fill/")
    form = clerk.locator(".report-form", has_text=name)
    expect(form).to_contain_text("上一轮（十月调度）：进度 35%")
    expect(form.locator("[name$=paid_wan]")).to_have_value("10.50")
    form.get_by_role("button", name="无变化").click()
    insist(form, "无变化")
    expect(form.locator(".tag", has_text="无变化")).to_be_visible()
    assert Round.objects.count() == 2


def open_next(desk):
    desk.goto(SCOPE)
    desk.locator("[name=name]").fill("十一月调度")
    desk.get_by_role("button", name="发起").click()
    desk.wait_for_url("**/rounds/*/")
    return desk.url


def test_two_people_tell_of_the_same_project_and_nothing_is_lost(open_round, sign_in):
    desk = open_round("两人调度")
    first, second = sign_in("demo-dongqu"), sign_in("demo-zhujian")
    number = Project.objects.filter(round_reports__district="510402").first().number
    forms = []
    for page in (first, second):
        page.goto(f"{desk.url}fill/")
        forms.append(page.locator(".report-form", has_text=number))
    fill(forms[0], "40", "10", "开挖")
    insist(forms[0])
    expect(forms[0]).to_have_attribute("data-state", "reported")
    fill(forms[1], "45", "12", "回填")
    insist(forms[1])
    expect(forms[1].locator(".form-errors")).to_contain_text("进度 40%，累计支付 10.00 万元，开挖")
    expect(forms[1].locator("[name$=text]")).to_have_value("回填")
    forms[1].get_by_role("button", name="确认填报").click()
    expect(forms[1].locator(".message-success")).to_be_visible()
    assert RoundReport.objects.reported().get().progress == 45


@pytest.mark.parametrize("region", ["项目", "各地区"])
def test_a_phone_and_a_desk_show_a_table_to_its_last_column(open_round, region):
    page = open_round(f"看得全的调度 {region}")
    table = page.get_by_role("region", name=region, exact=True).locator(".table-wrap")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 844})
        expect(table).to_be_visible()
        assert table.evaluate("wrap => wrap.scrollWidth - wrap.clientWidth") == 0


def test_the_list_of_rounds_is_not_wider_than_a_phone(open_round):
    page = open_round("在列表里的调度")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/rounds/")
    table = page.locator(".table-wrap")
    expect(table).to_contain_text("在列表里的调度")
    assert table.evaluate("wrap => wrap.scrollWidth - wrap.clientWidth") == 0


def test_a_phone_names_each_figure_of_a_territory_and_of_all(open_round):
    page = open_round("一屏看全的调度")
    page.set_viewport_size({"width": 390, "height": 844})
    figures = page.locator(".round-figures")
    for row in (figures.locator("tbody tr").first, figures.locator("tfoot tr")):
        labels = row.locator("td[data-label]").evaluate_all(
            "all => all.map((cell) => getComputedStyle(cell, '::before').content)"
        )
        assert [each.strip('"') for each in labels] == [
            *("应报：", "已报：", "未报：", "逾期补报：", "无变化：", "平均进度："),
            *("累计支付（万元）：", "比上一轮（万元）："),
        ]


def test_what_failed_is_told_beside_the_button_and_what_was_typed_comes_back(
    open_round, sign_in, watch
):
    """The login ends with its cookie, and is back with it."""
    desk = open_round("断线调度")
    clerk = sign_in("demo-dongqu")
    clerk.goto(f"{desk.url}fill/")
    form = clerk.locator(".report-form").last
    watch.provoke("net::ERR_INTERNET_DISCONNECTED|htmx:sendError")
    clerk.context.set_offline(True)
    fill(form, "30", "1", "打了很久的说明")
    expect(form.locator(".notice")).to_be_in_viewport(ratio=1)
    clerk.context.set_offline(False)
    login = clerk.context.cookies()
    clerk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    form.get_by_role("button", name="确认填报").click()
    link = form.locator(".notice").get_by_role("link", name="登录")
    expect(link).to_be_in_viewport(ratio=1)
    link.click()
    clerk.wait_for_url("**/login/**")
    clerk.context.add_cookies(login)
    clerk.goto(f"{desk.url}fill/")
    expect(clerk.locator(".draft-note")).to_contain_text("已恢复")
    form = clerk.locator(".report-form").last
    expect(form.locator("[name$=text]")).to_have_value("打了很久的说明")
    form.get_by_role("button", name="确认填报").click()
    insist(form)
    expect(form.locator(".message-success")).to_be_visible()
    expect(clerk.locator(".draft-note")).to_have_count(0)
    assert RoundReport.objects.reported().get().text == "打了很久的说明"


def test_another_scope_leaves_what_is_typed(city, stage, sign_in):
    stage.commit(forget_rounds)
    desk = sign_in("demo-shenhe")
    desk.goto("/rounds/new/")
    desk.locator("[name=name]").fill("换了范围的调度")
    desk.locator("[name=due_at]").fill("2058-01-31T17:00")
    count = desk.locator("#scope strong").inner_text()
    desk.get_by_role("link", name="开工和在建").click()
    expect(desk.locator("#scope strong")).not_to_have_text(count)
    desk.get_by_text("换条件").click()
    desk.locator("#scope [name=q]").fill("供水")
    desk.get_by_role("button", name="按此条件").click()
    expect(desk.locator("#scope")).to_contain_text("文字：供水")
    expect(desk.locator("[name=name]")).to_have_value("换了范围的调度")
    expect(desk.locator("[name=due_at]")).to_have_value("2058-01-31T17:00")
    desk.get_by_role("button", name="发起").click()
    desk.wait_for_url("**/rounds/*/")
    opened = Round.objects.get()
    assert (opened.name, "q=" in opened.query) == ("换了范围的调度", True)
    desk.goto("/rounds/new/")
    expect(desk.locator(".draft-note")).to_have_count(0)
    stage.commit(forget_rounds)


def test_what_was_typed_is_still_there_after_a_photo_was_sent(open_round, sign_in):
    desk = open_round("先写后拍的调度")
    clerk = sign_in("demo-dongqu")
    clerk.goto(f"{desk.url}fill/")
    form = clerk.locator(".report-form").first
    form.locator("[name$=text]").fill("管沟开挖 120 米")
    form.get_by_role("link", name="上传照片").click()
    expect(clerk).to_have_url(re.compile("/papers/$"))
    clerk.go_back()
    expect(clerk.locator(".draft-note")).to_contain_text("已恢复")
    expect(form.locator("[name$=text]")).to_have_value("管沟开挖 120 米")


#: How far the table's last column reaches beyond the sheet that it stands on.
BEYOND = """
(section) => Math.max(...[...section.querySelectorAll("tr > :last-child")].map(
  (cell) => cell.getBoundingClientRect().right)) - section.getBoundingClientRect().right
"""
#: What is between the margins of A4 lying across, in CSS pixels.
ACROSS = {"width": 1031, "height": 703}


def test_a_printed_round_has_every_word_and_no_empty_sheet(open_round):
    page = open_round("打印的调度")
    sheet = Paper(page.pdf(prefer_css_page_size=True))
    sheet.keep("round")
    assert [round(each / 72 * 25.4) for each in sheet.page.get_size()] == [297, 210]
    texts = [text_of(each) for each in sheet.document]
    assert "RA-" in texts[0]
    assert not any("催报" in text for text in texts)
    page.emulate_media(media="print")
    page.set_viewport_size(ACROSS)
    for region in ("各地区", "项目"):
        section = page.get_by_role("region", name=region, exact=True)
        assert section.evaluate(BEYOND) <= 0
