"""The leader's view as someone uses it."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.waiting import rest


class OverviewPage:
    def __init__(self, page):
        self.page = page
        self.root = page.locator("[data-overview]")
        self.title = page.locator("h1")
        self.trail = page.locator("[data-trail]")

    def open(self, query=""):
        self.page.goto(f"/overview/?{query}".rstrip("?"))
        return self.rest()

    def rest(self):
        rest(self.page, "[data-overview]")
        return self

    @property
    def asked(self):
        """The address, by parameter."""
        return parse_qs(urlsplit(self.page.url).query)

    def figures(self):
        """What the server answers to the address."""
        return self.page.request.get(f"/overview.json?{urlsplit(self.page.url).query}").json()

    def figure(self, label):
        found = self.page.locator(".overview-figure", has_text=label).first
        return found.locator(".num").first.inner_text()

    def district(self, code):
        """The name of a district on the map, or the chip of one that has no room there."""
        return self.page.locator(f"[data-district='{code}']:not(.is-crowded)").first

    def card(self, name):
        return self.page.locator(f"[data-chart={name}]")

    def table(self, name):
        """The table behind a chart, turned to if it is not yet shown."""
        card = self.card(name)
        if card.get_attribute("data-tabled") is None:
            card.get_by_role("button", name="表格").click()
        expect(card.locator("table")).to_be_visible()
        return card.locator("table")

    def press_mark(self, name, row, beyond=0):
        """Press the bar of a row where it begins, beside its name, or so many pixels beyond."""
        canvas = self.card(name).locator("canvas").first
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        rows = int(self.card(name).get_attribute("data-rows"))
        top = 26 if name == "stages" else 4
        height = (box["height"] - top - 4) / rows
        self.page.mouse.click(box["x"] + 121 + beyond, box["y"] + top + (row + 0.5) * height)

    def press_at(self, name, right, down):
        """Press a chart's canvas so many pixels from its corner, from the far one if negative."""
        canvas = self.card(name).locator("canvas").first
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        x = box["x"] + right + (box["width"] if right < 0 else 0)
        self.page.mouse.click(x, box["y"] + down + (box["height"] if down < 0 else 0))

    def last_link(self, name):
        """Where the last mark of a chart leads, as the table behind it says."""
        return self.card(name).locator("table a").last.get_attribute("href")
