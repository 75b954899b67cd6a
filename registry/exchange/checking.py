"""One pass over a staged file: every row cleaned, judged and put beside what is registered."""

import json
from collections import Counter
from contextlib import contextmanager
from functools import partial

import numpy as np
import pyarrow as pa
import shapely

from gis.crs.deduce import deduce
from gis.errors import GisError
from gis.mending import MENDS
from gis.sameness import same_shape_keys
from registry.exchange import checks
from registry.exchange.changes import Changes
from registry.exchange.duplicates import Doubles, check_duplicates
from registry.exchange.gaps import gaps_in
from registry.exchange.georeference import HALF, better_readings, city_area, suspicion
from registry.exchange.matching import Matching
from registry.exchange.order import APPEND, UPDATE
from registry.exchange.originals import written_before
from registry.exchange.placing import Placing
from registry.exchange.ready import NEW, REFUSALS, SIDES, Ready
from registry.exchange.report import LEAVABLE, UnusableOrder
from registry.exchange.rows import Rows
from registry.exchange.stated import StatedPlaces
from registry.exchange.surveying import sample_of
from registry.exchange.systems import contradiction, is_placed, system_of
from registry.exchange.targets import described, known_projects, target_of
from registry.exchange.unplaced import drops_places, is_meant, suggested_code, suggestion
from registry.history.differences import moment
from registry.kinds import KINDS
from registry.models.assets import UNCONVERTED

#: A lasting mark of single rows, kept with what the source file said.
MENDED = "图形修复"
#: What is said of rows that lie elsewhere.
ELSEWHERE = ("outside_city", "out_of_range", "zone_unwanted", "zone_missing", "zone_differs")


