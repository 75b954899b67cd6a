"""What a reviewer wants mended: comments at a field, at a place on the map, or on the whole."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone

from gis.functions import IsEmpty, OnEarth
from registry.models.disclosure import ToldQuerySet
from registry.models.people import User
from registry.models.projects import Project
from registry.models.stages import StageChange


class ReviewCommentQuerySet(ToldQuerySet):
    written_at = "made_at"

    def standing(self):
        """Of decisions that were not taken back."""
        return self.filter(change__undone_at__isnull=True)

    def open(self):
        return self.filter(answered_at__isnull=True)


class ReviewComment(models.Model):
    """Made with a decision of the review (`change`); open until somebody answers it.

    `field` is a field of the project's form, or one of `registry.workflow.remarks.PARTS`.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="review_comments", verbose_name="项目"
    )
    change = models.ForeignKey(
        StageChange, models.CASCADE, related_name="comments", verbose_name="办理"
    )
    field = models.CharField("栏目", max_length=40, blank=True)
    point = models.PointField("位置", srid=4490, null=True, blank=True, spatial_index=False)
    text = models.CharField("意见", max_length=500)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="提出人"
    )
    made_at = models.DateTimeField("提出时间", default=timezone.now, editable=False)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="review_comment_says_something",
                violation_error_message="意见不能为空。",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="review_comment_answered_in_words",
                violation_error_message="答复不能为空。",
            ),
            models.CheckConstraint(
                condition=Q(point__isnull=True) | ~Q(IsEmpty("point")) & Q(OnEarth("point")),
                name="review_comment_on_earth",
                violation_error_message="位置超出范围，请检查经纬度。",
            ),
        )

    def __str__(self):
        return self.text
