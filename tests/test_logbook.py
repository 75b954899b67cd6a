"""The audit log's page: who may read it, what it finds, what is taken out of it."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction, Role
from registry.models import AuditRecord
from tests.factories import ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db
LOG = "/log/"


@pytest.fixture
def auditor(db):
    return UserFactory(organisation="taskforce", role=Role.AUDITOR)


@pytest.fixture
def reader(login, auditor):
    return login(auditor)


@pytest.mark.parametrize("who", ["stranger", "reporter", "reviewer", "leader", "analyst", "police"])
def test_nobody_but_the_auditor_reads_the_log(request, login, who):
    client = login(request.getfixturevalue(who))

    for answer in (client.get(LOG), client.post("/log/export/", {"format": "csv"})):
        assert answer.status_code == 403


def test_the_auditor_sees_the_log_and_nothing_else(reader):
    project = ProjectFactory(district_id="510402", name="不该看见的项目")
    home = reader.get("/", follow=True)

    assert home.request["PATH_INFO"] == LOG
    for url in (
        project.get_absolute_url(),
        reverse("registry:project_history", args=(project.number,)),
        reverse("registry:project_shapes", args=(project.number,)),
    ):
        assert reader.get(url).status_code == 404
    for url in ("/projects/", "/summary.json", "/overview/", "/facets.json", "/print/", LOG):
        assert "不该看见" not in reader.get(url).content.decode()


def test_someone_without_any_right_is_told_so_instead_of_shown_an_empty_map(login, stranger):
    assert "您还看不到任何项目" in login(stranger).get("/").content.decode()


def subjects(page):
    return [record.subject for record in page.context["page"].records]


def test_the_log_is_searched_by_person_action_day_and_text(reader, reporter, neighbour):
    audit.write(AuditAction.DOWNLOADED, user=reporter, subject="export 1")
    audit.write(AuditAction.MOVED, user=reporter, subject="RA-000001")
    audit.write(AuditAction.DOWNLOADED, user=neighbour, subject="export 2")
    AuditRecord.objects.create(
        action="downloaded", subject="old", recorded_at=timezone.now() - timedelta(days=3)
    )
    today = timezone.localdate().isoformat()

    assert subjects(reader.get(LOG, {"person": reporter.username})) == ["RA-000001", "export 1"]
    assert subjects(reader.get(LOG, {"person": reporter.display_name, "action": "moved"})) == [
        "RA-000001"
    ]
    assert subjects(reader.get(LOG, {"text": "export"})) == ["export 2", "export 1"]
    found = subjects(reader.get(LOG, {"since": today, "until": today}))
    assert found == ["export 2", "RA-000001", "export 1"]
    assert subjects(reader.get(LOG, {"until": "2020-01-01"})) == []


def test_pages_follow_one_another(reader):
    for n in range(60):
        audit.write(AuditAction.MOVED, subject=f"RA-{n}")

    first = reader.get(LOG)
    second = reader.get(LOG, {"before": first.context["page"].next})

    assert subjects(first) + subjects(second) == [f"RA-{n}" for n in range(59, -1, -1)]


@pytest.mark.parametrize(
    "query",
    ["before=x", "before=-1", "before=99999999999999999999", "since=0000-00-00", "action=x",
     "person=%00", "text=%00", "text=%25_%5C", "since=9999-12-31", "until=0001-01-01"],
)  # fmt: skip
def test_hostile_questions_are_answered_in_words(reader, query):
    assert reader.get(f"{LOG}?{query}").status_code == 200
    answer = reader.post(f"/log/export/?{query}", {"format": "csv"})
    assert answer.status_code in (200, 400)
    b"".join(answer.streaming_content) if answer.streaming else None


def test_the_log_asks_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    for n in range(60):
        audit.write(AuditAction.MOVED, subject=f"RA-{n}")

    with django_assert_max_num_queries(12):
        reader.get(LOG)


def test_the_log_as_csv_reads_back_and_holds_no_formula(reader):
    audit.write(AuditAction.MOVED, subject="=HYPERLINK(1)")

    answer = reader.post("/log/export/", {"format": "csv"})

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["编号", "时间", "账号"]
    assert [row[6] for row in rows[1:]] == ["log", "'=HYPERLINK(1)"]


def test_the_log_as_a_workbook_holds_texts_and_is_told_of(reader, auditor):
    audit.write(AuditAction.MOVED, subject="=1+1")

    answer = reader.post("/log/export/", {"format": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cell = sheet.cell(3, 7)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    last = AuditRecord.objects.latest("id")
    assert (last.user, last.action, last.subject) == (auditor, "exported", "log")
