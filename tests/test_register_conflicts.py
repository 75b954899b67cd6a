"""Two editors of one project: the second is told what the first did, and undoes none of it."""

from decimal import Decimal

import pytest

from registry.forms.units import new_unit
from registry.models import FundingLine, Project
from tests.factories import FundingLineFactory, ProjectFactory, UserFactory
from tests.sheets import money, said, sent_back, sheet


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


@pytest.fixture
def other(login, db):
    return login(UserFactory(organisation="dongqu", display_name="李四"))


@pytest.fixture
def project(db):
    return ProjectFactory(place="大渡口", contact="张工")


@pytest.fixture
def url(project):
    return f"/projects/{project.number}/edit/"


def with_rows(data, *lines):
    """The form with these rows in place of its own, and a blank one that was not touched."""
    kept = {name: value for name, value in data.items() if not name.startswith("funding-")}
    named = sum("line" in line for line in lines)
    rows = [*lines, money(source="", amount_wan="")]
    return sheet(rows, **kept) | {"funding-INITIAL_FORMS": named}


def row(line, **values):
    shown = money(
        line=line.pk, source=line.source_id, year=line.year, amount_wan=str(line.amount_wan)
    )
    return shown | values


def as_seen(page):
    """The form as the refusal shows it, sent again."""
    rows = page.context["sheet"].rows
    filled = [
        {name: value for name in ("line", *each._meta.fields) if (value := each[name].value())}
        for each in rows
        if each["line"].value() or each.has_changed()
    ]
    return with_rows(sent_back(page), *filled)


def amounts(project):
    return sorted(project.funding_lines.values_list("source_id", "amount_wan"))


def test_the_second_editor_is_told_what_changed_and_loses_nothing(login, reporter):
    project = ProjectFactory(place="大渡口", contact="张工")
    url = f"/projects/{project.number}/edit/"
    other = login(UserFactory(organisation="dongqu", display_name="李四"))
    mine, theirs = (desk.get(url) for desk in (login(reporter), other))
    other.post(url, sent_back(theirs) | {"contact": "李工"})

    answer = login(reporter).post(url, sent_back(mine) | {"place": "炳草岗"})

    page = said(answer)
    assert "本次没有保存" in page
    assert "李四于" in page
    assert "联系人由“张工”改为“李工”" in page
    assert Project.objects.get().place == "大渡口"
    assert login(reporter).post(url, sent_back(answer)).status_code == 302
    after = Project.objects.get()
    assert (after.place, after.contact) == ("炳草岗", "李工")


def test_saving_a_project_that_was_deleted_meanwhile_is_refused(desk):
    project = ProjectFactory()
    url = f"/projects/{project.number}/edit/"
    data = sent_back(desk.get(url))
    desk.post(f"/projects/{project.number}/delete/")
    assert desk.post(url, data).status_code == 404


def test_a_nonsense_edition_is_a_conflict_not_an_error(desk):
    project = ProjectFactory()
    answer = desk.post(
        f"/projects/{project.number}/edit/", sheet(name=project.name, edition="9" * 99)
    )
    assert "本次没有保存" in said(answer)


def test_anothers_money_stands_after_the_second_save(desk, other, project, url):
    line = FundingLineFactory(project=project)
    mine, theirs = desk.get(url), other.get(url)
    changed = with_rows(
        sent_back(theirs), row(line, amount_wan="120"), money(source="residents", amount_wan="5")
    )
    assert other.post(url, changed).status_code == 302

    answer = desk.post(url, with_rows(sent_back(mine) | {"place": "炳草岗"}, row(line)))

    page = said(answer)
    source = line.source.name
    assert "李四于" in page
    assert f"修改资金“{source} 2025 年 100.00 万元”：金额（万元）由“100.00”改为“120.00”" in page
    assert "新增资金“" in page
    assert "5.00 万元”" in page
    assert answer.context["sheet"].rows.total_error_count() == 0
    assert desk.post(url, as_seen(answer)).status_code == 302
    assert amounts(project) == [("county", Decimal("120.00")), ("residents", Decimal("5.00"))]
    assert project.funding_lines.get(source="county").pk == line.pk
    assert Project.objects.get().place == "炳草岗"


