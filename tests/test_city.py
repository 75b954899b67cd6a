"""Another city than the demo's: its name, its codes, and the rows that it begins with."""

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command

from deploy.environment import env_city
from registry.choices import Role
from registry.city import trunk
from registry.founding import found
from registry.models import AuditRecord, District, Membership, Organisation, Project, Sector
from registry.models.projects import platform_code
from registry.refusals import Refusal
from tests.factories import ProjectFactory, UserFactory


@pytest.fixture
def harbin(settings):
    settings.CITY_CODE, settings.CITY_NAME = "230100", "哈尔滨市"


def test_how_codes_of_a_city_begin():
    assert [trunk(code) for code in ("510400", "500000", "320583", "659001")] == [
        *("5104", "50", "320583", "659001")
    ]


@pytest.mark.parametrize(
    ("city", "own", "other"),
    [
        ("230100", ("230100", "230102", "230184", "230000", "000000"), ("510402", "230202")),
        ("500000", ("500000", "500103", "500229", "000000"), ("510100", "110101")),
        ("320583", ("320583", "320500", "320000", "000000"), ("320582", "330100")),
    ],
)
def test_project_codes_are_those_of_the_city_and_of_who_stands_above_it(settings, city, own, other):
    settings.CITY_CODE = city
    for district in own:
        platform_code(f"2405-{district}-04-01-123456")
    for district in other:
        with pytest.raises(ValidationError, match=f"行政区划“{district}”不是本市的"):
            platform_code(f"2405-{district}-04-01-123456")


def test_a_refused_code_is_told_how_those_of_this_city_look(harbin):
    with pytest.raises(ValidationError) as refusal:
        platform_code("2405-510402-04-01-123456")
    assert (
        "应以 2301（本市）、2300（本省、自治区）开头，或为 000000（国家）" in refusal.value.message
    )
    with pytest.raises(ValidationError, match="如 2405-230100-04-01-123456"):
        platform_code("2405")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(("230100", ""), ("", "哈尔滨市"), ("2301", "哈尔滨市"), ("23010０", "哈尔滨市")),
        *(("230000", "黑龙江省"), ("000000", "国家"), ("230100", "哈" * 31)),
    ],
)
def test_a_city_needs_a_code_and_a_name(monkeypatch, code, name):
    monkeypatch.setenv("CITY_CODE", code)
    monkeypatch.setenv("CITY_NAME", name)
    with pytest.raises(ImproperlyConfigured, match="CITY_"):
        env_city("CITY_CODE", "CITY_NAME", default=("510400", "攀枝花市"))


def test_the_city_is_read_and_is_the_demos_where_none_is_given(monkeypatch):
    monkeypatch.delenv("CITY_CODE", raising=False)
    monkeypatch.delenv("CITY_NAME", raising=False)
    demo = ("510400", "攀枝花市")
    assert env_city("CITY_CODE", "CITY_NAME", default=demo) == demo
    for city in (("500000", "重庆市"), ("320583", "昆山市"), ("230100", "哈尔滨市")):
        monkeypatch.setenv("CITY_CODE", city[0])
        monkeypatch.setenv("CITY_NAME", f" {city[1]} ")
        assert env_city("CITY_CODE", "CITY_NAME", default=demo) == city


@pytest.mark.django_db
def test_another_city_begins_with_its_own_rows_and_none_of_the_demos(harbin):
    assert found()
    assert list(District.objects.values_list("code", "name")) == [("230100", "市本级")]
    assert not Organisation.objects.filter(type="territory").exists()
    assert not Organisation.objects.filter(name__contains="攀枝花").exists()
    assert Organisation.objects.filter(pk="housing").exists()
    assert Sector.objects.get(pk="A06").first_lead.pk == "urban-management"
    told = AuditRecord.objects.get(action="reference-changed")
    assert (told.subject, told.detail["city"]) == (
        "city 230100",
        {"old": "510400", "new": "230100"},
    )
    assert not found()


@pytest.mark.django_db
def test_outlines_that_were_loaded_before_stay_with_the_city(harbin):
    District.objects.create(code="230102", name="道里区")
    District.objects.create(code="230102001", name="兆麟街道")
    assert found()
    assert set(District.objects.values_list("code", flat=True)) == {
        *("230100", "230102", "230102001")
    }


@pytest.mark.django_db
def test_a_city_with_projects_is_not_changed(harbin):
    ProjectFactory()
    with pytest.raises(Refusal, match="已有攀枝花市的项目，不能换成 230100"):
        found()
    assert District.objects.filter(pk="510402").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["510400", "230200"])
def test_a_setting_that_is_forgotten_or_wrong_costs_no_city_its_districts(harbin, settings, code):
    found()
    District.objects.create(code="230102", name="道里区")
    settings.CITY_CODE = code
    with pytest.raises(Refusal, match=f"道里区（230102）.*{code}.*请改回去"):
        found()
    assert District.objects.filter(pk="230102").exists()


@pytest.mark.django_db
def test_units_in_which_people_serve_are_named_before_they_would_go(harbin):
    Membership.objects.create(user=UserFactory(), organisation_id="dongqu", role=Role.REPORTER)
    with pytest.raises(Refusal, match="东区人民政府"):
        found()
    assert District.objects.filter(pk="510402").exists()


@pytest.mark.django_db
def test_the_demo_is_of_its_own_city_alone(harbin):
    with pytest.raises(CommandError, match="示例城市是攀枝花市"):
        call_command("seed")
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_pages_bear_the_name_of_the_city(harbin, client, login, leader):
    found()
    assert "哈尔滨市设备更新项目储备库一张图" in client.get("/accounts/login/").content.decode()
    page = login(leader).get("/projects/").content.decode()
    assert "哈尔滨市大规模设备更新项目储备库" in page
    assert "攀枝花" not in page
    assert "哈尔滨市设备更新项目储备库" in login(leader).get("/screen/").content.decode()
    printed = login(leader).get("/print/").content.decode()
    assert 'value="哈尔滨市设备更新项目储备库一张图"' in printed
