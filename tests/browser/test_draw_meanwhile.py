"""What happens to a drawing while something else goes on: refreshes, late answers, conflicts."""

import pytest
from django.contrib.gis.geos import LineString
from playwright.sync_api import expect

from tests.browser.drawing import (
    Drawing,
    begin_line,
    changed_by_both,
    expect_begun,
    finish_line,
    set_field,
)
from tests.factories import AssetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

REFUSE_LOCKS = """Object.defineProperty(navigator, "locks", {
  value: { request: () => Promise.reject(new DOMException("denied", "SecurityError")) },
})"""
NO_LOCKS = """Object.defineProperty(navigator, "locks", { value: undefined })"""
#: The draft as it was kept before each tab had its own.
MAKE_FORMER = """async () => {
  const done = (request) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const database = await done(indexedDB.open("atlas-drafts"));
  const store = database.transaction("drafts").objectStore("drafts");
  const [{ tab, ...draft }] = await done(store.getAll());
  database.close();
  await done(indexedDB.deleteDatabase("atlas-drafts"));
  const opening = indexedDB.open("atlas-drafts", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("drafts");
  const former = await done(opening);
  const writing = former.transaction("drafts", "readwrite");
  writing.objectStore("drafts").put(draft, [draft.projectNumber, draft.userName]);
  await new Promise((resolve) => (writing.oncomplete = resolve));
  former.close();
}"""


def look_again(drawing):
    """The tab comes to the front: who else is here is asked at once."""
    with drawing.page.expect_response("**/editors"):
        drawing.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def reload(drawing):
    drawing.page.reload()
    drawing.rest()


def renamed(asset, **also):
    def change():
        asset.refresh_from_db()
        asset.attributes |= {"road": "新华街", **also}
        asset.save()

    return change


def offered(drawing, project):
    drawing.page.goto("about:blank")
    drawing.page.goto(f"/projects/{project.number}/draw/")
    return drawing.page.get_by_role("region", name="草稿")


@pytest.fixture
def in_conflict(drawing, pipe, place, stage, watch):
    """`in_conflict(begin)`: saved while what `begin()` has begun is unfinished."""

    def meet(begin):
        asset = pipe((-2, 0), (0, 0), number="A-1")
        reload(drawing)
        changed_by_both(drawing, place, stage, asset, renamed(asset, diameter_mm=200))
        begin()
        watch.provoke("409")
        drawing.press("Control+s")
        conflict = drawing.page.get_by_role("region", name="冲突")
        expect(conflict).to_contain_text("新华街")
        return conflict

    return meet


def test_a_field_shows_what_the_server_made_of_it(drawing, project, place):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.press("Escape")
    drawing.field("diameter_mm").press_sequentially("0300")
    drawing.press("Control+s")
    expect(drawing.status).to_contain_text("已全部保存")
    expect(drawing.field("diameter_mm")).to_have_value("300")
    drawing.press("Escape", "Control+s")
    drawing.expect_unsaved(0)


@pytest.mark.parametrize("locks", [REFUSE_LOCKS, NO_LOCKS])
def test_without_locks_the_page_works_and_tabs_keep_apart(drawing, project, place, locks):
    context = drawing.page.context
    context.add_init_script(locks)
    reload(drawing)
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.expect_kept()
    second = Drawing(context.new_page(), project, drawing.centre).open()
    expect(second.page.get_by_role("region", name="草稿")).to_be_hidden()
    drawing.page.close()
    offer = offered(second, project)
    offer.get_by_role("button", name="恢复草稿").click()
    second.expect_unsaved(1)
    second.save_all()
    expect(offered(second, project)).to_be_hidden()


@pytest.mark.parametrize(("button", "left"), [("恢复草稿", 1), ("丢弃", 0)])
def test_a_draft_of_the_former_kind_is_offered_too(drawing, project, place, button, left):
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.expect_kept()
    other = drawing.page.context.new_page()
    other.goto("/projects/")
    drawing.page.close()
    other.evaluate(MAKE_FORMER)
    again = Drawing(other, project, drawing.centre)
    offered(again, project).get_by_role("button", name=button).click()
    again.rest()
    again.expect_unsaved(left)
    if left:
        again.save_all()
    offered(again, project)
    again.rest()
    expect(again.page.get_by_role("region", name="草稿")).to_be_hidden()


