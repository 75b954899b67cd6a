"""Who pays: funding lines that close with the total, by the custom of each sector."""

from decimal import ROUND_DOWN, Decimal

from registry.choices import FundingStatus, Stage
from registry.models import FundingLine
from registry.seed.chronicle import ORDER, TODAY
from registry.seed.progress import paid_of, progress_on

BOND, BUDGET, OWN = "ultra-long-bond", "central-budget", "enterprise"

# Alternatives for a sector: sources with their per cent of the total.
MIXES = {
    "A01": (
        {BOND: 50, "maintenance-fund": 35, "residents": 15},
        {"maintenance-fund": 70, "owner": 30},
        {BOND: 60, "maintenance-fund": 40},
    ),
    "A02": (
        {"residents": 55, "housing-fund": 20, "provincial": 10, "county": 15},
        {"residents": 70, "municipal": 15, "county": 15},
        {"residents": 60, "social": 40},
    ),
    "A03": (
        {BOND: 60, "special-bond": 25, OWN: 15},
        {"special-bond": 70, OWN: 30},
        {BUDGET: 60, "municipal": 15, "county": 25},
        {BOND: 70, "bank-loan": 30},
    ),
    "A04": (
        {BUDGET: 60, "provincial": 15, "county": 25},
        {BOND: 70, "county": 30},
        {"central-grant": 50, "special-bond": 50},
        {"special-bond": 80, "general-bond": 20},
    ),
    "A06": (
        {BUDGET: 60, OWN: 40},
        {BOND: 70, OWN: 30},
        {BUDGET: 50, "municipal": 10, "county": 15, OWN: 25},
    ),
    "A07": ({BOND: 70, "municipal": 30}, {"central-grant": 60, "municipal": 40}),
    "A08": ({BOND: 65, "county": 35}, {"municipal": 50, "county": 50}, {"county": 100}),
    "A09": ({OWN: 70, "relending": 30}, {OWN: 60, "bank-loan": 40}),
    "A10": ({BOND: 50, "municipal": 50}, {"central-grant": 60, "owner": 40}, {"owner": 100}),
    "A11": ({BOND: 70, "municipal": 30}, {"municipal": 60, "county": 40}),
    "B01": (
        {OWN: 50, "relending": 45, "interest-subsidy": 5},
        {OWN: 60, "bank-loan": 40},
        {BOND: 15, OWN: 45, "policy-finance": 40},
    ),
    "B02": ({BOND: 40, OWN: 60}, {"central-grant": 30, OWN: 40, "bank-loan": 30}),
    "B03": ({"central-grant": 30, "provincial": 20, OWN: 50}, {"county": 30, "social": 70}),
    "B04": ({BOND: 80, "municipal": 20}, {BOND: 70, "owner": 30}),
    "B05": ({BOND: 60, "social": 40}, {"provincial": 40, "municipal": 60}),
    "B06": ({BOND: 80, "owner": 20}, {BOND: 70, "county": 20, "other": 10}),
    "B07": ({OWN: 70, "relending": 30}, {OWN: 100}),
    "C01": ({"social": 70, "other": 30}, {OWN: 80, "interest-subsidy": 20}),
    "C02": ({"special-bond": 60, OWN: 40}, {BUDGET: 30, "social": 70}),
    "C03": ({BUDGET: 30, "special-bond": 30, "policy-finance": 20, OWN: 20},),
}

#: How far the money has come when the project reaches the stage.
STATUS_FROM = [
    (Stage.COMPLETED, FundingStatus.PAID),
    (Stage.STARTED, FundingStatus.RECEIVED),
    (Stage.FUNDED, FundingStatus.GRANTED),
    (Stage.APPLYING, FundingStatus.APPLIED),
    (Stage.PLANNED, FundingStatus.INTENDED),
]


def status_at(stage):
    position = ORDER.index(stage)
    return next(status for since, status in STATUS_FROM if position >= ORDER.index(since))


def usual_mix(project, rng):
    mixes = MIXES[project.sector_id]
    mix = mixes[int(rng.integers(len(mixes)))]
    if project.stage == Stage.PLANNED and rng.random() < 0.5:
        return dict(list(mix.items())[:1])  # the rest has no source yet
    return mix


def amounts(project, rng):
    """万元 by source, adding up to the usual mix's part of the total."""
    mix = usual_mix(project, rng)
    return {} if project.investment_wan is None else dict(split(project.investment_wan, mix))


def split(total_wan, mix):
    """Whole amounts by the mix's per cents; the last source takes what rounding leaves."""
    left = total_wan * sum(mix.values()) / 100
    *first, last = mix
    for source in first:
        amount = (total_wan * mix[source] / 100).quantize(Decimal(1), ROUND_DOWN)
        left -= amount
        yield source, amount
    yield last, left.quantize(Decimal("0.01"))


def lines(project, source, amount, *, is_paid=True):
    """One source's money; while the works go on, a part of it has been paid."""
    status = status_at(project.stage)
    paid = paid_of(amount, progress_on(project, TODAY)) if is_paid else 0
    if status == FundingStatus.RECEIVED and 0 < paid < amount:
        yield line(project, source, paid, FundingStatus.PAID)
        amount -= paid
    yield line(project, source, amount, status)


def line(project, source, amount, status):
    begun = project.planned_start or TODAY
    return FundingLine(
        project=project,
        source_id=source,
        year=begun.year,
        amount_wan=amount,
        status=status,
        updated_at=project.updated_at,
    )
