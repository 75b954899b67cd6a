"""Registering and changing a project: bad input, rights, second clicks and second editors."""

from decimal import Decimal

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.http import QueryDict

from registry.forms.units import new_unit
from registry.models import District, FundingLine, Organisation, Project, StageChange
from registry.question import Question
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, UserFactory
from tests.sheets import said, sent_back, sheet


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


def test_a_new_project_starts_in_planning_with_its_first_event(desk, reporter):
    answer = desk.post("/projects/new/", sheet(investment_wan="１,594.00"))
    project = Project.objects.get()
    assert answer.url == f"/projects/{project.number}/"
    assert (project.stage, project.created_by) == ("planned", reporter)
    assert project.investment_wan == Decimal("1594.00")
    change = StageChange.objects.get(project=project)
    assert (change.stage, change.by) == ("planned", reporter)


def test_what_may_be_wondered_about_has_an_example(desk):
    page = desk.get("/projects/new/").text
    for example in ("2405-510400-04-01-123456", "1250.5", "区号-1234567"):
        assert f'placeholder="如：{example}"' in page
    project = ProjectFactory()
    page = desk.get(f"/projects/{project.number}/assets/new/?kind=pipe").text
    assert 'placeholder="如：300"' in page
    assert 'placeholder="如：1998"' in page
    page = desk.get(f"/projects/{project.number}/assets/new/?kind=elevator").text
    assert 'placeholder="如：101.71845"' in page
    assert 'placeholder="20 位数字"' in page


def test_the_lead_follows_from_the_sector(desk):
    desk.post("/projects/new/", sheet(sector="A06"))
    assert Project.objects.get().lead_id == "urban-management"


def test_a_sector_without_lead_asks_for_one(desk):
    assert "没有固定的牵头单位" in said(desk.post("/projects/new/", sheet(sector="A05")))


def test_whoever_leads_a_project_is_offered_and_found(desk, leader):
    project = ProjectFactory(district_id="510402", lead_id="taskforce")
    answer = desk.get(f"/projects/{project.number}/edit/")
    assert desk.post(f"/projects/{project.number}/edit/", sent_back(answer)).status_code == 302
    project.refresh_from_db()
    assert project.lead_id == "taskforce"
    assert set(Question(QueryDict("lead=taskforce"), leader).projects()) == {project}


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
        ({"investment_wan": "-1"}, "不能小于 0"),
        ({"investment_wan": "NaN"}, "不是数字"),
        ({"investment_wan": "1,5"}, "逗号只能分隔千位"),
        ({"investment_wan": "1.234"}, "小数"),
        ({"investment_wan": "1", "equipment_wan": "2"}, "设备投资不能大于总投资"),
        ({"planned_start": "2026-02-01", "planned_finish": "2026-01-01"}, "不能早于拟开工"),
        ({"actual_start": "2099-01-01"}, "请检查年份"),
        ({"actual_start": "2058-01-01"}, "日期不能晚于今天"),
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
    ("values", "field", "label"),
    [
        (
            {"planned_start": "2026-02-01", "planned_finish": "2026-01-01"},
            "planned_finish",
            "拟竣工",
        ),
        (
            {"actual_start": "2026-02-01", "actual_finish": "2026-01-01"},
            "actual_finish",
            "实际竣工",
        ),
        ({"investment_wan": "1", "equipment_wan": "2"}, "equipment_wan", "其中设备投资"),
        ({"planned_start": "0202-05-01"}, "planned_start", "拟开工"),
        (
            {"planned_finish": "2058-01-01", "actual_finish": "2058-01-01"},
            "actual_finish",
            "实际竣工",
        ),
    ],
)
def test_what_two_fields_say_against_each_other_stands_at_one_of_them(desk, values, field, label):
    answer = desk.post("/projects/new/", sheet(**values))
    assert list(answer.context["sheet"].form.errors) == [field]
    assert f'<a href="#id_{field}">{label}' in answer.text


