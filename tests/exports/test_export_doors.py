"""Who may take out what, and who may fetch it."""

import pytest
from django.urls import reverse

from registry.choices import Role
from registry.models import ExportRecord, Job, Project, Sector
from tests.exports.ordering import NEW, asked, doors, fetch
from tests.factories import AssetFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_nobody_enters_without_signing_in(client, record):
    for url in (*doors(record), "/exports/", NEW):
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("login"))
    assert client.post(reverse("registry:job_cancel", args=(record.job_id,))).status_code == 302


@pytest.mark.parametrize("who", ["stranger", "neighbour", "reviewer", "colleague", "leader"])
def test_another_persons_export_is_not_there(login, request, record, who):
    if who == "colleague":
        person = UserFactory(organisation="dongqu", role=Role.ANALYST)
    else:
        person = request.getfixturevalue(who)
    client = login(person)
    expected = 403 if who in ("stranger", "leader") else 404
    page, again, download, job = doors(record)
    for url in (page, download, job):
        assert client.get(url).status_code == 404
    assert client.get(again).status_code == expected
    assert client.post(reverse("registry:job_cancel", args=(record.job_id,))).status_code == 404
    assert record.file_name not in client.get("/exports/").text


def test_the_auditor_reads_the_log_and_gets_no_file(login, record):
    client = login(UserFactory(organisation="dongqu", role=Role.AUDITOR))
    assert record.file_name in client.get("/exports/").text
    page = client.get(record.get_absolute_url())
    assert "只有导出人本人可以下载" in page.text
    refused = client.get(reverse("registry:export_download", args=(record.pk,)))
    assert refused.status_code == 403


def test_who_may_not_export_is_told_why(login, leader, stranger):
    for person in (leader, stranger):
        for url in ("/exports/", NEW):
            answer = login(person).get(url)
            assert answer.status_code == 403
            assert "您的角色不能导出项目" in answer.text
        assert login(person).post(NEW, asked()).status_code == 403
    assert not ExportRecord.objects.exists()


def test_a_right_that_is_lost_closes_the_file(login, reporter, record):
    reporter.memberships.all().delete()
    url = reverse("registry:export_download", args=(record.pk,))
    assert login(reporter).get(url).status_code == 403


def test_who_answers_for_another_district_now_exports_again(login, reporter, record):
    desk, url = login(reporter), reverse("registry:export_download", args=(record.pk,))
    assert fetch(desk, record).getvalue()
    reporter.memberships.update(organisation="xiqu")
    refused = desk.get(url)
    assert refused.status_code == 403
    assert "文件含您现在无权导出的项目，请按现在的权限重新导出" in refused.text
    page = desk.get(record.get_absolute_url()).text
    assert "请按现在的权限重新导出" in page
    assert url not in page
    reporter.memberships.update(organisation="taskforce", role=Role.ANALYST)
    assert fetch(desk, record).getvalue()


def test_a_project_that_moved_to_another_district_closes_no_file(login, reporter, record, pipes):
    """What left, left of the old place."""
    Project.objects.filter(pk=pipes.pk).update(district_id="510403")
    assert fetch(login(reporter), record).getvalue()


def test_a_sector_that_is_restricted_since_closes_the_file(login, reporter, record):
    Sector.objects.filter(code="A06").update(is_restricted=True)
    refused = login(reporter).get(reverse("registry:export_download", args=(record.pk,)))
    assert refused.status_code == 403
    assert "文件含限制查看的领域" in refused.text


def test_the_restricted_sector_leaves_only_with_the_right(
    login, reporter, police, admin, run_waiting
):
    cameras = ProjectFactory(sector_id="A11", lead_id="public-security")
    AssetFactory(project=cameras, kind="camera")
    assert "没有符合条件的设备设施" in login(reporter).get(NEW).text
    offer = login(police).get(NEW).text
    assert "属于限制查看的领域" in offer
    login(police).post(NEW, asked())
    run_waiting()
    record = ExportRecord.objects.get()
    assert (record.rows, record.is_restricted) == (1, True)
    Sector.objects.get(code="A11").leads.clear()
    refused = login(police).get(reverse("registry:export_download", args=(record.pk,)))
    assert refused.status_code == 403


def test_the_navigation_shows_exports_to_those_who_may(login, reporter, leader, stranger):
    auditor = UserFactory(organisation="dongqu", role=Role.AUDITOR)
    for person, shown in ((reporter, True), (auditor, True), (leader, False), (stranger, False)):
        assert ('href="/exports/"' in login(person).get("/projects/").text) == shown


def test_filtered_lists_and_the_map_lead_to_their_export(login, reporter, leader, pipes):
    for url in ("/projects/?medium=gas&sort=name", "/?medium=gas"):
        assert f'href="{NEW}' in login(reporter).get(url).text
        refused = login(leader).get(url).text
        assert f'href="{NEW}' not in refused
        assert "您的角色不能导出项目" in refused
    assert f'href="{NEW}?medium=gas"' in login(reporter).get("/projects/?medium=gas&sort=name").text


def test_a_projects_page_leads_to_the_export_of_its_assets_alone(login, reporter, leader, pipes):
    AssetFactory(project=ProjectFactory(sector_id="A06", name="东区另一个"))
    desk, page = login(reporter), f"/projects/{pipes.number}/"
    address = f"{NEW}?q={pipes.number}"
    assert f'href="{address}"' in desk.get(page).text
    assert desk.get(address).context["offer"].assets == 2
    assert f'href="{address}"' not in login(leader).get(page).text


def test_a_person_whose_account_is_closed_meanwhile_takes_nothing_out(
    login, reporter, pipes, run_waiting
):
    login(reporter).post(NEW, asked())
    reporter.is_active = False
    reporter.save()
    run_waiting()
    assert ExportRecord.objects.get().status == "failed"


def test_a_right_lost_while_waiting_counts(login, reporter, pipes, run_waiting):
    login(reporter).post(NEW, asked())
    reporter.memberships.all().delete()
    run_waiting()
    job = Job.objects.get()
    assert (job.status, job.export.status) == ("failed", "failed")
    assert "不能导出" in job.error
