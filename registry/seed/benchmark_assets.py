"""Assets of the benchmark city: segments chained along streets, and points beside them."""

import json

import numpy as np
import shapely

from registry.choices import Work
from registry.seed.benchmark_projects import SECTORS, TOWN_NAMES
from registry.seed.chronicle import TODAY, moment
from registry.seed.pipes import HABITS
from registry.seed.towns import TOWNS

ASSET = (
    "client_id", "project_id", "kind", "number", "name", "medium", "work", "year_laid",
    "declared_length_m", "attributes", "location", "outside_confirmed", "accuracy",
    "classification", "created_at", "updated_at", "version",
)  # fmt: skip
WRITTEN_AT = moment(TODAY)

#: Metres of a segment on the plan (on the globe, bends make it 20 to 300), and its vertices.
LENGTHS_M, VERTICES = (25, 250), (3, 12)
#: Metres of a town along and across its valley, between two streets, and of a bend in one.
ALONG_M, ACROSS_M, BLOCK_M, WIGGLE_M = 5200, 2400, 60, 1.5
#: Metres around a project's middle within which its points stand.
REACH_M = 500

MEDIA = {"A03": ("water",), "A04": ("sewage", "sewage", "rain", "combined"), "A06": ("gas",)}
PIPE_ATTRIBUTES = {
    medium: [
        json.dumps({"diameter_mm": diameter, "material": material}, ensure_ascii=False)
        for diameter in habit.diameters_mm
        for material in habit.old
    ]
    for medium, habit in HABITS.items()
}

# Of each kind: its attributes as JSON, `%d` standing for a running number.
POINT_ATTRIBUTES = {
    "elevator": '{"registration_code": "31105104%012d", "registered_on": "2008-06-01",'
    ' "estate": "向阳小区", "block": "3栋"}',
    "camera": '{"device_code": "51040200001320%06d", "camera_type": "枪机"}',
    "structure": '{"structure_type": "窨井盖", "sensor": "液位 %d"}',
    "sanitation": '{"facility_type": "公共厕所", "quantity": 1}',
    "machine": '{"machine_type": "专用车辆", "quantity": 1}',
    "building": '{"floor_area_m2": 4200, "use": "办公", "retrofit": "照明系统"}',
    "device": '{"device_type": "专用设备", "quantity": 1}',
    "recycling_site": '{"level": "回收点"}',
    "other": '{"description": "循环化改造设施"}',
}
KINDS = {
    "A01": ("elevator", Work.REPLACE),
    "A02": ("elevator", Work.ADD),
    "A07": ("structure", Work.NEW),
    "A08": ("sanitation", Work.REPLACE),
    "A09": ("machine", Work.REPLACE),
    "A10": ("building", Work.RENOVATE),
    "A11": ("camera", Work.REPLACE),
    "B02": ("machine", Work.REPLACE),
    "B03": ("machine", Work.REPLACE),
    "C01": ("recycling_site", Work.NEW),
    "C02": ("recycling_site", Work.NEW),
    "C03": ("other", Work.RENOVATE),
}
OTHERWISE = ("device", Work.REPLACE)
#: Of these kinds such a share stands nowhere on the map.
UNMAPPED = {"machine": 0.8, "device": 0.4}
LIFTS_ON_A_POINT = 3


def rows(rng, plan, projects):
    """Rows of all assets of a slice of projects, in the order of `ASSET`."""
    places = np.arange(projects.start, projects.stop)
    owner = np.repeat(places, plan.sizes[projects])
    ends = np.cumsum(plan.sizes[projects])
    within = np.arange(len(owner)) - np.repeat(ends - plan.sizes[projects], plan.sizes[projects])
    is_pipe = plan.is_pipe[owner]
    yield from pipe_rows(rng, plan, owner[is_pipe], within[is_pipe])
    yield from point_rows(rng, plan, owner[~is_pipe], within[~is_pipe])


def pipe_rows(rng, plan, owner, within):
    lengths_m, lines = segments(rng, plan, owner, within)
    years = rng.integers(1976, 2022, len(owner)).tolist()
    variants = rng.integers(0, 1000, len(owner)).tolist()
    declared = np.round(lengths_m * rng.uniform(1, 1.04, len(owner)), 2).tolist()
    columns = (owner, within, plan.sector[owner])
    for place, index, sector, year, variant, metres, line, client_id in zip(
        *(column.tolist() for column in columns), years, variants, declared,
        as_hex(lines), identities(rng, len(owner)), strict=True,
    ):  # fmt: skip
        media = MEDIA[SECTORS[sector]]
        medium = media[variant % len(media)]
        attributes = PIPE_ATTRIBUTES[medium]
        yield (
            client_id, plan.first_id + place, "pipe", f"GD-{index + 1}", "", medium, Work.REPLACE,
            year, metres, attributes[variant % len(attributes)], line, False, "detected",
            "", WRITTEN_AT, WRITTEN_AT, 1,
        )  # fmt: skip


