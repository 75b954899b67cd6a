"""What must be there before a move, and where it is mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from registry.choices import AttachmentType, Severity
from registry.funding import ON_PAPER, money_of
from registry.models import Project
from registry.money_rules import MoneyRules

#: Assets named one by one before the rest is only counted.
NAMED = 5


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet, in words, and the page where it is put right."""

    text: str
    url: str


class Dossier:
    """What a project has, each part read once however many needs ask for it.

    What is missing is told to `reader`, so nothing is asked of him that he may not know.
    """

    def __init__(self, project, reader):
        self.project, self.reader = project, reader

    @cached_property
    def submitter_id(self):
        """Who made the latest submission."""
        submission = self.project.stage_changes.submissions().last()
        return submission and submission.by_id

    @cached_property
    def papers(self):
        present = self.project.attachments.present()
        return set(present.values_list("type", flat=True).distinct())

    @cached_property
    def money(self):
        return money_of(self.project)

    @cached_property
    def findings(self):
        """What each rule of money says of the lines."""
        return MoneyRules(self.project).findings(self.money.lines)

    @cached_property
    def has_assets(self):
        return self.project.assets.exists()

    def url(self, name, place=""):
        return reverse(f"registry:{name}", args=(self.project.number,)) + place

    def url_of_asset(self, asset):
        return reverse("registry:asset_edit", args=(self.project.number, asset.pk))


@dataclass(frozen=True)
class Trait:
    """A property of the project or its sector that excuses from a need, or that calls for it."""

    label: str
    holds: Callable[[Any], bool]


BY_COMMITMENT = Trait("承诺制", lambda project: project.by_commitment)
OF_RESIDENTS = Trait("业主共有（电梯）", lambda project: project.sector.of_residents)
TAKES_LAND = Trait("新增用地", lambda project: project.takes_land)


@dataclass(frozen=True)
class Need:
    """Something that must be there, unless one of `unless` holds, or only where `only` holds."""

    label: str
    find: Callable[[Dossier], Iterator[Missing]]
    unless: tuple[Trait, ...] = ()
    only: Trait | None = None
    paper: AttachmentType | None = None

    def missing(self, dossier):
        project = dossier.project
        if any(trait.holds(project) for trait in self.unless):
            return []
        if self.only and not self.only.holds(project):
            return []
        return list(self.find(dossier))

    def __str__(self):
        words = self.label
        if self.only:
            words += f"（仅{self.only.label}）"
        if self.unless:
            words += f"（{'、'.join(trait.label for trait in self.unless)}免）"
        return words


def field(name):
    label = Project._meta.get_field(name).verbose_name

    def find(dossier):
        if getattr(dossier.project, name) in (None, ""):
            yield Missing(f"“{label}”未填", dossier.url("project_edit", f"#id_{name}"))

    return Need(label, find)


def owner():
    def find(dossier):
        if dossier.project.owner_id is None:
            yield Missing("“项目单位”未填", dossier.url("project_edit", "#id_owner_name"))

    return Need("项目单位", find)


def paper(type_, **when):
    def find(dossier):
        if type_ not in dossier.papers:
            yield Missing(f"缺资料“{type_.label}”", dossier.url("papers"))

    return Need(type_.label, find, paper=type_, **when)


def assets():
    def find(dossier):
        if not dossier.has_assets:
            yield Missing("还没有登记设备设施", dossier.url("asset_new"))

    return Need("设备设施至少一项", find)


def whole_assets():
    def find(dossier):
        chosen = dossier.project.assets.incomplete()
        return _each(dossier, chosen, lambda a: f"缺{'、'.join(a.missing())}", "有缺项")

    return Need("设备设施没有缺项", find)


def mapped_assets():
    def find(dossier):
        return _each(dossier, dossier.project.assets.lacking_place(), lambda a: "未上图", "未上图")

    return Need("设备设施已上图（车辆、机械、设备可不上图）", find)


