"""Sheets of paper: a project's, a district's; one page each, in Chinese, for those who may see."""

from datetime import date
from decimal import Decimal
from urllib.parse import unquote, urlencode

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.utils import timezone

from registry.choices import Medium, Role, Stage
from registry.funding import money_of
from registry.kinds import KINDS
from registry.kinds.symbols import MEDIA
from registry.models import Asset, District, FundingSource, Project, Sector
from registry.question import Question
from registry.reports import sheets
from registry.reports.frames import BAR_MM
from registry.reports.pictures import apart, district_picture, project_picture
from registry.reports.sheets import by_source, classification_of
from tests.factories import (
    AssetFactory,
    FundingLineFactory,
    ProjectFactory,
    UserFactory,
    place,
)
from tests.pages_on_paper import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(login, leader):
    return login(leader)


@pytest.fixture
def project(outline):
    outline("510402", 101.68, 26.55, 101.76, 26.62)
    project = ProjectFactory(name="示例燃气老旧管网更新改造项目", content="更新燃气管道约一公里。")
    AssetFactory(project=project)
    AssetFactory(project=project, kind="elevator", location=place("elevator", 101.705, 26.585))
    AssetFactory(project=project, location=None)
    FundingLineFactory(project=project, amount_wan=Decimal("30.00"))
    FundingLineFactory(project=project, year=2026, amount_wan=Decimal("20.00"))
    return project


def shapes_of(project):
    return [shape for shape in project.assets.values_list("location_web", flat=True) if shape]


def sheet_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    return Paper(answer.content)


def sound(paper):
    return len(paper) == 1 and not paper.missing_glyphs() and paper.margins_are_clear()


def test_a_project_fits_on_one_sheet_with_its_map(visitor, project):
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    paper.keep("sheet")
    assert sound(paper)
    for told in (
        "示例燃气老旧管网更新改造项目",
        project.number,
        "县（区）财政",
        "50.00",
        "资金缺口",
    ):
        assert told in paper.text
    for told in ("另有1项没有图形", "密级：未标注", "电梯", "扫码查看最新情况"):
        assert told in paper.text
    assert paper.has(MEDIA["gas"].color)
    assert paper.has(project.sector.color)


def test_a_sheet_is_called_as_its_project_and_says_who_made_it_when(visitor, project):
    about = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf").document.get_metadata_dict()
    assert about["Title"] == f"{project.number} {project.name}"
    assert about["Author"]
    assert about["CreationDate"].startswith(f"D:{timezone.localdate():%Y%m%d}")


def test_a_sheet_s_file_is_named_with_its_day(visitor, project):
    named = unquote(visitor.get(f"/projects/{project.number}/sheet.pdf")["Content-Disposition"])
    assert named.endswith(f"{project.number} {project.name} {timezone.localdate():%Y%m%d}.pdf")


def test_a_project_without_pipes_says_what_is_paid_and_no_length(visitor):
    project = ProjectFactory()
    AssetFactory(project=project, kind="elevator", location=place("elevator"))
    FundingLineFactory(project=project, amount_wan=Decimal("12.50"), status="paid")
    FundingLineFactory(project=project, amount_wan=Decimal("40.00"))
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    assert sound(paper)
    assert "已支付12.50万元" in paper.text
    assert "计划资金52.50万元其中已下达12.50" in paper.text
    assert "管线长度" not in paper.text
    AssetFactory(project=project)
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    assert sound(paper)
    for told in ("已支付12.50万元", "管线长度"):
        assert told in paper.text


@pytest.mark.parametrize("has_outlines", [True, False])
def test_nothing_of_a_project_lies_under_the_scale_bar(outline, has_outlines):
    if has_outlines:
        outline("510402", 101.60, 26.50, 101.80, 26.70)
    project = ProjectFactory()
    for lng, lat in ((101.70, 26.58), (101.705, 26.58), (101.75, 26.61)):
        AssetFactory(project=project, kind="elevator", location=Point(lng, lat, srid=4490))
    picture = project_picture(project, 184, 84)
    south = min(shape.extent[1] for shape in shapes_of(project))
    _, bottom = picture.frame.place(0, south)
    assert bottom < picture.frame.height_mm - BAR_MM


