"""What is typed and not saved yet: the login ends, the form is left, another form is sent."""

import pytest
from playwright.sync_api import expect

from registry.choices import MoveCode, Role
from registry.history.plans import last_change
from registry.models import Project, ReviewComment, User
from registry.workflow import advance, remarks
from tests.factories import ProjectFactory, UserFactory, declarable, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSWORD = "correct horse battery staple"
RESTORED = "上次没有保存的内容已恢复"
COUNTED_S = 30 * 60


def build_office():
    clerks = [officer(name, Role.REPORTER) for name in ("li-na", "wang-fang", "chen-jie")]
    return [*clerks, officer("zhao-jun", Role.REVIEWER)]


def officer(name, role):
    user = UserFactory(username=name, organisation="dongqu", role=role)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture(scope="module")
def office(stage):
    stage.show("an office of three clerks and their reviewer", build_office)


@pytest.fixture
def project(office, stage):
    return stage.commit(ProjectFactory, note="原来的备注")


def submit():
    project = told(declarable(), ("planned", "2026-01-05"))
    advance(project, MoveCode.SUBMIT, by=User.objects.get(username="li-na"))
    return project


def submit_and_return():
    project = submit()
    by, comments = User.objects.get(username="zhao-jun"), ("写明到街道", "投资偏高")
    given = [{"field": "", "text": text, "point": None} for text in comments]
    remarks.decide(project, MoveCode.RETURN, by=by, looked_at=last_change(project), comments=given)
    return project


@pytest.fixture
def page(office, sign_in):
    return sign_in("li-na")


def open_form(page, project):
    page.goto(f"/projects/{project.number}/edit/")
    return page.locator("[name=note]")


def save(page):
    page.get_by_role("button", name="保存", exact=True).click()


def lose_login(page):
    page.context.clear_cookies(name="sessionid")


def log_in(page, name="li-na"):
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".person")).to_be_visible()


def kept_in(page):
    return page.evaluate("JSON.stringify(sessionStorage)")


def type_and_lose_login(page, project, text="打了很久的备注"):
    note = open_form(page, project)
    note.fill(text)
    lose_login(page)
    save(page)
    expect(page).to_have_title("登录 · 焕新图")
    return note


def test_what_was_typed_comes_back_after_signing_in_again(page, project):
    note = type_and_lose_login(page, project)
    expect(page.get_by_role("status")).to_contain_text("登录已过期")
    expect(page.locator("main")).to_contain_text("刚才填写的内容已留在")
    log_in(page)
    expect(note).to_have_value("打了很久的备注")
    expect(page.get_by_text(RESTORED)).to_be_visible()
    save(page)
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert Project.objects.get(pk=project.pk).note == "打了很久的备注"
    expect(open_form(page, project)).to_have_value("打了很久的备注")
    expect(page.get_by_text(RESTORED)).to_have_count(0)


def test_what_an_error_page_answered_outlives_another_forms_notice(page, project, stage, watch):
    watch.provoke("502")
    other = stage.commit(ProjectFactory)
    note = open_form(page, project)
    note.fill("网关出错时的备注")
    address = f"**/projects/{project.number}/edit/"
    page.route(address, lambda route: route.fulfill(status=502, body="Bad Gateway"))
    save(page)
    expect(page.get_by_text("Bad Gateway")).to_be_visible()
    page.unroute(address)
    open_form(page, other).fill("别的项目的备注")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(open_form(page, project)).to_have_value("网关出错时的备注")
    expect(page.get_by_text(RESTORED)).to_be_visible()


def test_what_a_colleague_saved_meanwhile_is_told_not_overwritten(page, project, stage):
    type_and_lose_login(page, project)
    theirs = Project.objects.filter(pk=project.pk)
    stage.commit(theirs.update, note="同事的备注", place="炳草岗")
    log_in(page)
    expect(page.locator(".draft-note")).to_contain_text("这期间记录有改动")
    save(page)
    expect(page.locator(".form-errors")).to_contain_text("本次没有保存")
    expect(page.locator("[name=place]")).to_have_value("炳草岗")
    assert theirs.get().note == "同事的备注"


def test_another_person_at_the_same_desk_is_shown_nothing_of_it(page, project):
    note = type_and_lose_login(page, project)
    log_in(page, "wang-fang")
    expect(page).to_have_title(f"修改 {project.number} · 焕新图")
    expect(note).to_have_value("原来的备注")
    assert "打了很久的备注" not in kept_in(page)


