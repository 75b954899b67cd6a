"""Tiles: decoded, compared with the records, and closed to those without the right."""

import math
from collections import Counter

import mapbox_vector_tile
import numpy as np
import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pyproj import Transformer

from gis.tiles import HALF_WORLD_M, Tile, degrees_of
from layers import encoding, grid, tiles, zooms
from layers.catalog import SHAPES_FROM_ZOOM
from registry.choices import Medium, Stage
from registry.kinds import KINDS
from registry.models import Asset, District, ProjectTotal
from registry.question import Question
from tests.factories import AssetFactory, ProjectFactory, UserFactory, place

any_zoom = st.integers(0, 20)

#: Made once: PROJ takes longer to find the way than to go it.
TO_WEB = Transformer.from_crs(4326, 3857, always_xy=True)


def tile_at(longitude, latitude, zoom):
    across = (longitude + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return Tile(zoom, int(across * 2**zoom), int(down * 2**zoom))


def get(client, tile, query="", layer="assets"):
    response = client.get(f"/tiles/{layer}/{tile.z}/{tile.x}/{tile.y}.mvt?{query}")
    if response.status_code == 204:
        return {}
    assert response.status_code == 200, response.content.decode()
    return mapbox_vector_tile.decode(response.content)


def features(client, tile, query="", layer="assets"):
    return get(client, tile, query).get(layer, {}).get("features", [])


@given(any_zoom, st.floats(-179.9, 179.9), st.floats(-84, 84))
def test_half_open_tiles_share_their_sides_exactly(zoom, longitude, latitude):
    tile = tile_at(longitude, latitude, zoom)
    west, south, east, north = tile.bounds
    assert Tile(zoom, tile.x + 1, tile.y).bounds[0] == east
    assert Tile(zoom, tile.x, tile.y + 1).bounds[3] == south
    assert east - west == pytest.approx(tile.size_m)
    assert north <= HALF_WORLD_M * 1.0000001


@given(any_zoom, st.floats(-179.9, 179.9), st.floats(-84, 84))
def test_a_box_in_degrees_is_the_box_of_the_tile(zoom, longitude, latitude):
    tile = tile_at(longitude, latitude, zoom)
    corners = np.reshape(degrees_of(tile.bounds), (2, 2))
    east, north = TO_WEB.transform(*corners.T)
    found = [east[0], north[0], east[1], north[1]]
    assert found == pytest.approx(tile.bounds, abs=1e-3)


@given(any_zoom, st.floats(-179.9, 179.9), st.floats(-84, 84))
def test_a_place_lies_in_the_tile_that_is_said_to_hold_it(zoom, longitude, latitude):
    x_m, y_m = TO_WEB.transform(longitude, latitude)
    west, south, east, north = Tile.holding(x_m, y_m, zoom).bounds
    assert west - 1e-6 <= x_m <= east + 1e-6
    assert south - 1e-6 <= y_m <= north + 1e-6


def scattered(project, count):
    """Assets of a project, a hundred metres from one another."""
    places = (place("pump_station", 101.70 + 0.001 * step) for step in range(count))
    Asset.objects.bulk_create(
        Asset(project=project, kind="pump_station", location=location) for location in places
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "index"),
    [("", "registry_asset_location"), ("sector=A07", "registry_asset_project_id")],
    ids=["everything", "narrow"],
)
def test_a_tile_is_found_by_the_index_that_has_the_fewer_rows(query, index, leader):
    for _ in range(4):
        scattered(ProjectFactory(sector_id="A06"), 500)
    AssetFactory(project=ProjectFactory(sector_id="A07"))
    # Deep for the one, wide for the other.
    tile = tile_at(101.705, 26.58, 16 if not query else 12)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_asset")
        rows, params = tiles.shapes(Question(QueryDict(query), leader), tile)
        cursor.execute(f"EXPLAIN {rows}", params)
        assert index in "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.django_db
def test_assets_have_one_spatial_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_indexes"
            " WHERE tablename = 'registry_asset' AND indexdef LIKE '%USING gist%'"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_nothing_is_drawn_that_the_question_did_not_choose(leader):
    """Drawing costs most: the planner is not to draw first and ask afterwards."""
    AssetFactory()
    rows, params = tiles.shapes(Question(QueryDict("stage=building"), leader), Tile(12, 3205, 1734))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN SELECT * FROM ({rows}) tile WHERE geom IS NOT NULL", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    filters = [line for line in plan.splitlines() if "Filter:" in line]
    assert filters, plan
    assert not any("st_asmvtgeom" in line for line in filters), plan


