"""Projects: the entries of the reserve."""

import re
import unicodedata
from datetime import date
from functools import reduce

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf
from django.urls import reverse
from django.utils import timezone

from gis.functions import TextCode
from registry import city
from registry.choices import (
    LEFT_OUT,
    REPORTER_MENDS,
    Awaiting,
    Recorded,
    Stage,
    Standing,
)
from registry.models.checks import CheckAt
from registry.models.keys import is_pointed_to
from registry.models.organisations import Organisation
from registry.models.people import User
from registry.models.pinyin import by_pinyin, initials_of, spelling
from registry.models.placed import PlacedQuerySet
from registry.models.places import District
from registry.models.reference import Sector
from registry.models.triggers import (
    CamerasKeepTheirSector,
    MoveTotals,
    RaiseVersion,
    StartProjectTotal,
    judge_anew,
    note_changes,
)
from registry.project_numbers import PREFIX
from registry.years import FAR_OFF, FIRST_DAY, LAST_DAY

#: Where a project is built, NULL where nobody has said so.
PLACE_ORDER = by_pinyin(NullIf("place", Value("")))

#: Year and month, 行政区划 of who approved it, kind, catalogue, number.
PLATFORM_CODE = re.compile(r"\d{2}(?:0[1-9]|1[0-2])-(\d{6})-\d{2}-\d{2}-\d{6}", re.ASCII)


def platform_code(text):
    found = PLATFORM_CODE.fullmatch(text)
    if not found:
        raise ValidationError(f"项目代码应为 24 位，如 {city.example_code()}。")
    approvers = city.approvers()
    if not found[1].startswith((city.STATE, *approvers)):
        told = "、".join(f"{start}（{who}）" for start, who in approvers.items())
        raise ValidationError(
            f"项目代码里的行政区划“{found[1]}”不是本市的：应以 {told}开头，"
            f"或为 {city.STATE}（国家），请核对。"
        )


def number_of(column):
    """A project's number from the column that holds its id; no join is needed to tell it."""
    return TextCode(column, prefix=PREFIX)


class ProjectQuerySet(PlacedQuerySet):
    project_key, to_total = "pk", "total__"

    def deleted(self):
        return self.filter(deleted_at__isnull=False)

    def locked(self, pk):
        """One that is not deleted, locked until the transaction ends; None where there is none."""
        return self.present().select_for_update(no_key=True).filter(pk=pk).first()

    def within(self, user, action):
        return self.present().filter(user.rights.within(action))

    def deleted_within(self, user, action):
        return self.deleted().filter(user.rights.reaching(action))

    def funded_by(self, sources):
        """Asked of the rows of money, which an index finds: a project's own row has no sources."""
        paid = Project.funding_totals.rel.related_model.objects.filter(source__in=sources)
        return self.filter(models.Exists(paid.filter(project=models.OuterRef("pk"))))

    def waiting_for(self, whom):
        """Projects that wait for one of `WAITED_FOR`."""
        waiting = Q(awaiting__in=[code for code in whom if code != REPORTER_MENDS])
        if REPORTER_MENDS in whom:
            waiting |= Q(standing=Standing.RETURNED)
        return self.filter(waiting)

    def touching_years(self, years):
        """Projects whose planned or actual span touches one of the years."""
        spans = Q()
        for year in years:
            first, last = date(year, 1, 1), date(year, 12, 31)
            spans |= Q(planned_first__lte=last, planned_last__gte=first)
            spans |= Q(actual_first__lte=last, actual_last__gte=first)
        return self.with_spans().filter(spans)

    def with_spans(self):
        """First and last day, planned and actual; one date known is both."""
        return self.alias(
            planned_first=models.functions.Coalesce("planned_start", "planned_finish"),
            planned_last=models.functions.Coalesce("planned_finish", "planned_start"),
            actual_first=models.functions.Coalesce("actual_start", "actual_finish"),
            actual_last=models.functions.Coalesce("actual_finish", "actual_start"),
        )

    def naming(self, text):
        """Projects that hold each word in number, name, place, unit or platform code, or are led by
        whose name begins or ends so.

        Letters are also taken for the pinyin initials of name, place or unit.
        """
        return reduce(lambda projects, word: projects._holding(word), text.split(), self)

    def _holding(self, word):
        owner = Q(name__contains=word)
        held = Q(name__contains=word) | Q(place__contains=word)
        # A number is typed as ＲＡ－０００１２３ where the keyboard is Chinese.
        plain = unicodedata.normalize("NFKC", word)
        if plain.isascii():
            held |= Q(number__contains=plain.upper()) | Q(platform_code__contains=plain)
        if letters := spelling(plain):
            owner |= Q(initials__contains=letters)
            held |= Q(initials__contains=letters)
        # The few units are asked first: joined, each of their names is read once a project.
        held |= Q(owner__in=Organisation.objects.filter(owner))
        if len(word) > 1:
            # A department leads hundreds: by 建设, from within its name, it is not meant.
            lead = Q(name__startswith=word) | Q(name__endswith=word)
            held |= Q(lead__in=Organisation.objects.filter(lead))
        return self.filter(held)

    def resembling(self, platform_code, name, district):
        """Projects with the same platform code, or of the same name in the same district."""
        same = Q(name=name, district=district)
        return self.filter(same | Q(platform_code=platform_code) if platform_code else same)


