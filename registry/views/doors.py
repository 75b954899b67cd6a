"""What history keeps with every change that a request makes: who, from where, by which door."""

from pghistory.middleware import HistoryMiddleware

from registry.audit import address_of
from registry.choices import Door


class DoorMiddleware(HistoryMiddleware):
    def get_context(self, request):
        return {
            **super().get_context(request),
            "door": door_of(request),
            "address": address_of(request),
        }


def door_of(request):
    """The drawing page saves by the interface, with a session; a program brings its own token."""
    if not request.path.startswith("/api/"):
        return Door.FORM
    return Door.API if "Authorization" in request.headers else Door.DRAWING
