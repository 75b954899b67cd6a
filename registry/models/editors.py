"""Who has a project's drawing open now: told to the others, never a lock."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from registry.models.people import User
from registry.models.places import LightQuerySet
from registry.models.projects import Project

#: A page tells of itself three times as often; whoever is silent for so long has gone.
SEEN_FOR = timedelta(seconds=60)


class EditorQuerySet(LightQuerySet):
    def present(self):
        return self.filter(seen_at__gte=timezone.now() - SEEN_FOR)

    def gone(self):
        return self.filter(seen_at__lt=timezone.now() - SEEN_FOR)


class Editor(models.Model):
    """One tab of one browser."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="editors")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    tab = models.UUIDField(unique=True)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    unsaved = models.PositiveIntegerField(default=0)

    objects = EditorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "正在绘制的人"

    def __str__(self):
        return f"{self.user} · {self.project}"