def test_small_windows_wait_during_a_conflict(drawing, project, place, in_conflict):
    def begin():
        begin_line(drawing, place)
        drawing.press("i")
        drawing.page.locator("[name=coordinate]").fill("{:.9f}，{:.9f}".format(*place(2, 0)))

    conflict = in_conflict(begin)
    expect(drawing.page.locator("[name=coordinate]")).to_be_hidden()
    conflict.get_by_role("button", name="保留我的").click()
    expect(conflict).to_be_hidden()
    expect_begun(drawing)
    drawing.page.get_by_role("button", name="添加", exact=True).click()
    expect(drawing.page.locator("[data-measure]")).to_contain_text("共 2 段")


def test_a_page_closed_in_mid_conflict_gives_the_line_back(drawing, project, place, in_conflict):
    in_conflict(lambda: begin_line(drawing, place))
    drawing.expect_kept()
    offered(drawing, project).get_by_role("button", name="恢复草稿").click()
    conflict = drawing.page.get_by_role("region", name="冲突")
    conflict.get_by_role("button", name="保留我的").click()
    expect(conflict).to_be_hidden()
    expect_begun(drawing)


def test_a_joint_alone_is_no_unfinished_line(drawing, place, in_conflict):
    def begin():
        drawing.press("l", "d")
        drawing.click(place(0, -2))
        drawing.click(place(2, -2))

    in_conflict(begin).get_by_role("button", name="保留我的").click()
    drawing.expect_unsaved(0)
    drawing.press("v")
    expect(drawing.command("select")).to_have_attribute("aria-pressed", "true")


def test_a_point_after_the_joint_was_taken_back_is_unfinished(drawing, place):
    drawing.press("l", "d")
    drawing.click(place(0, -2))
    drawing.click(place(2, -2))
    drawing.press("Control+z")
    drawing.click(place(-2, 0))
    drawing.press("v")
    expect(drawing.hint).to_contain_text("还没画完")


def test_what_is_selected_is_brought_up_to_date_afterwards(drawing, project, pipe, place, stage):
    asset = pipe((-2, 0), (0, 0), number="A-1")
    reload(drawing)
    drawing.click(place(-1, 0))
    expect(drawing.field("number")).to_have_value("A-1")
    stage.commit(renamed(asset))
    look_again(drawing)
    drawing.press("Escape")
    with drawing.page.expect_response("**/draw.json"):
        look_again(drawing)
    drawing.click(place(-1, 0))
    expect(drawing.field("road")).to_have_value("新华街")


def test_undoing_does_not_bring_back_what_a_colleague_deleted(
    drawing, project, pipe, place, stage, watch
):
    pipe((-2, 0), (0, 0), number="A-1")
    reload(drawing)
    drawing.click(place(-1, 0))
    set_field(drawing, "road", "一路")
    drawing.save_all()
    drawing.press("Escape", "Escape")
    stage.commit(lambda: project.assets.all().delete())
    look_again(drawing)
    drawing.tab("设施")
    expect(drawing.panel.locator("[data-asset]")).to_have_count(0)
    drawing.press("Control+z")
    drawing.expect_unsaved(1)
    watch.provoke("409")
    drawing.save()
    expect(drawing.page.get_by_role("region", name="冲突")).to_contain_text("已删除这项设施")
    assert not project.assets.exists()


def test_a_late_answer_gives_its_attributes_to_nobody_else(
    drawing, other_project, pipe, place, stage
):
    pipe((-2, 0), (0, 0), number="A-1")
    pipe((-2, -1), (0, -1), number="A-2")
    location = LineString([place(-2, 2), place(0, 2)], srid=4490)
    facts = {"attributes": {"road": "别人路"}, "location": location}
    stage.commit(AssetFactory, project=other_project, number="Z-1", **facts)
    reload(drawing)
    held = []
    drawing.page.route("**/assets/*.json", lambda route: held.append(route))
    drawing.click(place(-1, 0))
    drawing.panel.get_by_role("button", name="取相邻设施的属性").click()
    with drawing.page.expect_request("**/assets/*.json"):
        drawing.click(place(-1, 2))
    drawing.press("v")
    drawing.click(place(-1, -1))
    expect(drawing.field("number")).to_have_value("A-2")
    with drawing.page.expect_response("**/assets/*.json"):
        held[0].continue_()
    expect(drawing.field("road")).to_have_value("")
    drawing.expect_unsaved(0)


def test_numbers_written_by_hand_are_never_moved_on(drawing, project, pipe, place, watch):
    pipe((-2, 2), (0, 2), number="G-009")
    reload(drawing)
    drawing.press("l")
    drawing.line(place(-2, 0), place(0, 0))
    drawing.line(place(-2, -1), place(0, -1))
    drawing.press("Escape")
    set_field(drawing, "number", "G-009")
    watch.provoke("422")
    drawing.save()
    expect(drawing.panel.locator("[data-field=number]")).to_contain_text("G-009")
    drawing.expect_unsaved(2)


