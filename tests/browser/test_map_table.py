"""The table below the map: what is asked, in step with the shapes."""

import pytest
from playwright.sync_api import expect

from registry.models import Project
from tests.browser.atlas import Atlas, number
from tests.browser.pixels import count_inked, wait_for_ink

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GLOW = ".leaflet-highlight-pane canvas"


class MapTable:
    def __init__(self, atlas):
        self.atlas = atlas
        self.panel = atlas.page.get_by_role("region", name="项目表", exact=True)
        self.rows = self.panel.locator("tbody tr")
        self.toggle = atlas.page.get_by_role("button", name="表格", exact=True)

    def open(self, address="/"):
        self.atlas.open(address)
        self.toggle.click()
        self.atlas.rest()
        return self

    def amounts(self):
        """The investments stated, as the rows follow each other."""
        texts = self.panel.locator("tbody td[data-column=investment]").all_inner_texts()
        return [number(text) for text in texts if text.strip() != "未填"]


@pytest.fixture
def table(atlas):
    return MapTable(atlas)


def test_it_holds_what_is_asked_and_adds_all_of_it_up(table):
    table.open("/?sector=A03")
    summary = table.atlas.summary()
    expect(table.rows).to_have_count(min(50, summary["projects"]))
    expect(table.panel.locator("tfoot")).to_contain_text(f"合计 {summary['projects']} 个项目")
    expect(table.panel.locator("tfoot th")).to_be_in_viewport()
    table.atlas.tick("stage", "building")
    table.atlas.rest()
    fewer = table.atlas.summary()["projects"]
    assert 0 < fewer < summary["projects"]
    expect(table.rows).to_have_count(fewer)


def test_it_is_sorted_and_turned_over_below_the_map(table):
    table.open()
    table.panel.get_by_role("link", name="总投资（万元）").click()
    table.atlas.rest()
    amounts = table.amounts()
    assert amounts == sorted(amounts, reverse=True)
    table.panel.get_by_role("link", name="2", exact=True).click()
    table.atlas.rest()
    expect(table.panel.locator("[aria-current=page]")).to_have_text("2")
    further = table.amounts()
    assert max(further) <= min(amounts)
    table.atlas.tick("sector", "A03")
    table.atlas.rest()
    amounts = table.amounts()
    assert amounts == sorted(amounts, reverse=True)


def test_its_order_is_the_lists_too_and_stays_in_the_address(table):
    table.open("/?sector=A03")
    table.panel.get_by_role("link", name="总投资（万元）").click()
    table.atlas.rest()
    first = table.rows.first.locator(".row-link")
    listed = table.atlas.page.locator("[data-results] .result-title").first
    expect(listed).to_have_text(first.inner_text())
    amounts = table.amounts()
    table.atlas.page.reload()
    table.atlas.rest()
    assert table.amounts() == amounts
    expect(listed).to_have_text(first.inner_text())
    table.panel.get_by_role("link", name="总投资（万元）").click()
    table.atlas.rest()
    assert table.amounts() == sorted(amounts)


def test_a_row_lights_its_shapes_up_and_opens_its_project(table):
    project = Project.objects.current().filter(total__extent__isnull=False).order_by("pk").first()
    table.open(f"/?q={project.number}")
    assert count_inked(table.atlas.page, GLOW) == 0
    table.rows.first.hover()
    wait_for_ink(table.atlas.page, GLOW)
    table.rows.first.locator("td[data-column=stage]").click()
    expect(table.atlas.card.locator(".project-card h2")).to_have_text(project.name)
    expect(table.rows.first).to_have_class("is-linked")
    assert table.atlas.address.fragment.endswith(f"/{project.number}")


def test_its_columns_are_chosen_and_it_stays_open(table):
    table.open("/?sector=A03")
    table.panel.get_by_text("显示列").click()
    expect(table.panel.locator(".column-list")).to_be_in_viewport(ratio=1)
    table.panel.get_by_label("牵头单位").check()
    expect(table.panel.get_by_role("columnheader", name="牵头单位")).to_be_visible()
    table.atlas.open("/?sector=A06")
    expect(table.rows.first).to_be_visible()
    expect(table.panel.get_by_role("columnheader", name="牵头单位")).to_be_visible()
    table.panel.get_by_role("button", name="收起").click()
    expect(table.panel).to_be_hidden()
    table.atlas.open("/?sector=A06")
    expect(table.panel).to_be_hidden()


def in_sight(table):
    """The box that the map shows: west, south, east, north."""
    frame = table.atlas.map.bounding_box()
    right, bottom = frame["x"] + frame["width"], frame["y"] + frame["height"]
    low, high = table.atlas.place_at(frame["x"], bottom), table.atlas.place_at(right, frame["y"])
    return low.x, low.y, high.x, high.y


