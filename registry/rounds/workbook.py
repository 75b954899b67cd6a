"""A round as a workbook: a row a project, what it told and what it told before."""

from itertools import islice

from django.utils import timezone

from registry import workbooks
from registry.choices import RoundState
from registry.exports import NOT_IN_NAMES, kept, places_of
from registry.files import require_room
from registry.history.differences import moment
from registry.models import District
from registry.question import asked_text
from registry.rounds.figures import asked_state, listed
from registry.sql import one_moment

AT_ONCE = 2000
IN_BOTH = "“本轮新增支付”只算两轮都报过的项目"
#: Heading, type, whether it is added up, and what stands in it. What the round before told is not:
#: its sum would hold those who are missing now, the sums beside it do not.
COLUMNS = (
    ("项目编号", "text", False, lambda r: r.project.number),
    ("项目名称", "text", False, lambda r: r.subject.name),
    ("申报地区", "text", False, lambda r: r.subject.district.name),
    ("阶段", "text", False, lambda r: r.subject.get_stage_display()),
    ("填报状态", "text", False, lambda r: "逾期补报" if r.is_late else r.state.label),
    ("形象进度（%）", "whole", False, lambda r: r.progress),
    ("上轮进度（%）", "whole", False, lambda r: r.previous and r.previous.progress),
    ("总投资（万元）", "real", True, lambda r: as_real(r.subject.investment_wan)),
    ("累计支付（万元）", "real", True, lambda r: as_real(r.paid_wan)),
    ("上轮累计支付（万元）", "real", False, lambda r: as_real(r.previous and r.previous.paid_wan)),
    ("本轮新增支付（万元）", "real", True, lambda r: as_real(r.newly_paid_wan)),
    ("无变化", "text", False, lambda r: "是" if r.is_unchanged else ""),
    ("进展说明", "text", False, lambda r: r.text),
    ("填报人", "text", False, lambda r: str(r.reported_by or "")),
    ("填报时间", "text", False, lambda r: moment(r.reported_at) if r.reported_at else ""),
    ("照片（张）", "whole", False, lambda r: r.photo_count),
    ("领域", "text", False, lambda r: r.subject.sector.name),
    ("领域代码", "text", False, lambda r: r.subject.sector_id),
    ("地区代码", "text", False, lambda r: r.subject.district_id),
)


def as_real(amount):
    return None if amount is None else float(amount)


def export_round(round_, params, *, user):
    """The record of the round's workbook, whose file is ready."""
    require_room()
    seen, narrowed = listed(round_, user, params), narrowed_to(params)
    reports = seen.taken_out_of(round_, user).select_related("sector", "project__sector")
    with one_moment():
        count = reports.count()
        # A closed round is taken out by where its projects stood, and so is its file.
        place = "" if round_.is_closed else "project__"
        places = list(places_of(reports.prefetch_related(None), place))
        record = workbooks.record_of(
            places,
            round=round_,
            query=params.urlencode(),
            wording=f"调度：{round_}。{round_.wording}{narrowed}",
            file_name=file_name(round_),
            columns=[label for label, *_ in COLUMNS],
            rows=count,
            left_out=seen.count() - count,
            exported_by=user,
        )
        return kept(record, lambda draft: write(draft, round_, reports, narrowed))


def file_name(round_):
    return f"调度_{NOT_IN_NAMES.sub('', str(round_))}_{timezone.localdate():%Y%m%d}.xlsx"


def narrowed_to(params):
    """In words, what of the round alone the address asks for."""
    district = District.objects.filter(code=asked_text(params, "district")).first()
    state = asked_state(params)
    where = f"；地区：{district}" if district else ""
    return where + (f"；填报状态：{RoundState(state).label}" if state else "")


def write(draft, round_, reports, narrowed):
    columns = [column for *column, _ in COLUMNS]
    workbooks.write(draft, "调度", columns, title_of(round_, narrowed), in_parts(reports))


def in_parts(reports):
    rows = reports.iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield [[cell(report) for report in some] for *_, cell in COLUMNS]


def title_of(round_, narrowed):
    due = moment(round_.due_at)
    state = f"{moment(round_.closed_at)} 关闭" if round_.is_closed else "填报中"
    day = timezone.localdate().isoformat()
    return (
        str(round_),
        f"截止 {due}　{state}　导出日期：{day}　{IN_BOTH}",
        f"项目范围：{round_.wording}{narrowed}",
    )
