"""A round from its opening to its closing: who may, what is asked, what is kept for ever."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils import timezone

from registry.choices import AuditAction, Awaiting, RoundState, Stage, Standing
from registry.forms.rounds import PHOTOS, ReportForm
from registry.models import (
    Attachment,
    AuditRecord,
    ExportRecord,
    Project,
    Round,
    RoundPhoto,
    RoundReminder,
    RoundReport,
    RoundReportEvent,
    Sector,
)
from registry.rounds import figures
from registry.rounds.reminders import reminders_for
from registry.rounds.running import close
from tests.factories import (
    AttachmentFactory,
    FundingLineFactory,
    ProjectFactory,
    RoundFactory,
    RoundReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def opening(**changed):
    due = timezone.localtime() + timedelta(days=3)
    facts = {"name": "2026 年 11 月调度", "month": "2026-11", "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    return facts | changed


def told(report, progress="50", paid_wan="60", text="", **rest):
    """What the form sends; its person is sure of what differs from the table of money."""
    facts = {"progress": progress, "paid_wan": paid_wan, "text": text, "version": report.version}
    facts["paid_confirmed"] = paid_wan and f"{Decimal(paid_wan):.2f}"
    return {f"r{report.pk}-{name}": value for name, value in facts.items()} | rest


def address(report):
    return f"/rounds/{report.round_id}/reports/{report.pk}/"


def sheet_of(client, report):
    from io import BytesIO

    from openpyxl import load_workbook

    answer = client.post(f"/rounds/{report.round_id}/table.xlsx")
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def rows_of(client, report):
    """The workbook's projects; the sums stand below."""
    rows = [[cell.value for cell in row] for row in sheet_of(client, report).iter_rows(min_row=5)]
    return [row for row in rows if row[1]]


def words_of(answer):
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def report():
    """Of 东区, total investment 100 万元, not told before."""
    return RoundReportFactory()


@pytest.fixture
def followed():
    """One whose project was told of a month ago: 40 %, 55 万元."""
    before = RoundReportFactory(told=(40, "55.00"), text="管沟开挖")
    return RoundReportFactory(project=before.project, previous=before)


# opening


def test_a_round_asks_for_the_projects_of_its_question_and_remembers_what_they_told_last(
    reviewer, login
):
    before = RoundReportFactory(told=(40, "55.00"))
    west = ProjectFactory(district_id="510403")
    ProjectFactory(standing=Standing.WITHDRAWN)
    FundingLineFactory(project=west, amount_wan="30.00")
    answer = login(reviewer).post("/rounds/new/?sector=A03", opening(), follow=True)
    assert "共 2 个项目" in words_of(answer)
    opened = Round.objects.get(name="2026 年 11 月调度")
    first, second = opened.reports.order_by("pk")
    assert (first.project, first.previous) == (before.project, before)
    assert (second.project, second.previous) == (west, None)
    assert (second.district_id, second.arranged_wan) == ("510403", 30)
    assert opened.query == "sector=A03"
    assert "供水" in opened.wording


@pytest.mark.parametrize(("month", "is_last"), [(11, True), (12, False)])
def test_the_last_round_may_be_of_the_same_month_but_not_of_a_later_one(
    reviewer, login, month, is_last
):
    before = RoundReportFactory(told=(40, "55.00"))
    other = RoundFactory(month=date(2026, month, 1))
    after = RoundReportFactory(round=other, project=before.project, told=(60, "80.00"))
    login(reviewer).post("/rounds/new/", opening())
    opened = RoundReport.objects.get(round__name=opening()["name"])
    assert opened.previous == (after if is_last else before)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "这一栏必填"),
        ({"month": "2099-13"}, "有效"),
        ({"due_at": "2020-01-01T18:00"}, "截止时间已经过去"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(reviewer, login, changed, words):
    ProjectFactory()
    answer = login(reviewer).post("/rounds/new/", opening(**changed))
    assert words in str(answer.context["form"].errors)
    assert not Round.objects.exists()


def test_a_refused_opening_says_that_nothing_was_opened(reviewer, login):
    ProjectFactory()
    answer = login(reviewer).post("/rounds/new/", opening(name=""))
    assert "没有发起：请改正下面标红的栏目。" in answer.text


def test_the_name_that_is_proposed_is_free(reviewer, login):
    today = timezone.localdate()
    month = f"{today.year} 年 {today.month} 月"
    client = login(reviewer)
    for name in (f"{month}调度", f"{month}第 2 次调度", f"{month}第 3 次调度"):
        page = client.get("/rounds/new/")
        assert page.context["form"]["name"].value() == name
        RoundFactory(name=name)


def test_two_clicks_open_one_round(reviewer, login):
    ProjectFactory()
    client = login(reviewer)
    client.post("/rounds/new/", opening())
    again = client.post("/rounds/new/", opening())
    assert again.context["form"].errors["name"]
    assert Round.objects.count() == 1


def test_a_question_without_projects_opens_nothing(reviewer, login):
    answer = login(reviewer).post("/rounds/new/?q=nothing", opening())
    assert "没有项目" in str(answer.context["form"].errors)
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("organisation", "role", "status"),
    [
        ("housing", "reviewer", 200),
        ("taskforce", "reviewer", 200),
        ("dongqu", "reviewer", 403),
        ("dongqu", "reporter", 403),
        ("taskforce", "leader", 403),
        ("housing", "analyst", 403),
    ],
)
def test_only_reviewers_of_the_office_and_lead_departments_open_rounds(
    login, organisation, role, status
):
    client = login(UserFactory(organisation=organisation, role=role))
    assert client.get("/rounds/new/").status_code == status
    assert "发起调度" in client.get("/rounds/").content.decode()


