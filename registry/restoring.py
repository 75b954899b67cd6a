"""Old values as a new change: one field, one record, or the whole project as of a moment.

What is restored gets a version of its own, so restoring can itself be undone. The stage is never
restored: only `workflow` moves it. Papers stay as they are: their files have their own bin.
"""

from contextlib import contextmanager

import pghistory
from django.db import IntegrityError, connection, transaction

from registry import audit
from registry.choices import AuditAction, Door, FundingStatus, Recorded
from registry.history.differences import is_told, moment
from registry.history.past import Past
from registry.history.plans import NEVER, WHOLE, parts, plan
from registry.history.records import RECORDS, title_of
from registry.history.rows import THOSE, count_differing, numbers_in, overwrite, reinsert
from registry.history.steps import sources_for
from registry.models import Asset, Attachment, FundingLine, Project
from registry.models.disclosure import opened_at, told_events
from registry.money_rules import told_of_newly_blocked
from registry.numbering import free_numbers
from registry.refusals import UNKNOWN, Refusal, sentence
from registry.years import lies_ahead

GONE = "要恢复的记录不存在，请刷新历史页面。"
STALE = "您打开页面之后，这里又有了新的修改，本次没有恢复。请看清最新的历史再决定。"
LOST = "当时引用的单位、资金来源或文件已不存在，不能原样恢复。"
FOREIGN_KEY = "23503"


class NotRestorable(Refusal):
    """The event is none of this project's, or none that the person may see."""


@transaction.atomic
def restore_field(project, recorded, event, name, *, by, version):
    """Give a field the value it had in an event; the title, or None where nothing differed."""
    record, event = RECORDS[recorded], find(project, recorded, event, by)
    lock(project)
    row = record.of(project).select_for_update(no_key=True).filter(pk=event.pgh_obj_id).first()
    if row is None:
        raise Refusal("这一项已被删除，请先把它整项恢复。")
    if not put(row, event, name, recorded):
        return None
    require_fresh(row.version == version)
    with written(project, by, event.pgh_created_at, f"{recorded} {row.pk} {name}"):
        row.save()
    require_right(by, Project.objects.get(pk=project.pk))
    return title_of(recorded, row, sources_for(recorded))


def put(row, event, name, recorded):
    """Whether the field differs; it then has its old value."""
    field, _, attribute = name.partition(".")
    known = {f.name: f for f in row._meta.concrete_fields if is_told(event, f)}
    if field not in known or field in NEVER[recorded] or (field == "attributes") != bool(attribute):
        raise NotRestorable(GONE)
    if attribute:
        return put_attribute(row, event, attribute)
    column = known[field].attname
    old = getattr(event, column)
    if getattr(row, column) == old:
        return False
    setattr(row, column, old)
    if field == "location" and recorded == Recorded.ASSET:
        row.mark_unconverted(event.unconverted_from)
    return True


def put_attribute(row, event, name):
    if row.kind != event.kind:
        raise Refusal("这项设施的类别已经改变，请整项恢复。")
    if row.attributes.get(name) == event.attributes.get(name):
        return False
    kept = {key: value for key, value in row.attributes.items() if key != name}
    old = {name: event.attributes[name]} if name in event.attributes else {}
    row.attributes = kept | old
    return True


@transaction.atomic
def restore_record(project, recorded, event, *, by, version):
    """Give a record all the values it had, or bring it back; its title, or None as above."""
    record, event = RECORDS[recorded], find(project, recorded, event, by)
    if recorded not in WHOLE:
        raise NotRestorable(GONE)
    require_right(by, lock(project))
    row = record.model.objects.select_for_update(no_key=True).filter(pk=event.pgh_obj_id).first()
    if row and row.project_id != project.pk:
        raise Refusal("这一项已移到别的项目，不能在这里恢复。")
    with connection.cursor() as cursor:
        if row and not count_differing(cursor, record, THOSE, [[event.pgh_id]]):
            return None
    require_fresh((row.version if row else 0) == version)
    with written(project, by, event.pgh_created_at, f"{recorded} {event.pgh_obj_id}"):
        write_rows(recorded, [event.pgh_id])
    return title_of(recorded, event, sources_for(recorded))


