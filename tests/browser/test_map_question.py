"""One question, every answer: filter, address, totals, list, counts and tiles on the map page."""

import re

import pytest
from django.db.models import Count
from playwright.sync_api import expect

from registry.models import Project
from tests.browser.atlas import Atlas

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def assert_all_answers_agree(atlas):
    """Every figure on the page is the server's answer to the question in the address."""
    atlas.rest()
    return assert_answers_agree(atlas)


def assert_answers_agree(atlas):
    summary, figures = atlas.summary(), atlas.figures()
    assert figures["项目"] == atlas.listed() == summary["projects"]
    assert figures["总投资"] == pytest.approx(float(summary["investment_wan"]), abs=50)
    assert figures["管线长度"] == pytest.approx(summary["length_m"] / 1000, abs=0.006)
    assert figures["未上图"] == summary["unmapped"]
    for medium in summary["by_medium"]:
        km = figures.get(medium["label"], 0)
        assert km == pytest.approx(medium["length_m"] / 1000, abs=0.006)
    for kind in summary["by_kind"]:
        assert kind["code"] == "pipe" or figures[kind["label"]] == kind["assets"]
    counts = {row["code"]: row["projects"] for row in summary["by_district"]}
    assert atlas.district_counts() == counts
    assert atlas.drawn == summary["assets"] - summary["unmapped"]
    return summary


def test_without_a_question_all_answers_agree(atlas):
    assert assert_all_answers_agree(atlas.open())["projects"] > 200


def commonest_choice():
    """The sector, funding source and stage that most projects have in common."""
    current = Project.objects.current().order_by()
    triples = current.values_list("sector", "funding_lines__source", "stage")
    counted = triples.exclude(funding_lines=None).annotate(n=Count("pk", distinct=True))
    return counted.order_by("-n", "sector").first()[:3]


def test_sector_funding_and_stage_change_every_answer_together(atlas):
    found = [assert_all_answers_agree(atlas.open())["projects"]]
    sector, funding, stage = commonest_choice()
    for name, value in (("sector", sector), ("funding", funding), ("stage", stage)):
        atlas.tick(name, value)
        found.append(assert_all_answers_agree(atlas)["projects"])
    assert atlas.address.query == f"sector={sector}&funding={funding}&stage={stage}"
    assert found == sorted(found, reverse=True)
    assert found[0] > found[1] > found[3] > 0


def test_an_answer_to_a_former_question_is_not_waited_for(atlas):
    atlas.open()
    atlas.page.route(re.compile(r"/cards/\?sector=A06$"), lambda never_answered: None)
    atlas.tick("sector", "A06")
    atlas.tick("stage", "building")
    assert_all_answers_agree(atlas)


def test_map_totals_and_list_do_not_wait_for_the_counts(atlas):
    atlas.open()
    held = []
    atlas.page.route("**/facets.json*", lambda route: held.append(route))
    atlas.tick("sector", "A06")
    expect(atlas.root).to_have_attribute("data-state", "counting")
    assert_answers_agree(atlas)
    held.pop().continue_()
    atlas.rest()


def test_a_filter_fetches_the_tiles_in_sight_and_no_others(atlas):
    atlas.open("/#15/26.58500/101.71500")
    page, asked = atlas.page, []
    middle = atlas.map.bounding_box()
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    for _ in range(3):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 250, y - 150)
        page.mouse.up()
        atlas.rest()
    page.on(
        "request", lambda request: "/tiles/assets/" in request.url and asked.append(request.url)
    )
    atlas.tick("sector", "A06")
    atlas.rest()
    on_filter = sorted(asked)
    asked.clear()
    page.reload()
    atlas.rest()
    assert on_filter == sorted(asked)


def test_two_values_of_one_filter_mean_either(atlas):
    atlas.open("/?sector=A04")
    one = atlas.summary()["projects"]
    atlas.tick("sector", "A03")
    assert assert_all_answers_agree(atlas)["projects"] > one


def test_the_choices_count_their_projects(atlas):
    atlas.open("/?sector=A04")
    for row in atlas.summary()["by_stage"]:
        choice = atlas.page.locator("label").filter(
            has=atlas.page.locator(f"input[name=stage][value={row['code']}]")
        )
        assert choice.locator(".count").inner_text() == str(row["projects"])


