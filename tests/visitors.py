"""Browsers of tests."""

import time

from django.test import Client

from registry.accounts.sessions import USED_AT


def signed_in(user):
    """A client in whose session the user is logged in."""
    client = Client()
    client.force_login(user)
    # As after a moment of use: the first request has nothing to note.
    session = client.session
    session[USED_AT] = time.time()
    session.save()
    return client
