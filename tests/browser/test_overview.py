"""The leader's view: two clicks from the question to its figures, and back."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from registry.models import Project
from tests.browser.atlas import number
from tests.browser.overview import OverviewPage
from tests.browser.test_phone import PHONE
from tests.pages_on_paper import Paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

XIQU = "510403"

#: What makes a figure unreadable for someone who does not see the picture.
UNNAMED_PICTURES = """
() => [...document.querySelectorAll("[role=img], canvas, svg")]
  .filter((each) => each.checkVisibility()
    && !each.closest("[aria-label], [aria-hidden], .leaflet-container"))
  .map((each) => each.outerHTML.slice(0, 120))
"""
REPEATED_IDS = """
() => {
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}
"""


@pytest.fixture
def overview(city, sign_in):
    return OverviewPage(sign_in())


def test_how_far_is_a_district_and_on_what_money_is_two_clicks_away(city, sign_in):
    page = sign_in()
    page.goto("/")
    page.get_by_role("link", name="总览").click()
    overview = OverviewPage(page).rest()
    overview.district(XIQU).click()
    overview.rest()
    expect(overview.title).to_have_text("西区总览")
    found = overview.figures()["total"]
    assert overview.figure("完成率") == f"{found['completion'] * 100:.1f}%"
    assert overview.figure("项目") == str(found["projects"])
    assert overview.card("funding").get_attribute("data-rows") == str(len(found["funding"]))


def test_the_notes_of_the_figures_name_the_stages_that_they_count(overview):
    overview.open()
    stages = overview.figures()["total"]["stages"]
    strip = overview.page.locator("[data-strip]")
    for words, codes in (
        ("竣工验收和销号", ("accepted", "closed")),
        ("开工和在建", ("started", "building")),
    ):
        count = sum(stages[code]["projects"] for code in codes)
        expect(strip).to_contain_text(f"{words} {count} 个")


def test_a_figure_of_nothing_leads_nowhere(overview):
    """Or its list would show what the figure does not count."""
    overview.open("stage=building")
    strip = overview.page.locator("[data-strip]")
    expect(strip.get_by_role("link")).not_to_have_count(0)
    expect(strip).to_contain_text("竣工验收和销号 0 个")
    expect(strip.get_by_role("link", name="完成率")).to_have_count(0)
    overview.open("kind=elevator")
    expect(strip.get_by_role("link", name="完成率")).to_have_count(1)
    expect(strip.get_by_role("link", name="管线长度")).to_have_count(0)


def test_from_the_district_to_its_list_and_back_again(overview):
    overview.open()
    overview.district(XIQU).click()
    overview.rest()
    count = overview.figures()["total"]["projects"]
    overview.page.get_by_role("link", name="项目列表").click()
    expect(overview.page).to_have_url(re.compile(rf"/projects/\?district={XIQU}$"))
    expect(overview.page.locator("main")).to_contain_text(str(count))
    overview.page.go_back()
    overview.rest()
    expect(overview.title).to_have_text("西区总览")
    overview.page.go_back()
    overview.rest()
    expect(overview.title).to_have_text("全市总览")


def test_the_wall_screen_is_one_press_away(overview):
    overview.open()
    overview.page.get_by_role("link", name="大屏", exact=True).click()
    expect(overview.page).to_have_url(re.compile("/screen/$"))


def test_every_district_stands_on_the_first_screen(overview):
    """By its name on the map, or where that has no room by its chip below."""
    overview.open()
    codes = [each["code"] for each in overview.figures()["districts"]]
    for code in codes:
        box = overview.district(code).bounding_box()
        assert box["y"] + box["height"] <= 768


def test_where_there_is_no_way_back_none_is_shown(overview):
    overview.open()
    expect(overview.trail).to_be_hidden()
    overview.district(XIQU).click()
    overview.rest()
    expect(overview.trail.locator("li")).to_have_text(["全市", "西区"])
    expect(overview.trail).to_be_visible()


def test_one_district_has_its_brief_beside_the_print(overview):
    overview.open()
    brief = overview.page.get_by_role("link", name="地区简报 PDF")
    expect(brief).to_be_hidden()
    overview.open(f"district={XIQU}&sector=A03&on=2025-06-30&show=projects")
    href = brief.get_attribute("href")
    assert href == f"/districts/{XIQU}/brief.pdf?district={XIQU}&sector=A03"
    assert overview.page.request.get(href).headers["content-type"] == "application/pdf"
    overview.open(f"district={XIQU}&district=510402")
    expect(brief).to_be_hidden()


def test_a_district_shows_its_projects_the_largest_first(overview):
    overview.open()
    projects = overview.page.locator(".overview-list")
    expect(projects).to_be_hidden()
    overview.district(XIQU).click()
    overview.rest()
    of_district = Project.objects.current().filter(district=XIQU)
    largest = of_district.exclude(investment_wan=None).order_by("-investment_wan").first()
    expect(projects.locator("li.result").first).to_contain_text(largest.number)
    count = of_district.count()
    projects.get_by_role("button", name=f"更多（共 {count} 个）").click()
    expect(projects.locator("li.result")).to_have_count(count)
    expect(projects.locator(".of-today")).to_be_hidden()
    projects.locator("li.result").first.click()
    expect(overview.page).to_have_url(re.compile(largest.number))


def test_the_list_of_a_past_day_says_that_it_is_todays(overview):
    overview.open(f"district={XIQU}&on=2025-06-30")
    expect(overview.page.locator(".of-today")).to_be_visible()
    expect(overview.page.locator(".of-today")).to_contain_text("今天的情况")


def test_a_list_that_could_not_be_fetched_is_fetched_again(overview, watch):
    watch.provoke("cards|sendError")
    overview.open()
    overview.page.route("**/cards/*", lambda route: route.abort("connectionrefused"))
    overview.district(XIQU).click()
    notice = overview.page.locator("[data-notices]").get_by_role("button", name="重试")
    expect(notice).to_be_visible()
    overview.page.unroute("**/cards/*")
    notice.click()
    expect(overview.page.locator(".overview-list li.result").first).to_be_visible()
    expect(notice).to_have_count(0)


def test_the_trail_leads_back_to_the_whole_city(overview):
    overview.open(f"district={XIQU}&sector=A03")
    overview.trail.get_by_role("link", name="全市").click()
    overview.rest()
    assert overview.asked == {"sector": ["A03"]}


def test_a_shape_on_the_map_is_pressed_like_its_name(overview):
    overview.open()
    shape = overview.page.locator(".leaflet-overlay-pane path").first
    box = shape.bounding_box()
    overview.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    overview.rest()
    assert len(overview.asked["district"]) == 1


def test_places_without_an_outline_stand_beside_the_map(overview):
    overview.open()
    chips = overview.page.locator("[data-district-chips] [data-district]")
    assert chips.evaluate_all("all => all.map(({ dataset }) => dataset.district)") == [
        "510400",
        "VTGXQ",
    ]
    chips.last.click()
    overview.rest()
    expect(overview.title).to_have_text("钒钛高新区总览")


@pytest.mark.parametrize("measure", ["projects", "length", "completion", "2026"])
def test_the_map_shows_what_is_chosen_with_its_legend(overview, measure):
    overview.open()
    overview.page.locator("[data-show]").select_option(measure)
    overview.rest()
    assert overview.asked == {"show": [measure]}
    chosen = overview.page.locator("[data-show] option:checked").inner_text()
    expect(overview.page.locator("[data-map-legend] h3")).to_have_text(chosen)
    colours = overview.page.locator(".leaflet-overlay-pane path").evaluate_all(
        "all => all.map((path) => path.getAttribute('fill'))"
    )
    assert len(colours) == 5
    assert len(set(colours)) > 1


def test_a_mark_leads_into_the_filter_and_out_again(overview):
    overview.open()
    overview.press_mark("stages", 8)
    expect(overview.page).to_have_url(re.compile("stage=building"))
    overview.rest()
    overview.press_mark("stages", 8)
    expect(overview.page).to_have_url(re.compile("/overview/$"))
    overview.rest()
    overview.press_mark("sectors", 2)
    overview.rest()
    assert overview.asked == {"sector": ["A03"]}
    expect(overview.page.locator("[data-chips] .chip")).to_have_text(re.compile("供水"))


def test_the_bar_of_those_who_have_come_so_far_opens_nothing(overview):
    overview.open()
    # Beside the bar of the few who stand there, in the long one behind it.
    overview.press_mark("stages", 0, beyond=100)
    overview.press_mark("sectors", 2)
    overview.rest()
    assert overview.asked == {"sector": ["A03"]}


#: The last mark of each chart: pixels from the canvas's corners.
LAST_MARKS = {"years": (-100, -40), "matrix": (-20, -18)}
#: The name of the last row, whose bar is too short to be pressed.
LAST_NAMES = {"stages": (105, -16), "funding": (105, -16), "sectors": (105, -16)}


@pytest.mark.parametrize(("name", "place"), [*LAST_MARKS.items(), *LAST_NAMES.items()])
def test_every_sort_of_mark_leads_where_its_row_of_the_table_leads(overview, name, place):
    overview.open()
    target = overview.last_link(name)
    overview.press_at(name, *place)
    overview.page.wait_for_url(f"**{target}")
    overview.rest()
    assert overview.asked


def test_a_sector_beside_all_districts_leads_to_all_of_them(overview):
    overview.open("district=510402&year=2026")
    row = overview.table("matrix").locator("tbody tr").last
    row.get_by_role("link").first.click()
    overview.rest()
    assert set(overview.asked) == {"sector", "year"}
    assert overview.figure("项目") != "0"


def test_behind_the_map_is_a_table_of_all_districts(overview):
    overview.open()
    card = overview.page.locator(".overview-map")
    card.get_by_role("button", name="表格").click()
    expect(card.locator(".leaflet-container")).to_be_hidden()
    districts = overview.figures()["districts"]
    rows = card.locator("tbody tr")
    expect(rows).to_have_count(len(districts))
    counts = rows.locator("td:nth-child(2)").all_inner_texts()
    assert counts == [str(each["projects"]) for each in districts]
    card.get_by_role("link", name="西区").click()
    overview.rest()
    assert overview.asked == {"district": [XIQU]}
    card.get_by_role("button", name="表格").click()
    expect(overview.district(XIQU)).to_have_attribute("aria-pressed", "true")


def test_the_filter_counts_its_choices_for_today_alone(overview):
    overview.open()
    page = overview.page
    page.locator(".filter-panel > summary").click()
    count = page.locator("label:has([name=sector][value=A03]) .count")
    expect(count).to_have_text(str(Project.objects.current().filter(sector="A03").count()))
    overview.district(XIQU).click()
    there = Project.objects.current().filter(sector="A03", district=XIQU).count()
    expect(count).to_have_text(str(there))
    page.get_by_label("日期", exact=True).fill("2025-06-30")
    page.get_by_label("日期", exact=True).blur()
    expect(count).to_have_count(0)
    overview.rest()
    page.get_by_role("button", name="回到今天").click()
    expect(count).to_have_text(str(there))


@pytest.mark.parametrize("name", ["stages", "funding", "years", "sectors", "matrix"])
def test_behind_every_chart_is_a_table_of_links_for_the_keyboard(overview, name):
    overview.open()
    card = overview.card(name)
    switch = card.get_by_role("button", name="表格")
    switch.focus()
    overview.page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    link = card.locator("table a").first
    link.focus()
    href = link.get_attribute("href")
    overview.page.keyboard.press("Enter")
    overview.rest()
    assert overview.page.url.endswith(href)


def test_the_tables_say_what_the_server_answers(overview):
    overview.open(f"district={XIQU}")
    total = overview.figures()["total"]
    rows = overview.table("stages").locator("tbody tr").all()
    counts = [int(row.locator("td").first.inner_text()) for row in rows]
    assert sum(counts) == total["projects"]
    money = overview.table("funding").locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert sum(float(text.replace(",", "")) for text in money) == pytest.approx(
        sum(map(float, total["funding"].values()))
    )


def test_two_districts_stand_side_by_side(overview):
    overview.open()
    overview.page.locator(".overview-compare summary").click()
    form = overview.page.locator("[data-compare=district]")
    form.locator("select").first.select_option("510402")
    form.locator("select").last.select_option(XIQU)
    form.get_by_role("button", name="比较").click()
    overview.rest()
    assert overview.asked == {"compare": ["510402", XIQU]}
    expect(overview.title).to_have_text("东区与西区比较")
    sides = overview.figures()["sides"]
    row = overview.page.locator("[data-sides] tbody tr").first
    assert row.locator("td").all_inner_texts() == [
        *(str(side["projects"]) for side in sides),
        f"{sides[0]['projects'] - sides[1]['projects']:+d}",
    ]
    overview.trail.get_by_role("link", name="全市").click()
    overview.rest()
    assert overview.asked == {}


def test_each_side_of_a_comparison_leads_to_its_projects(overview):
    overview.open(f"compare=510402&compare={XIQU}")
    sides = overview.figures()["sides"]
    done = overview.page.locator("[data-sides] tbody tr", has_text="竣工验收和销号")
    expect(done.get_by_role("link")).to_have_count(2)
    done.get_by_role("link").last.click()
    overview.rest()
    assert overview.asked == {"district": [XIQU], "stage": ["accepted", "closed"]}
    assert overview.figure("项目") == str(sides[1]["done"])


def test_two_years_lead_to_what_they_were(overview):
    """A year that is over is compared as it stood on its last day."""
    overview.open("compare=2025&compare=2026")
    sides = overview.figures()["sides"]
    row = overview.page.locator("[data-sides] tbody tr").first
    row.get_by_role("link").first.click()
    overview.rest()
    assert overview.asked == {"year": ["2025"], "on": ["2025-12-31"]}
    assert overview.figure("项目") == str(sides[0]["projects"])


def test_this_year_is_offered_against_the_last_one(overview):
    overview.open()
    overview.page.locator(".overview-compare summary").click()
    offered = overview.page.locator("[data-compare=year] select")
    this_year = timezone.localdate().year
    for select, year in zip(offered.all(), (this_year, this_year - 1), strict=True):
        expect(select).to_have_value(str(year))


def compare(overview, what, first, second):
    overview.page.locator(".overview-compare summary").click()
    form = overview.page.locator(f"[data-compare={what}]")
    form.locator("select").first.select_option(first)
    form.locator("select").last.select_option(second)
    form.get_by_role("button", name="比较").click()
    return overview.rest()


@pytest.mark.parametrize(
    ("what", "asked", "pair"),
    [("district", "510421", ["510402", XIQU]), ("year", "2026", ["2025", "2026"])],
)
def test_what_is_compared_is_no_longer_chosen(overview, what, asked, pair):
    overview.open(f"{what}={asked}")
    compare(overview, what, *pair)
    assert overview.asked == {"compare": pair}
    overview.page.go_back()
    overview.rest()
    assert overview.asked == {what: [asked]}


@pytest.mark.parametrize(
    ("what", "asked", "pair"),
    [("district", "510421", ["510402", XIQU]), ("year", "2024", ["2025", "2026"])],
)
def test_an_address_that_also_chooses_tells_only_what_it_compares(overview, what, asked, pair):
    both = "&".join(f"compare={each}" for each in pair)
    overview.open(f"sector=A03&{what}={asked}&{both}")
    page = overview.page
    expect(page.locator("[data-chips] .chip")).to_have_text([re.compile("供水")])
    expect(page.get_by_role("link", name="地区简报 PDF")).to_be_hidden()
    expect(page.locator(".overview-list")).to_be_hidden()
    expect(overview.trail.locator("li")).to_have_text(["全市", re.compile("^比较：")])
    expect(page.locator(f"[data-filter] input[name={what}]:checked")).to_have_count(0)
    projects = "&".join(f"{what}={each}" for each in pair)
    for name, path in (("项目列表", "/projects/"), ("在地图上看", "/")):
        link = page.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", f"{path}?sector=A03&{projects}")


@pytest.mark.parametrize("width", [1920, 1366, 1024, 800])
def test_the_comparison_opens_beside_its_button_within_the_window(overview, width):
    overview.page.set_viewport_size({"width": width, "height": 768})
    overview.open()
    overview.page.locator(".overview-compare summary").click()
    box = overview.page.locator(".overview-compare .menu-list").bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert overview.page.evaluate("document.documentElement.scrollWidth") == width
    for button in overview.page.locator(".compare-form button").all():
        button.click(trial=True)


def test_two_years_stand_side_by_side(overview):
    overview.open()
    overview.page.locator(".overview-compare summary").click()
    form = overview.page.locator("[data-compare=year]")
    form.locator("select").first.select_option("2025")
    form.locator("select").last.select_option("2026")
    form.get_by_role("button", name="比较").click()
    overview.rest()
    assert overview.asked == {"compare": ["2025", "2026"]}
    expect(overview.title).to_have_text("2025 年与 2026 年比较")
    sides = overview.figures()["sides"]
    row = overview.page.locator("[data-sides] tbody tr", has_text="当年计划").first
    planned = [float(side["years"][side["code"]]["planned_wan"]) for side in sides]
    shown = [number(text) for text in row.locator("td").all_inner_texts()]
    assert shown == pytest.approx([*planned, planned[1] - planned[0]])


def test_a_day_of_the_past_is_chosen_and_left(overview):
    overview.open()
    now = overview.figures()["total"]["projects"]
    overview.page.get_by_label("日期", exact=True).fill("2025-06-30")
    overview.page.get_by_label("日期", exact=True).blur()
    expect(overview.page).to_have_url(re.compile("on=2025-06-30"))
    overview.rest()
    then = overview.figures()["total"]["projects"]
    assert 0 < then < now
    assert overview.figure("项目") == str(then)
    expect(overview.page.locator("[data-past-note]")).to_contain_text("2025-06-30")
    overview.page.get_by_role("button", name="回到今天").click()
    overview.rest()
    assert overview.asked == {}


def test_from_a_day_before_all_records_one_is_led_to_today(overview):
    overview.open("on=1999-03-01&sector=A06&show=projects")
    expect(overview.page.locator("[data-nothing]")).to_be_visible()
    overview.page.get_by_role("button", name="清除全部条件").click()
    overview.rest()
    assert overview.asked == {"show": ["projects"]}
    expect(overview.page.locator("[data-nothing]")).to_be_hidden()
    assert overview.figure("项目") == str(overview.figures()["total"]["projects"]) != "0"


@pytest.mark.parametrize(("typed", "end"), [("1900-01-01", "first"), ("2099-01-01", "last")])
def test_a_day_outside_the_records_is_the_nearest_one_and_that_is_said(overview, typed, end):
    overview.open("on=2025-06-30")
    page = overview.page
    field = page.get_by_label("日期", exact=True)
    field.fill(typed)
    field.blur()
    nearest = page.locator("[data-day]").get_attribute(f"data-{end}")
    note = page.locator("[data-day-note]")
    expect(note).to_contain_text(typed)
    expect(note).to_contain_text(nearest)
    expect(field).to_have_value(nearest)
    asked = {"on": [nearest]} if end == "first" else {}
    expect(page).to_have_url(re.compile(f"on={nearest}$" if asked else "/overview/$"))
    overview.rest()
    assert overview.asked == asked
    assert overview.figure("项目") == str(overview.figures()["total"]["projects"])
    expect(field).to_have_value(nearest)
    field.fill("2025-12-31")
    field.blur()
    expect(page).to_have_url(re.compile("on=2025-12-31$"))
    expect(note).to_be_hidden()


def test_the_figures_follow_the_slider_while_it_is_dragged(overview):
    overview.open()
    page, now = overview.page, int(overview.figure("项目"))
    slider = page.get_by_label("看哪一天")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 6, y)
    page.mouse.down()
    for share in (0.7, 0.4):
        page.mouse.move(box["x"] + box["width"] * share, y, steps=8)
        day = slider.get_attribute("aria-valuetext")
        expect(overview.root).to_have_attribute("data-on", day)
        assert slider.input_value() == slider.evaluate(
            "(each, day) => String(Date.parse(day) / 864e5)", day
        )
        assert 0 < int(overview.figure("项目")) < now
        assert overview.asked == {}
        now = int(overview.figure("项目"))
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"on={day}$"))
    overview.rest()
    assert int(overview.figure("项目")) == overview.figures()["total"]["projects"] == now
    page.go_back()
    overview.rest()
    assert overview.asked == {}


def test_a_peek_that_failed_is_forgotten_with_the_next_that_does_not(overview, watch):
    overview.open()
    watch.provoke("overview.json")
    page = overview.page
    slider = page.get_by_label("看哪一天")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 6, y)
    page.mouse.down()
    page.route("**/overview.json*", lambda route: route.abort())
    page.mouse.move(box["x"] + box["width"] * 0.7, y)
    expect(overview.root).to_have_attribute("data-state", "error")
    page.unroute("**/overview.json*")
    page.mouse.move(box["x"] + box["width"] * 0.4, y)
    overview.rest()
    assert overview.asked == {}
    page.mouse.up()


def test_the_slider_moves_by_the_keyboard(overview):
    overview.open()
    overview.page.get_by_label("看哪一天").focus()
    overview.page.keyboard.press("PageDown")
    expect(overview.page).to_have_url(re.compile(r"on=\d{4}-\d\d-\d\d"))
    overview.rest()


def test_the_arrow_keys_take_one_step_of_the_history_a_stay(overview):
    overview.open("sector=A03")
    page, slider = overview.page, overview.page.get_by_label("看哪一天")
    steps = page.evaluate("history.length")
    seen = set()
    slider.focus()
    for _ in range(3):
        slider.press("PageDown")
        overview.rest()
        seen |= set(overview.asked["on"])
    assert len(seen) == 3
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    overview.rest()
    assert overview.asked == {"sector": ["A03"]}
    slider.press("PageDown")
    overview.rest()
    page.go_back()
    overview.rest()
    assert overview.asked == {"sector": ["A03"]}
    page.go_forward()
    overview.rest()
    slider.blur()
    slider.press("PageDown")
    overview.rest()
    assert page.evaluate("history.length") == steps + 2


def test_a_view_is_saved_and_opened_as_it_was_looked_at(overview):
    overview.open(f"show=projects&compare=510402&compare={XIQU}")
    page = overview.page
    page.locator(".views-menu > summary").click()
    page.get_by_placeholder("给当前视图起个名称").fill("两区项目数")
    page.get_by_role("button", name="保存当前视图").click()
    expect(page.locator(".views-told")).to_have_text("已保存“两区项目数”")
    asked = overview.asked
    overview.open()
    page.locator(".views-menu > summary").click()
    page.get_by_role("link", name="两区项目数").click()
    page.wait_for_url("**compare=**")
    overview.rest()
    assert overview.asked == asked
    expect(overview.title).to_have_text("东区与西区比较")
    page.locator(".views-menu > summary").click()
    page.get_by_label("修改“两区项目数”").click()
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.locator(".views-told")).to_contain_text("已删除")


def test_nothing_found_is_said_with_a_way_out(overview):
    overview.open("sector=A05")
    expect(overview.page.locator("[data-nothing]")).to_be_visible()
    overview.page.get_by_role("button", name="清除全部条件").click()
    overview.rest()
    expect(overview.page.locator("[data-nothing]")).to_be_hidden()


def test_a_failed_request_is_told_and_tried_again(overview, watch):
    overview.open()
    watch.provoke("overview.json")
    overview.page.route("**/overview.json*", lambda route: route.abort())
    overview.district("VTGXQ").click()
    expect(overview.root).to_have_attribute("data-state", "error")
    overview.page.unroute("**/overview.json*")
    overview.page.locator("[data-notices]").get_by_role("button", name="重试").click()
    overview.rest()
    expect(overview.title).to_have_text("钒钛高新区总览")


def test_a_reporter_sees_his_own_district_alone(city, sign_in):
    overview = OverviewPage(sign_in("demo-dongqu")).open()
    found = overview.figures()
    assert {each["code"] for each in found["districts"] if each["projects"]} == {"510402"}
    assert "视频监控" not in overview.table("sectors").inner_text()


def test_pictures_have_names_and_ids_are_given_once(overview):
    for query in ("", f"compare=510402&compare={XIQU}", "sector=A05"):
        overview.open(query)
        assert overview.page.evaluate(UNNAMED_PICTURES) == []
        assert overview.page.evaluate(REPEATED_IDS) == []


class TestPhone:
    @pytest.fixture
    def overview(self, city, sign_in):
        return OverviewPage(sign_in(**PHONE)).open()

    def test_every_district_can_be_tapped_and_nothing_runs_over_the_side(self, overview):
        for code, name in ((XIQU, "西区"), ("510402", "东区"), ("510421", "米易县")):
            overview.district(code).tap()
            overview.rest()
            expect(overview.title).to_have_text(f"{name}总览")
            width = overview.page.evaluate("document.documentElement.scrollWidth")
            assert width == PHONE["viewport"]["width"]

    def test_the_comparison_opens_within_the_screen(self, overview):
        overview.page.locator(".overview-compare summary").tap()
        box = overview.page.locator(".overview-compare .menu-list").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["viewport"]["width"]

    @pytest.mark.parametrize("address", ["/overview/", "/projects/"])
    def test_the_saved_views_open_within_the_screen(self, overview, address):
        overview.page.goto(address)
        overview.page.locator(".views-menu > summary").tap()
        expect(overview.page.locator("[data-view-new]")).to_be_visible()
        box = overview.page.locator(".views-list").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["viewport"]["width"]


def printed(overview):
    return Paper(overview.page.pdf(prefer_css_page_size=True, print_background=True))


def words(sheet, number):
    return "".join(sheet.document[number].get_textpage().get_text_range().split())


def test_on_paper_map_and_charts_take_the_width_of_the_sheet_and_then_their_own_again(overview):
    overview.open()
    canvas = overview.card("funding").locator("canvas").first
    wide = canvas.bounding_box()["width"]
    overview.page.emulate_media(media="print")
    overview.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for hidden in (".site-header", ".page-actions", "[data-as-table]", ".overview-filter details"):
        expect(overview.page.locator(hidden).first).to_be_hidden()
    for control in overview.page.locator("[data-overview] :is(input, select, button.btn)").all():
        expect(control).to_be_hidden()
    root = overview.root.bounding_box()
    assert root["width"] == 700
    for drawn in overview.page.locator(".chart-canvas canvas, .leaflet-container").all():
        if box := drawn.bounding_box():
            assert box["width"] <= 700
            assert box["x"] + box["width"] <= root["x"] + 700
    heights = overview.page.locator(".overview-figure").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().top)"
    )
    assert len(set(heights)) == 1
    pixels = "canvas => canvas.width / canvas.offsetWidth"
    assert canvas.evaluate(pixels) >= 3
    overview.page.emulate_media(media="screen")
    overview.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert canvas.bounding_box()["width"] == wide
    assert canvas.evaluate(pixels) == 1


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_the_city_is_two_sheets_of_a4_that_say_what_they_are(overview, width):
    overview.page.set_viewport_size({"width": width, "height": 900})
    overview.open()
    expect(overview.page.locator(".paper-about")).to_have_count(1)
    sheet = printed(overview)
    sheet.keep(f"overview-{width}")
    assert len(sheet) == 2
    assert [round(each / 72 * 25.4) for each in sheet.page.get_size()] == [210, 297]
    today = timezone.localdate().isoformat()
    for told in (
        *("全市总览", f"{today}的情况", "筛选条件：全部项目", "示例数据", "密级：", "示意边界"),
        *("专班领导", f"打印于{today}"),
    ):
        assert told in sheet.text
    of_matrix = words(sheet, 1)
    assert "完成率是" in of_matrix
    assert "点图上" not in of_matrix
    for told in ("各领域在各地区", "老旧电梯", "园区循环化", "米易县", "钒钛高新区"):
        assert told in of_matrix


def test_a_district_is_printed_with_its_photos_before_anyone_has_scrolled(overview):
    overview.open("district=510402&sector=A03&on=2026-03-01")
    photos = overview.page.locator(".overview-photos img")
    expect(photos).not_to_have_count(0)
    overview.page.wait_for_load_state("networkidle")
    assert photos.evaluate_all("all => all.every(({ naturalWidth }) => naturalWidth > 0)")
    sheet = printed(overview)
    assert "2026-03-01的情况" in sheet.text
    assert "筛选条件：领域：供水设施设备更新；地区：东区" in sheet.text


def test_the_paper_of_a_long_list_says_how_much_of_it_there_is(overview):
    overview.open("district=510402")
    expect(overview.page.locator(".overview-list li.result").first).to_be_visible()
    shown = overview.page.locator(".overview-list li.result").count()
    sheet = printed(overview)
    whole = "".join(words(sheet, number) for number in range(len(sheet)))
    assert f"以上{shown}个，共{overview.figures()['total']['projects']}个" in whole


def test_a_session_that_ended_is_told_and_leads_back(overview, watch):
    watch.provoke("401")
    overview.open()
    overview.page.context.clear_cookies()
    overview.page.locator("[data-show]").select_option("projects")
    notice = overview.page.locator("[data-notices]").first
    expect(notice).to_contain_text("登录已过期，请重新登录")
    notice.get_by_role("link", name="登录").click()
    expect(overview.page.locator("input[name=next]")).to_have_value("/overview/?show=projects")
