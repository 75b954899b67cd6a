"""Pipe segments: water, drainage, gas and heat."""

from registry.kinds.fields import Choice, Kind, Number, Text

DIAMETERS_MM = (
    *(15, 20, 25, 32, 40, 50, 63, 75, 90, 100, 110, 125, 150, 160, 200, 250, 300, 315, 400),
    *(500, 600, 700, 800, 900, 1000, 1200, 1400, 1500, 1600, 1800, 2000),
)
MATERIALS = (
    "灰口铸铁",
    "球墨铸铁",
    "钢",
    "镀锌钢",
    "PE",
    "PVC-U",
    "PVC-M",
    "PCCP",
    "预应力砼",
    "钢筋砼",
    "HDPE双壁波纹",
    "玻璃钢",
    "砖石沟",
    "石棉水泥",
    "未知",
)
#: Metres of earth over a pipe that no buried city pipe exceeds.
DEEPEST_M = 30

PIPE = Kind(
    code="pipe",
    label="管段",
    unit="段",
    shapes=("LINESTRING", "MULTILINESTRING"),
    required_columns=("medium", "year_laid"),
    year_label="敷设年份",
    has_medium=True,
    sign="line",
    attributes=(
        Number(
            "diameter_mm",
            "管径 DN",
            "mm",
            required=True,
            low=10,
            high=5000,
            whole=True,
            suggestions=DIAMETERS_MM,
            aliases=("管径", "DN", "口径", "Diameter"),
        ),
        Text("section", "断面（宽×高）", "mm", max_length=30),
        Choice("material", "材质", required=True, options=MATERIALS, aliases=("管材", "Material")),
        Number("depth_start_m", "起点埋深", "m", high=DEEPEST_M),
        Number("depth_end_m", "终点埋深", "m", high=DEEPEST_M),
        Number("top_elevation_m", "管顶高程", "m", low=-200, high=6000),
        Number("pressure_mpa", "设计压力", "MPa", high=10),
        Choice(
            "pressure_class",
            "燃气压力级别",
            options=("低压", "中压B", "中压A", "次高压B", "次高压A", "高压B", "高压A"),
        ),
        Text("start_point", "起点号", max_length=40),
        Text("end_point", "终点号", max_length=40),
        Text("road", "所在道路", max_length=100, aliases=("道路", "路名")),
        Text("ownership", "权属单位", max_length=100),
        Choice("method", "改造方式", options=("开挖换管", "非开挖", "内衬", "新建")),
    ),
)
