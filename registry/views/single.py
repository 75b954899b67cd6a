"""The door of single sign-on; closed (404) where no provider is declared."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from registry import audit
from registry.choices import AuditAction
from registry.views.codes import first_step_done


@login_not_required
@require_safe
def single_start(request):
    """Sends the browser to the provider."""
    return step(request, OIDCAuthenticationRequestView)


@login_not_required
@require_safe
def single_end(request):
    return step(request, SingleSignOnEnd)


def step(request, view):
    """Who is signed in goes on, as at the sign-in page: his session is not begun twice."""
    if not settings.SSO:
        raise Http404
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return view.as_view()(request)


class SingleSignOnEnd(OIDCAuthenticationCallbackView):
    """Takes back whom the provider names."""

    def login_success(self):
        return first_step_done(self.request, self.user, self.success_url)

    def login_failure(self):
        audit.write(AuditAction.SIGN_IN_FAILED, request=self.request, detail={"single": True})
        sentence = "统一身份认证没有通过，或您在本系统还没有账号。请联系系统管理员开通。"
        messages.error(self.request, sentence)
        return super().login_failure()
