"""Projects of the benchmark city: many at a time, spread as in a real city."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import numpy as np
from django.utils.functional import cached_property

from registry.choices import Stage, Standing
from registry.copying import reserve_ids
from registry.models import Project
from registry.seed import money
from registry.seed.chronicle import (
    FIRST_DAY,
    MIX,
    ORDER,
    TODAY,
    WAIT_DAYS,
    events,
    levels_of,
    moment,
)
from registry.seed.people import leads_of_sectors
from registry.seed.towns import DISTRICT_OF, TOWNS

PROJECT = (
    "id", "name", "platform_code", "sector_id", "lead_id", "district_id", "place", "content",
    "stage", "standing", "awaiting",
    "planned_start", "planned_finish", "actual_start", "actual_finish",
    "investment_wan", "equipment_wan", "is_key", "takes_land", "by_commitment", "is_example",
    "contact", "phone", "note", "created_at", "updated_at", "version",
)  # fmt: skip
FUNDING = (
    "project_id", "source_id", "year", "amount_wan", "status", "document_number", "note",
    "updated_at", "version",
)  # fmt: skip
CHANGE = (
    "project_id", "move", "stage", "standing", "awaiting", "effective_on", "recorded_at", "note",
    "filled",
)  # fmt: skip

# Projects of each sector in a thousand. Pipe sectors come first: they hold the segments.
PIPE_SECTORS = {"A03": 230, "A04": 210, "A06": 190}
POINT_SECTORS = {
    "A01": 40, "A02": 60, "A07": 40, "A08": 40, "A09": 15, "A10": 30, "A11": 25, "B01": 30,
    "B02": 15, "B03": 10, "B04": 15, "B05": 10, "B06": 15, "B07": 5, "C01": 10, "C02": 5, "C03": 5,
}  # fmt: skip
SECTORS = (*PIPE_SECTORS, *POINT_SECTORS)
WORKS = ("老旧供水管网更新", "污水收集管网更新", "燃气老化管网更新")
TOWN_NAMES = tuple(TOWNS)
STANDINGS = (Standing.ACTIVE, Standing.RETURNED, Standing.SUSPENDED, Standing.WITHDRAWN)
STANDING_SHARES = (0.94, 0.02, 0.02, 0.02)
#: The stages in which a project may be set aside so; elsewhere it stands as usual.
STAGES_OF = {
    1: (Stage.DECLARED,),
    2: ORDER[ORDER.index(Stage.RESERVED) : ORDER.index(Stage.ACCEPTED)],
    3: ORDER[ORDER.index(Stage.RESERVED) : ORDER.index(Stage.STARTED)],
}
RESTRICTED = {"A11"}
PIPES_OF_24 = 20


@dataclass(frozen=True)
class Plan:
    """One array element a project; `sector` and `town` are places in the tuples above."""

    first_id: int
    sector: np.ndarray
    town: np.ndarray
    sizes: np.ndarray
    stage: np.ndarray
    standing: np.ndarray
    first_day: np.ndarray  # days after FIRST_DAY
    waits: np.ndarray  # (projects, stages): days before each stage
    investment_wan: np.ndarray
    leads: dict[str, list[str]]  # read before COPY begins, which leaves no room for a query

    @cached_property
    def is_pipe(self):
        return self.sector < len(PIPE_SECTORS)

    def days(self, place):
        """The day of each stage passed."""
        offsets = self.first_day[place] + np.cumsum(self.waits[place, : self.stage[place] + 1])
        return [FIRST_DAY + timedelta(days=int(offset)) for offset in offsets]

    def events(self, place):
        """What happened to the project, told as in the demo."""
        levels = levels_of(
            sector_is_restricted=SECTORS[self.sector[place]] in RESTRICTED,
            district=DISTRICT_OF[TOWN_NAMES[self.town[place]]],
        )
        days = dict(zip(ORDER, self.days(place), strict=False))
        return list(events(days, STANDINGS[self.standing[place]], levels))


def plan(rng, projects, assets):
    weights = np.array([*PIPE_SECTORS.values(), *POINT_SECTORS.values()], dtype=float)
    sector = rng.choice(len(SECTORS), projects, p=weights / weights.sum())
    sector[: len(SECTORS)] = np.arange(len(SECTORS))[:projects]  # none stays empty
    stage = rng.choice(len(ORDER), projects, p=stage_shares())
    low, high = np.array([WAIT_DAYS[each] for each in ORDER]).T
    waits = rng.integers(low, high + 1, (projects, len(ORDER)))
    passed = np.take_along_axis(np.cumsum(waits, axis=1), stage[:, None], axis=1)[:, 0]
    return Plan(
        first_id=reserve_ids(Project, projects),
        sector=sector,
        town=rng.integers(0, len(TOWN_NAMES), projects),
        sizes=sizes(rng, sector, assets),
        stage=stage,
        standing=standings(rng.choice(len(STANDINGS), projects, p=STANDING_SHARES), stage),
        first_day=rng.integers(0, (TODAY - FIRST_DAY).days - passed + 1),
        waits=waits,
        investment_wan=np.round(rng.lognormal(5.5, 1.1, projects), 2),
        leads=leads_of_sectors(),
    )


def standings(drawn, stage):
    for place, stages in STAGES_OF.items():
        allowed = np.isin(stage, [ORDER.index(each) for each in stages])
        drawn[(drawn == place) & ~allowed] = 0
    return drawn


def stage_shares():
    shares = np.array([MIX[stage] for stage in ORDER], dtype=float)
    return shares / shares.sum()


def sizes(rng, sector, assets):
    """Assets of each project: few have many, and together they are exactly as many as asked."""
    is_pipe = sector < len(PIPE_SECTORS)
    counts = np.zeros(len(sector), dtype=int)
    pipes = assets * PIPES_OF_24 // 24
    for chosen, total in ((is_pipe, pipes), (~is_pipe, assets - pipes)):
        weights = rng.lognormal(0, 0.6, chosen.sum())
        counts[chosen] = rng.multinomial(total, weights / weights.sum())
    return counts


def project_rows(plan):
    for place, size in enumerate(plan.sizes.tolist()):
        sector, town = SECTORS[plan.sector[place]], TOWN_NAMES[plan.town[place]]
        days = dict(zip(ORDER, plan.days(place), strict=False))
        start = next(reversed(days.values())) + timedelta(days=45)
        total = Decimal(str(plan.investment_wan[place]))
        work = WORKS[plan.sector[place]] if plan.is_pipe[place] else "设备更新"
        yield (
            plan.first_id + place, f"{town}{work}（第{place + 1}批）", "", sector,
            plan.leads[sector][0], DISTRICT_OF[town], town, f"{size} 项设施",
            ORDER[plan.stage[place]], STANDINGS[plan.standing[place]],
            plan.events(place)[-1].awaiting,
            start, start + timedelta(days=300), days.get(Stage.STARTED), days.get(Stage.COMPLETED),
            total, (total / 2).quantize(Decimal("0.01")), place % 20 == 0, False, False, True,
            "", "", "", moment(days[Stage.PLANNED]), moment(start), 1,
        )  # fmt: skip


def funding_rows(rng, plan):
    """Two or three lines a project, closing with the total."""
    draws = rng.random(len(plan.sizes))
    for place, draw in enumerate(draws.tolist()):
        mixes = money.MIXES[SECTORS[plan.sector[place]]]
        mix = mixes[int(draw * len(mixes))]
        total = Decimal(str(plan.investment_wan[place]))
        stage = ORDER[plan.stage[place]]
        day = plan.days(place)[-1]
        for source, amount in money.split(total, mix):
            yield (
                plan.first_id + place, source, day.year, amount, money.status_at(stage),
                "", "", moment(day), 1,
            )  # fmt: skip


def change_rows(plan):
    for place in range(len(plan.sizes)):
        for event in plan.events(place):
            yield (
                plan.first_id + place, event.move, event.stage, event.standing, event.awaiting,
                event.day, moment(event.day), event.note, "",
            )  # fmt: skip
