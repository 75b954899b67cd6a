"""Saved views: a question under a name, for oneself or for the colleagues of an organisation."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.models.organisations import Organisation
from registry.models.people import User
from registry.models.places import LightQuerySet

#: As much as an address carries.
LONGEST_QUERY = 8000
#: The hash of a map, as address.js writes it and nothing else: it ends an address that others open.
DEGREES = r"-?\d{1,3}(\.\d{1,5})?"
PLACE = (
    rf"#\d{{1,2}}(\.\d{{1,2}})?/{DEGREES}/{DEGREES}"
    r"(/[\w-]{1,20}){0,2}"  # colouring, number of the open project
    r"(/base=[a-z0-9-]{1,20})?(/over=\d+(,\d+)*)?(/sort=-?[a-z_]{1,30})?"
)
LONGEST_PLACE = 500
place_on_map = RegexValidator(rf"^{PLACE}\Z", "地图位置不对。", flags=re.ASCII)


class SavedViewQuerySet(LightQuerySet):
    def visible_to(self, user):
        """One's own, and what colleagues share; what they lead to is the viewer's own right."""
        shared = Q(organisation__in=user.memberships.values("organisation"))
        return self.filter(Q(owner=user) | shared)


class SavedView(models.Model):
    class Page(models.TextChoices):
        MAP = "map", "地图"
        REGISTER = "register", "项目库"
        OVERVIEW = "overview", "总览"

    owner = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name="保存人"
    )
    name = models.CharField("名称", max_length=40)
    page = models.CharField("页面", max_length=20, choices=Page)
    query = models.TextField("条件", max_length=LONGEST_QUERY, blank=True)
    place = models.CharField(
        "地图位置", max_length=LONGEST_PLACE, blank=True, validators=[place_on_map]
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="共享给"
    )
    created_at = models.DateTimeField("保存时间", default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "name"),
                name="saved_view_once",
                violation_error_message="您已有同名的常用视图，请换个名称。",
            ),
            models.CheckConstraint(
                condition=Q(page__in=["map", "register", "overview"]),
                name="saved_view_page_known",
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registry:saved_view", args=(self.pk,))
