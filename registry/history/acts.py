"""What was done to a project, newest first: each act with the records that it touched."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.utils.functional import cached_property

from registry.choices import Door, Operation, Recorded
from registry.history.steps import additions, steps
from registry.models import User
from registry.models.disclosure import since_opened

#: Acts of one page, and how many statements are read for them at most.
ACTS, STATEMENTS = 20, 200
#: Records of each kind that an act shows; the rest are counted.
SHOWN = 10
SQL = "直接修改数据库"
NOBODY = "系统"


@dataclass(frozen=True)
class Act:
    """All that one request, job or command changed at once."""

    changes: list
    steps: list = field(default_factory=list)

    @property
    def at(self):
        return self.changes[0].at

    @property
    def metadata(self):
        context = self.changes[0].context
        return context.metadata if context else {}

    @property
    def by(self):
        return str(self.changes[0].user or NOBODY)

    @property
    def door(self):
        """In words, with the number of the batch."""
        told = self.metadata
        if self.changes[0].context_id is None and self.changes[0].operation != Operation.INSERT:
            return SQL
        label = Door(told["door"]).label if told.get("door") in Door.values else ""
        if batch := told.get("batch"):
            return f"{label}（第 {batch} 批）"
        return label

    @property
    def address(self):
        return self.metadata.get("address") or ""

    @property
    def reason(self):
        return self.metadata.get("reason") or ""

    @property
    def moment_before(self):
        """As an address names it: the last moment before the act."""
        return (self.at - timedelta(microseconds=1)).isoformat()

    @cached_property
    def counts(self):
        """`(label, rows)` of what is not shown one by one."""
        done, seen = defaultdict(int), defaultdict(int)
        for change in self.changes:
            done[change.recorded, change.operation] += change.rows
        for step in self.steps:
            seen[step.recorded, step.operation] += 1
        return [
            (f"{Operation(operation).label}{Recorded(recorded).label}", rows)
            for (recorded, operation), rows in done.items()
            if rows > seen[recorded, operation] and (rows > SHOWN or operation == Operation.INSERT)
        ]


class History:
    """One page of a project's acts, as a reader may see them.

    `closed` are sectors that he may not look into: what happened while the project stood in
    one of them, and before, stays untold. A `brief` one has that many acts, and counts what
    came new instead of naming it.
    """

    def __init__(self, project, *, closed, recorded="", person=None, before=None, brief=None):
        self.project, self.most, self.is_brief = project, brief or ACTS, bool(brief)
        found = project.changes.select_related("context", "user")
        found = found.of(recorded) if recorded else found
        found = found.made_by(person) if person else found
        found = found.before(before) if before else found
        self._told = since_opened(closed, "at")
        self.found = found.filter(self._told)

    @cached_property
    def _read(self):
        """The acts that fit, and whether there are more."""
        changes = list(self.found.order_by("-id")[: STATEMENTS + 1])
        is_cut = len(changes) > STATEMENTS
        grouped = [list(group) for _, group in groupby(changes[:STATEMENTS], key=of_one_act)]
        return grouped[: self.most], is_cut or len(grouped) > self.most

    @cached_property
    def acts(self):
        grouped, _ = self._read
        told = {} if self.is_brief else additions(self.project, grouped, SHOWN)
        for act, found in steps(self.project, grouped, SHOWN).items():
            told.setdefault(act, []).extend(found)
        return [Act(group, told.get(place, [])) for place, group in enumerate(grouped)]

    @property
    def has_shapes(self):
        return any(step.is_reshaped for act in self.acts for step in act.steps)

    @property
    def next(self):
        """Where the next page begins, or None at the end."""
        grouped, has_more = self._read
        return grouped[-1][-1].pk if has_more and grouped else None

    @property
    def people(self):
        """Who has changed anything that the reader may know of."""
        told = self.project.changes.filter(self._told)
        return User.objects.filter(pk__in=told.order_by().values("user"))


def of_one_act(change):
    return change.context_id or change.at
