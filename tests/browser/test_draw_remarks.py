"""What the review wants mended, in front of the planner who mends it on the map."""

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from registry.choices import MoveCode
from registry.history.plans import last_change
from registry.models import User
from registry.workflow import advance, record, remarks
from tests.factories import declarable

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def returned(where):
    """A project that came back with three comments, of which one was answered."""
    project = declarable(name="退回的管网", district_id="510402", sector_id="A03")
    reporter = User.objects.get(username="demo-dongqu")
    record(project, by=reporter, effective_on="2026-01-01")
    advance(project, MoveCode.SUBMIT, by=reporter)
    remarks.decide(
        project,
        MoveCode.RETURN,
        by=User.objects.get(username="demo-dongqu-shenhe"),
        looked_at=last_change(project),
        comments=[
            {"field": "assets", "text": "这里的管没有画到路口", "point": Point(*where, srid=4490)},
            {"field": "place", "text": "写明到街道", "point": None},
            {"field": "", "text": "已经改过的", "point": Point(*where, srid=4490)},
        ],
    )
    remarks.answer(project.review_comments.get(text="已经改过的"), "改了", by=reporter)
    return project


@pytest.fixture
def project(stage, city, place):
    return stage.commit(returned, place(1, 1))


def test_open_comments_are_pins_and_rows_with_the_way_to_answer(drawing, project, place):
    expect(drawing.root).to_have_attribute("data-pins", "1")
    rows = drawing.panel.locator("#draw-remarks li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("这里的管没有画到路口")
    expect(drawing.panel.get_by_role("tab", name="意见")).to_contain_text("2")
    drawing.tab("设施")
    expect(rows.first).to_be_hidden()
    drawing.page.mouse.move(*drawing.at(*place(1, 1)))
    expect(drawing.frame.locator(".map-tip")).to_contain_text("这里的管没有画到路口")
    drawing.click(place(1, 1))
    expect(rows.first).to_be_visible()
    rows.last.get_by_role("link", name="去答复").click()
    comment = project.review_comments.get(text="写明到街道")
    answer = drawing.page.locator(f"#comment-{comment.pk}").get_by_role("textbox")
    expect(answer).to_be_in_viewport()


def test_a_row_takes_the_map_to_its_place(drawing, place):
    drawing.page.mouse.move(*drawing.at(*place(0, 0)))
    drawing.page.get_by_role("button", name="全部", exact=True).click()
    before = drawing.page.url
    drawing.panel.get_by_role("button", name="这里的管没有画到路口").click()
    expect(drawing.page).not_to_have_url(before)
