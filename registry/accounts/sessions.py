"""Where an account is signed in: noted at the door, seen while used, ended from afar."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from registry.audit import address_of
from registry.models import SignIn

#: In the session: when it was last used, in seconds since 1970.
USED_AT = "used_at"
#: What a page asks by itself says so: nobody has used the browser for it.
UNATTENDED, YES, NO = "X-Unattended", "1", "0"
#: Use is noted at most so often.
NOTED_EVERY = 30
LONGEST_BROWSER = SignIn._meta.get_field("browser").max_length


def begin(request):
    """Note who has signed in by this request."""
    request.session[USED_AT] = timezone.now().timestamp()
    if not request.session.session_key:
        request.session.save()
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": request.user,
            "address": address_of(request),
            "browser": request.headers.get("User-Agent", "")[:LONGEST_BROWSER],
            "ended_at": None,
        },
    )


def is_idle(session):
    """Whether nobody has used the session for longer than is allowed."""
    used_at = session.get(USED_AT)
    return used_at is not None and timezone.now().timestamp() - used_at > settings.IDLE_SECONDS


def note_use(session):
    now = timezone.now()
    if now.timestamp() - session.get(USED_AT, 0) < NOTED_EVERY:
        return
    session[USED_AT] = now.timestamp()
    SignIn.objects.filter(session_key=session.session_key).update(seen_at=now)


def open_sign_ins(user):
    """Those whose session is still there and not idle; the newest use first."""
    since = timezone.now() - timedelta(seconds=settings.IDLE_SECONDS)
    return user.sign_ins.open().filter(seen_at__gte=since)


@transaction.atomic
def end(sign_ins):
    """Sign these browsers out; says how many they were."""
    keys = list(sign_ins.open().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return SignIn.objects.filter(session_key__in=keys).update(ended_at=timezone.now())


def end_others(request):
    return end(request.user.sign_ins.exclude(session_key=request.session.session_key))


def move(old_key, new_key):
    """The same browser under another key."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)
