"""What one request of the editor may ask for; told to the browser, which keeps to it."""

from gis.bounds import MAX_LAT

#: Degrees, north and south.
LATITUDE = MAX_LAT
#: Assets of a project that is still drawn by hand.
ASSETS = 10_000
#: Assets created, changed and deleted by one request.
CHANGES = 2000
#: Vertices of one shape.
VERTICES = 20_000
#: A file that is only looked at, as it is sent.
TRACED_BYTES = 200 * 2**20
#: Vertices of it that a browser is shown.
TRACED_VERTICES = 300_000
