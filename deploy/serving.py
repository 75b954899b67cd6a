"""gunicorn's worker, which says in plain words that an address is longer than it reads."""

from contextlib import suppress

from django.template.loader import render_to_string
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request from ip=%s: %s", addr[0] if addr else "", exc)
        with suppress(OSError):  # gone, as its sender may be at any time
            client.sendall(too_long())


def too_long():
    body = render_to_string("414.html").encode()
    head = (
        "HTTP/1.1 414 URI Too Long",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*head, "", "")).encode() + body
