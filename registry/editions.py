"""What has changed in a record since someone opened it, read from the history kept by triggers.

The `reader` names the version that he opened: it may be any, so he is told what he may know alone.
"""

import re
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from registry.choices import Operation, Recorded
from registry.history.acts import NOBODY
from registry.history.differences import differences, moment, names_in
from registry.history.records import line_name
from registry.models import AssetEvent, FundingLineEvent, FundingSource, User
from registry.models.disclosure import since_opened, told_events

VERSION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Revision:
    """One saved change: who, when, and the fields with their values before and after."""

    by: str
    at: object
    changes: tuple
    user_id: int | None = None

    def __str__(self):
        return f"{self.by}于 {moment(self.at)} 修改：{told(self.changes)}"


def told(changes):
    return "；".join(map(str, changes))


def version_of(text):
    """A version as a form brings it back; 0 where it is none."""
    return int(text) if VERSION.fullmatch(text or "") else 0


def as_it_was(record, version, reader):
    """The record's values at an earlier version, or None if history does not know or tell it."""
    return told_events(record.events, reader).filter(version=version).order_by("pgh_id").last()


def revisions(record, reader, *, since=0, last=20):
    """Changes after version `since`, newest first; two queries, and one a model referred to."""
    events = told_events(record.events, reader).filter(version__gte=since)
    states = [record, *events.select_related("pgh_context").order_by("-pgh_id")[:last]]
    return _revisions(states, people_of(states[1:]), names_in(_steps(states)))


def revisions_of(records, reader, since, *, last=20):
    """The same for many records of one model, `since` a version each: `{id: revisions}`."""
    if not records:
        return {}
    events = told_events(records[0].events.model.objects, reader).filter(pgh_obj_id__in=since)
    events = events.filter(version__gte=min(since.values())).select_related("pgh_context")
    states = {record.pk: [record] for record in records}
    for event in events.order_by("-pgh_id"):
        own = states[event.pgh_obj_id]
        if event.version >= since[event.pgh_obj_id] and len(own) <= last:
            own.append(event)
    people = people_of([event for own in states.values() for event in own[1:]])
    names = names_in(chain.from_iterable(map(_steps, states.values())))
    return {pk: _revisions(own, people, names) for pk, own in states.items()}


def _steps(states):
    """Pairs of what was before and what came of it, of states that stand newest first."""
    return [(before, after) for after, before in pairwise(states)]


def _revisions(states, people, names):
    return [
        Revision(
            author_of(before, people),
            before.pgh_created_at,
            differences(before, after, names),
            _user_id(before),
        )
        for before, after in _steps(states)
    ]


def money_revisions(project, reader, opened):
    """Sentences about funding lines changed, removed and added since a table was opened.

    `opened` are the versions of its lines by id. History keeps no inserts: who added a line
    the ledger knows.
    """
    now = {line.pk: line for line in project.funding_lines.all()}
    events = told_events(FundingLineEvent.objects, reader)
    events = events.filter(project=project, pgh_obj_id__in=opened)
    events = events.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id")
    events = [event for event in events if event.version >= opened[event.id]]
    people = people_of(events)
    names = {(FundingSource, each.pk): each.name for each in FundingSource.objects.all()}
    sentences = []
    for pk, states in groupby(events, key=lambda event: event.id):
        for before, after in pairwise([*states, now.get(pk)]):
            author = f"{author_of(before, people)}于 {moment(before.pgh_created_at)} "
            sentences.append(author + _line_told(before, after, names))
    added = [line for pk, line in now.items() if pk not in opened]
    inserts = _inserts(project, reader, added)
    return sentences + [_addition_told(line, inserts, names) for line in added]


def _inserts(project, reader, lines):
    """The ledger's rows of these lines' coming that the reader may know, the latest first."""
    if not lines:
        return []
    told = project.changes.filter(since_opened(reader.rights.closed, "at"))
    inserts = told.of(Recorded.FUNDING).filter(operation=Operation.INSERT)
    since = min(line.pk for line in lines)
    return list(inserts.filter(last__gte=since).select_related("user"))


def _addition_told(line, inserts, names):
    told = f"新增资金“{_line_name(line, names)}”"
    change = next((each for each in inserts if each.first <= line.pk <= each.last), None)
    return f"{change.user or NOBODY}于 {moment(change.at)} {told}" if change else told


def _line_told(before, after, names):
    name = _line_name(before, names)
    if after is None:
        return f"删除资金“{name}”"
    return f"修改资金“{name}”：{told(differences(before, after, names))}"


def _line_name(line, names):
    return line_name(line, names.get((FundingSource, line.source_id), line.source_id))


def author_of(event, people):
    return people.get(_user_id(event), NOBODY)


def _user_id(event):
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def people_of(events):
    users = User.objects.filter(pk__in=filter(None, map(_user_id, events)))
    return {user.pk: str(user) for user in users}


def deletions(project, client_ids):
    """Old rows of assets that were deleted from this project."""
    events = AssetEvent.objects.filter(project=project, client_id__in=client_ids)
    return events.filter(pgh_label="delete")


def deletions_of(project, reader, client_ids):
    """`{client_id: (who, when)}` in words, of deletions that the reader may know."""
    events = told_events(deletions(project, client_ids), reader)
    events = events.select_related("pgh_context").order_by("pgh_id")
    last = {event.client_id: event for event in events}
    people = people_of(last.values())
    return {
        client_id: (author_of(event, people), moment(event.pgh_created_at))
        for client_id, event in last.items()
    }
