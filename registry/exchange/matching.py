"""Rows of an update beside the assets they are about: new, changed, unchanged or in conflict."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pyarrow as pa
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from gis.sameness import vertices_on
from registry.exchange.changes import moves
from registry.exchange.conflicts import name_authors
from registry.exchange.decisions import runs, unpacked
from registry.exchange.differences import SHAPE, Differ, ValueChange, same_shapes
from registry.exchange.merging import (
    decided,
    exported,
    kept,
    only_in_file,
    only_registered,
    overwritten,
    side,
)
from registry.exchange.order import IDENTITY
from registry.exchange.ready import CHANGED, NEW, UNCHANGED
from registry.exchange.report import CONFLICTS, UnusableOrder
from registry.exchange.rows import KEYS, REAL
from registry.exchange.told import ToldColumns
from registry.exchange.unmentioned import Unmentioned
from registry.kinds import COLUMNS, KINDS
from registry.models import Asset

FACTS = ("id", "client_id", "version", "project_id", "kind", *REAL, "attributes",
         "source_attributes", "length_m", "shape")  # fmt: skip


@dataclass
class Matched:
    table: pa.Table
    states: np.ndarray
    asset_ids: np.ndarray
    versions: np.ndarray
    reshaped: np.ndarray
    #: Shapes of the assets that were found, in EPSG:4490.
    registered: np.ndarray

    @classmethod
    def fresh(cls, table):
        count = len(table)
        none = np.zeros(count, dtype=np.int64)
        return cls(
            table,
            np.full(count, NEW, dtype=np.int8),
            none,
            none.astype(np.int32),
            np.zeros(count, dtype=bool),
            np.full(count, None, dtype=object),
        )


class Matching:
    """Finds the asset of each row, batch by batch."""

    def __init__(self, rows, target, order, report, changes):
        self.rows, self.target, self.order, self.report = rows, target, order, report
        self.changes = changes
        self.decided = unpacked(order.decisions)
        self.disputed = defaultdict(list)
        self.unversioned = 0
        self.told = ToldColumns(rows, report)
        self.unmentioned = Unmentioned(report)
        if not order.updates:
            return
        if order.key == IDENTITY and rows.keys["client_id"] is None:
            raise UnusableOrder("key_needed", columns=KEYS["client_id"].label)
        left = report.kept_columns
        if left:
            report.warn(0, "", "columns_left", columns=left)

    def match(self, batch, table, projects, shapes, notes):
        if not self.order.updates:
            return Matched.fresh(table)
        table = with_plain_identities(table)
        matched = Matched.fresh(table)
        keys = self._keys(table, projects)
        assets = self._registered(keys)
        found, mentioned = [], []
        for place in np.flatnonzero(projects >= 0):
            # Others were refused with their project: what is registered is not for this person.
            key, row = keys[place], int(batch.rows[place])
            if row in self.report.unread_rows:
                continue  # of a line of several rows each bears its number
            asset = assets.get(key) if key else None
            project = self.target.projects[projects[place]]
            if asset and asset["project_id"] == project.pk:
                mentioned.append(asset)
            if asset is None:
                self._tell_new(row, key)
            elif not self._may_change(
                row, key, asset, projects[place], table["kind"][place].as_py()
            ):
                continue
            found.append((place, asset, project))
        self.told.compare(batch, found)
        self.unmentioned.pass_by(mentioned)
        if pairs := [(place, asset) for place, asset, _ in found if asset]:
            self._compare(batch, matched, pairs, shapes, notes)
        return matched

    def _tell_new(self, row, key):
        if key is None:
            label = {**KEYS, **COLUMNS}[self.order.key].label
            self.report.warn(row, self.order.key, "key_missing", label=label)
        else:
            self.report.warn(row, self.order.key, "key_unknown", key=shown(key))

    def _keys(self, table, projects):
        """What the assets are looked up by; None where a row says nothing."""
        if self.order.key == IDENTITY:
            return [as_uuid(text) for text in table["client_id"].to_pylist()]
        numbers = table["number"].to_pylist()
        own = [self.target.projects[place].pk if place >= 0 else None for place in projects]
        return [(pk, n) if pk and n else None for pk, n in zip(own, numbers, strict=True)]

    def _registered(self, keys):
        wanted = {key for key in keys if key}
        if self.order.key == IDENTITY:
            chosen = Asset.objects.filter(client_id__in=wanted)
        else:
            pks, numbers = {pk for pk, _ in wanted}, {number for _, number in wanted}
            chosen = Asset.objects.filter(project__in=pks, number__in=numbers)
        rows = chosen.annotate(shape=AsWKB("location")).order_by().values(*FACTS)
        if self.order.key == IDENTITY:
            return {row["client_id"]: row for row in rows}
        return {(row["project_id"], row["number"]): row for row in rows}

    def _may_change(self, row, key, asset, project, kind):
        if asset["project_id"] != self.target.projects[project].pk:
            self.report.refuse(row, self.order.key, "asset_elsewhere", key=shown(key))
            return False
        if kind and kind != asset["kind"]:
            labels = {"registered": KINDS[asset["kind"]].label, "given": KINDS[kind].label}
            self.report.refuse(row, "kind", "kind_differs", **labels)
            return False
        return kind is not None

    def _compare(self, batch, matched, pairs, shapes, notes):
        places = np.array([place for place, _ in pairs])
        old = shapely.from_wkb([a["shape"] and bytes(a["shape"]) for _, a in pairs])
        new = shapes[places]
        matched.registered[places] = old
        reshaped = ~shapely.is_missing(new) & ~same_shapes(old, new)
        replaced = reshaped & (vertices_on(new, old) == 0)
        given = [matched.table["version"][place].as_py() for place in places.tolist()]
        bases = self._exported(pairs, given)
        moved = moved_shapes(old, new, reshaped, bases)
        differ = Differ(self.rows, matched.table, notes)
        for spot, (place, asset) in enumerate(pairs):
            changes = differ.changes(
                place, asset, bases[spot], moved.get(spot), bool(replaced[spot])
            )
            row = int(batch.rows[place])
            if new[spot] is None and old[spot] is not None:
                self.report.warn(row, "geometry", "left_alone")
            stays = self._stays(row, given[spot], asset, changes)
            if stays:
                differ.keep(place, asset, stays)
                changes = [change for change in changes if change.name not in stays]
            matched.states[place] = CHANGED if changes else UNCHANGED
            matched.asset_ids[place], matched.versions[place] = asset["id"], asset["version"]
            matched.reshaped[place] = reshaped[spot] and SHAPE not in stays
            if changes:
                self.changes.note(row, asset["name"] or asset["number"], changes)
        matched.table = differ.table()

    def _exported(self, pairs, given):
        """What each asset was in the version that the file gives; None where that is now's."""
        versions = {
            asset["id"]: int(version)
            for (_, asset), version in zip(pairs, given, strict=True)
            if is_overtaken(version, asset)
        }
        found = exported(versions, self.order.actor)
        return [found.get(asset["id"]) for _, asset in pairs]

    def _stays(self, row, given, asset, changes):
        """Names of the values that stay as registered.

        What has changed on both sides since the export is refused until the person has said which
        values hold, for the version that he has seen.
        """
        if not changes:
            return set()
        if given is None:
            self.unversioned += 1
        if not is_overtaken(given, asset):
            return set()
        if only_registered(changes):
            self.report.warn(row, "version", "only_registered", now=asset["version"])
            return {change.name for change in changes}
        if only_in_file(changes):
            self.report.warn(row, "version", "only_in_file", now=asset["version"])
            return set()
        seen, choice = self.decided.get(asset["id"], (None, None))
        stays = kept(choice, changes) if seen == asset["version"] else None
        if stays is None:
            self._dispute(row, given, asset, changes)
            return set()
        fields = overwritten(stays, changes)
        code = decided(stays, changes)
        self.report.warn(row, "version", code, now=asset["version"], fields=fields)
        return stays

    def _dispute(self, row, given, asset, changes):
        labels = [change.label for change in changes]
        versions = {"given": given, "now": asset["version"]}
        self.report.refuse(row, "version", "changed_since", fields=labels, **versions)
        self.disputed[asset["version"]].append(asset["id"])
        if len(self.report.conflicts) < CONFLICTS:
            self.report.conflicts.append(
                {
                    "row": row,
                    "asset": asset["id"],
                    "name": asset["name"] or asset["number"],
                    **versions,
                    "fields": [change.as_json() for change in changes],
                }
            )

    def finish(self):
        if self.unversioned:
            self.report.warn(0, "version", "version_missing", count=self.unversioned)
        self.report.disputes = [[v, runs(assets)] for v, assets in self.disputed.items()]
        self.told.finish()
        self.unmentioned.finish()
        name_authors(self.report.conflicts, self.order.actor)


