"""The door of the house: Django's own, noting in the audit log who came and went."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth import views as auth
from django.db import transaction
from django.urls import reverse_lazy

from registry import audit
from registry.accounts import locks, sessions
from registry.choices import AuditAction
from registry.forms.passwords import PasswordForm
from registry.views.accounts import password_due
from registry.views.codes import first_step_done


class SignIn(auth.LoginView):
    redirect_authenticated_user = True

    def form_valid(self, form):
        return first_step_done(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form):
        # What is no name at all (none, or a NUL in it) is not among what was understood.
        subject = tried(form.cleaned_data.get("username"))
        audit.write(AuditAction.SIGN_IN_FAILED, request=self.request, subject=subject)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        is_locked = getattr(self.request, "axes_locked_out", False)
        minutes = locks.locked_minutes()
        single = settings.SSO and settings.SSO.get("label", "统一身份认证")
        kwargs |= {"locked_minutes": minutes if is_locked else 0, "single": single}
        return super().get_context_data(**kwargs)


class SignOut(auth.LogoutView):
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            audit.write(AuditAction.SIGNED_OUT, request=request)
            sessions.end(request.user.sign_ins.filter(session_key=request.session.session_key))
        return super().post(request, *args, **kwargs)


class PasswordChange(auth.PasswordChangeView):
    form_class = PasswordForm
    template_name = "registration/password_change.html"
    success_url = reverse_lazy("registry:account")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    @transaction.atomic
    def form_valid(self, form):
        mine = self.request.session.session_key
        response = super().form_valid(form)
        # A new password means a new key for this session, and no other session.
        sessions.move(mine, self.request.session.session_key)
        sessions.end_others(self.request)
        revoked = self.request.user.tokens.revoke()
        detail = {"tokens_revoked": revoked} if revoked else None
        audit.write(AuditAction.PASSWORD_CHANGED, request=self.request, detail=detail)
        also = f"，{revoked} 个接口令牌已作废" if revoked else ""
        messages.success(self.request, f"密码已修改，其他设备上的登录已退出{also}。")
        return response

    def get_context_data(self, **kwargs):
        user = self.request.user
        kwargs |= {"why": password_due(self.request), "tokens": user.tokens.kept()}
        return super().get_context_data(**kwargs)


def tried(name):
    """The account that somebody tried, if it is one: people type passwords into the wrong box."""
    known = get_user_model().objects.filter(username=name).exists()
    return name if known else "没有这个账号"


def tried_name(request, credentials):
    """The name that failures are counted by."""
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    return locks.counted_as(name)


def locked_out(request, response, credentials):
    """The page itself says how long to wait, whether there is such an account or not."""
    if not response.has_header("Location"):  # the page that it leads to says so
        response.status_code = 429
    return response
