"""Organisations: departments, territories and units."""

from uuid import uuid4

from django.db import models

from registry.choices import OrganisationType
from registry.models.pinyin import initials_of
from registry.models.places import District, LightQuerySet


def new_organisation_code():
    return f"unit-{uuid4().hex[:8]}"


class Organisation(models.Model):
    """A department, territory or unit, by the exact name that the policy uses."""

    code = models.SlugField("代码", primary_key=True, max_length=40, default=new_organisation_code)
    name = models.CharField("名称", max_length=100, unique=True)
    type = models.CharField("类型", max_length=20, choices=OrganisationType)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name="地区"
    )
    initials = initials_of("name")
    order = models.PositiveSmallIntegerField("排序", default=100)

    objects = LightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ("order", "name")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(type=OrganisationType.TERRITORY)
                | models.Q(district__isnull=False),
                name="territory_has_district",
                violation_error_message="县（区）、园区类单位必须选择地区。",
            ),
        )

    def __str__(self):
        return self.name
