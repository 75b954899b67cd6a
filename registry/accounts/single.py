"""Single sign-on: who the provider names must have an account here already.

No account is made and no right is given by it: both are the administrators' own doing.
"""

from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import requests
from cas import CASClient
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from registry.models import User

#: What comes of a server that is down, or says something that is not CAS.
UNREADABLE = (requests.RequestException, ParseError, ValueError, LookupError, AttributeError)
#: So long the provider of tickets may take to vouch for one.
ANSWER_S = 10


def is_single(session):
    """Whether somebody has signed in by it, so that no password here concerns him."""
    return session.get(BACKEND_SESSION_KEY) in {
        f"{__name__}.{backend.__name__}" for backend in (SingleSignOn, TicketSignOn)
    }


def name_of(told):
    """What is no name (a null, a list, a NUL in it) is nobody's."""
    name = str(told) if type(told) in {str, int} else ""
    return name if name.isprintable() else ""


def accounts_of(name):
    return User.objects.filter(username=name, is_active=True)


class SingleSignOn(OIDCAuthenticationBackend):
    """By OpenID Connect: a signed token says who has come."""

    def verify_claims(self, claims):
        return bool(self.get_username(claims))

    def get_username(self, claims):
        return name_of(claims.get(settings.SSO.get("username_claim", "preferred_username")))

    def filter_users_by_claims(self, claims):
        return accounts_of(self.get_username(claims))

    def create_user(self, claims):
        return None

    def describe_user_by_claims(self, claims):
        return self.get_username(claims)


class TicketSignOn(ModelBackend):
    """By CAS: the server, asked about the ticket, says who has come."""

    def authenticate(self, request, ticket=None, service_url=None):
        if not ticket:
            return None
        try:
            told, _, _ = ticket_client(service_url).verify_ticket(ticket)
        except UNREADABLE as error:
            raise NoAnswer(urlsplit(settings.SSO["server_url"]).hostname) from error
        name = name_of(told)
        return accounts_of(name).first() if name else None


class NoAnswer(Exception):
    """The provider could not be asked, or did not speak CAS."""


def ticket_client(service_url):
    server_url = settings.SSO["server_url"].rstrip("/") + "/"
    return CASClient(
        version=settings.SSO.get("cas_version", 3),
        server_url=server_url,
        service_url=service_url,
        session=Hurried(),
    )


class Hurried(requests.Session):
    """Waits no longer than a person would."""

    def request(self, method, url, **kwargs):
        return super().request(method, url, **{"timeout": ANSWER_S, **kwargs})
