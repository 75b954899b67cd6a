"""Single pieces: lifts, cameras, buildings, structures, machines and devices."""

from registry.kinds.attribute import OWN
from registry.kinds.fields import Date, Kind, Text
from registry.kinds.lists import Choice
from registry.kinds.measures import Number

ANY_SHAPE = (
    "POINT",
    "LINESTRING",
    "MULTILINESTRING",
    "POLYGON",
    "MULTIPOLYGON",
)

POINTS = (
    Kind(
        "elevator",
        "电梯",
        "部",
        ("POINT",),
        (
            Text(
                "registration_code",
                "设备注册代码",
                digits=20,
                required=True,
                scope=OWN,
                aliases=("注册代码", "电梯注册代码", "设备代码", "电梯代码"),
            ),
            Text(
                *("certificate_number", "使用登记证号"),
                max_length=40,
                scope=OWN,
                aliases=("使用登记证编号", "登记证编号", "登记证号"),
            ),
            Date("registered_on", "使用登记日期", required=True),
            Number("service_years", "使用年限", "年", high=60, whole=True),
            Text("stops", "层站门", max_length=30, aliases=("层/站/门", "层站", "层站数")),
            Number(
                *("load_kg", "载重", "kg"),
                high=10_000,
                whole=True,
                aliases=("载重量", "额定载重", "额定载重量"),
            ),
            Number("speed_m_s", "速度", "m/s", high=20),
            Text("brand", "品牌", max_length=60),
            Text("estate", "小区", required=True, max_length=60, aliases=("小区名称", "住宅小区")),
            Text("block", "楼栋", required=True, max_length=30, aliases=("楼号", "楼栋号", "幢号")),
            Text("entrance", "单元", max_length=30),
            Number("households", "户数", "户", high=2000, whole=True),
            Choice("assessment", "安全评估结论", options=("继续使用", "修理", "改造", "更新")),
            Number("unit_investment_wan", "单台投资", "万元", high=1000),
        ),
        sign="circle",
    ),
    Kind(
        "camera",
        "摄像机",
        "路",
        ("POINT",),
        (
            Text(
                *("device_code", "设备编码（GB/T 28181）"),
                digits=20,
                required=True,
                scope=OWN,
                aliases=("设备编码", "摄像机编码", "国标编码", "国标编号", "设备国标编码"),
            ),
            Choice("camera_type", "类型", options=("枪机", "球机", "卡口", "人脸")),
            Text("resolution", "分辨率", max_length=30),
            Text("pole", "杆件", max_length=60),
            Number("bearing_deg", "朝向", "°", high=360),
            Choice("site_class", "点位类别", options=("一类", "二类", "三类")),
        ),
        sign="star",
    ),
    Kind(
        "building",
        "建筑",
        "栋",
        ("POINT", "POLYGON", "MULTIPOLYGON"),
        (
            Number(
                *("floor_area_m2", "建筑面积", "m²"),
                required=True,
                low=1,
                high=2_000_000,
                scope=OWN,
            ),
            Text("structure", "结构", max_length=40),
            Text("use", "用途", max_length=40),
            Number("energy_kgce_m2", "单位面积年能耗", "kgce/m²", high=1000),
            Choice(
                "retrofit",
                "改造内容",
                options=("空调系统", "照明系统", "围护结构", "可再生能源设施设备"),
            ),
            Number("saving_percent", "节能率", "%", high=100),
        ),
        required_columns=("name",),
        year_label="建成年份",
        sign="square",
    ),
    Kind(
        "structure",
        "桥隧、井盖与监测设施",
        "处",
        ANY_SHAPE,
        (
            Choice(
                "structure_type",
                "类别",
                required=True,
                options=("桥梁", "隧道", "窨井盖", "监测设备", "其他"),
            ),
            Text("material", "材质", max_length=40),
            Text("ownership", "权属单位", max_length=100),
            Text("sensor", "传感器", max_length=100),
        ),
        sign="cross",
    ),
    Kind(
        "machine",
        "车辆与施工机械",
        "台",
        ("POINT",),
        (
            Text("machine_type", "类别", required=True, max_length=60),
            Number("quantity", "数量", "台", low=1, high=100_000, whole=True),
            Text("plate", "车牌号", max_length=20, scope=OWN),
            Text("emission_standard", "排放标准", max_length=30),
            Choice("energy", "能源", options=("柴油", "汽油", "燃气", "电", "氢")),
        ),
        needs_place=False,
        sign="cross",
    ),
    Kind(
        "device",
        "专用设备",
        "台（套）",
        ("POINT",),
        (
            Text("device_type", "设备名称", required=True, max_length=100),
            Text("model", "型号", max_length=100),
            Number("quantity", "数量", "台（套）", low=1, high=1_000_000, whole=True),
            Number("energy_tce", "年能耗", "吨标准煤", high=10_000_000),
        ),
        needs_place=False,
        sign="cross",
    ),
    Kind(
        "other",
        "其他",
        "项",
        ANY_SHAPE,
        (Text("description", "说明", max_length=500),),
        needs_place=False,
        sign="circle",
    ),
)