def within_years(*columns):
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__isnull": True}) | Q(
            **{f"{column}__gte": FIRST_DAY, f"{column}__lte": LAST_DAY}
        )
    return condition


def in_order(first, last):
    return (
        Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{first}__lte": F(last)})
    )


class Project(models.Model):
    """One entry. `stage`, `standing` and `awaiting` are written by `workflow` alone.

    They repeat the last stage change that is in force.
    """

    number = models.GeneratedField(
        expression=number_of("id"),
        output_field=models.CharField("项目编号", max_length=20),
        db_persist=True,
    )
    name = models.CharField("项目名称", max_length=200)
    platform_code = models.CharField(
        "项目代码",
        max_length=24,
        blank=True,
        validators=[platform_code],
        help_text="全国投资项目在线审批监管平台代码，尚未取得可不填",
    )
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name="领域")
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="led_projects", verbose_name="牵头单位"
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_projects",
        verbose_name="项目单位",
    )
    district = models.ForeignKey(District, models.PROTECT, verbose_name="申报地区")
    place = models.CharField("建设地点", max_length=200, blank=True)
    content = models.TextField("建设内容及规模", max_length=4000, blank=True)
    stage = models.CharField(
        "阶段", max_length=20, choices=Stage, default=Stage.PLANNED, editable=False
    )
    standing = models.CharField(
        "状态", max_length=20, choices=Standing, default=Standing.ACTIVE, editable=False
    )
    awaiting = models.CharField(
        "审核环节", max_length=20, choices=Awaiting, blank=True, default="", editable=False
    )
    planned_start = models.DateField("拟开工", null=True, blank=True)
    planned_finish = models.DateField("拟竣工", null=True, blank=True)
    actual_start = models.DateField("实际开工", null=True, blank=True)
    actual_finish = models.DateField("实际竣工", null=True, blank=True)
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    equipment_wan = models.DecimalField(
        "其中设备投资（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_key = models.BooleanField("重点项目", default=False)
    takes_land = models.BooleanField("新增用地", default=False)
    by_commitment = models.BooleanField("承诺制审批", default=False)
    is_example = models.BooleanField("示例数据", default=False, editable=False)
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    note = models.TextField("备注", max_length=2000, blank=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="填报人"
    )
    created_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField("删除时间", null=True, editable=False)

    initials = initials_of("name", "place")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ("-id",)
        indexes = (
            # Unique by its making. A unique index would make PostgreSQL take the generated
            # number for a key that every update may change, and lock out all who refer to it.
            models.Index(fields=("number",), name="project_number"),
            models.Index(fields=("sector", "district", "stage"), name="project_question"),
            models.Index(fields=("-updated_at", "-id"), name="project_updated"),
            models.Index(F("investment_wan").desc(nulls_last=True), name="project_investment"),
            # Sorting fifty thousand Chinese names takes longer than showing them.
            models.Index(by_pinyin("name"), "id", name="project_name_order"),
            # Places likewise; two, for what has none comes last both ways.
            models.Index(PLACE_ORDER.asc(nulls_last=True), "id", name="project_place_order"),
            models.Index(
                PLACE_ORDER.desc(nulls_last=True), F("id").desc(), name="project_place_backwards"
            ),
            # The queues: few projects wait at any time, whoever asks.
            models.Index(fields=("awaiting",), condition=~Q(awaiting=""), name="project_in_review"),
            models.Index(
                fields=("district", "sector"),
                condition=Q(standing=Standing.RETURNED),
                name="project_returned",
            ),
            # What only projects' own rows know (words, years, amounts) is looked for and added up
            # here, in a quarter of the pages.
            models.Index(
                fields=("id",),
                include=(
                    *("district", "sector", "stage", "investment_wan"),
                    *("name", "place", "owner", "lead"),
                    *("planned_start", "planned_finish", "actual_start", "actual_finish"),
                ),
                condition=Q(deleted_at__isnull=True) & ~Q(standing__in=LEFT_OUT),
                name="project_counted",
            ),
        )
        constraints = (
            CheckAt(
                at="investment_wan",
                condition=Q(investment_wan__isnull=True) | Q(investment_wan__gte=0),
                name="investment_not_negative",
                violation_error_message="总投资不能为负数。",
            ),
            CheckAt(
                at="equipment_wan",
                condition=Q(equipment_wan__isnull=True) | Q(equipment_wan__gte=0),
                name="equipment_not_negative",
                violation_error_message="设备投资不能为负数。",
            ),
            CheckAt(
                at="equipment_wan",
                condition=Q(equipment_wan__isnull=True)
                | Q(investment_wan__isnull=True)
                | Q(equipment_wan__lte=F("investment_wan")),
                name="equipment_within_investment",
                violation_error_message="设备投资不能大于总投资。",
            ),
            CheckAt(
                at="planned_finish",
                condition=in_order("planned_start", "planned_finish"),
                name="planned_dates_in_order",
                violation_error_message="拟竣工日期不能早于拟开工日期。",
            ),
            CheckAt(
                at="actual_finish",
                condition=in_order("actual_start", "actual_finish"),
                name="actual_dates_in_order",
                violation_error_message="实际竣工日期不能早于实际开工日期。",
            ),
            models.CheckConstraint(
                condition=within_years(
                    "planned_start", "planned_finish", "actual_start", "actual_finish"
                ),
                name="dates_within_years",
                violation_error_message=FAR_OFF,
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values) & Q(standing__in=Standing.values),
                name="project_stage_known",
                violation_error_message="没有这个阶段或状态。",
            ),
            models.CheckConstraint(
                condition=Q(awaiting="")
                | Q(
                    awaiting__in=Awaiting.values,
                    stage=Stage.DECLARED,
                    standing=Standing.ACTIVE,
                ),
                name="project_in_review_is_declared",
                violation_error_message="只有正在申报的项目才在审核中。",
            ),
        )
        triggers = (
            RaiseVersion(name="raise_version"),
            StartProjectTotal(name="start_total"),
            MoveTotals(name="move_totals"),
            CamerasKeepTheirSector(name="cameras_keep_sector"),
            *is_pointed_to("registry_project", by="registry_asset", column="project_id"),
            *note_changes(Recorded.PROJECT, project="id"),
            *judge_anew("id"),
        )

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self):
        return reverse("registry:project", args=(self.number,))
