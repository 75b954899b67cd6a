"""The one door: every move of every project passes here, under a lock, and leaves an event."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction, MoveCode
from registry.models import Project, StageChange
from registry.workflow import replanning
from registry.workflow.changed import Comparison
from registry.workflow.moves import find
from registry.workflow.needs import Dossier
from registry.workflow.states import State


class MoveRefused(Exception):
    """A move that is not allowed; the text is for the planner, `missing` lists what to mend."""

    def __init__(self, text, missing=()):
        super().__init__(text)
        self.missing = list(missing)


class Overtaken(MoveRefused):
    """The project is no longer as the person saw it; looked at, the move may be tried again."""


class AlreadyDone(Overtaken):
    """The second of two clicks: what it asks for has just been done by the same person."""


@dataclass(frozen=True)
class MoveVerdict:
    """Whether a move may be made now; if not, why, and everything that is missing."""

    refusal: str = ""
    missing: tuple = ()

    def __bool__(self):
        return not self.refusal


def judge(move, project, by, dossier):
    """Whether `by` may make this move of the table, which leaves the project's state, now."""
    verdict = by.rights.may(move.action, project)
    if not verdict:
        return MoveVerdict(f"{verdict.reason}。")
    if move.is_review and dossier.submitter_id == by.pk:
        return MoveVerdict("不能审核自己提交的项目，请由其他审核员办理。")
    if missing := move.missing(dossier):
        return MoveVerdict(f"还不能办理“{move.label}”，请先补齐：", tuple(missing))
    return MoveVerdict()


@transaction.atomic
def advance(project, code, *, by, effective_on=None, note="", after=None, evidence=None, plan=None):
    """Make a move of the table and write its event; locks the project.

    `plan` names the new dates of the plan, for a move that asks for them.

    `after` is the id of the last change that the person saw. Where another has come in
    between, nothing is done.
    """
    locked = _locked(project)
    last = still_last(locked, after, code, by)
    state = State.of(locked)
    move = find(code, state)
    if move is None:
        raise MoveRefused(f"项目现在是“{state}”，不能办理“{_label(code)}”。")
    day = effective_on or timezone.localdate()
    if refusal := why_not_on(last, day, note, by) or why_not_without(move, note):
        raise MoveRefused(refusal)
    dates = replanning.whole_plan(locked, plan or {}) if move.replans else {}
    if refusal := replanning.why_not(locked, dates):
        raise MoveRefused(refusal)
    verdict = judge(move, locked, by, Dossier(locked, by))
    if not verdict:
        raise MoveRefused(verdict.refusal, verdict.missing)
    facts = {"note": note, "evidence": evidence, "replanned": replanning.told(locked, dates)}
    if move.fills and getattr(locked, move.fills) is None:
        facts["filled"], dates = move.fills, {move.fills: day}
    return _move(locked, move, move.outcome(state, locked, by), day, by, dates, facts)


def _locked(project):
    """Its sector comes along unlocked: the needs ask for it."""
    rows = Project.objects.present().select_related("sector")
    locked = rows.select_for_update(of=("self",), no_key=True).filter(pk=project.pk).first()
    if locked is None:
        raise MoveRefused("项目已移入回收站，不能办理。")
    return locked


def _move(project, move, outcome, day, by, dates, facts):
    _write(project, outcome, dates)
    told = {"move": move.code, "to": outcome.stage}
    audit.write(AuditAction.MOVED, user=by, subject=project.number, detail=told)
    return record(project, move=move.code, by=by, effective_on=day, **facts)


def _write(project, state, dates):
    state.write_to(project)
    for name, date in dates.items():
        setattr(project, name, date)
    project.save(update_fields=["stage", "standing", "awaiting", *dates])


def _label(code):
    return MoveCode(code).label if code in MoveCode.values else code


def last_change(project):
    return project.stage_changes.in_force().select_related("by").last()


def still_last(project, after, code, by):
    """The project's last change; refuses where it is another than the person saw."""
    last = last_change(project)
    if after is None or after == (last.pk if last else 0):
        return last
    if last and last.move == code and last.by_id == by.pk:
        raise AlreadyDone(f"“{last.get_move_display()}”您已经办理，没有重复办理。")
    who = last.by if last and last.by else "别人"
    done = f"已由{who}办理“{last.get_move_display()}”" if may_know(last, by) else "有变动"
    raise Overtaken(f"您打开页面之后，项目{done}，请核对后再办。")


