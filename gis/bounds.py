"""Where the world of records ends, in degrees."""

#: Beyond 85° the web map has no tiles, and its projection grows without bound.
MAX_LON, MAX_LAT = 180, 85
