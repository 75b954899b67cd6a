"""How a header was read the last time, for the next file with the same one."""

import hashlib

from django.db.models import F
from django.utils import timezone

from registry.exchange.mapping import plain
from registry.models import ColumnMemory

#: What of an order is about the header, and so remembered.
REMEMBERED = ("kind", "columns", "constants", "units", "values")


def header_fingerprint(names):
    """The same for the same columns in whatever order, width and case."""
    text = "\n".join(sorted(map(plain, names)))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def remembered(names, user):
    """What this person, else a colleague, last said about such a header; None if nobody has."""
    if user is None:
        return None
    known = ColumnMemory.objects.known_to(user).filter(fingerprint=header_fingerprint(names))
    found = known.first()
    return found and found.mapping


def remember(order, names):
    """Keep what was said about the columns of a file that has been written."""
    if order.user is None:
        return
    content = {name: order.as_json()[name] for name in REMEMBERED}
    memory, is_new = ColumnMemory.objects.get_or_create(
        fingerprint=header_fingerprint(names), user=order.user, defaults={"mapping": content}
    )
    if not is_new:
        ColumnMemory.objects.filter(pk=memory.pk).update(
            mapping=content, used_at=timezone.now(), times=F("times") + 1
        )
