"""Every page, asked by axe: what keeps a keyboard, a screen reader or weak eyes from using it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.models import Project

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


@pytest.fixture
def some_project(city, db):
    return Project.objects.filter(district_id="510402", sector_id="A03").first()


@pytest.mark.parametrize(
    "address",
    [
        "/", "/projects/", "/projects/new/", "/projects/{number}/", "/projects/{number}/edit/",
        "/projects/{number}/money/", "/funding-rules/",
        "/projects/{number}/copy/", "/projects/{number}/assets/new/?kind=pipe", "/imports/",
        "/imports/new/", "/exports/", "/exports/new/", "/projects/{number}/draw/", "/overview/",
        "/print/",
    ],
)  # fmt: skip
def test_pages_of_a_reporter(sign_in, some_project, address):
    page = sign_in("demo-dongqu")
    page.goto(address.format(number=some_project.number))
    page.wait_for_load_state("networkidle")
    state = page.locator("[data-state]").first
    if state.count():
        expect(state).not_to_have_attribute("data-state", "loading")
    check(page)


def test_the_form_of_a_rule_of_money(city, sign_in):
    page = sign_in("demo-shenhe")
    page.goto("/funding-rules/new/")
    check(page)


def test_the_map_with_its_card_and_filters(atlas):
    atlas.open()
    atlas.rows.first.click()
    page = atlas.page
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "idle")
    check(page)


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
