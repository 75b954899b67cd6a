"""Drawing: what a save takes on the server, and how smoothly a vertex follows the mouse.

The save's peer is one bare insert of the same rows; the drag's peer is the same drag where nothing
is registered around.
"""

import json
import time
from contextlib import contextmanager
from itertools import pairwise
from uuid import uuid4

from django.contrib.gis.geos import LineString, Polygon
from django.db import transaction
from django.test import Client

from deploy.bench_site import ADDRESS, COUNT_FRAMES, HEAD, browser_for, row, served, temporary_user
from registry.models import Asset, Project

SEGMENTS, ROUNDS = 50, 20
SAVE_BAR_MS, FRAME_BAR_MS = 300, 33
IN_VIEW = 20_000
#: Web-map zooms from wide to near, and the map of an office PC over which they are counted.
ZOOMS, WINDOW = (15, 16, 17), (926, 620)
MOVES = 150


def measure(place):
    """Lines of a table; `place` is where most is registered, longitude and latitude."""
    yield from HEAD
    with cast() as (user, project):
        yield row(f"保存 {SEGMENTS} 段", *saving(user, project, place), SAVE_BAR_MS)
        zoom, count = fullest_view(place)
        with served(), browser_for(user) as page:
            full = dragging(page, project, place, zoom)
            empty = dragging(page, project, (place[0] + 3, place[1] + 3), zoom)
        yield row(f"拖动折点的帧，视野内 {count} 段", full, empty, FRAME_BAR_MS)


@contextmanager
def cast():
    """Someone who may draw and a project to draw in; both are gone afterwards."""
    with temporary_user() as user:
        project = Project.objects.create(
            name="绘制测速",
            sector_id="A03",
            lead_id="housing",
            district_id="510402",
            created_by=user,
        )
        project.refresh_from_db(fields=["number"])
        try:
            yield user, project
        finally:
            project.assets.all().delete()
            project.delete()


def segments(place, round_number):
    """Fifty lines of three vertices in a chain, away from those of other rounds."""
    longitude, latitude = place[0], place[1] + round_number * 1e-3
    for n in range(SEGMENTS):
        start = longitude + n * 2e-4
        yield [[start + k * 1e-4, latitude + (k % 2) * 1e-4] for k in range(3)]


def saving(user, project, place):
    """Milliseconds of the request, and of the bare insert, in turns."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    ours, bare = [], []
    for number in range(ROUNDS):
        lines = list(segments(place, number))
        ours.append(timed(lambda lines=lines: post(client, project, lines)))
        bare.append(timed(lambda lines=lines: insert(project, lines)))
    return ours, bare


def timed(work):
    with transaction.atomic():
        started = time.perf_counter()
        work()
        taken = (time.perf_counter() - started) * 1000
        transaction.set_rollback(True)
    return taken


def post(client, project, lines):
    values = {"medium": "water", "diameter_mm": "200", "material": "PE", "year_laid": "2010"}
    changes = [
        {"op": "create", "client_id": str(uuid4()), "kind": "pipe", "values": values,
         "geometry": {"type": "LineString", "coordinates": line}, "outside_confirmed": True}
        for line in lines
    ]  # fmt: skip
    answer = client.post(
        f"/api/projects/{project.number}/changes",
        json.dumps({"changes": changes}),
        content_type="application/json",
    )
    if answer.status_code != 200:
        raise RuntimeError(answer.content.decode())


def insert(project, lines):
    attributes = {"diameter_mm": 200, "material": "PE"}
    Asset.objects.bulk_create(
        Asset(
            project=project,
            kind="pipe",
            medium="water",
            year_laid=2010,
            attributes=attributes,
            location=LineString(line, srid=4490),
        )
        for line in lines
    )


def fullest_view(place):
    """The zoom at which the map shows about as much as is wanted, and how much it shows."""
    counts = {zoom: shown(place, zoom) for zoom in ZOOMS}
    zoom = min(ZOOMS, key=lambda zoom: abs(counts[zoom] - IN_VIEW))
    return zoom, counts[zoom]


def shown(place, zoom):
    degrees = 360 / (256 * 2**zoom)
    half_width, half_height = WINDOW[0] / 2 * degrees, WINDOW[1] / 2 * degrees * 0.894
    x, y = place
    box = Polygon.from_bbox((x - half_width, y - half_height, x + half_width, y + half_height))
    box.srid = 4490
    return Asset.objects.filter(location__bboverlaps=box).count()


def dragging(page, project, place, zoom):
    """Milliseconds between the frames while a vertex is dragged about."""
    longitude, latitude = place
    address = f"{ADDRESS}/projects/{project.number}/draw/"
    page.goto("about:blank")
    page.goto(f"{address}#{zoom}/{latitude:.5f}/{longitude:.5f}")
    page.wait_for_selector("[data-draw][data-state=idle][data-neighbourhood=loaded]")
    frame = page.locator(".map-area .leaflet-container").bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.keyboard.press("l")
    page.keyboard.down("Control")
    for step in (-150, 0, 150):
        page.mouse.click(x + step, y + step / 3)
    page.keyboard.up("Control")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    for n in range(MOVES):
        page.mouse.move(x + (n % 40) * 4 - 80, y + (n % 25) * 6 - 75)
    page.mouse.up()
    times = page.evaluate("window.frameTimes")
    if "移动折点" not in page.locator("[data-act=undo]").get_attribute("title"):
        raise RuntimeError("折点没有被拖动。")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    return [later - earlier for earlier, later in pairwise(times)]
