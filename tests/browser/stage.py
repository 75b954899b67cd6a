"""The records in front of the browser, set up once for all tests in a row that want the same."""

from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connection
from django.test import Client


class Stage:
    def __init__(self, clear):
        self._clear = clear
        self._shown = None
        self.keys = {}

    def show(self, title, build):
        """Empty the database and `build()`, whose users are let in; nothing where it is up."""
        if title == self._shown:
            return
        self._clear()
        self._shown = None
        self.keys = {user.username: self._open_session(user) for user in build()}
        self._shown = title

    def commit(self, work, *args, **kwargs):
        """What `work` writes the server sees: a test's own writes stay in its transaction."""

        def alone():
            try:
                return work(*args, **kwargs)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as other:
            return other.submit(alone).result()

    # Before a test begins: what that writes stays in its transaction, unseen by the server.
    def _open_session(self, user):
        client = Client()
        client.force_login(user)
        return client.cookies[settings.SESSION_COOKIE_NAME].value