def test_back_and_forward_walk_through_the_questions(atlas):
    atlas.open()
    atlas.tick("sector", "A04")
    narrow = assert_all_answers_agree(atlas)["projects"]
    atlas.tick("stage", "building")
    narrowest = assert_all_answers_agree(atlas)["projects"]
    atlas.page.go_back()
    assert assert_all_answers_agree(atlas)["projects"] == narrow
    expect(atlas.page.locator("input[name=stage][value=building]")).not_to_be_checked()
    atlas.page.go_forward()
    assert assert_all_answers_agree(atlas)["projects"] == narrowest
    expect(atlas.page.locator("input[name=stage][value=building]")).to_be_checked()


def test_a_chip_takes_its_filter_away_and_clear_takes_all(atlas):
    atlas.open("/?sector=A04&funding=ultra-long-bond")
    expect(atlas.chips).to_have_text(["领域：污水处理设施设备更新×", "资金来源：超长期特别国债×"])
    atlas.chips.first.click()
    assert_all_answers_agree(atlas)
    assert atlas.address.query == "funding=ultra-long-bond"
    atlas.page.locator(".rail").get_by_role("button", name="清除全部").click()
    assert_all_answers_agree(atlas)
    assert atlas.address.query == ""
    expect(atlas.page.locator("input[name=funding]:checked")).to_have_count(0)


