"""A question seen from above: each district's figures, the whole's, and two side by side.

Two years are each seen on their last day, the running one today: works that span both stand in
both, and with the stage of today they would tell of today twice.

Three scans, each grouped by district: projects, metres (from the roll-ups) and lines of
money. The districts partition the projects, so the whole is their sum. A district that
the question asks for narrows the whole, not the list: the others stay on the map.
"""

from collections import defaultdict

from django.db.models import F, Sum

from registry.choices import FundingStatus, Stage, Standing
from registry.models import District, FundingSource
from registry.overview.cover import covers
from registry.overview.figures import Figures
from registry.overview.past import NOT_YET, day_in, status_then, stood, wanted_then
from registry.reach import Ids
from registry.totals import asset_cells, found_cells, project_cells

#: What figures are told apart by, besides the stage.
GROUPS = ("district_id", "sector_id")


class Overview:
    def __init__(self, question, look):
        self.question, self.look = question, look
        self.rights = question.filter.user.rights
        self.places = list(District.objects.values_list("code", "name"))
        self.chosen = list(question.filter.values["district"])
        self.districts = districts_of(question.instead(district=()), look.on)

    def as_json(self):
        return {
            "on": self.look.on and str(self.look.on),
            "scope": self.rights.scope,
            "chosen": self.chosen,
            "contradiction": self.question.contradiction,
            "hidden": bool(self.question.out_of_sight),
            "regions": self.question.regions_said,
            "covers": covers(self.question),
            "total": self._total(self.districts).as_json(),
            "districts": [self._district(code, name) for code, name in self.places],
            "sides": [self._side(side) for side in self.look.compare],
            "labels": {
                "stages": Stage.choices,
                "sectors": list(self.question.sectors.values_list("code", "short_name")),
                "funding": list(FundingSource.objects.values_list("code", "name")),
                "statuses": FundingStatus.choices,
            },
        }

    def _district(self, code, name):
        told = {"code": code, "label": name, "hidden": self.rights.hides(code)}
        return {**told, **self.districts[code].as_json()}

    def _total(self, districts):
        chosen = self.chosen or districts
        return added(districts[code] for code in chosen if code in districts)

    def _side(self, side):
        told = {"name": side.name, "code": side.value, "label": side.label}
        if side.name == "district":
            told["hidden"] = self.rights.hides(side.value)
            return told | seen_on(self.look.on, self.districts[side.value])
        day = day_in(int(side.value), self.look.on)
        asked = self.question.instead(district=(), year=[side.value])
        is_ahead = day is NOT_YET
        seen = self.look.on if is_ahead else day
        figures = self._total(districts_of(asked, seen))
        return told | seen_on(seen, figures, is_ahead=is_ahead)


def seen_on(day, figures, *, is_ahead=False):
    """The figures with the day on which they hold; of a year to come without any stage."""
    told = figures.as_json_without_stages() if is_ahead else figures.as_json()
    return {**told, "on": None if day is None else str(day), "ahead": is_ahead}


def districts_of(question, day):
    """Figures by district code."""
    found = defaultdict(Figures)
    cells, question = (
        project_cells(question, *GROUPS, "stage") if day is None else past_cells(question, day)
    )
    for district, *cell in cells:
        found[district].add_projects(*cell)
    (metres,) = asset_cells(question, GROUPS)
    for district, sector, _, _, length_m in metres:
        found[district].add_length(sector, length_m or 0)
    for district, source, year, status, wan in money_cells(question):
        found[district].add_money(source, year, status_then(status, year, day), wan)
    return found


def past_cells(question, day):
    """As `project_cells`, with the stage of that day: looked up once a project, not thrice.

    Metres and money are asked of the projects that were found so.
    """
    anyone = question.instead(stage=(), standing=Standing.values)
    wanted, cells, found = wanted_then(question), [], []
    projects = anyone.projects().annotate(stood=stood("pk", day, question.filter.user))
    for district, sector, standing, *sums, ids in found_cells(projects, *GROUPS, "stood"):
        if standing in wanted:
            cells.append((district, sector, standing.split("/")[0], *sums))
            found.append(ids)
    ids = Ids.joined(found)
    return cells, anyone.with_further(lambda rows: rows.filter(ids.hold(rows.project_key)))


def money_cells(question):
    """One row a line of money: the one join here, and only the lines are summed."""
    lines = question.projects().filter(funding_lines__isnull=False).order_by()
    named = {name: F(f"funding_lines__{name}") for name in ("source_id", "year", "status")}
    groups = ("district_id", *(f"line_{name}" for name in named))
    cells = lines.annotate(**{f"line_{name}": column for name, column in named.items()})
    return (
        cells.values(*groups)
        .annotate(wan=Sum("funding_lines__amount_wan"))
        .values_list(*groups, "wan")
    )


def added(parts):
    whole = Figures()
    for part in parts:
        whole.add(part)
    return whole
