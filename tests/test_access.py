"""Rights, asked of the table itself: no database."""

from types import SimpleNamespace

import pytest
from django.db.models import Q

from registry.access import ACTIONS, KIOSK, Grant, Rights
from registry.choices import OrganisationType, Role


def entry(district_id, sector_id, owner_id=None, awaiting=""):
    return SimpleNamespace(
        district_id=district_id, sector_id=sector_id, owner_id=owner_id, awaiting=awaiting
    )


PIPES_IN_DONGQU = entry("510402", "A03")
PIPES_IN_XIQU = entry("510403", "A03", owner_id="unit-1")
CAMERAS_IN_DONGQU = entry("510402", "A11")
CLOSED = frozenset({"A11"})


def rights(role, type_, **kwargs):
    return Rights((Grant(role, "org", type_, **kwargs),), restricted=CLOSED)


def dongqu(role=Role.REPORTER):
    return rights(role, OrganisationType.TERRITORY, district="510402")


def housing(role=Role.REPORTER):
    return rights(role, OrganisationType.DEPARTMENT, leads=frozenset({"A03"}))


def test_a_territory_edits_its_own_projects_and_no_neighbours():
    assert dongqu().may("edit", PIPES_IN_DONGQU)
    refusal = dongqu().may("edit", PIPES_IN_XIQU)
    assert not refusal
    assert "不在您单位" in refusal.reason


def test_a_lead_department_edits_its_sectors_city_wide():
    assert housing().may("edit", PIPES_IN_DONGQU)
    assert housing().may("edit", PIPES_IN_XIQU)
    assert not housing().may("edit", CAMERAS_IN_DONGQU)


def test_a_unit_edits_what_it_owns():
    unit = Rights((Grant(Role.REPORTER, "unit-1", OrganisationType.UNIT),))
    assert unit.may("edit", PIPES_IN_XIQU)
    assert not unit.may("edit", PIPES_IN_DONGQU)


EAST, WEST, EAST_CAMERAS = ("510402", "A03", None), ("510403", "A03", "x"), ("510402", "A11", None)


@pytest.mark.parametrize(
    ("now", "places", "told"),
    [
        (dongqu(), [EAST], ""),
        (dongqu(), [EAST, WEST], "含您现在无权导出的项目"),
        (dongqu(), [EAST, EAST_CAMERAS], "含限制查看的领域"),
        (dongqu(), None, "没有记下"),
        (housing(), [EAST, WEST], ""),
        (Rights((*dongqu().grants, *housing().grants), restricted=CLOSED), [WEST, EAST], ""),
        (Rights(is_superuser=True), None, ""),
    ],
)
def test_a_file_is_fetched_with_todays_right_to_all_that_is_in_it(now, places, told):
    verdict = now.may_download(is_own=True, places=places)
    assert bool(verdict) == (not told)
    assert told in verdict.reason
    assert verdict or "重新导出" in verdict.reason


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ANALYST, Role.LEADER])
def test_only_reporters_edit(role):
    refusal = dongqu(role).may("edit", PIPES_IN_DONGQU)
    assert not refusal
    assert "角色" in refusal.reason


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_the_three_administrators_hold_no_business_right(role):
    assert not ACTIONS[role]
    assert dongqu(role).visible() == Q(pk__in=())


def test_every_role_is_stated():
    assert set(ACTIONS) == set(Role)


@pytest.mark.parametrize("action", ["edit", "delete", "import"])
def test_what_is_judged_is_held_and_the_refusal_says_by_whom(action):
    judged = entry("510402", "A03", awaiting="lead")
    reason = dongqu().may(action, judged).reason
    assert "牵头部门复审" in reason
    assert "撤回" in reason
    assert dongqu().may("report", judged)
    assert Rights(is_superuser=True).may(action, judged)
    assert "审核" not in dongqu().may(action, PIPES_IN_XIQU).reason


def test_a_restricted_sector_stays_closed_to_the_territory_that_it_lies_in():
    assert dongqu().closed == CLOSED
    assert not dongqu().may("edit", CAMERAS_IN_DONGQU)


def test_a_restricted_sector_opens_to_its_lead_and_to_the_citys_leaders():
    police = rights(Role.REPORTER, OrganisationType.DEPARTMENT, leads=CLOSED)
    assert police.closed == frozenset()
    assert rights(Role.LEADER, OrganisationType.OFFICE).closed == frozenset()
    assert rights(Role.LEADER, OrganisationType.DEPARTMENT).closed == CLOSED
    assert rights(Role.ANALYST, OrganisationType.OFFICE).closed == CLOSED


