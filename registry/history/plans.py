"""What restoring a project to a moment would do, before anybody does it."""

from dataclasses import dataclass

from django.db import connection

from registry.choices import Recorded
from registry.history.differences import differences, moment, names_in
from registry.history.past import Past, keys_at
from registry.history.records import RECORDS
from registry.history.rows import THOSE, count_differing

#: Fields of a record that no restoring writes: they have a door of their own.
NEVER = {
    Recorded.PROJECT: {
        "stage",
        "standing",
        "awaiting",
        "deleted_at",
        "is_example",
        "created_by",
        "created_at",
    },
    Recorded.ASSET: {"project", "kind"},
    Recorded.FUNDING: {"project"},
    Recorded.ATTACHMENT: {"project", "deleted_at", "scan", "file_name", "placed_by", "location"},
}
#: Records that can be put back whole.
WHOLE = (Recorded.ASSET, Recorded.FUNDING)


def can_restore(recorded, difference):
    """Whether one field may be put back by itself."""
    return recorded in NEVER and difference.field not in NEVER[recorded]


@dataclass(frozen=True)
class Plan:
    """What restoring a project to a moment would do; numbers of records by kind."""

    at: object
    seen: int
    fields: tuple
    changed: dict
    back: dict
    out: dict

    def __str__(self):
        return f"{moment(self.at)} 时的记录"

    @property
    def is_empty(self):
        counts = (*self.changed.values(), *self.back.values(), *self.out.values())
        return not self.fields and not any(counts)

    @property
    def rows(self):
        """`(label, changed, brought back, taken out)` for each kind of record."""
        return [
            (Recorded(kind).label, self.changed[kind], self.back[kind], self.out[kind])
            for kind in WHOLE
        ]


def plan(project, at):
    """What would change, as things stand now; the project was registered by then."""
    then = Past(project, at).project
    changed, back, out = {}, {}, {}
    for kind in WHOLE:
        events, gone, extra = parts(kind, project, at)
        with connection.cursor() as cursor:
            changed[kind] = count_differing(cursor, RECORDS[kind], THOSE, [events])
        back[kind], out[kind] = len(gone), len(extra)
    names = names_in([(project, then)])
    fields = tuple(d for d in differences(project, then, names) if can_restore("project", d))
    return Plan(at, last_change(project), fields, changed, back, out)


def parts(kind, project, at):
    """Events of what is to be written, keys of what is to be brought back and taken out."""
    record = RECORDS[kind]
    keys = keys_at(kind, project, at)
    found = {key: event for key, event in keys if event}
    here = dict(record.model.objects.filter(pk__in=found).values_list("pk", "project_id"))
    gone = [key for key in found if key not in here]
    # What has moved to another project is that project's.
    own = [event for key, event in found.items() if here.get(key, project.pk) == project.pk]
    extra = set(record.of(project).values_list("pk", flat=True)) - {key for key, _ in keys}
    return own, gone, extra


def last_change(project):
    return project.changes.order_by("-id").values_list("id", flat=True).first() or 0
