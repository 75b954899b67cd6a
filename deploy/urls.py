from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView

from registry.views.codes import login_code
from registry.views.sign_in import PasswordChange, SignIn, SignOut, admin_door
from registry.views.single import single_end, single_start

urlpatterns = [
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/code/", login_code, name="login_code"),
    path("accounts/logout/", SignOut.as_view(), name="logout"),
    path("accounts/password/", PasswordChange.as_view(), name="password_change"),
    path(
        "accounts/password/done/",
        auth.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path("sso/", single_start, name="oidc_authentication_init"),
    path("sso/callback/", single_end, name="oidc_authentication_callback"),
    path("admin/login/", admin_door, name="admin_door"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="password_change"),
        name="admin_password",
    ),
    path("admin/", admin.site.urls),
    path("", include("registry.urls")),
    path("", include("layers.urls")),
]
