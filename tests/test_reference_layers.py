"""Reference layers: brought in by the administrator, read safely, sent as tiles."""

import gzip
import json
import math

import ezdxf
import mapbox_vector_tile
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.choices import Role
from registry.models import AuditRecord, ReferenceLayer
from registry.particulars import Wording
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


@pytest.fixture
def send(run_waiting):
    """Upload a file, let the worker read it, and look at the catalogue."""

    def upload(client, *shapes, **changed):
        answer = hand_in(client, *shapes, **changed)
        run_waiting()
        return client.get("/layers/") if answer.redirect_chain else answer

    return upload


def hand_in(client, *shapes, **changed):
    return client.post("/layers/", {**LOOK, "files": file_of(*shapes), **changed}, follow=True)


def test_a_file_becomes_a_layer_that_everyone_may_switch_on(desk, send, login, leader, keeper):
    answer = send(desk, ROAD, TWISTED, NOWHERE, None)
    assert "略去 2" in answer.content.decode()
    layer = ReferenceLayer.objects.get()
    assert layer.status == "ready"
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
        "dimensions": [1, 2],
        "min_zoom": 12,
        "max_zoom": 18,
    }


def test_tiles_hold_the_shapes_within_the_layers_zooms(
    desk, login, leader, spatial_reference, send
):
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