def test_a_round_of_a_restricted_sector_does_not_exist_for_others(login, leader, reviewer):
    secret = ProjectFactory(sector_id="A11", lead_id="public-security")
    ProjectFactory()
    chief = UserFactory(organisation="public-security", role="reviewer")
    login(chief).post("/rounds/new/", opening(name="视频调度"))
    opened = Round.objects.get()
    assert [report.project for report in opened.reports.all()] == [secret]
    local = UserFactory(organisation="dongqu")
    for person, status in ((local, 404), (reviewer, 404), (leader, 200), (chief, 200)):
        client = login(person)
        for page in ("", "fill/" if status == 404 else ""):
            assert client.get(f"/rounds/{opened.pk}/{page}").status_code == status
        if status == 404:
            assert client.post(f"/rounds/{opened.pk}/table.xlsx").status_code == status
        assert ("视频调度" in client.get("/rounds/").content.decode()) == (status == 200)
    login(reviewer).post("/rounds/new/", opening())
    assert not Round.objects.get(name=opening()["name"]).reports.filter(project=secret).exists()


def test_a_project_that_became_restricted_is_hidden_in_closed_rounds_too(report, reporter, login):
    close(report.round, by=UserFactory())
    assert login(reporter).get(f"/rounds/{report.round_id}/").status_code == 200
    Sector.objects.filter(pk="A03").update(is_restricted=True)
    assert login(reporter).get(f"/rounds/{report.round_id}/").status_code == 404


# telling


def test_a_reporter_tells_of_his_project_and_nobody_elses(report, reporter, login):
    other = RoundReportFactory(round=report.round, project=ProjectFactory(district_id="510403"))
    client = login(reporter)
    page = client.get(f"/rounds/{report.round_id}/fill/")
    assert [form.instance for form in page.context["forms"]] == [report]
    assert client.post(address(report), told(report, text="开挖")).status_code == 302
    assert client.post(address(other), told(other)).status_code == 404
    report.refresh_from_db()
    assert (report.progress, report.paid_wan, report.text) == (50, 60, "开挖")
    assert (report.reported_by, report.state, report.is_late) == (reporter, "reported", False)


@pytest.mark.parametrize(
    ("person", "status"),
    [("neighbour", 404), ("stranger", 404), ("leader", 403), ("analyst", 403), ("reviewer", 403)],
)
def test_who_may_not_edit_the_project_tells_nothing(request, report, login, person, status):
    client = login(request.getfixturevalue(person))
    assert client.post(address(report), told(report)).status_code == status
    report.refresh_from_db()
    assert report.state == RoundState.WAITING


def test_the_lead_departments_reporter_may_tell_for_the_territory(report, login):
    client = login(UserFactory(organisation="housing"))
    assert client.post(address(report), told(report)).status_code == 302


def test_the_last_rounds_figures_stand_there_already(followed, reporter, login):
    page = login(reporter).get(f"/rounds/{followed.round_id}/fill/")
    (form,) = page.context["forms"]
    assert (form["progress"].value(), form["paid_wan"].value()) == (40, Decimal("55.00"))
    assert form["text"].value() == "管沟开挖"


def test_without_change_the_last_rounds_figures_are_told_again(followed, reporter, login):
    sent = told(followed, progress="99", paid_wan="55", unchanged="1")
    login(reporter).post(address(followed), sent | {f"r{followed.pk}-paid_wan": "99"})
    followed.refresh_from_db()
    assert (followed.progress, followed.paid_wan, followed.is_unchanged) == (40, 55, True)


def test_nothing_is_unchanged_where_nothing_was_told_before(report, reporter, login):
    answer = login(reporter).post(address(report), told(report, unchanged="1"))
    assert "不能选“无变化”" in answer.content.decode()
    report.refresh_from_db()
    assert report.reported_at is None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"progress": ""}, "请填写进度"),
        ({"progress": "101"}, "0 到 100"),
        ({"progress": "-1"}, "不能小于 0"),
        ({"progress": "一半"}, "整数"),
        ({"paid_wan": "-5"}, "不能小于 0"),
        ({"paid_wan": "100.01"}, "超过总投资 100.00 万元"),
        ({"paid_wan": "9" * 20}, "位"),
        ({"paid_wan": "NaN"}, ""),
        ({"text": "长" * 1001}, "1000"),
        ({"version": "x"}, "填写的内容没有收全"),
    ],
)
def test_what_cannot_be_is_refused_in_words(report, reporter, login, facts, words):
    answer = login(reporter).post(
        address(report),
        told(report, **{}) | {f"r{report.pk}-{name}": value for name, value in facts.items()},
    )
    assert words in str(answer.context["form"].errors)
    report.refresh_from_db()
    assert report.reported_at is None


