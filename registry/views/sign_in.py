"""The door of the house: Django's own, noting in the audit log who came and went."""

from django.contrib.auth import get_user_model
from django.contrib.auth import views as auth

from registry import audit
from registry.choices import AuditAction


class SignIn(auth.LoginView):
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        audit.write(AuditAction.SIGNED_IN, request=self.request)
        return response

    def form_invalid(self, form):
        audit.write(
            AuditAction.SIGN_IN_FAILED, request=self.request, subject=tried(form.data["username"])
        )
        return super().form_invalid(form)


class SignOut(auth.LogoutView):
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            audit.write(AuditAction.SIGNED_OUT, request=request)
        return super().post(request, *args, **kwargs)


class PasswordChange(auth.PasswordChangeView):
    def form_valid(self, form):
        response = super().form_valid(form)
        audit.write(AuditAction.PASSWORD_CHANGED, request=self.request)
        return response


def tried(name):
    """The account that somebody tried, if it is one: people type passwords into the wrong box."""
    known = get_user_model().objects.filter(username=name).exists()
    return name if known else "没有这个账号"
