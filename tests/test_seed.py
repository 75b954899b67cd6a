"""The demo city: believable, complete in kind, closed in money, and the same each time."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max, Min, Sum

from registry.choices import MoveCode, Role, Stage, Standing
from registry.models import (
    Asset,
    District,
    FundingSource,
    Project,
    ProjectTotal,
    Sector,
    StageChange,
    User,
)
from registry.seed.chronicle import TODAY
from registry.seed.demo import drafts as drafts_of_the_demo
from registry.seed.towns import DISTRICT_OF, TOWNS
from registry.workflow.moves import find
from registry.workflow.states import State
from tests.leading import may_lead
from tests.test_sheets import sheet_of, sound

HEMENKOU = "西区河门口老旧小区燃气管网更新改造"


@pytest.fixture
def demo(demo_city, db):
    return Project.objects.all()


def test_every_project_is_marked_as_an_example(demo):
    assert 150 <= demo.count() <= 280
    assert not demo.filter(is_example=False).exists()


def test_every_sector_but_heating_has_projects(demo):
    used = set(demo.values_list("sector_id", flat=True))
    assert set(Sector.objects.values_list("code", flat=True)) - used == {"A05"}


def test_every_stage_standing_territory_and_source_is_used(demo):
    assert set(demo.values_list("stage", flat=True)) == set(Stage.values)
    assert set(demo.values_list("standing", flat=True)) == set(Standing.values)
    assert set(demo.values_list("district_id", flat=True)) == set(
        District.objects.values_list("code", flat=True)
    )
    assert not FundingSource.objects.filter(fundingline=None).exists()


@pytest.mark.parametrize(
    ("name", "medium", "metres"),
    [
        ("天然气连接支线", "gas", 14_290),
        ("天然气庭院管", "gas", 4_910),
        ("雨水管", "rain", 3_820),
        ("污水管", "sewage", 3_590),
    ],
)
def test_hemenkou_has_its_real_lengths_on_the_map(demo, name, medium, metres):
    laid = Asset.objects.filter(project__name=HEMENKOU, name=name, medium=medium)
    assert laid.aggregate(sum=Sum("length_m"))["sum"] == pytest.approx(metres, abs=1)


def test_hemenkou_has_its_real_money_and_no_total_that_nobody_published(demo):
    project = demo.get(name=HEMENKOU)
    line = project.funding_lines.get()
    assert (line.source_id, line.amount_wan) == ("central-budget", 1594)
    assert (project.investment_wan, project.equipment_wan) == (None, None)
    assert "总投资未见公开，未填" in project.note
    assert "1752 户" in project.content


@pytest.mark.parametrize(
    "plant", ["炳草岗水厂", "仁和水厂", "炳草岗污水处理厂", "清香坪污水处理厂"]
)
def test_real_plants_say_that_their_figures_are_made_up(demo, plant):
    note = demo.get(assets__name=plant, assets__kind__endswith="_plant").note
    assert "规模、年份等参数为演示所设" in note


def test_electric_machines_have_no_exhaust_standard(demo):
    machines = Asset.objects.filter(kind="machine")
    electric = machines.filter(attributes__energy="电")
    assert electric.exists()
    assert not electric.filter(attributes__has_key="emission_standard").exists()


def test_segments_were_laid_during_their_project_or_are_old(demo):
    done = Asset.objects.filter(kind="pipe", project__actual_finish__isnull=False)
    assert done.exists()
    for pipe in done.select_related("project"):
        begun, ended = pipe.project.actual_start.year, pipe.project.actual_finish.year
        assert begun <= pipe.year_laid <= ended
    to_be_renewed = Asset.objects.filter(kind="pipe", project__actual_finish=None)
    assert to_be_renewed.aggregate(latest=Max("year_laid"))["latest"] <= 2006


def test_added_lifts_are_registered_within_30_days_of_the_end_of_the_works(demo):
    added = Asset.objects.filter(kind="elevator", work="add").select_related("project")
    registered = added.filter(attributes__has_key="registered_on")
    assert registered.exists()
    assert not registered.filter(project__actual_finish=None).exists()
    for lift in registered:
        day, finished = lift.attributes["registered_on"], lift.project.actual_finish
        assert 0 <= (date.fromisoformat(day) - finished).days <= 30
        assert lift.year_laid == int(day[:4])


def test_starts_span_the_years_since_the_policy(demo):
    started = demo.exclude(actual_start=None)
    assert started.aggregate(first=Min("actual_start"))["first"] >= date(2024, 8, 1)
    assert demo.aggregate(first=Min("planned_start"))["first"] >= date(2024, 8, 1)
    for year in (2024, 2025, 2026):
        assert demo.filter(actual_start__year=year).count() >= 3, year
        assert demo.filter(planned_start__year=year).count() >= 3, year


def test_camera_codes_have_the_shape_of_gb_t_28181(demo):
    shape = re.compile(r"5104\d{2}00" r"00" r"132" r"0" r"\d{6}")
    codes = Asset.objects.filter(kind="camera").values_list("attributes__device_code", flat=True)
    assert len(set(codes)) == len(codes) > 0
    assert all(len(code) == 20 and shape.fullmatch(code) for code in codes)


def test_places_that_the_policy_names_are_there(demo):
    for words in ("炳草岗水厂", "仁和水厂", "炳草岗污水处理厂", "清香坪污水处理厂", "LNG气化站",
                  "花城新区", "火车南站", "高速出入口", "二滩库区", "攀枝花学院", "公共厕所",
                  "生活垃圾分类投放点", "格里坪园区循环化", "钒钛高新区循环化"):  # fmt: skip
        assert demo.filter(name__contains=words).exists(), words


def test_the_stage_is_that_of_the_last_change_and_dates_increase(demo):
    assert not demo.filter(stage_changes=None).exists()
    for project in demo.prefetch_related("stage_changes"):
        changes = list(project.stage_changes.all())
        days = [change.effective_on for change in changes]
        assert State.of(project) == State.of(changes[-1])
        assert days == sorted(days)
        assert days[-1] <= TODAY
        assert_follows_the_table(changes)


def assert_follows_the_table(changes):
    assert (changes[0].move, State.of(changes[0])) == (MoveCode.REGISTER, State(Stage.PLANNED))
    for before, after in pairwise(changes):
        move = find(after.move, State.of(before))
        assert move, f"{State.of(before)} – {after.get_move_display()}"
        assert may_lead(move, State.of(before), State.of(after)), after
        assert after.note or not move.must_say_why


def test_nobody_reviewed_what_he_submitted(demo):
    reviews = ("pass_territory", "pass_lead", "admit", "return")
    reviewed = StageChange.objects.filter(move__in=reviews)
    assert reviewed.exists()
    assert not reviewed.filter(by=F("project__created_by")).exclude(by__is_superuser=True).exists()


def test_projects_wait_at_every_level(demo):
    waiting = set(demo.exclude(awaiting="").values_list("awaiting", flat=True))
    assert waiting == {"territory", "lead", "city"}


def test_dates_agree_with_the_stage(demo):
    begun = Stage.values[Stage.values.index(Stage.STARTED) :]
    done = Stage.values[Stage.values.index(Stage.COMPLETED) :]
    assert not demo.filter(stage__in=begun, actual_start=None).exists()
    assert not demo.exclude(stage__in=begun).exclude(actual_start=None).exists()
    assert not demo.filter(stage__in=done, actual_finish=None).exists()
    assert not demo.exclude(stage__in=done).exclude(actual_finish=None).exists()


def test_money_closes_with_the_total_but_for_a_few_in_planning(demo):
    with_total = demo.exclude(investment_wan=None)
    short = with_total.exclude(total__funded_wan=F("investment_wan"))
    assert not with_total.filter(total__funded_wan__gt=F("investment_wan")).exists()
    assert set(short.values_list("stage", flat=True)) == {Stage.PLANNED}


def test_attributes_are_stored_as_their_kind_would_clean_them(demo):
    for asset in Asset.objects.all():
        cleaned = asset.declaration.clean(asset.attributes)
        assert (cleaned.values, cleaned.errors) == (asset.attributes, {})


def test_some_assets_are_unmapped_and_some_are_incomplete(demo):
    pipes = Asset.objects.filter(kind="pipe")
    assert pipes.unmapped().exists()
    assert 0 < sum(bool(pipe.missing()) for pipe in pipes) < pipes.count() / 4


def test_several_lifts_stand_on_one_point(demo):
    shared = Asset.objects.filter(kind="elevator").values("location").annotate(lifts=Count("id"))
    assert shared.aggregate(most=Max("lifts"))["most"] >= 3


def test_everything_lies_inside_its_territory(demo):
    # What has no outline of its own builds in the one around it.
    home = {"VTGXQ": "510411", "510400": "510402"}
    for district in District.objects.all():
        outline = District.objects.get(pk=home.get(district.pk, district.pk)).outline
        placed = Asset.objects.mapped().filter(project__district=district)
        assert placed.exists()
        assert not placed.exclude(location__coveredby=outline).exists(), district.name


def test_outlines_are_marked_indicative(demo):
    assert District.objects.outlined().filter(is_indicative=True).count() == 5


def test_roll_ups_agree_with_the_assets(demo):
    truth = Asset.objects.aggregate(count=Count("id"), metres=Sum("length_m"))
    totals = ProjectTotal.objects.aggregate(count=Sum("asset_count"), metres=Sum("length_m"))
    assert totals["count"] == truth["count"]
    assert totals["metres"] == pytest.approx(truth["metres"])


def test_people_of_every_trade_wait_for_their_accounts_to_be_opened(demo):
    people = User.objects.filter(username__startswith="demo-")
    assert not any(user.is_active or user.has_usable_password() for user in people)
    roles = set(people.values_list("memberships__role", flat=True))
    assert roles >= {Role.REPORTER, Role.REVIEWER, Role.ANALYST, Role.LEADER}


def test_a_second_city_is_refused_in_one_sentence(demo):
    with pytest.raises(CommandError, match="已有项目") as refusal:
        call_command("seed")
    assert refusal.value.returncode == 1


def test_the_same_city_comes_again(demo):
    drafts = drafts_of_the_demo()
    assert [draft.project.name for draft in drafts] == [
        project.name for project in demo.order_by("id")
    ]
    written = {asset.client_id: asset for asset in Asset.objects.all()}
    for asset in (asset for draft in drafts for asset in draft.assets):
        same = written.pop(asset.client_id)
        assert (asset.attributes, asset.location) == (same.attributes, same.location)
    assert not written


def test_the_demo_city_on_paper(demo, login, leader):
    visitor = login(leader)
    project = demo.order_by("-total__asset_count").first()
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    paper.keep("sheet-demo")
    assert sound(paper)
    for code in ("510402", "510421", "VTGXQ"):
        paper = sheet_of(visitor, f"/districts/{code}/brief.pdf")
        paper.keep(f"brief-{code}")
        assert sound(paper)
        assert "示意边界" in paper.text


def test_every_town_belongs_to_a_territory():
    assert DISTRICT_OF.keys() == TOWNS.keys()
