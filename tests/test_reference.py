"""Reference rows: whose each field is, what the log tells, and two who save the same row."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.choices import Role
from registry.models import AuditRecord, District, FundingSource, Organisation, Sector, User
from registry.reference import TABLES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NAMES, DUTIES = "names", "duties"


@pytest.fixture
def sysadmin(db):
    return UserFactory(organisation="taskforce", role=Role.SYSADMIN)


@pytest.fixture
def secadmin(db):
    return UserFactory(organisation="taskforce", role=Role.SECADMIN)


@pytest.fixture
def separated(settings):
    settings.SEPARATED_ADMINISTRATORS = True


@pytest.fixture
def send(login):
    """`send(user, "sectors", "A03", "names", name="供水")` opens the page, changes that, saves."""

    def sent(user, table, code, part, /, **changed):
        return save(user, table, code, part, opened_by(user, table, code, part) | changed)

    def save(user, table, code, part, values):
        url = reverse("registry:reference_save", args=(table, code, part))
        return login(user).post(url, values)

    def opened_by(user, table, code, part):
        page = login(user).get(reverse("registry:reference_row", args=(table, code)))
        (form,) = (form for each, _, form, _ in page.context["parts"] if each.slug == part)
        values = {name: form[name].value() for name in form.fields}
        return {name: "" if value is None else value for name, value in values.items()}

    sent.save, sent.opened_by = save, opened_by
    return sent


def told(action):
    found = AuditRecord.objects.filter(action=action).order_by("id")
    return [(r.subject, r.username, r.detail) for r in found]


# Who


OTHERS = [None, *(role for role in Role if role not in {Role.SYSADMIN, Role.SECADMIN})]
ROWS = {"organisations": "dongqu", "sectors": "A03", "funding": "county", "districts": "510402"}


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_or_changes_them(login, role):
    client = login(UserFactory(organisation=role and "taskforce", role=role))
    assert client.get("/reference/").status_code == 403
    for table, code in ROWS.items():
        assert client.get(f"/reference/{table}/").status_code == 403
        assert client.get(f"/reference/{table}/rows/{code}/").status_code == 403
        assert client.post(f"/reference/{table}/new/", {"name": "x"}).status_code == 403
        for part in (NAMES, DUTIES):
            answer = client.post(f"/reference/{table}/rows/{code}/{part}/", {"name": "x"})
            assert answer.status_code == 403
    assert not Organisation.objects.filter(name="x").exists()


@pytest.mark.parametrize("table", ROWS)
def test_the_one_of_the_system_renames_and_orders(send, sysadmin, table):
    answer = send(sysadmin, table, ROWS[table], NAMES, name="新名字", order=7)
    assert answer.status_code == 302
    row = TABLES[table].model.objects.get(pk=ROWS[table])
    assert (row.name, row.order) == ("新名字", 7)


@pytest.mark.parametrize("table", ["organisations", "sectors"])
def test_the_one_of_the_system_decides_no_rights(send, sysadmin, login, table):
    before = Organisation.objects.get(pk="dongqu").type, Sector.objects.get(pk="A03").leads.count()
    values = {"type": "office", "district": "", "leads": ["finance"]}
    assert send.save(sysadmin, table, ROWS[table], DUTIES, values).status_code == 403
    after = Organisation.objects.get(pk="dongqu").type, Sector.objects.get(pk="A03").leads.count()
    assert after == before
    page = login(sysadmin).get(f"/reference/{table}/rows/{ROWS[table]}/").text
    assert "只有安全管理员可以授予和收回权限、划定单位职责" in page


def test_the_one_of_security_decides_rights_and_no_names(send, secadmin, login):
    send(secadmin, "organisations", "dongqu", DUTIES, type="unit", district="")
    moved = Organisation.objects.get(pk="dongqu")
    assert (moved.type, moved.district) == ("unit", None)
    values = {"name": "东区", "order": 1}
    assert send.save(secadmin, "organisations", "dongqu", NAMES, values).status_code == 403
    assert login(secadmin).post("/reference/organisations/new/", values).status_code == 403
    assert login(secadmin).get("/reference/funding/").status_code == 403
    assert login(secadmin).get("/reference/").url == "/reference/organisations/"


def test_a_superuser_does_both_where_one_may(send, admin):
    assert send(admin, "organisations", "dongqu", NAMES, name="东区").status_code == 302
    assert send(admin, "sectors", "A03", DUTIES, leads=["finance"]).status_code == 302
    assert [each.pk for each in Sector.objects.get(pk="A03").leads.all()] == ["finance"]


def test_a_superuser_holds_nothing_where_they_are_three(separated, login, admin, sysadmin):
    assert login(admin).get("/reference/").status_code == 403
    assert login(admin).get("/reference/organisations/").status_code == 403
    assert login(admin).post("/reference/sectors/rows/A03/duties/").status_code == 403
    assert login(sysadmin).get("/reference/organisations/").status_code == 200


# Rights


def test_who_leads_a_sector_decides_what_its_people_may_do(send, secadmin):
    clerk = UserFactory(organisation="finance", role=Role.REPORTER)
    assert clerk.rights.sectors("edit") == frozenset()
    send(secadmin, "sectors", "A03", DUTIES, leads=["finance"])
    assert User.objects.get(pk=clerk.pk).rights.sectors("edit") == {"A03"}


def test_nobody_widens_his_own_rights(send, secadmin):
    """Small offices let one person hold both; not so that he gives himself the city."""
    own = UserFactory(organisation="finance", role=Role.REPORTER)
    own.memberships.create(organisation_id="taskforce", role=Role.SECADMIN)
    for table, code, changed in (
        ("organisations", "finance", {"type": "office"}),
        ("sectors", "A03", {"leads": ["finance", "housing"]}),
    ):
        answer = send(own, table, code, DUTIES, **changed)
        assert answer.status_code == 200
        assert "不能改变自己任职单位的职责" in answer.text
    assert Organisation.objects.get(pk="finance").type == "department"
    assert not Sector.objects.filter(pk="A03", leads="finance").exists()
    assert told("rights-changed") == []
    assert send(own, "sectors", "A03", DUTIES, leads=["transport"]).status_code == 302
    assert send(secadmin, "sectors", "A03", DUTIES, leads=["finance"]).status_code == 302
    assert send(secadmin, "organisations", "taskforce", DUTIES, type="unit").status_code == 302


def test_a_territory_has_a_district(send, secadmin):
    answer = send(secadmin, "organisations", "dongqu", DUTIES, district="")
    assert "县（区）、园区类单位必须选择地区" in answer.text
    assert Organisation.objects.get(pk="dongqu").district_id == "510402"


@pytest.mark.parametrize("part", [NAMES, DUTIES])
def test_a_restriction_and_a_code_are_no_click(send, admin, part):
    answer = send(admin, "sectors", "A11", part, is_restricted="", code="A99", of_residents="on")
    assert answer.status_code == 302
    sector = Sector.objects.get(pk="A11")
    assert sector.is_restricted
    assert not sector.of_residents
    assert not Sector.objects.filter(code="A99").exists()


def test_an_outline_is_no_click(send, login, sysadmin, outline):
    outline("510402", 101.6, 26.5, 101.7, 26.6)
    before = District.objects.get(pk="510402").outline.wkt
    send(sysadmin, "districts", "510402", NAMES, outline="", name="东区（改）", is_formal="")
    district = District.objects.get(pk="510402")
    assert (district.name, district.outline.wkt, district.is_formal) == ("东区（改）", before, True)
    assert login(sysadmin).get("/reference/districts/new/").status_code == 404


@pytest.mark.parametrize("kind", ["unit", "territory", "office"])
def test_only_departments_are_offered_as_leads(send, secadmin, kind):
    place = "510402" if kind == "territory" else None
    Organisation.objects.create(code="x1", name="某单位", type=kind, district_id=place)
    answer = send(secadmin, "sectors", "A03", DUTIES, leads=["x1"])
    assert "没有保存" in answer.text
    assert not Sector.objects.filter(leads="x1").exists()


def test_a_former_department_stays_where_it_leads(send, secadmin):
    Organisation.objects.filter(pk="housing").update(type="unit")
    values = send.opened_by(secadmin, "sectors", "A03", DUTIES)
    assert values["leads"] == ["housing"]
    assert send.save(secadmin, "sectors", "A03", DUTIES, values).status_code == 302
    assert Sector.objects.filter(pk="A03", leads="housing").exists()


# New rows


def test_an_organisation_is_added_with_its_code(login, sysadmin):
    values = {"code": "port", "name": "港口公司", "type": "unit", "district": "", "order": 300}
    assert login(sysadmin).post("/reference/organisations/new/", values).status_code == 302
    assert Organisation.objects.get(pk="port").name == "港口公司"
    ((subject, who, detail),) = told("reference-changed")
    assert (subject, who) == ("organisation port", sysadmin.username)
    assert detail["type"] == {"old": None, "new": "unit"}
    again = login(sysadmin).post("/reference/organisations/new/", values | {"name": "别的"})
    assert "没有保存" in again.text
    assert Organisation.objects.get(pk="port").name == "港口公司"


@pytest.mark.parametrize("code", ["", "a/b", "a b", "代码", "a\0", "-a"])
def test_a_code_is_plain(login, sysadmin, code):
    values = {"code": code, "name": "某来源", "order": 1}
    answer = login(sysadmin).post("/reference/funding/new/", values)
    assert answer.status_code == 200
    assert not FundingSource.objects.filter(name="某来源").exists()


def test_a_colour_is_a_colour(send, sysadmin):
    assert "#rrggbb" in send(sysadmin, "sectors", "A03", NAMES, color="red;}").text
    assert Sector.objects.get(pk="A03").color == "#0077bb"


def test_no_row_is_deleted(login, admin):
    for table, code in ROWS.items():
        answer = login(admin).post(f"/reference/{table}/rows/{code}/delete/")
        assert answer.status_code == 404
        assert TABLES[table].model.objects.filter(pk=code).exists()


# The log


def test_a_change_of_rights_is_told_with_old_and_new(send, secadmin):
    send(secadmin, "organisations", "dongqu", DUTIES, type="unit")
    send(secadmin, "sectors", "A04", DUTIES, leads=["urban-management", "finance"])
    send(secadmin, "sectors", "A04", DUTIES)
    who = secadmin.username
    leads = {"old": ["housing", "urban-management"], "new": ["finance", "urban-management"]}
    assert told("rights-changed") == [
        ("organisation dongqu", who, {"type": {"old": "territory", "new": "unit"}}),
        ("sector A04", who, {"leads": leads}),
    ]
    assert told("reference-changed") == []


def test_a_new_name_is_told_with_the_old(send, sysadmin):
    send(sysadmin, "funding", "county", NAMES, name="区县财政")
    detail = {"name": {"old": "县（区）财政", "new": "区县财政"}}
    assert told("reference-changed") == [("fundingsource county", sysadmin.username, detail)]
    assert told("rights-changed") == []


# Two at once


def test_the_second_to_save_is_told_what_the_first_did(send, sysadmin, admin):
    mine = send.opened_by(sysadmin, "organisations", "dongqu", NAMES)
    send(admin, "organisations", "dongqu", NAMES, name="别人改的")
    answer = send.save(sysadmin, "organisations", "dongqu", NAMES, mine | {"name": "我改的"})
    assert "您打开后别人改过，现在是：名称：别人改的；排序：" in answer.text
    assert "我改的" in answer.text
    assert Organisation.objects.get(pk="dongqu").name == "别人改的"
    (form,) = (form for part, _, form, _ in answer.context["parts"] if part.slug == NAMES)
    again = mine | {"name": "我改的", "opened": form["opened"].value()}
    assert send.save(sysadmin, "organisations", "dongqu", NAMES, again).status_code == 302
    assert Organisation.objects.get(pk="dongqu").name == "我改的"


def test_who_saves_holds_the_row(send, sysadmin, login):
    values = send.opened_by(sysadmin, "funding", "county", NAMES) | {"name": "新名字"}
    with CaptureQueriesContext(connection) as asked:
        assert send.save(sysadmin, "funding", "county", NAMES, values).status_code == 302
    locks = [q["sql"] for q in asked if q["sql"].endswith("FOR NO KEY UPDATE")]
    assert len(locks) == 1
    assert "registry_fundingsource" in locks[0]


def test_the_second_to_decide_rights_is_told(send, secadmin, admin):
    mine = send.opened_by(secadmin, "sectors", "A03", DUTIES)
    send(admin, "sectors", "A03", DUTIES, leads=["finance"])
    mine["cooperating"] = []
    answer = send.save(secadmin, "sectors", "A03", DUTIES, mine)
    assert "牵头单位：市财政局" in answer.text
    assert Sector.objects.get(pk="A03").cooperating.exists()


def test_names_and_rights_are_saved_side_by_side(send, sysadmin, secadmin):
    rename = send.opened_by(sysadmin, "organisations", "dongqu", NAMES) | {"name": "新名字"}
    send(secadmin, "organisations", "dongqu", DUTIES, type="unit")
    assert send.save(sysadmin, "organisations", "dongqu", NAMES, rename).status_code == 302
    row = Organisation.objects.get(pk="dongqu")
    assert (row.name, row.type) == ("新名字", "unit")


@pytest.mark.parametrize("opened", ["", "{}", "x\0", json.dumps({"name": "x"})])
def test_what_was_opened_is_not_made_up(send, sysadmin, opened):
    answer = send(sysadmin, "funding", "county", NAMES, name="x", opened=opened)
    assert answer.status_code == 200
    assert FundingSource.objects.get(pk="county").name == "县（区）财政"


# The pages


@pytest.mark.parametrize(
    "address",
    [
        "/reference/people/",
        "/reference/sectors/rows/Z9/",
        "/reference/sectors/rows/%00/",
        "/reference/sectors/rows/A03/outlines/",
        "/reference/funding/rows/county/duties/",
    ],
)
def test_what_there_is_not(login, admin, address):
    method = "post" if address.count("/") > 5 else "get"
    assert getattr(login(admin), method)(address).status_code == 404


def test_a_list_is_searched_and_crude_input_is_no_error(login, sysadmin):
    client = login(sysadmin)
    assert "市财政局" in client.get("/reference/organisations/?q=财政").text
    assert "市教育" not in client.get("/reference/organisations/?q=财政").text
    assert "没有找到" in client.get("/reference/organisations/?q=%00没有的").text


def test_the_menu_leads_each_to_his_pages(login, sysadmin, secadmin, leader):
    assert "单位和基础数据" in login(sysadmin).get("/account/").text
    assert "单位和基础数据" in login(secadmin).get("/account/").text
    assert "单位和基础数据" not in login(leader).get("/account/").text
    page = login(secadmin).get("/reference/sectors/").text
    assert "/reference/organisations/" in page
    assert "/reference/funding/" not in page


def test_the_matrix_tells_who_keeps_them(login, leader):
    page = login(leader).get("/rights/").text
    assert "只有系统管理员可以维护单位和基础数据" in page
    assert "只有安全管理员可以授予和收回权限、划定单位职责" in page


@pytest.mark.parametrize("table", ROWS)
def test_a_list_of_many_takes_as_few_queries(
    login, sysadmin, outline, table, django_assert_max_num_queries
):
    outline("510402", 101.6, 26.5, 101.7, 26.6)
    Organisation.objects.bulk_create(
        Organisation(code=f"u{n}", name=f"单位{n}", type="unit", district_id="510402")
        for n in range(200)
    )
    client = login(sysadmin)
    with django_assert_max_num_queries(16) as asked:
        assert client.get(f"/reference/{table}/").status_code == 200
    assert not any('"outline"' in query["sql"] for query in asked.captured_queries)
