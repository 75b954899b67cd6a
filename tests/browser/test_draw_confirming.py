"""Places outside the district: told once each, and confirmed all together."""

import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from tests.browser.drawing import Drawing
from tests.factories import AssetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COUNT = 3
ALL_RIGHT = f"全部位置无误（{COUNT} 项）"


@pytest.fixture
def outside(drawing, request):
    """Lines of 仁和区 in a project of 东区, none of them saved.

    Each test has places of its own: what one saves is registered there for the next.
    """
    south = 26.5 if request.node.originalname.endswith("before_saving") else 26.52
    drawing.press("l", "i")
    for n in range(COUNT):
        for longitude in (101.60, 101.601):
            drawing.page.locator("[name=coordinate]").fill(f"{longitude}，{south + n / 1000}")
            drawing.press("Enter")
        drawing.page.get_by_role("button", name="完成", exact=True).click()
    drawing.press("Escape")
    drawing.expect_unsaved(COUNT)
    drawing.tab("问题")
    return drawing


def test_all_places_are_confirmed_at_once_before_saving(outside, project):
    expect(outside.panel.get_by_text("不在东区")).to_have_count(COUNT)
    outside.panel.get_by_role("button", name=ALL_RIGHT).click()
    expect(outside.panel.get_by_text("不在东区")).to_have_count(0)
    outside.save_all()
    assert all(asset.outside_confirmed for asset in project.assets.all())


def test_a_refused_save_says_each_place_once(outside, project, watch):
    watch.provoke("422")
    outside.save()
    expect(outside.hint).to_contain_text("位置需要确认")
    outside.tab("问题")
    expect(outside.panel.locator("[data-panel=problems] li")).to_have_count(COUNT)
    outside.panel.get_by_role("button", name="位置无误", exact=True).first.click()
    expect(outside.panel.locator("[data-panel=problems] li")).to_have_count(COUNT - 1)
    outside.panel.get_by_role("button", name=f"全部位置无误（{COUNT - 1} 项）").click()
    outside.save_all()
    assert all(asset.outside_confirmed for asset in project.assets.all())


def test_a_branch_onto_a_confirmed_line_is_saved(project, stage, sign_in):
    west, south = 101.62, 26.51
    ends = LineString((west, south), (west + 0.001, south), srid=4490)
    stage.commit(AssetFactory, project=project, location=ends, outside_confirmed=True)
    drawing = Drawing(sign_in("demo-dongqu"), project, (west + 0.0005, south)).open()
    drawing.press("l")
    drawing.line((west + 0.0005, south), (west + 0.0005, south + 0.0004))
    drawing.press("Escape")
    drawing.expect_unsaved(2)
    drawing.tab("问题")
    drawing.panel.get_by_role("button", name="位置无误", exact=True).click()
    drawing.save_all()
    shapes = [(len(each.location.coords), each.outside_confirmed) for each in project.assets.all()]
    assert sorted(shapes) == [(2, True), (3, True)]
