"""What the interface answers, as its document tells it: of each operation every status.

The document prints the docstrings of schemas, so none of them has an English one.
"""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

MEANINGS = {
    200: "已办好。",
    400: "内容不是有效的 JSON，或有缺少的、多余的、写得不对的项、查询条件。",
    401: "没有登录，或令牌无效、已过期、已作废；见响应头 WWW-Authenticate。",
    403: "本人没有这项权限；或令牌的范围不够；或用会话而没有带上 X-CSRFToken。",
    404: "没有这个项目，可能已被删除，或者本人无权查看。",
    409: "您读取之后别人又改过，什么都没有写入；按答复里列出的合并以后再发。",
    413: "一次发来的内容太多，或文件太大。",
    422: "看得懂，但不能照办，什么都没有写入。",
}
#: Whatever is asked for, it may be refused so.
EVERYWHERE = (400, 401, 403, 413)


class Sentence(Schema):
    error: str = Field(description="一句中文，可以直接给人看。")


class Labelled(Schema):
    code: str = Field(description="查询条件里的取值。")
    label: str


#: As `registry.listing` makes it.
class ListedProject(Schema):
    number: str = Field(description="项目编号，永不改变；各 `/projects/{number}/` 地址用它。")
    name: str
    platform_code: str = Field(description="投资项目在线审批监管平台代码，没有的为空。")
    sector: Labelled
    district: Labelled = Field(description="申报地区。")
    place: str = Field(description="建设地点。")
    bounds: list[float] | None = Field(
        description="全部设施的范围：西、南、东、北，CGCS2000 经纬度；null 是都未上图。"
    )
    lead: Labelled = Field(description="牵头单位。")
    owner: Labelled | None = Field(description="项目单位。")
    stage: Labelled
    standing: Labelled
    awaiting: Labelled | None = Field(description="审核环节；null 是不在审核中。")
    investment_wan: str | None = Field(description="总投资，万元，两位小数。")
    paid_wan: str = Field(description="已支付，万元，两位小数。")
    funding: list[Labelled] = Field(description="资金来源。")
    assets: int = Field(description="设施数，包括未上图的。")
    unmapped: int = Field(description="其中未上图的。")
    length_m: float | None = Field(
        description="查询选中的设施的长度，米，各项目相加即 `/summary.json` 的；null 是没有长度。"
    )
    planned_start: date | None
    planned_finish: date | None
    updated_at: str


class ListedProjects(Schema):
    projects: list[ListedProject] = Field(description="按编号从小到大。")
    next: str | None = Field(description="接着读的地址；null 是读完了。")
    contradiction: str = Field(
        description="为什么什么项目也找不到，如地区不在可见范围；空的是没有这样的原因。"
    )


#: As `registry.drawing.documents` makes it.
class AssetDocument(Schema):
    id: int
    client_id: UUID
    version: int = Field(description="下次修改、删除时照样带上。")
    kind: str
    values: dict[str, str] = Field(description="各栏的文字，空的不列。")
    geometry: dict[str, Any] | None = Field(description="GeoJSON，CGCS2000；null 是未上图。")
    outside_confirmed: bool
    length_m: float | None
    area_m2: float | None
    lies_in: list[str] = Field(description="图形所在的地区。")
    updated_at: str


class Saved(Schema):
    assets: list[AssetDocument] = Field(description="新增、修改以后的设施。")
    deleted: list[UUID]
    before: str = Field(description="保存以前项目的版本。")
    edition: str = Field(description="现在项目的版本，与 editors 的答复可比。")


class Conflict(Schema):
    client_id: UUID
    theirs: AssetDocument | None = Field(description="现在的样子；null 是已被删除。")
    by: str
    is_own: bool = Field(description="是本人在别处改的。")
    at: str
    told: list[str] = Field(description="谁、何时、改了什么，每次一句。")


class Overtaken(Sentence):
    conflicts: list[Conflict]


class RefusedAsset(Schema):
    client_id: str
    field: str | None
    message: str


class DoubtfulAsset(Schema):
    client_id: str
    message: str


class NotSaved(Sentence):
    refused: list[RefusedAsset] = Field([], description="不能保存的，逐项写明原因。")
    doubts: list[DoubtfulAsset] = Field(
        [], description="位置需要确认的；确认后带上 outside_confirmed 再发。"
    )


class OtherTab(Schema):
    name: str
    unsaved: int
    since: str


class Presence(Schema):
    others: list[OtherTab] = Field(description="正在绘制同一项目的其他窗口。")
    edition: str


class Traced(Schema):
    name: str
    crs: str
    words: str = Field(description="坐标系的名称。")
    how: str = Field(description="坐标系从哪里来：given 指定，file 文件写明，deduced 由坐标推断。")
    features: dict[str, Any] = Field(description="GeoJSON FeatureCollection，CGCS2000。")
    left_out: int = Field(description="没有列出的图形数。")
    warnings: list[str]


class NotTraced(Sentence):
    needs_crs: bool = Field(False, description="选定坐标系（`crs`）后可以再发一次。")


class MoneySaved(Schema):
    saved: bool


class MoneyOvertaken(Sentence):
    told: list[str] = Field(description="谁、何时、改了哪一笔，每次一句。")


class WrongCell(Schema):
    client_id: str
    field: str
    text: str


class MoneyNotSaved(Sentence):
    refused: list[WrongCell] = Field([], description="填得不对的格子。")


def documented(summary, description, answers):
    """What an operation is declared with; `answers` are schemas by their status."""
    answers = dict(sorted({**dict.fromkeys(EVERYWHERE, Sentence), **answers}.items()))
    meanings = {status: {"description": MEANINGS[status]} for status in answers}
    return {
        "summary": summary,
        "description": description,
        "response": answers,
        "openapi_extra": {"responses": meanings},
    }
