"""Facets: each count is what the question with that choice gives, for whoever asks."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.facets import Facets
from registry.models import Project
from registry.question import Question
from tests.factories import (
    AssetFactory,
    FundingLineFactory,
    ProjectFactory,
    UserFactory,
    place,
    waiting,
)


def query_of(values):
    query = QueryDict(mutable=True)
    for name, chosen in values.items():
        query.setlist(name, chosen)
    return query


def counted(values, user):
    return Facets(Question(query_of(values), user)).as_json()


def several(*choices):
    return st.lists(st.sampled_from(choices), max_size=2, unique=True)


parameters = st.fixed_dictionaries(
    {},
    optional={
        "sector": several("A03", "A04"),
        "district": several("510402", "510403", "VTGXQ"),
        "stage": several("planned", "building"),
        "standing": several("active", "suspended", "withdrawn"),
        "awaiting": several("territory", "lead", "reporter"),
        "lead": several("housing", "urban-management"),
        "funding": several("county", "central-budget"),
        "year": several("2024", "2026"),
        "medium": several("gas", "rain"),
        "kind": several("pipe", "elevator"),
        "work": several("new", "replace"),
        "mapped": several("yes", "no"),
        "q": st.sampled_from([["项目1"], ["项目"]]),
        "investment_min": st.sampled_from([["5"]]),
        "bbox": st.sampled_from([["101.65,26.5,101.75,26.6"]]),
        "within": st.sampled_from([["101.6,26.5 101.8,26.5 101.7,26.62"]]),
        "near": st.sampled_from([["101.7,26.58,3000"], ["101.75,26.58,900"]]),
    },
)


def a_varied_city():
    for n in range(28):
        project = ProjectFactory(
            sector_id=["A03", "A04", "A11"][n % 3],
            district_id=["510402", "510403", "VTGXQ"][n // 2 % 3],
            lead_id=["housing", "urban-management"][n % 2],
            stage=["planned", "building"][n // 3 % 2],
            standing=["active", "active", "suspended", "withdrawn"][n // 4 % 4],
            investment_wan=None if n % 7 == 0 else n,
            planned_start=["2023-05-01", "2025-01-01", None][n % 3],
            planned_finish=["2024-06-01", "2027-01-01", None][n % 3],
            actual_start=["2026-03-01", None][n % 2],
        )
        Project.objects.filter(pk=project.pk).update(**waiting(n))
        for source in ["county", "central-budget"][: n % 3]:
            FundingLineFactory(project=project, source_id=source, amount_wan=n)
        for medium in ["gas", "rain", "water"][: n % 4]:
            where = place("pipe", 101.6 + n / 100)
            work = ["new", "replace", ""][n % 3]
            AssetFactory(project=project, medium=medium, work=work, location=where)
            AssetFactory(project=project, medium=medium, location=None)
        if n % 5:
            AssetFactory(project=project, kind="elevator", location=place("elevator", 101.7))


class EachCountIsAnAnswer(TestCase):
    @classmethod
    def setUpTestData(cls):
        a_varied_city()
        cls.people = [
            UserFactory(organisation="taskforce", role="leader"),
            UserFactory(organisation="dongqu", role="reporter"),
            UserFactory(organisation="housing", role="reviewer"),
            UserFactory(),
        ]

    @settings(max_examples=40, deadline=None)
    @given(parameters, st.integers(0, 3), st.data())
    def test_of_the_question_with_that_choice(self, values, who, data):
        user = self.people[who]
        facets = counted(values, user)
        name = data.draw(st.sampled_from(sorted(facets)))
        for choice, count in facets[name].items():
            answer = Question(query_of({**values, name: [choice]}), user).projects().count()
            assert count == answer, (name, choice)

    def test_a_closed_sector_is_not_even_a_choice(self):
        leader, reporter, *_ = self.people
        assert counted({}, leader)["sector"]["A11"] > 0
        facets = counted({}, reporter)
        assert "A11" not in facets["sector"]
        visible = Question(QueryDict(""), reporter).projects().count()
        assert sum(facets["district"].values()) == visible


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "most"), [("", 16), ("near=101.7,26.58,900&kind=pipe", 21)])
def test_they_take_a_fixed_number_of_queries(
    login, leader, django_assert_max_num_queries, spatial_reference, query, most
):
    client = login(leader)
    for _ in range(3):
        AssetFactory(project=FundingLineFactory().project)
        with django_assert_max_num_queries(most):
            assert client.get(f"/facets.json?{query}").status_code == 200


@pytest.mark.django_db
def test_the_stranger_and_the_bad_question_are_told(client, login, leader):
    assert client.get("/facets.json").status_code == 401
    assert "Z99" in login(leader).get("/facets.json?sector=Z99").json()["error"]
