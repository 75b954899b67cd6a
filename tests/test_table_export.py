"""The register's table as Excel: columns, sort, question and day; nothing one may not take out."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.contrib.gis.geos import LineString
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.columns import BY_CODE
from registry.models import ExportRecord
from registry.reports import table
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory

pytestmark = pytest.mark.django_db

ALL = ["number", "name", "sector", "district", "stage", "investment", "length", "updated"]


def sheet_of(answer):
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    return openpyxl.load_workbook(BytesIO(content)).active


def take(client, query="", columns=ALL):
    return client.post(f"/projects/table.xlsx?{query}", {"column": columns})


def rows_of(sheet, head=5):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head)]


def test_the_table_keeps_its_sort_question_and_day(login, analyst):
    cheap = ProjectFactory(name="便宜的", investment_wan=Decimal(3))
    dear = ProjectFactory(name="贵的", investment_wan=Decimal("20.50"))
    ProjectFactory(name="别的领域", sector_id="A01")
    AssetFactory(project=dear)
    sheet = sheet_of(take(login(analyst), "sector=A03&sort=-investment&page=7"))
    above = "".join(sheet.cell(row, 1).value for row in range(1, 5))
    assert "领域：供水设施设备更新" in above
    assert "按总投资（万元）从大到小" in above
    assert date.today().isoformat() in above
    head, first, second, totals = rows_of(sheet)
    assert head[:3] == ["编号", "项目名称", "领域"]
    assert first[:2] == [dear.number, "贵的"]
    assert second[:2] == [cheap.number, "便宜的"]
    assert first[5] == 20.5
    assert first[6] == pytest.approx(0.996, abs=0.002)
    assert totals[0] == "合计"
    assert totals[5] == 23.5


def test_the_table_tells_codes_without_asking_each_row(login, analyst, spatial_reference):
    ProjectFactory(sector_id="A03", district_id="510402")
    client, columns, asked = login(analyst), ["sector_code", "district_code"], []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            _, row, *_ = rows_of(sheet_of(take(client, "sector=A03", columns)))
        asked.append(len(queries))
        assert row == ["A03", "510402"]
        ProjectFactory.create_batch(3, sector_id="A03", district_id="510402")
    assert asked[0] == asked[1]


def test_lengths_add_up_to_what_stands_below_the_table(login, analyst):
    for number in range(1, 30):
        shape = LineString((101.7, 26.58), (101.7 + number * 1.037e-4, 26.58), srid=4490)
        AssetFactory(location=shape)
    client = login(analyst)
    *_, totals = rows_of(sheet_of(take(client, columns=["number", "length"])))
    metres = client.get("/summary.json").json()["length_m"]
    # As the page, which shows two decimals: a sum of three would be rounded twice.
    assert totals[1] == pytest.approx(metres / 1000, abs=1e-6)


def test_a_table_is_closed_to_who_may_not_export_all_of_it_any_more(login, reporter):
    ProjectFactory(district_id="510402")
    client = login(reporter)
    sheet_of(take(client))
    url = f"/exports/{ExportRecord.objects.get().pk}/download/"
    sheet_of(client.get(url))
    reporter.memberships.update(organisation="xiqu")
    refused = client.get(url)
    assert refused.status_code == 403
    assert "请按现在的权限重新导出" in refused.text


def test_the_table_says_which_sectors_its_reader_may_not_see(login, analyst, reporter):
    ProjectFactory(district_id="510402")
    for person in (analyst, reporter):
        sheet = sheet_of(take(login(person)))
        told = "不含限制查看的领域" in sheet.cell(2, 1).value
        assert told is bool(person.rights.closed)
        assert "东区人民政府可见范围" in sheet.cell(2, 1).value
    assert reporter.rights.closed


def test_taking_a_table_out_again_takes_the_same_table(login, analyst):
    ProjectFactory(name="甲")
    client = login(analyst)
    sheet_of(take(client, "sector=A03&sort=-investment", ["name", "stage"]))
    record = ExportRecord.objects.get()
    assert record.columns == ["name", "stage"]
    page = client.get(record.get_absolute_url()).content.decode()
    assert "1</span> 个项目" in page
    assert "再导一次" in page
    assert 'name="column" value="stage"' in page
    assert "坐标系" not in page
    assert client.get(f"/exports/{record.pk}/again/").url == f"/projects/?{record.query}"
    again = sheet_of(client.post(record.table_url, {"column": record.columns}))
    assert rows_of(again)[:2] == [["项目名称", "阶段"], ["甲", "谋划"]]


def test_only_the_chosen_columns_in_the_tables_order(login, analyst):
    ProjectFactory(name="甲")
    sheet = sheet_of(take(login(analyst), columns=["stage", "name"]))
    assert rows_of(sheet)[:2] == [["项目名称", "阶段"], ["甲", "谋划"]]


def test_the_further_columns_can_be_taken_along(login, analyst):
    project = ProjectFactory(name="甲", planned_finish=date(2027, 5, 1))
    FundingLineFactory(project=project, source_id="municipal", amount_wan=30, status="paid")
    columns = ["name", "lead", "funding", "paid", "planned_finish"]
    head, row, totals = rows_of(sheet_of(take(login(analyst), columns=columns)))
    assert head == ["项目名称", "牵头单位", "资金来源", "已支付（万元）", "拟竣工"]
    assert row[2:4] == ["市级财政", 30]
    assert row[4].date() == date(2027, 5, 1)
    assert totals[3] == 30


def test_a_long_table_costs_no_query_a_row(login, analyst, django_assert_max_num_queries):
    client, columns = login(analyst), list(BY_CODE)
    for project in ProjectFactory.create_batch(3):
        FundingLineFactory(project=project)
    with CaptureQueriesContext(connection) as few:
        sheet_of(take(client, columns=columns))
    for project in ProjectFactory.create_batch(20):
        FundingLineFactory(project=project)
    with django_assert_max_num_queries(len(few)):
        sheet_of(take(client, columns=columns))


def test_the_table_can_be_read_as_it_opens(login, analyst):
    """Long names wrap in a wide column, money has its digits, the head stays and is repeated."""
    name = "攀枝花市东区老旧小区燃气供水排水管网更新改造及附属设施建设项目（一期）"
    ProjectFactory(name=name, investment_wan=Decimal("12345.50"))
    sheet = sheet_of(take(login(analyst)))
    wide, narrow = (sheet.column_dimensions[letter].width for letter in "BE")
    assert wide > 40 > 14 > narrow
    assert sheet["B6"].alignment.wrap_text
    assert sheet["F6"].number_format == "#,##0.00"
    assert sheet["F7"].number_format == "#,##0.00"
    assert sheet["G6"].value is None, "nothing was measured"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$5:$5")
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("name", ["=1+1", "+A1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://a.b")'])
def test_what_looks_like_a_formula_is_text(login, analyst, name):
    ProjectFactory(name=name)
    cell = sheet_of(take(login(analyst), columns=["name"])).cell(6, 1)
    assert (cell.value, cell.data_type) == (name, "s")
    assert cell.quotePrefix


def test_an_export_is_recorded_and_can_be_fetched_again(login, analyst):
    ProjectFactory(district_id="510402")
    client = login(analyst)
    answer = take(client, "sector=A03")
    b"".join(answer.streaming_content)
    record = ExportRecord.objects.get()
    assert (record.rows, record.exported_by, record.status) == (1, analyst, "ready")
    assert "领域：供水" in record.wording
    again = client.get(f"/exports/{record.pk}/download/")
    assert openpyxl.load_workbook(BytesIO(b"".join(again.streaming_content)))
    assert client.get("/exports/").status_code == 200
    assert client.get(f"/exports/{record.pk}/").status_code == 200


def test_what_one_may_only_look_at_stays(login, leader, police):
    assert take(login(leader)).status_code == 403
    ProjectFactory(sector_id="A03")
    ProjectFactory(sector_id="A11", lead_id="public-security")
    sheet = sheet_of(take(login(police), columns=["sector"]))
    assert [row[0] for row in rows_of(sheet)[1:]] == ["视频监控"]
    assert ExportRecord.objects.get().is_restricted


def test_the_rows_are_read_once(login, analyst):
    ProjectFactory(investment_wan=Decimal(3))
    with CaptureQueriesContext(connection) as asked:
        sheet_of(take(login(analyst), columns=["investment"]))
    assert sum('"registry_project"."investment_wan"' in query["sql"] for query in asked) == 1


def test_what_could_not_be_written_leaves_nothing_behind(login, analyst, monkeypatch, settings):
    ProjectFactory()
    client, folder = login(analyst), Path(settings.MEDIA_ROOT) / "exports"
    sheet_of(take(client))
    before = set(folder.iterdir())
    monkeypatch.setattr(table, "shown", unreadable)
    with pytest.raises(OSError, match="disk"):
        take(client)
    assert ExportRecord.objects.count() == 1
    assert set(folder.iterdir()) == before


def unreadable(*args):
    raise OSError("disk")


def test_nothing_to_take_out_is_said_on_the_register(login, neighbour):
    ProjectFactory(district_id="510402")
    answer = login(neighbour).post("/projects/table.xlsx", {"column": ALL}, follow=True)
    assert "没有可以导出的项目" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "columns", "status"),
    [("", [], 400), ("", ["colour"], 400), ("sector=Z9", ALL, 400), ("sort=colour", ALL, 400)],
)
def test_a_wrong_order_is_refused(login, analyst, query, columns, status):
    assert take(login(analyst), query, columns).status_code == status


def test_a_link_alone_takes_nothing_out(login, analyst):
    assert login(analyst).get("/projects/table.xlsx").status_code == 405
    assert not ExportRecord.objects.exists()


def test_the_button_is_there_for_who_may_export(login, analyst, leader):
    ProjectFactory()
    assert "下载 Excel" in login(analyst).get("/projects/?sort=name").content.decode()
    assert "下载 Excel" not in login(leader).get("/projects/").content.decode()


def test_a_question_that_no_workbook_can_hold_is_told_with_marks(login, analyst):
    ProjectFactory(name="名称\x01")
    sheet = sheet_of(take(login(analyst), "q=%01"))
    assert "文字：〓" in sheet.cell(2, 1).value
