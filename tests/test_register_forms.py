"""Registering and changing a project: bad input, rights, second clicks and second editors."""

from decimal import Decimal

import pytest

from registry.models import FundingLine, Organisation, Project, StageChange
from tests.factories import FundingLineFactory, ProjectFactory, UserFactory

FUNDING = ("line", "source", "year", "amount_wan", "status", "document_number", "note")


def sheet(lines=(), **values):
    """What the browser sends: the project's fields and the funding rows."""
    filled = {"name": "炳草岗供水管网更新", "sector": "A03", "district": "510402", **values}
    rows = {"funding-TOTAL_FORMS": len(lines), "funding-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        rows |= {f"funding-{number}-{name}": value for name, value in line.items()}
    return filled | rows


def money(source="county", amount_wan="10", **values):
    return {"source": source, "amount_wan": amount_wan, "status": "intended", **values}


def sent_back(answer):
    """Everything an unchanged form would send again."""
    form, rows = answer.context["sheet"].form, answer.context["sheet"].rows
    values = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in values.items() if value not in (None, False)}
    lines = [{name: row[name].value() or "" for name in FUNDING} for row in rows.initial_forms]
    existing = {"funding-INITIAL_FORMS": len(lines)}
    return sheet(lines, **filled) | existing


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


def said(answer):
    assert answer.status_code == 200
    return answer.text


def test_a_new_project_starts_in_planning_with_its_first_event(desk, reporter):
    answer = desk.post("/projects/new/", sheet([money()], investment_wan="１,594.00"))
    project = Project.objects.get()
    assert answer.url == f"/projects/{project.number}/"
    assert (project.stage, project.created_by) == ("planned", reporter)
    assert project.investment_wan == Decimal("1594.00")
    assert [line.amount_wan for line in project.funding_lines.all()] == [Decimal("10.00")]
    change = StageChange.objects.get(project=project)
    assert (change.stage, change.by) == ("planned", reporter)


def test_the_lead_follows_from_the_sector(desk):
    desk.post("/projects/new/", sheet(sector="A06"))
    assert Project.objects.get().lead_id == "urban-management"


def test_a_sector_without_lead_asks_for_one(desk):
    assert "没有固定的牵头单位" in said(desk.post("/projects/new/", sheet(sector="A05")))


def test_an_owner_unit_may_be_new_or_known(desk):
    desk.post("/projects/new/", sheet(owner_name="示例水务公司"))
    desk.post("/projects/new/", sheet(name="另一项", owner_name="示例水务公司"))
    owner = Organisation.objects.get(name="示例水务公司")
    assert owner.type == "unit"
    assert owner.owned_projects.count() == 2


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": ""}, "没有保存"),
        ({"investment_wan": "-1"}, "大于或等于0"),
        ({"investment_wan": "NaN"}, "输入一个数"),
        ({"investment_wan": "1.234"}, "小数"),
        ({"investment_wan": "1", "equipment_wan": "2"}, "设备投资不能大于总投资"),
        ({"planned_start": "2026-02-01", "planned_finish": "2026-01-01"}, "不能早于拟开工"),
        ({"actual_start": "2099-01-01"}, "请检查年份"),
        ({"planned_start": "昨天"}, "输入一个有效的日期"),
        ({"platform_code": "2405-510402-04-01-12345"}, "项目代码应为 24 位"),
        ({"platform_code": "2413-510402-04-01-123456"}, "项目代码应为 24 位"),
        ({"sector": "Z99"}, "没有保存"),
        ({"name": "供水\x00管网"}, "没有保存"),
    ],
)
def test_wrong_values_are_refused_in_words_and_kept_in_the_form(desk, values, told):
    page = said(desk.post("/projects/new/", sheet(place="大渡口街道", **values)))
    assert told in page
    assert "大渡口街道" in page
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (money(amount_wan="-5"), "大于或等于0"),
        (money(amount_wan=""), "没有保存"),
        (money(year="1999"), "2000 年至 2059 年"),
        (money(source="lottery"), "没有保存"),
    ],
)
def test_wrong_funding_rows_save_nothing(desk, line, told):
    assert told in said(desk.post("/projects/new/", sheet([money(), line])))
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "typed", ["２４０５－５１０４０２－０４－０１－１２３４５６", "2405–510402–04–01–123456 "]
)
def test_platform_codes_are_read_however_they_were_typed(desk, typed):
    desk.post("/projects/new/", sheet(platform_code=typed))
    assert Project.objects.get().platform_code == "2405-510402-04-01-123456"


def test_the_same_platform_code_is_asked_about_and_may_be_confirmed(desk):
    code = "2405-510402-04-01-123456"
    first = ProjectFactory(platform_code=code)
    again = sheet(platform_code=code)
    page = said(desk.post("/projects/new/", again))
    assert first.number in page
    assert "repetition_confirmed" in page
    assert Project.objects.count() == 1
    desk.post("/projects/new/", again | {"repetition_confirmed": "on"})
    assert Project.objects.count() == 2


def test_a_repetition_in_a_project_out_of_sight_is_not_betrayed(desk):
    hidden = ProjectFactory(platform_code="2405-510402-04-01-123456", district_id="510403")
    answer = desk.post("/projects/new/", sheet(platform_code=hidden.platform_code))
    assert answer.status_code == 302


