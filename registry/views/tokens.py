"""Programs that ask by a token, and the page where a person makes and revokes them."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from registry.accounts import tokens
from registry.forms.tokens import TokenForm
from registry.models import TokenScope
from registry.refusals import Refusal
from registry.views.errors import CHALLENGE, is_data
from registry.views.posting import form_view, posted, shown_once

SCHEME = "Bearer "
UNKNOWN = "令牌无效、已过期或已作废，请在“我的账号”里新建。"
#: A wider token helps: which one.
BEYOND = "这个令牌的范围是“{own}”，这里要用“{needed}”的，请在“我的账号”里新建。"
#: No token helps, however wide.
CLOSED = "这个地址不接受令牌，请在浏览器里登录后打开。令牌能用的地址见 /api/openapi.json。"


class TokenMiddleware:
    """Puts the token's person in the place of a session's; there is no cookie to forge then."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.token = None
        told = request.headers.get("Authorization", "")
        if told.startswith(SCHEME):
            request.token = tokens.recognise(told.removeprefix(SCHEME).strip())
            if request.token is None:
                return refused(401, UNKNOWN, 'error="invalid_token"')
            request.user = request.token.user
            request._dont_enforce_csrf_checks = True
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.token is None:
            return None
        scope = needed(request)
        if scope is None:
            return JsonResponse({"error": CLOSED}, status=403)
        if not tokens.covers(request.token, scope):
            own = request.token.get_scope_display()
            told = BEYOND.format(own=own, needed=scope.label)
            return refused(403, told, f'error="insufficient_scope", scope="{scope}"')
        return None


def refused(status, sentence, reason):
    """The reason once more as clients of OAuth read it (RFC 6750)."""
    headers = {"WWW-Authenticate": f"{CHALLENGE}, {reason}"}
    return JsonResponse({"error": sentence}, status=status, headers=headers)


def needed(request):
    """The scope that a request needs; None where no token will do (accounts, rights, pages)."""
    is_read = request.method in {"GET", "HEAD", "OPTIONS"}
    if request.path.startswith("/exports/"):
        return TokenScope.EXPORT
    if is_data(request):
        return TokenScope.READ if is_read else TokenScope.WRITE
    return None


@form_view
def token_new(request):
    form = TokenForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            secret = tokens.make(form.instance, request=request)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"token": form.instance, "secret": secret}
            return shown_once(request, "registry/token_secret.html", context)
    return render(request, "registry/token_form.html", {"form": form})


@require_POST
def token_revoke(request, pk):
    token = get_object_or_404(request.user.tokens.kept(), pk=pk)
    tokens.revoke(token, request=request)
    messages.success(request, f"令牌“{token}”已作废。")
    return redirect("registry:account")
