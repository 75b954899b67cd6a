"""Pipe projects: which network of which town, and what its segments are like."""

from dataclasses import dataclass
from decimal import Decimal

from registry.choices import Accuracy, Medium, Stage, Work
from registry.seed.chronicle import ORDER


@dataclass(frozen=True)
class Habit:
    """What pipes of a medium are usually like, before and after renewal."""

    prefix: str
    diameters_mm: tuple[int, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    wan_per_m: float


HABITS = {
    "water": Habit("JS", (100, 150, 200, 300, 400), ("灰口铸铁", "镀锌钢", "石棉水泥"),
                   ("球墨铸铁", "PE"), 0.13),
    "sewage": Habit("WS", (300, 400, 500, 600), ("钢筋砼", "砖石沟"),
                    ("HDPE双壁波纹", "球墨铸铁"), 0.19),
    "rain": Habit("YS", (400, 600, 800, 1000), ("钢筋砼", "砖石沟"), ("钢筋砼",), 0.24),
    "combined": Habit("HS", (400, 500, 600), ("砖石沟", "钢筋砼"), ("HDPE双壁波纹",), 0.2),
    "gas": Habit("RQ", (63, 90, 110, 160, 200), ("灰口铸铁", "镀锌钢", "钢"), ("PE",), 0.09),
}  # fmt: skip

#: Kilometres by medium, in a town of the usual size.
USUAL_BLOCKS = 90
WORKS = [  # sector, owner, name, media
    ("A03", "demo-water", "{town}老旧供水管网更新改造（一期）", {"water": 4.6}),
    ("A03", "demo-water", "{town}二次供水及庭院管网改造", {"water": 1.8}),
    ("A04", "demo-drainage", "{town}生活污水收集管网更新", {"sewage": 4.2}),
    ("A04", "demo-drainage", "{town}雨污分流改造", {"rain": 2.4, "sewage": 1.9}),
    ("A06", "demo-gas", "{town}燃气老化管网更新改造（一期）", {"gas": 6.2}),
    ("A06", "demo-gas", "{town}燃气老化管网更新改造（二期）", {"gas": 4.1}),
]
BEFORE_WORK = (Accuracy.DETECTED, Accuracy.DETECTED, Accuracy.DRAWING, Accuracy.SKETCH)
#: Towns whose gas and drainage the real project of 河门口 takes up.
TAKEN = {"河门口": {"rain", "gas"}}
COMBINED_TOWNS = ("炳草岗", "弄弄坪", "攀莲镇", "桐子林镇")

# The example that domain.md cites: real kilometres, households and central budget.
HEMENKOU = [  # name of the segments, medium, metres, whether in lanes
    ("天然气连接支线", "gas", 14_290, False),
    ("天然气庭院管", "gas", 4_910, True),
    ("雨水管", "rain", 3_820, False),
    ("污水管", "sewage", 3_590, False),
]


def drafts(city):
    yield hemenkou(city)
    for sector, owner, name, media in WORKS:
        for town in city.streets.networks:
            if not TAKEN.get(town, set()) & media.keys():
                draft = city.draft(sector, name.format(town=town), town, owner=owner)
                yield network_works(city, draft, town, media)
    for town in COMBINED_TOWNS:
        name = f"{town}老城区合流管渠改造"
        draft = city.draft("A04", name, town, owner="demo-drainage")
        yield network_works(city, draft, town, {"combined": 1.6})


def hemenkou(city):
    """Its stage is made up; the figures are not."""
    draft = city.draft(
        "A06",
        "西区河门口老旧小区燃气管网更新改造",
        "河门口",
        owner="demo-gas",
        stage=Stage.BUILDING,
        place="西区河门口",
        content="涉及 1752 户：天然气连接支线约 14.29 公里、庭院管约 4.91 公里，"
        "雨水管约 3.82 公里，污水管约 3.59 公里。",
        note="建设规模、户数和中央预算内投资取自公开报道；总投资未见公开，未填；"
        "阶段、日期、线位为演示所设。",
        is_key=True,
    )
    for name, medium, metres, lanes in HEMENKOU:
        segments = city.streets.dig("河门口", medium, metres, city.rng, lanes)
        lay(city, draft, medium, segments, name)
    draft.published_wan = {"central-budget": 1594}
    return draft


def network_works(city, draft, town, media):
    """One project of several media, its length varying with the town's size and by chance."""
    valley = city.network(town).valley
    size = valley.columns * valley.rows / USUAL_BLOCKS
    total_wan, parts = 0, []
    for medium, usual_km in media.items():
        metres = usual_km * 1000 * size * city.rng.uniform(0.6, 1.3)
        segments = city.streets.dig(town, medium, metres, city.rng)
        lay(city, draft, medium, segments)
        laid_m = sum(segment.length_m for segment in segments)
        total_wan += laid_m * HABITS[medium].wan_per_m * city.rng.uniform(0.85, 1.2)
        parts.append(f"{Medium(medium).label}管 {laid_m / 1000:.2f} 公里")
    draft.project.content = f"更新改造{'、'.join(parts)}，同步恢复路面。"
    draft.project.is_key = total_wan > 900
    return city.cost(draft, total_wan, equipment=0.35)


def lay(city, draft, medium, segments, name=""):
    """Add segments; an early project may have them on paper only, or with gaps."""
    position = ORDER.index(draft.project.stage)
    on_paper = position < ORDER.index(Stage.PREPARING) and city.chance(0.2)
    is_done = position >= ORDER.index(Stage.COMPLETED)
    by_street = {}
    for segment in segments:
        if segment.street not in by_street:
            by_street[segment.street] = (renewed if is_done else aged)(city, HABITS[medium], draft)
        city.asset(
            draft,
            "pipe",
            None if on_paper else segment.line,
            name=name,
            number=f"{HABITS[medium].prefix}-{city.serial((draft.project.name, medium)):03}",
            medium=medium,
            work=Work.REPLACE,
            road=segment.street,
            start_point=segment.ends[0],
            end_point=segment.ends[1],
            declared_length_m=declared(city, segment.length_m),
            accuracy=Accuracy.AS_BUILT if is_done else city.pick(BEFORE_WORK),
            **by_street[segment.street],
        )


def declared(city, length_m):
    """What the contract says: slopes make it longer; now and then it is far off or not known."""
    if city.chance(0.06):
        return None
    excess = city.rng.uniform(0.06, 0.12) if city.chance(0.04) else city.rng.uniform(0, 0.03)
    return Decimal(str(round(length_m * (1 + excess), 2)))


def aged(city, habit, draft):
    """The old pipe that lies there; what the archives do not know is left out."""
    unknown = 0.15 if draft.project.stage in (Stage.PLANNED, Stage.DECLARED) else 0.02
    return {
        "year_laid": None if city.chance(unknown) else city.between(1976, 2006),
        "diameter_mm": None if city.chance(unknown) else city.pick(habit.diameters_mm),
        "material": "未知" if city.chance(unknown) else city.pick(habit.old),
        "depth_start_m": round(city.rng.uniform(0.7, 2.6), 1),
        "method": city.pick(("开挖换管", "开挖换管", "非开挖", "内衬")),
    }


def renewed(city, habit, draft):
    """The new pipe as built, laid between the project's start and its end."""
    years = draft.days[Stage.STARTED].year, draft.days[Stage.COMPLETED].year
    depth_m = round(city.rng.uniform(0.9, 2.2), 2)
    return {
        "year_laid": city.between(*years),
        "diameter_mm": city.pick(habit.diameters_mm),
        "material": city.pick(habit.new),
        "depth_start_m": depth_m,
        "depth_end_m": round(depth_m + city.rng.uniform(0, 0.4), 2),
        "method": "开挖换管",
    }
