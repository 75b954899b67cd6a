"""What surrounds a drawing: exact coordinates, neighbours, boundaries, other editors' tabs."""

import json
import struct
from uuid import uuid4

import pytest
from django.contrib.gis.geos import LineString
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString as Line
from shapely import to_geojson

from registry.models import District
from tests.drawing.conftest import create
from tests.factories import AssetFactory, UserFactory

AROUND = {"bbox": "101.6,26.5,101.8,26.7"}
NEAR = st.floats(-1e-9, 1e-9).map(lambda tiny: 101.7185 + tiny)
DEGREES = st.floats(-180, 180) | NEAR


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=2, max_size=5))
@settings(max_examples=300, deadline=None)
def test_geojson_carries_every_bit_of_a_coordinate(points):
    parsed = json.loads(to_geojson(Line(points)))["coordinates"]
    pair = struct.Struct("2d")
    assert [pair.pack(*each) for each in parsed] == [pair.pack(*each) for each in points]


def test_stored_coordinates_come_back_bit_for_bit(desk, project):
    points = [(101.7185, 26.58), (101.7185 + 2**-46, 0.1 + 0.2), (101.71850000000001, 1e-7)]
    AssetFactory(project=project, location=LineString(points, srid=4490))
    shown = [desk.get(f"/projects/{project.number}/assets.geojson").json()["features"][0]]
    shown += desk.get(f"/projects/{project.number}/draw.json").json()["assets"]
    shown += desk.get("/neighbourhood.json", AROUND).json()["features"]
    for each in shown:
        assert [tuple(point) for point in each["geometry"]["coordinates"]] == points


def test_where_an_asset_lies_follows_the_boundaries_of_today(desk, project, outline):
    outline("510402", 101.7, 26.5, 101.9, 26.7)
    outline("510403", 101.5, 26.5, 101.7, 26.7)
    across = LineString((101.69, 26.6), (101.71, 26.6), srid=4490)
    AssetFactory(project=project, location=across)
    AssetFactory(project=project, location=None)

    def lies_in():
        body = desk.get(f"/projects/{project.number}/draw.json").json()
        return [asset["lies_in"] for asset in body["assets"]]

    assert lies_in() == [["东区", "西区"], []]
    District.objects.filter(pk="510403").update(outline=None)
    assert lies_in() == [["东区"], []]


def test_a_hidden_project_is_404_in_json(login, neighbour, project):
    answer = login(neighbour).get(f"/projects/{project.number}/draw.json")
    assert answer.status_code == 404
    assert "没有这个项目" in answer.json()["error"]


def test_the_card_leads_to_drawing_for_those_who_may(desk, login, leader, project):
    link = f"/projects/{project.number}/draw/"
    assert link in desk.get(f"/projects/{project.number}/card/").text
    assert link not in login(leader).get(f"/projects/{project.number}/card/").text


def test_the_neighbourhood_of_a_stranger_and_of_a_deleted_project_is_empty(desk, login, stranger):
    AssetFactory()
    AssetFactory(project__deleted_at="2026-01-01T00:00Z")
    assert len(desk.get("/neighbourhood.json", AROUND).json()["features"]) == 1
    assert login(stranger).get("/neighbourhood.json", AROUND).json()["features"] == []


def test_a_neighbourhood_takes_a_fixed_number_of_queries(
    desk, project, django_assert_num_queries, spatial_reference
):
    for count in (1, 7):
        AssetFactory.create_batch(count, project=project)
        with django_assert_num_queries(6):
            desk.get("/neighbourhood.json", AROUND)


def test_outlines_are_kept_privately_and_asked_for_by_their_tag(desk, project, outline):
    outline("510402", 101.7, 26.5, 101.9, 26.7)
    answer = desk.get("/districts.geojson")
    for word in ("private", "max-age=3600"):
        assert word in answer["Cache-Control"]
    again = desk.get("/districts.geojson", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "url",
    ["/neighbourhood.json", "/districts.geojson", "/assets/1.json", "/api/openapi.json",
     "/projects/RA-000001/draw.json"],
)  # fmt: skip
def test_who_is_not_signed_in_is_told_so_in_json(client, db, url):
    answer = client.get(url)
    assert answer.status_code == 401
    assert answer.json()["error"].startswith("登录已过期，请重新登录")


def here(client, project, **facts):
    return client.post(
        f"/api/projects/{project.number}/editors",
        {"tab": str(uuid4()), "unsaved": 0} | facts,
        content_type="application/json",
    )


def test_presence_is_for_those_who_may_edit_and_locks_nobody_out(
    desk, login, project, save, neighbour, leader, client
):
    assert here(login(neighbour), project).status_code == 404
    assert here(login(leader), project).status_code == 403
    assert here(client, project).status_code == 401
    here(login(UserFactory(organisation="dongqu")), project, unsaved=50)
    assert save(create()).status_code == 200


@pytest.mark.parametrize(
    "facts", [{"tab": "x"}, {"unsaved": -1}, {"unsaved": 10**12}, {"leaving": "perhaps"}]
)
def test_presence_that_makes_no_sense_is_told_in_words(desk, project, facts):
    answer = here(desk, project, **facts)
    assert (answer.status_code, next(iter(facts)) in answer.json()["error"]) == (400, True)
