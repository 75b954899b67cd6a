from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView

from registry.views.codes import login_code
from registry.views.sign_in import PasswordChange, SignIn, SignOut, admin_door

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
    path("admin/login/", admin_door),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
    path("", include("registry.urls")),
    path("", include("layers.urls")),
]
