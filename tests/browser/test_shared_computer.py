"""Files laid under a drawing, on a computer that several people use one after the other."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import expect

from registry.choices import Role
from tests.browser.drawing import Drawing, finish_line
from tests.browser.waiting import PATIENCE_MS, STEP_MS
from tests.factories import ProjectFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CENTRE = (101.715, 26.585)
#: Whether this browser has databases of these names, and no others of ours.
HOLDS = """async (names) => {
  const found = (await indexedDB.databases()).map(({ name }) => name);
  return found.filter((name) => name.startsWith("atlas-")).sort().join() === names.join();
}"""


def build_office():
    return [
        UserFactory(username=name, organisation="dongqu", role=Role.REPORTER)
        for name in ("sun-li", "zhou-min", "wu-gang")
    ]


@pytest.fixture(scope="module")
def office(stage):
    stage.show("an office of three clerks and one computer", build_office)


@pytest.fixture
def project(office, stage):
    return stage.commit(ProjectFactory)


def place(east, north):
    return CENTRE[0] + east * 2e-4, CENTRE[1] + north * 2e-4


def draw_and_lay(page, project):
    """A line that is not saved, and a file laid under it."""
    drawing = Drawing(page, project, CENTRE).open()
    drawing.press("l")
    drawing.click(place(0, -2))
    finish_line(drawing, place)
    drawing.expect_kept()
    drawing.press("Escape", "u")
    window = page.get_by_role("form", name="描图底图")
    line = {"type": "LineString", "coordinates": [place(-2, 0), place(2, 0)]}
    content = {"name": "设计.geojson", "mimeType": "", "buffer": json.dumps(line).encode()}
    window.locator("input[type=file]").set_input_files(content)
    expect(window).to_contain_text("1 个图形")
    expect_held(page, "atlas-drafts", "atlas-overlays")


def expect_held(page, *names):
    page.wait_for_function(HOLDS, arg=names, polling=STEP_MS, timeout=PATIENCE_MS)


def leave_by(page, act):
    """Act, and leave the page although something on it is not saved."""
    page.once("dialog", lambda dialog: dialog.accept())
    act()


def test_signing_out_takes_the_files_away_and_leaves_the_draft(project, sign_in):
    page = sign_in("sun-li")
    draw_and_lay(page, project)
    page.locator("summary.person").click()
    leave_by(page, page.get_by_role("button", name="退出登录").click)
    expect(page).to_have_title("登录 · 焕新图")
    expect_held(page, "atlas-drafts")


def test_another_account_clears_the_files_of_the_former_on_any_page(
    project, sign_in, stage, base_url
):
    page = sign_in("zhou-min")
    draw_and_lay(page, project)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": stage.keys["wu-gang"]}
    page.context.add_cookies([{**cookie, "url": base_url}])
    leave_by(page, lambda: page.goto("/projects/"))
    expect_held(page, "atlas-drafts")


def test_a_login_that_ends_leaves_files_and_draft(project, sign_in, stage, base_url):
    page = sign_in("wu-gang")
    draw_and_lay(page, project)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    leave_by(page, page.reload)
    expect(page).to_have_title("登录 · 焕新图")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": stage.keys["wu-gang"]}
    page.context.add_cookies([{**cookie, "url": base_url}])
    page.goto(f"/projects/{project.number}/draw/")
    expect(page.get_by_role("region", name="草稿")).to_be_visible()
    expect(page.locator(".leaflet-tracing-pane path")).to_have_count(1)