@pytest.mark.parametrize("address", ["2/4/0", "2/0/4", "23/0/0", "0/1/0"])
def test_a_tile_outside_the_world_is_404_in_words(address, login, leader):
    response = login(leader).get(f"/tiles/assets/{address}.mvt")
    assert response.status_code == 404
    assert address in response.json()["error"]


@pytest.mark.django_db
@pytest.mark.parametrize("zoom", range(13))
def test_the_tally_tells_the_groups_that_the_projects_do(zoom, login, leader, monkeypatch):
    monkeypatch.setattr(tiles, "shapes_from", lambda question: SHAPES_FROM_ZOOM)
    for step in range(12):
        project = ProjectFactory(sector_id="A06")
        shape = place("pump_station", 101.6 + 0.017 * step, 26.5 + 0.011 * (step % 5))
        AssetFactory.create_batch(
            step % 3 + 1, project=project, kind="pump_station", location=shape
        )
    # Added and taken away again: the tally has rows that come to nothing.
    AssetFactory(location=place("pipe", 101.71, 26.53)).delete()
    client, tile = login(leader), tile_at(101.705, 26.53, zoom)
    tallied = features(client, tile, layer="groups")
    monkeypatch.setattr(grid, "TALLIED_TO_ZOOM", -1)
    cache.clear()
    counted = features(client, tile, layer="groups")
    assert sum(group["properties"]["count"] for group in tallied) > 0
    assert in_order(tallied) == in_order(counted)


def in_order(groups):
    found = [(*g["geometry"]["coordinates"], *g["properties"].values()) for g in groups]
    return sorted(found)


