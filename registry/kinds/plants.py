"""Plants and stations: water, sewage, pumping, gas, sanitation, recycling."""

from registry.kinds.fields import Kind, Text
from registry.kinds.lists import Choice
from registry.kinds.measures import Number

SITE = ("POINT", "POLYGON", "MULTIPOLYGON")

_CAPACITY = Number(
    "capacity_wan_t_d",
    "规模",
    "万吨/日",
    required=True,
    low=0.01,
    high=50,
    aliases=("设计规模", "处理规模"),
)
_LOAD = Number("load_percent", "负荷率", "%", high=200)
_PROCESS = Text("process", "工艺", max_length=100)
_EQUIPMENT = Text("equipment", "更新设备清单", max_length=2000)

PLANTS = (
    Kind(
        "water_plant",
        "水厂",
        "座",
        SITE,
        (_CAPACITY, _PROCESS, _LOAD, _EQUIPMENT),
        required_columns=("name",),
        sign="square",
    ),
    Kind(
        "sewage_plant",
        "污水处理厂",
        "座",
        SITE,
        (
            _CAPACITY,
            _PROCESS,
            Text("discharge_standard", "排放标准", max_length=60, suggestions=("一级A", "一级B")),
            _LOAD,
            _EQUIPMENT,
        ),
        required_columns=("name",),
        sign="square",
    ),
    Kind(
        "pump_station",
        "泵站、二次供水",
        "处",
        SITE,
        (
            Number("design_flow_m3_h", "设计流量", "m³/h", high=100_000),
            Number("head_m", "扬程", "m", high=1000),
            Number("pumps", "泵台数", "台", high=200, whole=True),
            Number("households", "服务户数", "户", high=1_000_000, whole=True),
            Number("tank_m3", "水箱容积", "m³", high=100_000),
            Choice("supply", "供水方式", options=("叠压", "变频", "水箱")),
        ),
        required_columns=("name",),
        sign="triangle",
    ),
    Kind(
        "gas_station",
        "燃气场站",
        "座",
        SITE,
        (
            Choice(
                "station_type",
                "类别",
                options=("LNG气化站", "液化石油气充装站", "门站", "调压站", "加气站"),
            ),
            Number("storage_m3", "储罐容积", "m³", high=1_000_000),
        ),
        required_columns=("name",),
        sign="triangle",
    ),
    Kind(
        "sanitation",
        "环卫设施",
        "处",
        SITE,
        (
            Choice(
                "facility_type",
                "类别",
                required=True,
                options=("生活垃圾分类投放点", "公共厕所", "垃圾转运站", "分拣设施"),
            ),
            Number("quantity", "数量", "个", high=100_000, whole=True),
        ),
        sign="diamond",
    ),
    Kind(
        "recycling_site",
        "回收设施",
        "处",
        SITE,
        (
            Choice("level", "级别", options=("回收点", "中转站", "分拣中心（集散市场）")),
            Number("capacity_t_y", "处理能力", "吨/年", high=100_000_000),
        ),
        required_columns=("name",),
        sign="diamond",
    ),
)
