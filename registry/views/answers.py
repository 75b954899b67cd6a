"""What the interface answers, as its document tells it: of each operation every status.

The document prints the docstrings of schemas, so none of them has an English one.
"""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

MEANINGS = {
    200: "已办好。",
    400: "内容不是有效的 JSON，或有缺少的、多余的、写得不对的项。",
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
    how: str = Field(description="坐标系从哪里来：given 指定，file 文件写明，deduced 由坐标推断。")
    features: dict[str, Any] = Field(description="GeoJSON FeatureCollection，CGCS2000。")
    left_out: int = Field(description="没有列出的图形数。")
    warnings: list[str]


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
