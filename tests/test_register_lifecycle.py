"""A project's page and what happens to the whole project: stages, copies, the bin."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from registry import editing
from registry.choices import FundingStatus, Stage, Standing
from registry.models import AuditRecord, Project
from registry.particulars import Wording
from registry.refusals import Refusal
from registry.workflow import record
from tests.factories import (
    AssetFactory,
    AttachmentFactory,
    FundingLineFactory,
    ProjectFactory,
    UserFactory,
    declarable,
)


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


def move(client, project, code, **values):
    last = project.stage_changes.in_force().last()
    data = {
        "move": code,
        "after": last.pk if last else 0,
        "effective_on": date.today().isoformat(),
        **values,
    }
    return client.post(f"/projects/{project.number}/move/", data)


def stage_of(project):
    return Project.objects.get(pk=project.pk).stage


@pytest.fixture
def ready(reporter):
    project = declarable()
    record(project, by=reporter, effective_on=date(2026, 1, 1))
    return project


def test_a_reporter_declares_and_the_step_is_dated(desk, reporter, ready):
    answer = move(desk, ready, "submit", effective_on="2026-01-05", note="常务会通过")
    assert answer.url == f"/projects/{ready.number}/"
    change = ready.stage_changes.last()
    assert (change.stage, change.by, change.note) == ("declared", reporter, "常务会通过")
    assert change.effective_on == date(2026, 1, 5)
    page = desk.get(answer.url).text
    assert "2026-01-05" in page
    assert "常务会通过" in page
    assert "待县（区）初审" in page


@pytest.mark.parametrize(
    ("code", "values", "told"),
    [
        ("close", {}, "项目现在是“谋划”，不能办理“销号”"),
        ("fly", {}, "选择一个有效的选项"),
        ("submit", {"effective_on": (date.today() + timedelta(1)).isoformat()}, "不能晚于今天"),
        ("submit", {"effective_on": "2099-01-01"}, "不能晚于今天"),
        ("submit", {"effective_on": "明天"}, "输入一个有效的日期"),
        ("submit", {"effective_on": "2026-01-05", "note": ""}, "写明原因"),
        ("submit", {"note": "长" * 501}, "500"),
        ("submit", {"after": "x"}, "整数"),
        ("submit", {"after": ""}, "必填"),
        ("submit", {"evidence": "99999"}, "选择一个有效的选项"),
    ],
)
def test_a_refused_step_is_explained_on_the_page_and_keeps_the_note(
    desk, ready, code, values, told
):
    answer = move(desk, ready, code, **{"note": "常务会通过", **values})
    assert answer.status_code == 200
    assert told in answer.text
    assert values.get("note", "常务会通过") in answer.text
    assert stage_of(ready) == "planned"


def test_what_is_missing_stands_on_the_page_before_the_click_and_after_it(desk, project):
    url = f"/projects/{project.number}/"
    link = f'<a href="{url}edit/#id_place">“建设地点”未填</a>'
    assert link in desk.get(url).text
    assert link in move(desk, project, "submit").text


def test_a_paper_of_the_project_is_the_evidence(desk, ready):
    paper = AttachmentFactory(project=ready, document_number="示例文号一号")
    move(desk, ready, "submit", evidence=paper.pk)
    assert ready.stage_changes.last().evidence == paper
    assert "示例文号一号" in desk.get(f"/projects/{ready.number}/").text


def test_a_paper_of_another_project_is_no_evidence(desk, ready):
    answer = move(desk, ready, "submit", evidence=AttachmentFactory().pk)
    assert "选择一个有效的选项" in answer.text
    assert stage_of(ready) == "planned"


def test_nobody_reviews_what_he_submitted(login, ready):
    both = UserFactory(organisation="dongqu")
    both.memberships.create(organisation_id="dongqu", role="reviewer")
    move(login(both), ready, "submit")
    page = login(both).get(f"/projects/{ready.number}/").text
    assert "不能审核自己提交的项目" in page
    assert "不能审核自己提交的项目" in move(login(both), ready, "pass_territory").text


def test_a_double_click_moves_once_and_says_so(desk, ready):
    seen = ready.stage_changes.last().pk
    move(desk, ready, "submit")
    answer = desk.post(
        f"/projects/{ready.number}/move/",
        {"move": "submit", "after": seen, "effective_on": date.today().isoformat()},
        follow=True,
    )
    assert "没有重复办理" in answer.text
    assert ready.stage_changes.count() == 2


def test_a_note_is_told_where_a_colleague_has_submitted_meanwhile(desk, login, ready):
    """The project awaits its review now: there is no form that could hold what was written."""
    order = {"effective_on": f"{date.today()}", "move": "submit", "note": "写了很久的说明"}
    order["after"] = ready.stage_changes.last().pk
    move(login(UserFactory(organisation="dongqu")), ready, "submit")
    refused = desk.post(f"/projects/{ready.number}/move/", order).text
    assert "请核对后再办" in refused
    assert "您写的说明没有保存" in refused
    assert "写了很久的说明" in refused


def test_what_was_refused_as_overtaken_is_sent_again_once_it_was_looked_at(desk, login, ready):
    """A colleague suspends and resumes the project while its page stands open."""
    Project.objects.update(stage=Stage.RESERVED)
    record(Project.objects.get(), by=None, effective_on=date.today())
    order = {"effective_on": f"{date.today()}", "move": "prepare", "note": "今年启动"}
    order["after"] = ready.stage_changes.last().pk
    colleague = login(UserFactory(organisation="dongqu"))
    move(colleague, ready, "suspend", note="等资金")
    move(colleague, ready, "resume")
    address = f"/projects/{ready.number}/move/"
    refused = desk.post(address, order)
    assert "办理“恢复”，请核对后再办" in refused.text
    seen = refused.context["move_form"]["after"].value()
    assert desk.post(address, order | {"after": seen}).status_code == 302
    assert stage_of(ready) == "preparing"


def test_a_move_is_undone_by_its_button(desk, login, neighbour, ready):
    move(desk, ready, "submit")
    url = f"/projects/{ready.number}/move/{ready.stage_changes.last().pk}/undo/"
    assert url in desk.get(f"/projects/{ready.number}/").text
    assert login(neighbour).post(url).status_code == 404
    assert "已撤销“提交申报”" in desk.post(url, follow=True).text
    assert stage_of(ready) == "planned"
    assert "已经撤销" in desk.post(url, follow=True).text
    assert "（已撤销）" in desk.get(f"/projects/{ready.number}/").text


def test_a_refused_undo_is_explained(login, analyst, ready):
    url = f"/projects/{ready.number}/move/{ready.stage_changes.last().pk}/undo/"
    assert "登记不能撤销" in login(analyst).post(url, follow=True).text


def test_a_suspended_project_offers_to_go_on(desk, project):
    Project.objects.filter(pk=project.pk).update(stage="building", standing=Standing.SUSPENDED)
    page = desk.get(f"/projects/{project.number}/").text
    assert 'value="resume"' in page
    assert 'value="complete"' not in page


def test_the_end_of_the_road_offers_no_further_step(desk):
    closed = ProjectFactory(stage=Stage.CLOSED)
    page = desk.get(f"/projects/{closed.number}/").text
    assert 'name="move"' not in page


def test_a_reader_sees_what_he_may_not_do_and_why(login, analyst, project):
    page = login(analyst).get(f"/projects/{project.number}/").text
    assert "您的角色不能推进项目" in page


def test_a_copy_takes_facts_and_money_and_starts_anew(desk, reporter):
    project = ProjectFactory(
        stage=Stage.BUILDING,
        platform_code="2405-510402-04-01-123456",
        place="大渡口",
        planned_start=date(2026, 1, 1),
        actual_start=date(2026, 2, 1),
    )
    FundingLineFactory(project=project, status=FundingStatus.PAID, document_number="攀财〔1〕号")
    AssetFactory(project=project)
    desk.post(f"/projects/{project.number}/copy/", {"name": "二期"})
    twin = Project.objects.get(name="二期")
    assert (twin.stage, twin.platform_code, twin.actual_start) == ("planned", "", None)
    assert (twin.place, twin.planned_start, twin.created_by) == (
        "大渡口",
        date(2026, 1, 1),
        reporter,
    )
    assert twin.number != project.number
    line = twin.funding_lines.get()
    assert (line.amount_wan, line.status, line.document_number) == (
        Decimal("100.00"),
        "intended",
        "",
    )
    assert not twin.assets.exists()
    assert twin.stage_changes.get().note == f"复制自 {project.number}"


def test_a_copy_with_assets_has_their_exact_shapes(desk):
    asset = AssetFactory(number="1", attributes={"diameter_mm": 300}, source_row=7)
    url = f"/projects/{asset.project.number}/copy/"
    desk.post(url, {"name": "二期", "with_assets": "on"})
    twin = Project.objects.get(name="二期")
    copied = twin.assets.get()
    assert copied.location.coords == asset.location.coords
    assert (copied.attributes, copied.source_row) == ({"diameter_mm": 300}, None)
    assert copied.client_id != asset.client_id
    assert twin.total.asset_count == 1


def test_a_copy_needs_a_name(desk, project):
    answer = desk.post(f"/projects/{project.number}/copy/", {"name": ""})
    assert answer.status_code == 200
    assert Project.objects.count() == 1


def test_a_deleted_project_leaves_every_answer_and_comes_back(desk, project):
    desk.post(f"/projects/{project.number}/delete/")
    assert desk.get("/projects/").context["total"].projects == 0
    assert project.number in desk.get("/projects/deleted/").text
    answer = desk.post(f"/projects/{project.number}/restore/")
    assert answer.url == f"/projects/{project.number}/"
    assert desk.get("/projects/").context["total"].projects == 1
    assert "回收站是空的" in desk.get("/projects/deleted/").text


def test_the_bin_is_turned_page_by_page_with_no_further_query(
    desk, monkeypatch, django_assert_num_queries, spatial_reference
):
    monkeypatch.setattr("registry.views.lifecycle.BINNED", 2)
    long_ago = timezone.now() - timedelta(days=3)
    binned = [ProjectFactory(name=name, deleted_at=long_ago) for name in "甲乙丙丁戊"]
    seen = []
    for page, names in (("", "戊丁"), ("?page=2", "丙乙"), ("?page=3", "甲"), ("?page=9", "甲")):
        with django_assert_num_queries(9):
            answer = desk.get(f"/projects/deleted/{page}")
        assert "".join(project.name for project in answer.context["page"]) == names
        assert ("下一页" in answer.text) is (names != "甲")
        seen += [project.pk for project in answer.context["page"]]
    assert seen[:5] == [project.pk for project in reversed(binned)]


def test_second_clicks_on_delete_and_restore_find_the_work_done(desk, project):
    url = f"/projects/{project.number}/"
    desk.post(f"{url}delete/")
    assert "已在回收站中" in desk.post(f"{url}delete/", follow=True).text
    desk.post(f"{url}restore/")
    assert "无需恢复" in desk.post(f"{url}restore/", follow=True).text


def test_a_second_click_on_copy_is_asked_about(desk, project):
    url = f"/projects/{project.number}/copy/"
    desk.post(url, {"name": "二期"})
    answer = desk.post(url, {"name": "二期"})
    first = Project.objects.get(name="二期")
    assert f"{first.number}《二期》" in answer.text
    confirmed = {
        "name": "二期",
        "repetition_confirmed": "on",
        "repetitions_named": answer.context["form"]["repetitions_named"].value(),
    }
    assert desk.post(url, confirmed).status_code == 302
    assert desk.post(url, confirmed).status_code == 200
    assert Project.objects.filter(name="二期").count() == 2


def test_an_empty_post_copies_nothing(desk, project):
    assert "没有保存" in desk.post(f"/projects/{project.number}/copy/", {}).text
    assert Project.objects.count() == 1


def test_the_bin_shows_and_restores_only_ones_own(
    login, neighbour, leader, stranger, desk, project
):
    desk.post(f"/projects/{project.number}/delete/")
    assert project.number not in login(neighbour).get("/projects/deleted/").text
    assert login(neighbour).post(f"/projects/{project.number}/restore/").status_code == 404
    for person in (leader, stranger):
        assert login(person).get("/projects/deleted/").status_code == 403
        assert login(person).post(f"/projects/{project.number}/restore/").status_code == 404


@pytest.mark.parametrize(
    ("stage", "standing", "told"),
    [
        ("reserved", "active", "办理“退库”或“终止”"),
        ("tendering", "suspended", "办理“退库”或“终止”"),
        ("building", "active", "牵头部门或市级专班的审核员在“阶段”中办理“终止”"),
        ("accepted", "active", "记录要留存备查"),
        ("reserved", "withdrawn", "记录要留存备查"),
    ],
)
def test_what_has_come_into_the_reserve_is_not_deleted(desk, project, stage, standing, told):
    Project.objects.filter(pk=project.pk).update(stage=stage, standing=standing)
    url = f"/projects/{project.number}/"
    page = desk.get(url).text
    assert "确认删除" not in page
    assert told in page
    answer = desk.post(f"{url}delete/", follow=True)
    assert answer.redirect_chain[-1][0] == url
    assert "不能删除" in answer.text
    assert Project.objects.present().get() == project


def test_what_was_submitted_since_the_page_was_opened_is_not_deleted(project, reporter):
    Project.objects.filter(pk=project.pk).update(stage="building")
    with pytest.raises(Refusal, match="不能删除"):
        editing.discard(project, by=reporter)


def test_deleting_and_restoring_a_project_stand_in_the_audit_log(login, reporter, project):
    desk, url = login(reporter), f"/projects/{project.number}/"
    for act in ("delete/", "delete/", "restore/", "restore/"):
        desk.post(url + act)
    told = AuditRecord.objects.filter(subject=project.number).order_by("pk")
    assert [record.get_action_display() for record in told] == ["删除项目", "恢复项目"]
    assert {(record.user, Wording().told(record)) for record in told} == {(reporter, "阶段 谋划")}


def test_who_reviews_looks_into_the_bin_and_takes_nothing_out(login, desk, project):
    desk.post(f"/projects/{project.number}/delete/")
    reviewer = login(UserFactory(organisation="dongqu", role="reviewer"))
    assert "回收站</a>" in reviewer.get("/projects/").text
    page = reviewer.get("/projects/deleted/").text
    assert project.number in page
    assert "restore/" not in page
    assert "不能恢复的由项目所属县（区）、牵头部门或项目单位的填报员恢复。" in page
    assert reviewer.post(f"/projects/{project.number}/restore/").status_code == 404
    elsewhere = login(UserFactory(organisation="xiqu", role="reviewer"))
    assert project.number not in elsewhere.get("/projects/deleted/").text


@pytest.mark.parametrize(
    ("investment", "told"),
    [
        (None, "总投资未填"),
        ("300", "缺口 100.00 万元"),
        ("200", "资金与总投资相符"),
        ("150", "超出总投资 50.00"),
    ],
)
def test_the_page_says_whether_the_money_is_complete(desk, investment, told):
    project = ProjectFactory(investment_wan=investment)
    FundingLineFactory.create_batch(2, project=project)
    page = desk.get(f"/projects/{project.number}/").text
    assert told in page
    assert "200.00" in page


def test_the_page_tells_who_changed_what(desk, login, project):
    url = f"/projects/{project.number}/edit/"
    data = {
        "name": project.name, "sector": "A03", "district": "510402", "edition": "1",
        "place": "大渡口",
    }  # fmt: skip
    editor = UserFactory(organisation="dongqu", display_name="李四")
    assert login(editor).post(url, data).status_code == 302
    page = desk.get(f"/projects/{project.number}/").text
    assert "李四" in page
    assert "建设地点" in page


def test_assets_of_a_large_project_come_in_pages(desk, project):
    AssetFactory.create_batch(101, project=project)
    url = f"/projects/{project.number}/"
    assert len(desk.get(url).context["assets"]) == 100
    assert len(desk.get(f"{url}?page=2").context["assets"]) == 1
    assert desk.get(f"{url}?page=x").context["assets"].number == 1


def test_a_fuller_page_costs_no_further_query(
    desk, project, reporter, django_assert_num_queries, spatial_reference
):
    def fill():
        AssetFactory.create_batch(5, project=project)
        FundingLineFactory.create_batch(2, project=project)
        project.stage = Stage.DECLARED if project.stage == "planned" else Stage.RESERVED
        project.save()
        record(project, by=reporter, effective_on=date.today())

    # Where a step is open, its form asks for the papers it may rest on.
    for queries in (23, 24):
        fill()
        with django_assert_num_queries(queries):
            desk.get(f"/projects/{project.number}/")
        with django_assert_num_queries(9):
            desk.get(f"/projects/{project.number}/card/")
