"""One-time codes (动态口令), the second step of signing in: django-otp devices and their rules."""

from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.accounts.apart import DROPPED, SET_UP, hold, why_not_drop
from registry.accounts.granting import demand, told
from registry.choices import AuditAction
from registry.refusals import Refusal

RECOVERY_CODES = 10


def device_of(user):
    """What the person's telephone was confirmed as, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_due(user):
    """Whether a role of the person demands codes that he has not set up."""
    if not settings.CODE_ROLES:
        return False
    held = user.memberships.filter(role__in=settings.CODE_ROLES).exists()
    return held and device_of(user) is None


def waiting(user):
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk")


@transaction.atomic
def offered(user):
    """A device to be confirmed; the same one until it is, so that a reload changes no secret."""
    hold(user)  # two browsers at once are offered one
    return waiting(user).first() or TOTPDevice.objects.create(user=user, confirmed=False)


@transaction.atomic
def confirm(user, code, *, request):
    """Take the device into use by its first code; recovery codes come back once, or None."""
    device = waiting(user).select_for_update().first()
    if device is None or not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    StaticDevice.objects.filter(user=user).delete()
    spare = StaticDevice.objects.create(user=user, name="recovery")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=spare, token=code) for code in codes)
    told(AuditAction.ACCOUNT_CHANGED, user, user, request, **SET_UP)
    return codes


@transaction.atomic
def matches(user, code):
    """Whether a code of the telephone, or a recovery code, which is used up by it, is right.

    Devices are locked and wait longer after each failure; the answer does not say so.
    """
    for model in (TOTPDevice, StaticDevice):
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device and device.verify_is_allowed()[0] and device.verify_token(code):
            return True
    return False


@transaction.atomic
def drop(user, *, by, request=None):
    """Another person's, for a lost telephone; `give_up` is for one's own."""
    demand(by, "codes", user)
    if by == user:
        raise Refusal("自己的动态口令请在“我的账号”里停用。")
    if reason := why_not_drop(user, by):
        raise Refusal(reason)
    remove(user, by, request)


@transaction.atomic
def give_up(user, *, request):
    """One's own: back to the password alone."""
    remove(user, user, request)


def remove(user, by, request):
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
    told(AuditAction.ACCOUNT_CHANGED, user, by, request, **DROPPED)
