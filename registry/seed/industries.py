"""Equipment of builders, industry, transport, farms, schools, hospitals and recycling.

Most of it has no place on the map; where a unit's site is known, its equipment
stands there.
"""

from registry.choices import Work

OWNERS = {
    "A09": "demo-builder",
    "B01": "demo-steel",
    "B02": "demo-transport",
    "B03": "demo-farm",
    "B04": "demo-school",
    "B05": "demo-tourism",
    "B06": "demo-hospital",
    "B07": "demo-mine",
    "C01": "demo-recycling",
    "C02": "demo-recycling",
    "C03": "demo-park",
}
SORTING = "分拣中心（集散市场）"
ROWS = [  # sector, town, project, kind, equipment, number, whether on the map, 万元
    ("A09", "炳草岗", "塔式起重机更新", "machine", "塔式起重机", 8, 0, 1240),
    ("A09", "仁和", "施工升降机更新", "machine", "施工升降机", 14, 0, 560),
    ("A09", "攀莲镇", "老旧挖掘机新能源更新", "machine", "挖掘机", 10, 0, 980),
    ("A09", "金江", "流动式起重机更新", "machine", "流动式起重机", 4, 0, 720),
    ("A09", "花城新区", "智能升降设备购置", "machine", "智能升降机", 6, 0, 270),
    ("B01", "金江", "钛白粉生产线节能改造", "device", "回转窑", 2, 1, 8600),
    ("B01", "金江", "钛合金管生产设备更新", "device", "冷轧管机", 6, 1, 5400),
    ("B01", "金江", "高耗能电机更新", "device", "高效电机", 120, 1, 1860),
    ("B01", "金江", "钒制品生产线数字化改造", "device", "智能控制系统", 3, 1, 3200),
    ("B01", "弄弄坪", "煤气锅炉更新", "device", "煤气锅炉", 2, 1, 9800),
    ("B01", "弄弄坪", "老旧变压器更新", "device", "变压器", 18, 1, 1350),
    ("B01", "格里坪", "化工装置安全改造", "device", "反应装置", 4, 1, 2700),
    ("B01", "格里坪", "焦化环保设备更新", "device", "除尘脱硫装置", 3, 1, 6400),
    ("B01", "撒莲镇", "建材生产线节能改造", "device", "粉磨设备", 2, 1, 1900),
    ("B01", "桐子林镇", "农产品加工设备更新", "device", "分选烘干设备", 9, 1, 640),
    ("B02", "炳草岗", "城市公交车辆新能源更新", "machine", "新能源公交车", 42, 0, 3780),
    ("B02", "仁和", "公交动力电池更新", "device", "动力电池", 36, 0, 1080),
    ("B02", "金江", "氢能重型货车示范应用", "machine", "氢能重卡", 20, 0, 2600),
    ("B02", "格里坪", "国三营运柴油货车更新", "machine", "营运货车", 55, 0, 1925),
    ("B02", "攀莲镇", "出租车新能源更新", "machine", "新能源出租车", 60, 0, 720),
    ("B02", "桐子林镇", "二滩库区不达标客船更新", "machine", "库区客船", 11, 1, 1320),
    ("B02", "火车南站", "物流园区装卸设备更新", "device", "装卸搬运设备", 16, 1, 860),
    ("B03", "攀莲镇", "水稻插秧机更新", "machine", "水稻插秧机", 48, 0, 290),
    ("B03", "撒莲镇", "山地果园轨道运输机推广", "machine", "轨道运输机", 35, 0, 420),
    ("B03", "渔门镇", "植保无人机更新", "machine", "植保无人机", 30, 0, 150),
    ("B03", "红格镇", "玉米播种收割机更新", "machine", "玉米收割机", 22, 0, 310),
    ("B03", "仁和", "仁和粮库低温储粮设备更新", "device", "低温储粮设备", 6, 1, 780),
    ("B03", "攀莲镇", "米易粮库智能化仓储改造", "device", "智能仓储系统", 1, 1, 460),
    ("B05", "炳草岗", "市文化馆演艺设备更新", "device", "灯光音响", 24, 1, 380),
    ("B05", "花城新区", "科技馆展陈设备更新", "device", "展陈设备", 40, 1, 920),
    ("B05", "红格镇", "温泉景区观光车更新", "machine", "旅游观光车", 18, 0, 260),
    ("B05", "桐子林镇", "景区智慧门禁更新", "device", "门禁闸机", 16, 1, 120),
    ("B05", "攀莲镇", "景区导视牌更新", "device", "导视牌", 85, 1, 95),
    ("B05", "炳草岗", "超高清广播电视设备更新", "device", "超高清制播设备", 12, 1, 1150),
    ("B06", "炳草岗", "市级医院影像设备更新", "device", "磁共振、CT", 5, 1, 5200),
    ("B06", "炳草岗", "检查检验共享平台建设", "device", "信息化设施", 1, 1, 880),
    ("B06", "清香坪", "西区医院诊疗设备更新", "device", "彩超、DR", 7, 1, 960),
    ("B06", "仁和", "仁和区医共体设备更新", "device", "基层诊疗设备", 36, 1, 1240),
    ("B06", "攀莲镇", "米易县医共体设备更新", "device", "基层诊疗设备", 42, 1, 1380),
    ("B06", "桐子林镇", "盐边县医共体设备更新", "device", "基层诊疗设备", 38, 1, 1290),
    ("B06", "炳草岗", "中心血站设备更新", "device", "血液检测设备", 9, 1, 430),
    ("B07", "红格镇", "红格南矿智能采矿设备", "machine", "无人驾驶矿卡", 12, 0, 9600),
    ("B07", "瓜子坪", "露天矿挖掘设备更新", "machine", "电动挖掘机", 5, 0, 7400),
    ("B07", "格里坪", "煤矿井下辅助运输更新", "device", "单轨吊机车", 8, 0, 2200),
    ("B07", "撒莲镇", "选矿设备节能更新", "device", "高压辊磨机", 2, 1, 4800),
    ("C01", "炳草岗", "东区再生资源回收网点建设", "recycling_site", "回收点", 16, 1, 180),
    ("C01", "清香坪", "西区再生资源回收网点建设", "recycling_site", "回收点", 12, 1, 140),
    ("C01", "仁和", "仁和区再生资源回收网点建设", "recycling_site", "回收点", 14, 1, 150),
    ("C01", "攀莲镇", "米易县再生资源中转站建设", "recycling_site", "中转站", 2, 1, 320),
    ("C02", "金江", "综合型绿色分拣中心建设", "recycling_site", SORTING, 1, 1, 4600),
    ("C02", "格里坪", "报废汽车拆解分拣中心建设", "recycling_site", SORTING, 1, 1, 3100),
    ("C02", "桐子林镇", "川滇毗邻地区分拣中心建设", "recycling_site", SORTING, 1, 1, 2400),
    ("C03", "弄弄坪", "东区园区循环化改造", "other", "循环化改造设施", 1, 1, 12600),
    ("C03", "金江", "钒钛高新区循环化改造", "other", "循环化改造设施", 1, 1, 18400),
    ("C03", "格里坪", "格里坪园区循环化改造", "other", "循环化改造设施", 1, 1, 9800),
]  # fmt: skip

