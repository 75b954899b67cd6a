"""What a program has to know before it asks: how to sign in, what to read, how to choose."""

from registry.exports import ENCODINGS, FORMATS
from registry.filters import ProjectFilter
from registry.listing import ROWS
from registry.models import TokenScope
from registry.parameters import Several

#: Where a question chooses: the same parameters as in the address of the map and the register.
ASKED = {
    "/summary.json": "项目数、投资、设施数、长度，也按类别、介质、地区、领域、资金来源、阶段分",
    "/facets.json": "每个条件的每个取值会找到多少个项目，其他条件不变",
    "/extent.json": "找到的设施的范围（西、南、东、北）",
    "/projects.json": f"项目清单：每个项目的各栏和位置，按编号，每次 {ROWS} 个；另有 `after`，"
    "接着读就用答复里 `next` 的地址",
    "/overview.json": "总览的数；另有 `on`（某一天，2026-01-31）和 `compare`（并排比较）",
    "/tiles/assets/{z}/{x}/{y}.mvt": "找到的设施",
    "/tiles/labels/projects/{z}/{x}/{y}.mvt": "找到的项目的名称",
}
OF_A_PROJECT = {
    "/projects/{number}/draw.json": "项目、各类设施的栏目、全部设施和它们的版本；要有修改权",
    "/projects/{number}/assets.geojson": "已上图的设施",
    "/projects/{number}/money.json": "各笔资金和它们的版本",
    "/projects/{number}/photos.geojson": "照片的位置",
    "/projects/{number}/comments.geojson": "审核意见的位置",
    "/projects/{number}/history.geojson": "历史里的图形；`on` 是某一时刻的全部图形",
    "/projects/{number}/review/shapes.geojson": "上次送审以后图形的变化",
    "/assets/{pk}.json": "一项设施的各栏",
}
BESIDE = {
    "/neighbourhood.json": "`bbox`（西,南,东,北，不大于半度）里的设施；`without` 是除外的项目编号",
    "/districts.json": "地区的代码、名称、上下级和范围",
    "/districts.geojson": "地区的边界",
    "/tiles/districts/{z}/{x}/{y}.mvt": "地区的边界",
    "/tiles/labels/districts/{z}/{x}/{y}.mvt": "地区的名称",
    "/layers.json": "参考图层",
    "/tiles/reference/{pk}/{z}/{x}/{y}.mvt": "一个参考图层",
    "/basemaps.json": "底图",
    "/styles.json": "地图的颜色和符号",
    "/imports/{pk}/preview.json": "本人一次导入的图形预览",
}
EXPORTS = {
    "/exports/new/": f"POST `format`（{'、'.join(FORMATS)}）、`crs`（EPSG:4490 等，"
    f"与导出页上的相同）、`encoding`（{'、'.join(ENCODINGS)}，只用于 shp）和自取的 UUID "
    "`client_id`（同一个只导出一次），条件写在地址里；答复 302，`Location` 是这次导出的地址，"
    "不能照办的答 400",
    "/exports/{pk}/download/": "文件；还没有写好的答 503，过 `Retry-After` 秒再取；没有导出成功、"
    "已取消、已过期的答 410，写明原因",
    "/exports/": "导出过的（网页）",
}
#: How a value is written where its name does not tell.
WRITTEN = {
    "q": "编号、名称、建设地点、单位等，多个词用空格隔开",
    "bbox": "西,南,东,北，度",
    "within": "多边形的顶点：经度,纬度 经度,纬度 …",
    "near": "经度,纬度,米",
    "readiness": "申报批次和结论，取值见 `/facets.json`",
    "standing": "不写时不含退库、终止的",
    "year": "四位数字",
}
SIGNING_IN = """\
## 身份

程序用接口令牌，每次请求带上请求头 `Authorization: Bearer 令牌`。
令牌由本人登录后在“我的账号”里新建，只显示一次；权限与本人相同，最长一年。不用带会话和 X-CSRFToken。

令牌有三种范围，后一种包含前一种：

- `read`（{read}）：下面各读取地址和本说明 `/api/openapi.json`
- `export`（{export}）：另可用 `/exports/` 下的地址
- `write`（{write}）：另可用本说明列出的 POST 操作

其他地址是给人看的网页，不接受令牌。没有令牌或令牌无效的答 401，范围不够的答 403。
除网页外，凡不能照办的都答复 `{{"error": "一句中文"}}`。"""
ASKING = """\
## 查询条件

条件写在地址里：同一个名字可写几次的是“或”，不同的名字是“且”。代码的取值就是 `/facets.json` 里的键。
没有的名字和取值答 400，不会被忽略。只算本人有权查看的项目。
"""


def guide():
    return "\n\n".join(
        [
            SIGNING_IN.format(**{scope.value: scope.label for scope in TokenScope}),
            "\n".join([ASKING, *map(parameter, ProjectFilter.base_filters.items())]),
            listed("## 按条件读取（GET）", ASKED),
            listed("## 读取一个项目（GET）", OF_A_PROJECT),
            listed("## 其他读取地址（GET）", BESIDE),
            listed("## 导出", EXPORTS),
        ]
    )


def parameter(item):
    name, declared = item
    return f"- `{name}`：{told_of(name, declared)}"


def told_of(name, declared):
    told = [declared.label, "可写几次" if isinstance(declared, Several) else ""]
    return "；".join(filter(None, [*told, WRITTEN.get(name, "")]))


def listed(title, addresses):
    rows = [f"- `{address}`：{told}" for address, told in addresses.items()]
    return "\n".join([title, "", *rows])
