"""The register's table and the list beside the map: sorting, paging, totals, partial answers."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from registry.choices import Stage
from registry.columns import COLUMNS
from registry.models import Organisation, Project
from registry.question import Question
from registry.register import Register
from registry.templatetags.register import rows
from registry.views.register import ROWS
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory


def names(answer):
    return [project.name for project in answer.context["register"].page]


@pytest.fixture
def visitor(login, leader):
    return login(leader)


def test_the_table_shows_what_the_question_finds(visitor):
    ProjectFactory(name="东区供水", sector_id="A03")
    ProjectFactory(name="东区电梯", sector_id="A01")
    answer = visitor.get("/projects/?sector=A01")
    assert names(answer) == ["东区电梯"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("number", ["甲", "乙", "丙"]),
        ("-number", ["丙", "乙", "甲"]),
        ("name", ["丙", "甲", "乙"]),  # bǐng, jiǎ, yǐ
        ("investment", ["乙", "甲", "丙"]),
        ("-investment", ["甲", "乙", "丙"]),
        ("stage", ["乙", "丙", "甲"]),
        ("-length", ["丙", "乙", "甲"]),
        ("planned_start", ["乙", "甲", "丙"]),
        ("-planned_start", ["甲", "乙", "丙"]),
    ],
)
def test_columns_sort_both_ways_and_empty_values_come_last(visitor, sort, expected):
    ProjectFactory(
        name="甲", investment_wan=Decimal(20), stage=Stage.ACCEPTED, planned_start=date(2027, 1, 1)
    )
    ProjectFactory(
        name="乙", investment_wan=Decimal(3), stage=Stage.PLANNED, planned_start=date(2026, 1, 1)
    )
    longest = ProjectFactory(name="丙", investment_wan=None, stage=Stage.RESERVED)
    AssetFactory(project=longest)
    assert names(visitor.get("/projects/", {"sort": sort})) == expected


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("colour=red", "没有“colour”这个查询条件"),
        ("stage=flying", "“阶段”：没有“flying”这一项，请重新选择。"),
        ("q=" + "长" * 101, "最多 100 个字，请缩短后再查。"),
        ("sort=colour", "不能按“colour”排序"),
        ("sort=-", "不能按“”排序，可以按编号、"),
    ],
)
@pytest.mark.parametrize("address", ["/projects/", "/projects/cards/", "/projects/rows/"])
def test_a_bad_question_is_answered_with_a_sentence(visitor, address, query, told):
    answer = visitor.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert told in answer.text


@pytest.mark.parametrize("address", ["/projects/", "/projects/cards/", "/"])
@pytest.mark.parametrize("page", ["-1", "0", "two", "9" * 5000])
def test_a_page_that_there_cannot_be_is_the_first(visitor, address, page):
    ProjectFactory(name="甲")
    answer = visitor.get(address, {"page": page})
    assert answer.status_code == 200
    if address != "/":
        assert answer.context["register"].page.number == 1


def test_further_columns_wait_in_the_page(visitor):
    owner = Organisation.objects.create(name="乙公司", type="unit")
    project = ProjectFactory(owner=owner, planned_start=date(2026, 3, 1))
    FundingLineFactory(project=project, source_id="municipal", amount_wan=30, status="paid")
    FundingLineFactory(project=project, source_id="county", amount_wan=20)
    page = visitor.get("/projects/").text
    for column, told in (
        ("lead", project.lead.name),
        ("owner", "乙公司"),
        ("funding", "市级财政、县（区）财政"),
        ("paid", "30.00"),
        ("planned_start", "2026-03-01"),
        ("standing", "正常"),
    ):
        cell = re.search(rf'<td data-column="{column}"([^>]*)>\s*(.*?)\s*</td>', page)
        assert "hidden" in cell[1]
        assert cell[2] == told
    for column in COLUMNS:
        assert f'id="sort-{column.code}"' in page


@pytest.fixture
def scattered(leader):
    """Five projects that differ in every further column; two have none of what is asked."""

    def unit(name):
        return Organisation.objects.create(name=name, type="unit")

    water = unit("乙公司")
    told = (
        ("甲", water, "东风路", ("county",), 30, "2405-510402-04-01-100003"),
        ("乙", unit("丙公司"), "北街", ("ultra-long-bond", "county"), 20, ""),
        ("丙", water, "安宁巷", ("ultra-long-bond",), 40, "2405-510402-04-01-100001"),
        ("丁", None, "", (), 0, ""),
        ("戊", None, "", (), 0, "2405-510402-04-01-100002"),
    )
    for name, owner, place, sources, paid, code in told:
        project = ProjectFactory(name=name, owner=owner, place=place, platform_code=code)
        for source in sources:
            FundingLineFactory(project=project, source_id=source, amount_wan=5)
        if paid:
            FundingLineFactory(
                project=project, source_id=sources[0], amount_wan=paid, status="paid"
            )


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("owner", "乙甲丙丁戊"),  # bǐng before yǐ
        ("-owner", "丙甲乙戊丁"),
        ("place", "丙乙甲丁戊"),  # ān, běi, dōng
        ("-place", "甲乙丙戊丁"),
        ("funding", "丙乙甲丁戊"),  # as told: 超长期…, 超长期…、县…, 县…
        ("-funding", "甲乙丙戊丁"),
        ("paid", "丁戊乙甲丙"),
        ("-paid", "丙甲乙戊丁"),
        ("platform_code", "丙戊甲乙丁"),
        ("-platform_code", "甲戊丙丁乙"),
    ],
)
def test_further_columns_sort_both_ways_through_every_page(
    visitor, scattered, monkeypatch, sort, expected
):
    assert "".join(names(visitor.get("/projects/", {"sort": sort}))) == expected
    monkeypatch.setattr("registry.views.register.ROWS", 2)
    pages = (visitor.get("/projects/", {"sort": sort, "page": page}) for page in (1, 2, 3))
    assert "".join(name for page in pages for name in names(page)) == expected


def test_departments_of_one_place_in_the_order_stand_together(visitor):
    Organisation.objects.filter(code__in=("housing", "urban-management")).update(order=100)
    for name, lead in (("甲", "housing"), ("乙", "urban-management"), ("丙", "housing")):
        ProjectFactory(name=name, lead_id=lead)
    assert "".join(names(visitor.get("/projects/", {"sort": "lead"}))) in ("甲丙乙", "乙甲丙")


@pytest.mark.parametrize("sort", [column.code for column in COLUMNS])
@pytest.mark.parametrize(
    "asked", [{"mapped": "no"}, {"kind": "pipe"}, {"mapped": "yes", "work": "replace"}]
)
def test_every_column_sorts_whatever_assets_are_asked_for(visitor, scattered, sort, asked):
    for project in Project.objects.all():
        AssetFactory(project=project)
        AssetFactory(project=project, location=None)
    for order in (sort, f"-{sort}"):
        assert set(names(visitor.get("/projects/", {"sort": order, **asked}))) <= set("甲乙丙丁戊")


@pytest.mark.parametrize(
    ("sort", "further"), [("lead", 1), ("owner", 1), ("place", 0), ("funding", 2), ("paid", 0)]
)
def test_sorting_by_a_further_column_asks_no_row_anything(
    visitor, scattered, django_assert_num_queries, spatial_reference, sort, further
):
    for expected in (14 + further, 14 + further):
        with django_assert_num_queries(expected):
            visitor.get("/projects/", {"sort": sort})
        FundingLineFactory.create_batch(3)


@pytest.mark.parametrize("sort", ["place", "-place"])
@pytest.mark.parametrize("page", [1, 400])
def test_places_are_not_sorted_but_read_in_order(visitor, scattered, leader, sort, page):
    question = Question(QueryDict(), leader)
    asked = Register(question, {"sort": sort, "page": "1"}, 50, count=20_000)
    ids = asked.page.paginator.object_list
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        plan = (ids if page == 1 else ids.reverse())[:50].explain()
    assert "Sort" not in plan
    assert re.search("Index (Only )?Scan (Backward )?using project_place_", plan), plan


def test_what_was_paid_is_added_up_for_the_whole_answer(visitor, login, neighbour, monkeypatch):
    monkeypatch.setattr("registry.views.register.ROWS", 1)
    for wan, status in ((30, "paid"), ("12.50", "paid"), (99, "arrived")):
        FundingLineFactory(amount_wan=wan, status=status)
    FundingLineFactory(project__sector_id="A01", amount_wan=7, status="paid")

    def paid(client, query=""):
        page = client.get(f"/projects/{query}").text
        foot = page[page.index("<tfoot>") :] if "<tfoot>" in page else ""
        return re.findall(r'<td data-column="paid"[^>]*>([^<]*)<', foot)

    assert paid(visitor) == ["49.50"]
    assert paid(visitor, "?sector=A03") == ["42.50"]
    assert paid(visitor, "?q=RA-") == ["49.50"]
    assert paid(login(neighbour)) == []


def test_a_list_beside_the_map_reads_nothing_of_the_further_columns(visitor):
    ProjectFactory()
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/projects/cards/")
    assert not any("registry_fundingline" in query["sql"] for query in asked)


def test_totals_cover_the_whole_answer_not_the_page(visitor):
    for project in ProjectFactory.create_batch(51, investment_wan=Decimal("2.50")):
        AssetFactory(project=project, location=None)
    answer = visitor.get("/projects/")
    assert len(answer.context["register"].page) == 50
    assert answer.context["total"].projects == 51
    assert "127.50" in answer.text
    assert '其中未上图 <span class="num">51</span>' in answer.text
    assert len(visitor.get("/projects/?page=2").context["register"].page) == 1
    assert visitor.get("/projects/?page=99").context["register"].page.number == 2


def test_lengths_in_the_rows_add_up_to_the_totals(visitor):
    project = ProjectFactory()
    AssetFactory(project=project, medium="gas")
    AssetFactory(project=project, medium="rain")
    for query in ("", "?medium=gas", "?medium=gas&mapped=no", "?bbox=101.6,26.5,101.8,26.7"):
        answer = visitor.get(f"/projects/{query}")
        rows = sum(each.chosen_length_m for each in answer.context["register"].page)
        assert rows == pytest.approx(answer.context["total"].length_m)


def test_paper_says_which_sectors_its_reader_may_not_see(visitor, login, reporter):
    ProjectFactory()
    words = '<p class="on-paper-only">东区人民政府可见范围，不含限制查看的领域</p>'
    for headers in ({}, {"hx-request": "true"}):
        assert words in login(reporter).get("/projects/", headers=headers).text
        assert words not in visitor.get("/projects/", headers=headers).text


def test_links_keep_the_question_and_drop_what_was_left_blank(visitor):
    ProjectFactory.create_batch(51)
    page = visitor.get("/projects/?sector=A03&q=&sort=name").text
    assert "?sector=A03&amp;sort=name&amp;page=2" in page
    assert "?sector=A03&amp;sort=-name" in page
    assert "/?sector=A03" in page


def test_each_condition_in_force_is_told_and_taken_away_alone(visitor):
    asked = (
        "/projects/?sector=A03&sector=A06&stage=building&page=2&sort=name&q=&near=101.7,26.5,900"
    )
    ProjectFactory(sector_id="A03", stage="building")
    told = visitor.get(asked.replace("page=2&", "")).context["conditions"]
    assert [words for words, _ in told] == [
        "领域：供水设施设备更新",
        "领域：燃气设施设备更新",
        "阶段：在建",
        "选定位置（101.7000, 26.5000）周边 900 米",
    ]
    assert told[1][1] == "sector=A03&stage=building&sort=name&near=101.7%2C26.5%2C900"
    assert visitor.get("/projects/").context["conditions"] == []


def test_a_condition_that_an_address_names_twice_is_taken_away_at_once(visitor):
    told = visitor.get("/projects/?stage=building&stage=building&stage=closed")
    assert told.context["conditions"] == [
        ("阶段：在建", "stage=closed"),
        ("阶段：销号", "stage=building&stage=building"),
    ]


def test_a_reserve_without_projects_has_no_conditions_to_be_widened(visitor, login, reporter):
    page = visitor.get("/projects/").text
    assert "还没有项目" in page
    assert "没有符合条件的项目" not in page
    first = '<a class="btn btn-primary" href="/projects/new/">登记新项目</a>'
    assert first in login(reporter).get("/projects/").text


def test_an_answer_without_projects_offers_the_way_out(visitor):
    page = visitor.get("/projects/?q=没有这样的项目").text
    assert "没有符合条件的项目" in page
    assert "清除全部条件" in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_limits_that_exclude_each_other_are_called_so(visitor, login, reporter, headers):
    asked = "?investment_min={}&investment_max=100"
    told = "没有项目能同时符合，请改其中一个"
    page = visitor.get("/projects/" + asked.format(500), headers=headers)
    assert page.status_code == 200
    assert told in page.text
    assert "请放宽筛选条件" not in page.text
    assert told not in visitor.get("/projects/" + asked.format(100), headers=headers).text
    for answer in ("/summary.json", "/overview.json"):
        assert told in visitor.get(answer + asked.format(500)).json()["contradiction"]
        assert visitor.get(answer + asked.format(100)).json()["contradiction"] == ""
    assert told in login(reporter).get("/exports/new/" + asked.format(500)).text


def test_a_district_out_of_sight_is_not_told_as_one_without_projects(login, reporter, leader):
    ProjectFactory(district_id="510403")
    for answer in ("/summary.json", "/overview.json", "/projects.json"):
        told = login(reporter).get(answer + "?district=510403").json()["contradiction"]
        assert told.startswith("西区不在您的可见范围")
        assert login(reporter).get(answer + "?district=510402").json()["contradiction"] == ""
        assert (
            login(reporter).get(answer + "?district=510402&district=510403").json()["contradiction"]
            == ""
        )
        assert login(leader).get(answer + "?district=510403").json()["contradiction"] == ""
    assert "西区不在您的可见范围" in login(reporter).get("/projects/?district=510403").text


def test_a_district_out_of_sight_is_no_side_with_nothing_in_it(login, reporter, leader):
    asked = "/overview.json?compare=510402&compare=510403"
    for person, hidden in ((reporter, [False, True]), (leader, [False, False])):
        sides = login(person).get(asked).json()["sides"]
        assert [side["hidden"] for side in sides] == hidden


@pytest.mark.parametrize("page", ["/", "/projects/"])
def test_the_menu_to_share_knows_whose_brief_is_refused(login, reporter, leader, page):
    assert 'data-in-sight="510402"' in login(reporter).get(page).text
    assert "data-in-sight" not in login(leader).get(page).text


def test_the_paper_names_no_button_that_its_reader_lacks(login, leader, analyst):
    for _ in range(ROWS + 1):
        ProjectFactory()
    assert "请逐页打印" in login(leader).get("/projects/").text
    assert "请用表下的“Excel”" in login(analyst).get("/projects/?district=510402").text


def test_htmx_gets_the_table_alone_with_a_clean_address(visitor):
    ProjectFactory(name="甲")
    answer = visitor.get("/projects/?q=甲&investment_min=", headers={"HX-Request": "true"})
    assert answer.text.strip().startswith("<section")
    assert answer.headers["HX-Push-Url"] == "/projects/?q=%E7%94%B2"
    assert "HX-Request" in answer.headers["Vary"]


def test_the_back_button_gets_the_whole_page(visitor, db):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in visitor.get("/projects/", headers=headers).text


def test_cards_tell_where_a_project_lies(visitor):
    project = ProjectFactory()
    AssetFactory(project=project)
    unmapped = ProjectFactory()
    page = visitor.get("/projects/cards/").text
    west = 'data-bounds="101.7000000,26.5800000,101.7100000,26.5800000"'
    assert f'data-project="{project.number}" {west}' in page
    assert f'data-project="{unmapped.number}">' in page


def test_the_table_below_the_map_is_the_registers(visitor):
    project = ProjectFactory(name="甲", investment_wan=30)
    AssetFactory(project=project)
    ProjectFactory(name="乙", sector_id="A06")
    page = visitor.get("/projects/rows/?sector=A03").text
    assert "<html" not in page
    assert f'data-project="{project.number}"' in page
    assert 'data-bounds="101.7000000,26.5800000,101.7100000,26.5800000"' in page
    assert "甲" in page
    assert "乙" not in page
    assert 'href="/projects/?sector=A03&amp;sort=name"' in page
    whole = visitor.get("/projects/?sector=A03").text
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    assert foot in whole


def test_the_table_below_the_map_says_that_nothing_is_found(visitor):
    assert "没有符合条件的项目" in visitor.get("/projects/rows/?sector=A03").text


def test_each_row_tells_its_own(leader):
    """A part is rendered once for all of which it reads the same, and names all that it reads."""
    stages = [(Stage.RESERVED, "active"), (Stage.RESERVED, "suspended"), (Stage.STARTED, "active")]
    for sector in ("A01", "A03"):
        for stage, standing in stages:
            ProjectFactory.create_batch(
                2, name="同名", sector_id=sector, stage=stage, standing=standing
            )
    AssetFactory(project=Project.objects.first())
    asked = QueryDict("standing=active&standing=suspended")
    page = Register(Question(asked, leader), asked, ROWS, columns=COLUMNS).page.object_list
    together = [cells for _, cells in rows(page, COLUMNS)]
    alone = [cells for project in page for _, cells in rows([project], COLUMNS)]
    assert together == alone
    assert len(set(together)) == len(page) == 12


def test_cards_come_thirty_at_a_time(visitor):
    ProjectFactory.create_batch(31)
    first = visitor.get("/projects/cards/?sector=A03").text
    assert first.count('class="result"') == 30
    assert "/projects/cards/?sector=A03&amp;page=2" in first
    second = visitor.get("/projects/cards/?sector=A03&page=2").text
    assert second.count('class="result"') == 1
    assert "result-more" not in second


@pytest.mark.parametrize("address", ["/projects/", "/projects/cards/", "/projects/rows/"])
def test_a_longer_list_costs_no_further_query(
    visitor, django_assert_num_queries, spatial_reference, address
):
    def ask(expected):
        with django_assert_num_queries(expected):
            visitor.get(address)

    count = {"/projects/": 14, "/projects/cards/": 7, "/projects/rows/": 8}[address]
    AssetFactory()
    ask(count)
    for project in ProjectFactory.create_batch(20):
        AssetFactory(project=project)
        FundingLineFactory(project=project)
    ask(count)
