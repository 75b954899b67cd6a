"""Single sign-on by OpenID Connect: who the provider names must have an account here already.

No account is made and no right is given by it: both are the administrators' own doing.
"""

from django.conf import settings
from mozilla_django_oidc.auth import OIDCAuthenticationBackend


class SingleSignOn(OIDCAuthenticationBackend):
    def verify_claims(self, claims):
        return bool(self.get_username(claims))

    def get_username(self, claims):
        return str(claims.get(settings.SSO.get("username_claim", "preferred_username"), ""))

    def filter_users_by_claims(self, claims):
        username = self.get_username(claims)
        return self.UserModel.objects.filter(username=username, is_active=True)

    def create_user(self, claims):
        return None

    def describe_user_by_claims(self, claims):
        return self.get_username(claims)