def test_what_came_back_can_be_given_up(page, project):
    note = type_and_lose_login(page, project)
    log_in(page)
    page.get_by_role("button", name="不要恢复").click()
    expect(note).to_have_value("原来的备注")
    page.reload()
    expect(note).to_have_value("原来的备注")


def test_a_changed_form_asks_before_it_is_left_and_not_when_it_is_saved(page, project):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_form(page, project).click()
    page.get_by_role("link", name="取消").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(project.name)
    assert asked == []
    open_form(page, project).fill("新备注")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert asked == []
    note = open_form(page, project)
    note.fill("改到一半")
    page.get_by_role("link", name="取消").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(project.name)
    assert asked == ["beforeunload"]
    expect(open_form(page, project)).to_have_value("新备注")


def test_a_refused_form_holds_what_was_sent(page, project):
    note = open_form(page, project)
    page.locator("[name=investment_wan]").fill("-5")
    note.fill("带错的备注")
    save(page)
    expect(page.locator(".form-errors")).to_contain_text("没有保存")
    lose_login(page)
    save(page)
    log_in(page)
    expect(note).to_have_value("带错的备注")
    expect(page.locator("[name=investment_wan]")).to_have_value("-5")


def test_the_answer_to_one_comment_leaves_the_others_as_typed(page, office, stage):
    project = stage.commit(submit_and_return)
    page.goto(f"/projects/{project.number}/")
    answers = page.get_by_role("textbox", name="答复第")
    answers.nth(0).fill("已写明")
    answers.nth(1).fill("已核减")
    page.get_by_role("button", name="答复").first.click()
    expect(page.get_by_role("status").first).to_contain_text("已答复")
    expect(answers).to_have_count(1)
    expect(answers).to_have_value("已核减")
    page.get_by_role("button", name="答复").click()
    expect(page.locator(".remark-answer")).to_have_count(2)
    expect(page.locator(".draft-note")).to_have_count(0)
    given = ReviewComment.objects.filter(change__project=project).order_by("pk")
    assert [comment.answer for comment in given] == ["已写明", "已核减"]


def test_a_reviewers_comments_come_back_into_as_many_rows(office, stage, sign_in):
    project, page = stage.commit(submit), sign_in("zhao-jun")
    page.goto(f"/projects/{project.number}/review/")
    texts = page.locator("[data-comment-row] textarea")
    texts.nth(0).fill("写明到街道")
    page.get_by_role("button", name="再加一条意见").click()
    texts.nth(1).fill("投资偏高")
    page.wait_for_load_state("networkidle")
    lose_login(page)
    page.get_by_role("button", name="退回").click()
    log_in(page, "zhao-jun")
    expect(texts).to_have_count(2)
    expect(texts.nth(1)).to_have_value("投资偏高")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_role("status").first).to_contain_text("已办理")
    assert ReviewComment.objects.filter(change__project=project).count() == 2


def left_alone(page, seconds):
    page.clock.fast_forward(seconds * 1000)
    page.clock.run_for(6000)


def test_a_page_left_alone_says_that_the_login_is_over_and_goes_on_saying_so(page, project):
    page.clock.install()
    note = open_form(page, project)
    note.fill("走开之前写的")
    told = page.locator(".idle-warning")
    left_alone(page, COUNTED_S - 100)
    expect(told).to_contain_text("即将自动退出")
    page.locator("h1").click()
    expect(told).to_have_count(0)
    left_alone(page, COUNTED_S + 1)
    expect(told).to_contain_text("登录已过期")
    page.locator("h1").click()
    expect(told).to_contain_text("登录已过期")
    lose_login(page)
    told.get_by_role("link", name="重新登录").click()
    log_in(page)
    expect(note).to_have_value("走开之前写的")


def test_a_page_whose_login_has_ended_says_so_at_the_next_touch(page, project):
    page.clock.install()
    open_form(page, project)
    lose_login(page)
    page.clock.fast_forward(120_000)
    page.locator("h1").click()
    expect(page.locator(".idle-warning")).to_contain_text("登录已过期")


def test_signing_out_forgets_what_was_typed(sign_in, project):
    page = sign_in("chen-jie")
    open_form(page, project).fill("不要了")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("summary.person").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_title("登录 · 焕新图")
    assert "不要了" not in kept_in(page)
