"""Stage changes: the events of which `Project.stage`, `standing` and `awaiting` are the last."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.choices import Awaiting, MoveCode, Recorded, Stage, Standing
from registry.models.attachments import Attachment
from registry.models.disclosure import ToldQuerySet
from registry.models.people import User
from registry.models.projects import Project
from registry.models.triggers import note_changes

SUBMISSIONS = (MoveCode.SUBMIT, MoveCode.RESUBMIT)


class StageChangeQuerySet(ToldQuerySet):
    def in_force(self):
        """Without those that were taken back; the last of a project's is where it stands."""
        return self.filter(undone_at__isnull=True)

    def submissions(self):
        return self.in_force().filter(move__in=SUBMISSIONS)

    def submitted_last_by(self, person):
        """The last submission of each project that the person has submitted last."""
        later = StageChange.objects.submissions().filter(
            project=models.OuterRef("project"), pk__gt=models.OuterRef("pk")
        )
        return self.submissions().filter(~models.Exists(later), by=person)


class StageChange(models.Model):
    """One move and where it led.

    `effective_on` is the day it took effect, `recorded_at` when it was written down. A change
    that was taken back stays, marked: it no longer counts, but nobody forgets it.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="stage_changes", verbose_name="项目"
    )
    move = models.CharField("办理事项", max_length=20, choices=MoveCode, default=MoveCode.REGISTER)
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    standing = models.CharField("状态", max_length=20, choices=Standing, default=Standing.ACTIVE)
    awaiting = models.CharField("审核环节", max_length=20, choices=Awaiting, blank=True, default="")
    effective_on = models.DateField("生效日期")
    recorded_at = models.DateTimeField("记录时间", default=timezone.now, editable=False)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="经办人"
    )
    note = models.CharField("说明", max_length=500, blank=True)
    evidence = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="依据"
    )
    #: The project's date that was empty and took the day of this change.
    filled = models.CharField(max_length=20, blank=True, editable=False)
    #: What the change made of the project's plan, `{"planned_finish": [before, after]}`.
    replanned = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    undone_at = models.DateTimeField("撤销时间", null=True, editable=False)
    undone_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="撤销人"
    )

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阶段记录"
        ordering = ("id",)
        indexes = (
            # The change in force on a day is read from here, project by project, without sorting.
            models.Index(
                fields=("project", "-effective_on", "-id"),
                include=("stage", "standing"),
                condition=Q(undone_at__isnull=True),
                name="stage_change_in_force",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(move__in=MoveCode.values),
                name="stage_change_move_known",
                violation_error_message="没有这种办理事项。",
            ),
        )
        triggers = note_changes(Recorded.STAGE, differs="r IS DISTINCT FROM n")

    def __str__(self):
        return f"{self.project_id} {self.get_move_display()}（{self.effective_on}）"

    @property
    def dates(self):
        """The project's dates that the change wrote, `{name: (before, after)}`."""
        days = {name: tuple(map(day_of, both)) for name, both in self.replanned.items()}
        return days | {self.filled: (None, self.effective_on)} if self.filled else days

    @property
    def plan(self):
        """`(label, before, after)` of each date of the plan that the change moved."""
        labels = {name: Project._meta.get_field(name).verbose_name for name in self.replanned}
        return [(labels[name], *self.dates[name]) for name in self.replanned]

    @property
    def is_unjudged(self):
        """Of the last change in force: a submission that nobody has reviewed yet."""
        return self.move in SUBMISSIONS and bool(self.awaiting)


def day_of(text):
    return date.fromisoformat(text) if text else None
