"""The demo city's source of places, stages and identities, the same each time."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.functional import cached_property

from registry.choices import Stage, Standing
from registry.kinds import COLUMNS, KINDS
from registry.models import Asset, FundingLine, Project, Sector, StageChange, User
from registry.seed import chronicle, money
from registry.seed.people import ADMIN, leads_of_sectors
from registry.seed.towns import DISTRICT_OF, TOWNS
from registry.seed.trenches import Streets

RANDOM_SEED = 20240705  # the day of the policy

#: Standings other than active that are given out among the projects of a stage.
SET_ASIDE = {
    Stage.DECLARED: [Standing.RETURNED] * 4,
    Stage.PREPARING: [Standing.SUSPENDED],
    Stage.BUILDING: [Standing.SUSPENDED] * 3,
    Stage.RESERVED: [Standing.WITHDRAWN] * 3,
    Stage.FUNDED: [Standing.TERMINATED] * 2,
}

#: Who enters projects: by sector, else by territory, else by lead.
REPORTERS = {
    "A04": "demo-chengguan",
    "A06": "demo-chengguan",
    "A08": "demo-chengguan",
    "A11": "demo-gongan",
    "510402": "demo-dongqu",
    "510403": "demo-xiqu",
    "510411": "demo-renhe",
    "housing": "demo-zhujian",
}
DEPARTMENTS = {"demo-chengguan", "demo-gongan", "demo-zhujian"}

#: Who reviews: for the territory, for the lead department, for the city.
REVIEWERS = {
    "510402": "demo-dongqu-shenhe",
    "510403": "demo-xiqu-shenhe",
    "510411": "demo-renhe-shenhe",
    "housing": "demo-shenhe",
    "urban-management": "demo-chengguan-shenhe",
    "city": "demo-zhuanban",
}


@dataclass
class Draft:
    """A project not yet written, with all that belongs to it."""

    project: Project
    days: dict[Stage, date]  # of each stage passed
    assets: list[Asset] = field(default_factory=list)
    # 万元 by source of a real project, whose total may be unknown; it meets no made-up mishap.
    published_wan: dict[str, int] = field(default_factory=dict)
    funding: list[FundingLine] = field(default_factory=list)
    changes: list[StageChange] = field(default_factory=list)


class City:
    """Hands out what the drafts are made of; holds the one source of chance."""

    def __init__(self):
        self.rng = np.random.default_rng(RANDOM_SEED)
        self.streets = Streets(TOWNS, self.rng)
        self.leads = leads_of_sectors()
        self._stages = chronicle.stages(self.rng)
        self._serials = defaultdict(int)
        self._aside = {stage: list(standings) for stage, standings in SET_ASIDE.items()}

    @cached_property
    def restricted(self):
        return set(Sector.objects.restricted().values_list("code", flat=True))

    @cached_property
    def users(self):
        return {user.username: user for user in User.objects.all()}

    def draft(self, sector, name, town, *, owner, **facts):
        """A project in a town, so far without assets, money and dates."""
        facts.setdefault("lead_id", self.pick(self.leads[sector]))
        facts.setdefault("district_id", DISTRICT_OF[town])
        facts.setdefault("place", town)
        facts.setdefault("stage", next(self._stages))
        project = Project(name=name, sector_id=sector, owner_id=owner, is_example=True, **facts)
        return Draft(project, chronicle.days_of(project.stage, self.rng))

    def asset(self, draft, kind, shape=None, **values):
        """Add an asset to the draft; values that are no columns become attributes."""
        columns = {name: values.pop(name) for name in (*COLUMNS, "accuracy") if name in values}
        draft.assets.append(
            Asset(
                client_id=UUID(bytes=self.rng.bytes(16), version=4),
                project=draft.project,
                kind=kind,
                location=shape and GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4490),
                attributes={name: value for name, value in values.items() if value is not None},
                **columns,
            )
        )

    def cost(self, draft, wan, equipment=0.6):
        """Set total and equipment investment; some projects in their beginnings know none."""
        if draft.project.stage != Stage.PLANNED or not self.chance(0.3):
            total = max(round(wan), 5)
            draft.project.investment_wan = Decimal(total)
            draft.project.equipment_wan = Decimal(round(total * equipment))
        return draft

    def finish(self, draft):
        """Give the draft its standing, dates, stage changes and money."""
        project = draft.project
        people = self._people(project)
        project.created_by = people["reporter"]
        standing = Standing.ACTIVE if draft.published_wan else self._standing(project.stage)
        levels = chronicle.levels_of(
            sector_is_restricted=project.sector_id in self.restricted,
            district=project.district_id,
            by_department=people["reporter"].username in DEPARTMENTS,
        )
        draft.changes = chronicle.tell(project, draft.days, standing, people, levels, self.rng)
        project.content = project.content or contents(draft.assets)
        amounts = draft.published_wan or money.amounts(project, self.rng)
        draft.funding = [
            line
            for source, amount in amounts.items()
            for line in money.lines(project, source, amount, is_paid=not draft.published_wan)
        ]
        for asset in draft.assets:
            asset.created_at, asset.updated_at = project.created_at, project.updated_at
        return draft

    def _people(self, project):
        keys = (project.sector_id, project.district_id, project.lead_id)
        reporter = next((REPORTERS[key] for key in keys if key in REPORTERS), ADMIN)
        names = {
            "reporter": reporter,
            "territory": REVIEWERS.get(project.district_id, ADMIN),
            "lead": REVIEWERS.get(project.lead_id, ADMIN),
            "city": REVIEWERS["city"],
        }
        return {role: self.users[name] for role, name in names.items()}

    def _standing(self, stage):
        aside = self._aside.get(stage)
        return aside.pop() if aside and self.chance(0.4) else Standing.ACTIVE

    def network(self, town):
        return self.streets.networks[town]

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def between(self, low, high):
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def serial(self, key):
        """1, 2, 3… for each key."""
        self._serials[key] += 1
        return self._serials[key]


def contents(assets):
    """What a project is about, counted from its assets: 电梯 8 部。"""
    counts = defaultdict(int)
    for asset in assets:
        counts[KINDS[asset.kind]] += asset.attributes.get("quantity", 1)
    parts = [f"{kind.label} {count} {kind.unit}" for kind, count in counts.items()]
    return "、".join(parts) and f"{'、'.join(parts)}。"
