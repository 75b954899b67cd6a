"""The leader's view: its figures agree with every other answer, today and on any day."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.choices import Stage, Standing
from registry.models import Project, StageChange
from registry.overview import Look, Overview
from registry.question import Question
from registry.summary import Summary
from tests.factories import (
    AssetFactory,
    FundingLineFactory,
    ProjectFactory,
    UserFactory,
    place,
    told,
    waiting,
)


def overview(query, user):
    look, params = Look.parse(QueryDict(query))
    return Overview(Question(params, user), look).as_json()


def district(found, code):
    return next(each for each in found["districts"] if each["code"] == code)


@pytest.mark.django_db
class TestFigures:
    def test_done_is_what_has_passed_its_acceptance(self, leader):
        for stage in (Stage.COMPLETED, Stage.ACCEPTED, Stage.CLOSED, Stage.BUILDING):
            ProjectFactory(stage=stage)
        found = overview("", leader)["total"]
        assert (found["projects"], found["done"], found["completion"]) == (4, 2, 0.5)
        assert found["stages"]["accepted"]["projects"] == 1

    def test_a_stage_that_all_have_left_is_none_of_them(self, leader):
        project = ProjectFactory(stage=Stage.BUILDING)
        Project.objects.filter(pk=project.pk).update(stage=Stage.COMPLETED)
        assert list(overview("", leader)["total"]["stages"]) == ["completed"]

    @pytest.mark.parametrize("query", ["", "q=RA-", "mapped=no", "on=2026-06-01"])
    def test_projects_that_state_their_investment_are_counted(self, leader, query):
        for wan in (Decimal(300), Decimal(0), None):
            project = ProjectFactory(investment_wan=wan)
            AssetFactory(project=project, location=None)
            told(project, (Stage.PLANNED, date(2026, 1, 1)))
        found = overview(query, leader)["total"]
        assert (found["projects"], found["stated"]) == (3, 2)

    def test_it_is_said_whose_figures_these_are_and_what_is_out_of_sight(self, reporter, leader):
        found, whole = overview("", reporter), overview("", leader)
        assert found["scope"] == "东区人民政府可见范围"
        seen = [each["code"] for each in found["districts"] if not each["hidden"]]
        assert seen == ["510402"]
        assert whole["scope"] == "全市"
        assert not any(each["hidden"] for each in whole["districts"])

    def test_nothing_has_no_share_done(self, leader):
        assert overview("", leader)["total"]["completion"] is None

    def test_money_by_year_is_planned_whatever_its_status_and_paid_where_paid(self, leader):
        line = FundingLineFactory(year=2025, amount_wan=60, status="paid")
        FundingLineFactory(project=line.project, year=2025, amount_wan=30, status="granted")
        FundingLineFactory(project=line.project, year=None, amount_wan=10)
        years = overview("", leader)["total"]["years"]
        assert (years["2025"]["planned_wan"], years["2025"]["paid_wan"]) == ("90.00", "60.00")
        assert years["2025"]["statuses"] == {"granted": "30.00", "paid": "60.00"}
        assert years[""]["planned_wan"] == "10.00"

    def test_two_lines_and_two_assets_do_not_multiply_each_other(self, leader):
        project = AssetFactory().project
        AssetFactory(project=project)
        FundingLineFactory(project=project)
        FundingLineFactory(project=project, source_id="central-budget")
        found = overview("", leader)["total"]
        assert (found["projects"], found["investment_wan"]) == (1, "100.00")
        assert found["funding"] == {"county": "100.00", "central-budget": "100.00"}
        assert found["length_m"] == pytest.approx(2 * 996.9, rel=1e-3)

    def test_a_district_narrows_the_whole_and_leaves_the_others_on_the_map(self, leader):
        ProjectFactory(district_id="510402", investment_wan=1)
        ProjectFactory(district_id="510403", investment_wan=2)
        found = overview("district=510403", leader)
        assert (found["chosen"], found["total"]["investment_wan"]) == (["510403"], "2.00")
        assert district(found, "510402")["investment_wan"] == "1.00"


@pytest.mark.django_db
class TestRights:
    def test_a_closed_sector_is_in_no_figure(self, leader, police, reporter, analyst):
        camera = AssetFactory(kind="camera", project=ProjectFactory(sector_id="A11"))
        FundingLineFactory(project=camera.project)
        StageChange.objects.create(
            project=camera.project, stage="planned", effective_on="2025-01-01"
        )
        for query in ("", "on=2025-06-01", "compare=510402&compare=510403"):
            for user, visible in ((leader, 1), (police, 1), (reporter, 0), (analyst, 0)):
                found = overview(query, user)
                assert found["total"]["projects"] == visible
                assert len(found["total"]["funding"]) == visible
                assert ("A11" in str(found)) == bool(visible)

    def test_a_territory_sees_its_own_figures_alone(self, reporter):
        ProjectFactory(district_id="510402")
        ProjectFactory(district_id="510403")
        found = overview("", reporter)
        assert district(found, "510402")["projects"] == found["total"]["projects"] == 1
        assert district(found, "510403")["projects"] == 0

    def test_the_stranger_sees_nothing(self, login, stranger, client):
        ProjectFactory()
        assert overview("", stranger)["total"]["projects"] == 0
        assert "您还看不到任何项目" in login(stranger).get("/overview/").content.decode()
        assert client.get("/overview.json").status_code == 401
        assert client.get("/overview/").status_code == 302


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 1))


@pytest.mark.django_db
class TestComparing:
    def test_two_districts_whatever_district_is_asked_for(self, leader):
        ProjectFactory(district_id="510402", investment_wan=1)
        ProjectFactory(district_id="510403", investment_wan=2)
        found = overview("district=VTGXQ&compare=510403&compare=510402", leader)
        sides = found["sides"]
        assert found["chosen"] == []
        assert [(side["label"], side["investment_wan"]) for side in sides] == [
            ("西区", "2.00"),
            ("东区", "1.00"),
        ]

    def test_two_years_by_the_span_of_the_projects(self, leader):
        both = {"planned_start": "2025-06-01", "planned_finish": "2026-06-01"}
        told(ProjectFactory(**both, district_id="510403"), ("planned", "2025-01-01"))
        ProjectFactory(planned_start="2026-07-01", district_id="510403")
        ProjectFactory(planned_start="2026-07-01", district_id="510402")
        sides = overview("compare=2025&compare=2026&district=510403", leader)["sides"]
        assert [(side["label"], side["projects"]) for side in sides] == [
            ("2025 年", 1),
            ("2026 年", 2),
        ]

    def years(self, user, *years, on=""):
        query = "&".join(f"compare={year}" for year in years)
        return overview(f"{query}&on={on}", user)["sides"]

    def test_a_year_that_is_over_stands_as_on_its_last_day(self, leader, today):
        long = {"planned_start": "2024-06-01", "planned_finish": "2027-06-01"}
        told(
            ProjectFactory(**long, stage="accepted"),
            ("building", "2024-07-01"),
            ("accepted", "2026-03-01"),
        )
        told(ProjectFactory(**long, stage="building"), ("building", "2026-01-01"))
        before, running = self.years(leader, "2025", "2026")
        assert (before["on"], before["projects"], before["done"]) == ("2025-12-31", 1, 0)
        assert list(before["stages"]) == ["building"]
        assert (running["on"], running["projects"], running["done"]) == (None, 2, 1)

    def test_of_a_year_to_come_no_stage_is_known(self, leader, today):
        project = ProjectFactory(
            stage="accepted", planned_start="2026-06-01", planned_finish="2027-06-01"
        )
        told(project, ("accepted", "2026-07-01"))
        running, coming = self.years(leader, "2026", "2027")
        assert (running["ahead"], running["completion"]) == (False, 1)
        assert (coming["ahead"], coming["projects"]) == (True, 1)
        assert (coming["done"], coming["completion"], coming["stages"]) == (None, None, None)
        assert [share["done"] for share in coming["sectors"].values()] == [None]

    def test_of_the_year_of_the_day_that_is_looked_at_that_day_counts(self, leader, today):
        project = ProjectFactory(planned_start="2024-06-01", planned_finish="2027-06-01")
        told(project, ("planned", "2024-01-01"), ("building", "2025-09-01"))
        before, then = self.years(leader, "2024", "2025", on="2025-06-30")
        assert (before["on"], then["on"]) == ("2024-12-31", "2025-06-30")
        assert list(then["stages"]) == ["planned"]
        coming = self.years(leader, "2024", "2026", on="2025-06-30")[1]
        # Payments are those that could be made by that day.
        assert (coming["ahead"], coming["on"]) == (True, "2025-06-30")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("show=colour", "colour"),
        ("show=1492", "1492"),
        ("show=２０２５", "２０２５"),
        ("show=length&show=projects", "show"),
        ("on=yesterday", "yesterday"),
        ("on=2025-02-30", "2025-02-30"),
        ("on=20250230", "20250230"),
        ("on=2999-01-01", "2999-01-01"),
        ("on=1949-01-01", "1949-01-01"),
        ("on=2025-01-01&on=2025-01-02", "on"),
        ("compare=510403&compare=Z99", "Z99"),
        ("compare=510403", "“比较”应给两个"),
        ("compare=510403&compare=510403", "“比较”应给两个"),
        ("compare=510403&compare=2025", "“比较”应给两个"),
        ("compare=2024&compare=2025&compare=2026", "“比较”应给两个"),
        ("sector=Z99", "Z99"),
        ("stage=Z99&on=2025-01-01", "Z99"),
        ("colour=red", "colour"),
    ],
)
def test_an_unknown_value_is_an_error_that_names_it(query, words, login, leader):
    client = login(leader)
    for address in ("/overview.json", "/overview/"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        sentence = response.json()["error"] if "json" in address else response.content.decode()
        assert words in sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 10),
        ("on=2026-01-01", 10),
        ("compare=510402&compare=510403", 11),
        ("compare=2025&compare=2026", 18),
    ],
)
def test_a_fixed_number_of_queries(
    query, queries, login, leader, django_assert_num_queries, spatial_reference
):
    client = login(leader)
    for district_id in ("510402", "510403", "VTGXQ"):
        project = told(ProjectFactory(district_id=district_id), ("planned", "2025-01-01"))
        AssetFactory(project=FundingLineFactory(project=project).project)
        with django_assert_num_queries(queries):
            assert client.get(f"/overview.json?{query}").status_code == 200


questions = st.fixed_dictionaries(
    {},
    optional={
        "sector": st.lists(st.sampled_from(["A03", "A04", "A06"]), max_size=2),
        "district": st.lists(
            st.sampled_from(["510402", "510403", "VTGXQ"]), max_size=2, unique=True
        ),
        "stage": st.lists(st.sampled_from(["planned", "building", "closed"]), max_size=2),
        "awaiting": st.lists(st.sampled_from(["territory", "reporter"]), max_size=2),
        "funding": st.lists(st.sampled_from(["county", "central-budget"]), max_size=2),
        "medium": st.lists(st.sampled_from(["gas", "rain"]), max_size=2),
        "mapped": st.lists(st.sampled_from(["yes", "no"]), max_size=2),
        "year": st.lists(st.sampled_from(["2025", "2026"]), max_size=2),
        "q": st.sampled_from([["管网"], ["没有"]]),
        "investment_min": st.sampled_from([["5"]]),
        "bbox": st.sampled_from([["101.65,26.5,101.75,26.6"], ["101,26,102,27"]]),
    },
)


def a_small_city():
    for n in range(24):
        project = ProjectFactory(
            sector_id=["A03", "A04", "A06", "A11"][n % 4],
            district_id=["510402", "510403", "VTGXQ"][n // 2 % 3],
            stage=["planned", "building", "closed"][n // 3 % 3],
            standing=Standing.WITHDRAWN if n == 7 else Standing.ACTIVE,
            investment_wan=None if n % 7 == 0 else n,
            planned_start=f"{2024 + n % 3}-05-01",
        )
        Project.objects.filter(pk=project.pk).update(**waiting(n))
        project.refresh_from_db()
        told(project, (project.stage, "2025-01-01", project.standing))
        for source in ["county", "central-budget"][: n % 3]:
            FundingLineFactory(project=project, source_id=source, amount_wan=n)
            FundingLineFactory(project=project, source_id=source, amount_wan=1, year=2026)
        for medium in ["gas", "rain", "water"][: n % 4]:
            AssetFactory(project=project, medium=medium, location=place("pipe", 101.6 + n / 100))
            AssetFactory(project=project, medium=medium, location=None)


class EveryAnswerAgrees(TestCase):
    @classmethod
    def setUpTestData(cls):
        a_small_city()
        cls.users = [
            UserFactory(organisation="taskforce", role="leader"),
            UserFactory(organisation="dongqu", role="reporter"),
            UserFactory(organisation="urban-management", role="analyst"),
        ]

    @settings(max_examples=50, deadline=None)
    @given(questions, st.integers(0, 2), st.booleans())
    def test_figures_equal_the_summary(self, values, place, is_dated):
        query = QueryDict(mutable=True)
        for name, value in values.items():
            query.setlist(name, value)
        user = self.users[place]
        summary = Summary(Question(query, user)).as_json()
        dated = f"{query.urlencode()}&on=2025-01-02" if is_dated else query.urlencode()
        found = overview(dated, user)

        total = found["total"]
        assert total["projects"] == summary["projects"]
        assert total["investment_wan"] == summary["investment_wan"]
        assert total["length_m"] == pytest.approx(summary["length_m"])
        for split in ("stage", "sector"):
            counts = {row["code"]: row["projects"] for row in summary[f"by_{split}"]}
            ours = {code: share["projects"] for code, share in total[f"{split}s"].items()}
            assert ours == {code: n for code, n in counts.items() if code in ours}
            assert sum(ours.values()) == total["projects"]
        money = {row["code"]: row["investment_wan"] for row in summary["by_funding"]}
        assert total["funding"] == {c: wan for c, wan in money.items() if c in total["funding"]}
        assert sum(map(float, money.values())) == sum(map(float, total["funding"].values()))
        planned = sum(float(year["planned_wan"]) for year in total["years"].values())
        assert planned == sum(map(float, total["funding"].values()))
        for row in summary["by_district"]:
            if not found["chosen"] or row["code"] in found["chosen"]:
                assert row["projects"] == district(found, row["code"])["projects"]


@pytest.mark.django_db
def test_the_page_is_there_for_whoever_may_look(login, leader):
    response = login(leader).get("/overview/?district=510403&show=completion")
    assert response.status_code == 200
    assert "总览" in response.content.decode()