def is_overtaken(given, asset):
    """Whether the register has gone on since the version that a file gives."""
    return given is not None and int(given) != asset["version"]


def moved_shapes(old, new, reshaped, bases):
    """The `ValueChange` of each shape that differs, by its place in the list."""
    spots = np.flatnonzero(reshaped)
    was = shapely.from_wkb([base and base["shape"] and bytes(base["shape"]) for base in bases])
    was, words = was[spots], moves(old[spots], new[spots])
    in_register, in_file = ~same_shapes(was, old[spots]), ~same_shapes(was, new[spots])
    in_register &= ~(shapely.is_missing(was) & shapely.is_missing(old[spots]))
    changes = {}
    for n, spot in enumerate(spots.tolist()):
        change = ValueChange(SHAPE, "位置", old[spot] and "登记的位置", words[n])
        if bases[spot]:
            whose = side(bool(in_register[n]), bool(in_file[n]))
            change = change._replace(exported=was[n] and "导出时的位置", side=whose)
        changes[spot] = change
    return changes


def with_plain_identities(table):
    """Each identity as the register writes it; what is none is not kept as one."""
    plain = [uuid and str(uuid) for uuid in map(as_uuid, table["client_id"].to_pylist())]
    spot = table.column_names.index("client_id")
    return table.set_column(spot, "client_id", pa.array(plain, pa.string()))


def as_uuid(text):
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def shown(key):
    return str(key[1]) if isinstance(key, tuple) else str(key)
