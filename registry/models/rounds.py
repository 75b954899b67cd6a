"""Monthly rounds (调度): each project told once a round, and never again when it is closed."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from registry.choices import FundingStatus, RoundState, Stage, Standing
from registry.models.attachments import Attachment
from registry.models.checks import CheckAt
from registry.models.disclosure import ToldQuerySet, since_opened
from registry.models.money import MOST_WAN, FundingLine
from registry.models.organisations import Organisation
from registry.models.people import User
from registry.models.placed import copied
from registry.models.places import District, LightQuerySet
from registry.models.projects import Project
from registry.models.reference import Sector
from registry.models.saved_views import LONGEST_QUERY
from registry.models.triggers import ClosedRoundsStay, RaiseVersion, RoundIsOpen
from registry.years import FIRST_DAY, LAST_DAY, SPAN


class RoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)

    def visible_to(self, user):
        """Rounds of which the user sees at least one project, and those that he opened.

        Open and closed ones are asked apart: of either the first report that is found will do.
        """
        told = RoundReport.objects.filter(round=models.OuterRef("pk"))
        now = Q(closed_at__isnull=True) & models.Exists(told.visible_now(user))
        then = Q(closed_at__isnull=False) & models.Exists(told.visible_then(user))
        return self.filter(now | then | Q(opened_by=user))


class Round(models.Model):
    """One month's asking. `query` is the question that chose its projects when it was opened."""

    name = models.CharField("名称", max_length=60, unique=True)
    month = models.DateField("月份")
    due_at = models.DateTimeField("截止时间")
    query = models.TextField(max_length=LONGEST_QUERY, blank=True, editable=False)
    wording = models.TextField("项目范围", blank=True, editable=False)
    opened_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name="发起人"
    )
    opened_at = models.DateTimeField("发起时间", default=timezone.now, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="关闭人"
    )
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调度"
        ordering = ("-month", "-id")
        constraints = (
            CheckAt(
                at="month",
                condition=Q(month__gte=FIRST_DAY, month__lte=LAST_DAY, month__day=1),
                name="round_month_sensible",
                violation_error_message=f"月份应在 {SPAN}之间。",
            ),
        )
        triggers = (ClosedRoundsStay(name="closed_rounds_stay"),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registry:round", args=(self.pk,))

    @property
    def is_closed(self):
        return self.closed_at is not None

    @property
    def is_overdue(self):
        """The deadline has passed, or there was none to wait for any more."""
        return self.is_closed or self.due_at < timezone.now()


class RoundReportQuerySet(ToldQuerySet):
    written_at = "reported_at"

    def told_to(self, user):
        """What nobody has told yet hides nothing: for that alone the past is not searched."""
        if not user.rights.closed:
            return self
        told_since = since_opened(user.rights.closed, self.written_at)
        return self.filter(Q(reported_at__isnull=True) | told_since)

    def asked_in(self, round_):
        """A round's, without what lies in the bin: now, or for ever where it was closed so."""
        reports = self.filter(round=round_)
        if round_.is_closed:
            return reports.filter(deleted_at__isnull=True)
        return reports.filter(project__deleted_at__isnull=True)

    def visible_in(self, round_, user):
        """A round's: an open one's by the projects as they are now, a closed one's as they were.

        One that was told where the reader may not look is not his, wherever its project is now.
        """
        reports = self.filter(round=round_)
        return reports.visible_then(user) if round_.is_closed else reports.visible_now(user)

    def visible_now(self, user):
        return self.told_to(user).filter(project__in=Project.objects.visible_to(user).order_by())

    def visible_then(self, user):
        return self.told_to(user)._as_they_were(user.rights.visible(), user.rights.closed)

    def taken_out_of(self, round_, user):
        """Those of a round that the user may take out of the house: by the same moment."""
        if not round_.is_closed:
            return self.within(user, "export")
        rights = user.rights
        return self._as_they_were(rights.within("export"), rights.closed_to("export"))

    def _as_they_were(self, reached, closed):
        """In reach as they were frozen, but of no project that has been closed off since."""
        reports = self.filter(reached, deleted_at__isnull=True)
        return reports.exclude(project__sector__in=closed) if closed else reports

    def with_previous(self, user):
        """With what the round before told, None where the reader may not know it."""
        told = RoundReport.objects.told_to(user).select_related("round")
        return self.prefetch_related(models.Prefetch("previous", told))

    def with_ledger(self):
        """With what the table of money has as paid up to today, as `ledger_wan`."""
        paid = FundingLine.objects.filter(
            project=models.OuterRef("project"), status=FundingStatus.PAID
        ).exclude(dated_on__gt=timezone.localdate())
        sums = paid.order_by().values("project").annotate(wan=Sum("amount_wan")).values("wan")
        wan = Coalesce(models.Subquery(sums), 0, output_field=models.DecimalField())
        return self.annotate(ledger_wan=wan)

    def with_pictures(self, user):
        """With those of the chosen photos that the reader may open, as `pictures`."""
        pictures = Attachment.objects.pictures().visible_to(user).order_by("pk")
        return self.prefetch_related(models.Prefetch("photos", pictures, to_attr="pictures"))

    def with_photo_count(self, user):
        """With how many photos were chosen that the reader may know of, still there or not."""
        closed = user.rights.closed
        told = since_opened(closed, "attachment__uploaded_at", "attachment__project")
        chosen = RoundPhoto.objects.filter(told, report=models.OuterRef("pk")).values("report")
        counted = models.Subquery(chosen.annotate(number=Count("pk")).values("number"))
        return self.annotate(photo_count=Coalesce(counted, 0))

    def within(self, user, action):
        return self.filter(project__in=Project.objects.within(user, action).order_by())

    def waiting(self):
        return self.filter(reported_at__isnull=True)

    def reported(self):
        return self.filter(reported_at__isnull=False)

    def in_state(self, state):
        over = Q(round__due_at__lt=timezone.now()) | Q(round__closed_at__isnull=False)
        return {
            RoundState.REPORTED: self.reported(),
            RoundState.WAITING: self.waiting().exclude(over),
            RoundState.OVERDUE: self.waiting().filter(over),
        }[state]

    def by_district(self, due_at):
        """A row a territory: how many are asked, have answered, and late; and their money."""
        return self._of_districts().annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=Q(reported_at__isnull=False)),
            late=Count("pk", filter=Q(reported_at__gt=due_at)),
            unchanged=Count("pk", filter=Q(is_unchanged=True)),
            paid=Coalesce(Sum("paid_wan"), 0, output_field=models.DecimalField()),
            progress_sum=Coalesce(Sum("progress"), 0),
        )

    def newly_paid_by_district(self, user):
        """What those who told in both rounds have paid since; only they are looked up before."""
        in_both = self.reported().filter(
            since_opened(user.rights.closed, "previous__reported_at"),
            previous__paid_wan__isnull=False,
        )
        newly_paid = Sum(F("paid_wan") - F("previous__paid_wan"))
        return in_both._of_districts().annotate(newly_paid=newly_paid)

    def _of_districts(self):
        return self.order_by().values("district")


