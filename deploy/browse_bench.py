"""The map as people browse it: what one browser feels, and what two hundred do to the server.

A simulated user moves the map, waits as long as one looks at it, and moves on: each move asks for
the tiles of a window and the totals, over kept connections as a browser has them. The peer of
both is the same where nothing is registered.
"""

import random
import statistics
import threading
import time
from http.client import HTTPConnection, HTTPException
from itertools import pairwise

from django.conf import settings

from deploy.bench_site import (
    ADDRESS,
    COUNT_FRAMES,
    HEAD,
    PORT,
    browser_for,
    row,
    served,
    session_of,
    temporary_user,
)
from gis.tiles import Tile
from registry.models import ProjectTotal

ROUNDS = 5
FIRST_BAR_MS, FILTER_BAR_MS, FRAME_BAR_MS, LOAD_BAR_MS = 2000, 400, 33, 500
ZOOM_OF_LEADERS = 12
USERS, SECONDS = 200, 60
#: Seconds for which somebody looks at a map before he moves it.
LOOKS_S = (15, 45)
#: Tiles over an office PC's map.
COLUMNS, ROWS = 4, 3
ZOOMS = range(9, 18)
NARROW = "?sector=A03&sector=A04&funding=county&stage=building&stage=started"
QUESTIONS = ("", "", NARROW, "?district=510402", "?sector=A06", "?medium=gas")
IDLE = "[data-map][data-state=idle]"


def measure(place, far):
    """Lines of a table; `place` is where most is registered, `far` where nothing is."""
    yield from HEAD
    with temporary_user() as user, served():
        with browser_for(user) as page:
            full, empty = (list(browsed(page, spot)) for spot in (place, far))
        names = (
            ("首次显示全图", FIRST_BAR_MS),
            ("筛选到重画", FILTER_BAR_MS),
            ("筛选到各选项计数", FILTER_BAR_MS),
            ("平移的帧", FRAME_BAR_MS),
        )
        for (name, bar_ms), ours, peers in zip(names, full, empty, strict=True):
            yield row(name, ours, peers, bar_ms)
        yield from crowd(user)


def browsed(page, place):
    """Milliseconds until the map stands, from a filter to the new map and to the counts beside
    the choices, and between frames.
    """
    longitude, latitude = place
    view = f"#{ZOOM_OF_LEADERS}/{latitude:.5f}/{longitude:.5f}"
    first, filtered = [], []
    page.goto(f"{ADDRESS}/{view}")
    page.wait_for_selector(IDLE)
    for _ in range(ROUNDS):
        page.goto("about:blank")
        started = time.perf_counter()
        page.goto(f"{ADDRESS}/{view}")
        page.wait_for_selector(IDLE)
        first.append((time.perf_counter() - started) * 1000)
        filtered += [after_filter(page, code) for code in ("A03", "A06")]
    yield first
    yield from zip(*filtered, strict=True)
    yield panned(page)


def after_filter(page, code):
    """From the tick until map, totals and list are drawn, and until the counts are, as the page
    itself sees it.
    """
    return page.evaluate(
        """(code) => new Promise((resolve) => {
          const root = document.querySelector("[data-map]");
          const box = document.querySelector(`[name=sector][value="${code}"]`);
          const started = performance.now();
          let drawn = 0;
          let wasBusy = false;
          const watch = new MutationObserver(() => {
            const { state } = root.dataset;
            const now = performance.now() - started;
            if (state === "loading") {
              wasBusy = true;
              drawn = 0;
            } else if (wasBusy) drawn ||= now;
            if (state === "idle" && wasBusy) {
              watch.disconnect();
              resolve([drawn, now]);
            }
          });
          watch.observe(root, { attributes: true, attributeFilter: ["data-state"] });
          box.click();
        })""",
        code,
    )


def panned(page):
    frame = page.locator(".map-area .leaflet-container").bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    for n in range(120):
        page.mouse.move(x + (n % 60) * 6 - 180, y + (n % 30) * 4 - 60)
    times = page.evaluate("window.frameTimes")
    page.mouse.up()
    return [later - earlier for earlier, later in pairwise(times)]


def crowd(user):
    """Two hundred at once; any answer that is no answer ends the bench."""
    points = list(
        ProjectTotal.objects.filter(point_web__isnull=False)
        .order_by("?")
        .values_list("point_web", flat=True)[:2000]
    )
    session, taken, faults = session_of(user), [], []
    ends = time.monotonic() + SECONDS
    people = [
        threading.Thread(target=browse, args=(n, points, session, ends, taken, faults))
        for n in range(USERS)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    if faults:
        raise RuntimeError(f"{len(faults)} 个请求失败，如 {faults[0]}")
    middle, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    label = f"{USERS} 人同时浏览，{len(taken)} 个请求，每秒 {len(taken) / SECONDS:.0f}"
    yield f"| {label} | {middle:.0f} | {p95:.0f} | {LOAD_BAR_MS} | – | – |"


def browse(number, points, session, ends, taken, faults):
    chance = random.Random(number)  # noqa: S311 (repeatable)
    server = HTTPConnection("127.0.0.1", PORT, timeout=30)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "Accept-Encoding": "gzip"}
    time.sleep(chance.uniform(0, LOOKS_S[1]))
    while time.monotonic() < ends:
        for url in move(chance, points):
            started = time.perf_counter()
            try:
                status = fetch(server, url, headers)
            except (OSError, HTTPException) as error:
                faults.append(f"{url}: {error!r}")
                continue
            taken.append((time.perf_counter() - started) * 1000)
            if status not in (200, 204):
                faults.append(f"{url}: {status}")
        time.sleep(chance.uniform(*LOOKS_S))


def fetch(server, url, headers, *, is_again=False):
    """The status; a kept connection that the server has closed is opened again, as browsers do."""
    try:
        server.request("GET", url, headers=headers)
        answer = server.getresponse()
        answer.read()
    except (ConnectionError, HTTPException):
        server.close()
        if is_again:
            raise
        return fetch(server, url, headers, is_again=True)
    return answer.status


def move(chance, points):
    """Addresses that one look at another place asks for."""
    point, zoom, question = chance.choice(points), chance.choice(ZOOMS), chance.choice(QUESTIONS)
    held = Tile.holding(point.x, point.y, zoom)
    yield f"/summary.json{question}"
    for column in range(COLUMNS):
        for row_ in range(ROWS):
            yield f"/tiles/assets/{zoom}/{held.x + column - 1}/{held.y + row_}.mvt{question}"
