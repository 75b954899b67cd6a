"""One move for many projects: each is answered for itself."""

from datetime import date
from urllib.parse import quote

import pytest
from django.utils import timezone

from registry.choices import Role, Stage
from registry.models import Project
from registry.workflow import batch
from tests.factories import ProjectFactory, UserFactory, declarable

pytestmark = pytest.mark.django_db

URL = "/projects/moves/"


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


def numbers(*projects):
    return [project.number for project in projects]


def send(client, projects, code, **values):
    seen = ",".join(f"{pk}:{last}" for pk, last in last_of(projects).items())
    data = {
        "project": numbers(*projects),
        "seen": seen,
        "move": code,
        "effective_on": date.today().isoformat(),
        **values,
    }
    return client.post(URL, data)


def last_of(projects):
    return {each.pk: 0 for each in projects} | batch.seen(projects)


def test_each_project_is_moved_or_refused_by_itself(desk):
    ready, bare, elsewhere = declarable(), ProjectFactory(), ProjectFactory(stage=Stage.BUILDING)
    page = send(desk, [ready, bare, elsewhere], "submit").text
    assert "已办理 1 个，没有办理 2 个" in page
    assert f"/projects/{bare.number}/edit/#id_place" in page
    assert "项目现在是“在建”，不能办理“提交申报”" in page
    stages = dict(Project.objects.values_list("pk", "stage"))
    assert stages == {ready.pk: "declared", bare.pk: "planned", elsewhere.pk: "building"}


def test_the_same_order_twice_is_done_once(desk):
    project = declarable()
    order = {
        "project": project.number,
        "seen": f"{project.pk}:0",
        "move": "submit",
        "effective_on": date.today().isoformat(),
    }
    desk.post(URL, order)
    page = desk.post(URL, order).text
    assert "此前已办 1 个" in page
    assert project.stage_changes.count() == 1


def test_the_page_offers_what_at_least_one_may_do_next(desk):
    page = desk.get(URL, {"project": numbers(declarable(), ProjectFactory(stage=Stage.BUILDING))})
    offered = [code.value for code in page.context["form"].offered]
    assert offered == ["submit", "complete", "carry", "suspend"]


def test_nobody_is_offered_the_review_of_another_level(login):
    levels = ("territory", "city")
    waiting = [ProjectFactory(stage=Stage.DECLARED, awaiting=level) for level in levels]
    reviewer = UserFactory(organisation="dongqu", role=Role.REVIEWER)
    page = login(reviewer).get(URL, {"project": numbers(*waiting)})
    assert [code.label for code in page.context["form"].offered] == ["初审通过", "退回修改"]


def test_all_of_a_question_are_chosen(desk):
    mine, _ = ProjectFactory(sector_id="A06"), ProjectFactory(sector_id="A03")
    assert chosen(desk, f"{URL}?all=1&sector=A06") == [mine]
    assert f'{URL}?sector=A06&amp;all=1"' in desk.get("/projects/?sector=A06&sort=number").text


def chosen(client, address):
    return client.get(address).context["choice"].projects


@pytest.mark.parametrize("address", [URL, f"{URL}?sector=A06", f"{URL}?project="])
def test_nothing_ticked_is_nothing_chosen(desk, address):
    declarable(sector_id="A06")
    page = desk.get(address)
    assert page.context["choice"].projects == []
    assert "请在项目库里勾选要办理的项目" in page.text


def test_what_was_ticked_and_has_gone_is_named(desk):
    stays, gone = declarable(name="留下的项目"), declarable(name="删掉的项目")
    ticked = URL + "?" + "&".join(f"project={n}" for n in numbers(stays, gone))
    Project.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    assert f"{gone.number} 删掉的项目（已移入回收站）" in desk.get(ticked).text
    told = send(desk, [stays, gone], "submit").text
    assert "已办理 1 个" in told
    assert f"{gone.number} 删掉的项目（已移入回收站）" in told


def test_a_refused_order_says_that_nothing_was_moved(desk):
    page = send(desk, [declarable()], "submit", effective_on="2999-01-01").text
    assert "没有办理：请改正下面标红的栏目。" in page
    assert "没有保存" not in page


def test_the_way_back_to_the_register_is_there_before_and_after(desk):
    project = declarable()
    way = '<li><a href="/projects/">项目库</a></li>'
    assert way in desk.get(f"{URL}?project={project.number}").text
    assert way in send(desk, [project], "submit").text


def test_who_signs_in_again_comes_back_to_what_was_ticked(desk, client):
    """A refused order is shown under the address that names the projects, and so sent from it."""
    project = declarable()
    address = f"{URL}?project={project.number}"
    assert '<form class="form" method="post" data-by-button>' in desk.get(address).text
    answer = client.post(address, headers={"referer": f"http://testserver{address}"})
    assert answer.url == f"/accounts/login/?next={quote(address)}"


