"""The benchmark city: as many assets as asked, by COPY, with every trigger on.

Of 24 assets 20 are pipe segments and 4 are points, and they make one project, as in
a reserve of 50,000 projects and 1.2 million assets.
"""

import numpy as np
from django.db import connection
from tqdm import tqdm

from registry.copying import copy_rows
from registry.models import Asset, FundingLine, Project, StageChange
from registry.rollups import compact
from registry.seed import benchmark_assets, benchmark_projects
from registry.seed.people import add_people, add_units
from registry.sql import check_keys_at_once

RANDOM_SEED = 1_200_000
ASSETS_PER_PROJECT = 24
SMALLEST = 240
#: Assets of one COPY: small enough to stay in memory, large enough to be quick.
CHUNK = 50_000


def build(assets, *, show_progress):
    """Write the city; the number of projects comes back."""
    rng = np.random.default_rng(RANDOM_SEED)
    add_units()
    add_people()
    plan = benchmark_projects.plan(rng, assets // ASSETS_PER_PROJECT, assets)
    check_keys_at_once()
    with tqdm(total=assets, unit=" 设施", disable=not show_progress) as progress:
        copy_rows(Project, benchmark_projects.PROJECT, benchmark_projects.project_rows(plan))
        copy_rows(
            FundingLine, benchmark_projects.FUNDING, benchmark_projects.funding_rows(rng, plan)
        )
        copy_rows(StageChange, benchmark_projects.CHANGE, benchmark_projects.change_rows(plan))
        # After a seeding that was killed the planner takes tables for empty, and the triggers'
        # joins take minutes a chunk.
        analyze()
        for projects in chunks(plan.sizes):
            rows = benchmark_assets.rows(rng, plan, projects)
            copy_rows(Asset, benchmark_assets.ASSET, rows)
            progress.update(int(plan.sizes[projects].sum()))
    # As the hourly upkeep of a city leaves it.
    compact()
    analyze()
    return len(plan.sizes)


def analyze():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def chunks(sizes):
    """Slices of whole projects with about `CHUNK` assets, so that each is totalled once."""
    part = np.cumsum(sizes) // CHUNK
    starts = np.flatnonzero(np.diff(part, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], len(sizes)], strict=True):
        yield slice(int(start), int(stop))