def test_a_line_goes_on_after_all_that(drawing, project, place, in_conflict):
    conflict = in_conflict(lambda: begin_line(drawing, place))
    conflict.get_by_role("button", name="采用对方的").click()
    expect_begun(drawing)
    finish_line(drawing, place)
    drawing.save_all()
    assert sorted(len(each.location.coords) for each in project.assets.all()) == [2, 3]


def second_tab(drawing, project):
    return Drawing(drawing.page.context.new_page(), project, drawing.centre).open()


def change_fields(tab, place, **values):
    tab.page.bring_to_front()
    tab.click(place(-1, 0))
    for name, value in values.items():
        set_field(tab, name, value)


def test_a_second_tab_empties_nothing_that_it_never_touched(drawing, project, pipe, place, watch):
    asset = pipe((-2, 0), (0, 0), number="W001")
    reload(drawing)
    second = second_tab(drawing, project)
    change_fields(drawing, place, diameter_mm="500", road="甲路")
    drawing.save_all()
    change_fields(second, place, diameter_mm="600")
    watch.provoke("409")
    second.press("Control+s")
    conflict = second.page.get_by_role("region", name="冲突")
    expect(conflict).to_contain_text("您在另一个窗口")
    expect(conflict.get_by_role("heading")).not_to_contain_text("别人")
    expect(conflict.locator("tbody tr")).to_have_count(1)
    expect(conflict.locator("tbody tr")).to_contain_text("600500")
    expect(conflict).to_contain_text("所在道路“甲路”，会一并保留")
    conflict.get_by_role("button", name="保留我的").click()
    second.expect_unsaved(0)
    asset.refresh_from_db()
    assert asset.attributes == {"diameter_mm": 600, "road": "甲路"}


def test_what_does_not_clash_is_brought_together_without_a_question(
    drawing, project, pipe, place, stage, watch
):
    asset = pipe((-2, 0), (0, 0), number="W001")
    reload(drawing)
    second = second_tab(drawing, project)
    change_fields(drawing, place, year_laid="1999")
    drawing.save_all()
    second.page.bring_to_front()
    second.click(place(-1, 0))
    (x, y), (to_x, to_y) = (second.at(*place(*step)) for step in ((0, 0), (0, 1)))
    second.page.mouse.move(x, y)
    second.page.mouse.down()
    second.page.mouse.move(to_x, to_y, steps=5)
    second.page.mouse.up()
    second.expect_unsaved(1)
    watch.provoke("409")
    second.press("Control+s")
    second.expect_unsaved(0)
    expect(second.hint).to_contain_text("已并入别处的修改：W001 敷设年份“1999”（您的另一个窗口）")
    expect(second.page.get_by_role("region", name="冲突")).to_be_hidden()
    expect(second.field("year_laid")).to_have_value("1999")
    asset.refresh_from_db()
    assert asset.year_laid == 1999
    assert asset.location.coords[1][1] > asset.location.coords[0][1]


def test_of_several_clashes_each_can_be_decided_by_itself(drawing, project, pipe, place, watch):
    asset = pipe((-2, 0), (0, 0), number="W001")
    reload(drawing)
    second = second_tab(drawing, project)
    change_fields(drawing, place, diameter_mm="500", road="甲路", year_laid="1999")
    drawing.save_all()
    change_fields(second, place, diameter_mm="600", road="乙路")
    watch.provoke("409")
    second.press("Control+s")
    conflict = second.page.get_by_role("region", name="冲突")
    conflict.get_by_role("row", name="所在道路").get_by_label("甲路").check()
    conflict.get_by_role("button", name="按勾选的").click()
    second.expect_unsaved(0)
    asset.refresh_from_db()
    assert asset.attributes == {"diameter_mm": 600, "road": "甲路"}
    assert asset.year_laid == 1999


def test_a_draft_is_brought_together_with_what_was_saved_since(
    drawing, project, pipe, place, stage
):
    asset = pipe((-2, 0), (0, 0), number="W001")
    reload(drawing)
    change_fields(drawing, place, diameter_mm="600")
    drawing.expect_kept()
    drawing.page.goto("about:blank")
    stage.commit(renamed(asset))
    offered(drawing, project).get_by_role("button", name="恢复草稿").click()
    expect(drawing.hint).to_contain_text("所在道路“新华街”")
    drawing.save_all()
    asset.refresh_from_db()
    assert asset.attributes == {"diameter_mm": 600, "road": "新华街"}
