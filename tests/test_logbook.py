"""The audit log's page: who may read it, what it finds, what is taken out of it."""

import csv
import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction, Role
from registry.logbook import found
from registry.models import AuditRecord, Organisation
from registry.particulars import Wording
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


def test_a_day_of_the_log_is_the_city_s_from_midnight_to_midnight(reader):
    for moment in ("01T23:59:59", "02T00:00:00", "02T23:59:59", "03T00:00:00"):
        at = datetime.fromisoformat(f"2026-03-{moment}+08:00")
        AuditRecord.objects.create(action="moved", subject=moment, recorded_at=at)

    second = reader.get(LOG, {"since": "2026-03-02", "until": "2026-03-02"})
    assert subjects(second) == ["02T23:59:59", "02T00:00:00"]
    assert subjects(reader.get(LOG, {"until": "2026-03-01"})) == ["01T23:59:59"]
    third = reader.get(LOG, {"since": "2026-03-03", "until": "2026-03-03"})
    assert subjects(third) == ["03T00:00:00"]


def test_days_of_the_log_are_bounded_by_its_index(db):
    day = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = found(since=day, until=day).order_by().explain()
    assert "audit_by_time" in plan
    assert "Index Cond: ((recorded_at >= " in plan


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
    assert [row[6] for row in rows[1:]] == ["审计日志", "'=HYPERLINK(1)"]


WORDED = [
    ("exported", "export 124", {"rows": 12, "format": "xlsx"}, "导出 124", "行数 12；格式 Excel"),
    ("moved", "RA-000001", {"move": "resubmit", "undone": True}, "RA-000001",
     "办理 重新提交；撤销这次办理"),
    ("moved", "RA-000001", {"move": "admit", "to": "reserved"}, "RA-000001",
     "办理 终审通过；到阶段 入库"),
    ("downloaded", "RA-000001 paper 7", {}, "RA-000001 的资料 7", ""),
    ("account-changed", "wang", {"fields": ["display_name", "email"]}, "wang",
     "修改 姓名、电子邮件地址"),
    ("account-changed", "wang", {"token": 1, "made": False}, "wang", "接口令牌 1；作废"),
    ("account-changed", "log", {"active": False}, "log", "停用账号"),
    ("rights-changed", "wang", {"granted": {"organisation": "taskforce", "role": "auditor"}},
     "wang", "授予 {taskforce} · 审计员"),
    ("rights-changed", "sector A03", {"leads": {"old": [], "new": ["taskforce"]}}, "领域 A03",
     "牵头单位 空 → {taskforce}"),
    ("reference-changed", "organisation taskforce", {"name": {"old": "旧", "new": "新"}},
     "单位 {taskforce}", "名称 旧 → 新"),
    ("rights-changed", "organisation taskforce", {"type": {"old": "unit", "new": "office"}},
     "单位 {taskforce}", "类型 项目单位 → 市级专班"),
    ("restored", "RA-000001", {"what": "asset 12 diameter_mm"}, "RA-000001",
     "恢复 设备设施 12 diameter_mm"),
    ("rules-changed", "declaration batch 3", {"act": "publish"}, "申报批次 3", "发布"),
    ("refused", "/people/", {"method": "GET"}, "/people/", "方式 打开"),
    ("refused", "/people/", {"never": {"heard": 1}}, "/people/", "never 1"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "subject", "detail", "named", "told"), WORDED)
def test_the_log_speaks_in_words_and_keeps_codes(db, action, subject, detail, named, told):
    office = Organisation.objects.get(pk="taskforce").name
    record = audit.write(action, subject=subject, detail=detail)
    record.refresh_from_db()
    wording = Wording()
    assert wording.subject(record) == named.format(taskforce=office)
    assert wording.told(record) == told.format(taskforce=office)
    assert (record.subject, record.detail) == (subject, detail)


def test_page_and_files_speak_alike_and_are_searched_in_the_same_words(reader):
    audit.write(AuditAction.DOWNLOADED, subject="export 124")
    audit.write(AuditAction.MOVED, subject="RA-000001", detail={"move": "resubmit"})
    page = reader.get(LOG).text
    assert "导出 124" in page
    assert "重新提交" in page
    assert "resubmit" not in page
    assert subjects(reader.get(LOG, {"text": "导出 124"})) == ["export 124"]
    text = b"".join(reader.post("/log/export/", {"format": "csv"}).streaming_content).decode()
    assert "导出 124" in text
    assert "办理 重新提交" in text
    sheet = openpyxl.load_workbook(
        io.BytesIO(reader.post("/log/export/", {"format": "xlsx"}).content)
    ).active
    assert "办理 重新提交" in [row[7] for row in sheet.values]


def test_what_the_log_says_in_words_is_found_by_them(reader):
    office = Organisation.objects.get(pk="taskforce").name
    audit.write(AuditAction.RULES_CHANGED, subject="organisation taskforce")
    audit.write(AuditAction.RULES_CHANGED, subject="organisation dongqu")
    audit.write(AuditAction.DOWNLOADED, subject="RA-000001 paper 12")
    record = AuditRecord.objects.filter(subject__endswith="taskforce").get()
    for words in (Wording().subject(record), office, office[1:]):
        assert subjects(reader.get(LOG, {"text": words})) == ["organisation taskforce"]
    both = subjects(reader.get(LOG, {"text": "单位"}))
    assert both == ["organisation dongqu", "organisation taskforce"]
    for words in ("RA-000001 的资料 12", "RA-000001 的资料", "的资料"):
        assert subjects(reader.get(LOG, {"text": words})) == ["RA-000001 paper 12"]
    Organisation.objects.filter(pk="taskforce").update(name="城市运行调度中心")
    assert subjects(reader.get(LOG, {"text": "运行调度"})) == ["organisation taskforce"]


def test_an_address_that_no_file_can_hold_is_taken_out_with_marks(reader):
    AuditRecord.objects.create(action="refused", subject="/old/\x01\x1f")  # of an older version
    audit.write(AuditAction.REFUSED, subject="/districts/\x01/brief.pdf")
    expected = ["/districts/〓/brief.pdf", "/old/〓〓"]

    workbook = reader.post("/log/export/", {"format": "xlsx"}).content
    text = b"".join(reader.post("/log/export/", {"format": "csv"}).streaming_content)

    rows = list(openpyxl.load_workbook(io.BytesIO(workbook)).active.values)
    assert [row[6] for row in rows if row[4] == "拒绝访问"] == expected
    rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert [row[6] for row in rows if row[4] == "拒绝访问"] == expected
    assert AuditRecord.objects.latest("id").subject == "log"
    assert AuditRecord.objects.filter(subject=expected[0]).exists()


def test_the_log_as_a_workbook_holds_texts_and_is_told_of(reader, auditor):
    audit.write(AuditAction.MOVED, subject="=1+1")

    answer = reader.post("/log/export/", {"format": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cell = sheet.cell(3, 7)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    last = AuditRecord.objects.latest("id")
    assert (last.user, last.action, last.subject) == (auditor, "exported", "log")
