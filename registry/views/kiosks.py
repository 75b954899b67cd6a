"""Wall screens: who grants them, the link that opens one, and who asks where nobody signed in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from registry.forms.kiosks import KioskForm
from registry.kiosks import close, grant, open_once, recognise, revoke
from registry.models import Kiosk
from registry.models.kiosks import KioskReader
from registry.register import page_number
from registry.views.errors import is_data
from registry.views.posting import form_view, posted, shown_once
from registry.views.records import demand_power

ROWS = 50
COOKIE = "kiosk"
ENDED = (
    "这块大屏的授权已经收回或失效。请系统管理员在“大屏授权”里重新授权，把新的链接在这台电脑上打开一次；"
    "有账号的也可以登录后查看。"
)
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
            elif not is_data(request):
                # A wall that is loaded anew shows why it is dark, not a form that nobody fills in.
                return render(request, "400.html", {"sentence": ENDED}, status=401)
        return None


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
@never_cache
@form_view
def kiosk_open(request, secret):
    """Opened by a button alone: messengers and mail filters look at every link that is sent."""
    if request.method == "POST":
        if cookie_secret := open_once(secret, request=request):
            return keep(redirect("registry:screen"), cookie_secret)
    elif kiosk := Kiosk.objects.waiting_for(secret).first():
        return render(request, "registry/kiosk_open.html", {"kiosk": kiosk})
    sentence = "这个链接已经用过或已被撤销。请系统管理员重新授权这块大屏。"
    return render(request, "400.html", {"sentence": sentence}, status=404)


@login_not_required
@require_POST
def kiosk_close(request):
    """The browser's own screen ends: what it keeps opens nothing any more, here or copied."""
    close(request.COOKIES.get(COOKIE, ""), request=request)
    response = redirect("login")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


@for_kiosks
@require_safe
def screen_alive(request):
    """Whether the screen may still show what it shows: 401 where its right has ended."""
    return JsonResponse({})


@for_kiosks
@require_safe
def screen(request):
    is_kiosk = isinstance(request.user, KioskReader)
    response = render(request, "registry/screen.html", {"is_kiosk": is_kiosk})
    return keep(response, request.COOKIES.get(COOKIE)) if is_kiosk else response


@require_safe
def kiosk_list(request):
    demand_power(request.user, "kiosks")
    kiosks = Kiosk.objects.select_related("organisation", "granted_by")
    page = Paginator(kiosks, ROWS).get_page(page_number(request.GET))
    return render(request, "registry/kiosks.html", {"page": page})


@form_view
def kiosk_new(request):
    demand_power(request.user, "kiosks")
    form = KioskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        secret = grant(form.instance, by=request.user, request=request)
        link = request.build_absolute_uri(reverse("registry:kiosk_open", args=(secret,)))
        context = {"kiosk": form.instance, "link": link}
        return shown_once(request, "registry/kiosk_link.html", context)
    return render(request, "registry/kiosk_form.html", {"form": form})


@require_POST
def kiosk_revoke(request, pk):
    demand_power(request.user, "kiosks")
    kiosk = get_object_or_404(Kiosk, pk=pk)
    revoke(kiosk, request=request)
    messages.success(request, f"已撤销“{kiosk}”，它在 15 秒内变黑。")
    return redirect("registry:kiosk_list")
