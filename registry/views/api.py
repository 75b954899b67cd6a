"""The JSON interface of the drawing page: one save, who else is here, files to trace from."""

import json
from uuid import UUID

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import transaction
from django.http import Http404
from ninja import File, Form, NinjaAPI, Schema, UploadedFile
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer, SessionAuth
from pydantic import Field

from gis.errors import GisError, UnknownCrs
from registry.drawing import limits, presence
from registry.drawing.documents import edition_of
from registry.drawing.saving import save
from registry.drawing.schema import ChangeSet
from registry.drawing.tracing import TooBig, traced
from registry.drawing.verdicts import Conflicts, SaveRefused
from registry.exchange.messages import of_error
from registry.models import Project
from registry.question import BadQuestion
from registry.refusals import Refusal
from registry.uploads import TooLong
from registry.views.answers import (
    NotSaved,
    NotTraced,
    Overtaken,
    Presence,
    Saved,
    Sentence,
    Traced,
    documented,
)
from registry.views.document import with_reading
from registry.views.errors import refusal
from registry.views.guide import guide
from registry.views.records import demand, get_project

TWICE = "同一项设施在一次保存中出现了两次，请刷新页面后再试。"
TOO_BIG = "一次保存的内容太多，请分几次保存。"
STALE = "页面已失效，请刷新后再试，画的内容不会丢。"
#: What pydantic finds, in words; the rest is simply wrong.
TROUBLES = {
    "missing": "没有写",
    "extra_forbidden": "是多余的",
    "union_tag_invalid": "应为 create、update 或 delete",
    "union_tag_not_found": "没有写 op",
    "too_long": f"一次最多 {limits.CHANGES} 项，请分几次保存",
}


class Exact(Parser):
    """JSON without NaN and infinities, which Python would let through."""

    def parse_body(self, request):
        return json.loads(request.body, parse_constant=no_number)


def no_number(word):
    raise ValueError(f"{word} 不是数")


class Token(HttpBearer):
    """Whose token it is `TokenMiddleware` has found out, and how far it reaches."""

    openapi_description = (
        "接口令牌，由本人在“我的账号”里新建；GET 任何范围都可以，其他须为“读写和导出”。"
    )

    def authenticate(self, request, token):
        return request.token and request.token.user


class Session(SessionAuth):
    openapi_description = (
        "浏览器里登录的会话；除 GET 外另须带上请求头 X-CSRFToken，值与页面所带的相同。"
    )


class Interface(NinjaAPI):
    def get_openapi_schema(self, **asked):
        return with_reading(super().get_openapi_schema(**asked))


api = Interface(
    title="Renewal Atlas",
    description=guide(),
    docs_url=None,
    auth=[Token(), Session()],
    parser=Exact(),
    urls_namespace="registry:api",
)


def answer(request, status, sentence, **more):
    return api.create_response(request, {"error": sentence, **more}, status=status)


def as_it_is(request, told):
    """To check thousands of assets against the document each time would be slow."""
    return api.create_response(request, told, status=200)


@api.exception_handler(ValidationError)
def ill_formed(request, error):
    first = error.errors[0]
    place = [part for part in first["loc"] if part not in ("body", "change_set")]
    numbers = [part + 1 for part in place if isinstance(part, int)]
    # What tells the changes apart is missing or unknown: pydantic names only the change.
    place += ["op"] if first["type"].startswith("union_tag") else []
    named = ".".join(part for part in place if isinstance(part, str))
    where = f"第 {numbers[0]} 项的 {named}" if numbers else named or "内容"
    return answer(request, 400, f"{where}{TROUBLES.get(first['type'], '不对')}。")


@api.exception_handler(HttpError)
def unreadable(request, error):
    if error.status_code == 403:
        return answer(request, 403, STALE, is_stale=True)
    reason = error.__cause__ or error
    return answer(request, error.status_code, f"内容不是有效的 JSON：{reason}。")


@api.exception_handler(RequestDataTooBig)
def too_big(request, error):
    return answer(request, 413, str(error) if isinstance(error, TooLong) else TOO_BIG)


@api.exception_handler(Http404)
@api.exception_handler(PermissionDenied)
@api.exception_handler(BadQuestion)
def not_for_you(request, error):
    status, sentence = refusal(error)
    return answer(request, status, sentence)


@api.exception_handler(Conflicts)
def conflicting(request, error):
    return answer(request, 409, str(error), conflicts=error.conflicts)


@api.exception_handler(SaveRefused)
def refused(request, error):
    lists = {"refused": error.refused, "doubts": error.doubts}
    told = {name: [vars(each) for each in found] for name, found in lists.items()}
    return answer(request, 422, str(error), **told)


@api.exception_handler(Refusal)
def cannot(request, error):
    return answer(request, 422, str(error))


@api.exception_handler(TooBig)
def too_big_to_trace(request, error):
    return answer(request, 413, str(error))


@api.exception_handler(GisError)
def unreadable_file(request, error):
    more = {"needs_crs": True} if isinstance(error, UnknownCrs) else {}
    return answer(request, 422, of_error(error), **more)


@api.post(
    "projects/{number:number}/changes",
    **documented(
        "保存一个项目的设备设施",
        f"新增、修改、删除在一次请求里一起写入，或都不写入；最多 {limits.CHANGES} 项。"
        "`client_id` 由程序取一个新的 UUID，再发一次同样的内容不会重复新增。"
        "`version` 是读到的版本（见 `/projects/{number}/draw.json`），别人改过的答 409。"
        "`values` 只写要改的栏，null 是清空；不写 `geometry` 的不动位置。坐标为 CGCS2000 经纬度。",
        {200: Saved, 404: Sentence, 409: Overtaken, 422: NotSaved},
    ),
)
@transaction.atomic
def project_changes(request, number: str, change_set: ChangeSet):
    Project.objects.select_for_update(no_key=True).filter(number=number).first()
    project = get_project(request.user, number, "edit")
    twice = len({change.client_id for change in change_set.changes}) < len(change_set.changes)
    if twice:
        raise BadQuestion(TWICE)
    return as_it_is(request, save(project, change_set.changes, by=request.user))


class Tab(Schema):
    tab: UUID
    unsaved: int = Field(0, ge=0, le=1_000_000)
    leaving: bool = False


@api.post(
    "projects/{number:number}/editors",
    **documented(
        "报到：谁在绘制同一个项目",
        "绘制页每隔一会儿发一次，`tab` 是窗口自取的 UUID，`unsaved` 是还没有保存的处数；"
        "离开时 `leaving` 为 true。",
        {200: Presence, 404: Sentence},
    ),
)
def project_editors(request, number: str, tab: Tab):
    project = get_project(request.user, number, "edit")
    if tab.leaving:
        presence.leave(request.user, tab.tab)
        return {"others": [], "edition": edition_of(project)}
    others = presence.arrive(project, request.user, tab.tab, tab.unsaved)
    return {"others": others, "edition": edition_of(project)}


@api.post(
    "overlays",
    **documented(
        "读一份文件作底图",
        f"与“导入”读得出的格式相同，最大 {limits.TRACED_BYTES // 2**20} MB；Shapefile 可以把几个"
        "文件一起发来。`crs`、`encoding` 不写的，按文件写明的或推断的。只答复图形，什么都不保存。",
        {200: Traced, 422: NotTraced},
    ),
)
def overlays(
    request, files: File[list[UploadedFile]], crs: Form[str] = "", encoding: Form[str] = ""
):
    demand(request.user, "edit")
    return as_it_is(request, traced(files, crs, encoding))
