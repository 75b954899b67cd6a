"""The header: one table, of which each person sees his own part."""

import re

import pytest

from registry.choices import Awaiting, Role
from registry.navigation import ENTRIES, HeaderPlace, links_for, pages_of
from tests.factories import AttachmentFactory, ProjectFactory, UserFactory

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


LOOKED_AT = ["概况", "资金", "资料和照片", "审核", "历史"]


@pytest.fixture
def project(db):
    return ProjectFactory()


def test_a_project_leads_each_to_the_pages_that_he_may_open(project, reporter, leader, login):
    for user, labels in ((reporter, [*LOOKED_AT, "绘制"]), (leader, LOOKED_AT)):
        pages = pages_of(project, user, project.get_absolute_url())
        assert [page.label for page in pages] == labels
        for page in pages:
            assert login(user).get(page.url).status_code == 200, page


def test_nothing_is_drawn_while_a_project_is_judged(project, reporter):
    project.awaiting = Awaiting.TERRITORY
    assert [page.label for page in pages_of(project, reporter, "/")] == LOOKED_AT


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("", "概况"),
        ("edit/", "概况"),
        ("assets/new/", "概况"),
        ("money/", "资金"),
        ("papers/", "资料和照片"),
        ("papers/7/", "资料和照片"),
        ("review/", "审核"),
        ("history/", "历史"),
        ("draw/", "绘制"),
    ],
)
def test_every_page_of_a_project_is_one_of_its_row_or_below_one(project, reporter, path, label):
    pages = pages_of(project, reporter, f"{project.get_absolute_url()}{path}")
    assert [page.label for page in pages if page.is_current] == [label]


def test_a_page_says_where_below_the_project_it_stands(project, reporter, login):
    desk = login(reporter)
    paper = AttachmentFactory(project=project, type="approval")
    for path, crumbs in (
        ("", [project.number]),
        ("money/", [project.number, "资金"]),
        ("edit/", [project.number, "修改"]),
        ("draw/", [project.number, "绘制"]),
        (f"papers/{paper.pk}/", [project.number, "资料和照片", paper.get_type_display()]),
    ):
        page = desk.get(f"{project.get_absolute_url()}{path}").text
        trail = re.search(r'<ol class="breadcrumb">(.*?)</ol>', page, re.DOTALL)[1]
        assert re.sub(r"<[^>]+>", " ", trail).split() == ["项目库", *crumbs]


def test_the_head_of_a_refused_form_tells_what_stands(project, reporter, login):
    url = f"{project.get_absolute_url()}edit/"
    page = login(reporter).post(url, {"name": "没有保存的名称"}).text
    assert f"<h1>{project.name}</h1>" in page
    assert "没有保存的名称" in page
