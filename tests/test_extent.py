"""Where the answer lies: what the map shows when it is asked for the result."""

import pytest
from django.contrib.gis.geos import LineString

from tests.factories import AssetFactory, ProjectFactory, place


@pytest.fixture
def pipe(db):
    line = LineString([(101.70, 26.58), (101.72, 26.60)], srid=4490)
    return AssetFactory(project=ProjectFactory(district_id="510402"), location=line)


@pytest.fixture
def lift(db):
    there = place("elevator", 101.60, 26.50)
    project = ProjectFactory(district_id="510403", sector_id="A02")
    return AssetFactory(project=project, kind="elevator", location=there)


@pytest.fixture
def bounds(login):
    def of(user, query=""):
        answer = login(user).get(f"/extent.json?{query}")
        assert answer.status_code == 200, answer.json()
        return answer.json()["bounds"]

    return of


def test_it_holds_all_that_is_found(bounds, leader, pipe, lift):
    assert bounds(leader) == pytest.approx([101.60, 26.50, 101.72, 26.60])


def test_it_is_that_of_the_question(bounds, leader, pipe, lift):
    assert bounds(leader, "sector=A02") == pytest.approx([101.60, 26.50, 101.60, 26.50])
    assert bounds(leader, "kind=pipe") == pytest.approx([101.70, 26.58, 101.72, 26.60])


def test_what_a_region_reaches_is_shown_whole(bounds, leader, pipe, lift):
    query = "bbox=101.71,26.55,101.8,26.7"
    assert bounds(leader, query) == pytest.approx([101.70, 26.58, 101.72, 26.60])


def test_other_assets_of_the_project_do_not_count(bounds, leader, lift):
    far = LineString([(101.8, 26.6), (101.9, 26.6)], srid=4490)
    AssetFactory(project=lift.project, location=far)
    assert bounds(leader, "kind=elevator") == pytest.approx([101.60, 26.50, 101.60, 26.50])


def test_nothing_found_lies_nowhere(bounds, leader, pipe):
    assert bounds(leader, "sector=A02") is None
    AssetFactory(project=ProjectFactory(sector_id="A02"), location=None)
    assert bounds(leader, "sector=A02") is None


def test_nobody_learns_where_the_neighbours_work_is(bounds, reporter, stranger, pipe, lift):
    assert bounds(reporter) == pytest.approx([101.70, 26.58, 101.72, 26.60])
    assert bounds(stranger) is None


def test_one_query_answers(login, leader, pipe, django_assert_num_queries):
    client = login(leader)
    client.get("/extent.json")
    with django_assert_num_queries(6):
        client.get("/extent.json?sector=A03")


def test_a_bad_question_is_told(login, leader):
    answer = login(leader).get("/extent.json?sector=Z99")
    assert answer.status_code == 400
    assert "Z99" in answer.json()["error"]
