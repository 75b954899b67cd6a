"""`/projects.json`: the register for programs, part by part and in one order."""

from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse

from registry.columns import COLUMNS
from registry.models import Organisation, Project
from registry.views.answers import ListedProject
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory

#: What has its unit in its name where a program reads it.
NAMED = {
    "investment": "investment_wan",
    "length": "length_m",
    "updated": "updated_at",
    "paid": "paid_wan",
    "sector_code": "sector",
    "district_code": "district",
}


def listed(client, address):
    """All projects of an address, by the addresses that follow it."""
    rows = []
    while address:
        told = client.get(address).json()
        rows += told["projects"]
        address = told["next"]
    return rows


@pytest.fixture
def program(login, leader):
    return login(leader)


def test_whatever_the_registers_table_shows_is_told():
    shown = {NAMED.get(column.code, column.code) for column in COLUMNS}
    assert shown <= ListedProject.model_fields.keys()


def test_a_project_is_told_with_its_units_codes_and_place(program):
    owner = Organisation.objects.create(name="乙公司", type="unit")
    asset = AssetFactory(
        project__name="东区供水",
        project__owner=owner,
        project__district_id="510402",
        project__investment_wan=30,
        project__planned_start=date(2026, 3, 1),
    )
    AssetFactory(project=asset.project, location=None)
    FundingLineFactory(project=asset.project, source_id="county", amount_wan=20)
    FundingLineFactory(project=asset.project, source_id="municipal", amount_wan=5, status="paid")
    (told,) = listed(program, "/projects.json")
    assert told["name"] == "东区供水"
    assert told["number"] == asset.project.number
    assert told["sector"] == {"code": "A03", "label": "供水设施设备更新"}
    assert told["district"] == {"code": "510402", "label": "东区"}
    assert told["owner"] == {"code": owner.code, "label": "乙公司"}
    assert told["stage"] == {"code": "planned", "label": "谋划"}
    assert told["awaiting"] is None
    assert (told["investment_wan"], told["paid_wan"]) == ("30.00", "5.00")
    assert [each["code"] for each in told["funding"]] == ["municipal", "county"]
    assert (told["assets"], told["unmapped"]) == (2, 1)
    assert told["bounds"] == pytest.approx([101.7, 26.58, 101.71, 26.58])
    assert told["length_m"] == pytest.approx(asset.length_m, abs=0.001)
    assert (told["planned_start"], told["planned_finish"]) == ("2026-03-01", None)


def test_what_is_unknown_is_null_and_no_zero(program):
    AssetFactory(kind="elevator", location=None, project__investment_wan=None)
    (told,) = listed(program, "/projects.json")
    assert [told[name] for name in ("owner", "bounds", "investment_wan", "length_m")] == [None] * 4
    assert told["funding"] == []


def test_parts_follow_each_other_whatever_comes_and_goes_meanwhile(program, monkeypatch):
    monkeypatch.setattr("registry.listing.ROWS", 2)
    projects = ProjectFactory.create_batch(5, sector_id="A03")
    ProjectFactory(sector_id="A06")
    first = program.get("/projects.json?sector=A03&sector=A01").json()
    assert first["next"] == f"/projects.json?sector=A03&sector=A01&after={projects[1].number}"
    Project.objects.filter(pk=projects[0].pk).update(deleted_at="2026-01-01T00:00:00Z")
    late = ProjectFactory(sector_id="A03")
    rest = listed(program, first["next"])
    assert [row["number"] for row in rest] == [each.number for each in (*projects[2:], late)]
    numbers = [row["number"] for row in listed(program, "/projects.json")]
    assert len(numbers) == 6
    assert all(before < after for before, after in pairwise(numbers))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("colour=red", "没有“colour”这个查询条件"),
        ("stage=flying", "“阶段”：没有“flying”这一项"),
        ("sort=name", "不接受“sort”"),
        ("page=2&sort=name", "不接受“page、sort”"),
        ("after=7", "“after”应是一个项目编号，如 RA-000123"),
        ("after=RA-%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1", "“after”应是一个项目编号"),
        ("after=RA-000001&after=RA-000002", "“after”应是一个项目编号"),
        ("after=%00", "“after”里有不能识别的字符"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(program, query, told):
    answer = program.get(f"/projects.json?{query}")
    assert answer.status_code == 400
    assert told in answer.json()["error"]


def test_nobody_reads_of_what_he_may_not_see(login, neighbour, stranger, leader):
    ProjectFactory(district_id="510402")
    cameras = ProjectFactory(sector_id="A11", lead_id="public-security", district_id="510403")
    address = reverse("registry:project_listing")
    assert listed(login(neighbour), address) == []
    assert listed(login(stranger), address) == []
    assert cameras.number in str(listed(login(leader), address))
    assert login(neighbour).get(f"{address}?sector=A11").status_code == 400


def test_a_longer_list_costs_no_further_query(
    program, django_assert_num_queries, spatial_reference
):
    AssetFactory(project__owner_id="dongqu")
    for _ in range(2):
        with django_assert_num_queries(7):
            program.get("/projects.json")
        for project in ProjectFactory.create_batch(20, owner_id="dongqu", sector_id="A06"):
            AssetFactory(project=project)
            FundingLineFactory(project=project)