def test_a_shared_link_shows_a_colleague_the_same_view(atlas, sign_in):
    atlas.open("/#15/26.58500/101.71500")
    atlas.tick("sector", "A04")
    atlas.open_legend()
    atlas.page.get_by_role("button", name="按阶段").click()
    atlas.rows.first.click()
    expect(atlas.page).to_have_url(re.compile(r"#1[67]/.*/stage/RA-\d+$"))
    atlas.rest()
    colleague = Atlas(sign_in()).open(atlas.page.url)
    assert colleague.page.url == atlas.page.url
    assert (colleague.figures(), colleague.drawn) == (atlas.figures(), atlas.drawn)
    expect(colleague.card).to_contain_text(atlas.card.locator(".project-card h2").inner_text())
    colleague.open_legend()
    expect(colleague.page.get_by_role("button", name="按阶段")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_typing_searches_by_name(atlas):
    atlas.open()
    atlas.page.get_by_role("searchbox").press_sequentially("河门口老旧小区")
    expect(atlas.page).to_have_url(re.compile(r"\?q="))
    assert_all_answers_agree(atlas)
    expect(atlas.rows).to_have_count(1)
    expect(atlas.rows).to_contain_text("河门口老旧小区燃气管网")


def test_what_is_not_mapped_is_one_click_away(atlas):
    atlas.open()
    unmapped = atlas.summary()["unmapped"]
    atlas.page.locator("[data-totals]").get_by_role("button", name="未上图").click()
    summary = assert_all_answers_agree(atlas)
    assert atlas.address.query == "mapped=no"
    assert summary["assets"] == summary["unmapped"] == unmapped > 0
    assert atlas.drawn == 0


def test_a_figure_of_nothing_leads_nowhere(atlas):
    atlas.open("/?kind=elevator&mapped=yes")
    totals = atlas.page.locator("[data-totals]")
    expect(totals).to_contain_text("管线长度0.00km未上图0项")
    expect(totals.get_by_role("button", name="电梯")).to_be_visible()
    for label in ("管线长度", "未上图"):
        expect(totals.locator(".total", has_text=label)).to_be_visible()
        expect(totals.get_by_role("button", name=label)).to_have_count(0)


def test_the_figures_lead_to_the_register_asked_the_same(atlas):
    atlas.open("/?sector=A04&sector=A06")
    projects = atlas.summary()["projects"]
    atlas.page.locator("[data-totals]").get_by_role("link", name="项目").click()
    expect(atlas.page.locator("tr.totals")).to_contain_text(f"合计 {projects} 个项目")
    assert atlas.address.query == "sector=A04&sector=A06"


def test_limits_that_exclude_each_other_are_called_so(atlas):
    atlas.open("/?investment_min=500&investment_max=100")
    nothing = atlas.page.locator("[data-nothing]")
    expect(nothing).to_contain_text("大于上限（不多于），没有项目能同时符合，请改其中一个。")
    expect(nothing).not_to_contain_text("请放宽筛选条件")
    nothing.get_by_role("button", name="清除全部条件").click()
    expect(nothing).to_be_hidden()


def test_a_view_shared_by_one_is_opened_by_a_colleague(atlas, sign_in):
    """The leader's and the reviewer's organisation is the same; 东区's is not."""
    atlas.open("/?sector=A06#13/26.58000/101.71000/stage")
    views = atlas.page.locator("[data-views]")
    atlas.page.get_by_text("常用视图", exact=True).click()
    views.get_by_label("名称").last.fill("城区燃气")
    views.get_by_label("共享给").last.select_option("taskforce")
    views.get_by_role("button", name="保存当前视图").click()
    expect(views).to_contain_text("已保存“城区燃气”")
    colleague = Atlas(sign_in("demo-zhuanban")).open()
    colleague.page.get_by_text("常用视图", exact=True).click()
    colleague.page.get_by_role("link", name=re.compile("城区燃气.*共享")).click()
    colleague.rest()
    assert (colleague.address.query, colleague.address.fragment) == (
        atlas.address.query,
        atlas.address.fragment,
    )
    assert colleague.listed() == colleague.figures()["项目"] == colleague.summary()["projects"]
    stranger = Atlas(sign_in("demo-dongqu")).open()
    stranger.page.get_by_text("常用视图", exact=True).click()
    expect(stranger.page.locator("[data-views]")).to_contain_text("还没有常用视图")
    views.get_by_text("修改", exact=True).click()
    views.get_by_role("button", name="删除").click()
    expect(views).to_contain_text("已删除")


def test_an_answer_without_projects_says_so_and_offers_the_way_out(atlas):
    atlas.open("/?sector=A05")
    expect(atlas.page.get_by_role("heading", name="没有符合条件的项目")).to_be_visible()
    atlas.page.get_by_role("button", name="清除全部条件").click()
    atlas.rest()
    expect(atlas.page.locator("[data-nothing]")).to_be_hidden()
    assert atlas.drawn > 0


def test_the_map_goes_where_the_answer_lies(atlas):
    """It is asked to: of itself it stays where it is."""
    project = Project.objects.current().filter(total__extent__isnull=False).order_by("pk").first()
    atlas.open(f"/?q={project.number}")
    fragment = atlas.address.fragment
    atlas.page.get_by_role("button", name="结果", exact=True).click()
    expect(atlas.page).not_to_have_url(re.compile(re.escape(f"#{fragment}") + "$"))
    atlas.rest()
    zoom, latitude, longitude = map(float, atlas.address.fragment.split("/")[:3])
    west, south, east, north = project.total.extent.extent
    assert zoom >= 12
    assert west <= longitude <= east
    assert south <= latitude <= north


def test_an_answer_without_a_place_says_so_until_something_else_is_asked(atlas):
    atlas.open("/?mapped=no&q=无此")
    atlas.page.get_by_role("button", name="结果", exact=True).click()
    expect(atlas.notices).to_contain_text("没有上图")
    atlas.page.locator("[data-chips] .chip").first.click()
    expect(atlas.notices).to_be_empty()


def test_many_conditions_are_told_by_number_and_opened(atlas):
    sectors = "&".join(f"sector=A{n:02}" for n in range(1, 10))
    atlas.open(f"/?{sectors}")
    expect(atlas.chips).to_have_count(5)
    box = atlas.page.locator("[data-chips]")
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight")
    atlas.page.get_by_role("button", name="还有 4 个").click()
    expect(atlas.chips).to_have_count(9)
    atlas.page.get_by_role("button", name="收起", exact=True).first.scroll_into_view_if_needed()
    expect(box.get_by_role("button", name="收起")).to_be_focused()
    atlas.chips.last.click()
    atlas.rest()
    expect(atlas.chips).to_have_count(8)