def test_under_review_the_report_sends_nobody_to_a_closed_door(report, reporter, login):
    desk, page = login(reporter), f"/rounds/{report.round_id}/fill/"
    assert "上传照片</a>" in desk.get(page).text
    waits = {"stage": Stage.DECLARED, "awaiting": Awaiting.TERRITORY}
    Project.objects.filter(pk=report.project_id).update(**waits)
    text = desk.get(page).text
    assert "上传照片</a>" not in text
    assert "审核期间不能上传照片" in text
    answer = desk.post(address(report), told(report, paid_wan="100.01"))
    assert "撤回提交后修改总投资" in answer.text


@pytest.mark.parametrize("facts", [{"paid_wan": "50"}, {"progress": "30"}])
def test_less_than_before_needs_a_word(followed, reporter, login, facts):
    client = login(reporter)
    answer = client.post(address(followed), told(followed, **facts))
    assert "请在进展说明中写明原因" in answer.content.decode()
    client.post(address(followed), told(followed, text="上轮多报，本轮更正", **facts))
    followed.refresh_from_db()
    assert followed.state == RoundState.REPORTED


def test_what_was_confirmed_of_one_amount_is_asked_of_another(reporter, login, report, ledger):
    client = login(reporter)
    slip = told(report, paid_wan="70") | {f"r{report.pk}-paid_confirmed": "20.00"}
    answer = client.post(address(report), slip).text
    assert "填报的累计支付 70.00 万元" in answer
    assert 'value="70.00"' in answer
    assert 'value="70.00" checked' not in answer
    report.refresh_from_db()
    assert report.state != RoundState.REPORTED
    client.post(address(report), told(report, paid_wan="70"))
    report.refresh_from_db()
    assert report.paid_wan == 70


def unsure(report, **facts):
    sent = told(report, **facts)
    del sent[f"r{report.pk}-paid_confirmed"]
    return sent


@pytest.fixture
def ledger(report):
    """The project's table of money: 30.05 万元 are paid, a part on a day that nobody wrote down."""
    paid = {"project": report.project, "status": "paid"}
    FundingLineFactory(**paid, amount_wan="20.00", dated_on=date(2026, 5, 6))
    FundingLineFactory(**paid, amount_wan="10.05")
    FundingLineFactory(**paid, amount_wan="7.00", dated_on=date(2058, 1, 1))
    FundingLineFactory(project=report.project, amount_wan="60.00", status="received")
    FundingLineFactory(status="paid", amount_wan="5.00")


def test_what_the_table_of_money_has_as_paid_stands_beside_the_field(
    report, ledger, reporter, login
):
    page = login(reporter).get(f"/rounds/{report.round_id}/fill/")
    assert "资金表中已支付 30.05 万元" in page.text
    assert "两者不同" not in page.text


@pytest.mark.parametrize("paid", ["30.06", "0"])
def test_what_differs_from_the_table_of_money_is_asked_about(report, ledger, reporter, login, paid):
    client = login(reporter)
    answer = client.post(address(report), unsure(report, paid_wan=paid))
    assert f"填报的累计支付 {Decimal(paid):,.2f} 万元，资金表中已支付 30.05 万元" in answer.text
    report.refresh_from_db()
    assert report.reported_at is None
    client.post(address(report), told(report, paid_wan=paid))
    report.refresh_from_db()
    assert report.paid_wan == Decimal(paid)


def test_what_agrees_with_the_table_of_money_is_asked_nothing(report, ledger, reporter, login):
    login(reporter).post(address(report), unsure(report, paid_wan="30.05"))
    report.refresh_from_db()
    assert report.paid_wan == Decimal("30.05")


def test_figures_told_again_are_compared_with_the_table_of_money_too(followed, reporter, login):
    client, sent = login(reporter), unsure(followed, unchanged="1")
    answer = client.post(address(followed), sent)
    assert "资金表中已支付 0.00 万元，两者不同" in answer.text
    FundingLineFactory(project=followed.project, status="paid", amount_wan="55.00")
    client.post(address(followed), sent)
    followed.refresh_from_db()
    assert (followed.paid_wan, followed.is_unchanged) == (55, True)


def test_a_double_click_is_harmless(report, reporter, login):
    client, sent = login(reporter), told(report, text="开挖")
    assert client.post(address(report), sent).status_code == 302
    assert client.post(address(report), sent).status_code == 302
    assert RoundReportEvent.objects.count() == 1


def test_the_second_to_tell_sees_what_the_first_told_and_may_insist(report, reporter, login):
    colleague = UserFactory(organisation="housing", display_name="示例住建")
    sent = told(report, progress="70", text="回填")
    login(colleague).post(address(report), told(report, progress="65", text="开挖"))
    answer = login(reporter).post(address(report), sent)
    shown = answer.content.decode()
    assert "示例住建已于" in shown
    assert "进度 65%" in shown
    form = answer.context["form"]
    assert (form["progress"].value(), form["text"].value()) == ("70", "回填")
    report.refresh_from_db()
    assert report.progress == 65
    login(reporter).post(address(report), sent | {f"r{report.pk}-version": form["version"].value()})
    report.refresh_from_db()
    assert (report.progress, report.reported_by) == (70, reporter)


