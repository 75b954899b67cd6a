"""A reserve without projects: nothing was asked that could be widened."""

import re

import pytest
from playwright.sync_api import expect

from registry.choices import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def empty_reserve(stage):
    stage.show("an empty reserve", build)


def build():
    yield UserFactory(username="clerk", organisation="dongqu", role=Role.REPORTER)
    yield UserFactory(username="leader", organisation="taskforce", role=Role.LEADER)


@pytest.mark.parametrize("address", ["/", "/projects/", "/overview/", "/overview/?show=projects"])
def test_who_may_is_led_to_the_first_project(sign_in, address):
    page = sign_in("clerk")
    page.goto(address)
    expect(page.get_by_role("heading", name="还没有项目")).to_be_visible()
    expect(page.get_by_role("button", name="清除全部条件")).to_have_count(0)
    page.locator("[data-first]").get_by_role("link", name="登记新项目").click()
    expect(page).to_have_url(re.compile("/projects/new/$"))


@pytest.mark.parametrize("address", ["/", "/projects/", "/overview/"])
def test_who_asked_may_take_it_back(sign_in, address):
    page = sign_in("leader")
    page.goto(f"{address}?sector=A03")
    expect(page.get_by_role("heading", name="没有符合条件的项目")).to_be_visible()
    page.locator("[data-nothing], .empty").get_by_text("清除全部条件").first.click()
    expect(page.get_by_role("heading", name="还没有项目")).to_be_visible()
    expect(page.get_by_role("link", name="登记新项目")).to_have_count(0)
