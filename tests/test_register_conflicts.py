"""Two editors of one project: the second is told what the first did, and undoes none of it."""

import pytest

from registry.forms.units import new_unit
from registry.models import Project
from tests.factories import ProjectFactory, UserFactory
from tests.history.times import at_times
from tests.sheets import said, sent_back, sheet


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


def test_line_ends_of_a_browser_are_no_change(desk, other, project, url):
    Project.objects.filter(pk=project.pk).update(content="一\n二")
    mine, theirs = sent_back(desk.get(url)), sent_back(other.get(url))
    other.post(url, theirs | {"content": "一\r\n三"})
    answer = desk.post(url, mine | {"content": "一\r\n二", "place": "炳草岗"})
    assert desk.post(url, sent_back(answer)).status_code == 302
    assert Project.objects.get().content == "一\n三"


def test_the_past_in_a_closed_sector_is_not_told(desk, login, admin, project, url):
    Project.objects.filter(pk=project.pk).update(sector_id="A11", note="天网工程")
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(note="二期天网")
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(sector_id="A03", note="")
    at_times(days_ago=1)
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
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(owner=None)
    address = f"/projects/{project.number}/"
    assert "<del>旧公司</del>" in login(admin).get(address).text
    unit.delete()
    page = login(admin).get(address).text
    assert f"<del>{code}</del>" in page
    assert f"<ins>{code}</ins>" in page
