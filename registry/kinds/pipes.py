"""Pipe segments: water, drainage, gas and heat."""

from registry.kinds.attribute import END, START
from registry.kinds.fields import Kind, Text
from registry.kinds.lists import Choice
from registry.kinds.measures import Number

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
#: What surveyors and pipe makers call them. Plain 铸铁 and PVC are missing on purpose: grey or
#: ductile, U or M, only the owner can say.
MATERIAL_WORDS = {
    "灰口铸铁": ("灰铁", "灰铸铁", "灰口铁", "灰口铸铁管", "灰铁管", "HT"),
    "球墨铸铁": ("球铁", "球墨", "球墨管", "球铁管", "球墨铸铁管", "球墨铁", "DIP", "DCI", "QT"),
    "钢": ("钢管", "焊接钢管", "无缝钢管", "螺旋钢管", "螺旋焊管", "碳钢", "碳钢管", "steel"),
    "镀锌钢": ("镀锌", "镀锌管", "镀锌钢管", "热镀锌", "热镀锌钢管", "冷镀锌", "白铁管"),
    "PE": ("PE管", "PE80", "PE100", "PE80管", "PE100管", "聚乙烯", "聚乙烯管"),
    "PVC-U": ("UPVC", "U-PVC", "PVCU", "PVC-U管", "UPVC管", "硬聚氯乙烯"),
    "PVC-M": ("PVCM", "PVC-M管", "高抗冲聚氯乙烯"),
    "PCCP": ("PCCP管", "预应力钢筒混凝土", "预应力钢筒混凝土管", "预应力钢筒砼"),
    "预应力砼": ("预应力混凝土", "预应力混凝土管", "预应力砼管", "预应力钢筋混凝土"),
    "钢筋砼": ("砼", "砼管", "混凝土", "混凝土管", "钢筋混凝土", "钢筋混凝土管", "钢筋砼管"),
    "HDPE双壁波纹": (
        "HDPE双壁波纹管", "双壁波纹", "双壁波纹管", "PE双壁波纹管", "HDPE波纹管", "波纹管",
    ),
    "玻璃钢": ("玻璃钢管", "玻璃钢夹砂", "玻璃钢夹砂管", "GRP", "RPM"),
    "砖石沟": ("砖沟", "石沟", "砖砌", "石砌", "砖石", "砖砌沟", "浆砌石"),
    "石棉水泥": ("石棉", "石棉管", "石棉水泥管"),
    "未知": ("不详", "不明", "不清"),
}  # fmt: skip
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
            # A culvert has a section and no diameter.
            instead="section",
            gap="管径或断面",
            low=10,
            high=5000,
            whole=True,
            suggestions=DIAMETERS_MM,
            example="300",
            signs=("DN", "De", "dn", "D", "Φ", "φ", "Ø", "⌀", "∅"),
            aliases=(
                *("管径", "DN", "口径", "Diameter", "管道直径", "公称直径", "公称口径", "管道管径"),
                *("直径", "管径DN", "规格", "GJ", "DIA", "管线规格", "管径规格"),
            ),
        ),
        Text(
            "section",
            "断面（宽×高）",
            "mm",
            max_length=30,
            example="800×600",
            aliases=("断面", "断面规格", "断面尺寸"),
        ),
        Choice(
            "material",
            "材质",
            required=True,
            options=MATERIALS,
            synonyms=tuple(
                (word, option) for option, words in MATERIAL_WORDS.items() for word in words
            ),
            aliases=(
                "管材",
                "Material",
                "管道材质",
                "管道材料",
                "管线材质",
                "管材材质",
                "材料",
                "管材类型",
                "管材种类",
                "CZ",
            ),
        ),
        Number(
            *("depth_start_m", "起点埋深", "m"),
            high=DEEPEST_M,
            scope=START,
            aliases=("起埋深", "起始埋深", "QDMS", "S_DEEP"),
        ),
        Number(
            *("depth_end_m", "终点埋深", "m"),
            high=DEEPEST_M,
            scope=END,
            aliases=("止点埋深", "终埋深", "终止埋深", "ZDMS", "E_DEEP"),
        ),
        Number("top_elevation_m", "管顶高程", "m", low=-200, high=6000),
        Number("pressure_mpa", "设计压力", "MPa", high=10),
        Choice(
            "pressure_class",
            "燃气压力级别",
            options=("低压", "中压B", "中压A", "次高压B", "次高压A", "高压B", "高压A"),
            aliases=("压力等级", "压力级别", "压力级制"),
        ),
        Text(
            "start_point",
            "起点号",
            max_length=40,
            scope=START,
            aliases=("起点点号", "起点编号", "起始点号", "QDDH", "S_POINT"),
        ),
        Text(
            "end_point",
            "终点号",
            max_length=40,
            scope=END,
            aliases=("终点点号", "终点编号", "止点号", "终止点号", "ZDDH", "E_POINT"),
        ),
        Text("road", "所在道路", max_length=100, aliases=("道路", "路名", "道路名称", "所在路段")),
        Text("ownership", "权属单位", max_length=100, aliases=("权属", "产权单位")),
        Choice("method", "改造方式", options=("开挖换管", "非开挖", "内衬", "新建")),
    ),
)
