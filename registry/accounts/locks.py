"""Accounts locked after wrong passwords (django-axes), and opened again."""

import unicodedata

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils import timezone

from registry import audit
from registry.accounts.granting import demand, told
from registry.choices import AuditAction

LONGEST = AccessAttempt._meta.get_field("username").max_length


def locked(people):
    """Those of these people whose account is locked now; one query."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    counted = {person: counted_as(person.get_username()) for person in people}
    tried = AccessAttempt.objects.filter(username__in=counted.values())
    many = tried.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    names = set(many.filter(attempt_time__gte=since).values_list("username", flat=True))
    return [person for person, name in counted.items() if name in names]


def counted_as(name):
    """What tries at an account are counted by: width and case open no second count."""
    return unicodedata.normalize("NFKC", name).casefold()[:LONGEST]


def locked_minutes():
    return int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


def refusal(user, password, *, request):
    """Why this does not prove that the person is at his browser, "" where it does.

    Wrong passwords count as at the door: a browser that was left open is no place to guess.
    """
    name = user.get_username()
    if authenticate(request, username=name, password=password) == user:
        reset(username=counted_as(name))
        return ""
    audit.write(AuditAction.SIGN_IN_FAILED, request=request, subject=name, detail={"proof": True})
    if getattr(request, "axes_locked_out", False):
        return f"密码连续输错次数太多，请 {locked_minutes()} 分钟后再试。"
    return "密码不对。"


def unlock(user, *, by, request=None):
    demand(by, "accounts", user)
    reset(username=counted_as(user.get_username()))
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, unlocked=True)
