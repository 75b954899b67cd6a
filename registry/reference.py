"""Reference rows: which tables there are, and which power keeps which of their fields.

What decides rights (an organisation's type and district, who leads a sector) is the security
administrator's; names and order are the system administrator's. Codes are given once, no row
goes, and what is in no part is changed by no click: a sector's restriction, a district's outline.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from registry import audit
from registry.choices import AuditAction
from registry.models import District, FundingSource, Organisation, Sector


def nobody(row, before, after):
    return frozenset()


def itself(row, before, after):
    return frozenset({row.pk}) if before != after else frozenset()


def gained_or_lost(row, before, after):
    return frozenset().union(*(set(before[name]) ^ set(after[name]) for name in before))


@dataclass(frozen=True)
class Part:
    """Fields that one power keeps; `answering` names the organisations whose rights they change."""

    slug: str
    label: str
    power: str
    action: AuditAction
    fields: tuple[str, ...]
    answering: Callable[[Any, dict, dict], frozenset[str]] = nobody

    def verdict(self, user, row, before, after):
        """Whether the user may put the values `after` in the place of `before`."""
        return user.rights.may_keep(self.power, self.answering(row, before, after))

    def note(self, row, before, after, *, request):
        """Tell the audit log what differs."""
        if changed := audit.differences(before, after):
            subject = f"{row._meta.model_name} {row.pk}"
            audit.write(self.action, request=request, subject=subject, detail=changed)


def names(*fields):
    return Part("names", "名称和排序", "reference", AuditAction.REFERENCE_CHANGED, fields)


def duties(answering, *fields):
    return Part("duties", "职责", "rights", AuditAction.RIGHTS_CHANGED, fields, answering)


@dataclass(frozen=True)
class Table:
    """Rows of one sort; `columns` by their heads, `new` the fields that a row begins with."""

    slug: str
    label: str
    model: type[Model]
    columns: dict[str, str]
    parts: tuple[Part, ...]
    note: str
    new: tuple[str, ...] = ()

    def rows(self, asked=""):
        """What the list shows, and no outline of a district with it."""
        fields = [self.model._meta.get_field(name) for name in self.columns.values()]
        to_one = [field.name for field in fields if field.many_to_one]
        to_many = [field.name for field in fields if field.many_to_many]
        plain = [field.name for field in fields if not field.many_to_many]
        named = Q(name__contains=asked) | Q(code__contains=asked)
        rows = self.model.objects.filter(named) if asked else self.model.objects.all()
        rows = rows.select_related(*to_one).prefetch_related(*to_many)
        return rows.only(*plain, *(f"{name}__name" for name in to_one))

    def shown_to(self, user):
        """Whoever keeps a part of the rows sees them; the verdict's reason names the first."""
        verdicts = [user.rights.may_use(part.power) for part in self.parts]
        return next((verdict for verdict in verdicts if verdict), verdicts[0])

    @property
    def first_part(self):
        """The part whose power also adds rows."""
        return self.parts[0]


NAMED = ("name", "order")
TABLES = {
    table.slug: table
    for table in (
        Table(
            slug="organisations",
            label="单位",
            model=Organisation,
            columns={
                "单位": "name",
                "代码": "code",
                "类型": "type",
                "地区": "district",
                "牵头领域": "led_sectors",
                "排序": "order",
            },
            parts=(names(*NAMED), duties(itself, "type", "district")),
            note="类型和地区决定这个单位的人能看、能办哪些项目，由安全管理员改；牵头哪些领域，在“领域”里改。",
            new=("code", "name", "type", "district", "order"),
        ),
        Table(
            slug="sectors",
            label="领域",
            model=Sector,
            columns={
                "领域": "name",
                "代码": "code",
                "简称": "short_name",
                "计量单位": "unit",
                "牵头单位": "leads",
                "配合单位": "cooperating",
                "限制查看": "is_restricted",
                "排序": "order",
            },
            parts=(
                names("name", "short_name", "unit", "color", "order"),
                duties(gained_or_lost, "leads", "cooperating"),
            ),
            note="牵头单位办理本领域全市的项目，配合单位只能查看（分析员还可以导出），由安全管理员改。"
            "“限制查看”关系到保密，不能在页面上改。",
            new=("code", "name", "short_name", "unit", "color", "order"),
        ),
        Table(
            slug="funding",
            label="资金来源",
            model=FundingSource,
            columns={"资金来源": "name", "代码": "code", "排序": "order"},
            parts=(names(*NAMED),),
            note="资金表、筛选和统计里的名称和先后。",
            new=("code", *NAMED),
        ),
        Table(
            slug="districts",
            label="地区",
            model=District,
            columns={
                "地区": "name",
                "代码": "code",
                "所在地区": "parent",
                "法定行政区": "is_formal",
                "示意边界": "is_indicative",
                "边界来源": "source",
                "排序": "order",
            },
            parts=(names(*NAMED),),
            note="边界和新的地区只由运行服务器的人用命令 load_districts 从文件装入。",
        ),
    )
}


def plain(value):
    """A field's value as the log keeps it: rows by their codes, many of them in order."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (QuerySet, list)):
        return sorted(row.pk for row in value)
    return value


def values(row, fields):
    return {name: plain(row._meta.get_field(name).value_from_object(row)) for name in fields}


def words(row, name):
    """A field's value as people read it."""
    value = getattr(row, name)
    if hasattr(value, "all"):
        return "、".join(str(each) for each in value.all())
    if isinstance(value, bool):
        return "是" if value else ""
    told = getattr(row, f"get_{name}_display", None)
    return told() if told else "" if value is None else str(value)
