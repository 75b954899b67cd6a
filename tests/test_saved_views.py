"""Saved views: one's own and those that colleagues share; opened with the viewer's rights."""

import pytest

from registry.models import SavedView
from tests.factories import AssetFactory, ProjectFactory, UserFactory, place


@pytest.fixture
def save(login):
    def post(user, name="东区燃气", **values):
        sent = {"name": name, "page": "map", "query": "?sector=A06&district=510402", **values}
        return login(user).post("/views/new/", sent)

    return post


def test_a_view_is_saved_as_the_address_stands_and_opened_by_its_own(save, login, reporter):
    answer = save(reporter, place="#12/26.58000/101.72000/stage")
    assert "已保存“东区燃气”" in answer.text
    view = SavedView.objects.get()
    opened = login(reporter).get(f"/views/{view.pk}/")
    assert opened.status_code == 302
    assert opened.url == "/?sector=A06&district=510402#12/26.58000/101.72000/stage"
    save(reporter, name="表", page="register", query="?stage=building&sort=-length&page=3")
    view = SavedView.objects.get(name="表")
    assert login(reporter).get(f"/views/{view.pk}/").url == "/projects/?stage=building&sort=-length"


@pytest.mark.parametrize(
    "place",
    [
        "#12/26.58000/101.71000/stage/RA-000123/base=photo/over=3,5/sort=-investment",
        "#9.25/26.58000/101.71000/sort=planned_start",
        "#16/-26.58000/101.71000/RA-000123/base=vec-2",
        f"#12/26.58000/101.71000/over={','.join(map(str, range(101, 161)))}",
    ],
)
def test_a_view_keeps_the_order_of_the_list_and_what_lies_under_and_over_the_map(
    save, login, reporter, place
):
    assert "已保存“东区燃气”" in save(reporter, place=place).text
    opened = login(reporter).get(f"/views/{SavedView.objects.get().pk}/")
    assert opened.url == f"/?sector=A06&district=510402{place}"


def test_a_view_of_the_overview_keeps_how_one_looked_at_it(save, login, reporter):
    query = "?sector=A06&show=length&on=2025-06-30&compare=510402&compare=510403"
    assert "已保存“两区”" in save(reporter, name="两区", page="overview", query=query).text
    view = SavedView.objects.get()
    client = login(reporter)
    assert client.get(f"/views/{view.pk}/").url == f"/overview/{query}"
    assert client.get(f"/overview/{query}").status_code == 200
    assert "总览" in client.get("/views/").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"query": "?sector=Z99"}, "Z99"),
        ({"query": "?colour=red"}, "没有“colour”这个查询条件"),
        ({"query": "?show=length"}, "没有“show”这个查询条件"),
        ({"page": "overview", "query": "?show=colour"}, "colour"),
        ({"page": "overview", "query": "?sector=Z99&show=length"}, "Z99"),
        ({"page": "overview", "query": "?colour=red"}, "没有“colour”这个查询条件"),
        ({"query": "?within=1,1 2,2 1,2 2,1"}, "互相交叉"),
        ({"page": "elsewhere"}, "elsewhere"),
        ({"place": "//evil.example/"}, "地图位置不对"),
        ({"place": "#12/26.5/101.7/base=<b>"}, "地图位置不对"),
        ({"place": "#12/26.5/101.7/over=3,,5"}, "地图位置不对"),
        ({"place": "#12/26.5/101.7/sort=-investment\r\nX: y"}, "地图位置不对"),
        ({"place": "#12/26.5/101.7/colour=red"}, "地图位置不对"),
        ({"name": ""}, "必填"),
        ({"organisation": "xiqu"}, "有效"),
    ],
)
def test_what_cannot_be_asked_or_shared_is_refused(save, reporter, values, words):
    answer = save(reporter, **{"name": "视图", **values})
    assert words in answer.text
    assert not SavedView.objects.exists()


def test_a_name_is_ones_own_once(save, reporter, neighbour):
    save(reporter)
    assert "同名" in save(reporter).text
    save(neighbour)
    assert SavedView.objects.count() == 2


def test_colleagues_see_what_is_shared_and_strangers_nothing(save, login, reporter, neighbour):
    colleague = UserFactory(organisation="dongqu", role="analyst")
    save(reporter)
    view = SavedView.objects.get()
    address = f"/views/{view.pk}/"
    assert login(colleague).get(address).status_code == 404
    edited = login(reporter).post(f"{address}edit/", {"name": "新名", "organisation": "dongqu"})
    assert "已修改“新名”" in edited.text
    assert login(colleague).get(address).status_code == 302
    assert "新名" in login(colleague).get("/views/").text
    assert login(neighbour).get(address).status_code == 404
    assert "新名" not in login(neighbour).get("/views/").text
    for act in ("edit", "delete"):
        assert login(colleague).post(f"{address}{act}/", {"name": "x"}).status_code == 404
    assert "已删除“新名”" in login(reporter).post(f"{address}delete/").text
    assert login(reporter).get(address).status_code == 404


def test_the_rights_are_those_of_who_opens_it(save, login, db):
    author = UserFactory(organisation="dongqu", role="leader")
    colleague = UserFactory(organisation="dongqu", role="reporter")
    theirs = ProjectFactory(district_id="510403", name="西区的项目")
    AssetFactory(project=theirs, location=place("pipe"))
    save(author, name="西区", query="?district=510403", page="register", organisation="dongqu")
    address = f"/views/{SavedView.objects.get().pk}/"
    assert "西区的项目" in login(author).get(address, follow=True).text
    assert "西区的项目" not in login(colleague).get(address, follow=True).text


def test_a_view_whose_sector_is_closed_to_the_viewer_says_so(save, login, police):
    colleague = UserFactory(organisation="public-security", role="leader")
    save(police, query="?sector=A11", organisation="public-security")
    address = f"/views/{SavedView.objects.get().pk}/"
    assert login(colleague).get(address).status_code == 302
    colleague.memberships.update(organisation="dongqu")
    assert login(colleague).get(address).status_code == 404


def test_a_shared_view_that_asks_for_a_closed_sector_opens_without_it(save, login, leader):
    view = {"page": "register", "query": "?sector=A11&stage=building"}
    save(leader, organisation="taskforce", **view)
    colleague = UserFactory(organisation="taskforce", role="analyst")
    answer = login(colleague).get(f"/views/{SavedView.objects.get().pk}/", follow=True)
    assert 'href="/projects/?stage=building" data-keeps-place>去掉“A11”后打开' in answer.text


def test_nobody_saves_without_signing_in_or_by_a_link(client, login, reporter):
    assert client.post("/views/new/").status_code == 302
    assert login(reporter).get("/views/new/").status_code == 405
