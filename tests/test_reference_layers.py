"""Reference layers: brought in by the administrator, read safely, sent as tiles."""

import json

import mapbox_vector_tile
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.choices import Role
from registry.models import ReferenceLayer
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LOOK = {
    "name": "现状道路",
    "color": "#7a6f9b",
    "opacity": 60,
    "min_zoom": 12,
    "max_zoom": 18,
    "order": 10,
    "crs": "",
}
ROAD = {"type": "LineString", "coordinates": [[101.70, 26.58], [101.72, 26.59]]}
TWISTED = {
    "type": "Polygon",
    "coordinates": [[[101.7, 26.5], [101.8, 26.6], [101.8, 26.5], [101.7, 26.6], [101.7, 26.5]]],
}
NOWHERE = {"type": "Point", "coordinates": [500, 26]}


def file_of(*shapes, name="roads.geojson"):
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile(name, content.encode())


@pytest.fixture
def keeper(db):
    return UserFactory(organisation="taskforce", role=Role.SYSADMIN)


@pytest.fixture
def desk(login, keeper):
    return login(keeper)


def send(client, *shapes, **changed):
    return client.post("/layers/", {**LOOK, "files": file_of(*shapes), **changed}, follow=True)


def test_a_file_becomes_a_layer_that_everyone_may_switch_on(desk, login, leader, keeper):
    answer = send(desk, ROAD, TWISTED, NOWHERE, None)
    assert "已添加“现状道路”：2 个图形，略去 2 个" in answer.content.decode()
    layer = ReferenceLayer.objects.get()
    assert (layer.shape_count, layer.left_out, layer.uploaded_by) == (2, 2, keeper)
    assert layer.shapes.count() == 2
    assert all(
        shape.location.valid and shape.location_web.srid == 3857 for shape in layer.shapes.all()
    )
    (told,) = login(leader).get("/layers.json").json()["layers"]
    assert told == {
        "id": layer.pk,
        "name": "现状道路",
        "color": "#7a6f9b",
        "opacity": 60,
        "min_zoom": 12,
        "max_zoom": 18,
    }


def test_tiles_hold_the_shapes_within_the_layers_zooms(desk, login, leader, spatial_reference):
    send(desk, ROAD)
    pk = ReferenceLayer.objects.get().pk
    client = login(leader)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tile = client.get(f"/tiles/reference/{pk}/12/3205/1734.mvt")
    assert tile.status_code == 200
    assert len(mapbox_vector_tile.decode(tile.content)["reference"]["features"]) == 1
    assert len(queries) <= 6
    assert client.get(f"/tiles/reference/{pk}/11/1602/867.mvt").status_code == 204
    assert client.get(f"/tiles/reference/{pk}/12/0/0.mvt").status_code == 204
    assert client.get(f"/tiles/reference/{pk}/12/9999/0.mvt").status_code == 404
    assert client.get("/tiles/reference/999999/12/3205/1734.mvt").status_code == 404


def test_a_layer_changes_its_look_and_goes(desk):
    send(desk, ROAD)
    layer = ReferenceLayer.objects.get()
    answer = desk.post(f"/layers/{layer.pk}/", {**LOOK, "name": "道路", "color": "#000000"})
    assert answer.status_code == 302
    layer.refresh_from_db()
    assert (layer.name, layer.color) == ("道路", "#000000")
    assert desk.post(f"/layers/{layer.pk}/delete/").status_code == 302
    assert not ReferenceLayer.objects.exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"min_zoom": 15, "max_zoom": 12}, "最小级别不能大于最大级别"),
        ({"color": "red"}, "#rrggbb"),
        ({"opacity": 0}, "10"),
        ({"files": SimpleUploadedFile("a.geojson", b"{")}, "a.geojson"),
        ({"files": SimpleUploadedFile("a.exe", b"MZ")}, "a.exe"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, changed, told):
    answer = send(desk, ROAD, **changed)
    assert told in answer.content.decode()
    assert not ReferenceLayer.objects.exists()


def test_a_file_without_usable_shapes_leaves_nothing(desk):
    answer = send(desk, NOWHERE)
    assert "没有可以显示的图形" in answer.content.decode()
    assert not ReferenceLayer.objects.exists()


def test_a_name_is_given_once(desk):
    send(desk, ROAD)
    answer = send(desk, ROAD)
    assert "已存在" in answer.content.decode()
    assert ReferenceLayer.objects.count() == 1


@pytest.mark.parametrize("address", ["/layers/", "/layers/1/", "/layers/1/delete/"])
def test_only_the_administrator_keeps_layers(login, leader, reporter, stranger, address):
    for user in (leader, reporter, stranger):
        assert login(user).post(address, LOOK).status_code == 403


def test_nobody_sees_a_layer_without_signing_in(client, desk):
    send(desk, ROAD)
    pk = ReferenceLayer.objects.get().pk
    assert client.get(f"/tiles/reference/{pk}/12/3205/1734.mvt").status_code == 401
    assert client.get("/layers.json").status_code == 401


def test_the_menu_leads_there(desk, login, leader):
    assert "参考图层" in desk.get("/layers/").content.decode()
    assert "参考图层" not in login(leader).get("/projects/").content.decode()