def test_it_leaves_the_map_what_was_in_sight_and_gives_it_back(table):
    table.atlas.open("/?district=510402")
    before, fragment = in_sight(table), table.atlas.address.fragment
    drawer = table.atlas.page.locator(".drawer")
    table.toggle.click()
    table.atlas.rest()
    expect(drawer).to_be_hidden()
    expect(table.panel).to_be_focused()
    low, high = (before[1] * 0.9 + before[3] * 0.1), (before[1] * 0.1 + before[3] * 0.9)
    now = in_sight(table)
    assert now[1] <= low
    assert high <= now[3]
    table.panel.get_by_role("button", name="收起").click()
    expect(drawer).to_be_visible()
    expect(table.toggle).to_be_focused()
    assert table.atlas.address.fragment == fragment


def test_many_rows_and_all_columns_are_in_sight_in_a_small_window(table):
    table.open()
    frame = table.panel.locator(".table-tall").bounding_box()
    foot = table.panel.locator("tfoot").bounding_box()["y"]
    ends = [row.bounding_box() for row in table.rows.all()[:8]]
    assert sum(row["y"] + row["height"] <= foot + 1 for row in ends) >= 6
    assert table.panel.locator(".pagination").bounding_box()["y"] < frame["y"]
    table.panel.get_by_text("显示列").click()
    ticks = table.panel.locator(".column-list label")
    assert ticks.count() == 19
    for tick in ticks.all():
        expect(tick).to_be_in_viewport(ratio=1)
    assert table.panel.locator(".column-list").evaluate(
        "list => list.scrollHeight <= list.clientHeight"
    )


def test_its_height_is_chosen_by_hand_or_by_keys_and_remembered(table):
    table.open("/?sector=A03")
    edge = table.panel.get_by_role("separator", name="表格高度")
    height = table.panel.bounding_box()["height"]
    edge.press("ArrowDown")
    assert table.panel.bounding_box()["height"] == pytest.approx(height - 32, abs=1)
    box = edge.bounding_box()
    mouse = table.atlas.page.mouse
    mouse.move(box["x"] + 300, box["y"] + 7)
    mouse.down()
    mouse.move(box["x"] + 300, box["y"] + 7 - 70)
    mouse.up()
    chosen = table.panel.bounding_box()["height"]
    assert chosen == pytest.approx(height + 38, abs=1)
    expect(edge).to_have_attribute("aria-valuenow", str(round(chosen)))
    map_box = table.atlas.map.bounding_box()
    assert map_box["y"] + map_box["height"] == pytest.approx(table.panel.bounding_box()["y"], abs=2)
    table.atlas.open("/?sector=A06")
    assert table.panel.bounding_box()["height"] == chosen
    table.atlas.page.evaluate("localStorage.removeItem('renewal-atlas.map.table-height')")


def test_the_legend_is_usable_beside_it(table):
    table.open("/?sector=A03")
    table.atlas.open_legend()
    legend = table.atlas.page.locator(".legend")
    assert legend.bounding_box()["height"] >= 180
    assert legend.evaluate(
        """legend => [...document.querySelectorAll('.leaflet-control')].every(control => {
            const [a, b] = [legend, control].map(each => each.getBoundingClientRect());
            return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        })"""
    )


def test_there_is_none_on_a_phone(city, sign_in):
    table = MapTable(Atlas(sign_in(viewport={"width": 390, "height": 844})))
    table.atlas.open()
    expect(table.toggle).to_be_hidden()
    expect(table.panel).to_be_hidden()


def test_a_head_pressed_with_shift_opens_the_register_beside(table):
    table.open("/?sector=A03")
    head = table.panel.get_by_role("link", name="总投资（万元）")
    with table.atlas.page.context.expect_page() as opened:
        head.click(modifiers=["Shift"])
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    assert "/projects/?sector=A03&sort=-investment" in opened.value.url
    expect(table.atlas.page.locator(".atlas")).to_have_count(1)


def test_a_column_out_on_the_right_stays_in_sight_when_it_is_sorted_by(table):
    table.open()
    table.panel.get_by_text("显示列").click()
    for box in reversed(table.panel.locator(".column-list input:not(:checked)").all()):
        box.check()
    table.panel.get_by_text("显示列").click()
    head = table.panel.get_by_role("link", name="已支付（万元）")
    head.click()
    table.atlas.rest()
    expect(head).to_be_in_viewport()
    expect(head).to_be_focused()


def test_nothing_mapped_can_be_sorted_by_its_length(table):
    table.open("/?mapped=no")
    table.panel.get_by_role("link", name="长度（km）").click()
    table.atlas.rest()
    expect(table.rows.first).to_be_visible()
    expect(table.panel.locator("th[data-column=length]")).to_have_attribute(
        "aria-sort", "descending"
    )


def test_closed_beside_a_card_it_leaves_the_focus_at_the_card(table):
    table.open()
    table.rows.first.locator(".row-link").click()
    expect(table.atlas.card.locator("h2").first).to_be_visible()
    table.panel.get_by_role("button", name="收起").press("Enter")
    expect(table.atlas.card.get_by_role("button", name="返回列表")).to_be_focused()