class RoundReport(models.Model):
    """What one project's reporter says in one round.

    The project's own words and figures (from `name` on) are written when the round is opened and
    once more when it is closed: the frozen state of that month.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="reports", verbose_name="调度")
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="round_reports", verbose_name="项目"
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="上一轮"
    )
    progress = models.PositiveSmallIntegerField(
        "形象进度（%）",
        null=True,
        validators=[
            MinValueValidator(0, "进度应在 0 到 100 之间。"),
            MaxValueValidator(100, "进度应在 0 到 100 之间。"),
        ],
    )
    paid_wan = models.DecimalField("累计支付（万元）", max_digits=14, decimal_places=2, null=True)
    text = models.TextField("进展说明", max_length=1000, blank=True)
    is_unchanged = models.BooleanField("无变化", default=False)
    photos = models.ManyToManyField(Attachment, through="RoundPhoto", related_name="+")
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="填报人"
    )
    reported_at = models.DateTimeField("填报时间", null=True, editable=False)
    name = models.CharField("项目名称", max_length=200, editable=False)
    district = copied(District, verbose_name="申报地区", editable=False)
    sector = copied(Sector, verbose_name="领域", editable=False)
    lead = copied(Organisation, verbose_name="牵头单位", editable=False)
    owner = copied(Organisation, null=True, verbose_name="项目单位", editable=False)
    stage = models.CharField("阶段", max_length=20, choices=Stage, editable=False)
    standing = models.CharField("状态", max_length=20, choices=Standing, editable=False)
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=14, decimal_places=2, null=True, editable=False
    )
    arranged_wan = models.DecimalField(
        "资金安排（万元）", max_digits=16, decimal_places=2, default=0, editable=False
    )
    #: The project lay in the bin when the round was closed: the frozen round is not about it.
    deleted_at = models.DateTimeField("删除时间", null=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RoundReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调度填报"
        ordering = ("id",)
        indexes = (models.Index(fields=("round", "district"), name="report_of_territory"),)
        constraints = (
            models.UniqueConstraint(
                fields=("round", "project"),
                name="report_once",
                violation_error_message="这个项目在本轮调度中已有一条。",
            ),
            CheckAt(
                at="progress",
                condition=Q(progress__isnull=True) | Q(progress__gte=0, progress__lte=100),
                name="report_progress_sensible",
                violation_error_message="进度应在 0 到 100 之间。",
            ),
            CheckAt(
                at="paid_wan",
                condition=Q(paid_wan__isnull=True) | Q(paid_wan__gte=0, paid_wan__lte=MOST_WAN),
                name="report_paid_sensible",
                violation_error_message="累计支付不能为负数，也不能超过 1000 亿元，请检查单位。",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True)
                | Q(progress__isnull=False, paid_wan__isnull=False, reported_by__isnull=False),
                name="report_whole",
                violation_error_message="填报必须有进度和累计支付。",
            ),
        )
        triggers = (
            RoundIsOpen(name="round_is_open"),
            RaiseVersion(name="raise_version"),
        )

    def __str__(self):
        return f"{self.round} · {self.name}"

    @property
    def state(self):
        if self.reported_at:
            return RoundState.REPORTED
        return RoundState.OVERDUE if self.round.is_overdue else RoundState.WAITING

    @property
    def subject(self):
        """Who tells name, stage and money: the project itself until the round is closed.

        What was written down at the opening may be of a sector that the project has left.
        """
        return self if self.round.is_closed else self.project

    @property
    def is_late(self):
        return bool(self.reported_at and self.reported_at > self.round.due_at)

    @property
    def newly_paid_wan(self):
        """What was paid since the last round; None where one of the two is unknown."""
        known = self.paid_wan is not None and self.previous and self.previous.paid_wan is not None
        return self.paid_wan - self.previous.paid_wan if known else None


class RoundPhoto(models.Model):
    """A photo that shows what a report tells of."""

    report = models.ForeignKey(RoundReport, models.CASCADE, related_name="shown")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    objects = LightQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report", "attachment"), name="round_photo_once"),
        )
        triggers = (
            RoundIsOpen(
                name="round_of_photo_is_open",
                rounds="SELECT p.round_id FROM registry_roundreport p WHERE p.id = {row}.report_id",
            ),
        )

    def __str__(self):
        return f"{self.report_id} {self.attachment_id}"


class RoundReminder(models.Model):
    """催报: a territory was told that so many of its projects have not been told of."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reminders")
    district = models.ForeignKey(District, models.PROTECT, verbose_name="地区")
    missing = models.PositiveIntegerField("未报项目数")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="催报人")
    sent_at = models.DateTimeField("催报时间", default=timezone.now)

    objects = LightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        ordering = ("-sent_at", "-id")
        indexes = (models.Index(fields=("district", "-sent_at"), name="reminder_of_territory"),)
        triggers = (RoundIsOpen(name="round_of_reminder_is_open"),)

    def __str__(self):
        return f"{self.round_id} {self.district_id}"
