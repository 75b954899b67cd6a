"""Wall screens: opened once, read little, revoked at once."""

import re

import pytest
from django.test import Client

from registry.choices import Role
from registry.models import AuditRecord, Kiosk
from registry.views.kiosks import COOKIE
from tests.factories import AssetFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db

READABLE = (
    *("/screen/", "/screen/alive.json", "/overview.json"),
    *("/districts.geojson", "/styles.json", "/districts.json"),
)
CLOSED = (
    *("/", "/projects/", "/overview/", "/summary.json", "/exports/", "/imports/", "/kiosks/"),
    *("/tiles/assets/10/801/432.mvt", "/neighbourhood.json", "/accounts/password/"),
)


@pytest.fixture
def grant(login, admin):
    """`grant("taskforce")` is the address that the administrator is shown."""

    def granted(organisation="taskforce"):
        form = {"name": "会议室大屏", "organisation": organisation}
        response = login(admin).post("/kiosks/new/", form)
        assert response["Cache-Control"] == "no-store"
        return re.search(r"/screen/open/[\w-]+/", response.text)[0]

    return granted


@pytest.fixture
def screen(grant):
    """`screen("taskforce")` is a browser that opened such a link."""

    def opened(organisation="taskforce"):
        browser = Client()
        assert browser.post(grant(organisation)).url == "/screen/"
        return browser

    return opened


def test_the_link_opens_one_browser_once(grant):
    link = grant()
    first, second = Client(), Client()
    assert first.post(link).status_code == 302
    for answer in (second.post(link), second.get(link)):
        assert answer.status_code == 404
        assert "已经用过" in answer.text
    assert first.get("/screen/").status_code == 200
    assert second.get("/screen/").status_code == 302


def test_who_only_looks_at_a_link_spends_nothing(grant):
    """Messengers fetch what they are sent, to show a preview of it."""
    link, messenger = grant(), Client()
    for look in (messenger.get, messenger.head, messenger.get):
        answer = look(link)
        assert answer.status_code == 200
        assert COOKIE not in answer.cookies
        assert "no-store" in answer["Cache-Control"]
    assert "打开大屏" in messenger.get(link).text
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    assert Client().post(link).url == "/screen/"


def test_only_hashes_of_the_secrets_are_kept(grant):
    link = grant()
    browser = Client()
    browser.post(link)
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
    assert "/accounts/login/" in response.get("Location", "/accounts/login/")


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


def test_what_leaves_out_closed_sectors_says_so(screen, login, leader):
    words, scope = "不含限制查看的领域", "东区人民政府可见范围"
    assert words in screen().get("/screen/").text
    assert scope not in screen().get("/screen/").text
    assert scope in screen("dongqu").get("/screen/").text
    reporter = UserFactory(organisation="dongqu", role=Role.REPORTER)
    for address in ("/overview/", "/screen/"):
        assert words in login(reporter).get(address).text
        assert scope in login(reporter).get(address).text
        assert words not in login(leader).get(address).text


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
    assert login(admin).post(f"/kiosks/{kiosk.pk}/revoke/").status_code == 302
    assert browser.get("/overview.json").status_code == 401
    assert browser.get("/screen/alive.json").status_code == 401
    wall = browser.get("/screen/")
    assert wall.status_code == 401
    assert "重新授权" in wall.text
    browser.force_login(admin)
    assert browser.get("/screen/").status_code == 200


def test_a_link_that_was_revoked_before_it_was_opened_opens_nothing(grant, login, admin):
    link = grant()
    login(admin).post(f"/kiosks/{Kiosk.objects.get().pk}/revoke/")
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404


@pytest.mark.parametrize("secret", ["", "x", "é" * 40])
def test_a_forged_cookie_opens_nothing(secret):
    browser = Client()
    browser.cookies[COOKIE] = secret
    assert browser.get("/overview.json").status_code == 401


@pytest.fixture
def sysadmin(db):
    return UserFactory(organisation="taskforce", role=Role.SYSADMIN)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.SYSADMIN)])
def test_nobody_else_grants_or_revokes(screen, login, role):
    screen()
    kiosk = Kiosk.objects.get()
    client = login(UserFactory(organisation=role and "taskforce", role=role))
    form = {"name": "x", "organisation": "taskforce"}
    assert client.get("/kiosks/").status_code == 403
    assert client.get("/kiosks/new/").status_code == 403
    assert client.post("/kiosks/new/", form).status_code == 403
    assert client.post(f"/kiosks/{kiosk.pk}/revoke/").status_code == 403
    assert Kiosk.objects.in_force().get() == kiosk


def test_three_administrators_leave_the_superuser_no_screen(login, admin, sysadmin, settings):
    settings.SEPARATED_ADMINISTRATORS = True
    assert login(admin).get("/kiosks/").status_code == 403
    assert login(sysadmin).get("/kiosks/").status_code == 200


def test_the_link_is_shown_once(grant, login, sysadmin):
    link = grant()
    page = login(sysadmin).get("/kiosks/").text
    assert "会议室大屏" in page
    assert "链接还没有打开" in page
    assert link not in page
    Client().post(link)
    assert "使用中" in login(sysadmin).get("/kiosks/").text


def test_what_became_of_a_screen_is_in_the_log(screen, login, admin, sysadmin):
    screen().post("/screen/close/")
    screen()
    kiosk = Kiosk.objects.in_force().get()
    login(sysadmin).post(f"/kiosks/{kiosk.pk}/revoke/")
    login(sysadmin).post(f"/kiosks/{kiosk.pk}/revoke/")
    told = AuditRecord.objects.filter(action="kiosk-changed").order_by("id")
    granted = {"granted": {"organisation": "taskforce"}}
    (mine,) = Kiosk.objects.exclude(pk=kiosk.pk)
    assert [(r.subject, r.username, r.detail) for r in told] == [
        (f"kiosk {mine.pk}", admin.username, granted),
        (f"kiosk {mine.pk}", "", {"opened": True}),
        (f"kiosk {mine.pk}", "", {"revoked": True}),
        (f"kiosk {kiosk.pk}", admin.username, granted),
        (f"kiosk {kiosk.pk}", "", {"opened": True}),
        (f"kiosk {kiosk.pk}", sysadmin.username, {"revoked": True}),
    ]


def test_a_screen_needs_a_name_and_an_organisation(login, sysadmin):
    answer = login(sysadmin).post("/kiosks/new/", {})
    assert "没有保存" in answer.text
    assert not Kiosk.objects.exists()


def test_many_screens_take_as_few_queries_as_one(
    login, sysadmin, admin, django_assert_max_num_queries
):
    Kiosk.objects.bulk_create(
        Kiosk(name=f"大屏{n}", organisation_id="dongqu", granted_by=admin) for n in range(40)
    )
    client = login(sysadmin)
    with django_assert_max_num_queries(15):
        assert "大屏39" in client.get("/kiosks/").text


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
    assert browser.get("/screen/").status_code == 302
    assert thief.get("/screen/").status_code == 401
    assert other.get("/screen/").status_code == 200
    assert Client().post("/screen/close/").status_code == 302
