"""Totals of a question, read from the roll-ups.

Nothing here sums across a join: investment is summed over projects, money by source
over its own roll-up, counts and lengths over one row a project × kind × medium × work.
A question with a box is answered from the assets themselves, the only slow path.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, FloatField, Q, Sum, Value

from registry.models import (
    AssetTally,
    AssetTotal,
    FundingTally,
    FundingTotal,
    ProjectTally,
    ProjectTotal,
)


@dataclass
class Totals:
    projects: int = 0
    investment_wan: Decimal = Decimal(0)
    assets: int = 0
    unmapped: int = 0
    length_m: float = 0.0

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


def project_rows(question):
    """Rows that hold the chosen projects, and the aggregates that count and value them."""
    if question.is_about_places:
        measures = {"n": Sum("project_count"), "wan": Sum("investment_wan")}
        return question.rollup(ProjectTally), measures
    return question.projects(), {"n": Count("pk"), "wan": Sum("investment_wan")}


def funding_rows(question):
    """Rows that hold the money of the chosen projects by source, and their aggregates."""
    if question.is_about_places:
        measures = {"n": Sum("project_count"), "wan": Sum("amount_wan")}
        return question.rollup(FundingTally), measures
    rows = question.asset_conditions.narrow(question.rollup(FundingTotal))
    return rows, {"n": Count("pk"), "wan": Sum("amount_wan")}


def asset_rows(question, *, by_kind=False, by_project=False):
    """Rows that hold the chosen assets, and the aggregates that count and measure them.

    The widest rows that can answer are read: the tally of a place where nothing but places
    is asked for, a project's total where no asset condition or split asks for more, its
    roll-up by kind and medium, or the assets themselves where a box is asked for. All rows
    know `funding_key` and where the project stands; by project also `project_id`, by kind
    also `kind` and `medium`.
    """
    conditions = question.asset_conditions
    if question.is_about_places and not by_project:
        return question.rollup(AssetTally if by_kind else ProjectTally), total_measures()
    if conditions.bbox:
        return question.joined_assets().annotate(**AS_IN_ROLLUPS), ASSET_MEASURES
    if conditions or by_kind:
        rows = question.rollup(AssetTotal).filter(conditions.of_totals())
        return rows, total_measures(conditions.mapped)
    return question.rollup(ProjectTotal), total_measures()


#: Projects joined to assets, under the names that roll-ups have.
AS_IN_ROLLUPS = {
    "project_id": F("pk"),
    "kind": F("assets__kind"),
    "medium": F("assets__medium"),
    "funding_key": F("total__funding_key"),
}

ASSET_MEASURES = {
    "assets_": Count("assets__id"),
    "unmapped_": Count("assets__id", filter=Q(assets__location__isnull=True)),
    "length_": Sum("assets__length_m"),
}


def total_measures(mapped=None):
    """A roll-up row holds mapped and unmapped assets; count only those asked for."""
    counted, unmapped, length = F("asset_count"), F("unmapped_count"), F("length_m")
    if mapped is True:
        counted, unmapped = counted - unmapped, Value(0)
    elif mapped is False:
        counted, length = unmapped, Value(0.0, output_field=FloatField())
    return {"assets_": Sum(counted), "unmapped_": Sum(unmapped), "length_": Sum(length)}


def asset_cells(question, *groups, by_kind=False):
    """Tuples of (*groups, assets, unmapped, length_m)."""
    rows, measures = asset_rows(question, by_kind=by_kind)
    return rows.order_by().values(*groups).annotate(**measures).values_list(*groups, *measures)


def totals(question):
    """The five numbers of the whole answer, for the register's totals row."""
    total = Totals()
    rows, measures = project_rows(question)
    chosen = rows.aggregate(**measures)
    total.add_projects(chosen["n"] or 0, chosen["wan"])
    rows, measures = asset_rows(question)
    found = rows.aggregate(**measures)
    total.add_assets(found["assets_"], found["unmapped_"], found["length_"])
    return total
