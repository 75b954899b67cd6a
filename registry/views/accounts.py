"""One's own account: what every request of a person has to pass, and the page of it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import audit
from registry.accounts import codes, sessions
from registry.accounts.passwords import must_change
from registry.accounts.single import is_single
from registry.choices import AuditAction
from registry.forms.codes import ProofForm
from registry.models import User
from registry.views.codes import proof_form
from registry.views.errors import is_data, sent_to_sign_in

#: Open also to who must change the password first.
ALWAYS_OPEN = {"login", "logout", "password_change", "registry:healthz"}
SET_UP = "registry:codes_set_up"


class AccountMiddleware:
    """Signs out a browser that was left alone, and asks for a password that is due."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.token or not isinstance(request.user, User):
            return None
        if sessions.is_idle(request.session):
            return signed_out(request)
        if request.headers.get(sessions.UNATTENDED) != sessions.YES:
            sessions.note_use(request.session)
        if request.resolver_match.view_name in ALWAYS_OPEN:
            return None
        if password_due(request):
            return asked_for(request, "password_change", "请先修改密码。")
        if codes.is_due(request.user) and request.resolver_match.view_name != SET_UP:
            return asked_for(request, SET_UP, "请先启用动态口令。")
        return None


def password_due(request):
    """Why the password has to be changed now; nothing where it was not what let the person in."""
    return "" if is_single(request.session) else must_change(request.user)


def signed_out(request):
    audit.write(AuditAction.SIGNED_OUT, request=request, detail={"idle": True})
    sessions.end(request.user.sign_ins.filter(session_key=request.session.session_key))
    logout(request)
    return sent_to_sign_in(request, "长时间没有操作，已自动退出，请重新登录。")


def asked_for(request, page, sentence):
    if is_data(request):
        return JsonResponse({"error": sentence}, status=403)
    messages.warning(request, sentence)
    return redirect(page)


@require_safe
def account(request):
    context = {
        "sign_ins": sessions.open_sign_ins(request.user),
        "here": request.session.session_key,
        "has_codes": codes.device_of(request.user) is not None,
        "drop_form": proof_form(ProofForm, request),
        "tokens": request.user.tokens.kept(),
    }
    return render(request, "registry/account.html", context)


@require_POST
def sign_in_end(request, pk):
    sign_in = get_object_or_404(request.user.sign_ins.open(), pk=pk)
    sessions.end(request.user.sign_ins.filter(pk=sign_in.pk))
    messages.success(request, "已让那台设备退出登录。")
    return redirect("registry:account")


@require_POST
def alive(request):
    """Somebody is at work on a page that asks nothing of the server."""
    return JsonResponse({})
