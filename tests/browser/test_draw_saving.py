"""One save: two people on one project, rights withdrawn, what is refused, points and areas."""

import re

import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from registry import editing
from registry.exchange.actors import SYSTEM
from registry.models import Asset, Membership
from tests.browser.drawing import Drawing
from tests.factories import AssetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def planner(sign_in, project, centre):
    """Opens the drawing for another person of the same district, on a screen of his own."""
    return lambda who="demo-dongqu": Drawing(sign_in(who), project, centre).open()


@pytest.fixture
def line(place):
    return lambda *steps: LineString([place(*step) for step in steps], srid=4490)


@pytest.fixture
def choose(place):
    """Select the asset of which a segment runs between two places."""

    def click_between(drawing, *steps):
        (a, b), (c, d) = steps
        drawing.click(place((a + c) / 2, (b + d) / 2))

    return click_between


@pytest.fixture
def given(stage):
    """`given(project, …)` is an asset that everybody sees."""
    return lambda project, **facts: stage.commit(AssetFactory, project=project, **facts)


def set_field(drawing, name, value):
    drawing.field(name).fill(value)
    drawing.field(name).press("Tab")


def test_two_who_change_different_assets_are_not_asked(project, planner, given, line, choose):
    one = given(project, number="A-1", location=line((-2, 0), (0, 0)))
    two = given(project, number="A-2", location=line((0, -2), (2, -2)))
    first, second = planner(), planner("demo-zhujian")
    choose(first, (-2, 0), (0, 0))
    set_field(first, "diameter_mm", "200")
    choose(second, (0, -2), (2, -2))
    set_field(second, "diameter_mm", "300")
    first.save_all()
    second.save_all()
    assert Asset.objects.get(pk=one.pk).attributes["diameter_mm"] == 200
    assert Asset.objects.get(pk=two.pk).attributes["diameter_mm"] == 300


@pytest.mark.parametrize(("choice", "stored"), [("保留我的", 300), ("采用对方的", 200)])
def test_two_who_change_the_same_asset_see_both_and_choose(
    project, planner, given, watch, choice, stored, line, choose
):
    asset = given(project, number="A-1", location=line((-2, 0), (0, 0)))
    first, second = planner(), planner("demo-zhujian")
    for drawing, diameter in ((first, "200"), (second, "300")):
        choose(drawing, (-2, 0), (0, 0))
        set_field(drawing, "diameter_mm", diameter)
    first.save_all()
    watch.provoke("409")
    second.save()
    conflict = second.page.get_by_role("region", name="冲突")
    expect(conflict).to_contain_text("东区填报员")
    expect(conflict.get_by_role("row", name=re.compile("管径"))).to_contain_text("300200")
    expect(second.frame.locator(".conflict-mine")).to_have_count(1)
    expect(second.frame.locator(".conflict-theirs")).to_have_count(1)
    assert Asset.objects.get(pk=asset.pk).attributes["diameter_mm"] == 200
    conflict.get_by_role("button", name=choice).click()
    second.expect_unsaved(0)
    expect(conflict).to_be_hidden()
    assert Asset.objects.get(pk=asset.pk).attributes["diameter_mm"] == stored


def test_what_another_has_deleted_can_be_kept(project, planner, given, stage, watch, line, choose):
    asset = given(project, number="A-1", location=line((-2, 0), (0, 0)))
    drawing = planner()
    choose(drawing, (-2, 0), (0, 0))
    set_field(drawing, "diameter_mm", "300")
    stage.commit(asset.delete)
    watch.provoke("409")
    drawing.save()
    conflict = drawing.page.get_by_role("region", name="冲突")
    expect(conflict).to_contain_text("已删除这项设施")
    conflict.get_by_role("button", name="保留我的").click()
    drawing.expect_unsaved(0)
    kept = project.assets.get()
    assert (kept.client_id, kept.attributes["diameter_mm"]) == (asset.client_id, 300)


def test_who_else_is_drawing_is_told(project, planner):
    first = planner()
    second = planner("demo-zhujian")
    expect(second.page.locator("[data-others]")).to_contain_text("东区填报员（示例）也在绘制")
    expect(first.page.locator("[data-others]")).to_be_empty()


def test_a_refused_value_is_told_at_its_field_and_the_drawing_stays(project, planner, watch, place):
    drawing = planner()
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    set_field(drawing, "diameter_mm", "粗")
    watch.provoke("422")
    drawing.save()
    expect(drawing.panel.locator("[data-field=diameter_mm]")).to_contain_text("粗")
    drawing.tab("问题")
    expect(drawing.panel).to_contain_text("粗")
    assert not project.assets.exists()
    drawing.expect_unsaved(1)
    drawing.tab("属性")
    set_field(drawing, "diameter_mm", "200")
    drawing.save_all()
    assert project.assets.get().attributes["diameter_mm"] == 200


