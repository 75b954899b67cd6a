"""What an act did to each record: the state before it, the state after it, and what differs.

Events keep the old row alone: the row after a change is the next event's, or else the one
that stands. However large an act, a few of its records are looked up by index, not all read.
"""

from dataclasses import dataclass

from django.db import connection

from registry.choices import Operation, Recorded
from registry.history.differences import differences, names_in
from registry.history.plans import WHOLE, can_restore
from registry.history.records import RECORDS, title_of
from registry.models import FundingSource

#: Of each moment a few objects; of each its first and last event then, and the one that follows.
PICK = """
    SELECT m.act, o.key, e.first, e.is_deleted, (
        SELECT pgh_id FROM {events} n WHERE n.pgh_obj_id = o.key AND n.pgh_id > e.last
        ORDER BY n.pgh_id LIMIT 1
    ) AS next
    FROM unnest(%s::int[], %s::timestamptz[]) AS m(act, at)
    CROSS JOIN LATERAL (
        SELECT DISTINCT pgh_obj_id AS key FROM (
            SELECT pgh_obj_id FROM {events} WHERE {project} = %s AND pgh_created_at = m.at LIMIT %s
        ) lot ORDER BY 1 LIMIT %s
    ) o
    CROSS JOIN LATERAL (
        SELECT min(pgh_id) AS first, max(pgh_id) AS last,
            bool_or(pgh_label = 'delete') AS is_deleted
        FROM {events} WHERE pgh_obj_id = o.key AND pgh_created_at = m.at
    ) e
"""
#: Of each record that came, the first event since, while it stood in the project.
FIRST = """
    SELECT (
        SELECT pgh_id FROM {events} e
        WHERE e.pgh_obj_id = m.key AND e.{project} = %s AND e.pgh_created_at >= m.at
        ORDER BY pgh_id LIMIT 1
    )
    FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY AS m(key, at, place)
    ORDER BY m.place
"""
#: Events of a moment among which different objects are looked for.
AMONG = 400


@dataclass(frozen=True)
class RecordStep:
    """One record in one act. `event` holds the row before it, None where there was none.

    `version` is the record's own now, 0 where it is gone: what restoring asks for.
    """

    recorded: str
    operation: str
    key: int
    title: str
    event: int | None = None
    differences: tuple = ()
    before: object = None
    after: object = None
    version: int = 0

    @property
    def name(self):
        """What its shapes on the map and its buttons are known by."""
        return f"{self.recorded}-{self.event}"

    @property
    def label(self):
        return Recorded(self.recorded).label

    @property
    def done(self):
        return Operation(self.operation).label

    @property
    def restore_label(self):
        return "整项恢复" if self.version else "找回这一项"

    @property
    def is_whole(self):
        """Whether the record as it was can be put back in one."""
        return self.event and self.recorded in WHOLE

    @property
    def fields(self):
        """Each difference, and whether its old value can be put back by itself."""
        return [
            (each, self.version and can_restore(self.recorded, each)) for each in self.differences
        ]

    @property
    def is_reshaped(self):
        """Whether the map has something to show: a shape that changed, or that went."""
        if self.operation == Operation.DELETE:
            return getattr(self.before, "location", None) is not None
        return any(each.is_shape for each in self.differences)


def steps(project, acts, most):
    """`{place of the act: steps}` of what was changed or deleted."""
    told = {}
    for recorded, record in RECORDS.items():
        moments = {
            (place, change.at)
            for place, act in enumerate(acts)
            for change in act
            if change.recorded == recorded and change.operation != Operation.INSERT
        }
        if moments and record.event:
            for place, step in steps_of(project, recorded, record, sorted(moments), most):
                told.setdefault(place, []).append(step)
    return told


def steps_of(project, recorded, record, moments, most):
    picked = pick(project, record, moments, most)
    events = record.event.objects.in_bulk([pk for *_, pks in picked for pk in pks if pk])
    standing = {key for _, key, is_deleted, (_, later) in picked if not is_deleted and not later}
    rows = record.model.objects.in_bulk(standing)
    present = record.model.objects.filter(pk__in={key for _, key, *_ in picked})
    versions = dict(present.values_list("pk", "version"))
    pairs = [
        (place, key, events[first], None if is_deleted else events.get(later) or rows.get(key))
        for place, key, is_deleted, (first, later) in picked
    ]
    names = names_in((before, after) for *_, before, after in pairs if after)
    sources = sources_for(recorded)
    for place, key, before, after in pairs:
        yield (
            place,
            RecordStep(
                recorded,
                Operation.UPDATE if after else Operation.DELETE,
                key,
                title_of(recorded, before, sources),
                before.pgh_id,
                differences(before, after, names) if after else (),
                before,
                after,
                versions.get(key, 0),
            ),
        )


def pick(project, record, moments, most):
    """`(act, object, whether it went, (event before, event after))` for a few objects each."""
    sql = PICK.format(events=record.event._meta.db_table, project=record.project)
    places, ats = zip(*moments, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(places), list(ats), project.pk, AMONG, most])
        return [(act, key, gone, (first, later)) for act, key, first, gone, later in cursor]


def sources_for(recorded):
    """Names of funding sources, where titles tell them."""
    is_money = recorded == Recorded.FUNDING
    return dict(FundingSource.objects.values_list("pk", "name")) if is_money else {}


def additions(project, acts, most):
    """`{place of the act: steps}` of what came new, as it was when it came."""
    told = {}
    for recorded, record in RECORDS.items():
        wanted = {
            (place, key, change.at)
            for place, act in enumerate(acts)
            for change in act
            if change.recorded == recorded and change.operation == Operation.INSERT
            for key in range(change.first, min(change.last, change.first + most - 1) + 1)
        }
        if wanted:
            sources = sources_for(recorded)
            for place, key, state in arrivals(project, record, sorted(wanted)):
                title = title_of(recorded, state, sources)
                told.setdefault(place, []).append(
                    RecordStep(recorded, Operation.INSERT, key, title)
                )
    return told


def arrivals(project, record, wanted):
    """`(act, key, row)`: the first old row since it came, or the one that still stands as it came.

    What came into another project at once is left out: its keys lie among this one's.
    """
    firsts = first_events(project, record, wanted) if record.event else [None] * len(wanted)
    events = record.event.objects.in_bulk(filter(None, firsts)) if record.event else {}
    standing = {key for (_, key, _), first in zip(wanted, firsts, strict=True) if not first}
    rows = record.of(project).in_bulk(standing)
    for (place, key, _), first in zip(wanted, firsts, strict=True):
        if state := events.get(first) or rows.get(key):
            yield place, key, state


def first_events(project, record, wanted):
    """Of each `(act, key, when it came)`, the event that keeps it as it came; None without one."""
    sql = FIRST.format(events=record.event._meta.db_table, project=record.project)
    _, keys, ats = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(sql, [project.pk, list(keys), list(ats)])
        return [pk for (pk,) in cursor]
