"""The map page as someone uses it: what it shows, in words and figures."""

import math
import re
from urllib.parse import urlsplit

from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from tests.browser.pixels import find_pixels
from tests.browser.waiting import rest

TILE_PX = 256


def number(text):
    return float(text.replace(",", ""))


class Atlas:
    def __init__(self, page):
        self.page = page
        self.root = page.locator("[data-map]")
        self.map = page.locator(".leaflet-container")
        self.rows = page.locator("li.result")
        self.card = page.locator("[data-card]")
        self.chips = page.locator("[data-chips] .chip")
        self.notices = page.locator("[data-notices]")

    def open(self, address="/"):
        self.page.goto(address)
        self.rest()
        return self

    def open_legend(self):
        """It is folded where the window is small."""
        self.page.get_by_role("button", name="展开或收起图例").click()
        expect(self.page.locator("[data-panel=legend] .segmented")).to_be_visible()

    def rest(self):
        """Wait until nothing is under way and nothing has failed."""
        rest(self.page, "[data-map]")

    def tick(self, name, value):
        self.page.locator(f"input[name={name}][value='{value}']").check()

    @property
    def address(self):
        return urlsplit(self.page.url)

    @property
    def drawn(self):
        """Assets in the tiles on the map, drawn one by one or counted in circles."""
        return int(self.root.get_attribute("data-features-drawn"))

    def summary(self):
        """What the server answers to the question in the address."""
        return self.page.request.get(f"/summary.json?{self.address.query}").json()

    def figures(self):
        """The strip of totals, by label; money in 万元."""
        found = self.page.locator("[data-totals] .total").all()
        return {each.locator(".total-label").inner_text(): self._figure(each) for each in found}

    def _figure(self, total):
        in_yi = total.locator(".unit").inner_text() == "亿元"
        return number(total.locator(".num").inner_text()) * (10_000 if in_yi else 1)

    def district_counts(self):
        names = self.page.locator("[data-district]").all()
        return {
            name.get_attribute("data-district"): number(name.locator(".count").text_content())
            for name in names
        }

    def listed(self):
        """How many projects the list says it holds."""
        more = self.page.locator(".result-more button")
        if more.count():
            return int(re.search(r"共 (\d+) 个", more.inner_text())[1])
        return self.rows.count()

    def pixels(self, colour, within=8):
        """Where on the screen the assets' tiles show a colour and a click reaches the map."""
        return find_pixels(self.page, ".asset-tiles canvas", colour, within)

    def place_at(self, x, y):
        """The place under a point of the screen, by the view that the address names."""
        zoom, latitude, longitude = map(float, self.address.fragment.split("/")[:3])
        world = TILE_PX * 2**zoom
        frame = self.map.bounding_box()
        east = longitude + (x - frame["x"] - frame["width"] / 2) * 360 / world
        down = y - frame["y"] - frame["height"] / 2
        north = math.asinh(math.tan(math.radians(latitude))) - down * math.tau / world
        return Point(east, math.degrees(math.atan(math.sinh(north))), srid=4490)