@pytest.mark.django_db
class TestShapes:
    def test_an_asset_carries_what_colours_it_and_leads_to_its_project(self, login, leader):
        asset = AssetFactory(project=ProjectFactory(stage="building"))
        (feature,) = features(login(leader), tile_at(101.705, 26.58, 14))
        assert feature["properties"] == {
            "id": asset.pk,
            "project": asset.project.number,
            "kind": "pipe",
            "medium": "gas",
            "sector": "A03",
            "stage": "building",
        }
        assert feature["geometry"]["type"] == "LineString"

    def test_the_drawn_place_is_the_registered_place(self, login, leader):
        AssetFactory(kind="elevator", location=place("elevator", 101.7, 26.58))
        tile = tile_at(101.7, 26.58, 16)
        (feature,) = features(login(leader), tile)
        x, y = feature["geometry"]["coordinates"]
        west, south, *_ = tile.bounds
        point = GEOSGeometry(
            f"POINT ({west + x / 4096 * tile.size_m} {south + y / 4096 * tile.size_m})", srid=3857
        )
        point.transform(4490)
        assert point.x == pytest.approx(101.7, abs=3e-6)
        assert point.y == pytest.approx(26.58, abs=3e-6)

    def test_a_shape_too_small_for_the_tile_becomes_a_point_and_stays(self, login, leader):
        short = GEOSGeometry("SRID=4490;LINESTRING (101.7 26.58, 101.70001 26.58)")
        asset = AssetFactory(location=short)
        (feature,) = features(login(leader), tile_at(101.7, 26.58, 12))
        assert feature["properties"]["id"] == asset.pk
        assert feature["geometry"]["type"] == "Point"

    def test_an_asset_across_a_border_stands_in_both_tiles_with_one_id(self, login, leader):
        client, tile = login(leader), tile_at(101.7, 26.58, 16)
        ids = {
            f["properties"]["id"]
            for x in range(tile.x, tile.x + 3)
            for f in features(client, Tile(16, x, tile.y))
        }
        assert ids == set()
        asset = AssetFactory()
        both = [features(client, Tile(16, x, tile.y)) for x in (tile.x, tile.x + 1)]
        assert [f["properties"]["id"] for part in both for f in part] == [asset.pk, asset.pk]

    def test_filters_and_rights_are_those_of_the_question(self, login, leader, neighbour, stranger):
        AssetFactory(medium="gas")
        tile = tile_at(101.705, 26.58, 14)
        assert len(features(login(leader), tile, "medium=gas&sector=A03")) == 1
        assert features(login(leader), tile, "medium=rain") == []
        assert features(login(neighbour), tile) == []
        assert features(login(stranger), tile) == []

    def test_an_empty_tile_is_204(self, login, leader):
        assert login(leader).get("/tiles/assets/14/0/0.mvt").status_code == 204

    def test_a_bad_question_is_400_in_words(self, login, leader):
        response = login(leader).get("/tiles/assets/14/0/0.mvt?sector=Z99")
        assert response.status_code == 400
        assert "Z99" in response.json()["error"]

    def test_one_tile_takes_a_fixed_number_of_queries(
        self, login, leader, django_assert_num_queries, spatial_reference
    ):
        client, tile = login(leader), tile_at(101.705, 26.58, 14)
        # The first tile of a question finds out from which zoom on shapes are drawn.
        for count in (8, 6):
            AssetFactory()
            with django_assert_num_queries(count):
                get(client, tile)

    def test_an_unchanged_tile_is_not_sent_again(self, login, leader):
        AssetFactory()
        client, tile = login(leader), tile_at(101.705, 26.58, 14)
        url = f"/tiles/assets/{tile.z}/{tile.x}/{tile.y}.mvt"
        first = client.get(url)
        again = client.get(url, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert "private" in first["Cache-Control"]


def city_tiles(zoom):
    """All tiles of one zoom that the example assets touch."""
    corner, opposite = tile_at(101.2, 27.0, zoom), tile_at(102.3, 26.2, zoom)
    return [
        Tile(zoom, x, y)
        for x in range(corner.x, opposite.x + 1)
        for y in range(corner.y, opposite.y + 1)
    ]


#: The last ones cut projects in two, whose assets lie scattered.
QUESTIONS = (
    *("", "kind=pipe", "bbox=101,26,103,28", "near=101.72,26.58,4000"),
    *("bbox=101.5,26.4,101.8,26.7", "near=101.7,26.6,30000"),
)

spots = st.lists(
    st.tuples(
        st.floats(101.3, 102.2), st.floats(26.3, 26.9), st.sampled_from(["pipe", "elevator", None])
    ),
    min_size=1,
    max_size=12,
)


class EachAssetOnce(TestCase):
    """The sum over the tiles of one zoom is the number of mapped assets of the answer."""

    @classmethod
    def setUpTestData(cls):
        cls.leader = UserFactory(organisation="taskforce", role="leader")
        cls.client_of_leader = Client()
        cls.client_of_leader.force_login(cls.leader)

    def scatter(self, drawn):
        cache.clear()
        projects = [ProjectFactory() for _ in range(3)]
        for n, (longitude, latitude, kind) in enumerate(drawn):
            location = place(kind, longitude, latitude) if kind else None
            AssetFactory(kind=kind or "pipe", location=location, project=projects[n % 3])

    @settings(max_examples=25, deadline=None)
    @given(spots, st.integers(6, 9), st.sampled_from(QUESTIONS))
    def test_groups_partition_the_assets(self, drawn, zoom, query):
        self.scatter(drawn)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(zooms, "FULLEST_TILE", -1)
            self.assert_partitioned(zoom, query)

    def assert_partitioned(self, zoom, query):
        found = [
            feature["properties"]
            for tile in city_tiles(zoom)
            for feature in features(self.client_of_leader, tile, query, layer="groups")
        ]
        expected = Question(QueryDict(query), self.leader).assets().mapped()
        assert sum(group["count"] for group in found) == expected.count()
        length = sum(asset.length_m or 0 for asset in expected)
        assert sum(group["length_m"] for group in found) == pytest.approx(length, abs=len(found))

    @settings(max_examples=25, deadline=None)
    @given(spots, st.integers(6, 9), st.sampled_from(QUESTIONS))
    def test_crowds_partition_the_assets(self, drawn, zoom, query):
        self.scatter(drawn)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(encoding, "HEAVIEST_GZ", 0)
            self.assert_partitioned(zoom, query)

    @settings(max_examples=25, deadline=None)
    @given(spots, st.integers(1, 4), st.sampled_from(QUESTIONS))
    def test_shapes_begin_where_the_fullest_tile_can_carry_them(self, drawn, most, query):
        self.scatter(drawn)
        question = Question(QueryDict(query), self.leader)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(zooms, "FULLEST_TILE", most)
            zoom = zooms.least_zoom(question)
        points = ProjectTotal.objects.filter(point_web__isnull=False)
        places = [
            (total.project_id, *TO_WEB.transform(*total.point_web.coords, direction="INVERSE"))
            for total in points
        ]
        mapped = question.assets().mapped().values_list("project_id", flat=True)
        held = Counter(mapped)
        fullest = []
        for z in range(SHAPES_FROM_ZOOM + 1):
            found = Counter()
            for project, longitude, latitude in places:
                tile = tile_at(longitude, latitude, z)
                found[tile.x, tile.y] += held[project]
            fullest.append(max(found.values(), default=0))
        least = next((z for z, count in enumerate(fullest) if count <= most), SHAPES_FROM_ZOOM)
        assert zoom == min(least, SHAPES_FROM_ZOOM)

    @settings(max_examples=25, deadline=None)
    @given(spots, st.integers(6, 10))
    def test_shapes_of_a_small_answer_are_all_there(self, drawn, zoom):
        self.scatter(drawn)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(zooms, "LEGIBLE_FROM_ZOOM", 0)
            ids = {
                feature["properties"]["id"]
                for tile in city_tiles(zoom)
                for feature in features(self.client_of_leader, tile)
            }
        assert ids == set(Asset.objects.mapped().values_list("pk", flat=True))


@pytest.mark.django_db
def test_districts_are_tiles_with_code_and_name(login, leader):
    square = MultiPolygon(Polygon.from_bbox((101.6, 26.5, 101.8, 26.7)), srid=4490)
    District.objects.filter(code="510402").update(outline=square, is_indicative=True)
    client = login(leader)
    (feature,) = get(client, tile_at(101.7, 26.6, 10), layer="districts")["districts"]["features"]
    assert feature["properties"] == {"code": "510402", "name": "东区"}
    index = client.get("/districts.json").json()
    assert "示意边界" in index["note"]
    assert index["bounds"] == [101.6, 26.5, 101.8, 26.7]
    by_code = {entry["code"]: entry for entry in index["districts"]}
    assert by_code["510402"]["label"] == [101.7, 26.6]
    assert by_code["VTGXQ"] == {
        **{"code": "VTGXQ", "name": "钒钛高新区", "formal": False, "parent": "510411"},
        **{"label": None, "bounds": None},
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("outlined", "note"), [(False, "还没有装入区划边界"), (True, "")])
def test_that_there_are_no_outlines_is_said_and_an_authoritys_need_no_word(
    login, leader, outlined, note
):
    if outlined:
        square = MultiPolygon(Polygon.from_bbox((101.6, 26.5, 101.8, 26.7)), srid=4490)
        District.objects.filter(code="510402").update(outline=square)
    said = login(leader).get("/districts.json").json()["note"]
    assert said.startswith(note)
    assert bool(said) == bool(note)


def names_in(client, tile, of, query=""):
    found = get(client, tile, query, layer=f"labels/{of}").get("labels", {}).get("features", [])
    return [feature["properties"]["name"] for feature in found]


@pytest.mark.django_db
class TestLabels:
    def test_each_district_is_named_in_one_tile_within_its_outline(self, login, leader, outline):
        outline("510402", 101.6, 26.5, 101.8, 26.7)
        # A horseshoe: its middle lies outside.
        horseshoe = GEOSGeometry(
            "SRID=4490;MULTIPOLYGON (((101.3 26.3, 101.6 26.3, 101.6 26.4, 101.4 26.4, 101.4 26.6,"
            " 101.6 26.6, 101.6 26.7, 101.3 26.7, 101.3 26.3)))"
        )
        District.objects.filter(code="510403").update(outline=horseshoe)
        for district in District.objects.outlined():
            assert district.outline_web.contains(district.label_web)
        client = login(leader)
        for zoom in (6, 9, 12):
            found = [
                name for tile in city_tiles(zoom) for name in names_in(client, tile, "districts")
            ]
            assert sorted(found) == ["东区", "西区"]

    def test_a_project_is_named_wherever_something_of_it_lies(self, login, leader):
        """Its middle, far from both of its pipes, has nothing to name."""
        project = ProjectFactory()
        for west in (101.70, 101.80):
            line = LineString([(west, 26.58), (west + 0.002, 26.58)], srid=4490)
            AssetFactory(project=project, kind="pipe", location=line)
        client = login(leader)
        for lng in (101.701, 101.801):
            assert names_in(client, tile_at(lng, 26.58, 17), "projects") == [project.name]
        assert names_in(client, tile_at(101.751, 26.58, 17), "projects") == []

    def test_a_name_stands_on_the_widest_chosen_piece_in_its_tile(self, login, leader):
        project = ProjectFactory()
        tile = tile_at(101.705, 26.58, 16)
        west, south, east, north = degrees_of(tile.bounds)
        middle = (south + north) / 2
        lift = Point(west + (east - west) / 4, south + (north - south) / 4, srid=4490)
        AssetFactory(project=project, kind="elevator", location=lift)
        line = LineString([(west - 1, middle), (east + 1, middle)], srid=4490)
        AssetFactory(project=project, kind="pipe", location=line)
        # Its box reaches into the tile, it does not.
        around = LineString(
            [(west - 1, middle), (west - 1, north + 1), (east, north + 1)], srid=4490
        )
        AssetFactory(kind="pipe", location=around)
        client = login(leader)

        def places(query=""):
            found = get(client, tile, query, layer="labels/projects")["labels"]["features"]
            return [feature["geometry"]["coordinates"] for feature in found]

        assert places() == [pytest.approx([2048, 2048], abs=2)]
        assert places("kind=elevator") == [pytest.approx([1024, 1024], abs=20)]

    @pytest.mark.parametrize(("dx", "dy"), [(0, 0), (0.5, 0), (0, -0.5), (-1, 1)])
    def test_what_lies_on_the_very_edge_is_named_beside_it(self, login, leader, dx, dy):
        tile = tile_at(101.705, 26.58, 17)
        west, south, *_ = tile.bounds
        corner = Point(west + dx, south + dy, srid=3857).transform(4490, clone=True)
        project = AssetFactory(kind="elevator", location=corner).project
        client = login(leader)
        around = [Tile(17, tile.x + x, tile.y + y) for x in (-1, 0, 1) for y in (-1, 0, 1, 2)]
        found = {name for each in around for name in names_in(client, each, "projects")}
        assert found == {project.name}

    def test_projects_are_named_where_one_looks_closely_the_dearest_first(self, login, leader):
        for name, wan in (("便宜的", 3), ("未填的", None), ("贵的", 90)):
            AssetFactory(
                project=ProjectFactory(name=name, investment_wan=wan),
                kind="elevator",
                location=place("elevator", 101.705, 26.58),
            )
        client = login(leader)
        assert names_in(client, tile_at(101.705, 26.58, 15), "projects") == []
        near = tile_at(101.705, 26.58, 16)
        assert names_in(client, near, "projects") == ["贵的", "便宜的", "未填的"]

    def test_names_are_those_of_the_question_and_of_the_rights(
        self, login, leader, neighbour, stranger
    ):
        project = ProjectFactory(sector_id="A03")
        AssetFactory(project=project, kind="elevator", location=place("elevator", 101.705, 26.58))
        tile = tile_at(101.705, 26.58, 16)
        assert names_in(login(leader), tile, "projects", "sector=A03") == [project.name]
        assert names_in(login(leader), tile, "projects", "sector=A01") == []
        assert names_in(login(leader), tile, "projects", "bbox=101,26,101.5,28") == []
        assert names_in(login(neighbour), tile, "projects") == []
        assert names_in(login(stranger), tile, "projects") == []

    def test_unchanged_names_are_not_sent_again(self, login, leader, outline):
        outline("510402", 101.6, 26.5, 101.8, 26.7)
        AssetFactory(kind="elevator", location=place("elevator", 101.705, 26.58))
        client = login(leader)
        for of, tile in (
            ("districts", tile_at(101.7, 26.6, 10)),
            ("projects", tile_at(101.705, 26.58, 16)),
        ):
            url = f"/tiles/labels/{of}/{tile.z}/{tile.x}/{tile.y}.mvt"
            first = client.get(url)
            assert first.status_code == 200
            assert "private" in first["Cache-Control"]
            assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
            assert client.get(url.replace(f"/{tile.z}/", "/2/")).status_code == 404

    def test_a_tile_of_names_takes_as_many_queries_whatever_lies_in_it(
        self, login, leader, django_assert_num_queries, spatial_reference
    ):
        client, tile = login(leader), tile_at(101.705, 26.58, 16)
        for _ in range(2):
            AssetFactory(kind="elevator", location=place("elevator", 101.705, 26.58))
            with django_assert_num_queries(6):
                names_in(client, tile, "projects")


@pytest.mark.django_db
def test_styles_name_every_medium_stage_kind_and_open_sector(login, leader, reporter):
    styles = login(leader).get("/styles.json").json()
    assert len(styles["media"]) == len(Medium)
    assert len(styles["stages"]) == len(Stage)
    assert len(styles["kinds"]) == len(KINDS)
    assert len(styles["sectors"]) == 21
    looks = [(m["color"], tuple(m["dash"])) for m in styles["media"]]
    assert len(set(looks)) == len(looks)
    codes = [sector["code"] for sector in login(reporter).get("/styles.json").json()["sectors"]]
    assert "A11" not in codes
