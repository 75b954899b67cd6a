"""What stands in the streets: lifelines, sanitation and cameras."""

from registry.choices import Work

LIFELINES = [  # town, project, things, type, sensor, number, 万元
    ("炳草岗", "炳草岗片区桥梁结构健康监测", "桥梁监测点", "监测设备", "应变、位移", 12, 420),
    ("弄弄坪", "弄弄坪片区桥梁安全监测", "桥梁监测点", "监测设备", "应变、位移", 8, 310),
    ("花城新区", "花城新区隧道机电与监测设备更新", "隧道监测点", "监测设备", "位移、照度", 6, 350),
    ("炳草岗", "炳草岗片区窨井盖更新", "窨井盖", "窨井盖", None, 60, 66),
    ("清香坪", "清香坪片区窨井盖更新", "窨井盖", "窨井盖", None, 45, 50),
    ("仁和", "仁和城区智能窨井盖更新", "智能窨井盖", "窨井盖", "倾斜、液位", 50, 120),
    ("攀莲镇", "攀莲镇窨井盖更新", "窨井盖", "窨井盖", None, 40, 45),
    ("河门口", "河门口片区燃气管网泄漏监测", "可燃气体监测点", "监测设备", "甲烷", 24, 180),
    ("炳草岗", "炳草岗片区燃气管网泄漏监测", "可燃气体监测点", "监测设备", "甲烷", 36, 260),
    ("格里坪", "格里坪片区排水管网液位监测", "液位监测点", "监测设备", "液位、流量", 15, 130),
    ("桐子林镇", "桐子林镇供水管网漏损监测", "漏损监测点", "监测设备", "噪声、压力", 18, 150),
    ("金江", "金江片区内涝监测预警", "积水监测点", "监测设备", "液位", 10, 95),
]
SANITATION = [  # town, project, things, type, number, 万元
    ("炳草岗", "炳草岗片区生活垃圾分类投放点更新", "投放点", "生活垃圾分类投放点", 32, 190),
    ("清香坪", "清香坪片区生活垃圾分类投放点更新", "投放点", "生活垃圾分类投放点", 24, 140),
    ("仁和", "仁和城区生活垃圾分类投放点更新", "投放点", "生活垃圾分类投放点", 28, 165),
    ("炳草岗", "炳草岗片区公共厕所改造", "公共厕所", "公共厕所", 9, 270),
    ("河门口", "河门口片区公共厕所改造", "公共厕所", "公共厕所", 5, 150),
    ("攀莲镇", "攀莲镇公共厕所改造", "公共厕所", "公共厕所", 6, 175),
    ("桐子林镇", "桐子林镇垃圾转运站设备更新", "垃圾转运站", "垃圾转运站", 2, 320),
    ("金江", "金江垃圾转运站设备更新", "垃圾转运站", "垃圾转运站", 1, 210),
]
# What runs on electricity has no exhaust, so no standard of it.
ELECTRIC, DIESEL = {"energy": "电"}, {"energy": "柴油", "emission_standard": "国六"}
SWEEPERS = [  # town, project, vehicle, number, drive, 万元
    ("炳草岗", "东区环卫车辆新能源更新", "洗扫车", 14, ELECTRIC, 1120),
    ("清香坪", "西区环卫车辆新能源更新", "压缩式垃圾车", 9, ELECTRIC, 610),
    ("仁和", "仁和区环卫车辆新能源更新", "压缩式垃圾车", 10, ELECTRIC, 660),
    ("攀莲镇", "米易县环卫车辆更新", "洒水车", 6, DIESEL, 280),
    ("桐子林镇", "盐边县环卫车辆更新", "压缩式垃圾车", 5, DIESEL, 330),
]
CAMERAS = [  # town, project, work, number
    ("花城新区", "花城新区公共区域视频监控增补", Work.NEW, 40),
    ("火车南站", "火车南站公共区域视频监控更新改造", Work.REPLACE, 36),
    ("金江", "金江高速出入口视频监控更新改造", Work.REPLACE, 16),
    ("攀莲镇", "米易高速出入口视频监控更新改造", Work.REPLACE, 12),
    ("炳草岗", "炳草岗旧城盲区视频监控增补", Work.NEW, 48),
    ("清香坪", "清香坪旧城盲区视频监控增补", Work.NEW, 30),
    ("仁和", "仁和高速出入口视频监控更新改造", Work.REPLACE, 14),
    ("渔门镇", "渔门镇农村薄弱地区视频监控增补", Work.NEW, 15),
    ("撒莲镇", "撒莲镇农村薄弱地区视频监控增补", Work.NEW, 15),
    ("红格镇", "红格镇农村薄弱地区视频监控增补", Work.NEW, 12),
]


def drafts(city):
    for row in LIFELINES:
        yield lifeline(city, *row)
    for town, name, things, facility_type, number, wan in SANITATION:
        draft = city.draft("A08", name, town, owner="demo-sanitation")
        for place in range(1, number + 1):
            city.asset(
                draft,
                "sanitation",
                city.network(town).corner(city.rng),
                name=f"{town}{place}号{things}",
                work=Work.REPLACE,
                facility_type=facility_type,
                quantity=city.between(2, 4) if facility_type.endswith("投放点") else 1,
            )
        yield city.cost(draft, wan)
    for town, name, vehicle, number, drive, wan in SWEEPERS:
        draft = city.draft("A08", name, town, owner="demo-sanitation")
        city.asset(draft, "machine", name=vehicle, work=Work.REPLACE, machine_type=vehicle,
                   quantity=number, **drive)  # fmt: skip
        yield city.cost(draft, wan, equipment=1)
    for row in CAMERAS:
        yield cameras(city, *row)


def lifeline(city, town, name, things, structure_type, sensor, number, wan):
    draft = city.draft("A07", name, town, owner="demo-municipal")
    for place in range(1, number + 1):
        city.asset(
            draft,
            "structure",
            city.network(town).corner(city.rng),
            name=f"{town}{place}号{things}",
            work=Work.REPLACE if structure_type == "窨井盖" else Work.NEW,
            structure_type=structure_type,
            sensor=sensor,
            material=city.pick(("球墨铸铁", "铸铁")) if structure_type == "窨井盖" else None,
        )
    return city.cost(draft, wan)


def cameras(city, town, name, work, number):
    draft = city.draft("A11", name, town, owner=None)
    area = draft.project.district_id
    for place in range(1, number + 1):
        city.asset(
            draft,
            "camera",
            city.network(town).corner(city.rng),
            name=f"{town}{place}号点位",
            work=work,
            year_laid=city.between(2010, 2016) if work == Work.REPLACE else None,
            device_code=camera_code(city, area),
            camera_type=city.pick(("枪机", "球机", "卡口", "人脸")),
            resolution=city.pick(("400万像素", "800万像素")),
            bearing_deg=city.between(0, 35) * 10,
            site_class=city.pick(("一类", "二类", "三类")),
        )
    return city.cost(draft, number * 3.2, equipment=0.8)


def camera_code(city, district):
    """Of the right shape (区划 8, 行业 2, 类型 3, 网络 1, 序号 6), made up."""
    area = district if district.isdecimal() else "510411"
    region, industry, network_camera, network = f"{area}00", "00", "132", "0"
    return f"{region}{industry}{network_camera}{network}{city.serial('camera'):06}"
