"""Who knows of a job or batch, who may stop or undo it, and what its page says."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateWorker

from registry.access import Rights
from registry.choices import Role
from registry.jobs import start, start_export
from registry.jobs.progress import RUNNING_JOB
from registry.models import ImportBatch, Job
from tests.factories import ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db
Kind, Batch = Job.Kind, ImportBatch.Status


@pytest.fixture
def batch(reporter):
    return ImportBatch.objects.create(
        file_name="管线.zip", sha256="a" * 64, status=Batch.CHECKED, imported_by=reporter
    )


def test_who_may_take_an_import_back(reporter, neighbour, admin):
    mine, theirs = ProjectFactory(), ProjectFactory(district_id="510403")
    assert reporter.rights.may_undo(is_own=True, projects=[mine])
    assert not reporter.rights.may_undo(is_own=True, projects=[mine, theirs])
    assert "导入人本人" in reporter.rights.may_undo(is_own=False, projects=[mine]).reason
    assert not Rights().may_undo(is_own=True, projects=[mine])
    assert admin.rights.may_undo(is_own=False, projects=[mine, theirs])


@pytest.mark.parametrize(
    ("who", "sees"),
    [("reporter", True), ("admin", True), ("neighbour", False), ("reviewer", False),
     ("stranger", False)],
)  # fmt: skip
def test_who_knows_of_a_batch(request, batch, who, sees):
    assert ImportBatch.objects.visible_to(request.getfixturevalue(who)).exists() == sees


def test_the_auditor_sees_every_job_and_stops_none(login, batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    client = login(UserFactory(organisation="dongqu", role=Role.AUDITOR))
    shown = client.get(reverse("registry:job", args=(job.pk,)))
    assert "排队中" in shown.text
    assert "hx-post" not in shown.text
    assert client.post(reverse("registry:job_cancel", args=(job.pk,))).status_code == 403


@pytest.mark.parametrize("address", ["/imports/", "/exports/", "/jobs/{}/"])
def test_no_page_that_asks_by_itself_keeps_its_browser_signed_in(login, reporter, batch, address):
    job = start(Kind.WRITE, batch, by=reporter)
    start_export(client_id=uuid4(), by=reporter, format="geojson")
    page = login(reporter).get(address.format(job.pk))
    (asking,) = re.findall(r"<section[^>]*hx-trigger=\"every [^>]*>", page.text)
    assert """hx-headers='{"X-Unattended": "1"}'""" in asking


def test_whatever_asks_by_itself_is_written_in_one_way():
    found = [
        path.name
        for path in (settings.ROOT / "templates").rglob("*.html")
        if re.search(r"hx-trigger=\"[^\"]*every", path.read_text())
    ]
    assert found == []


def test_the_page_says_that_nobody_works(login, batch, reporter):
    url = reverse("registry:job", args=(start(Kind.WRITE, batch, by=reporter).pk,))
    assert "后台任务服务没有运行" in login(reporter).get(url).text
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert ProcrastinateWorker.objects.exists()
    assert "后台任务服务没有运行" not in login(reporter).get(url).text


def test_the_page_says_at_once_that_the_worker_is_gone(login, batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    url = reverse("registry:job", args=(job.pk,))
    Job.objects.filter(pk=job.pk).update(status="running", done=3, total=4, text="写入")
    page = login(reporter).get(url).text
    assert "处理程序中断，正在重新开始" in page
    assert "75%" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (RUNNING_JOB, job.pk))
    page = login(reporter).get(url).text
    assert "处理程序中断" not in page
    assert "75%" in page


def test_health_asks_for_the_worker_only_when_told_to(client):
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz?worker").status_code == 503
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/healthz?worker").status_code == 200


def test_progress_costs_few_queries(login, batch, reporter, django_assert_num_queries):
    url = reverse("registry:job", args=(start(Kind.WRITE, batch, by=reporter).pk,))
    client = login(reporter)
    with django_assert_num_queries(6):
        client.get(url)