def write_rows(recorded, events):
    record = RECORDS[recorded]
    with connection.cursor() as cursor:
        if recorded == Recorded.ASSET:
            free_numbers(cursor, numbers_in(THOSE), [events])
        overwrite(cursor, record, THOSE, [events])
        reinsert(cursor, record, THOSE, [events])


@transaction.atomic
def restore_project(project, at, *, by, seen):
    """The project, its money and its assets as recorded at a moment; None where nothing differs.

    `seen` is the last change that the person knew of: a newer one is not overrun.
    """
    since = opened_at(project, by.rights.closed)
    if since and at < since:
        raise NotRestorable(GONE)
    current = lock(project)
    if Past(current, at).project is None:
        raise Refusal("那时这个项目还没有登记，不能恢复到那时。")
    planned = plan(current, at)
    if planned.is_empty:
        return None
    require_fresh(planned.seen == seen)
    with written(current, by, at, f"as of {at.isoformat()}"):
        restore_fields(current, planned, at)
        for kind in WHOLE:
            events, _, extra = parts(kind, current, at)
            RECORDS[kind].model.objects.filter(pk__in=extra).delete()
            write_rows(kind, events)
    require_right(by, Project.objects.get(pk=project.pk))
    return planned


def restore_fields(project, planned, at):
    then = Past(project, at).project
    for each in planned.fields:
        column = Project._meta.get_field(each.field).attname
        setattr(project, column, getattr(then, column))
    if planned.fields:
        project.save(update_fields=[each.field for each in planned.fields])


def find(project, recorded, pk, by):
    """An event of this project, later than what the person may not look into."""
    record = RECORDS.get(recorded)
    if record is None or record.event is None:
        raise NotRestorable(GONE)
    event = told_events(record.events_of(project), by).filter(pk=pk).first()
    if event is None:
        raise NotRestorable(GONE)
    return event


def lock(project):
    """Take turns with every other editor of the project."""
    current = Project.objects.locked(project.pk)
    if current is None:
        raise Refusal("这个项目已被他人删除，本次没有恢复。")
    return current


def require_fresh(is_fresh):
    if not is_fresh:
        raise Refusal(STALE)


def require_right(by, project):
    """Also where the project has come to: nobody restores it out of his own reach, or into it."""
    verdict = by.rights.may("edit", project)
    if not verdict:
        raise Refusal(f"恢复后{verdict.reason}。")


def require_rules(project, before):
    """Old money is held to the ceilings of today, as any other saving of it."""
    if told := told_of_newly_blocked(project, before):
        raise Refusal(f"没有恢复，恢复后资金会超过规定的限额：{told}")


def said_ahead(project):
    """What is said to have happened on a day to come."""
    fields = [Project._meta.get_field(name) for name in ("actual_start", "actual_finish")]
    days = [(field.verbose_name, getattr(project, field.attname)) for field in fields]
    paid = project.funding_lines.filter(status=FundingStatus.PAID)
    lines = [(f"{line.cell}支付日期", line.dated_on) for line in paid.select_related("source")]
    return {f"{name} {day}" for name, day in [*days, *lines] if lies_ahead(day)}


def require_past(project, before):
    """What has been is not put on a day to come, as no form lets it be."""
    if ahead := sorted(said_ahead(project) - before):
        raise Refusal(f"没有恢复，恢复后日期会晚于今天：{'、'.join(ahead)}。")


@contextmanager
def written(project, by, at, what):
    """History knows the door and why, the log who; what the database refuses is told in words."""
    before, ahead = list(project.funding_lines.all()), said_ahead(project)
    with pghistory.context(door=Door.RESTORE, user=by.pk, reason=f"恢复到 {moment(at)} 的记录"):
        try:
            with transaction.atomic():
                yield
                # Keys are looked at now, while they can still be refused in words.
                connection.check_constraints()
            outcome = Project.objects.get(pk=project.pk)
            require_rules(outcome, before)
            require_past(outcome, ahead)
        except IntegrityError as error:
            raise Refusal(refused(error)) from None
    audit.write(AuditAction.RESTORED, user=by, subject=project.number, detail={"what": what})


def refused(error):
    if error.__cause__.sqlstate == FOREIGN_KEY:
        return LOST
    words = (sentence(error, model) for model in (Project, Asset, FundingLine, Attachment))
    return next((word for word in words if word != UNKNOWN), UNKNOWN)
