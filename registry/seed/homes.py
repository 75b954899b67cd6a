"""Houses: lifts renewed or added, buildings that save energy."""

from datetime import timedelta

from registry.choices import Stage, Work
from registry.seed.chronicle import TODAY
from registry.seed.plants import ESTATES

OLD_LIFTS = [  # town, batch
    *(("炳草岗", batch) for batch in "一二三四"),
    *(("瓜子坪", batch) for batch in "一二"),
    *(("清香坪", batch) for batch in "一二"),
    *(("仁和", batch) for batch in "一二"),
    *(("攀莲镇", batch) for batch in "一二"),
    ("桐子林镇", "一"),
    ("花城新区", "一"),
]
ADDED_LIFTS = [
    *(("炳草岗", batch) for batch in "一二三四五"),
    *(("弄弄坪", batch) for batch in "一二"),
    *(("清香坪", batch) for batch in "一二三"),
    *(("河门口", batch) for batch in "一二"),
    *(("仁和", batch) for batch in "一二三"),
    *(("攀莲镇", batch) for batch in "一二"),
    ("桐子林镇", "一"),
]
BUILDINGS = [  # town, building, use, m², retrofit
    ("花城新区", "市政务服务中心", "办公", 23600, "空调系统"),
    ("炳草岗", "市图书馆", "文化", 11800, "照明系统"),
    ("炳草岗", "东区政务中心", "办公", 9400, "空调系统"),
    ("清香坪", "西区政务中心", "办公", 8200, "照明系统"),
    ("仁和", "仁和区政务中心", "办公", 10300, "围护结构"),
    ("仁和", "仁和区文化馆", "文化", 5200, "可再生能源设施设备"),
    ("攀莲镇", "米易县政务中心", "办公", 12400, "空调系统"),
    ("攀莲镇", "米易县体育馆", "体育", 7800, "可再生能源设施设备"),
    ("桐子林镇", "盐边县政务中心", "办公", 9100, "围护结构"),
    ("金江", "钒钛高新区管委会办公楼", "办公", 6400, "可再生能源设施设备"),
]


def drafts(city):
    for town, batch in OLD_LIFTS:
        name = f"{town}住宅老旧电梯更新（第{batch}批）"
        draft = city.draft("A01", name, town, owner="demo-property")
        for estate in city.rng.choice(ESTATES, city.between(2, 4), replace=False).tolist():
            old_lifts(city, draft, town, estate)
        yield city.cost(draft, 24 * len(draft.assets), equipment=0.85)
    for town, batch in ADDED_LIFTS:
        name = f"{town}既有住宅加装电梯（第{batch}批）"
        draft = city.draft("A02", name, town, owner="demo-property")
        for estate in city.rng.choice(ESTATES, city.between(2, 5), replace=False).tolist():
            added_lifts(city, draft, town, estate)
        yield city.cost(draft, 46 * len(draft.assets), equipment=0.55)
    for building in BUILDINGS:
        yield saving(city, *building)


def old_lifts(city, draft, town, estate):
    """The lifts of one block share its point on the map."""
    network = city.network(town)
    point = network.spot(*network.lot(city.rng))
    block = city.between(1, 16)
    for entrance in range(1, city.between(3, 5)):
        registered = TODAY - timedelta(days=city.between(16 * 365, 26 * 365))
        work = city.pick((Work.REPLACE, Work.REPLACE, Work.RENOVATE, Work.OVERHAUL))
        city.asset(
            draft,
            "elevator",
            point,
            name=f"{estate}{block}栋{entrance}单元电梯",
            work=work,
            unit_investment_wan=24 if work == Work.REPLACE else 12,
            year_laid=registered.year,
            registration_code=lift_code(city, draft, registered),
            registered_on=registered.isoformat(),
            service_years=15,
            stops="18层18站",
            load_kg=city.pick((800, 1000)),
            speed_m_s=1.75,
            estate=estate,
            block=f"{block}栋",
            entrance=f"{entrance}单元",
            households=city.between(48, 72),
            assessment=city.pick(("更新", "更新", "改造", "修理")),
        )


def lift_code(city, draft, registered):
    """Of the right shape (种类, 区划, 年月, 序号), made up."""
    district = draft.project.district_id
    area = district if district.isdecimal() else "510411"
    return f"3110{area}{registered:%Y%m}{city.serial('lift'):04}"


def added_lifts(city, draft, town, estate):
    """New lifts stand when their project is done, and are registered within 30 days (TSG 08)."""
    network = city.network(town)
    stands = draft.days.get(Stage.COMPLETED)
    on_map = stands or not city.chance(0.15)
    block = city.between(1, 16)
    for entrance in range(1, city.between(2, 4)):
        registered = stands and min(stands + timedelta(days=city.between(0, 30)), TODAY)
        point = network.spot(*network.lot(city.rng)) if on_map else None
        city.asset(
            draft,
            "elevator",
            point,
            name=f"{estate}{block}栋{entrance}单元加装电梯",
            work=Work.ADD,
            year_laid=registered.year if stands else None,
            registration_code=lift_code(city, draft, registered) if stands else None,
            registered_on=registered.isoformat() if stands else None,
            stops="7层7站",
            load_kg=630,
            estate=estate,
            block=f"{block}栋",
            entrance=f"{entrance}单元",
            households=14,
            unit_investment_wan=46,
        )


def saving(city, town, name, use, area_m2, retrofit):
    draft = city.draft(
        "A10",
        f"{name}{retrofit.removesuffix('设施设备')}节能改造",
        town,
        owner=None,
        content=f"建筑面积 {area_m2} 平方米，改造{retrofit}。",
    )
    network = city.network(town)
    city.asset(
        draft,
        "building",
        network.house(network.lot(city.rng), 46, 18),
        name=name,
        work=Work.RENOVATE,
        year_laid=city.between(1994, 2012),
        floor_area_m2=area_m2,
        structure="框架",
        use=use,
        retrofit=retrofit,
        energy_kgce_m2=city.between(12, 26),
        saving_percent=city.between(15, 32),
    )
    return city.cost(draft, area_m2 * 0.03, equipment=0.5)
