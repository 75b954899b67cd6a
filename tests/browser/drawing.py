"""The drawing page as a planner uses it: with mouse, keys and fingers, by places on the ground."""

import math
import re

from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from registry.models import Asset, District
from tests.browser.waiting import PATIENCE_MS, STEP_MS, rest, wait_for

TILE_PX = 256
#: Whether a draft on this computer holds so many changes.
IS_KEPT = """async (count) => {
  const done = (request) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const database = await done(indexedDB.open("atlas-drafts"));
  const found = await done(database.transaction("drafts").objectStore("drafts").getAll());
  database.close();
  return found.some((draft) => draft.count === count);
}"""


def world_px(longitude, latitude, zoom):
    """Web-map pixels of a place, from the north-west of the world."""
    world = TILE_PX * 2**zoom
    x = (longitude + 180) / 360 * world
    y = (math.pi - math.asinh(math.tan(math.radians(latitude)))) / math.tau * world
    return x, y


class Drawing:
    """`zoom` 18 shows some 300 × 200 m around `centre` on an office PC."""

    def __init__(self, page, project, centre, zoom=18):
        self.page, self.project, self.centre, self.zoom = page, project, centre, zoom
        self.root = page.locator("[data-draw]")
        self.frame = page.locator(".map-area .leaflet-container")
        self.status = page.locator("[data-status]")
        self.hint = page.locator("[data-hint]")
        self.panel = page.locator(".draw-panel")
        self.notices = page.locator("[data-notices]")

    def open(self):
        longitude, latitude = self.centre
        view = f"#{self.zoom}/{latitude:.5f}/{longitude:.5f}"
        self.page.goto(f"/projects/{self.project.number}/draw/{view}")
        self.rest()
        return self

    def rest(self):
        rest(self.page, "[data-draw]:not([data-neighbourhood=loading])")

    def at(self, longitude, latitude):
        """Where on the screen a place is."""
        box = self.frame.bounding_box()
        x, y = world_px(longitude, latitude, self.zoom)
        left, top = world_px(*(round(each, 5) for each in self.centre), self.zoom)
        return box["x"] + box["width"] / 2 + x - left, box["y"] + box["height"] / 2 + y - top

    def click(self, place, **options):
        self.page.mouse.click(*self.at(*place), **options)

    def tap(self, place):
        self.page.touchscreen.tap(*self.at(*place))

    def line(self, *places):
        """Draw a line with the mouse; the tool is in hand already."""
        for place in places:
            self.click(place)
        self.page.keyboard.press("Enter")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def command(self, name):
        return self.page.locator(f"[data-command={name}]")

    def tab(self, name):
        self.page.get_by_role("tab", name=re.compile(name)).click()

    def field(self, name):
        return self.panel.locator(f"[data-field={name}]").locator("input, select, textarea")

    def expect_unsaved(self, count):
        wait_for(self.page, f"[data-draw][data-unsaved='{count}']")

    def expect_kept(self):
        """All that is unsaved is in the draft, not only what was when its time was last told."""
        expect(self.status).to_contain_text("草稿已存在本机")
        count = int(self.root.get_attribute("data-unsaved"))
        self.page.wait_for_function(IS_KEPT, arg=count, polling=STEP_MS, timeout=PATIENCE_MS)

    def save(self):
        self.page.get_by_role("button", name="保存", exact=True).click()

    def save_all(self):
        self.save()
        self.expect_unsaved(0)
        expect(self.status).to_contain_text("已全部保存")


def drag(drawing, start, end):
    mouse = drawing.page.mouse
    mouse.move(*drawing.at(*start))
    mouse.down()
    mouse.move(*drawing.at(*end), steps=6)
    mouse.up()


def begin_line(drawing, place):
    """Two points of a line that is not finished."""
    drawing.press("l")
    drawing.click(place(0, -2))
    drawing.click(place(2, -2))
    expect_begun(drawing)


def expect_begun(drawing):
    expect(drawing.page.locator("[data-measure]")).to_contain_text("共 1 段")


def finish_line(drawing, place):
    drawing.click(place(2, 0))
    drawing.press("Enter")


def set_field(drawing, name, value):
    drawing.field(name).fill(value)
    drawing.field(name).press("Tab")


def changed_by_both(drawing, place, stage, asset, change):
    """The planner has changed the asset west of the middle, and so has somebody else since."""
    drawing.click(place(-1, 0))
    set_field(drawing, "diameter_mm", "300")
    drawing.press("Escape")
    stage.commit(change)


#: So far around a place nothing may lie that a click could snap to.
CLEAR_DEG = 0.002


def empty_place():
    """A place in 东区 with nothing registered around it: snapping finds only what a test draws."""
    outline = District.objects.get(code="510402").outline
    west, south, east, north = outline.extent
    columns, rows = int((east - west) / CLEAR_DEG / 2), int((north - south) / CLEAR_DEG / 2)
    for n in range(columns * rows):
        row, column = divmod(n, columns)
        place = west + (column * 2 + 1) * CLEAR_DEG, south + (row * 2 + 1) * CLEAR_DEG
        around = Point(*place, srid=4490).buffer(CLEAR_DEG)
        if outline.covers(around) and not Asset.objects.filter(location__intersects=around):
            return place
    raise AssertionError("no empty place left")


def list_of_pipes(drawing, pipe, count):
    """The list, open, of so many pipes W1, W2 … of some 40 m."""
    for n in range(count):
        pipe((-2, 2 - n), (0, 2 - n), number=f"W{n + 1}", medium="water")
    drawing.page.reload()
    drawing.rest()
    drawing.tab("设施")
    return drawing


def row(drawing, number):
    return drawing.panel.get_by_role("button", name=re.compile(number))