def may_know(change, person):
    return bool(change) and change.project.stage_changes.told_to(person).contains(change)


def why_not_on(last, day, note, by):
    """A move takes effect not in the future, not before the last one, and late only with reason."""
    today = timezone.localdate()
    if day > today:
        return "生效日期不能晚于今天。"
    if last and day < last.effective_on:
        told = f" {last.effective_on}" if may_know(last, by) else ""
        return f"生效日期不能早于上一次办理的日期{told}。"
    if day < today and not note.strip():
        return "补录过去的日期，请在说明中写明原因。"
    return None


def why_not_without(move, note):
    if move.must_say_why and not note.strip():
        return f"办理“{move.label}”请在说明中写明原因。"
    return None


def record(project, *, by, effective_on, **facts):
    """Write down where a project stands, as its first event or as that of a move."""
    return StageChange.objects.create(
        project=project,
        stage=project.stage,
        standing=project.standing,
        awaiting=project.awaiting,
        effective_on=effective_on,
        by=by,
        **facts,
    )


def why_not_undo(project, change, by, now=None):
    """The sentence that refuses to take back the project's last change, or None.

    A submission that nobody has judged may be taken back at any time: until then it is locked.
    """
    if change is None or change.move == MoveCode.REGISTER:
        return "登记不能撤销；不要的项目请移入回收站。"
    if change.by_id != by.pk:
        return f"只有经办人{change.by or ''}本人可以撤销这次办理。"
    hours = settings.UNDO_HOURS
    is_old = (now or timezone.now()) - change.recorded_at > timedelta(hours=hours)
    if is_old and not change.is_unjudged:
        return f"办理已超过 {hours} 小时，不能撤销。"
    if was_worked_on(project, change):
        return "退回以后填报单位已答复意见或修改了项目，不能撤销；请等重新提交后再审核。"
    former = project.stage_changes.in_force().exclude(pk=change.pk).last()
    if former is None:
        return "没有更早的办理记录，不能撤销。"
    return why_not_undo_by(by, project, find(change.move, State.of(former)))


def was_worked_on(project, change):
    """Whether a project was mended since it was returned; to take that back would undo the work."""
    if change.move != MoveCode.RETURN:
        return False
    answered = change.comments.exclude(answered_at=None).exists()
    return answered or bool(Comparison(project, change.recorded_at))


def why_not_undo_by(by, project, move):
    """Taking back asks for the right that the move itself asks for, as the project is now."""
    if move is None:
        return "这次办理与更早的记录对不上，不能撤销。"
    verdict = by.rights.may(move.action, project)
    return None if verdict else f"{verdict.reason}。"


@transaction.atomic
def undo(project, change_id, *, by):
    """Take back one's own last move: it stays on record, marked, and counts no more.

    The dates that it wrote go with it, unless somebody has corrected one of them since.
    """
    locked = _locked(project)
    last = last_change(locked)
    changes = locked.stage_changes
    named = (changes.told_to(by) | changes.filter(by=by)).filter(pk=change_id).first()
    if named and named.undone_at:
        raise AlreadyDone(f"“{named.get_move_display()}”已经撤销。")
    if last is None or named != last:
        raise MoveRefused("这次办理之后项目又有新的办理，不能撤销。")
    if refusal := why_not_undo(locked, last, by):
        raise MoveRefused(refusal)
    last.undone_at, last.undone_by = timezone.now(), by
    last.save(update_fields=["undone_at", "undone_by"])
    written = last.dates
    stand = all(getattr(locked, name) == new for name, (_, new) in written.items())
    dates = {name: old for name, (old, _) in written.items()} if stand else {}
    # Where only the other date has been corrected since, the old plan may run backwards.
    dates = dates if replanning.runs_forward(locked, dates) else {}
    _write(locked, State.of(last_change(locked)), dates)
    undone = {"move": last.move, "undone": True}
    audit.write(AuditAction.MOVED, user=by, subject=locked.number, detail=undone)
    return last
