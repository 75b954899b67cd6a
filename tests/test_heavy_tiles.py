"""No tile is heavier than 300 kB on the way, however much lies in one place."""

import gzip
import random
from collections import Counter

import mapbox_vector_tile
import pytest
from django.contrib.gis.geos import LineString

from layers.catalog import HEAVIEST_GZ
from registry.models import Asset
from tests.factories import ProjectFactory
from tests.test_tiles import tile_at

PIPES, VERTICES = 2000, 200
#: A tile of zoom 18, and some twenty metres.
SIDE_DEG, LONGEST_DEG = 0.0013, 0.0002


@pytest.fixture
def middles(db):
    """Of pipes drawn in every detail, close together: fewer than make a question be grouped."""
    rng = random.Random(7)
    pipes = []
    for _ in range(PIPES):
        west, south = 101.7 + rng.random() * SIDE_DEG, 26.58 + rng.random() * SIDE_DEG
        pipes.append(
            LineString(
                [
                    (west + rng.random() * LONGEST_DEG, south + rng.random() * LONGEST_DEG)
                    for _ in range(VERTICES)
                ],
                srid=4490,
            )
        )
    project = ProjectFactory()
    Asset.objects.bulk_create(
        Asset(project=project, kind="pipe", medium="gas", location=pipe) for pipe in pipes
    )
    boxes = [pipe.extent for pipe in pipes]
    return [((west + east) / 2, (south + north) / 2) for west, south, east, north in boxes]


def test_a_dense_place_is_counted_where_it_cannot_be_drawn(middles, login, leader):
    client, ways = login(leader), Counter()
    for zoom in (5, 12, 13, 14, 15, 16, 18, 20):
        told = 0
        for tile, here in Counter(tile_at(*middle, zoom) for middle in middles).items():
            address = f"/tiles/assets/{tile.z}/{tile.x}/{tile.y}.mvt"
            answer = client.get(address, headers={"accept-encoding": "gzip"})
            assert len(answer.content) <= HEAVIEST_GZ
            is_packed = answer.get("Content-Encoding") == "gzip"
            content = gzip.decompress(answer.content) if is_packed else answer.content
            layers = mapbox_vector_tile.decode(content)
            ways[*layers] += 1
            if "assets" in layers:
                assert len(layers["assets"]["features"]) >= here  # with what reaches in
                told += here
            else:
                told += sum(each["properties"]["count"] for each in layers["groups"]["features"])
        assert told == PIPES
    assert ways.keys() == {("assets",), ("groups",)}