def test_all_that_is_wrong_is_listed_beside_what_concerns_the_whole(desk):
    project = ProjectFactory(name="两人同时改的项目")
    opened = desk.get(f"/projects/{project.number}/edit/").context["sheet"].form
    Project.objects.filter(pk=project.pk).update(place="别人填的")
    values = sheet(edition=opened["edition"].value(), investment_wan="-1", sector="")
    page = said(desk.post(f"/projects/{project.number}/edit/", values))
    assert "这个项目已被修改" in page
    for field in ("investment_wan", "sector"):
        assert f'<a href="#id_{field}">' in page


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
    answer = desk.post("/projects/new/", again)
    page = said(answer)
    assert first.number in page
    assert "repetition_confirmed" in page
    assert Project.objects.count() == 1
    confirmed = sent_back(answer) | {"repetition_confirmed": "on"}
    desk.post("/projects/new/", confirmed)
    assert Project.objects.count() == 2
    second_click = said(desk.post("/projects/new/", confirmed))
    assert Project.objects.latest("pk").number in second_click
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


@pytest.mark.parametrize(
    "typed", ["某公司(攀枝花)", " 某公司（攀枝花） ", "某 公司（攀枝花）", "某公司（攀枝花）"]
)
def test_an_owner_unit_is_one_however_its_brackets_were_typed(desk, typed):
    desk.post("/projects/new/", sheet(owner_name="某公司（攀枝花）"))
    desk.post("/projects/new/", sheet(name="另一项", owner_name=typed))
    assert Organisation.objects.get(type="unit").owned_projects.count() == 2


def test_a_new_owner_unit_that_another_has_just_added_is_taken(db):
    first = new_unit("某公司（攀枝花）")
    assert new_unit("某公司（攀枝花）") == first


def test_owner_units_of_projects_out_of_sight_are_not_offered(login, reporter, police):
    ProjectFactory(owner=new_unit("可见单位"))
    ProjectFactory(owner=new_unit("保密单位"), sector_id="A11", lead_id="public-security")
    new_unit("无人单位")
    UserFactory(organisation=new_unit("有人单位").pk)
    offered = {}
    for person in (reporter, police):
        form = login(person).get("/projects/new/").context["sheet"].form
        offered[person] = set(form.owners)
    assert offered[reporter] == {"可见单位", "有人单位"}
    assert offered[police] == {"保密单位", "有人单位"}


def test_an_empty_post_is_refused_in_words(desk):
    line = FundingLineFactory()
    for url in ("/projects/new/", f"/projects/{line.project.number}/edit/"):
        assert "没有保存" in said(desk.post(url, {}))
    assert FundingLine.objects.get() == line


def test_the_form_leaves_the_money_alone(desk):
    line = FundingLineFactory()
    url = f"/projects/{line.project.number}/edit/"
    assert desk.post(url, sheet(name="改名", edition="1")).status_code == 302
    assert FundingLine.objects.get() == line


@pytest.mark.parametrize("district", ["510403", "510402"])
def test_a_change_of_district_names_the_assets_left_outside(login, admin, district):
    for code, west in (("510402", 101.6), ("510403", 101.4)):
        box = Polygon.from_bbox((west, 26.5, west + 0.2, 26.7))
        District.objects.filter(pk=code).update(outline=MultiPolygon(box, srid=4490))
    project = ProjectFactory(district_id="510402")
    AssetFactory.create_batch(2, project=project)
    AssetFactory(project=project, location=None)
    desk, url = login(admin), f"/projects/{project.number}/edit/"
    answer = desk.post(url, sent_back(desk.get(url)) | {"district": district}, follow=True)
    told = "2 项设备设施的位置不在新的申报地区“西区”范围内" in answer.text
    assert told == (district == "510403")


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


def test_a_project_with_cameras_cannot_leave_its_sector(login, db):
    project = ProjectFactory(sector_id="A11", lead_id="public-security")
    project.assets.create(kind="camera")
    admin = login(UserFactory(is_superuser=True))
    url = f"/projects/{project.number}/edit/"
    page = said(admin.post(url, sent_back(admin.get(url)) | {"sector": "A03"}))
    assert "项目中登记有摄像机" in page
