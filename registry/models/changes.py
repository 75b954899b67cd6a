"""The ledger of changes: one row a statement and project, whichever door it came through.

History pages are read from here; the values before a change stand in the event tables.
"""

import pgtrigger
from django.db import models

from registry.choices import Operation, Recorded
from registry.models.people import User
from registry.models.places import LightQuerySet
from registry.models.projects import Project


class ChangeQuerySet(LightQuerySet):
    def before(self, pk):
        return self.filter(pk__lt=pk)

    def since(self, at):
        return self.filter(at__gt=at)

    def made_by(self, person):
        return self.filter(user=person)

    def of(self, recorded):
        return self.filter(recorded=recorded)


def unchecked(to, **options):
    """A key that triggers write: the row that it names may be long gone."""
    return models.ForeignKey(to, models.DO_NOTHING, db_constraint=False, db_index=False, **options)


class Change(models.Model):
    """`rows` of one kind, with keys from `first` to `last`, that one statement changed at once.

    `at` is the start of the transaction, as in the events; without a context it was plain SQL.
    """

    project = unchecked(Project, related_name="changes")
    recorded = models.CharField(max_length=20, choices=Recorded)
    operation = models.CharField(max_length=10, choices=Operation)
    at = models.DateTimeField()
    context = unchecked("pghistory.Context", null=True, related_name="+")
    user = unchecked(User, null=True, related_name="+")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    rows = models.PositiveIntegerField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变动"
        ordering = ("-id",)
        indexes = (
            # Whom and what a change is about is chosen from the index alone.
            models.Index(
                fields=("project", "-id"), include=("user", "recorded"), name="change_of_project"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(recorded__in=Recorded.values, operation__in=Operation.values),
                name="change_known",
                violation_error_message="没有这种变动。",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self):
        return f"{self.get_operation_display()} {self.rows} {self.get_recorded_display()}"
