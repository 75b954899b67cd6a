"""What has changed in a record since someone opened it, read from the history kept by triggers."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils import timezone

from registry.models import User

NOBODY = "系统"
BLANK = "空"

#: Written by the machinery, of no interest to a person.
UNTOLD = {"id", "version", "updated_at", "created_at", "created_by", "number", "client_id"}


@dataclass(frozen=True)
class Revision:
    """One saved change: who, when, and the fields with their values before and after."""

    by: str
    at: object
    changes: tuple

    @property
    def labels(self):
        return "、".join(label for label, _, _ in self.changes)

    def __str__(self):
        told = "；".join(f"{label}由“{old}”改为“{new}”" for label, old, new in self.changes)
        return f"{self.by}于 {moment(self.at)} 修改：{told}"


def moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def edition(project):
    """What a form was opened on: the project's version and those of its funding lines."""
    lines = project.funding_lines.order_by("pk").values_list("pk", "version")
    return ";".join([str(project.version), *(f"{pk}.{version}" for pk, version in lines)])


def as_it_was(record, version):
    """The record's values at an earlier version, or None if history does not know it."""
    return record.events.filter(version=version).order_by("pgh_id").last()


def changed_fields(before, after):
    """Model fields in which two states of a record differ."""
    fields = (field for field in before.pgh_tracked_model._meta.fields if is_told(before, field))
    return [f for f in fields if getattr(before, f.attname) != getattr(after, f.attname)]


def is_told(event, field):
    return field.name not in UNTOLD and not field.generated and hasattr(event, field.attname)


def shown(record, field):
    display = getattr(record, f"get_{field.name}_display", None)
    value = display() if display else getattr(record, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment(value)
    return BLANK if value in (None, "") else str(value)


def revisions(record, *, since=0, last=20):
    """Changes after version `since`, newest first; two queries."""
    named = (f.name for f in record._meta.fields if f.many_to_one and f.name not in UNTOLD)
    events = record.events.filter(version__gte=since).select_related("pgh_context", *named)
    states = [record, *events.order_by("-pgh_id")[:last]]
    people = _people(states[1:])
    return [
        Revision(people.get(_user_id(before), NOBODY), before.pgh_created_at, _told(before, after))
        for after, before in pairwise(states)
    ]


def _told(before, after):
    return tuple(
        (field.verbose_name, shown(before, field), shown(after, field))
        for field in changed_fields(before, after)
    )


def _user_id(event):
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _people(events):
    users = User.objects.filter(pk__in=filter(None, map(_user_id, events)))
    return {user.pk: str(user) for user in users}