def test_line_ends_of_a_browser_are_no_change(desk, other, project, url):
    Project.objects.filter(pk=project.pk).update(content="一\n二")
    mine, theirs = sent_back(desk.get(url)), sent_back(other.get(url))
    other.post(url, theirs | {"content": "一\r\n三"})
    answer = desk.post(url, mine | {"content": "一\r\n二", "place": "炳草岗"})
    assert desk.post(url, sent_back(answer)).status_code == 302
    assert Project.objects.get().content == "一\n三"


def test_touched_cells_of_a_row_stay_and_the_others_are_taken_over(desk, other, project, url):
    line = FundingLineFactory(project=project)
    mine, theirs = desk.get(url), other.get(url)
    other.post(url, with_rows(sent_back(theirs), row(line, amount_wan="120")))
    answer = desk.post(url, with_rows(sent_back(mine), row(line, note="县配套", year="2026")))
    assert desk.post(url, as_seen(answer)).status_code == 302
    line.refresh_from_db()
    assert (line.amount_wan, line.note, line.year) == (Decimal("120.00"), "县配套", 2026)


def test_rows_are_known_by_their_line_not_by_their_place(desk, other, project, url):
    first, second = (FundingLineFactory(project=project, year=year) for year in (2025, 2026))
    mine, theirs = desk.get(url), other.get(url)
    gone = row(first, DELETE="on")
    other.post(url, with_rows(sent_back(theirs), gone, row(second, amount_wan="7")))
    added = money(source="residents", amount_wan="3")
    answer = desk.post(url, with_rows(sent_back(mine), row(first), row(second), added))
    page = said(answer)
    assert f"删除资金“{first.source.name} 2025 年 100.00 万元”" in page
    assert desk.post(url, as_seen(answer)).status_code == 302
    assert amounts(project) == [("county", Decimal("7.00")), ("residents", Decimal("3.00"))]


def test_a_touched_row_whose_line_is_gone_becomes_a_new_line(desk, other, project, url):
    line = FundingLineFactory(project=project)
    mine, theirs = desk.get(url), other.get(url)
    other.post(url, with_rows(sent_back(theirs), row(line, DELETE="on")))
    answer = desk.post(url, with_rows(sent_back(mine), row(line, amount_wan="130")))
    assert "删除资金" in said(answer)
    assert desk.post(url, as_seen(answer)).status_code == 302
    assert amounts(project) == [("county", Decimal("130.00"))]
    assert FundingLine.objects.get().pk != line.pk


def test_a_nonsense_edition_loses_no_money(desk, project, url):
    line = FundingLineFactory(project=project)
    for edition in ("", "x", "1;2", f"1;{line.pk}.{'9' * 30}"):
        answer = desk.post(url, sheet(name=project.name, edition=edition))
        assert "本次没有保存" in said(answer)
        assert [each["line"].value() for each in answer.context["sheet"].rows] == [line.pk]
    assert FundingLine.objects.get() == line


def test_the_past_in_a_closed_sector_is_not_told(desk, login, admin, project, url):
    Project.objects.filter(pk=project.pk).update(sector_id="A11", note="天网工程")
    Project.objects.filter(pk=project.pk).update(note="二期天网")
    Project.objects.filter(pk=project.pk).update(sector_id="A03", note="")
    Project.objects.filter(pk=project.pk).update(place="炳草岗")
    address = f"/projects/{project.number}/"
    page = desk.get(address).text
    assert "天网" not in page
    assert "视频监控" not in page
    assert "<ins>炳草岗</ins>" in page
    assert "天网工程" in login(admin).get(address).text
    refusal = said(desk.post(url, sheet(name=project.name, edition="1")))
    assert "天网" not in refusal


def test_history_outlives_the_organisation_it_names(login, admin, project):
    unit = new_unit("旧公司")
    code = unit.pk
    Project.objects.filter(pk=project.pk).update(owner=unit)
    Project.objects.filter(pk=project.pk).update(owner=None)
    address = f"/projects/{project.number}/"
    assert "<del>旧公司</del>" in login(admin).get(address).text
    unit.delete()
    page = login(admin).get(address).text
    assert f"<del>{code}</del>" in page
    assert f"<ins>{code}</ins>" in page