def point_rows(rng, plan, owner, within):
    points = as_hex(spots(rng, plan, owner, within))
    absent = rng.random(len(owner)).tolist()
    columns = (owner, within, plan.sector[owner])
    for place, index, sector, share, point, client_id in zip(
        *(column.tolist() for column in columns), absent, points,
        identities(rng, len(owner)), strict=True,
    ):  # fmt: skip
        kind, work = KINDS.get(SECTORS[sector], OTHERWISE)
        attributes = POINT_ATTRIBUTES[kind]
        yield (
            client_id, plan.first_id + place, kind, f"SS-{index + 1}", "", "", work,
            2008, None, attributes % (place * 10 + index) if "%" in attributes else attributes,
            None if share < UNMAPPED.get(kind, 0) else point, False, "",
            "", WRITTEN_AT, WRITTEN_AT, 1,
        )  # fmt: skip


def segments(rng, plan, owner, within):
    """Lengths in metres and lines; each of a project begins where the one before ended."""
    project, street = along_streets(rng, owner)
    lengths_m = LENGTHS_M[0] + (LENGTHS_M[1] - LENGTHS_M[0]) * rng.beta(1, 4, len(owner))
    before = np.cumsum(lengths_m) - lengths_m
    done = street["start_m"][project] + before - before[np.arange(len(owner)) - within]
    run_m = np.where(street["lengthwise"], ALONG_M, ACROSS_M)[project]
    wide_m = np.where(street["lengthwise"], ACROSS_M, ALONG_M)[project]
    # A project that comes to the end of its street goes on in the next one.
    turn = (street["number"][project] + done // run_m) % (wide_m // BLOCK_M)
    aside = turn * BLOCK_M - wide_m / 2 + street["offset_m"][project]

    counts = rng.integers(VERTICES[0], VERTICES[1] + 1, len(owner))
    segment = np.repeat(np.arange(len(owner)), counts)
    vertex = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = vertex / (counts - 1)[segment]
    inner = (share > 0) & (share < 1)
    forth = (done % run_m - run_m / 2)[segment] + share * lengths_m[segment]
    sideways = aside[segment] + inner * rng.uniform(-WIGGLE_M, WIGGLE_M, len(segment))
    lengthwise = street["lengthwise"][project][segment]
    lonlat = place(
        plan.town[owner][segment],
        np.where(lengthwise, forth, sideways),
        np.where(lengthwise, sideways, forth),
    )
    return lengths_m, shapely.linestrings(lonlat, indices=segment)


def along_streets(rng, owner):
    """For each asset the position of its project among these, and where each project digs."""
    projects, position = np.unique(owner, return_inverse=True)
    count = len(projects)
    return position, {
        "lengthwise": rng.random(count) < 0.6,
        "number": rng.integers(0, 1000, count),
        "start_m": rng.uniform(0, ACROSS_M, count),
        "offset_m": rng.uniform(-8, 8, count),
    }


def spots(rng, plan, owner, within):
    """Points around the middle of their project; the lifts of one house share a point."""
    projects, position = np.unique(owner, return_inverse=True)
    middles = rng.uniform(-0.5, 0.5, (len(projects), 2)) * (ALONG_M, ACROSS_M)
    offsets = rng.uniform(-REACH_M, REACH_M, (len(owner), 2))
    lift = np.isin(plan.sector[owner], [SECTORS.index(code) for code in ("A01", "A02")])
    first = np.arange(len(owner)) - np.where(lift, within % LIFTS_ON_A_POINT, 0)
    along, across = (middles[position] + offsets[first]).T
    return shapely.points(place(plan.town[owner], along, across))


def place(town, along, across):
    """Longitude and latitude of plan coordinates in several towns at once."""
    lonlat = np.empty((len(town), 2))
    for number, name in enumerate(TOWN_NAMES):
        here = town == number
        lonlat[here] = np.column_stack(TOWNS[name].place(along[here], across[here]))
    return lonlat


def as_hex(shapes):
    return shapely.to_wkb(shapely.set_srid(shapes, 4490), hex=True, include_srid=True).tolist()


def identities(rng, count):
    """Random UUIDs as 32 hexadecimal digits."""
    digits = rng.bytes(16 * count).hex()
    return [digits[start : start + 32] for start in range(0, len(digits), 32)]