def test_a_layer_changes_its_look_and_goes(desk, send):
    send(desk, ROAD)
    layer = ReferenceLayer.objects.get()
    address = f"/layers/{layer.pk}/"
    page = desk.get(address)
    opened = page.context["form"]["opened"].value()
    assert "Opened" not in page.text  # a label
    mine = {**LOOK, "name": "道路", "color": "#000000", "opened": opened}
    ReferenceLayer.objects.update(opacity=70)  # a colleague's
    answer = desk.post(address, mine)
    assert "您打开后别人改过，现在是：名称：" in answer.text
    assert "不透明度（%）：70" in answer.text
    layer.refresh_from_db()
    assert layer.color != "#000000"
    mine["opened"] = answer.context["form"]["opened"].value()
    assert desk.post(address, mine).status_code == 302
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
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, changed, told, send):
    answer = send(desk, ROAD, **changed)
    assert told in answer.content.decode()
    assert not ReferenceLayer.objects.exists()


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (file_of(NOWHERE), "没有可以显示的图形"),
        (SimpleUploadedFile("a.geojson", b"{"), "a.geojson"),
        (SimpleUploadedFile("a.exe", b"MZ"), "a.exe"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_shows_nobody_a_layer(desk, send, file, told):
    page = send(desk, files=file).content.decode()
    assert "没有读成" in page
    assert told in page
    layer = ReferenceLayer.objects.get()
    assert (layer.status, layer.shapes.count()) == ("failed", 0)
    assert desk.get("/layers.json").json() == {"layers": []}
    assert desk.get(f"/tiles/reference/{layer.pk}/12/3205/1734.mvt").status_code == 404
    assert desk.post(f"/layers/{layer.pk}/delete/").status_code == 302
    assert not ReferenceLayer.objects.exists()


@pytest.fixture
def dxf(tmp_path):
    """`dxf(position, …)` is a drawing of one line, without a word of its system."""

    def make(*positions):
        drawing = ezdxf.new()
        drawing.modelspace().add_lwpolyline(positions)
        drawing.saveas(tmp_path / "管网.dxf")
        return SimpleUploadedFile("管网.dxf", (tmp_path / "管网.dxf").read_bytes())

    return make


def test_a_drawing_without_a_system_is_placed_by_its_numbers(desk, send, outline, dxf):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    page = send(desk, files=dxf((470_000, 2_941_000), (471_000, 2_942_000))).text
    assert ReferenceLayer.objects.get().crs == "EPSG:4543"
    assert "CGCS2000 三度带 102E（EPSG:4543）（文件没有说明，由坐标推断）" in page


def test_a_system_that_was_chosen_is_not_called_deduced(desk, send, outline, dxf):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    positions = ((470_000, 2_941_000), (471_000, 2_942_000))
    page = send(desk, files=dxf(*positions), crs="EPSG:4543").text
    assert "CGCS2000 三度带 102E（EPSG:4543）" in page
    assert "由坐标推断" not in page


def test_a_layer_is_offered_the_zones_of_its_city(desk, send, outline, dxf):
    outline("510402", 75.0, 38.9, 77.4, 40.2)
    offered = [text for text, _ in desk.get("/layers/").context["form"]["crs"].field.choices]
    assert offered == [
        *("", "EPSG:4490", "EPSG:4534", "EPSG:4513", "EPSG:4535", "EPSG:4514"),
        *("EPSG:4326", "EPSG:3857"),
    ]
    page = send(desk, files=dxf((26_420_000, 4_372_000), (26_421_000, 4_373_000)), crs="EPSG:4514")
    assert "CGCS2000 三度带 26 带（EPSG:4514，横坐标前有带号）" in page.text
    assert ReferenceLayer.objects.get().status == "ready"


def test_without_outlines_a_drawing_without_a_system_is_told_why_it_is_refused(desk, send, dxf):
    page = send(desk, files=dxf((470_000, 2_941_000), (471_000, 2_942_000))).text
    assert "还没有载入区划边界，只凭坐标不能确定，请选定坐标系。" in page
    chosen = {"name": "管网", "crs": "EPSG:4543"}
    send(desk, files=dxf((470_000, 2_941_000), (471_000, 2_942_000)), **chosen)
    assert ReferenceLayer.objects.get(name="管网").status == "ready"


def test_without_outlines_a_drawing_with_zone_numbers_is_placed_by_them(desk, send, dxf):
    page = send(desk, files=dxf((42_540_000, 5_070_000), (42_541_000, 5_071_000))).text
    assert "CGCS2000 三度带 42 带（EPSG:4530，横坐标前有带号）（文件没有说明，由坐标推断）" in page


def test_the_catalogue_asks_a_fixed_number_of_queries(
    desk, send, outline, django_assert_num_queries
):
    desk.get("/layers/")
    with django_assert_num_queries(8):
        desk.get("/layers/")
    send(desk, ROAD)
    send(desk, ROAD, name="小区道路")
    outline("510402", 75.0, 26.1, 129.0, 27.3)
    with django_assert_num_queries(8):
        desk.get("/layers/")


def test_a_layer_knows_the_shapes_inside_its_collections(desk, send):
    place = {"type": "Point", "coordinates": [101.7, 26.58]}
    send(desk, {"type": "GeometryCollection", "geometries": [ROAD, place]}, place)
    assert ReferenceLayer.objects.get().dimensions == [0, 1]


def test_a_drawing_whose_numbers_only_may_tell_its_system_is_refused(desk, send, outline, dxf):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    # With the round constants taken off: where it lies is a guess.
    page = send(desk, files=dxf((70_000, 41_000), (71_000, 42_000))).text
    assert "没有说明坐标系，请选定坐标系" in page
    assert ReferenceLayer.objects.get().status == "failed"


def test_a_layer_that_lies_outside_the_city_is_refused_in_words(desk, send, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    far = {"type": "LineString", "coordinates": [[104.70, 26.58], [104.72, 26.59]]}
    assert "图形都不在本市范围内（按 WGS 84" in send(desk, far).text
    assert ReferenceLayer.objects.get().shapes.count() == 0


def test_while_it_is_read_it_shows_its_progress_and_no_map_has_it(desk, login, leader):
    page = hand_in(desk, ROAD).content.decode()
    assert "已收到“现状道路”，正在读取" in page
    assert 'class="job"' in page
    assert login(leader).get("/layers.json").json() == {"layers": []}


def test_a_layer_deleted_while_it_waits_is_not_read(desk, run_waiting):
    hand_in(desk, ROAD)
    layer = ReferenceLayer.objects.get()
    desk.post(f"/layers/{layer.pk}/delete/")
    run_waiting()
    assert layer.job.__class__.objects.get().status == "cancelled"
    assert not ReferenceLayer.objects.exists()


#: Streets of some 100 m all over the city, many more than a tile can carry.
STREETS = """
    INSERT INTO registry_referenceshape (layer_id, location)
    SELECT %s, ST_MakeLine(
        ST_SetSRID(ST_MakePoint(x, y), 4490),
        ST_SetSRID(ST_MakePoint(x + sin(n) * 0.0012, y + cos(n) * 0.0012), 4490))
    FROM (
        SELECT n, 101.5 + 0.35 * sqrt(random()) * random() AS x,
               26.45 + 0.3 * sqrt(random()) * random() AS y
        FROM generate_series(1, %s) n
    ) street
"""


@pytest.mark.slow
def test_no_tile_of_three_hundred_thousand_streets_is_heavy(login, leader):
    layer = ReferenceLayer.objects.create(name="路网", min_zoom=5, file_name="a", sha256="a" * 64)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(STREETS, [layer.pk, 300_000])
        cursor.execute("ANALYZE registry_referenceshape")
    client = login(leader)
    for zoom in range(5, 19):
        # The densest corner of the network.
        x, y = tile_at(101.51, 26.46, zoom)
        tile = client.get(f"/tiles/reference/{layer.pk}/{zoom}/{x}/{y}.mvt")
        assert tile.status_code == 200, zoom
        assert 0 < len(gzip.compress(tile.content)) <= 300_000, zoom


def tile_at(longitude, latitude, zoom):
    across = 2**zoom
    north = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * across), int((1 - north / math.pi) / 2 * across)


def test_the_log_tells_who_brought_changed_and_took_away_a_layer(desk, keeper, send):
    send(desk, ROAD)
    layer = ReferenceLayer.objects.get()
    address = f"/layers/{layer.pk}/"
    opened = desk.get(address).context["form"]["opened"].value()
    desk.post(address, {**LOOK, "opened": opened})
    desk.post(address, {**LOOK, "order": 3, "opened": opened})
    desk.post(f"{address}delete/")
    told = AuditRecord.objects.filter(action="layer-changed").order_by("id")
    assert {(record.user, record.subject) for record in told} == {
        (keeper, f"referencelayer {layer.pk}")
    }
    assert [record.detail for record in told] == [
        {"act": "add", "name": "现状道路"},
        {"order": {"old": 10, "new": 3}},
        {"act": "delete", "name": "现状道路"},
    ]
    assert [Wording().told(record) for record in told] == [
        "新增；名称 现状道路",
        "顺序 10 → 3",
        "删除；名称 现状道路",
    ]


def test_a_name_is_given_once(desk, send):
    send(desk, ROAD)
    answer = send(desk, ROAD)
    assert "已存在" in answer.content.decode()
    assert ReferenceLayer.objects.count() == 1


@pytest.mark.parametrize("address", ["/layers/", "/layers/1/", "/layers/1/delete/"])
def test_only_the_administrator_keeps_layers(login, leader, reporter, stranger, address):
    for user in (leader, reporter, stranger):
        assert login(user).post(address, LOOK).status_code == 403


def test_nobody_sees_a_layer_without_signing_in(client, desk, send):
    send(desk, ROAD)
    pk = ReferenceLayer.objects.get().pk
    assert client.get(f"/tiles/reference/{pk}/12/3205/1734.mvt").status_code == 401
    assert client.get("/layers.json").status_code == 401


def test_the_menu_leads_there(desk, login, leader):
    assert "参考图层" in desk.get("/layers/").content.decode()
    assert "参考图层" not in login(leader).get("/projects/").content.decode()
