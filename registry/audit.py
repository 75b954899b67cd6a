"""`write` adds to the audit log; the one way into it.

    audit.write(AuditAction.DOWNLOADED, request=request, subject=f"export {record.pk}")

Subject and detail hold numbers, codes and names of reference rows, never what a record says.
"""

from ipaddress import ip_address

import pghistory
from django.conf import settings

from gis.printable import printable
from registry.choices import AuditAction, AuditResult
from registry.models import AuditRecord, User

#: What did not come about, of itself; everything else is done unless the caller says otherwise.
RESULTS = {
    AuditAction.REFUSED: AuditResult.REFUSED,
    AuditAction.SIGN_IN_FAILED: AuditResult.FAILED,
}
LONGEST_SUBJECT = AuditRecord._meta.get_field("subject").max_length
LONGEST_NAME = AuditRecord._meta.get_field("username").max_length


def write(action, *, user=None, subject="", detail=None, request=None, result=None):
    """Note what `user`, or else whoever asks by `request`, did; nobody is the system.

    It stands or falls with the transaction that it is written in.
    """
    person = user or getattr(request, "user", None)
    return AuditRecord.objects.create(
        action=AuditAction(action),
        result=result or RESULTS.get(action, AuditResult.DONE),
        user=person if isinstance(person, User) else None,
        username=name_of(person)[:LONGEST_NAME],
        address=address_of(request) if request else address_of_act(),
        # An address may hold what no text of the database (a NUL) or of a workbook does.
        subject=printable(str(subject))[:LONGEST_SUBJECT],
        detail=detail or {},
    )


def differences(before, after):
    """What of `after` is not as it was `before`, as a detail."""
    return {
        name: {"old": before.get(name), "new": value}
        for name, value in after.items()
        if before.get(name) != value
    }


def name_of(person):
    """The account's name, or what a screen or the system is called."""
    if person is None:
        return ""
    is_someone = getattr(person, "is_authenticated", True)
    return getattr(person, "username", "") or (str(person) if is_someone else "")


def address_of_act():
    """Where that comes from which is being done, as history knows it: verbs see no request."""
    with pghistory.context() as act:
        return act.metadata.get("address")


def address_of(request):
    """Where a request comes from; behind a proxy, what that proxy says, and nobody before it."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_HTTPS:
        told = request.META.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return None