def test_a_deadline_that_passes_in_between_is_told_and_marked(report, reporter, login):
    page = login(reporter).get(f"/rounds/{report.round_id}/fill/")
    assert "已过截止时间" not in page.content.decode()
    Round.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    login(reporter).post(address(report), told(report))
    report = RoundReport.objects.get()
    assert (report.state, report.is_late) == (RoundState.REPORTED, True)


def test_a_round_that_was_closed_in_between_refuses_in_words(report, reporter, login):
    close(report.round, by=UserFactory())
    answer = login(reporter).post(address(report), told(report))
    assert "已经关闭或撤回，没有保存" in str(answer.context["form"].errors)
    report.refresh_from_db()
    assert report.reported_at is None


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_page_of_a_closed_round_invites_nobody_to_fill_it_in(
    report, reporter, login, is_closed
):
    Round.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    if is_closed:
        close(report.round, by=UserFactory())
    page = login(reporter).get(f"/rounds/{report.round_id}/fill/").text
    assert ("不能再填报" in page) is is_closed
    for invitation in ("现在填报记为逾期补报", "个项目未报", "核对修改后确认"):
        assert (invitation in page) is not is_closed


def test_photos_of_the_project_are_shown_and_no_others(report, reporter, login):
    own = AttachmentFactory(project=report.project, type="photo", format="jpg", previews=1)
    strange = AttachmentFactory(type="photo", format="jpg", previews=1)
    client, name = login(reporter), f"r{report.pk}-photos"
    page = client.get(f"/rounds/{report.round_id}/fill/")
    assert page.context["forms"][0].photo_choices == [(own, False)]
    answer = client.post(address(report), told(report, **{name: [strange.pk]}))
    assert not RoundPhoto.objects.exists()
    assert answer.status_code == 200
    client.post(address(report), told(report, **{name: [own.pk]}))
    assert [photo.attachment for photo in RoundPhoto.objects.all()] == [own]
    report.refresh_from_db()
    client.post(address(report), told(report))
    assert not RoundPhoto.objects.exists()


def photos_of(report, number):
    return AttachmentFactory.create_batch(
        number, project=report.project, type="photo", format="jpg", previews=1
    )


def test_a_photo_that_is_shown_stays_offered_however_many_follow(report, reporter, login):
    first, *_ = photos_of(report, 1)
    client, name = login(reporter), f"r{report.pk}-photos"
    client.post(address(report), told(report, **{name: [first.pk]}))
    photos_of(report, PHOTOS + 1)
    form = client.get(f"/rounds/{report.round_id}/fill/").context["forms"][0]
    assert form.photo_choices[-1] == (first, True)
    assert len(form.photo_choices) == PHOTOS + 1
    report.refresh_from_db()
    client.post(address(report), told(report, text="回填", **{name: [first.pk]}))
    assert RoundPhoto.objects.get().attachment == first


def test_a_photo_ticked_in_a_refused_form_stays_offered_though_newer_came(report, reporter, login):
    first, *_ = photos_of(report, PHOTOS + 1)
    sent = told(report, paid_wan="999999999", **{f"r{report.pk}-photos": [first.pk, "x"]})
    form = login(reporter).post(address(report), sent).context["form"]
    assert form.photo_choices[-1] == (first, True)


def test_a_photo_that_the_form_could_not_offer_stays_with_the_report(report, reporter, login):
    first, second = photos_of(report, 2)
    client, name = login(reporter), f"r{report.pk}-photos"
    client.post(address(report), told(report, **{name: [first.pk]}))
    Attachment.objects.filter(pk=first.pk).update(deleted_at=timezone.now())
    report.refresh_from_db()
    sent = told(report, text="回填", **{name: [second.pk]})
    for _ in range(2):  # the second click says the same
        assert client.post(address(report), sent).status_code == 302
    assert {photo.attachment for photo in RoundPhoto.objects.all()} == {first, second}


def test_the_photos_of_a_report_are_seen_by_whoever_reads_the_round(
    report, reporter, leader, analyst, login
):
    first, second, other = photos_of(report, 3)
    sent = told(report, **{f"r{report.pk}-photos": [first.pk, second.pk]})
    login(reporter).post(address(report), sent)
    thumb = f"/projects/{report.project.number}/papers/{{}}/thumb".format
    for is_closed in (False, True):
        if is_closed:
            Attachment.objects.filter(pk=second.pk).update(deleted_at=timezone.now())
            close(report.round, by=leader)
        shown = login(leader).get(f"/rounds/{report.round_id}/").text
        assert [thumb(photo.pk) in shown for photo in (first, second, other)] == [
            *(True, not is_closed, False)
        ]
        assert ("附照片" in shown) is is_closed
        assert rows_of(login(analyst), report)[0][15] == 2


def test_the_same_figures_with_other_photos_are_not_the_same(report, reporter, login):
    photos = AttachmentFactory.create_batch(
        2, project=report.project, type="photo", format="jpg", previews=1
    )
    client, sent = login(reporter), told(report, text="开挖")
    shown = sent | {f"r{report.pk}-photos": [photo.pk for photo in photos]}
    client.post(address(report), sent)
    answer = client.post(address(report), shown)
    assert "开挖，没有照片。本次没有保存" in answer.text
    assert [is_chosen for _, is_chosen in answer.context["form"].photo_choices] == [True, True]
    version = answer.context["form"]["version"].value()
    again = shown | {f"r{report.pk}-version": version}
    for _ in range(2):
        assert client.post(address(report), again).status_code == 302
    assert RoundPhoto.objects.count() == 2
    assert "开挖，2 张照片。本次没有保存" in client.post(address(report), sent).text