def called(asset):
    """One without name and number is told apart as the drawing page does, and by its length."""
    if asset.name or asset.number:
        return str(asset)
    length = f"（{asset.length_m:,.1f} m）" if asset.length_m else ""
    return f"{asset.get_kind_display()} 未编号 {asset.turn}{length}"


def _each(dossier, chosen, fault, what):
    """The first few assets by name, the rest as a number."""
    first = list(chosen.with_turn().defer("location", "location_web")[: NAMED + 1])
    for asset in first[:NAMED]:
        yield Missing(f"“{called(asset)}”{fault(asset)}", dossier.url_of_asset(asset))
    if len(first) > NAMED:
        rest = chosen.count() - NAMED
        yield Missing(f"另有 {rest} 项设备设施{what}", dossier.url("project", "#assets"))


def money_planned():
    def find(dossier):
        if not dossier.money.lines:
            yield Missing("没有填写资金来源", dossier.url("project_money"))

    return Need("资金来源至少一项", find)


def money_closed():
    def find(dossier):
        gap = dossier.money.gap_wan
        if gap:
            words = f"资金拼盘未闭合，{'还差' if gap > 0 else '超出'} {abs(gap):,.2f} 万元"
            yield Missing(words, dossier.url("project_money"))

    return Need("资金拼盘闭合（各项合计等于总投资）", find)


def money_within_rules():
    """At a gate a floor that blocks must be met too: the money stands as it is declared."""

    def find(dossier):
        for each in dossier.findings:
            if each.is_broken and each.rule.severity == Severity.BLOCK:
                yield Missing(f"资金规则“{each.rule}”：{each}", dossier.url("project_money"))

    return Need("符合阻断级的资金规则", find)


def answered():
    def find(dossier):
        told = dossier.project.review_comments.told_to(dossier.reader)
        for comment in told.standing().open():
            place = f"#comment-{comment.pk}"
            yield Missing(f"审核意见未答复：{comment.text}", dossier.url("project", place))

    return Need("审核意见逐条答复", find)


def money_granted():
    def find(dossier):
        if not any(line.status in ON_PAPER for line in dossier.money.lines):
            words = "没有一项资金的状态是已下达、已到位或已支付"
            yield Missing(words, dossier.url("project_money"))

    return Need("至少一项资金已下达", find)


DECLARATION = (
    field("place"),
    field("content"),
    owner(),
    field("investment_wan"),
    field("planned_start"),
    field("planned_finish"),
    assets(),
    whole_assets(),
    mapped_assets(),
    money_planned(),
)
ADMISSION = (*DECLARATION, money_closed(), money_within_rules())
RESUBMISSION = (*DECLARATION, answered())
#: 没有项目代码不得受理: from the approval on, every move asks for it.
CODE = (field("platform_code"),)
PREPARATION = (
    *CODE,
    paper(AttachmentType.APPROVAL),
    paper(AttachmentType.FEASIBILITY, unless=(BY_COMMITMENT, OF_RESIDENTS)),
    paper(AttachmentType.DESIGN, unless=(BY_COMMITMENT, OF_RESIDENTS)),
    paper(AttachmentType.PLANNING, only=TAKES_LAND),
    paper(AttachmentType.CONSENT, only=OF_RESIDENTS),
    paper(AttachmentType.APPLICATION),
    money_closed(),
    money_within_rules(),
)
GRANT = (*CODE, paper(AttachmentType.FUNDING), money_granted())
WORKS = (
    *CODE,
    paper(AttachmentType.TENDER, unless=(OF_RESIDENTS,)),
    paper(AttachmentType.CONTRACT),
    paper(AttachmentType.PERMIT, unless=(BY_COMMITMENT, OF_RESIDENTS)),
)
BUILDING = (*CODE, paper(AttachmentType.START))
COMPLETION = (*CODE, paper(AttachmentType.COMPLETION))
ACCEPTANCE = (*CODE, paper(AttachmentType.ACCEPTANCE))
