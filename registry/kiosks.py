"""Granting, opening, recognising and revoking wall screens; each is in the audit log."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction
from registry.models import Kiosk
from registry.models.secrets import hashed

#: How exactly it is told when a screen was last in use.
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def grant(kiosk, *, by, request=None):
    """Save a new screen; the secret of the link that opens it comes back once."""
    kiosk.granted_by = by
    link_secret = kiosk.new_link()
    kiosk.save()
    told(kiosk, request, by, granted={"organisation": kiosk.organisation_id})
    return link_secret


@transaction.atomic
def open_once(link_secret, *, request=None):
    """The secret for the cookie of the browser that opened the link; None for a spent link."""
    kiosk = Kiosk.objects.waiting_for(link_secret).select_for_update().first()
    if kiosk is None:
        return None
    cookie_secret = secrets.token_urlsafe(32)
    kiosk.link_hash, kiosk.cookie_hash = "", hashed(cookie_secret)
    kiosk.save(update_fields=["link_hash", "cookie_hash"])
    told(kiosk, request, opened=True)
    return cookie_secret


def recognise(cookie_secret):
    """The screen that this cookie opens, noted as seen."""
    kiosk = Kiosk.objects.opened_with(cookie_secret)
    now = timezone.now()
    if kiosk and (kiosk.seen_at is None or now - kiosk.seen_at > SEEN_EVERY):
        Kiosk.objects.filter(pk=kiosk.pk).update(seen_at=now)
    return kiosk


def close(cookie_secret, *, request=None):
    """End the screen that this cookie opens, from its own browser."""
    kiosk = Kiosk.objects.opened_with(cookie_secret)
    if kiosk:
        revoke(kiosk, request=request)


@transaction.atomic
def revoke(kiosk, *, request=None):
    """Its link and its cookie open nothing from the next request on."""
    in_force = Kiosk.objects.in_force().filter(pk=kiosk.pk)
    if in_force.update(revoked_at=timezone.now(), link_hash="", cookie_hash=""):
        told(kiosk, request, revoked=True)


def told(kiosk, request, by=None, **detail):
    subject = f"kiosk {kiosk.pk}"
    action = AuditAction.KIOSK_CHANGED
    audit.write(action, user=by, request=request, subject=subject, detail=detail)
