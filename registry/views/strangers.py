"""What the audit log tells of refusals to people whom nobody knows.

They may ask for anything and as often as they like, and nothing is ever taken out of the log: it
holds none of their words, and of an address at most one refusal a minute for each of our doors.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction
from registry.models import AuditRecord

EVERY = timedelta(minutes=1)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "OTHER"


@transaction.atomic
def note_refusal(request):
    door, address = door_of(request), audit.address_of(request)
    if not is_ours_to_tell(f"refusal {address} {door}"):
        return
    told = AuditRecord.objects.filter(action=AuditAction.REFUSED, user=None, subject=door)
    if not told.filter(recorded_at__gte=timezone.now() - EVERY, address=address).exists():
        method = request.method if request.method in METHODS else OTHER
        detail = {"method": method}
        audit.write(AuditAction.REFUSED, request=request, subject=door, detail=detail)


def door_of(request):
    """The pattern of the address, as `urls` has it."""
    match = request.resolver_match
    return f"/{match.route}"[: audit.LONGEST_SUBJECT] if match else "/"


def is_ours_to_tell(what):
    """Whether no other process is telling the same at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [what])
        return cursor.fetchone()[0]