def test_without_change_is_not_the_same_as_the_same_figures(followed, reporter, login):
    client, sent = login(reporter), told(followed, "40", "55.00", "管沟开挖")
    client.post(address(followed), sent | {"unchanged": "1"})
    assert "本次没有保存" in client.post(address(followed), sent).text
    assert client.post(address(followed), sent | {"unchanged": "1"}).status_code == 302


def test_words_are_text_and_never_markup(report, reporter, login):
    client = login(reporter)
    client.post(address(report), told(report, text="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(f"/rounds/{report.round_id}/").content.decode()


# reminding


def test_a_territory_is_reminded_and_its_reporter_sees_it(report, reporter, reviewer, login):
    url = f"/rounds/{report.round_id}/remind/510402/"
    assert "已催报东区：1 个项目未报" in words_of(login(reviewer).post(url, follow=True))
    login(reviewer).post(url)
    assert RoundReminder.objects.count() == 1
    shown = login(reporter).get("/rounds/").content.decode()
    assert "催报" in shown
    assert "个项目没有填报" in shown


def test_who_is_reminded_reads_by_whom_and_when(report, reporter, reviewer, login):
    login(reviewer).post(f"/rounds/{report.round_id}/remind/510402/")
    sent = RoundReminder.objects.get()
    for url in ("/todo/", "/rounds/"):
        page = login(reporter).get(url).text
        assert "is-urged" in page
        assert f"{reviewer}于" in page
        assert f"{timezone.localtime(sent.sent_at):%m-%d %H:%M}" in page


def test_nobody_is_reminded_of_a_territory_that_he_owes_to_another_round(db):
    clerk = UserFactory(organisation="housing", role="reporter")
    east, west = ProjectFactory(district_id="510402"), ProjectFactory(district_id="510403")
    first, second = RoundFactory(), RoundFactory()
    for round_, project in ((first, east), (second, west)):
        RoundReportFactory(round=round_, project=project)
    RoundReminder.objects.create(round=first, district_id="510403", missing=1, sent_by=clerk)
    assert [each.urged for each in reminders_for(clerk)] == [None, None]


def test_what_is_owed_to_a_round_stands_among_what_waits_for_one(report, reporter, login):
    client = login(reporter)
    assert f"/rounds/{report.round_id}/fill/" in client.get("/todo/").content.decode()
    close(report.round, by=UserFactory())
    assert f"/rounds/{report.round_id}/fill/" not in client.get("/todo/").content.decode()


def test_who_has_told_all_is_not_reminded(reviewer, login):
    report = RoundReportFactory(told=(1, "1"))
    answer = login(reviewer).post(f"/rounds/{report.round_id}/remind/510402/", follow=True)
    assert "全部填报" in words_of(answer)
    assert not RoundReminder.objects.exists()


@pytest.mark.parametrize("person", ["reporter", "leader", "analyst"])
@pytest.mark.parametrize("verb", ["close/", "remind/510402/", "withdraw/"])
def test_others_neither_remind_nor_close_nor_withdraw(request, report, login, person, verb):
    client = login(request.getfixturevalue(person))
    assert client.post(f"/rounds/{report.round_id}/{verb}").status_code == 403
    assert Round.objects.open().exists()


def test_a_round_opened_by_mistake_is_withdrawn(report, reviewer, login):
    client, url = login(reviewer), f"/rounds/{report.round_id}/"
    client.post(f"{url}remind/510402/")
    assert "撤回发起" in client.get(url).text
    answer = client.post(f"{url}withdraw/", follow=True)
    assert f"“{report.round}”已撤回，各地不用再填报。" in words_of(answer)
    assert (Round.objects.count(), RoundReport.objects.count()) == (0, 0)
    told = AuditRecord.objects.get(action=AuditAction.ROUND_OPENED)
    assert told.subject == f"round {report.round_id}"
    month = f"{report.round.month:%Y-%m}"
    assert told.detail == {"withdrawn": True, "month": month, "asked": 1}
    again = client.post(f"{url}withdraw/", follow=True)
    assert again.status_code == 200
    assert "已经撤回" in words_of(again)


def test_a_round_in_which_somebody_told_is_not_withdrawn(report, reviewer, login):
    RoundReportFactory(round=report.round, told=(40, "55.00"))
    client, url = login(reviewer), f"/rounds/{report.round_id}/"
    assert "撤回发起" not in client.get(url).text
    answer = client.post(f"{url}withdraw/", follow=True)
    assert "已经有项目填报，不能撤回" in words_of(answer)
    assert RoundReport.objects.count() == 2


def test_a_round_that_was_taken_out_is_not_withdrawn(report, reviewer, login):
    client, url = login(reviewer), f"/rounds/{report.round_id}/"
    assert b"".join(client.post(f"{url}table.xlsx"))
    answer = client.post(f"{url}withdraw/", follow=True)
    assert "已经导出过" in words_of(answer)
    assert Round.objects.exists()


def test_a_closed_round_is_not_withdrawn(report, reviewer, login):
    close(report.round, by=reviewer)
    answer = login(reviewer).post(f"/rounds/{report.round_id}/withdraw/", follow=True)
    assert "已经关闭或撤回" in words_of(answer)
    assert Round.objects.exists()


def test_who_tells_as_the_round_is_withdrawn_hears_of_it(report, reporter):
    found = RoundReport.objects.with_ledger().get()
    form = ReportForm(told(report), report=found, user=reporter, offered=Attachment.objects.none())
    assert form.is_valid()
    Round.objects.all().delete()
    assert not form.submit()
    assert "已经关闭或撤回" in str(form.errors)


def test_who_does_not_see_all_of_a_round_does_not_close_it(report, login):
    city = UserFactory(organisation="urban-management", role="reviewer")
    RoundReportFactory(round=report.round, project=ProjectFactory(sector_id="B06"))
    answer = login(city).post(f"/rounds/{report.round_id}/close/")
    assert answer.status_code == 403
    assert "无权查看" in answer.content.decode()


def test_a_binned_project_is_neither_waited_for_nor_in_the_way(report, reviewer, login):
    binned = RoundReportFactory(round=report.round)
    west = RoundReportFactory(round=report.round, project=ProjectFactory(district_id="510403"))
    gone = Project.objects.filter(pk__in=(binned.project_id, west.project_id))
    gone.update(deleted_at=timezone.now())
    client, url = login(reviewer), f"/rounds/{report.round_id}/"
    assert client.get(url).context["may_run"]
    answer = client.post(f"{url}remind/510402/", follow=True)
    assert "已催报东区：1 个项目未报" in words_of(answer)
    answer = client.post(f"{url}remind/510403/", follow=True)
    assert "全部填报" in words_of(answer)
    assert "当月数据已冻结" in words_of(client.post(f"{url}close/", follow=True))


# closing


def test_what_lay_in_the_bin_at_the_closing_stays_out_of_the_frozen_round(
    report, reviewer, analyst, login
):
    binned = RoundReportFactory(round=report.round, told=(40, "55.00"))
    Project.objects.filter(pk=binned.project_id).update(deleted_at=timezone.now())
    client, url = login(reviewer), f"/rounds/{report.round_id}/"
    client.post(f"{url}close/")
    for deleted_at in (timezone.now(), None):  # brought back later, it does not come back here
        Project.objects.filter(pk=binned.project_id).update(deleted_at=deleted_at)
        told = client.get(url).context
        assert (told["whole"].asked, told["whole"].missing) == (1, 1)
        assert list(told["page"]) == [report]
        assert [row[0] for row in rows_of(login(analyst), report)] == [report.project.number]


def test_what_is_binned_later_stays_in_the_frozen_round_without_a_dead_link(
    report, reviewer, analyst, login
):
    close(report.round, by=reviewer)
    Project.objects.filter(pk=report.project_id).update(deleted_at=timezone.now())
    shown = login(reviewer).get(f"/rounds/{report.round_id}/")
    assert (shown.context["whole"].asked, len(shown.context["page"])) == (1, 1)
    assert f'href="{report.project.get_absolute_url()}"' not in shown.text
    assert "项目已删除" in shown.text
    assert [row[0] for row in rows_of(login(analyst), report)] == [report.project.number]


def test_a_closed_round_keeps_what_the_projects_were(reviewer, leader, login):
    report = RoundReportFactory(told=(40, "55.00"))
    Project.objects.update(stage="building", investment_wan=200)
    FundingLineFactory(project=report.project, amount_wan="80.00")
    client = login(reviewer)
    for words in ("当月数据已冻结", "先前已经关闭"):
        answer = client.post(f"/rounds/{report.round_id}/close/", follow=True)
        assert words in words_of(answer)
    Project.objects.update(
        name="改了名的项目", stage="closed", investment_wan=300, deleted_at=timezone.now()
    )
    frozen = RoundReport.objects.get()
    assert (frozen.stage, frozen.investment_wan, frozen.arranged_wan) == ("building", 200, 80)
    shown = login(leader).get(f"/rounds/{report.round_id}/").content.decode()
    assert frozen.name in shown
    assert "改了名的项目" not in shown
    assert "55.00" in shown


def frozen_round():
    report = RoundReportFactory(told=(40, "55.00"))
    photo = AttachmentFactory(project=report.project, type="photo", format="jpg")
    RoundPhoto.objects.create(report=report, attachment=photo)
    close(report.round, by=UserFactory())
    return report, photo


CHANGES = {
    "a report": lambda report, photo: RoundReport.objects.update(paid_wan=1),
    "a report's stage": lambda report, photo: RoundReport.objects.update(stage="closed"),
    "a report away": lambda report, photo: RoundReport.objects.all().delete(),
    "a report more": lambda report, photo: RoundReportFactory(round=report.round),
    "a report elsewhere": lambda report, photo: RoundReport.objects.update(round=RoundFactory()),
    "a photo away": lambda report, photo: RoundPhoto.objects.all().delete(),
    "a photo more": lambda report, photo: RoundPhoto.objects.create(
        report=report, attachment=AttachmentFactory(project=report.project)
    ),
    "the round": lambda report, photo: Round.objects.update(name="别的"),
    "the round open again": lambda report, photo: Round.objects.update(closed_at=None),
    "the round away": lambda report, photo: Round.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_lets_nobody_change_a_closed_round(change):
    report, photo = frozen_round()
    with pytest.raises(IntegrityError, match="已经关闭"), transaction.atomic():
        CHANGES[change](report, photo)
    report.refresh_from_db()
    assert (report.paid_wan, report.shown.count()) == (55, 1)


def test_a_round_closed_before_its_deadline_counts_the_missing_as_overdue_for_ever(report):
    close(report.round, by=UserFactory())
    report = RoundReport.objects.get()
    assert report.state == RoundState.OVERDUE
    assert RoundReport.objects.in_state(RoundState.OVERDUE).get() == report
    assert not RoundReport.objects.in_state(RoundState.WAITING).exists()


# looking at it


def test_territories_are_compared_with_the_round_before(followed, leader, login):
    RoundReport.objects.filter(pk=followed.pk).update(
        progress=60, paid_wan=80, reported_at=timezone.now(), reported_by=leader
    )
    RoundReportFactory(round=followed.round, project=ProjectFactory(district_id="510403"))
    context = login(leader).get(f"/rounds/{followed.round_id}/").context
    east, west = context["rows"]
    assert (east.asked, east.answered, east.paid, east.newly_paid, east.progress) == (
        *(1, 1),
        *(80, 25),
        60,
    )
    assert (west.missing, west.progress, west.paid) == (1, None, 0)
    assert (context["whole"].asked, context["whole"].missing) == (2, 1)


def test_reports_are_chosen_by_territory_and_state(report, leader, login):
    RoundReportFactory(round=report.round, told=(1, "1"))
    url = f"/rounds/{report.round_id}/"
    client = login(leader)
    assert list(client.get(f"{url}?state=waiting").context["page"]) == [report]
    assert len(client.get(f"{url}?state=reported&district=510402").context["page"]) == 1
    assert len(client.get(f"{url}?state=overdue").context["page"]) == 0
    assert len(client.get(f"{url}?state=strange&page=99").context["page"]) == 2


def test_pages_follow_one_another_through_territories_and_states(report, leader, login):
    for district in ("510403", "510402", "510411", "510403", "510402"):
        project = ProjectFactory(district_id=district)
        RoundReportFactory(round=report.round, project=project, told=(1, "1"))
    client, url = login(leader), f"/rounds/{report.round_id}/"
    for query in ("", "state=reported", "state=waiting", "district=510403", "state=overdue"):
        whole = client.get(f"{url}?{query}").context["page"]
        asked = QueryDict(query)
        expected = list(figures.listed(report.round, leader, asked))
        assert list(whole) == expected
        assert whole.paginator.count == len(expected)
        rows, _ = figures.told_by_district(report.round, leader)
        pages = Paginator(figures.parts_listed(report.round, leader, asked, rows), 2)
        assert [each for page in pages for each in page] == expected


def test_a_page_on_paper_says_that_there_are_more(report, leader, analyst, login, monkeypatch):
    RoundReportFactory.create_batch(2, round=report.round)
    client, url = login(leader), f"/rounds/{report.round_id}/"
    more = "第 1 页（共 2 页）；要全部 3 个项目"
    assert more not in client.get(url).text
    monkeypatch.setattr("registry.views.rounds.REPORTS", 2)
    assert f"{more}，请逐页打印。" in client.get(url).text
    assert f"{more}，请用网页上的“导出 Excel”。" in login(analyst).get(url).text


def test_the_form_shows_what_is_missing_before_what_was_told_longest_ago(report, reporter, login):
    later, sooner, missing = RoundReportFactory.create_batch(3, round=report.round)
    for told_one, days in ((later, 1), (sooner, 2)):
        at = timezone.now() - timedelta(days=days)
        facts = {"progress": 1, "paid_wan": 1, "reported_by": reporter, "reported_at": at}
        RoundReport.objects.filter(pk=told_one.pk).update(**facts)
    page = login(reporter).get(f"/rounds/{report.round_id}/fill/").context
    assert list(page["page"]) == [report, missing, sooner, later]
    assert (page["missing"], page["page"].paginator.count) == (2, 4)


def test_the_next_page_of_the_form_begins_where_this_one_ends(report, reporter, login, monkeypatch):
    monkeypatch.setattr("registry.views.rounds.FORMS", 2)
    others = RoundReportFactory.create_batch(3, round=report.round)
    before = RoundReportFactory(round=report.round, told=(1, "1"))
    RoundReport.objects.filter(pk=before.pk).update(reported_at=timezone.now() - timedelta(days=1))
    client, url = login(reporter), f"/rounds/{report.round_id}/fill/"
    first = client.get(url)
    assert list(first.context["page"]) == [report, others[0]]
    for each in first.context["page"]:
        client.post(address(each), told(each))
    asked = first.context["asked"]
    pages = [client.get(f"{url}?{asked.urlencode()}&page={number}").context for number in (2, 3)]
    assert [list(page["page"]) for page in pages] == [others[1:], [before]]
    assert pages[0]["asked"]["since"] == str(asked["since"])
    assert pages[0]["missing"] == 2


@pytest.mark.parametrize("since", ["", "soon", "-1", "99999999999999999999"])
def test_an_opening_that_makes_no_sense_is_now(report, reporter, login, since):
    page = login(reporter).get(f"/rounds/{report.round_id}/fill/?since={since}").context
    assert list(page["page"]) == [report]


def test_who_has_told_reads_how_many_are_missing_now(report, reporter, login):
    RoundReportFactory(round=report.round)
    answer = login(reporter).post(address(report), told(report), headers={"HX-Request": "true"})
    assert 'hx-swap-oob="true">1</strong>' in answer.text


def test_the_planner_knows_a_round_as_soon_as_it_is_opened(reviewer, login):
    ProjectFactory.create_batch(3)
    login(reviewer).post("/rounds/new/", opening())
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'registry_roundreport'")
        assert cursor.fetchone()[0] == RoundReport.objects.count()


def test_the_workbook_holds_what_may_be_taken_out_and_is_noted(report, analyst, leader, login):
    RoundReportFactory(round=report.round, told=(40, "55.00"), text='=HYPERLINK("http://x")')
    sheet = sheet_of(login(analyst), report)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row[4] for row in rows[:2]] == ["未报", "已报"]
    assert (rows[1][5], rows[1][8]) == (40, 55)
    assert sheet.cell(6, 13).data_type == "s"
    assert [cell.value for cell in sheet[4]][-3:] == ["领域", "领域代码", "地区代码"]
    assert rows[0][-2:] == [report.project.sector_id, report.project.district_id]
    assert sheet.max_row == 7
    assert login(leader).post(f"/rounds/{report.round_id}/table.xlsx").status_code == 403
    assert login(analyst).get(f"/rounds/{report.round_id}/table.xlsx").status_code == 405


def test_the_workbook_stands_among_the_exports(report, analyst, leader, login):
    RoundReportFactory(round=report.round, project=ProjectFactory(district_id="510403"))
    Round.objects.filter(pk=report.round_id).update(name="三月/调度")
    client = login(analyst)
    answer = client.post(f"/rounds/{report.round_id}/table.xlsx?state=waiting&district=")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Encoding"] == "identity"
    content = b"".join(answer.streaming_content)

    record = ExportRecord.objects.get()
    assert (record.round_id, record.rows, record.left_out) == (report.round_id, 1, 0)
    assert (record.query, record.exported_by) == ("state=waiting", analyst)
    assert record.file_name == f"调度_三月调度_{timezone.localdate():%Y%m%d}.xlsx"
    assert record.path.read_bytes() == content
    assert AuditRecord.objects.filter(subject=f"export {record.pk}", action="exported").exists()
    assert record.file_name in client.get("/exports/").text
    page = client.get(f"/exports/{record.pk}/").text
    assert "调度：三月/调度。" in page
    assert "1</span> 个项目" in page
    assert "填报状态：未报" in page
    assert f'action="/rounds/{report.round_id}/table.xlsx?state=waiting"' in page
    again = client.get(f"/exports/{record.pk}/again/")
    assert again.url == f"/rounds/{report.round_id}/?state=waiting"
    assert login(leader).get(f"/exports/{record.pk}/download/").status_code == 404


def test_a_round_s_workbook_is_closed_to_who_may_not_export_all_of_it_any_more(
    report, analyst, login
):
    client = login(analyst)
    client.post(f"/rounds/{report.round_id}/table.xlsx").getvalue()
    url = f"/exports/{ExportRecord.objects.get().pk}/download/"
    client.get(url).getvalue()
    analyst.memberships.update(organisation="xiqu")
    assert client.get(url).status_code == 403


def test_a_closed_round_is_taken_out_by_where_its_projects_stood(report, reviewer, login):
    close(report.round, by=reviewer)
    local = UserFactory(organisation="dongqu", role="analyst")
    Project.objects.filter(pk=report.project_id).update(district="510403")
    report.refresh_from_db()
    sheet = sheet_of(login(local), report)
    assert sheet.cell(5, 1).value == report.project.number
    assert [place[0] for place in ExportRecord.objects.get().places] == ["510402"]


def test_the_workbook_adds_up_what_the_page_adds_up(followed, analyst, login):
    sheet = sheet_of(login(analyst), followed)
    *_, sums = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert sums[0] == "合计"
    assert (sums[8] is None, sums[9], sums[10] is None) == (False, None, False)
    assert "只算两轮都报过的项目" in sheet["A2"].value


def test_more_projects_take_no_more_queries(
    report, leader, reporter, login, django_assert_max_num_queries
):
    for _ in range(12):
        RoundReportFactory(round=report.round, told=(1, "1"))
        before = RoundReportFactory(told=(1, "1"))
        later = RoundReportFactory(round=report.round, project=before.project, previous=before)
        AttachmentFactory(project=later.project, type="photo", format="jpg", previews=1)
    for person, page, most in ((leader, "", 17), (reporter, "fill/", 16), (reporter, "", 18)):
        client = login(person)
        with django_assert_max_num_queries(most):
            assert client.get(f"/rounds/{report.round_id}/{page}").status_code == 200


def test_the_stranger_sees_no_rounds(report, stranger, login, client):
    assert login(stranger).get(f"/rounds/{report.round_id}/").status_code == 404
    assert report.round.name not in login(stranger).get("/rounds/").content.decode()
    assert client.get("/rounds/").status_code == 302
