"""What history keeps with every change that a request makes: who, from where, by which door."""

from pghistory.middleware import HistoryMiddleware

from registry.audit import address_of
from registry.choices import Door

#: Where the drawing page saves: see `registry.views.api`.
DRAWN = "/changes"


class DoorMiddleware(HistoryMiddleware):
    def get_context(self, request):
        return {
            **super().get_context(request),
            "door": door_of(request),
            "address": address_of(request),
        }


def door_of(request):
    """A program brings its own token; the drawing page saves by the interface, with a session."""
    if request.token:
        return Door.API
    return Door.DRAWING if request.path.endswith(DRAWN) else Door.FORM
