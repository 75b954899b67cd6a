"""What the audit log's codes say, in the words of who reads it; what has no words stays a code.

The log itself keeps codes, numbers and names of reference rows (`registry.audit`).
"""

import re

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from registry.choices import AuditAction, MoveCode, Recorded, Role, Stage
from registry.models import (
    District,
    FundingSource,
    Organisation,
    ReferenceLayer,
    Sector,
    User,
)

#: Rows whose changed fields the log tells, by the word that their subject begins with.
MODELS = {
    model._meta.model_name: model
    for model in (District, FundingSource, Organisation, ReferenceLayer, Sector)
}
#: What a subject begins with, before a number or a code.
SUBJECTS = {
    "declaration batch": "申报批次",
    "declaration rule": "申报规则",
    "funding rule": "资金规则",
    "export": "导出",
    "import": "导入",
    "round": "调度",
    "kiosk": "大屏",
    **{name: str(model._meta.verbose_name) for name, model in MODELS.items()},
}
SUBJECT = re.compile(rf"({'|'.join(SUBJECTS)}) (\S+)")
PAPER = re.compile(r"(\S+) paper (\d+)")
PAPERS = " 的资料 "
LOG = "审计日志"

#: What says all there is to say in one word.
PHRASES = {
    ("idle", True): "长时间没有操作，自动退出",
    ("proof", True): "再次核对密码时",
    ("single", True): "单点登录",
    ("undone", True): "撤销这次办理",
    ("opened", True): "开通",
    ("withdrawn", True): "撤回发起",
    ("revoked", True): "撤销",
    ("unlocked", True): "解除锁定",
    ("password", "reset"): "重设密码",
    ("active", True): "启用账号",
    ("active", False): "停用账号",
    ("superuser", True): "超级用户",
    ("spare_code", True): "给一个备用口令",
    ("codes", True): "启用动态口令",
    ("codes", False): "停用动态口令",
    ("made", True): "新建",
    ("made", False): "作废",
    ("act", "add"): "新增",
    ("act", "change"): "修改",
    ("act", "delete"): "删除",
    ("act", "publish"): "发布",
    ("act", "withdraw"): "撤回发布",
}
LABELS = {
    "rows": "行数",
    "format": "格式",
    "method": "方式",
    "move": "办理",
    "to": "到阶段",
    "stage": "阶段",
    "what": "恢复",
    "added": "新增行",
    "updated": "更新行",
    "removed": "删除行",
    "restored": "恢复行",
    "dropped": "删除项目",
    "month": "月份",
    "asked": "要求填报的项目数",
    "conflict_adopted": "冲突以文件为准",
    "conflict_kept": "冲突保留登记",
    "conflict_merged": "冲突逐项合并",
    "conflict_overwritten": "冲突逐项合并，有的以文件为准",
    "fields": "修改",
    "signed_out": "退出登录（处）",
    "granted": "授予",
    "withdrawn": "收回",
    "token": "接口令牌",
    "tokens_revoked": "作废接口令牌（个）",
    "organisation": "单位",
    "role": "角色",
}
#: The database keeps keys in an order of its own.
ORDER = {key: place for place, key in enumerate(("act", *LABELS))}
CHOICES = {
    "move": dict(MoveCode.choices),
    "to": dict(Stage.choices),
    "stage": dict(Stage.choices),
    "role": dict(Role.choices),
    "method": {"GET": "打开", "HEAD": "打开", "POST": "提交"},
    "format": {"xlsx": "Excel", "csv": "CSV"},
}


def subjects_like(text):
    """The condition of records whose subject reads so: “导出 12”, “单位 市水务局”, “水务”."""
    kept = re.sub(rf"\s*{PAPERS.strip()}\s*", " paper ", text)
    for code, label in SUBJECTS.items():
        kept = kept.replace(label, code)
    word, label = Organisation._meta.model_name, str(Organisation._meta.verbose_name)
    named = Organisation.objects.filter(name__icontains=text.removeprefix(label).strip())
    organisations = [f"{word} {code}" for code in named.values_list("pk", flat=True)]
    like = Q(subject__icontains=text) | Q(subject__icontains=kept.strip())
    return like | Q(subject__in=organisations) if organisations else like


class Wording:
    """Words the records of one page or one file; names of reference rows are read once."""

    def __init__(self):
        self._names = {}

    def names(self, model):
        if model not in self._names:
            self._names[model] = dict(model.objects.values_list("pk", "name"))
        return self._names[model]

    def subject(self, record):
        if record.subject == "log" and record.action == AuditAction.EXPORTED:
            return LOG
        if found := SUBJECT.fullmatch(record.subject):
            code = found[2]
            if found[1] == Organisation._meta.model_name:
                code = self.names(Organisation).get(code, code)
            return f"{SUBJECTS[found[1]]} {code}"
        if found := PAPER.fullmatch(record.subject):
            return f"{found[1]}{PAPERS}{found[2]}"
        return record.subject

    def particulars(self, record):
        """Pairs of a label and its words; a phrase that needs no label has an empty one."""
        model = MODELS.get(record.subject.partition(" ")[0])
        for key, value in sorted(record.detail.items(), key=place_of):
            if isinstance(value, bool | str) and (key, value) in PHRASES:
                yield "", PHRASES[key, value]
            else:
                field = field_of(model, key)
                label = field.verbose_name if field else LABELS.get(key, key)
                yield str(label), self._said(key, value, field)

    def told(self, record):
        """The particulars in one line."""
        return "；".join(f"{label} {words}".strip() for label, words in self.particulars(record))

    def _said(self, key, value, field):
        match value:
            case {"old": old, "new": new}:
                return f"{self._said(key, old, field)} → {self._said(key, new, field)}"
            case dict():
                return " · ".join(self._part(name, each) for name, each in sorted(value.items()))
            case list():
                return "、".join(self._one(key, each, field) for each in value) or "空"
        return self._one(key, value, field)

    def _part(self, name, value):
        names = self.names(Organisation) if name == "organisation" else CHOICES.get(name, {})
        return str(names.get(value, value))

    def _one(self, key, value, field):
        if isinstance(value, bool):
            return "是" if value else "否"
        if value is None or value == "":
            return "空"
        if key == "fields":
            return str(getattr(field_of(User, value), "verbose_name", value))
        if key == "what":
            return restored(value)
        if field is not None:
            return str(self._chosen(field).get(value, value))
        return str(CHOICES.get(key, {}).get(value, value))

    def _chosen(self, field):
        """What the codes of a field are called."""
        if field.related_model is not None:
            return self.names(field.related_model)
        return dict(field.flatchoices)


def place_of(item):
    return ORDER.get(item[0], len(ORDER))


def restored(what):
    """Which record, and which of its fields, or the whole project as of a moment."""
    if what.startswith("as of "):
        return f"整个项目到 {what.removeprefix('as of ')}"
    recorded, _, rest = what.partition(" ")
    return f"{dict(Recorded.choices).get(recorded, recorded)} {rest}"


def field_of(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
