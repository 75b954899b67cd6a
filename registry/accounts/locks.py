"""Accounts locked after failed sign-ins (django-axes), and opened again."""

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.utils import timezone

from registry.accounts.granting import demand, told
from registry.choices import AuditAction


def is_locked(user):
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(username=user.get_username().casefold())
    many = tried.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    return many.filter(attempt_time__gte=since).exists()


def unlock(user, *, by, request=None):
    demand(by, "accounts", user)
    reset(username=user.get_username().casefold())
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, unlocked=True)