# Eleven universities and vocational schools; the policy names three of them.
SCHOOLS = [
    ("炳草岗", "攀枝花学院"),
    ("仁和", "市经贸旅游学校"),
    ("瓜子坪", "市建筑工程学校"),
    *((town, f"示例职业学校（{number}）") for number, town in zip(
        "一二三四五六七八",
        ("炳草岗", "弄弄坪", "清香坪", "河门口", "仁和", "攀莲镇", "桐子林镇", "花城新区"),
        strict=True,
    )),
]  # fmt: skip
LABORATORIES = [
    ("金江", "钒钛检测平台科研仪器更新", "大型分析仪器", 1640),
    ("花城新区", "中小学理化生实验设备更新", "实验仪器", 980),
]
SECTORS_ON_CITY_LEVEL = {"炳草岗": ("B02", "B06")}


def drafts(city):
    for row in ROWS:
        yield renewal(city, *row)
    for town, school in SCHOOLS:
        name = f"{school}教学科研设备更新"
        wan = city.between(30, 160) * 10
        yield renewal(city, "B04", town, name, "device", "教学实验设备", 60, 1, wan)
    for town, name, equipment, wan in LABORATORIES:
        yield renewal(city, "B04", town, name, "device", equipment, 18, 1, wan)


def renewal(city, sector, town, name, kind, equipment, number, on_map, wan):
    """One project of one sort of equipment; sites are counted one by one, the rest by quantity."""
    facts = {"district_id": "510400"} if sector in SECTORS_ON_CITY_LEVEL.get(town, ()) else {}
    facts["by_commitment"] = sector in ("B01", "B07")
    draft = city.draft(sector, name, town, owner=OWNERS[sector], is_key=wan > 5000, **facts)
    network = city.network(town)
    if kind in ("recycling_site", "other"):
        sites(city, draft, town, kind, equipment, number)
    else:
        point = network.spot(*network.lot(city.rng)) if on_map else None
        type_field = f"{kind}_type"
        values = {type_field: equipment, "quantity": number, "work": Work.REPLACE}
        city.asset(draft, kind, point, name=equipment, **values)
    return city.cost(draft, wan, equipment=0.85)


def sites(city, draft, town, kind, level, number):
    network = city.network(town)
    for place in range(1, number + 1):
        lot = network.lot(city.rng)
        if kind == "other":
            city.asset(draft, kind, network.house(lot, 90, 45), name=draft.project.name,
                       work=Work.RENOVATE, description=level)  # fmt: skip
        else:
            city.asset(draft, kind, network.spot(*lot), name=f"{town}{place}号{level[:4]}",
                       work=Work.NEW, level=level)  # fmt: skip
