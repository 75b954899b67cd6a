"""The header: one table, of which each person sees his own part."""

import pytest

from registry.choices import Role
from registry.navigation import ENTRIES, HeaderPlace, links_for
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def labels(user, place, path="/"):
    return [link.label for link in links_for(user, path)[place]]


def current(user, path):
    return [
        link.label for links in links_for(user, path).values() for link in links if link.is_current
    ]


def test_a_reporter_sees_the_files_and_no_office(reporter):
    assert labels(reporter, HeaderPlace.FILES) == ["导入", "导出"]
    assert "参考图层" not in labels(reporter, HeaderPlace.OFFICE)


def test_a_leader_sees_the_map_but_no_files(leader):
    assert {"地图", "总览", "项目库"} <= set(labels(leader, HeaderPlace.MAIN))
    assert labels(leader, HeaderPlace.FILES) == []


def test_the_systems_administrator_finds_the_reference_layers(db):
    keeper = UserFactory(organisation="taskforce", role=Role.SYSADMIN)
    assert "参考图层" in labels(keeper, HeaderPlace.OFFICE)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "地图"),
        ("/projects/RA-000001/draw/", "项目库"),
        ("/imports/3/", "导入"),
        ("/print/", None),
    ],
)
def test_one_entry_at_most_is_where_one_stands(reporter, path, label):
    assert current(reporter, path) == ([label] if label else [])


def test_every_entry_leads_to_a_page(admin, login):
    client = login(admin)
    for links in links_for(admin, "/").values():
        for link in links:
            assert client.get(link.url, follow=True).status_code == 200, link
    assert len({entry.label for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize(
    ("role", "desk"),
    [(Role.SYSADMIN, "/people/"), (Role.SECADMIN, "/people/"), (Role.AUDITOR, "/log/")],
)
def test_an_administrator_comes_to_his_own_work_and_nothing_leads_elsewhere(login, role, desk):
    keeper = UserFactory(organisation="taskforce", role=role)
    client = login(keeper)
    assert client.get("/").url == desk
    assert client.get(desk).status_code == 200
    assert labels(keeper, HeaderPlace.MAIN) == []


def test_who_sees_nothing_is_sent_to_the_one_who_grants(login, stranger):
    page = login(stranger).get("/").text
    assert "请联系安全管理员调整角色" in page
    assert labels(stranger, HeaderPlace.MAIN) == []