def test_a_right_withdrawn_in_mid_drawing_is_told_and_nothing_is_lost(
    project, planner, stage, watch, place
):
    drawing = planner()
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    own = Membership.objects.filter(user__username="demo-dongqu")
    held = list(own)
    stage.commit(own.all().delete)
    watch.provoke("403|404")
    drawing.save()
    try:
        expect(drawing.notices).to_contain_text(re.compile("不能|没有|权限"))
        drawing.expect_unsaved(1)
        assert not project.assets.exists()
    finally:
        stage.commit(Membership.objects.bulk_create, held)
    drawing.save_all()
    assert project.assets.count() == 1


def test_a_deleted_project_is_told_and_the_draft_kept(project, planner, stage, watch, place):
    drawing = planner()
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    stage.commit(editing.discard, project, by=SYSTEM)
    watch.provoke("404")
    drawing.save()
    expect(drawing.notices).to_contain_text(re.compile("项目"))
    drawing.expect_unsaved(1)
    drawing.expect_kept()


def test_a_place_outside_the_district_is_saved_once_it_is_confirmed(project, planner, watch):
    drawing = planner()
    drawing.press("i")
    drawing.page.locator("[name=coordinate]").fill("101.60，26.50")
    drawing.press("Enter")
    drawing.page.locator("[name=coordinate]").fill("101.601，26.50")
    drawing.press("Enter", "Escape")
    drawing.page.get_by_role("button", name="完成", exact=True).click()
    drawing.tab("问题")
    expect(drawing.panel).to_contain_text("不在东区，而在仁和区")
    watch.provoke("422")
    drawing.save()
    drawing.tab("问题")
    drawing.panel.get_by_role("button", name="位置无误").click()
    drawing.save_all()
    assert project.assets.get().outside_confirmed


def test_points_and_areas_of_several_kinds_in_one_go(project, planner, place):
    drawing = planner()
    drawing.press("p")
    drawing.field("kind").select_option("elevator")
    for step in ((-2, 0), (-1, 0), (0, 0)):
        drawing.click(place(*step))
    drawing.press("Escape", "Escape", "g")
    drawing.field("kind").select_option("water_plant")
    for step in ((0, -1), (2, -1), (2, -2)):
        drawing.click(place(*step))
    drawing.press("Enter")
    drawing.save_all()
    shapes = sorted((a.kind, a.location.geom_type) for a in project.assets.all())
    assert shapes == [("elevator", "Point")] * 3 + [("water_plant", "Polygon")]
    assert project.assets.get(kind="water_plant").area_m2 > 0


def test_what_has_no_place_waits_in_the_tray_and_is_put_on_the_map(project, planner, given, place):
    lift = given(project, kind="elevator", number="DT-1", location=None)
    pipe = given(project, number="JS-1", location=None)
    drawing = planner()
    drawing.tab("待落图")
    drawing.panel.get_by_role("button", name=re.compile("DT-1")).drag_to(
        drawing.frame, target_position={"x": 300, "y": 200}
    )
    drawing.tab("待落图")
    drawing.panel.get_by_role("button", name=re.compile("JS-1")).click()
    drawing.line(place(-2, 0), place(0, 0))
    drawing.tab("待落图")
    expect(drawing.panel).to_contain_text("本项目的设施都已上图")
    drawing.save_all()
    lift.refresh_from_db()
    pipe.refresh_from_db()
    assert (lift.location.geom_type, pipe.location.geom_type) == ("Point", "LineString")


def test_several_are_changed_at_once_and_copied_from_a_neighbour(
    project, planner, given, other_project, place, line
):
    given(
        other_project, medium="water", location=line((-2, 2), (2, 2)),
        attributes={"material": "PE", "diameter_mm": 315},
    )  # fmt: skip
    assets = [given(project, medium="water", location=line((-2, -n), (2, -n))) for n in (0, 1)]
    drawing = planner()
    drawing.page.keyboard.down("Shift")
    drawing.page.mouse.move(*drawing.at(*place(-3, 0.6)))
    drawing.page.mouse.down()
    drawing.page.mouse.move(*drawing.at(*place(3, -1.6)), steps=4)
    drawing.page.mouse.up()
    drawing.page.keyboard.up("Shift")
    expect(drawing.panel.get_by_role("heading", name="选中 2 项")).to_be_visible()
    drawing.field("work").select_option("replace")
    drawing.panel.get_by_role("button", name="取相邻设施的属性").click()
    drawing.click(place(0.5, 2))
    expect(drawing.field("material")).to_have_value("PE")
    expect(drawing.hint).to_contain_text(re.compile("已取用：.*管径.*材质|已取用：.*材质.*管径"))
    drawing.save_all()
    for asset in assets:
        asset.refresh_from_db()
        assert (asset.work, asset.attributes) == ("replace", {"material": "PE", "diameter_mm": 315})


def test_a_reader_finds_the_reason_and_neither_button_nor_page(city, sign_in, watch, project):
    page = sign_in("demo-lingdao")
    page.goto(f"/projects/{project.number}/")
    expect(page.locator(".refusals")).to_contain_text("您只能查看：您的角色不能")
    expect(page.get_by_text("绘制", exact=True)).to_have_count(0)
    watch.provoke("403")
    page.goto(f"/projects/{project.number}/draw/")
    expect(page.locator("body")).to_contain_text("您的角色不能")
