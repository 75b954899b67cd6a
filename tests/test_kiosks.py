"""Wall screens: opened once, read little, revoked at once."""

import re

import pytest
from django.test import Client

from registry.models import Kiosk
from registry.views.kiosks import COOKIE
from tests.factories import AssetFactory, ProjectFactory

pytestmark = pytest.mark.django_db

READABLE = ("/screen/", "/overview.json", "/districts.geojson", "/styles.json", "/districts.json")
CLOSED = (
    *("/", "/projects/", "/overview/", "/summary.json", "/exports/", "/imports/", "/admin/"),
    *("/tiles/assets/10/801/432.mvt", "/neighbourhood.json", "/accounts/password/"),
)


@pytest.fixture
def grant(login, admin):
    """`grant("taskforce")` is the address that the administrator is shown."""

    def granted(organisation="taskforce"):
        form = {"name": "会议室大屏", "organisation": organisation}
        response = login(admin).post("/admin/registry/kiosk/add/", form, follow=True)
        return re.search(r"/screen/open/[\w-]+/", response.content.decode())[0]

    return granted


@pytest.fixture
def screen(grant):
    """`screen("taskforce")` is a browser that opened such a link."""

    def opened(organisation="taskforce"):
        browser = Client()
        assert browser.get(grant(organisation)).url == "/screen/"
        return browser

    return opened


def test_the_link_opens_one_browser_once(grant):
    link = grant()
    first, second = Client(), Client()
    assert first.get(link).status_code == 302
    assert second.get(link).status_code == 404
    assert "已经用过" in second.get(link).content.decode()
    assert first.get("/screen/").status_code == 200
    assert second.get("/screen/").status_code == 302


def test_only_hashes_of_the_secrets_are_kept(grant):
    link = grant()
    browser = Client()
    browser.get(link)
    secret = browser.cookies[COOKIE].value
    kept = str(list(Kiosk.objects.values()))
    assert secret not in kept
    assert link.split("/")[-2] not in kept
    assert browser.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize("address", READABLE)
def test_a_screen_reads_what_it_shows(screen, address):
    assert screen().get(address).status_code == 200


@pytest.mark.parametrize("address", CLOSED)
def test_a_screen_reads_nothing_else(screen, address):
    response = screen().get(address)
    assert response.status_code in (302, 401)
    assert "/accounts/login/" in response.get("Location", "/accounts/login/") or (
        "/admin/login/" in response["Location"]
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_screen_changes_nothing(screen, method):
    for address in READABLE:
        assert getattr(screen(), method)(address).status_code in (302, 401, 403)


def test_a_screen_sees_no_restricted_sector_whoever_leads_it(screen):
    AssetFactory(kind="camera", project=ProjectFactory(sector_id="A11"))
    ProjectFactory()
    for organisation, projects in (("taskforce", 1), ("public-security", 0)):
        found = screen(organisation).get("/overview.json").json()
        assert found["total"]["projects"] == projects
        assert "A11" not in str(found)
    codes = [each["code"] for each in screen().get("/styles.json").json()["sectors"]]
    assert "A11" not in codes


def test_a_screen_sees_what_its_organisation_sees(screen):
    ProjectFactory(district_id="510402", sector_id="A03")
    ProjectFactory(district_id="510403", sector_id="B06")
    for organisation, projects in (("taskforce", 2), ("dongqu", 1), ("health", 1), ("finance", 0)):
        found = screen(organisation).get("/overview.json").json()
        assert found["total"]["projects"] == projects


def test_a_revoked_screen_is_dark_from_the_next_request_on(screen, login, admin):
    browser = screen()
    kiosk = Kiosk.objects.get()
    assert kiosk.seen_at is None
    assert browser.get("/overview.json").status_code == 200
    kiosk.refresh_from_db()
    assert kiosk.seen_at is not None
    form = {"action": "revoke_screens", "_selected_action": [kiosk.pk]}
    assert login(admin).post("/admin/registry/kiosk/", form).status_code == 302
    assert browser.get("/overview.json").status_code == 401
    assert browser.get("/screen/").status_code == 302


def test_a_link_that_was_revoked_before_it_was_opened_opens_nothing(grant, login, admin):
    link = grant()
    form = {"action": "revoke_screens", "_selected_action": [Kiosk.objects.get().pk]}
    login(admin).post("/admin/registry/kiosk/", form)
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("secret", ["", "x", "é" * 40])
def test_a_forged_cookie_opens_nothing(secret):
    browser = Client()
    browser.cookies[COOKIE] = secret
    assert browser.get("/overview.json").status_code == 401


def test_only_an_administrator_grants(login, leader, admin):
    assert login(leader).get("/admin/registry/kiosk/add/").status_code == 302
    assert login(admin).get("/admin/registry/kiosk/").status_code == 200


def test_who_is_signed_in_on_a_screen_is_himself(screen, leader):
    AssetFactory(kind="camera", project=ProjectFactory(sector_id="A11"))
    browser = screen("dongqu")
    browser.force_login(leader)
    assert browser.get("/overview.json").json()["total"]["projects"] == 1


def test_a_screen_is_left_from_its_own_browser_for_good(screen):
    browser, other = screen(), screen()
    copied = browser.cookies[COOKIE].value
    assert browser.get("/screen/close/").status_code == 405
    left = browser.post("/screen/close/")
    assert left.status_code == 302
    assert not browser.cookies[COOKIE].value
    thief = Client()
    thief.cookies[COOKIE] = copied
    assert browser.get("/screen/").status_code == thief.get("/screen/").status_code == 302
    assert other.get("/screen/").status_code == 200
    assert Client().post("/screen/close/").status_code == 302