def test_no_circle_of_a_brief_lies_under_the_scale_bar(leader):
    for lng, lat in ((101.70, 26.58), (101.75, 26.66)):
        AssetFactory(project=ProjectFactory(), kind="elevator", location=Point(lng, lat, srid=4490))
    question = Question(QueryDict(), leader)
    picture = district_picture(District.objects.get(pk="510402"), question, 66, 74)
    assert max(y for _, y, *_ in picture.circles) < 74 - BAR_MM


def test_a_sheet_tells_what_of_each_source_is_granted(db):
    project = ProjectFactory()
    for source, status, wan in (
        ("enterprise", "intended", 30),
        ("enterprise", "received", 20),
        ("county", "applied", 50),
    ):
        FundingLineFactory(project=project, source_id=source, status=status, amount_wan=wan)
    found = {source.pk: (wan, granted) for source, wan, granted, _ in by_source(money_of(project))}
    assert found == {"enterprise": (50, 20), "county": (50, 0)}


def test_a_project_without_a_place_or_money_says_so(visitor):
    project = ProjectFactory(investment_wan=None)
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    assert sound(paper)
    assert "还没有落图的设备设施" in paper.text
    assert "还没有资金计划" in paper.text


def test_the_longest_project_still_fits_on_one_sheet(visitor, project):
    words = "更新改造燃气、供水、排水管网及附属设施，"
    Project.objects.filter(pk=project.pk).update(
        name=(words * 11)[:200],
        content=(words * 210)[:4000],
        place="示例大道" * 50,
        planned_start=date(2025, 3, 1),
        platform_code="2405-510402-04-01-123456",
    )
    for source in FundingSource.objects.all():
        FundingLineFactory(project=project, source_id=source.pk)
    for kind in set(KINDS) - {"camera"}:
        AssetFactory(project=project, kind=kind, location=place(kind))
    for medium in Medium:
        AssetFactory(project=project, medium=medium)
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    paper.keep("sheet-longest")
    assert sound(paper)
    for told in ("以下从略，全文见系统", "个来源，见系统", "类，见系统"):
        assert told in paper.text


def test_markup_in_names_is_text_on_paper(visitor):
    project = ProjectFactory(name="<b>甲</b><img src='http://a.b/c'>项目")
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    assert "<b>甲</b><imgsrc='http://a.b/c'>项目" in paper.text


def test_whom_a_project_is_closed_to_gets_no_sheet(login, leader, neighbour, stranger, project):
    camera = ProjectFactory(sector_id="A11", lead_id="public-security")
    assert login(neighbour).get(f"/projects/{project.number}/sheet.pdf").status_code == 404
    assert login(stranger).get(f"/projects/{project.number}/sheet.pdf").status_code == 404
    assert login(neighbour).get(f"/projects/{camera.number}/sheet.pdf").status_code == 404
    assert login(leader).get(f"/projects/{camera.number}/sheet.pdf").status_code == 200


def test_a_district_fits_on_one_sheet_and_says_its_question(visitor, project):
    elsewhere = ProjectFactory(name="西区的项目", district_id="510403")
    paper = sheet_of(visitor, "/districts/510402/brief.pdf?sector=A03&stage=planned")
    paper.keep("brief-small")
    assert sound(paper)
    for told in ("东区设备更新项目情况", "阶段：谋划", "地区：东区", project.name):
        assert told in paper.text
    assert elsewhere.name not in paper.text
    assert paper.has("#0d5c63")


def test_a_brief_of_an_area_with_many_corners_is_printed_without_a_code(visitor, project):
    corners = [f"{101.6 + 0.003 * n:.5f},{26.5 + 0.01 * (n % 2):.5f}" for n in range(58)]
    within = " ".join([*corners, "101.90000,26.90000", "101.50000,26.90000"])
    address = f"/districts/510402/brief.pdf?{urlencode({'within': within})}"
    paper = sheet_of(visitor, address)
    assert sound(paper)
    assert "地址太长，不印二维码" in paper.text
    assert "扫码" not in paper.text


