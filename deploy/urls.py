from django.urls import include, path

from registry.views.codes import login_code
from registry.views.sign_in import PasswordChange, SignIn, SignOut
from registry.views.single import single_end, single_start

handler400 = "registry.views.errors.bad_request"
handler404 = "registry.views.errors.not_found"
urlpatterns = [
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/code/", login_code, name="login_code"),
    path("accounts/logout/", SignOut.as_view(), name="logout"),
    path("accounts/password/", PasswordChange.as_view(), name="password_change"),
    path("sso/", single_start, name="oidc_authentication_init"),
    path("sso/callback/", single_end, name="oidc_authentication_callback"),
    path("", include("registry.urls")),
    path("", include("layers.urls")),
]