class Checking:
    """Everything about one order and its staged file; the checked rows go into the folder."""

    def __init__(self, staged, order, folder, report, sha256="", progress=None):
        self.staged, self.order, self.report, self.sha256 = staged, order, report, sha256
        self.progress = progress or (lambda done, total, text="": None)
        self.ready = Ready(folder)
        check_words(order)
        self.crs = self._system()
        report.good_rows_only = order.good_rows_only
        report.leaves_out = frozenset(order.left_out) & LEAVABLE
        # What the reader could not make out is refused like the rest, and comes back with it.
        with self._streaming("w"):
            report.describe(staged, self.crs if is_placed(staged) else None)
        self._tell_system()
        self.rows = Rows(staged, order, report)
        self._tell_unplaced()
        self.target = target_of(order, staged, report)
        self.placing = Placing(self.crs, frozenset(order.mends), report)
        self.changes = Changes(folder)
        self.matching = Matching(self.rows, self.target, order, report, self.changes)
        self.stated = StatedPlaces(staged, report)
        self.scales = Counter()
        self.shapeless = []

    def _system(self):
        """As ordered or as the file says; where neither will do, what could be ordered is told."""
        try:
            return system_of(self.staged, self.order.crs, self.order.path.name)
        except GisError as error:
            if error.code == "crs_missing":
                self._suggest_any(city_area())
            elif error.code == "datum_not_convertible":
                self.report.warn(0, "geometry", "crs_may_be_marked", crs=error.params["crs"])
            raise

    def _suggest_any(self, area):
        """Without any outline the zones of the whole country are alike, and none is named."""
        readings = deduce(sample_of(self.staged), area)
        if area is None and len(readings) > 1:
            self.report.warn(0, "geometry", "outlines_missing")
        else:
            self._suggest(readings)

    def _suggest(self, readings):
        for reading in readings[:1]:
            self.report.warn(0, "geometry", "crs_suggested", crs=reading.crs.text)

    def _tell_system(self):
        remark = contradiction(self.staged, self.crs, self.order.crs)
        if remark:
            self.report.remark(remark)
        if self.crs.unconverted:
            self.report.warn(0, "geometry", "unconverted", crs=self.crs.text)

    def _tell_unplaced(self):
        """Positions must not get lost unsaid; some kinds need none."""
        kinds = self.rows.kinds.present
        is_needed = any(KINDS[code].needs_place for code in kinds)
        if is_meant(self.order) or not (self.staged.is_unplaced and is_needed):
            return
        code = "places_dropped" if drops_places(self.order) else "places_missing"
        self.report.warn(0, "geometry", code, count=self.staged.row_count)
        if found := suggestion(self.staged, city_area()):
            self.report.warn(0, "geometry", suggested_code(found), **found)

    def run(self):
        """Check all rows; the target with its projects comes back."""
        total, done = self.staged.row_count, 0
        self.progress(done, total, "检查")
        with self._streaming(), self.changes.writing(), self.ready.writing() as write:
            for batch in self.staged.batches():
                write(self._checked(batch))
                done += len(batch.rows)
                self.progress(done, total, "检查")
            self.placing.finish(self.rows.tell_elevations())
            self.rows.tell_placeholders()
            self.rows.tell_units()
            self.target.finish()
            self.matching.finish()
            self.stated.finish()
        with self._streaming():
            doubles = Doubles(self.order, self.report)
            compared = partial(self.progress, done, total, "与登记册比较")
            check_duplicates(self.ready, doubles, compared)
            checks.check_together(self.ready, self.target, self.order, self.report)
            doubles.settle()
        self._tell_import_before()
        self._doubt_system()
        checks.check_scales(self.scales, self.report)
        self._count()
        self.report.sort()
        self.ready.settle(self.report, self.order, described(self.target.projects))
        return self.target

    def _tell_import_before(self):
        before = written_before(self.sha256, self.staged.layer, self.order, self._repeated_in())
        if before:
            self.report.warn(0, "", "written_before", at=moment(before.imported_at))

    def _repeated_in(self):
        """Where the file's rows may stand already: of a new project, wherever the person sees."""
        if self.order.new_project:
            return known_projects(self.order).order_by().values("pk")
        return [project.pk for project in self.target.projects if project.pk]

    def _doubt_system(self):
        """Where most of the file lies elsewhere, the system is the likeliest fault; and what fits
        the register only when an offset is taken back is not written unasked.
        """
        beyond = sum(self.report.counts.get(code, 0) for code in ELSEWHERE)
        sample = sample_of(self.staged)
        if beyond > HALF * self.staged.row_count:
            self._suggest(better_readings(sample, self.crs))
        if suspected := suspicion(sample, self.crs, self.order):
            words = {"why": suspected["why"], "crs": self.crs.text}
            self.report.warn(0, "geometry", "offset_suspected", **words)

    @contextmanager
    def _streaming(self, mode="a"):
        with (self.ready.folder / REFUSALS).open(mode, encoding="utf-8") as sink:
            self.report.stream(sink)
            yield
        self.report.stream(None)

    def _checked(self, batch):
        report = self.report
        kinds = self.rows.kinds.of(batch)
        placed = self.placing.place(batch, kinds)
        shown = np.where(placed.fit, placed.shapes, None)
        self.shapeless.append(batch.rows[shapely.is_missing(placed.shapes)])
        notes = self._notes(shown, placed.mended)
        table = self.rows.clean(batch, kinds, placed.heights, notes)
        projects = self.target.assign(batch, table)
        judged = placed.fit & ~shapely.is_missing(shown)
        matched = self.matching.match(batch, table, projects, shown, notes)
        table = matched.table
        self.stated.check(batch, shown, matched.registered, placed.fit)
        # A place that stays as it is has been judged before.
        asked = judged & ((matched.states == NEW) | matched.reshaped)
        shapes = np.where(asked, shown, None)
        shapes = checks.without_stretched(batch, table, shapes, report)
        beyond = checks.check_territory(self.target.projects, projects, batch, shapes, report)
        checks.check_lengths(batch, table, shapes, report, self.scales)
        wkb = shapely.to_wkb(shown)
        columns = {name: table[name].combine_chunks() for name in table.column_names}
        columns |= {
            "row": pa.array(batch.rows),
            "project": pa.array(projects),
            "location": pa.array(wkb, pa.binary()),
            "outside": pa.array(beyond),
            "shape_key": pa.array(np.where(judged, same_shape_keys(shown), 0)),
            **dict(zip(SIDES, shapely.bounds(shown).T, strict=True)),
            "state": pa.array(matched.states),
            "asset_id": pa.array(matched.asset_ids),
            "asset_version": pa.array(matched.versions),
            "reshaped": pa.array(matched.reshaped),
        }
        return columns

    def _notes(self, shapes, mended):
        """Marks that stay with the rows: JSON texts by name, null where there is none."""
        notes = {}
        if self.crs.unconverted:
            text = json.dumps(self.crs.text)
            marks = np.where(shapely.is_missing(shapes), None, text)
            notes[UNCONVERTED] = pa.array(marks, pa.string())
        if mended:
            texts = [None] * len(shapes)
            for place, codes in mended.items():
                texts[place] = json.dumps("、".join(codes))
            notes[MENDED] = pa.array(texts, pa.string())
        return notes

    def _count(self):
        """How many rows are to be added, changed and left alone."""
        report = self.report
        table = self.ready.table(["row", "state"])
        rows, states = table["row"].to_numpy(), table["state"].to_numpy()
        gone = report.refused_rows | report.skipped_rows
        report.changes = self.changes.told(gone)
        out = np.fromiter(gone, dtype=np.int64)
        shapeless = np.concatenate(self.shapeless) if self.shapeless else out
        report.rows_unmapped = int(np.isin(shapeless, out, invert=True).sum())
        report.gaps = gaps_in(self.ready, out)
        states = states[~np.isin(rows, out) & (not report.concerns_all)]
        report.rows_new, report.rows_changed, report.rows_unchanged = np.bincount(
            states, minlength=3
        ).tolist()
        report.rows_skipped = len(report.skipped_rows - report.refused_rows)


def check_words(order):
    """Words of the order that only this part knows."""
    if order.mode not in (APPEND, UPDATE):
        raise UnusableOrder("unknown_mode", mode=order.mode)
    for mend in order.mends:
        if mend not in MENDS:
            raise UnusableOrder("unknown_mend", mend=mend, known=list(MENDS))
