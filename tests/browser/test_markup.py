"""What people type is shown as they typed it: on no map does it become a part of the page."""

import pytest
from django.contrib.gis.geos import LineString, Point
from playwright.sync_api import expect

from registry.models import ReviewComment, StageChange
from tests.browser.waiting import rest
from tests.factories import AssetFactory, AttachmentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MARKUP = "<img src=x onerror=document.title='run'>"


def typed_into(project):
    """The markup as an asset's name, a photo's note and a comment, each at its place."""
    pipe = LineString((101.70, 26.58), (101.71, 26.582), srid=4490)
    AssetFactory(project=project, name=MARKUP, location=pipe)
    AttachmentFactory(
        project=project,
        type="photo",
        format="jpg",
        note=MARKUP,
        location=Point(101.703, 26.581, srid=4490),
        placed_by="hand",
    )
    change = StageChange.objects.create(
        project=project, move="submit", stage=project.stage, effective_on="2026-11-01"
    )
    at = Point(101.707, 26.581, srid=4490)
    ReviewComment.objects.create(project=project, change=change, text=MARKUP, point=at)


@pytest.fixture
def typed(project, stage):
    stage.commit(typed_into, project)
    yield project
    stage.commit(lambda: project.attachments.all().delete())


def is_text(page, place):
    """Shown as it was typed; an element made of it would be found, and complained of."""
    expect(place).to_contain_text(MARKUP)
    expect(page.locator("img[src=x]")).to_have_count(0)
    assert page.title() != "run"


def test_a_photos_note_is_words_on_the_map(typed, sign_in):
    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{typed.number}/papers/")
    expect(page.locator("[data-photo-map]")).to_have_attribute("data-photos-drawn", "1")
    dot = page.locator("path.photo-dot")
    dot.hover()
    is_text(page, page.locator(".leaflet-tooltip"))
    dot.click()
    is_text(page, page.locator(".photo-popup"))


def test_an_assets_name_and_a_comment_are_words_on_the_projects_page(typed, sign_in):
    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{typed.number}/")
    map = page.locator("[data-project-map]")
    expect(map).to_have_attribute("data-features-drawn", "1")
    expect(map).to_have_attribute("data-pins", "1")
    is_text(page, page.locator("main"))
    map.locator("path.photo-dot").hover()
    is_text(page, page.locator(".leaflet-tooltip", has_text="img"))
    map.locator("path.leaflet-interactive:not(.photo-dot):not(.comment-pin)").last.hover()
    is_text(page, page.locator(".map-tip"))


def test_an_assets_name_is_words_where_it_is_drawn(typed, sign_in):
    page = sign_in("demo-dongqu")
    page.goto(f"/projects/{typed.number}/draw/")
    rest(page, "[data-draw]")
    page.get_by_role("tab", name="设施").click()
    is_text(page, page.locator(".draw-panel"))


def test_a_comment_is_words_where_it_is_reviewed(typed, sign_in):
    page = sign_in("demo-dongqu-shenhe")
    page.goto(f"/projects/{typed.number}/review/")
    expect(page.locator("path.comment-pin")).to_have_count(1)
    is_text(page, page.locator("main"))
