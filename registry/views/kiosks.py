"""The wall screen: its page, the link that opens it, and who asks where nobody is signed in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.kiosks import close, open_once, recognise
from registry.models.kiosks import KioskReader

COOKIE = "kiosk"
#: Browsers keep no cookie for longer; opening a page renews it.
COOKIE_SECONDS = 400 * 24 * 3600


def for_kiosks(view):
    """Marks a view that a screen may read; every other one asks it to sign in."""
    view.for_kiosks = True
    return view


class KioskMiddleware:
    """Lets a granted screen read the few answers that are marked for it, and nothing else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        secret = request.COOKIES.get(COOKIE)
        is_open = getattr(view, "for_kiosks", False) and request.method in {"GET", "HEAD"}
        if secret and is_open and not request.user.is_authenticated:
            kiosk = recognise(secret)
            if kiosk:
                request.user = KioskReader(kiosk)


def keep(response, secret):
    response.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@require_safe
def kiosk_open(request, secret):
    cookie_secret = open_once(secret)
    if cookie_secret is None:
        sentence = "这个链接已经用过或已被撤销。请管理员重新授权这块大屏。"
        return render(request, "400.html", {"sentence": sentence}, status=404)
    return keep(redirect("registry:screen"), cookie_secret)


@login_not_required
@require_POST
def kiosk_close(request):
    """The browser's own screen ends: what it keeps opens nothing any more, here or copied."""
    close(request.COOKIES.get(COOKIE, ""))
    response = redirect("login")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


@for_kiosks
@require_safe
def screen(request):
    is_kiosk = isinstance(request.user, KioskReader)
    response = render(request, "registry/screen.html", {"is_kiosk": is_kiosk})
    return keep(response, request.COOKIES.get(COOKIE)) if is_kiosk else response
