"""People and the roles that they hold in organisations."""

from itertools import starmap

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.functional import cached_property

from registry.access import Grant, Rights
from registry.choices import Role
from registry.models.organisations import Organisation
from registry.models.places import LightQuerySet
from registry.models.reference import Sector
from registry.sql import prepared


class PeopleQuerySet(models.QuerySet):
    def naming(self, text):
        """People of whom this is part of the name, the account or an organisation's name."""
        unit = Membership.objects.filter(organisation__name__icontains=text).values("user")
        return self.filter(
            Q(username__icontains=text) | Q(display_name__icontains=text) | Q(pk__in=unit)
        )

    def alike(self, name):
        """Accounts of this name, be it written in other letters' case."""
        return self.filter(username__iexact=name)


class PeopleManager(BaseUserManager.from_queryset(PeopleQuerySet)):
    """The words of the people's list; what Django's own makes is staff of an admin, or not."""

    use_in_migrations = True

    def create_user(self, username, email=None, password=None, **facts):
        name = self.model.normalize_username(username)
        user = self.model(username=name, email=self.normalize_email(email), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, email=None, password=None, **facts):
        return self.create_user(username, email, password, is_superuser=True, **facts)


class User(AbstractUser):
    """A person; rights come from memberships, never from the account itself."""

    is_staff = None
    display_name = models.CharField("姓名", max_length=60, blank=True)
    organisations = models.ManyToManyField(Organisation, through="Membership")
    must_change_password = models.BooleanField("须改密码", default=False, editable=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, editable=False)

    objects = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self):
        return self.display_name or self.username

    @cached_property
    def rights(self):
        """What the user may see and do; two queries, once per request."""
        return Rights(
            grants=tuple(starmap(granted, duties_of(self.pk))),
            restricted=frozenset(code for (code,) in restricted_sectors()),
            is_superuser=self.is_superuser
            and self.is_active
            and not settings.SEPARATED_ADMINISTRATORS,
        )


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="用户")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="单位"
    )
    role = models.CharField("角色", max_length=20, choices=Role)

    objects = LightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                name="membership_once",
                violation_error_message="该用户在此单位已有这个角色。",
            ),
        )

    def __str__(self):
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"


def duties(user):
    """What `granted` takes, of each role of the user."""
    return Membership.objects.filter(user=user).values_list(
        "role",
        "organisation",
        "organisation__type",
        "organisation__district",
        "organisation__name",
        sectors_of_organisation("leads"),
        sectors_of_organisation("cooperating"),
    )


def sectors_of_organisation(duty):
    sectors = Sector.objects.filter(**{duty: OuterRef("organisation")})
    return ArraySubquery(sectors.order_by().values("code"))


def granted(role, organisation, organisation_type, district, name, leads, cooperates):
    leads, cooperates = frozenset(leads), frozenset(cooperates)
    return Grant(role, organisation, organisation_type, district, leads, cooperates, name)


duties_of = prepared(duties)
restricted_sectors = prepared(lambda: Sector.objects.restricted().values_list("code"))
