"""The splits of a question: by kind and medium, district, sector, stage and funding.

Nothing sums across a join that fans out: each part reads one roll-up, or its tally, whose
rows carry where their projects stand. Three such scans beat one statement with a shared CTE:
materialising fifty thousand projects costs more than scanning them again.
"""

from collections import defaultdict

from registry.choices import Medium, Stage
from registry.kinds import KINDS
from registry.models import District, FundingSource
from registry.totals import Totals, asset_cells, funding_rows, project_cells

SPLITS = ("district_id", "sector_id", "stage")


class Summary:
    """Totals by kind and medium, and by district, sector, stage and funding source."""

    def __init__(self, question):
        self.sectors, self.contradiction = question.sectors, question.contradiction
        self.regions = question.regions_said
        self.total = Totals()
        self.kinds, self.media = defaultdict(Totals), defaultdict(Totals)
        self.signs = defaultdict(int)
        self.splits = {name: defaultdict(Totals) for name in SPLITS}
        self.funding = defaultdict(Totals)
        question = self._read_projects(question)
        self._read_assets(question)
        self._read_funding(question)

    def _read_projects(self, question):
        """The question comes back as the other sums are asked by it."""
        cells, question = project_cells(question, *SPLITS)
        for *codes, count, wan, _ in cells:
            self.total.add_projects(count, wan)
            for name, code in zip(SPLITS, codes, strict=True):
                self.splits[name][code].add_projects(count, wan)
        return question

    def _read_assets(self, question):
        by_kind, of_sources, *of_splits = asset_cells(
            question,
            ("kind", "medium", "sector_id"),
            ("funding_key",),
            *((name,) for name in SPLITS),
            by_kind=True,
        )
        for key, *figures in of_sources:
            # Assets and metres of the sources overlap.
            for source in filter(None, key.split(",")):
                self.funding[source].add_assets(*figures)
        for kind, medium, sector, *figures in by_kind:
            self.total.add_assets(*figures)
            self.kinds[kind].add_assets(*figures)
            if KINDS[kind].has_medium:
                self.media[medium].add_assets(*figures)
            else:
                self.signs[sector] += figures[0]
        for name, cells in zip(SPLITS, of_splits, strict=True):
            for code, *figures in cells:
                self.splits[name][code].add_assets(*figures)

    def _read_funding(self, question):
        """Each source's own money, of projects that overlap."""
        rows, measures = funding_rows(question)
        money = rows.order_by().values("source_id").annotate(**measures)
        for source, projects, wan in money.values_list("source_id", *measures):
            self.funding[source].add_projects(projects, wan)

    def as_json(self):
        kinds = [(code, {"label": kind.label, "unit": kind.unit}) for code, kind in KINDS.items()]
        return {
            **self.total.as_json(),
            "contradiction": self.contradiction,
            "regions": self.regions,
            "by_kind": _only_found(kinds, self.kinds),
            "by_medium": _only_found(_labelled([*Medium.choices, ("", "未填介质")]), self.media),
            "by_district": _every(_named(District.objects), self.splits["district_id"]),
            "by_sector": self._by_sector(),
            "by_funding": _every(_named(FundingSource.objects), self.funding),
            "by_stage": _every(_labelled(Stage.choices), self.splits["stage"]),
        }

    def _by_sector(self):
        """Besides the totals, how many assets the map colours by sector: all but pipes."""
        entries = _every(_named(self.sectors), self.splits["sector_id"])
        return [{**entry, "signs": self.signs[entry["code"]]} for entry in entries]


def _labelled(choices):
    return [(code, {"label": label}) for code, label in choices]


def _named(queryset):
    return _labelled(queryset.values_list("code", "name"))


def _every(described, found):
    """One entry a code, in order, zeros included."""
    return [
        {"code": code, **description, **found.get(code, Totals()).as_json()}
        for code, description in described
    ]


def _only_found(described, found):
    """One entry for each code that has assets; they have no money of their own."""
    entries = _every([(code, label) for code, label in described if found[code].assets], found)
    for entry in entries:
        del entry["projects"], entry["investment_wan"]
    return entries
