"""What must never happen while someone looks at a page."""

import re

#: Tiles called off by a further zoom, and pages left while something still loads.
CALLED_OFF = "net::ERR_ABORTED"
#: How htmx logs a request called off by the next one (what fails it logs as sendError besides).
LOGGED_AS_CALLED_OFF = ("htmx:afterRequest", "htmx:sendAbort")


class Watch:
    """Collects what the browser complains of; `check` tells it at the end of a test."""

    def __init__(self, origin):
        self.origin = origin
        self._complaints = []
        self._provoked = []

    def look_at(self, context):
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self._complain(f"script: {error.error}"))
        context.on("requestfailed", self._note_failure)
        context.on("request", self._note_host)

    def provoke(self, *patterns):
        """A test that provokes a complaint says which: each pattern must then come up."""
        self._provoked += patterns

    def check(self):
        unforeseen = [text for text in self._complaints if not self._is_provoked(text)]
        assert not unforeseen, "\n".join(unforeseen)
        silent = [each for each in self._provoked if not self._came_up(each)]
        assert not silent, f"provoked, but never seen: {silent}"

    def _note_console(self, message):
        if message.type == "error" and not message.text.startswith(LOGGED_AS_CALLED_OFF):
            place = message.location
            self._complain(f"console: {message.text} ({place['url']}:{place['lineNumber']})")

    def _note_failure(self, request):
        if request.failure != CALLED_OFF:
            self._complain(f"request: {request.failure} {request.url}")

    def _note_host(self, request):
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self._complain(f"another host: {request.url}")

    def _complain(self, text):
        self._complaints.append(text)

    def _is_provoked(self, text):
        return any(re.search(pattern, text) for pattern in self._provoked)

    def _came_up(self, pattern):
        return any(re.search(pattern, text) for text in self._complaints)