def test_a_brief_tells_every_condition_however_many(visitor, project):
    sources = FundingSource.objects.order_by("name")
    asked = [("sector", code) for code in Sector.objects.values_list("pk", flat=True)]
    asked += [("funding", code) for code in sources.values_list("pk", flat=True)]
    asked += [*(("stage", code) for code in Stage.values), ("investment_max", 987654)]
    paper = sheet_of(visitor, f"/districts/510402/brief.pdf?{urlencode(asked)}")
    paper.keep("brief-many-conditions")
    assert sound(paper)
    for told in (*sources.values_list("name", flat=True), *Stage.labels, "987654"):
        assert "".join(told.split()) in paper.text


def test_a_brief_says_which_projects_are_in_no_circle(visitor, project):
    ProjectFactory()
    AssetFactory(project=ProjectFactory(), location=None)
    paper = sheet_of(visitor, "/districts/510402/brief.pdf")
    assert "还没有位置的项目2个，不在圆圈内" in paper.text
    mapped = sheet_of(visitor, "/districts/510402/brief.pdf?mapped=yes")
    assert "还没有位置" not in mapped.text


def told_on(monkeypatch, client, address):
    """What the sheet is made of, without making it."""
    told = {}
    monkeypatch.setattr(sheets, "one_page", lambda _, context, __: told.update(context) or b"")
    client.get(address)
    return told


def test_a_brief_says_what_its_reader_may_not_see(visitor, login, project):
    territory = UserFactory(organisation="dongqu", role=Role.REPORTER)
    for client, told in ((login(territory), True), (visitor, False)):
        paper = sheet_of(client, "/districts/510402/brief.pdf")
        assert ("不含限制查看的领域" in paper.text) is told
        assert ("东区人民政府可见范围" in paper.text) is told


def test_a_brief_says_of_what_money_it_tells(visitor, project):
    plain = sheet_of(visitor, "/districts/510402/brief.pdf")
    assert "不只是" not in plain.text
    paper = sheet_of(visitor, "/districts/510402/brief.pdf?funding=county&year=2026")
    assert sound(paper)
    assert "不只是该来源的" in paper.text
    assert "不只是该年的" in paper.text


def test_bars_of_a_brief_show_the_money_that_they_stand_beside(monkeypatch, visitor):
    ProjectFactory(investment_wan=Decimal(400), stage="tendering")
    for _ in range(3):
        ProjectFactory(investment_wan=Decimal(50), stage="planned")
    told = told_on(monkeypatch, visitor, "/districts/510402/brief.pdf")
    bars = {row["code"]: share for row, share in told["stages"]}
    assert bars["tendering"] == 100
    assert bars["planned"] == pytest.approx(37.5)


def test_a_brief_tells_what_is_done_and_what_was_paid_in_which_year(visitor):
    done = ProjectFactory(stage="accepted")
    ProjectFactory(investment_wan=None, sector_id="A01")
    FundingLineFactory(project=done, year=2025, amount_wan=30, status="paid")
    FundingLineFactory(project=done, year=2026, amount_wan=Decimal("20.50"))
    paper = sheet_of(visitor, "/districts/510402/brief.pdf")
    for told in (
        "完成率50.0%竣工验收和销号1个",
        "已支付30.00万元占计划的59.4%",
        "202530.0030.00",
        "202620.500.00",
    ):
        assert told in paper.text
    assert "住宅老旧电梯更新1未填" in paper.text
    assert "范围：" not in paper.text


def test_a_brief_has_the_key_figures_of_the_overview_in_its_order(visitor):
    project = ProjectFactory(investment_wan=Decimal(100), stage="building")
    ProjectFactory(investment_wan=None)
    FundingLineFactory(project=project, amount_wan=30)
    FundingLineFactory(project=project, source_id="central-budget", amount_wan=10, status="paid")
    text = sheet_of(visitor, "/districts/510402/brief.pdf").text
    keys = (
        "完成率",
        "项目2个开工和在建1个",
        "总投资100.00万元",
        "计划资金40.00万元",
        "已支付10.00万元占计划的25.0%",
        "管线长度",
    )
    places = [text.index(key) for key in keys]
    assert places == sorted(places)
    assert "平均每个100万元（另有1个未填）" in text
    assert "总投资对比" in text
    assert "占比" in text
    assert "75.0%" in text


