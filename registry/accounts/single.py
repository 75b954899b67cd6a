"""Single sign-on by OpenID Connect: who the provider names must have an account here already.

No account is made and no right is given by it: both are the administrators' own doing.
"""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from mozilla_django_oidc.auth import OIDCAuthenticationBackend


def is_single(session):
    """Whether somebody has signed in by it, so that no password here concerns him."""
    return session.get(BACKEND_SESSION_KEY) == f"{__name__}.{SingleSignOn.__name__}"


class SingleSignOn(OIDCAuthenticationBackend):
    def verify_claims(self, claims):
        return bool(self.get_username(claims))

    def get_username(self, claims):
        """What is no name (a null, a list, a NUL in it) is nobody's."""
        told = claims.get(settings.SSO.get("username_claim", "preferred_username"))
        name = str(told) if type(told) in {str, int} else ""
        return name if name.isprintable() else ""

    def filter_users_by_claims(self, claims):
        username = self.get_username(claims)
        return self.UserModel.objects.filter(username=username, is_active=True)

    def create_user(self, claims):
        return None

    def describe_user_by_claims(self, claims):
        return self.get_username(claims)
