"""Plants and stations, those that the policy names among them."""

from registry.choices import Work

# sector, owner, kind; town, project, facility, attributes, 万元
WATER_PLANTS = [
    ("炳草岗", "炳草岗水厂设备更新改造", "炳草岗水厂", {"capacity_wan_t_d": 10}, 3860),
    ("仁和", "仁和水厂设备更新改造", "仁和水厂", {"capacity_wan_t_d": 3}, 1980),
    ("攀莲镇", "攀莲镇水厂滤池与加药设备更新", "攀莲镇水厂", {"capacity_wan_t_d": 2}, 760),
    ("桐子林镇", "桐子林镇水厂自控系统更新", "桐子林镇水厂", {"capacity_wan_t_d": 1.5}, 540),
]
SEWAGE_PLANTS = [
    ("炳草岗", "炳草岗污水处理厂设备更新改造", "炳草岗污水处理厂", 4, 4250),
    ("清香坪", "清香坪污水处理厂设备更新改造", "清香坪污水处理厂", 2.5, 2960),
    ("仁和", "仁和污水处理厂曝气与脱水设备更新", "仁和污水处理厂", 2, 1680),
    ("格里坪", "格里坪污水处理厂提标设备更新", "格里坪污水处理厂", 1, 1420),
    ("金江", "金江污水处理厂设备更新", "金江污水处理厂", 1, 1180),
    ("攀莲镇", "攀莲镇污水处理厂设备更新", "攀莲镇污水处理厂", 2, 1540),
    ("桐子林镇", "桐子林镇污水处理厂设备更新", "桐子林镇污水处理厂", 1, 980),
    ("撒莲镇", "撒莲镇污水处理站设备更新", "撒莲镇污水处理站", 0.15, 260),
    ("渔门镇", "渔门镇污水处理站设备更新", "渔门镇污水处理站", 0.1, 210),
]
GAS_STATIONS = [
    ("仁和", "仁和LNG气化站更新改造", "仁和LNG气化站", "LNG气化站", 620),
    ("攀莲镇", "攀莲镇LNG气化站更新改造", "攀莲镇LNG气化站", "LNG气化站", 480),
    ("桐子林镇", "桐子林镇LNG气化站更新改造", "桐子林镇LNG气化站", "LNG气化站", 460),
    ("炳草岗", "炳草岗调压站设备更新", "炳草岗调压站", "调压站", 150),
]
#: Real plants: the policy names them and says no more, so each project says so too.
NAMED_BY_POLICY = ("炳草岗水厂", "仁和水厂", "炳草岗污水处理厂", "清香坪污水处理厂")
MADE_UP = "厂名取自公开的实施方案，规模、年份等参数为演示所设。"
SECONDARY_SUPPLY = ("炳草岗", "瓜子坪", "清香坪", "仁和", "攀莲镇")
PUMP_STATIONS = ("弄弄坪", "河门口", "金江", "桐子林镇")
ESTATES = (
    *("向阳小区", "阳光花园", "江畔雅居", "建设新村"),
    *("凤凰苑", "攀枝花园", "锦绣家园", "翠屏小区"),
)


def drafts(city):
    for town, name, plant, attributes, wan in WATER_PLANTS:
        draft = city.draft("A03", name, town, owner="demo-water", **facts(plant, wan))
        site(city, draft, town, "water_plant", plant, process="混凝沉淀过滤", **attributes)
        yield city.cost(draft, wan)
    for town, name, plant, capacity, wan in SEWAGE_PLANTS:
        yield sewage_plant(city, town, name, plant, capacity, wan)
    for town, name, station, station_type, wan in GAS_STATIONS:
        draft = city.draft("A06", name, town, owner="demo-gas")
        site(city, draft, town, "gas_station", station, station_type=station_type)
        yield city.cost(draft, wan)
    yield from secondary_supply(city)
    yield from pump_stations(city)


def facts(plant, wan):
    return {"is_key": wan > 1000, "note": MADE_UP if plant in NAMED_BY_POLICY else ""}


def sewage_plant(city, town, name, plant, capacity, wan):
    draft = city.draft("A04", name, town, owner="demo-drainage", **facts(plant, wan))
    site(
        city,
        draft,
        town,
        "sewage_plant",
        plant,
        capacity_wan_t_d=capacity,
        process="A2O" if capacity >= 1 else "一体化设备",
        discharge_standard="一级A",
        load_percent=city.between(70, 98),
        equipment="鼓风机、潜污泵、脱水机、在线监测设备",
    )
    return city.cost(draft, wan)


def secondary_supply(city):
    for town in SECONDARY_SUPPLY:
        draft = city.draft("A03", f"{town}居民小区二次供水设施改造", town, owner="demo-water")
        for estate in ESTATES[: city.between(4, 8)]:
            households = city.between(120, 900)
            site(
                city,
                draft,
                town,
                "pump_station",
                f"{estate}二次供水泵房",
                households=households,
                pumps=city.between(2, 4),
                head_m=city.between(40, 95),
                supply=city.pick(("叠压", "变频")),
            )
        yield city.cost(draft, 58 * len(draft.assets))


def pump_stations(city):
    for town in PUMP_STATIONS:
        draft = city.draft("A04", f"{town}污水提升泵站更新", town, owner="demo-drainage")
        for number in range(1, city.between(2, 4)):
            name = f"{town}{number}号污水提升泵站"
            flow = city.between(8, 60) * 10
            site(city, draft, town, "pump_station", name, pumps=3, design_flow_m3_h=flow)
        yield city.cost(draft, 210 * len(draft.assets))


def site(city, draft, town, kind, name, **attributes):
    """A facility on a lot of the town: the big ones as an outline, the others as a point."""
    network = city.network(town)
    lot = network.lot(city.rng)
    is_large = kind in ("water_plant", "sewage_plant")
    shape = network.house(lot, 70, 40) if is_large else network.spot(*lot)
    values = {"name": name, "work": Work.RENOVATE, "year_laid": city.between(1988, 2012)}
    city.asset(draft, kind, shape, **values, **attributes)