def test_a_second_click_registers_no_second_project(desk):
    desk.post("/projects/new/", sheet())
    page = said(desk.post("/projects/new/", sheet()))
    assert "同一地区同名的项目已有" in page
    assert Project.objects.count() == 1


def test_choices_hold_only_what_is_within_the_rights(login, reporter, police):
    form = login(reporter).get("/projects/new/").context["sheet"].form
    assert [district.code for district in form.fields["district"].queryset] == ["510402"]
    assert "A11" not in [sector.code for sector in form.fields["sector"].queryset]
    form = login(police).get("/projects/new/").context["sheet"].form
    assert [sector.code for sector in form.fields["sector"].queryset] == ["A11"]
    assert form.fields["district"].queryset.count() == 7


@pytest.mark.parametrize("values", [{"district": "510403"}, {"sector": "A11"}])
def test_what_is_out_of_reach_is_refused_by_the_server_too(desk, values):
    said(desk.post("/projects/new/", sheet(**values)))
    assert not Project.objects.exists()


def test_a_unit_registers_for_itself_alone(login, db):
    Organisation.objects.create(code="water", name="示例水务公司", type="unit")
    clerk = login(UserFactory(organisation="water"))
    page = said(clerk.post("/projects/new/", sheet(owner_name="示例燃气公司")))
    assert "不在您单位的新增范围内" in page
    assert not Organisation.objects.filter(name="示例燃气公司").exists()
    assert clerk.post("/projects/new/", sheet(owner_name="示例水务公司")).status_code == 302


def test_a_reader_registers_nothing(login, leader):
    assert login(leader).post("/projects/new/", sheet()).status_code == 403
    assert not Project.objects.exists()


def test_an_unchanged_form_changes_nothing(desk):
    project = FundingLineFactory(project__place="大渡口").project
    url = f"/projects/{project.number}/edit/"
    assert desk.post(url, sent_back(desk.get(url))).status_code == 302
    after = Project.objects.get()
    assert (after.version, after.place) == (1, "大渡口")
    assert FundingLine.objects.get().version == 1


def test_funding_rows_are_changed_added_and_deleted(desk):
    project = ProjectFactory()
    kept, dropped = FundingLineFactory.create_batch(2, project=project)
    url = f"/projects/{project.number}/edit/"
    data = sent_back(desk.get(url))
    rows = [
        money(line=kept.pk, amount_wan="77", year=2025),
        money(line=dropped.pk, DELETE="on"),
        money(source="residents", amount_wan="3.5"),
    ]
    assert desk.post(url, data | sheet(rows, name=data["name"])).status_code == 302
    lines = dict(project.funding_lines.values_list("source_id", "amount_wan"))
    assert lines == {"county": Decimal("77.00"), "residents": Decimal("3.50")}
    assert project.funding_lines.get(source="county").pk == kept.pk


def test_the_second_editor_is_told_what_changed_and_loses_nothing(login, reporter):
    project = ProjectFactory(place="大渡口", contact="张工")
    url = f"/projects/{project.number}/edit/"
    other = login(UserFactory(organisation="dongqu", display_name="李四"))
    mine, theirs = (desk.get(url) for desk in (login(reporter), other))
    other.post(url, sent_back(theirs) | {"contact": "李工"})

    answer = login(reporter).post(url, sent_back(mine) | {"place": "炳草岗"})

    page = said(answer)
    assert "本次没有保存" in page
    assert "李四于" in page
    assert "联系人由“张工”改为“李工”" in page
    assert Project.objects.get().place == "大渡口"
    assert login(reporter).post(url, sent_back(answer)).status_code == 302
    after = Project.objects.get()
    assert (after.place, after.contact) == ("炳草岗", "李工")


def test_the_second_editor_of_the_money_is_told_as_well(desk, reporter, login):
    project = ProjectFactory()
    line = FundingLineFactory(project=project)
    url = f"/projects/{project.number}/edit/"
    data = sent_back(desk.get(url))
    FundingLine.objects.filter(pk=line.pk).delete()
    page = said(desk.post(url, data))
    assert "资金安排已被他人修改" in page
    assert f'value="{line.amount_wan}"' in page


def test_saving_a_project_that_was_deleted_meanwhile_is_refused(desk):
    project = ProjectFactory()
    url = f"/projects/{project.number}/edit/"
    data = sent_back(desk.get(url))
    desk.post(f"/projects/{project.number}/delete/")
    assert desk.post(url, data).status_code == 404


def test_a_nonsense_edition_is_a_conflict_not_an_error(desk):
    project = ProjectFactory()
    answer = desk.post(
        f"/projects/{project.number}/edit/", sheet(name=project.name, edition="9" * 99)
    )
    assert "本次没有保存" in said(answer)


def test_a_project_with_cameras_cannot_leave_its_sector(login, db):
    project = ProjectFactory(sector_id="A11", lead_id="public-security")
    project.assets.create(kind="camera")
    admin = login(UserFactory(is_superuser=True))
    url = f"/projects/{project.number}/edit/"
    page = said(admin.post(url, sent_back(admin.get(url)) | {"sector": "A03"}))
    assert "项目中登记有摄像机" in page
