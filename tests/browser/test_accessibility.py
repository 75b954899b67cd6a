"""Every page, asked by axe: what keeps a keyboard, a screen reader or weak eyes from using it."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from registry.models import (
    Asset,
    DeclarationBatch,
    ExportRecord,
    ImportBatch,
    Kiosk,
    ReferenceLayer,
    User,
)
from registry.papers.intake import take
from tests.browser.conftest import build_city
from tests.browser.pages import PAGES
from tests.factories import RoundFactory, RoundReportFactory
from tests.papers.files import picture, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ASK = """async () => {
  const { violations } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
  });
  return violations.flatMap(({ id, help, nodes }) => (
    nodes.map((node) => `${id}: ${node.target.join(" ")} — ${help}\\n${node.failureSummary}`)
  ));
}"""


def complaints(page):
    """What axe finds; it is put in by the browser's own tools, past the page's policy."""
    page.evaluate(AXE.read_text())
    return page.evaluate(ASK)


def check(page):
    found = complaints(page)
    assert not found, "\n\n".join(found)


@pytest.fixture(scope="module")
def records(stage):
    """One record for each page that needs one, by the name that PAGES calls it.

    A city of its own: other tests want theirs without these.
    """
    found = {}

    def build():
        people = build_city()
        found.update(add_records())
        return people

    def add_records():
        owner = User.objects.get(username="demo-dongqu")
        own = Asset.objects.filter(project__district="510402", project__sector="A03")
        asset = own.select_related("project").first()
        file = {"file_name": "示例.zip", "sha256": "a" * 64}
        round_ = RoundFactory(opened_by=User.objects.get(username="demo-admin"))
        RoundReportFactory(round=round_, project=asset.project)
        kiosk = Kiosk(name="大厅", organisation_id="taskforce", granted_by=owner)
        link = kiosk.new_link()
        kiosk.save()
        shown = {"format": "shp", "crs": "EPSG:4490", "encoding": "gbk", "status": "expired"}
        return {
            "number": asset.project.number,
            "table": "sectors",
            "code": "A04",
            "person": owner.pk,
            "asset": asset.pk,
            "link": link,
            "layer": ReferenceLayer.objects.create(name="现状道路", **file).pk,
            "export": ExportRecord.objects.create(exported_by=owner, **file, **shown).pk,
            "import": ImportBatch.objects.create(imported_by=owner, **file).pk,
            "batch": DeclarationBatch.objects.create(name="示例批次").pk,
            "round": round_.pk,
            "paper": take(asset.project, sent("工地.jpg", picture(placed=True)), by=owner).pk,
        }

    stage.show("a record for each page", build)
    return found


def look_at(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    state = page.locator("[data-state]").first
    if state.count():
        expect(state).not_to_have_attribute("data-state", "loading")
    check(page)


@pytest.mark.parametrize("name", PAGES)
def test_every_page(sign_in, records, name):
    person, parameters = PAGES[name]
    arguments = {key: records[value] for key, value in parameters.items()}
    look_at(sign_in(person), reverse(name, kwargs=arguments))


def test_an_import_in_its_steps(sign_in, records):
    look_at(sign_in("demo-dongqu"), reverse("registry:import", args=(records["import"],)))


def test_a_form_of_one_kind(sign_in, records):
    look_at(sign_in("demo-dongqu"), f"/projects/{records['number']}/assets/new/?kind=pipe")


def test_the_map_with_its_card_and_filters(atlas):
    atlas.open()
    atlas.rows.first.click()
    atlas.rest()
    check(atlas.page)


def test_signing_in(visit):
    page = visit()
    page.goto("/accounts/login/")
    check(page)


def test_a_bad_question_and_a_page_that_is_not_there(sign_in, watch):
    page = sign_in("demo-dongqu")
    watch.provoke("400", "404")
    for address in ("/projects/?sector=Z9", "/projects/RA-999999/"):
        page.goto(address)
        check(page)


def test_axe_finds_what_is_wrong(visit):
    """The check itself can fail."""
    page = visit()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label')?.remove()")
    assert complaints(page)
