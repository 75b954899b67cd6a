"""Facets: how many projects each choice of the filter would give, the other filters kept.

Four scans, whatever is asked. One groups projects by where they stand and is
counted here: what fails one filter alone counts for the choices of that filter. One
groups them by the sorts of assets that they hold, since a project with pipes and pumps
counts for both. One groups projects by the years that their spans touch, and one those that
wait for somebody by whom they wait for. Where declaration batches are published, a fifth groups
projects by their verdicts.
"""

from collections import Counter, defaultdict
from functools import cache

from django.db.models import Count
from django.utils.functional import cached_property

from gis.functions import YearOf
from registry.choices import LEFT_OUT, REPORTER_MENDS, WAITED_FOR
from registry.filters import OFFERED_YEARS
from registry.models import Project, ProjectTotal
from registry.reach import Reach
from registry.readiness.verdicts import spread
from registry.sorts import MAPPED, PARTS, sorts_in
from registry.totals import project_model

#: Parameters that a column of the roll-ups answers.
PLACES = {
    "sector": "sector_id",
    "stage": "stage",
    "district": "district_id",
    "lead": "lead_id",
    "standing": "standing",
    "funding": "funding_key",
}
#: Parameters that a project's own row answers.
OF_ROWS = ("year", "awaiting", "readiness")
SPANS = ("planned_first", "planned_last", "actual_first", "actual_last")


def codes_in(name, value):
    """The choices that a value of a column of `PLACES` stands for: a set of sources is several."""
    return tuple(filter(None, value.split(","))) if name == "funding" else (value,)


class Facets:
    """`counts[parameter][choice]`: projects; a choice that finds none is not among them."""

    def __init__(self, question):
        self.question = question
        self.asked = {name: set(question.values[name]) for name in (*PLACES, *PARTS)}
        self.counts = defaultdict(Counter)
        self._count_places()
        self._count_sorts()
        self._count_years()
        self._count_waiting()
        self._count_verdicts()

    def as_json(self):
        """Every choice that the filter offers, zeros included."""
        fields = self.question.filter.form.fields
        return {
            name: {str(code): self.counts[name][str(code)] for code, _ in fields[name].choices}
            for name in (*PLACES, *PARTS, *OF_ROWS)
        }

    def _count_places(self):
        model, measures = project_model(self.question)
        rows = self._elsewhere(model, without=PLACES)
        cells = rows.values(*PLACES.values()).annotate(n=measures["n"])
        # Thousands of places are made of a few dozen values, each of which is judged once.
        meets = cache(lambda name, value: self._meets(name, codes_in(name, value)))
        found = defaultdict(Counter)
        for *values, count in cells.values_list(*PLACES.values(), "n"):
            held = list(zip(PLACES, values, strict=True))
            failed = [each for each in held if not meets(*each)]
            for name, value in held if not failed else failed if len(failed) == 1 else ():
                found[name][value] += count
        for name, counted in found.items():
            for value, count in counted.items():
                for code in codes_in(name, value):
                    self.counts[name][code] += count

    def _count_sorts(self):
        for sorts, count in self._sorts():
            found = defaultdict(set)
            for sort in sorts:
                held = {name: (code,) for name, code in zip(PARTS, sort, strict=True)}
                for name in self._counted_for(held):
                    found[name].update(held[name])
            for name, codes in found.items():
                for code in codes:
                    self.counts[name][code] += count

    def _count_years(self):
        rows = self._elsewhere(Project, without=("year",)).with_spans()
        years = {f"{name}_year": YearOf(name) for name in SPANS}
        spans = rows.annotate(**years).values(*years).annotate(n=Count("pk"))
        for planned, planned_end, actual, actual_end, count in spans.values_list(*years, "n"):
            for year in OFFERED_YEARS:
                in_plan = planned and planned <= year <= planned_end
                if in_plan or (actual and actual <= year <= actual_end):
                    self.counts["year"][str(year)] += count

    def _count_waiting(self):
        rows = self._elsewhere(Project, without=("awaiting",)).waiting_for(dict(WAITED_FOR))
        for awaiting, count in rows.values_list("awaiting").annotate(n=Count("pk")):
            self.counts["awaiting"][awaiting or REPORTER_MENDS] += count

    def _count_verdicts(self):
        offered = self.question.filter.form.fields["readiness"].choices
        batch_ids = {int(code.partition(".")[0]) for code, _ in offered}
        if batch_ids:
            rows = self._elsewhere(Project, without=("readiness",))
            self.counts["readiness"].update(spread(rows, batch_ids))

    def _counted_for(self, held):
        """The parameters for whose choices this counts: all, or the only one that it fails."""
        failed = [name for name in held if not self._meets(name, held[name])]
        if not failed:
            return held
        return failed if len(failed) == 1 else ()

    def _meets(self, name, codes):
        if name == "standing" and not self.asked[name]:
            return codes[0] not in LEFT_OUT
        return not self.asked[name] or not self.asked[name].isdisjoint(codes)

    def _elsewhere(self, model, without):
        """Rows that the question chooses but for what the named parameters ask."""
        rows = self.question.filter.rows(model, without=without).order_by()
        if not self._regions:
            return self.question.narrowed(rows)
        return rows.filter(self._chosen.hold(rows.project_key))

    @property
    def _regions(self):
        return self.question.asset_conditions.regions

    @cached_property
    def _reach(self):
        """Of all sorts of assets, wherever their projects stand."""
        rows = self.question.filter.rows(ProjectTotal, without=(*PLACES, *OF_ROWS))
        return Reach(rows, self.question.asset_conditions.of_regions())

    @cached_property
    def _chosen(self):
        return self._reach.choosing(self.question.asset_conditions)

    def _sorts(self):
        """Each set of sorts and how many projects hold it."""
        model, measures = project_model(self.question)
        rows = self.question.rollup(model).order_by()
        if self._regions:
            rows = rows.filter(self._reach.inside.hold("project_id"))
            yield from self._border_sorts()
        for key, count in rows.values_list("asset_key").annotate(n=measures["n"]):
            # What is not mapped lies in no region.
            sorts = sorts_in(key)
            yield [sort for sort in sorts if sort[0] == MAPPED] if self._regions else sorts, count

    def _border_sorts(self):
        held = defaultdict(list)
        for cell in self._reach.cells:
            held[cell.project_id].append((MAPPED, cell.work, cell.kind, cell.medium))
        asked = self.question.rollup(ProjectTotal).filter(self._reach.border.hold("pk"))
        for project in asked.order_by().values_list("pk", flat=True):
            yield held[project], 1
