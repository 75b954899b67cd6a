"""Tokens of programs: made once, known by their hash, used within their scope."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry.accounts.granting import told
from registry.choices import AuditAction
from registry.models import ApiToken, TokenScope
from registry.models.secrets import hashed
from registry.refusals import Refusal

#: Tells a scanner of leaked secrets what it has found.
PREFIX = "atlas_"
MOST_TOKENS = 20
LONGEST_DAYS = 366
NOTED_EVERY = timedelta(minutes=1)
ORDER = list(TokenScope)


@transaction.atomic
def make(token, *, request):
    """Save a new token of whoever asks; the secret comes back once."""
    if token.user.tokens.kept().count() >= MOST_TOKENS:
        raise Refusal(f"每人最多 {MOST_TOKENS} 个令牌，请先作废不用的。")
    secret = PREFIX + secrets.token_urlsafe(32)
    token.hash = hashed(secret)
    token.save()
    told(AuditAction.ACCOUNT_CHANGED, token.user, token.user, request, token=token.pk, made=True)
    return secret


@transaction.atomic
def revoke(token, *, request):
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    told(AuditAction.ACCOUNT_CHANGED, token.user, token.user, request, token=token.pk, made=False)


def recognise(secret):
    """The valid token of an account in use, or None; its use is noted now and then."""
    token = ApiToken.objects.select_related("user").filter(hash=hashed(secret)).first()
    if token is None or not token.is_valid or not token.user.is_active:
        return None
    now = timezone.now()
    if token.used_at is None or now - token.used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return token


def covers(token, scope):
    return ORDER.index(TokenScope(token.scope)) >= ORDER.index(scope)