def test_circles_stand_where_projects_are_and_hide_none():
    far, near, hidden = (0.0, 0.0, 30), (20.0, 0.0, 4), (20.4, 0.0, 1)
    kept = apart([far, near, hidden])
    assert [count for *_, count in kept] == [30, 5]
    assert kept[1][0] == pytest.approx(20.08)


def test_circles_are_not_drawn_on_a_grid(leader, outline):
    outline("510402", 101.60, 26.50, 101.80, 26.70)
    project = ProjectFactory()
    where = Point(101.7123, 26.5877, srid=4490)
    AssetFactory(project=project, kind="elevator", location=where)
    question = Question(QueryDict(), leader)
    picture = district_picture(District.objects.get(pk="510402"), question, 66, 74)
    ((x, y, _, _),) = picture.circles
    place = picture.frame.place(*where.transform(3857, clone=True).coords)
    assert (x, y) == pytest.approx(place, abs=0.02)


def test_a_project_is_shown_within_its_district_and_the_city(visitor, project, outline):
    outline("510403", 101.50, 26.55, 101.68, 26.62)
    picture = project_picture(project, 184, 84)
    assert [name for *_, name in picture.names] == ["东区"]
    locator = picture.locator
    assert [is_own for _, is_own in locator.outlines].count(True) == 1
    assert 0 < locator.place[0] < locator.frame.width_mm
    east = max(shape.extent[2] for shape in shapes_of(project))
    right, _ = picture.frame.place(east, 0)
    assert right < picture.frame.width_mm - locator.frame.width_mm, "nothing lies under it"
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    assert "右下角小图是全市" in paper.text
    assert paper.has("#b5331a")


def test_without_outlines_there_is_no_locator(visitor):
    project = AssetFactory().project
    paper = sheet_of(visitor, f"/projects/{project.number}/sheet.pdf")
    assert "右下角" not in paper.text
    assert "示意边界" not in paper.text


def test_a_district_without_an_outline_shows_the_city(visitor, project):
    ProjectFactory(district_id="510400")
    paper = sheet_of(visitor, "/districts/510400/brief.pdf")
    assert sound(paper)
    assert "市本级设备更新项目情况" in paper.text


def test_a_brief_of_what_is_out_of_sight_is_refused(login, neighbour, project):
    refused = login(neighbour).get("/districts/510402/brief.pdf")
    assert refused.status_code == 403
    assert "东区不在您的可见范围" in refused.text
    assert project.name not in refused.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/districts/999999/brief.pdf", 404),
        ("/districts/510402/brief.pdf?sector=Z9", 400),
        ("/projects/RA-999999/sheet.pdf", 404),
    ],
)
def test_a_wrong_address_is_refused(visitor, address, status):
    assert visitor.get(address).status_code == status


def test_nobody_gets_a_sheet_without_signing_in(client, project):
    answer = client.get(f"/projects/{project.number}/sheet.pdf")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_projects_far_apart_and_alone_are_drawn_inside_the_frame(visitor):
    project = ProjectFactory()
    AssetFactory(project=project, kind="elevator", location=Point(101.7, 26.58, srid=4490))
    assert sound(sheet_of(visitor, f"/projects/{project.number}/sheet.pdf"))
    AssetFactory(project=project, kind="elevator", location=Point(102.7, 27.9, srid=4490))
    assert sound(sheet_of(visitor, f"/projects/{project.number}/sheet.pdf"))


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([], "密级：未标注"),
        (["", ""], "密级：未标注"),
        (["public"], "密级：公开"),
        (["public", "internal"], "密级：内部"),
        (["", "internal", "public"], "密级：内部（含未标注的数据）"),
    ],
)
def test_a_paper_bears_the_highest_classification_on_it(db, levels, told):
    for level in levels:
        AssetFactory(classification=level)
    assert classification_of(Asset.objects.all()) == told
