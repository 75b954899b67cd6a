"""What one request of the editor may ask for; told to the browser, which keeps to it."""

#: Assets of a project that is still drawn by hand.
ASSETS = 10_000
#: Assets created, changed and deleted by one request.
CHANGES = 2000
#: Vertices of one shape.
VERTICES = 20_000
#: A request, as it is sent: all the changes with some vertices each.
BODY_BYTES = 16 * 2**20


class TooMuch(Exception):
    """More than a limit; the text says which and what to do."""
