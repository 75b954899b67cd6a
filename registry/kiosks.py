"""Opening, recognising and revoking wall screens."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry.models import Kiosk
from registry.models.kiosks import hashed

#: How exactly it is told when a screen was last in use.
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def open_once(link_secret):
    """The secret for the cookie of the browser that opened the link; None for a spent link."""
    waiting = Kiosk.objects.in_force().select_for_update().exclude(link_hash="")
    kiosk = waiting.filter(link_hash=hashed(link_secret)).first()
    if kiosk is None:
        return None
    cookie_secret = secrets.token_urlsafe(32)
    kiosk.link_hash, kiosk.cookie_hash = "", hashed(cookie_secret)
    kiosk.save(update_fields=["link_hash", "cookie_hash"])
    return cookie_secret


def recognise(cookie_secret):
    """The screen that this cookie opens, noted as seen."""
    kiosk = Kiosk.objects.opened_with(cookie_secret)
    now = timezone.now()
    if kiosk and (kiosk.seen_at is None or now - kiosk.seen_at > SEEN_EVERY):
        Kiosk.objects.filter(pk=kiosk.pk).update(seen_at=now)
    return kiosk


def close(cookie_secret):
    """End the screen that this cookie opens, from its own browser."""
    kiosk = Kiosk.objects.opened_with(cookie_secret)
    if kiosk:
        revoke(Kiosk.objects.filter(pk=kiosk.pk))


def revoke(kiosks):
    """Their cookies open nothing from the next request on; returns how many were in force."""
    return kiosks.in_force().update(revoked_at=timezone.now(), link_hash="", cookie_hash="")
