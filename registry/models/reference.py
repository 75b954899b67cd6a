"""Reference rows: sectors and funding sources."""

from django.db import models

from registry.models.organisations import Organisation


class SectorQuerySet(models.QuerySet):
    def restricted(self):
        return self.filter(is_restricted=True)


class Sector(models.Model):
    """A field of renewal (领域) with the departments that answer for it."""

    code = models.CharField("代码", max_length=10, primary_key=True)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=100)
    color = models.CharField("颜色", max_length=7, default="#777777")
    is_restricted = models.BooleanField("限制查看", default=False)
    of_residents = models.BooleanField(
        "业主共有",
        default=False,
        help_text="设施由业主共有（如住宅电梯）：办备案即可，免可研、初设、施工许可和招标，须有业主表决",
    )
    leads = models.ManyToManyField(
        Organisation, blank=True, related_name="led_sectors", verbose_name="牵头单位"
    )
    cooperating = models.ManyToManyField(
        Organisation, blank=True, related_name="cooperating_sectors", verbose_name="配合单位"
    )

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领域"
        ordering = ("order", "code")

    def __str__(self):
        return self.name

    @property
    def first_lead(self):
        """Who leads a project of it unless another is chosen; None where one has to be chosen."""
        return self.leads.first()


class FundingSource(models.Model):
    code = models.SlugField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=60)
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "资金来源"
        ordering = ("order", "code")

    def __str__(self):
        return self.name
