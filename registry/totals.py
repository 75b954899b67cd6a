"""Totals of a question, read from the roll-ups.

Nothing here sums across a join: investment is summed over projects, money by source
over its own roll-up, counts and lengths over one row a project × kind × medium × work.
Where a question has regions, what lies at their border is added from the assets.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from django.db import connection
from django.db.models import Count, F, FloatField, Sum, Value

from registry.models import (
    AssetTally,
    AssetTotal,
    FundingTally,
    FundingTotal,
    ProjectTally,
    ProjectTotal,
)
from registry.reach import PLACES, BorderCell, Ids, gathered
from registry.sql import compiled, fetched


@dataclass
class Totals:
    projects: int = 0
    investment_wan: Decimal = Decimal(0)
    assets: int = 0
    unmapped: int = 0
    length_m: float = 0.0
    #: Told by `totals` alone.
    paid_wan: Decimal = Decimal(0)

    def add_projects(self, projects, investment_wan):
        self.projects += projects
        self.investment_wan += investment_wan or 0

    def add_assets(self, assets, unmapped, length_m):
        self.assets += assets or 0
        self.unmapped += unmapped or 0
        self.length_m += length_m or 0

    def as_json(self):
        return {
            "projects": self.projects,
            "assets": self.assets,
            "unmapped": self.unmapped,
            "investment_wan": f"{self.investment_wan:.2f}",
            "length_m": round(self.length_m, 3),
        }


def project_cells(question, *groups):
    """Tuples of (*groups, projects, 万元, how many state theirs), and a question.

    The other sums are asked by that one. Where projects have to be asked themselves, it knows who
    was found: one scan finds and counts.
    """
    if question.finds_projects:
        cells = found_cells(question.projects(), *groups)
        found = Ids.joined(ids for *_, ids in cells)
        return [cell for *cell, _ in cells], question.having_found(found)
    rows, measures = project_rows(question)
    cells = rows.order_by().values(*groups).annotate(**measures)
    # Who has left a place may still stand in its tally, once with each sign.
    return fetched(cells.filter(n__gt=0).values_list(*groups, *measures)), question


def found_cells(projects, *groups):
    """Tuples of (*groups, projects, 万元, how many state theirs, ids) of projects themselves."""
    measures = {**counted("pk"), "ids": gathered("pk")}
    cells = projects.order_by().values(*groups).annotate(**measures)
    return fetched(cells.values_list(*groups, *measures))


def project_rows(question):
    """Rows that hold the chosen projects, and the aggregates that count and value them."""
    model, measures = project_model(question)
    return question.chosen(model), measures


def project_model(question):
    """The widest rows of projects that can answer, and the aggregates that count and value them."""
    if question.is_tallied:
        stated = Sum("stated_count")
        return ProjectTally, {
            "n": Sum("project_count"),
            "wan": Sum("investment_wan"),
            "stated": stated,
        }
    return ProjectTotal, counted("pk")


def counted(key):
    """Aggregates of rows of one project each."""
    return {"n": Count(key), "wan": Sum("investment_wan"), "stated": Count("investment_wan")}


def funding_rows(question):
    """Rows that hold the money of the chosen projects by source, and their aggregates."""
    if question.is_tallied:
        measures = {"n": Sum("project_count"), "wan": Sum("amount_wan")}
        return question.chosen(FundingTally), measures
    return question.chosen(FundingTotal), {"n": Count("pk"), "wan": Sum("amount_wan")}


def asset_rows(question, *, by_kind=False, by_project=False):
    """Roll-up rows that hold the chosen assets, and the aggregates that count and measure them.

    The widest rows that can answer are read: the tally of a place where nothing but places and
    sorts of assets is asked for, a project's total where no condition or split asks for more, else
    its roll-up by kind, medium and work. All rows know `funding_key` and where the project stands;
    by project also `project_id`, by kind also `kind` and `medium`. Where there are regions, the
    rows are of projects wholly inside; `border_cells` has the rest.
    """
    conditions = question.asset_conditions
    measures = total_measures(conditions.counts_mapped)
    if question.is_tallied and not by_project:
        if by_kind or conditions.codes:
            return question.rollup(AssetTally).filter(conditions.of_codes()), measures
        return question.rollup(ProjectTally), measures
    is_narrow = conditions.codes or by_kind or (conditions and not conditions.regions)
    model = AssetTotal if is_narrow else ProjectTotal
    if conditions.regions:
        rows = model.objects.filter(question.reach.inside.hold("project_id"))
    else:
        rows = question.rollup(model)
    return rows.filter(conditions.of_totals()) if is_narrow else rows, measures


def border_cells(question, *groups):
    """Tuples of (*groups, assets, unmapped, length_m) of what regions cut; nothing without."""
    if not question.asset_conditions.regions:
        return
    rows, names = question.reach.cells, (*BorderCell._fields, *PLACES)
    if not set(groups).isdisjoint(PLACES):
        places = question.reach.places
        rows = [(*cell, *places[cell.project_id]) for cell in rows if cell.project_id in places]
    at = [names.index(group) for group in groups]
    assets_at, length_at = names.index("assets"), names.index("length_m")
    found = defaultdict(lambda: [0, 0.0])
    for row in rows:
        sums = found[tuple([row[place] for place in at])]
        sums[0] += row[assets_at]
        sums[1] += row[length_at]
    for codes, (assets, length_m) in found.items():
        yield (*codes, assets, 0, length_m)


def total_measures(mapped=None):
    """A roll-up row holds mapped and unmapped assets; count only those asked for."""
    counted, unmapped, length = F("asset_count"), F("unmapped_count"), F("length_m")
    if mapped is True:
        counted, unmapped = counted - unmapped, Value(0)
    elif mapped is False:
        counted, length = unmapped, Value(0.0, output_field=FloatField())
    return {"assets_": Sum(counted), "unmapped_": Sum(unmapped), "length_": Sum(length)}


def asset_cells(question, *groupings, by_kind=False):
    """For each grouping, tuples of (*groups, assets, unmapped, length_m): all from one scan.

    Rows are added up by all groups first, which is a tenth of them: each grouping of the rows
    themselves would cost as much as that. The same groups may come twice.
    """
    rows, measures = asset_rows(question, by_kind=by_kind)
    names = list(dict.fromkeys(chain(*groupings)))
    inner, params = compiled(rows.order_by().values(*names).annotate(**measures))
    columns, sets = ", ".join(names), ", ".join(f"({', '.join(groups)})" for groups in groupings)
    # Of sums of whole numbers PostgreSQL makes decimals.
    sums = "sum(assets_)::bigint, sum(unmapped_)::bigint, sum(length_)"
    sql = f"""
        SELECT grouping({columns}), {columns}, {sums} FROM ({inner}) cell
        GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return [
        [*_of_grouping(groups, names, found), *border_cells(question, *groups)]
        for groups in groupings
    ]


def _of_grouping(groups, names, found):
    """The rows that `grouping()` marks as of these groups, without what they are not told by."""
    mark = int("".join("01"[name not in groups] for name in names), 2)
    kept = [1 + names.index(group) for group in groups] + [-3, -2, -1]
    return [[row[place] for place in kept] for row in found if row[0] == mark]


def asset_totals(question):
    """Counts and metres of all chosen assets."""
    total = Totals()
    rows, measures = asset_rows(question)
    found = rows.aggregate(**measures)
    total.add_assets(*(found[name] for name in measures))
    for figures in border_cells(question):
        total.add_assets(*figures)
    return total


def totals(question):
    """The six numbers of the whole answer, for the register's totals row."""
    total = asset_totals(question)
    rows, measures = project_rows(question)
    chosen = rows.aggregate(**measures, paid=Sum("paid_wan"))
    total.add_projects(chosen["n"] or 0, chosen["wan"])
    total.paid_wan = chosen["paid"] or Decimal(0)
    return total
