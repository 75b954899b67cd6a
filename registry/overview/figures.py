"""The figures of one place: what is added up for the city, a district or a year alike."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from registry.choices import DONE, FundingStatus, Stage

#: Money that no year is given for stands under this key.
NO_YEAR = ""
UNDER_WAY = (Stage.STARTED, Stage.BUILDING)


@dataclass
class Share:
    """Projects of a stage or sector."""

    projects: int = 0
    done: int = 0
    investment_wan: Decimal = Decimal(0)
    #: How many of the projects say what they cost: not stated is not 0.
    stated: int = 0
    length_m: float = 0.0

    def add(self, projects=0, done=0, investment_wan=0, stated=0, length_m=0):
        self.projects += projects
        self.done += done
        self.investment_wan += investment_wan
        self.stated += stated
        self.length_m += length_m

    def add_share(self, other):
        self.add(other.projects, other.done, other.investment_wan, other.stated, other.length_m)

    def as_json(self):
        return {
            "projects": self.projects,
            "done": self.done,
            "investment_wan": f"{self.investment_wan:.2f}",
            "stated": self.stated,
            "length_m": round(self.length_m, 3),
        }


@dataclass
class Figures:
    total: Share = field(default_factory=Share)
    stages: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    sectors: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    funding: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    years: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add_projects(self, sector, stage, count, investment_wan, stated):
        done = count if stage in DONE else 0
        for share in (self.total, self.stages[stage], self.sectors[sector]):
            share.add(count, done, investment_wan or 0, stated)

    def add_length(self, sector, length_m):
        for share in (self.total, self.sectors[sector]):
            share.add(length_m=length_m)

    def add_money(self, source, year, status, amount_wan):
        self.funding[source] += amount_wan
        self.years[str(year or NO_YEAR), status] += amount_wan

    def add(self, other):
        self.total.add_share(other.total)
        for ours, theirs in ((self.stages, other.stages), (self.sectors, other.sectors)):
            for code, share in theirs.items():
                ours[code].add_share(share)
        for ours, theirs in ((self.funding, other.funding), (self.years, other.years)):
            for key, wan in theirs.items():
                ours[key] += wan

    def as_json(self):
        return {
            **self.total.as_json(),
            "completion": self.completion,
            "stages": {code: share.as_json() for code, share in self.stages.items()},
            "sectors": {code: share.as_json() for code, share in self.sectors.items()},
            "funding": {code: f"{wan:.2f}" for code, wan in self.funding.items()},
            "years": self._years(),
        }

    def as_json_without_stages(self):
        """What can be told of a year to come: how far it will be then is not known."""
        told = self.as_json()
        sectors = {code: {**share, "done": None} for code, share in told["sectors"].items()}
        return {**told, "done": None, "completion": None, "stages": None, "sectors": sectors}

    @property
    def completion(self):
        """The share of projects that are done; None where there is none."""
        return self.total.done / self.total.projects if self.total.projects else None

    @property
    def under_way(self):
        """How many projects are being built."""
        return sum(self.stages[stage].projects for stage in UNDER_WAY if stage in self.stages)

    @property
    def planned_wan(self):
        return sum(self.years.values(), Decimal(0))

    @property
    def paid_wan(self):
        return sum((paid for _, paid, _ in self.money_by_year.values()), Decimal(0))

    @property
    def money_by_year(self):
        """`{year: (planned, paid, {status: wan})}`, in order.

        Planned is every line of the year, paid what has been paid out.
        """
        years = defaultdict(dict)
        for (year, status), wan in sorted(self.years.items(), key=lambda item: item[0]):
            years[year][status] = wan
        return {
            year: (
                sum(by_status.values()),
                by_status.get(FundingStatus.PAID, Decimal(0)),
                by_status,
            )
            for year, by_status in years.items()
        }

    def _years(self):
        return {
            year: {
                "planned_wan": f"{planned:.2f}",
                "paid_wan": f"{paid:.2f}",
                "statuses": {status: f"{wan:.2f}" for status, wan in by_status.items()},
            }
            for year, (planned, paid, by_status) in self.money_by_year.items()
        }