def test_an_administrator_of_the_police_opens_nothing_for_his_other_role():
    both = Rights(
        (
            Grant(Role.SYSADMIN, "police", OrganisationType.DEPARTMENT, leads=CLOSED),
            Grant(Role.REPORTER, "dongqu", OrganisationType.TERRITORY, district="510402"),
        ),
        restricted=CLOSED,
    )
    assert both.closed == CLOSED


def test_sight_of_a_restricted_sector_lends_no_action_to_another_role():
    both = Rights(
        (
            Grant(Role.LEADER, "police", OrganisationType.DEPARTMENT, leads=CLOSED),
            Grant(Role.REPORTER, "dongqu", OrganisationType.TERRITORY, district="510402"),
            Grant(Role.ANALYST, "office", OrganisationType.OFFICE),
        ),
        restricted=CLOSED,
    )
    assert both.closed == frozenset()
    assert not both.may("edit", CAMERAS_IN_DONGQU)
    assert not both.may("export", CAMERAS_IN_DONGQU)
    assert both.may("edit", PIPES_IN_DONGQU)
    assert both.closed_to("edit") == CLOSED


def test_an_analyst_takes_out_what_his_department_sees_but_for_closed_sectors():
    duties = {"leads": frozenset({"A03"}), "cooperates": frozenset({"A06"}) | CLOSED}
    gas = SimpleNamespace(district_id="510402", sector_id="A06", owner_id=None)
    analyst = rights(Role.ANALYST, OrganisationType.DEPARTMENT, **duties)
    assert analyst.may("export", gas)
    assert not analyst.may("export", CAMERAS_IN_DONGQU)
    assert analyst.sectors("export") == duties["leads"] | duties["cooperates"]
    assert not rights(Role.REPORTER, OrganisationType.DEPARTMENT, **duties).may("export", gas)


def test_every_sum_says_whose_projects_it_is_of():
    named = {"name": "东区人民政府", "district": "510402"}
    territory = rights(Role.REPORTER, OrganisationType.TERRITORY, **named)
    assert territory.scope == "东区人民政府可见范围"
    assert territory.bounds == "东区人民政府可见范围，不含限制查看的领域"
    housing = {"name": "市住建局", "leads": CLOSED, "cooperates": frozenset({"A03"})}
    department = rights(Role.ANALYST, OrganisationType.DEPARTMENT, **housing)
    assert department.bounds == "市住建局可见范围，只含牵头和配合的领域"
    assert rights(KIOSK, OrganisationType.UNIT, name="水务公司").scope == "水务公司可见范围"
    both = Rights(territory.grants + department.grants)
    assert both.bounds == "东区人民政府、市住建局可见范围"
    assert Rights().scope == "您的可见范围"


@pytest.mark.parametrize("role", [KIOSK, Role.REVIEWER, Role.LEADER])
def test_who_sees_the_whole_city_reads_so(role):
    office = Grant(role, "office", OrganisationType.OFFICE, name="专班")
    own = Grant(Role.REPORTER, "dongqu", OrganisationType.TERRITORY, district="510402", name="东区")
    both = Rights((own, office))
    assert (both.scope, both.bounds, both.districts_in_sight) == ("全市", "", None)
    assert Rights(is_superuser=True).scope == rights(Role.LEADER, "territory").scope == "全市"


def test_districts_are_out_of_sight_to_territories_alone():
    assert dongqu().districts_in_sight == {"510402"}
    assert housing().districts_in_sight is None
    assert dongqu(Role.LEADER).districts_in_sight is None
    assert Rights().districts_in_sight == frozenset()


def test_a_stranger_sees_nothing_and_is_told_why():
    stranger = Rights()
    assert stranger.visible() == Q(pk__in=())
    assert "角色" in stranger.may("create").reason


def test_an_unbounded_grant_is_not_narrowed_by_a_bounded_one():
    both = Rights(
        (
            Grant(Role.LEADER, "office", OrganisationType.OFFICE),
            Grant(Role.REPORTER, "dongqu", OrganisationType.TERRITORY, district="510402"),
        )
    )
    assert both.visible() == Q()
    assert not both.may("edit", PIPES_IN_XIQU)
