"""The door of single sign-on; closed (404) where no provider is declared."""

import logging
import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from registry import audit
from registry.accounts.single import NoAnswer, ticket_client
from registry.choices import AuditAction
from registry.views.codes import first_step_done, onward_of

logger = logging.getLogger(__name__)
#: In the session of who was sent for a ticket: the secret that comes back with it.
STATE = "ticket_state"


@login_not_required
@require_safe
def single_start(request):
    """Sends the browser to the provider."""
    return step(request, start_by_ticket, OIDCAuthenticationRequestView.as_view())


@login_not_required
@require_safe
def single_end(request):
    """Takes back whom the provider names."""
    return step(request, end_by_ticket, SingleSignOnEnd.as_view())


def step(request, by_ticket, by_token):
    """Who is signed in goes on, as at the sign-in page: his session is not begun twice."""
    if not settings.SSO:
        raise Http404
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return by_ticket(request) if "server_url" in settings.SSO else by_token(request)


class SingleSignOnEnd(OIDCAuthenticationCallbackView):
    def login_success(self):
        return first_step_done(self.request, self.user, self.success_url)

    def login_failure(self):
        return turned_away(self.request)


def start_by_ticket(request):
    request.session[STATE] = secrets.token_urlsafe()
    return redirect(ticket_client(service_url(request, request.session[STATE])).get_login_url())


def service_url(request, state):
    """Where the ticket is sent, and what it is good for: the server compares both to the letter.

    The secret keeps a stranger from signing somebody else's browser in as himself.
    """
    asked = urlencode({"state": state, "next": onward_of(request)})
    return request.build_absolute_uri(f"{reverse('oidc_authentication_callback')}?{asked}")


def end_by_ticket(request):
    state = request.session.pop(STATE, "")
    if not state or not constant_time_compare(state, request.GET.get("state", "")):
        return turned_away(request)
    ticket = request.GET.get("ticket", "")
    try:
        user = authenticate(request, ticket=ticket, service_url=service_url(request, state))
    except NoAnswer as error:
        logger.warning("CAS server %s gave no answer: %r", error, error.__cause__)
        return turned_away(request, "统一身份认证没有响应，请稍后再试，或用密码登录。")
    return first_step_done(request, user, onward_of(request)) if user else turned_away(request)


def turned_away(
    request, sentence="统一身份认证没有通过，或您在本系统还没有账号。请联系系统管理员开通。"
):
    audit.write(AuditAction.SIGN_IN_FAILED, request=request, detail={"single": True})
    messages.error(request, sentence)
    return redirect(settings.LOGIN_REDIRECT_URL_FAILURE)
