"""An administrator's clicks: what cannot be taken back is asked first, files come every time."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.choices import Role
from registry.models import Kiosk, Membership, User
from tests.factories import ProjectFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CLERK, KEEPER, AUDITOR = "wang-fang", "keeper", "auditor"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def build_office():
    clerk = UserFactory(username=CLERK, organisation="dongqu", role=Role.REPORTER)
    Membership.objects.create(user=clerk, organisation_id="dongqu", role=Role.ANALYST)
    Kiosk.objects.create(name="会议室大屏", organisation_id="taskforce", granted_by=clerk)
    ProjectFactory(district_id="510402")
    return [
        clerk,
        UserFactory(username=KEEPER, is_superuser=True),
        UserFactory(username=AUDITOR, organisation="taskforce", role=Role.AUDITOR),
    ]


@pytest.fixture(scope="module")
def office(stage):
    stage.show("an office of administrators", build_office)


def look(page, name):
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def confirm(page, label, row=None):
    (row or page).locator("summary", has_text=label).click()
    return page.get_by_role("button", name=f"确认{label}")


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_what_cannot_be_taken_back_is_asked_before_and_seen_whole(office, sign_in, screen):
    page = sign_in(KEEPER, **screen)
    clerk = User.objects.get(username=CLERK)
    page.goto(f"/people/{clerk.pk}/")
    for label in ("重设密码", "停用账号", "收回"):
        button = confirm(
            page, label, page.locator("tr", has_text="分析") if label == "收回" else None
        )
        look(page, f"confirm-{label}-{'phone' if screen else 'desk'}")
        expect(button).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(button).to_be_hidden()
    page.goto("/kiosks/")
    button = confirm(page, "撤销")
    look(page, f"confirm-撤销-{'phone' if screen else 'desk'}")
    expect(button).to_be_in_viewport(ratio=1)


def test_a_confirmed_role_is_withdrawn(office, sign_in):
    page = sign_in(KEEPER)
    clerk = User.objects.get(username=CLERK)
    page.goto(f"/people/{clerk.pk}/")
    confirm(page, "收回", page.locator("tr", has_text="填报")).click()
    expect(page.get_by_role("status")).to_contain_text("已收回")
    expect(page.locator("tr", has_text="填报")).to_have_count(0)


def download(page, name):
    with page.expect_download() as file:
        page.get_by_role("button", name=name).click()
    # A second click within the time of a double one asks for nothing.
    expect(page.locator("form[data-sent]")).to_have_count(0)
    return file.value.suggested_filename.rpartition(".")[2]


def test_files_come_as_often_as_they_are_asked_for(office, sign_in):
    page = sign_in(AUDITOR)
    page.goto("/log/")
    look(page, "log")
    assert [download(page, f"存为 {name}") for name in ("CSV", "Excel", "CSV")] == [
        "csv",
        "xlsx",
        "csv",
    ]
    page = sign_in(KEEPER)
    page.goto("/projects/")
    page.get_by_text("Excel", exact=True).click()
    assert [download(page, "下载 Excel") for _ in range(2)] == ["xlsx", "xlsx"]


def test_a_double_click_asks_for_one_file(office, sign_in):
    page = sign_in(AUDITOR)
    page.goto("/log/")
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    with page.expect_download():
        page.get_by_role("button", name="存为 CSV").dblclick()
    assert asked.count("POST") == 1
