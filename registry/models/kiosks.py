"""Wall screens that may look at the overview without anybody being signed in."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from registry.access import KIOSK, Grant, Rights
from registry.models.organisations import Organisation
from registry.models.people import User
from registry.models.places import LightQuerySet
from registry.models.reference import Sector
from registry.models.secrets import hashed


class KioskQuerySet(LightQuerySet):
    def in_force(self):
        return self.filter(revoked_at__isnull=True)

    def waiting_for(self, link_secret):
        """Those that this link would still open."""
        return self.in_force().filter(link_hash=hashed(link_secret))

    def opened_with(self, secret):
        """The screen whose cookie holds this secret, if it was not revoked."""
        return self.in_force().filter(cookie_hash=hashed(secret)).exclude(cookie_hash="").first()


class Kiosk(models.Model):
    """A granted screen. Its link opens it once; from then on a cookie of that browser does."""

    name = models.CharField("大屏名称", max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="按哪个单位的范围",
        help_text="大屏只能查看这个单位能看到的汇总，不含限制查看的领域",
    )
    granted_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name="授权人"
    )
    granted_at = models.DateTimeField("授权时间", default=timezone.now, editable=False)
    link_hash = models.CharField(max_length=64, blank=True, editable=False)
    cookie_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    seen_at = models.DateTimeField("最近使用", null=True, editable=False)
    revoked_at = models.DateTimeField("撤销时间", null=True, editable=False)

    objects = KioskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "大屏"
        ordering = ("-id",)

    def __str__(self):
        return self.name

    def new_link(self):
        """The secret of a link that opens the screen once; only its hash is kept."""
        secret = secrets.token_urlsafe(32)
        self.link_hash = hashed(secret)
        return secret

    @cached_property
    def rights(self):
        """What a reader of the organisation sees, without any restricted sector."""
        organisation = self.organisation
        grant = Grant(
            role=KIOSK,
            organisation=organisation.pk,
            organisation_type=organisation.type,
            district=organisation.district_id,
            leads=frozenset(organisation.led_sectors.values_list("pk", flat=True)),
            cooperates=frozenset(organisation.cooperating_sectors.values_list("pk", flat=True)),
            name=organisation.name,
        )
        restricted = Sector.objects.restricted().values_list("code", flat=True)
        return Rights(grants=(grant,), restricted=frozenset(restricted))


class KioskReader:
    """Who asks when a screen does: nobody by name, with the screen's rights."""

    is_authenticated, is_anonymous, is_active = True, False, True
    is_superuser = False
    pk = None

    def __init__(self, kiosk):
        self.kiosk = kiosk

    def __str__(self):
        return f"大屏：{self.kiosk.name}"

    def get_username(self):
        return ""

    @property
    def rights(self):
        return self.kiosk.rights
