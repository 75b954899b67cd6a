"""A project as it was recorded at a moment: the first old row kept since, or what still stands.

Two times never mix: this is what was written down by then, not what had taken effect.
"""

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from registry.choices import Operation, Recorded
from registry.history.records import RECORDS
from registry.models import Asset, Project


class Past:
    """`project` at the moment `at`; None for one that was not registered yet."""

    def __init__(self, project, at):
        self.now, self.at = project, at

    @cached_property
    def project(self):
        event = self.now.events.filter(pgh_created_at__gt=self.at).order_by("pgh_id").first()
        state = row_of(Project, event) if event else self.now
        return state if state.created_at <= self.at else None

    @cached_property
    def funding_lines(self):
        lines = self.rows(Recorded.FUNDING)
        return sorted(lines, key=lambda line: (line.year or 0, line.pk))

    @cached_property
    def asset_keys(self):
        return keys_at(Recorded.ASSET, self.now, self.at)

    def assets(self, keys):
        """Rows for a slice of `asset_keys`."""
        return rows_for(Recorded.ASSET, keys, Asset.objects.defer("location_web"))

    def rows(self, recorded):
        keys = keys_at(recorded, self.now, self.at)
        return rows_for(recorded, keys, RECORDS[recorded].model.objects)


def keys_at(recorded, project, at):
    """`(key, event)` of each of the project's records of a kind at a moment, in order.

    The event holds the row as it then was; it is None where the row still stands unchanged.
    An object's state is told by its first event afterwards, wherever it then was: one that has
    moved into the project since is not among them.
    """
    record = RECORDS[recorded]
    later = record.event.objects.filter(pgh_created_at__gt=at).order_by()
    touched = later.filter(project=project).values("pgh_obj_id")
    firsts = later.filter(pgh_obj_id__in=touched).order_by("pgh_obj_id", "pgh_id")
    firsts = firsts.distinct("pgh_obj_id").values("pgh_id")
    events = record.event.objects.filter(pgh_id__in=firsts, project=project)
    changed_since = Exists(later.filter(pgh_obj_id=OuterRef("pk")))
    standing = record.of(project).exclude(changed_since).order_by()
    came = Arrivals(recorded, project, at)
    changed = events.values_list("pgh_obj_id", "pgh_id", "pgh_created_at")
    return sorted(
        [
            *((key, event) for key, event, until in changed if not came.is_new(key, until)),
            *((key, None) for key in standing.values_list("pk", flat=True) if not came.is_new(key)),
        ]
    )


class Arrivals:
    """What came into the project after a moment, by the ledger: rows do not know it themselves.

    A row that was deleted and brought back has come twice.
    """

    def __init__(self, recorded, project, at):
        came = project.changes.of(recorded).since(at).filter(operation=Operation.INSERT)
        self.single, self.ranges = {}, []
        for came_at, first, last in came.order_by("-id").values_list("at", "first", "last"):
            if first == last:
                self.single[first] = came_at  # ends with the first of them
            else:
                self.ranges.append((came_at, first, last))

    def is_new(self, key, until=None):
        """Whether the row came after the moment, and before `until` where that is given."""
        times = [at for at, first, last in self.ranges if first <= key <= last]
        if key in self.single:
            times.append(self.single[key])
        return any(until is None or at <= until for at in times)


def rows_for(recorded, keys, rows):
    """The rows of `keys_at`, in its order."""
    record = RECORDS[recorded]
    events = record.event.objects.in_bulk([event for _, event in keys if event])
    standing = rows.in_bulk([key for key, event in keys if not event])
    return [row_of(record.model, events[e]) if e else standing[key] for key, e in keys]


def row_of(model, event):
    """An old row as an unsaved row of its model, without what the database computes."""
    fields = (f for f in model._meta.concrete_fields if not f.generated)
    return model(**{f.attname: getattr(event, f.attname) for f in fields})
