"""Records made and changed by hand: money, a place on the map, two editors, the bin, a stage."""

import re

import pytest
from playwright.sync_api import expect

from registry.models import Asset, Project
from tests.browser.atlas import TILE_PX
from tests.factories import ProjectFactory, declarable, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# In 东区, and in its neighbour 仁和区.
DOWNTOWN, NEXT_DOOR = (101.715, 26.585), (101.74, 26.50)
STORED_ZOOM = 16
PIXEL_DEGREES = 360 / (TILE_PX * 2**STORED_ZOOM)


@pytest.fixture(scope="module")
def stock(city):
    """Projects of 东区 for the tests below, each used up by one."""
    return [ProjectFactory(name=f"试用项目{n}") for n in range(8)]


@pytest.fixture
def project(stock):
    return stock.pop()


@pytest.fixture
def reporter(sign_in):
    """A page for 东区's reporter."""
    return sign_in("demo-dongqu")


def fill_in(page, **values):
    for name, value in values.items():
        control = page.locator(f"[name='{name}']")
        if control.evaluate("(one) => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def save(page):
    page.get_by_role("button", name="保存", exact=True).click()


def test_a_project_is_registered_and_its_page_leads_to_its_money(city, reporter):
    reporter.goto("/projects/new/")
    fill_in(reporter, name="弄弄坪供水管网改造", sector="A03", district="510402")
    fill_in(reporter, investment_wan="1,000")
    save(reporter)
    expect(reporter.get_by_role("heading", level=1)).to_have_text("弄弄坪供水管网改造")
    reporter.get_by_role("link", name="编辑资金").click()
    expect(reporter.locator("[data-balance]")).to_contain_text("资金缺口 1,000.00 万元")


def test_a_form_sent_twice_makes_one_project(city, reporter):
    reporter.goto("/projects/new/")
    fill_in(reporter, name="急性子的项目", sector="A03", district="510402")
    reporter.get_by_role("button", name="保存", exact=True).dblclick()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("急性子的项目")
    assert Project.objects.filter(name="急性子的项目").count() == 1


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(city, reporter):
    reporter.goto("/projects/new/")
    fill_in(reporter, name="缺领域的项目", investment_wan="-5")
    save(reporter)
    expect(reporter.get_by_role("alert")).to_contain_text("没有保存")
    expect(reporter.locator(".has-error", has_text="领域")).to_contain_text("必填")
    expect(reporter.locator(".has-error", has_text="总投资")).to_contain_text("0")
    expect(reporter.locator("[name=name]")).to_have_value("缺领域的项目")


def test_every_sort_of_wrong_field_is_marked_red(city, reporter):
    """Text and choice alike, as the sentence on top says."""
    reporter.goto("/projects/new/")
    fill_in(reporter, investment_wan="-5")
    save(reporter)
    signal = reporter.locator(".form-errors").evaluate("(one) => getComputedStyle(one).color")
    marked = reporter.locator(".has-error :is(input, select, textarea)")
    names = marked.evaluate_all("all => all.map(({ name }) => name)")
    assert {"name", "sector", "investment_wan"} <= set(names)
    for field in marked.all():
        expect(field).to_have_css("border-top-color", signal)
    expect(reporter.locator(".has-error", has_text="项目名称")).to_contain_text("这一栏必填")


def test_a_refused_form_is_gone_on_with_at_what_it_says_on_top(reporter, project):
    """Also where the address names the field that led to it."""
    reporter.goto(f"/projects/{project.number}/edit/#id_note")
    fill_in(reporter, planned_start="2026-05-01", planned_finish="2026-04-01", sector="")
    save(reporter)
    told = reporter.locator(".form-errors")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()
    assert reporter.url.endswith("/edit/")
    expect(told.get_by_role("link", name="领域")).to_be_visible()
    told.get_by_role("link", name="拟竣工日期不能早于拟开工日期").click()
    expect(reporter.locator("[name=planned_finish]")).to_be_focused()


def typed(page):
    return tuple(
        float(page.locator(f"[name={name}]").input_value()) for name in ("longitude", "latitude")
    )


def click_map(page, right=0, down=0):
    frame = page.locator(".leaflet-container").bounding_box()
    middle = {"x": frame["width"] / 2 + right, "y": frame["height"] / 2 + down}
    page.locator(".leaflet-container").click(position=middle)


def place_lift(page, project, place):
    """Opens the form of a new lift with a place typed in, so that the map shows it."""
    page.goto(f"/projects/{project.number}/assets/new/?kind=elevator")
    expect(page.locator(".map-note")).to_contain_text("示意边界")
    fill_in(page, name="3栋2单元电梯", longitude=str(place[0]), latitude=str(place[1]))


def test_a_lift_is_placed_by_a_click_and_stands_where_it_was_clicked(reporter, project):
    place_lift(reporter, project, DOWNTOWN)
    click_map(reporter, right=2, down=-2)
    assert typed(reporter) != DOWNTOWN
    assert typed(reporter) == pytest.approx(DOWNTOWN, abs=0.02)
    clicked = typed(reporter)
    save(reporter)
    expect(reporter.get_by_role("status")).to_contain_text("已添加")
    lift = Asset.objects.get(project=project)
    assert lift.location.coords == pytest.approx(clicked, abs=1e-9)
    expect(reporter.locator("[data-project-map]")).to_have_attribute("data-features-drawn", "1")


def test_a_click_moves_a_stored_point_by_just_so_many_pixels(city, reporter):
    lift = Asset.objects.filter(kind="elevator", project__district="510402", location__isnull=False)
    lift = lift.select_related("project").first()
    reporter.goto(f"/projects/{lift.project.number}/assets/{lift.pk}/edit/")
    expect(reporter.locator(".map-note")).to_contain_text("示意边界")
    before = typed(reporter)
    assert before == pytest.approx(lift.location.coords, abs=1e-9)
    click_map(reporter)
    assert typed(reporter) == pytest.approx(before, abs=PIXEL_DEGREES)
    click_map(reporter, right=100)
    longitude, latitude = typed(reporter)
    assert longitude - before[0] == pytest.approx(100 * PIXEL_DEGREES, abs=PIXEL_DEGREES)
    assert latitude == pytest.approx(before[1], abs=PIXEL_DEGREES)


def test_a_place_outside_the_district_waits_for_a_yes(reporter, project):
    place_lift(reporter, project, NEXT_DOOR)
    save(reporter)
    expect(reporter.locator(".form-doubt")).to_contain_text("确认无误")
    assert not Asset.objects.filter(project=project).exists()
    reporter.get_by_label("位置无误，确认保存").check()
    save(reporter)
    expect(reporter.get_by_role("status")).to_contain_text("已添加")
    assert Asset.objects.get(project=project).outside_confirmed


def test_the_second_of_two_editors_sees_both_versions_and_keeps_his_own(sign_in, project):
    first, second = sign_in("demo-dongqu"), sign_in("demo-zhujian")
    for page in (first, second):
        page.goto(f"/projects/{project.number}/edit/")
    fill_in(first, place="炳草岗", investment_wan="150")
    save(first)
    expect(first.get_by_role("status")).to_contain_text("已保存")
    fill_in(second, contact="王工", investment_wan="170")
    save(second)
    refusal = second.locator(".form-errors")
    expect(refusal).to_contain_text("本次没有保存")
    expect(refusal).to_contain_text(
        re.compile("东区填报员（示例）.*总投资.*由“100.00”改为“150.00”")
    )
    expect(second.locator("[name=investment_wan]")).to_have_value("170")
    expect(second.locator("[name=contact]")).to_have_value("王工")
    expect(second.locator("[name=place]")).to_have_value("炳草岗")
    save(second)
    expect(second.get_by_role("status")).to_contain_text("已保存")
    project.refresh_from_db()
    assert (project.place, project.contact, project.investment_wan) == ("炳草岗", "王工", 170)


def test_a_deleted_project_lies_in_the_bin_and_comes_back(reporter, project):
    reporter.goto(f"/projects/{project.number}/")
    reporter.locator("summary", has_text="删除").click()
    reporter.get_by_role("button", name="确认删除").click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("回收站")
    assert not Project.objects.present().filter(pk=project.pk).exists()
    row = reporter.locator("tr", has_text=project.number)
    row.get_by_role("button", name="恢复").click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text(project.name)
    assert Project.objects.present().filter(pk=project.pk).exists()


def test_what_a_declaration_lacks_is_listed_and_leads_to_its_field(reporter, project):
    reporter.goto(f"/projects/{project.number}/")
    reporter.locator("#moves").get_by_role("link", name="“建设地点”未填").click()
    expect(reporter.locator("[name=place]")).to_be_in_viewport()


def registered(**facts):
    return told(declarable(**facts), ("planned", "2026-01-05"))


def test_a_project_is_declared_and_the_next_step_asks_for_another_person(stage, city, reporter):
    project = stage.commit(registered, name="要申报的项目")
    reporter.goto(f"/projects/{project.number}/")
    reporter.get_by_text("办理…").click()
    fill_in(reporter, note="材料齐全")
    reporter.get_by_role("button", name="提交申报").click()
    expect(reporter.get_by_role("status")).to_contain_text("已办理“提交申报”")
    expect(reporter.locator(".timeline [aria-current=step]")).to_contain_text("申报")
    expect(reporter.locator(".road-changes")).to_contain_text("材料齐全")
    moves = reporter.locator("#moves")
    expect(moves).to_contain_text("已提交，等东区审核员初审。还没有人审过，可以撤回。")
    expect(moves).not_to_contain_text("您的角色不能")
    reporter.get_by_role("button", name="撤回“提交申报”").click()
    expect(reporter.get_by_role("status")).to_contain_text("已撤销")


def test_a_stage_may_not_begin_tomorrow(stage, city, reporter):
    project = stage.commit(declarable, name="太着急的项目")
    reporter.goto(f"/projects/{project.number}/")
    reporter.get_by_text("办理…").click()
    fill_in(reporter, effective_on="2059-01-01")
    reporter.get_by_role("button", name="提交申报").click()
    expect(reporter.locator("#moves").get_by_role("alert")).to_contain_text("不能晚于今天")
    project.refresh_from_db()
    assert project.stage == "planned"
