"""Who gets through which door: the stranger, the neighbour, the reader, the right one."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from registry.choices import Role
from registry.views.errors import NOT_FOUND, STRANGER
from tests.factories import AssetFactory, ProjectFactory, UserFactory

READING = ("project", "project_card", "project_shapes")
EDITING = ("project_edit", "project_copy", "asset_new")
#: Read by scripts, which cannot follow to a sign-in page.
DATA = ("project_shapes",)
POSTING = ("project_move", "project_delete")


@pytest.fixture
def project(db):
    return ProjectFactory()


def door(name, project):
    return reverse(f"registry:{name}", args=(project.number,))


@pytest.mark.parametrize("name", READING + EDITING + POSTING)
def test_nobody_enters_without_signing_in(client, project, name):
    answer = client.get(door(name, project))
    if name in DATA:
        assert (answer.status_code, answer.json()) == (401, {"error": STRANGER})
    else:
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("login"))


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_script_is_told_by_the_server_what_is_gone_or_refused(login, leader, project, headers):
    desk = login(leader)
    for number in ("RA-999999", "unheard"):
        answer = desk.get(f"/projects/{number}/card/", headers=headers)
        assert (answer.status_code, answer.json()) == (404, {"error": NOT_FOUND})
    answer = desk.get(door("project_edit", project), headers=headers)
    assert answer.status_code == 403
    assert "您的角色不能" in answer.json()["error"]


def test_a_person_is_shown_a_page_of_what_is_gone(login, leader, db):
    for number in ("RA-999999", "unheard"):
        answer = login(leader).get(f"/projects/{number}/card/")
        assert answer.status_code == 404
        assert "<h1>没有找到</h1>" in answer.text


@pytest.mark.parametrize("name", EDITING)
def test_a_reader_is_refused_with_the_reason(login, leader, project, name):
    answer = login(leader).get(door(name, project))
    assert answer.status_code == 403
    assert "您的角色不能" in answer.text


def test_an_asset_is_reached_through_its_own_project_only(login, reporter, project):
    other = AssetFactory(project=ProjectFactory(district_id="510403"))
    for name in ("asset_edit", "asset_delete"):
        url = reverse(f"registry:{name}", args=(project.number, other.pk))
        assert login(reporter).post(url).status_code == 404
    card = login(reporter).get(door("project_card", project), {"asset": other.pk})
    assert card.status_code == 404


def test_a_reader_is_told_once_that_he_only_reads(login, leader, project):
    AssetFactory(project=project)
    page = login(leader).get(door("project", project)).text
    assert page.count("您只能查看：您的角色不能修改项目") == 1
    assert page.count("您的角色不能") == 2  # the other: no next step
    assert "disabled" not in page
    assert "办理…" not in page


def test_a_reviewer_is_not_told_that_he_only_reads(login, project):
    reviewer = UserFactory(organisation="dongqu", role=Role.REVIEWER)
    assert "您只能查看" not in login(reviewer).get(door("project", project)).text


def test_a_stranger_reads_why_the_register_is_empty(login, stranger):
    answer = login(stranger).get("/projects/")
    assert answer.status_code == 200
    assert "您还看不到任何项目" in answer.text
    assert "您的角色不能查看项目" in answer.text


def test_health_is_asked_without_signing_in(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_health_says_in_chinese_that_the_database_is_away(client, db, monkeypatch):
    def cursor(self):
        raise DatabaseError

    monkeypatch.setattr("registry.views.health.connection", type("Away", (), {"cursor": cursor})())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "数据库无法连接")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_behind_a_proxy_health_is_asked_past_it_by_whatever_name(client, db, settings):
    settings.ALLOWED_HOSTS = ["atlas.example.org"]
    settings.SECURE_SSL_REDIRECT = settings.BEHIND_HTTPS = True
    for host in ("127.0.0.1:8000", "10.0.0.5", "atlas.example.org"):
        answer = client.get("/healthz", headers={"host": host})
        assert (answer.status_code, answer.text) == (200, "ok")
    assert client.get("/projects/", headers={"host": "atlas.example.org"}).status_code == 301


@pytest.mark.parametrize("name", READING + EDITING)
def test_what_may_be_read_may_be_asked_for_its_head(login, reporter, project, name):
    assert login(reporter).head(door(name, project)).status_code == 200
    assert login(reporter).head("/projects/new/").status_code == 200
