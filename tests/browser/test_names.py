"""Names that the map draws from tiles: of projects near by, of districts on the maps of pages."""

import os
from pathlib import Path

import pytest

from registry.models import Asset, Project
from tests.browser.atlas import Atlas
from tests.browser.waiting import rest
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: Notes what is written on the canvases of names; a repaint writes anew.
NOTE_WRITING = """
window.written = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
  if (this.canvas.closest(".name-tiles")) window.written.push(text);
  return write.call(this, text, ...place);
};
"""
CLOSE = "#17/26.58500/101.71500"


def look(page, name):
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def page(city, sign_in):
    page = sign_in()
    page.add_init_script(NOTE_WRITING)
    return page


def written(page):
    return set(page.evaluate("window.written"))


def named_by(lines, projects):
    """Lines that begin the name of one of the projects."""
    names = list(projects.values_list("name", flat=True))
    return {line for line in lines if any(name.startswith(line) for name in names)}


def test_projects_are_named_where_one_looks_closely(page):
    atlas = Atlas(page).open("/#14/26.58500/101.71500")
    assert written(page) == set()
    page.goto("about:blank")
    atlas.open(f"/{CLOSE}")
    look(page, "names-map")
    everyone, gas = Project.objects.all(), Project.objects.filter(sector="A06")
    found = named_by(written(page), everyone)
    assert len(found) > 5
    page.goto("about:blank")
    atlas.open(f"/?sector=A06{CLOSE}")
    found = named_by(written(page), everyone)
    assert found
    assert found == named_by(found, gas)


def test_a_project_page_names_its_district(page):
    project = Asset.objects.mapped().filter(project__district="510402").first().project
    page.goto(f"/projects/{project.number}/")
    page.locator("[data-project-map]").scroll_into_view_if_needed()
    for _ in range(3):
        page.locator(".leaflet-control-zoom-out").click()
        page.wait_for_timeout(500)
    until(lambda: "东区" in written(page))
    look(page, "names-project")


def test_names_are_on_paper(page):
    page.goto(f"/print/{CLOSE}")
    rest(page, "[data-print]")
    assert written(page)
    look(page, "names-paper")


def test_names_fit_a_phone(city, sign_in):
    page = sign_in(viewport={"width": 390, "height": 844})
    page.add_init_script(NOTE_WRITING)
    Atlas(page).open(f"/{CLOSE}")
    assert written(page)
    look(page, "names-phone")
