"""The demo's monthly rounds: last month's, closed and frozen, and this month's, half told."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs

import pgtrigger
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from registry.choices import Moment, Stage, Standing
from registry.exports import wording
from registry.models import Attachment, District, Round, RoundPhoto, RoundReport, User
from registry.question import Question
from registry.rounds.running import close, open_round, remind
from registry.seed.chronicle import NOTES, moment
from registry.seed.progress import paid_of, progress_on

RUNS_ROUNDS = "demo-zhuanban"
QUERY = "stage=funded&stage=tendering&stage=started&stage=building"
REMINDED = "510403"
#: The first round is closed on the morning on which the second is opened.
OPENED, TURNED, ASKED_AGAIN = date(2026, 10, 20), date(2026, 11, 16), date(2026, 11, 19)
DUE, DUE_AGAIN = date(2026, 10, 31), date(2026, 11, 30)
END_OF_WORK = time(18, 0)
#: Whoever tries the demo later finds its open round still open.
DAYS_LEFT = timedelta(days=5)
#: Of the closed round every so manieth report is missing, or came after the deadline.
MISSING, LATE = 11, 13
TEXTS = {
    Stage.FUNDED: "资金已下达，正在编制招标文件。",
    Stage.TENDERING: "招标公告已发布，等待开标。",
    Stage.STARTED: "已办理开工手续，完成围挡和现场管线探测。",
    Stage.BUILDING: "按计划施工，累计完成工程量约 {}%，现场安全受控。",
}
EARLIER = "正在办理前期手续和资金申请。"
UNPUBLISHED = "支付情况未见公开，示例按 0 填报。"
SHOWN = 2


def add_rounds(drafts):
    by = User.objects.get(username=RUNS_ROUNDS)
    before = opened(OPENED, by)
    extend(before, end_of(DUE))
    tell(before, drafts, day_in_first)
    shut(before, by)
    now = opened(TURNED, by)
    extend(now, max(now.due_at, end_of(DUE_AGAIN)))
    tell(now, drafts, day_in_second)
    reminder = remind(now, District.objects.get(pk=REMINDED), by=by)
    now.reminders.filter(pk=reminder.pk).update(sent_at=moment(ASKED_AGAIN, 9))


def opened(day, by):
    """Nothing is opened with its deadline over: each has some days left, whatever its own is."""
    question = Question(MultiValueDict(parse_qs(QUERY)), by)
    round_ = Round(
        name=f"{day.year} 年 {day.month} 月调度",
        month=day.replace(day=1),
        due_at=end_of(timezone.localdate() + DAYS_LEFT),
        query=QUERY,
        wording=wording(question),
        opened_at=moment(day, 9),
    )
    return open_round(round_, question, by=by)


def end_of(day):
    return timezone.make_aware(datetime.combine(day, END_OF_WORK))


def extend(round_, due_at):
    round_.due_at = due_at
    round_.save(update_fields=["due_at"])


def shut(round_, by):
    close(round_, by=by)
    # It is closed this very moment; the demo's calendar says when.
    with pgtrigger.ignore("registry.Round:closed_rounds_stay"):
        Round.objects.filter(pk=round_.pk).update(closed_at=moment(TURNED, 8))


def day_in_first(place, district):
    """When a report was made: most in time, some late, a few (None) never."""
    if place % MISSING == 5:
        return None
    if place % LATE == 3:
        return DUE + timedelta(days=2 + place % 5)
    return OPENED + timedelta(days=1 + place % (DUE - OPENED).days)


def day_in_second(place, district):
    """Half of it is there; the territory that was reminded is behind."""
    if place % 2 or (district == REMINDED and place % 4):
        return None
    return TURNED + timedelta(days=1 + place % 3)


def tell(round_, drafts, day_of):
    """Reports and their photos, as their reporters would have told by that day."""
    drafts = {draft.project.pk: draft for draft in drafts}
    told = []
    for place, report in enumerate(round_.reports.select_related("previous").order_by("pk")):
        if day := day_of(place, report.district_id):
            fill(report, drafts[report.project_id], day)
            report.reported_at = moment(day, 9 + place % 8)
            told.append(report)
    fields = ("progress", "paid_wan", "text", "is_unchanged", "reported_by", "reported_at")
    RoundReport.objects.bulk_update(told, fields)
    show_photos(told)


def fill(report, draft, day):
    project, before = draft.project, report.previous
    report.progress = progress_on(project, day)
    report.paid_wan = 0 if draft.published_wan else paid_by(draft, report.progress)
    report.text = text_of(draft, day, report.progress)
    report.reported_by = project.created_by
    now = (report.progress, report.paid_wan, report.text)
    report.is_unchanged = bool(before) and now == (before.progress, before.paid_wan, before.text)


def paid_by(draft, progress):
    by_source = defaultdict(int)
    for line in draft.funding:
        by_source[line.source_id] += line.amount_wan
    return sum(paid_of(amount, progress) for amount in by_source.values())


def text_of(draft, day, progress):
    project = draft.project
    if project.standing == Standing.SUSPENDED and day >= project.updated_at.date():
        return f"{NOTES[Standing.SUSPENDED]}。"
    stage = [stage for stage, since in draft.days.items() if since <= day][-1]
    text = TEXTS.get(stage, EARLIER).format(progress)
    return text + UNPUBLISHED if draft.published_wan else text


def show_photos(reports):
    """The newest of the works that were taken by then."""
    photos = defaultdict(list)
    for photo in Attachment.objects.photos().filter(moment=Moment.DURING).order_by("-dated_on"):
        photos[photo.project_id].append(photo)
    RoundPhoto.objects.bulk_create(
        RoundPhoto(report=report, attachment=photo)
        for report in reports
        for photo in [
            photo for photo in photos[report.project_id] if photo.uploaded_at <= report.reported_at
        ][:SHOWN]
    )
