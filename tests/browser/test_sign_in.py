"""The door: user name and password, a wrong one, and out again."""

import pytest
from playwright.sync_api import expect

from registry.choices import Role
from registry.models import User
from tests.browser.atlas import Atlas
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NAME, PASSWORD = "zhang-wei", "correct horse battery staple"


def build_office():
    user = UserFactory(username=NAME, organisation="dongqu", role=Role.REPORTER)
    user.set_password(PASSWORD)
    user.save()
    return [user]


@pytest.fixture(scope="module")
def clerk(stage):
    stage.show("an office of one clerk", build_office)
    return User.objects.get(username=NAME)


def fill_in(page, password):
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_who_logs_in_comes_where_he_wanted_to_go(clerk, visit):
    page = visit()
    page.goto("/?sector=A06#15/26.58500/101.71500/stage")
    expect(page).to_have_title("登录 · 焕新图")
    fill_in(page, PASSWORD)
    atlas = Atlas(page)
    atlas.rest()
    assert atlas.address.query == "sector=A06"
    expect(page.locator(".site-header")).to_contain_text(clerk.display_name)


def test_a_wrong_password_is_refused_in_words(clerk, visit):
    page = visit()
    page.goto("/accounts/login/")
    fill_in(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("请输入一个正确的")
    expect(page.get_by_label("用户名")).to_have_value(NAME)


def test_who_logs_out_stands_at_the_door(clerk, visit):
    page = visit()
    page.goto("/projects/")
    fill_in(page, PASSWORD)
    page.locator("summary", has_text=clerk.display_name).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.goto("/projects/")
    expect(page).to_have_title("登录 · 焕新图")
