"""Stage changes: the events of which `Project.stage` is the last."""

from django.db import models
from django.utils import timezone

from registry.choices import Recorded, Stage, Standing
from registry.models.people import User
from registry.models.projects import Project
from registry.models.triggers import note_changes


class StageChange(models.Model):
    """`effective_on` is the day it took effect, `recorded_at` when it was written down."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="stage_changes", verbose_name="项目"
    )
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    standing = models.CharField("状态", max_length=20, choices=Standing, default=Standing.ACTIVE)
    effective_on = models.DateField("生效日期")
    recorded_at = models.DateTimeField("记录时间", default=timezone.now, editable=False)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="经办人"
    )
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "阶段记录"
        ordering = ("id",)
        indexes = (
            # The change in force on a day is read from here, project by project, without sorting.
            models.Index(
                fields=("project", "-effective_on", "-id"),
                include=("stage", "standing"),
                name="stage_change_in_force",
            ),
        )
        triggers = note_changes(Recorded.STAGE, differs="r IS DISTINCT FROM n")

    def __str__(self):
        return f"{self.project_id} → {self.get_stage_display()}（{self.effective_on}）"
