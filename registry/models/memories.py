"""How someone read a header: remembered for the next file with the same columns."""

from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone

from registry.models.people import User


class ColumnMemoryQuerySet(models.QuerySet):
    def known_to(self, user):
        """His own memories first, then those of his colleagues, the latest first."""
        colleagues = Q(user__memberships__organisation__memberships__user=user)
        return (
            self.filter(Q(user=user) | colleagues)
            .annotate(is_strange=Case(When(user=user, then=0), default=1))
            .order_by("is_strange", "-used_at")
            .distinct()
        )


class ColumnMemory(models.Model):
    """`mapping` is field → column (and what else the wizard was told about the columns)."""

    fingerprint = models.CharField("表头指纹", max_length=64)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    mapping = models.JSONField("对应关系", default=dict)
    used_at = models.DateTimeField("最近使用", default=timezone.now)
    times = models.PositiveIntegerField("使用次数", default=1)

    objects = ColumnMemoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列对应记忆"
        ordering = ("-used_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("fingerprint", "user"),
                name="column_memory_once",
                violation_error_message="这个表头已经记住了。",
            ),
        )

    def __str__(self):
        return f"{self.user} {self.fingerprint[:8]}"
