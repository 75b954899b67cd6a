"""The question: what each parameter chooses, and that every answer agrees."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.choices import Medium, Stage, Standing
from registry.models import Asset, Project
from registry.question import BadQuestion, Question
from registry.summary import Summary
from registry.totals import totals
from registry.views.errors import STRANGER
from tests.factories import (
    AssetFactory,
    FundingLineFactory,
    ProjectFactory,
    UserFactory,
    place,
    waiting,
)


def ask(query, user):
    return Question(QueryDict(query), user)


def chosen(query, user):
    return set(ask(query, user).projects())


@pytest.mark.django_db
class TestParameters:
    def test_different_ones_mean_and_repeated_ones_mean_or(self, leader):
        water = ProjectFactory(sector_id="A03", stage=Stage.BUILDING)
        gas = ProjectFactory(sector_id="A06", stage=Stage.BUILDING)
        ProjectFactory(sector_id="A06", stage=Stage.PLANNED)
        assert chosen("sector=A03&sector=A06&stage=building", leader) == {water, gas}

    def test_a_project_of_two_asked_sources_is_counted_once(self, leader):
        project = FundingLineFactory(source_id="county").project
        FundingLineFactory(project=project, source_id="central-budget")
        question = ask("funding=county&funding=central-budget", leader)
        assert list(question.projects()) == [project]
        assert totals(question).investment_wan == Decimal(100)

    def test_parameters_about_assets_choose_assets_and_then_projects(self, leader):
        gas = AssetFactory(medium="gas")
        AssetFactory(project=gas.project, medium="rain")
        AssetFactory(medium="rain")
        question = ask("medium=gas", leader)
        assert list(question.projects()) == [gas.project]
        assert list(question.assets()) == [gas]
        assert totals(question).assets == 1

    def test_withdrawn_and_terminated_projects_are_left_out_unless_asked_for(self, leader):
        active = ProjectFactory()
        suspended = ProjectFactory(standing=Standing.SUSPENDED)
        withdrawn = ProjectFactory(standing=Standing.WITHDRAWN)
        assert chosen("", leader) == {active, suspended}
        assert chosen("standing=withdrawn", leader) == {withdrawn}

    def test_whom_a_project_waits_for(self, leader):
        county, city = (ProjectFactory(stage="declared", awaiting=x) for x in ("territory", "city"))
        returned = ProjectFactory(stage="declared", standing=Standing.RETURNED)
        ProjectFactory()
        assert chosen("awaiting=territory", leader) == {county}
        assert chosen("awaiting=city&awaiting=reporter", leader) == {city, returned}
        assert chosen("awaiting=reporter&standing=active", leader) == set()

    def test_deleted_projects_are_in_no_answer(self, leader):
        ProjectFactory(deleted_at="2026-01-01T00:00:00Z")
        assert chosen("", leader) == set()

    def test_a_year_that_the_planned_or_actual_span_touches(self, leader):
        planned = ProjectFactory(planned_start="2024-06-01", planned_finish="2026-02-01")
        begun = ProjectFactory(actual_start="2025-03-01")
        ProjectFactory(planned_start="2027-01-01")
        assert chosen("year=2025", leader) == {planned, begun}
        assert chosen("year=2026&year=2023", leader) == {planned}

    def test_unmapped_assets_can_be_asked_for(self, leader):
        mapped, unmapped = AssetFactory(), AssetFactory(location=None)
        assert set(ask("mapped=no", leader).assets()) == {unmapped}
        assert set(ask("mapped=yes", leader).assets()) == {mapped}
        assert ask("mapped=yes&mapped=no", leader).assets().count() == 2

    def test_a_box_chooses_by_the_true_shape(self, leader):
        inside = AssetFactory()
        AssetFactory(location=place("pipe", 101.9))
        assert set(ask("bbox=101.69,26.57,101.72,26.59", leader).assets()) == {inside}

    def test_text_finds_names_numbers_and_places(self, leader):
        project = ProjectFactory(name="清香坪污水处理厂设备更新", place="西区清香坪")
        ProjectFactory()
        for text in ("污水处理", project.number, project.number.lower(), "西区"):
            assert chosen(f"q={text}", leader) == {project}

    def test_text_finds_what_a_department_leads_by_the_ends_of_its_name(self, leader):
        housing = ProjectFactory(lead_id="housing")
        ProjectFactory(lead_id="urban-management")
        for text in ("市住房城乡建设局", "市住房", "城乡建设局"):
            assert chosen(f"q={text}", leader) == {housing}
        # Hundreds are led by it: a word from within, or a letter, is meant for something else.
        for text in ("城乡", "建设", "局"):
            assert chosen(f"q={text}", leader) == set()

    def test_a_number_is_found_however_wide_it_is_typed(self, leader):
        project = ProjectFactory(name="小区（二期）", platform_code="2405-510402-04-01-123456")
        ProjectFactory()
        wide = str.maketrans({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
        for text in (project.number, project.number.lower(), "510402-04-01-123456"):
            assert chosen(f"q={text.translate(wide)}", leader) == {project}
        assert chosen("q=小区（二期）", leader) == {project}
        assert chosen("q=ｘｑ", leader) == {project}

    def test_a_percent_sign_is_a_character_not_a_wildcard(self, leader):
        ProjectFactory()
        assert chosen("q=%", leader) == set()

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("sector=Z99", "Z99"),
            ("stage=building&stage=finished", "finished"),
            ("colour=red", "colour"),
            ("bbox=1,2,3", "西,南,东,北"),
            ("bbox=102,26,101,27", "西应小于东"),
            ("bbox=nan,26,101,27", "范围不对"),
            ("year=1492", "1492"),
            ("year=２０２５", "“工期年份”"),
            (f"year={'9' * 5000}", "“工期年份”"),
            ("investment_min=many", "“总投资不少于（万元）”：请填写数字"),
            ("investment_min=1e-20000", "“总投资不少于（万元）”：数字太长"),
            ("investment_max=1e49", "“总投资不多于（万元）”：数字太长"),
            ("q=a&q=b", "“q”只能给一个值"),
            ("q=a%00b", "“文字”里有不能识别的字符。"),
            ("sector=A03%00", "“领域”里有不能识别的字符。"),
            ("page=1&page=2", "“page”只能给一个值"),
            (f"q={'长' * 101}", "最多 100 个字"),
        ],
    )
    def test_an_unknown_value_is_an_error_that_names_it(self, query, words, leader):
        with pytest.raises(BadQuestion, match=words):
            ask(query, leader)


@pytest.mark.django_db
def test_a_question_made_of_another_is_not_remembered_as_it(leader):
    question = ask("district=510402", leader)
    assert question.key == ask("district=510402", leader).key
    assert question.instead(district=()).key != question.key
    assert question.instead(district=()).key == question.instead(district=()).key
    narrower = question.with_further(lambda rows: rows)
    with pytest.raises(ValueError, match="further"):
        _ = narrower.key


@pytest.mark.django_db
class TestRights:
    def test_each_sees_what_his_organisation_answers_for(self, reporter, neighbour, stranger):
        ours, theirs = ProjectFactory(district_id="510402"), ProjectFactory(district_id="510403")
        assert chosen("", reporter) == {ours}
        assert chosen("", neighbour) == {theirs}
        assert chosen("", stranger) == set()

    def test_cameras_are_in_no_answer_of_others(self, reporter, police, leader):
        camera = AssetFactory(kind="camera", project=ProjectFactory(sector_id="A11"))
        for user, visible in ((reporter, False), (police, True), (leader, True)):
            question = ask("", user)
            assert question.projects().contains(camera.project) == visible
            assert question.assets().contains(camera) == visible
            assert totals(question).assets == int(visible)
            codes = [row["code"] for row in Summary(question).as_json()["by_sector"]]
            assert ("A11" in codes) == visible

    def test_a_closed_sector_is_as_unknown_as_a_sector_that_does_not_exist(self, reporter):
        with pytest.raises(BadQuestion):
            ask("sector=A11", reporter)


parameters = st.fixed_dictionaries(
    {},
    optional={
        "sector": st.lists(st.sampled_from(["A03", "A04", "A06"]), max_size=2),
        "district": st.lists(st.sampled_from(["510402", "510403", "VTGXQ"]), max_size=2),
        "stage": st.lists(st.sampled_from(["planned", "building"]), max_size=2),
        "awaiting": st.lists(st.sampled_from(["lead", "reporter"]), max_size=2),
        "funding": st.lists(st.sampled_from(["county", "central-budget"]), max_size=2),
        "medium": st.lists(st.sampled_from(["gas", "rain"]), max_size=2),
        "kind": st.lists(st.sampled_from(["pipe", "elevator"]), max_size=2),
        "mapped": st.lists(st.sampled_from(["yes", "no"]), max_size=2),
        "bbox": st.sampled_from([["101.65,26.5,101.75,26.6"], ["101,26,102,27"]]),
        "within": st.sampled_from([["101.6,26.5 101.8,26.5 101.7,26.62"]]),
        "near": st.sampled_from([["101.7,26.58,3000"], ["101.75,26.58,900"]]),
    },
)


def a_small_city():
    for n in range(24):
        project = ProjectFactory(
            sector_id=["A03", "A04", "A06"][n % 3],
            district_id=["510402", "510403", "VTGXQ"][n // 2 % 3],
            stage=["planned", "building", "building"][n // 3 % 3],
            investment_wan=None if n % 7 == 0 else n,
        )
        Project.objects.filter(pk=project.pk).update(**waiting(n))
        for source in ["county", "central-budget"][: n % 3]:
            FundingLineFactory(project=project, source_id=source, amount_wan=n)
        for medium in ["gas", "rain", "water"][: n % 4]:
            AssetFactory(project=project, medium=medium, location=place("pipe", 101.6 + n / 100))
            AssetFactory(project=project, medium=medium, location=None)
        AssetFactory(project=project, kind="elevator", location=place("elevator", 101.7))


class EveryAnswerAgrees(TestCase):
    @classmethod
    def setUpTestData(cls):
        a_small_city()
        cls.leader = UserFactory(organisation="taskforce", role="leader")

    @settings(max_examples=60, deadline=None)
    @given(parameters)
    def test_totals_and_splits_equal_the_records_themselves(self, values):
        query = QueryDict(mutable=True)
        for name, value in values.items():
            query.setlist(name, value)
        question = Question(query, self.leader)
        projects, assets = list(question.projects()), list(question.assets())
        total, summary = totals(question), Summary(question).as_json()

        assert {asset.project_id for asset in assets} <= {project.pk for project in projects}
        assert total.projects == summary["projects"] == len(projects)
        assert total.assets == summary["assets"] == len(assets)
        unmapped = sum(asset.location is None for asset in assets)
        assert total.unmapped == summary["unmapped"] == unmapped
        assert total.investment_wan == sum(p.investment_wan or 0 for p in projects)
        length = sum(asset.length_m or 0 for asset in assets)
        assert abs(total.length_m - length) < 0.001
        self.compare_splits(summary, projects, assets)

    def compare_splits(self, summary, projects, assets):
        for name in ("by_district", "by_sector", "by_stage"):
            for column in ("projects", "assets", "unmapped"):
                assert sum(row[column] for row in summary[name]) == summary[column], name
        for row in summary["by_kind"]:
            assert row["assets"] > 0
        for row in summary["by_sector"]:
            signs = [asset for asset in assets if asset.kind != "pipe"]
            assert row["signs"] == sum(a.project.sector_id == row["code"] for a in signs)
        money = Project.objects.filter(pk__in=[p.pk for p in projects])
        for row in summary["by_funding"]:
            paid = money.filter(funding_lines__source=row["code"])
            lines = sum(paid.values_list("funding_lines__amount_wan", flat=True))
            assert Decimal(row["investment_wan"]) == lines
            assert row["projects"] == paid.distinct().count()
            owners = set(paid.values_list("pk", flat=True))
            assert row["assets"] == sum(asset.project_id in owners for asset in assets)


@pytest.mark.django_db
def test_by_medium_counts_pipes_only_and_names_those_without(leader):
    AssetFactory(medium="gas")
    AssetFactory(medium="")
    AssetFactory(kind="elevator")
    rows = {row["code"]: row for row in Summary(ask("", leader)).as_json()["by_medium"]}
    assert set(rows) == {Medium.GAS, ""}
    assert rows[""]["label"] == "未填介质"


@pytest.mark.django_db
def test_summary_takes_a_fixed_number_of_queries(
    login, leader, django_assert_num_queries, spatial_reference
):
    client = login(leader)
    for _ in range(3):
        AssetFactory(project=FundingLineFactory().project)
        with django_assert_num_queries(10):
            assert client.get("/summary.json").status_code == 200
    assert Asset.objects.count() == 3


@pytest.mark.django_db
def test_a_bad_question_is_400_with_its_sentence(login, leader):
    response = login(leader).get("/summary.json?sector=Z99")
    assert response.status_code == 400
    assert "Z99" in response.json()["error"]


@pytest.mark.django_db
def test_the_door_is_closed_to_those_who_are_not_logged_in(client):
    response = client.get("/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    for url in ("/summary.json", "/tiles/assets/10/801/432.mvt", "/styles.json"):
        response = client.get(url)
        assert (response.status_code, response.json()) == (401, {"error": STRANGER})
