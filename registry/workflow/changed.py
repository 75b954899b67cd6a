"""What has changed in a project since a moment: its fields, money, assets, shapes and papers."""

from dataclasses import dataclass

from django.db import connection
from django.utils.functional import cached_property

from registry.choices import Operation, Recorded
from registry.history.differences import differences, names_in, told_columns
from registry.history.outlines import NEW, OLD, collection
from registry.history.past import Past, keys_at, rows_for
from registry.history.records import RECORDS, title_of
from registry.history.rows import keys_differing
from registry.history.steps import sources_for
from registry.models import Asset

#: Assets that are told one by one; the rest are counted.
TOLD = 100
#: Fields that the review itself moves.
OWN_DOOR = {"stage", "standing", "awaiting"}
#: What a machine finds out about a paper later is no change of it.
FOUND_OUT = {"scan"}


@dataclass(frozen=True)
class Entry:
    """One record that came, went or changed."""

    key: str
    title: str
    operation: Operation
    differences: tuple = ()
    before: object = None
    after: object = None

    @property
    def is_reshaped(self):
        """Of an asset: its shapes are compared on the map, the places of photos are not."""
        states = (self.before, self.after)
        shapes = [state.location if isinstance(state, Asset) else None for state in states]
        return shapes[0] != shapes[1]


@dataclass(frozen=True)
class Comparison:
    """`project` as it was recorded at the moment `at` beside what it is now."""

    project: object
    at: object
    limit: int = TOLD

    @cached_property
    def fields(self):
        then = Past(self.project, self.at).project
        if then is None:
            return ()
        found = differences(then, self.project, names_in([(then, self.project)]))
        return tuple(each for each in found if each.field not in OWN_DOOR)

    @cached_property
    def money(self):
        return self._entries(Recorded.FUNDING)[0]

    @property
    def papers(self):
        return self._papers[0]

    @property
    def untold_papers(self):
        """How many changed papers and photos are not among `papers`."""
        return self._papers[1]

    @cached_property
    def _papers(self):
        return self._entries(Recorded.ATTACHMENT)

    @property
    def fresh_papers(self):
        """Keys of the papers and photos that were not there."""
        return {entry.after.pk for entry in self.papers if entry.operation == Operation.INSERT}

    @cached_property
    def assets(self):
        return self._assets[0]

    @property
    def untold_assets(self):
        """How many changed assets are not among `assets`."""
        return self._assets[1]

    @cached_property
    def _assets(self):
        return self._entries(Recorded.ASSET)

    def __bool__(self):
        return bool(self.fields or self.money or self.assets or self.papers)

    def outlines(self):
        """GeoJSON of the shapes before and after, by the entry's key."""
        return collection(
            [
                ({"step": entry.key, "state": state, "title": entry.title}, row.location)
                for entry in self.assets
                if entry.is_reshaped
                for state, row in ((OLD, entry.before), (NEW, entry.after))
                if row is not None and row.location is not None
            ]
        )

    def _entries(self, recorded):
        """What differs, at most `limit` of it, and how much more does.

        What was written over and has its old values again is no change, however much it is.
        """
        record = RECORDS[recorded]
        then = keys_at(recorded, self.project, self.at)
        changed = self._changed(record, [event for _, event in then if event])
        old = [(key, event) for key, event in then if key in changed]
        rows = record.model.objects.filter(project=self.project)
        new = rows.exclude(pk__in=[key for key, _ in then]).order_by("pk")
        touched = old[: self.limit]
        past = rows_for(recorded, touched, record.model.objects)
        now = rows.in_bulk([key for key, _ in touched])
        pairs = [(before, now.get(key)) for (key, _), before in zip(touched, past, strict=True)]
        pairs += [(None, row) for row in new[: self.limit - len(pairs)]]
        entries = list(self._compared(recorded, pairs))
        return entries, len(old) + new.count() - len(pairs)

    def _changed(self, record, events):
        if not events:
            return set()
        with connection.cursor() as cursor:
            return keys_differing(cursor, record, events, told_columns(record.model))

    def _compared(self, recorded, pairs):
        names = names_in([pair for pair in pairs if None not in pair])
        sources = sources_for(recorded)
        for before, after in (map(on_shelf, pair) for pair in pairs):
            told = told_of(before, after, names)
            if not told and bool(before) == bool(after):
                continue
            title = title_of(recorded, after or before, sources)
            key = f"{recorded}-{(after or before).pk}"
            yield Entry(key, title, _operation(before, after), told, before, after)


def on_shelf(state):
    """The state of a record; None for a paper that lies in the bin."""
    return None if getattr(state, "deleted_at", None) else state


def told_of(before, after, names):
    if not (before and after):
        return ()
    return tuple(each for each in differences(before, after, names) if each.field not in FOUND_OUT)


def _operation(before, after):
    if before is None:
        return Operation.INSERT
    return Operation.UPDATE if after else Operation.DELETE


@dataclass(frozen=True)
class Review:
    """What a reviewer has to look at: since the submission before this one, and since this one."""

    submission: object
    former: object
    since_former: Comparison | None
    since_this: Comparison | None

    @property
    def fresh_papers(self):
        """Papers that came since the submission before this one, by key."""
        return self.since_former.fresh_papers if self.since_former else ()

    @property
    def has_outlines(self):
        """Whether there are shapes to compare on the map."""
        return bool(self.since_former) and any(e.is_reshaped for e in self.since_former.assets)


def review_of(project, reader):
    """Of submissions that the reader may know; what was before them he is not shown either."""
    told = project.stage_changes.told_to(reader).submissions()
    submissions = list(told.select_related("by").order_by("-id")[:2])
    this, former = [*submissions, None, None][:2]
    return Review(
        this,
        former,
        former and Comparison(project, former.recorded_at),
        this and Comparison(project, this.recorded_at),
    )
