"""The door of single sign-on; closed (404) where no provider is declared."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.views.decorators.http import require_safe
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from registry import audit
from registry.accounts import sessions
from registry.choices import AuditAction


@login_not_required
@require_safe
def single_start(request):
    """Sends the browser to the provider."""
    demand_provider()
    return OIDCAuthenticationRequestView.as_view()(request)


@login_not_required
@require_safe
def single_end(request):
    demand_provider()
    return SingleSignOnEnd.as_view()(request)


def demand_provider():
    if not settings.SSO:
        raise Http404


class SingleSignOnEnd(OIDCAuthenticationCallbackView):
    """Takes back whom the provider names."""

    def login_success(self):
        response = super().login_success()
        sessions.begin(self.request)
        audit.write(AuditAction.SIGNED_IN, request=self.request, detail={"single": True})
        return response

    def login_failure(self):
        audit.write(AuditAction.SIGN_IN_FAILED, request=self.request, detail={"single": True})
        sentence = "统一身份认证没有通过，或您在本系统还没有账号。请联系系统管理员开通。"
        messages.error(self.request, sentence)
        return super().login_failure()