def test_no_more_than_a_bounded_number_is_taken(desk, monkeypatch):
    monkeypatch.setattr("registry.views.moves.MOST", 2)
    projects = ProjectFactory.create_batch(3)
    ticked = "&".join(f"project={n}" for n in numbers(*projects))
    for asked, back in (("all=1&q=RA", "/projects/?q=RA"), (ticked, "/projects/")):
        answer = desk.get(f"{URL}?{asked}")
        assert answer.status_code == 400
        assert "分批勾选" in answer.text
        assert f'href="{back}">回到项目库</a>' in answer.text


def test_more_than_may_be_moved_at_once_are_not_offered_as_all(desk, monkeypatch):
    monkeypatch.setattr("registry.views.register.MOST", 2)
    ProjectFactory.create_batch(3)
    page = desk.get("/projects/").text
    assert f"{URL}?all" not in page
    assert "一次最多办理 2 个项目" in page


def test_projects_that_one_may_not_see_are_none(desk, login, stranger):
    theirs, cameras = ProjectFactory(district_id="510403"), ProjectFactory(sector_id="A11")
    page = desk.get(URL, {"project": numbers(theirs, cameras)})
    assert page.context["choice"].projects == []
    assert "2 个勾选的项目已经没有，或者您无权查看" in page.text
    for client in (desk, login(stranger)):
        page = send(client, [theirs, cameras], "suspend", note="原因")
        assert theirs.name not in page.text
    assert not Project.objects.exclude(standing="active").exists()


def test_a_reader_may_look_and_is_refused(login, analyst):
    project = declarable()
    assert "您的角色不能推进项目" in send(login(analyst), [project], "submit").text
    assert 'form="batch"' not in login(analyst).get("/projects/").text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"seen": ""}, "填写的内容没有收全"),
        ({"seen": "1:2;drop"}, "填写的内容没有收全"),
        ({"seen": "1:" + "9" * 30}, "填写的内容没有收全"),
        ({"effective_on": "2099-01-01"}, "不能晚于今天"),
        ({"effective_on": "x"}, "有效的日期"),
        ({"code": "fly"}, "有效的选项"),
        ({"code": ""}, "必填"),
    ],
)
def test_forged_orders_are_refused_in_words(desk, values, told):
    project = declarable()
    answer = send(desk, [project], **{"code": "submit", **values})
    assert told in answer.text
    assert not project.stage_changes.exists()


@pytest.mark.parametrize(
    ("code", "values", "field", "told"),
    [
        ("suspend", {"note": " "}, "note", "写明原因"),
        ("suspend", {"note": "等资金", "effective_on": "2040-01-01"}, "effective_on", "晚于今天"),
        ("prepare", {"effective_on": "2026-01-02"}, "note", "补录过去的日期"),
        ("carry", {"note": "汛期"}, "planned_finish", "新的拟竣工"),
    ],
)
def test_what_moves_none_of_them_is_said_once_at_its_field(desk, code, values, field, told):
    projects = ProjectFactory.create_batch(3, stage=Stage.RESERVED)
    page = send(desk, projects, code, **values)
    assert [told in error for error in page.context["form"].errors[field]] == [True]
    assert page.context["choice"].projects
    assert not Project.objects.filter(stage_changes__isnull=False).exists()


def test_registering_is_no_move_for_many(desk):
    assert "不能办理" in send(desk, [declarable()], "register").text


def test_what_was_refused_may_be_chosen_again_as_it_is(desk):
    ready, bare = declarable(), ProjectFactory()
    page = send(desk, [ready, bare], "submit").text
    assert f'href="{URL}?project={bare.number}">没有办成的再办一次</a>' in page


def test_where_all_were_moved_none_is_offered_again(desk):
    assert "再办一次" not in send(desk, [declarable()], "submit").text


def test_a_project_without_a_seen_change_is_not_moved_blindly(desk):
    one, other = declarable(), declarable()
    page = desk.post(
        URL,
        {"project": numbers(one, other), "seen": f"{one.pk}:0", "move": "submit",
         "effective_on": date.today().isoformat()},
    ).text  # fmt: skip
    assert "已办理 1 个，没有办理 1 个" in page
    assert not other.stage_changes.exists()


def test_what_someone_else_moved_meanwhile_is_left_as_it_is(desk, login):
    project = declarable()
    order = {"project": project.number, "seen": f"{project.pk}:0", "move": "submit",
             "effective_on": date.today().isoformat()}  # fmt: skip
    colleague = UserFactory(organisation="dongqu", role=Role.REPORTER)
    login(colleague).post(URL, order)
    page = desk.post(URL, order).text
    assert f"已由{colleague}办理“提交申报”" in page
