"""One tile of a base map: kept, fetched or read, as bytes with their type."""

import sqlite3
import struct
import zlib
from contextlib import closing
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.core.cache import caches
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported

from layers.basemaps.errors import BasemapDown

TIMEOUT_S = 4
LARGEST_BYTES = 2 * 2**20
KEPT_S = 30 * 24 * 3600
#: That there is nothing may be a slip of the service: asked again soon.
NOTHING_KEPT_S = 3600
#: After a failure a service is left alone for so long: waiting for it would hold up the site.
REST_S = 20
ABSENT = 404
#: What a file that is gone, half copied or of another kind raises in its reader.
BROKEN = (
    *(OSError, EOFError, ValueError, IndexError, struct.error, zlib.error, sqlite3.Error),
    *(MagicNumberNotFound, SpecVersionUnsupported),
)
SIGNATURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def picture(basemap, part, tile):
    """(bytes, type); None where the base map has nothing there."""
    content = read(basemap, tile) if basemap.file else fetch_once(basemap, part, tile)
    return (content, type_of(content)) if content else None


def type_of(content):
    for signature, type in SIGNATURES.items():
        if content.startswith(signature):
            return type
    raise BasemapDown


def fetch_once(basemap, part, tile):
    """Asked of the service once a month, where it has nothing once an hour; one that does not
    answer is left alone for a while.
    """
    cache = caches["basemaps"]
    # What is kept is that of the address: another service under the same name starts anew.
    url = address_of(basemap, part, tile)
    name = sha256(url.encode()).hexdigest()
    if (kept := cache.get(name)) is not None:
        return kept
    resting = f"resting:{basemap.code}"
    if cache.get(resting):
        raise BasemapDown
    try:
        content = fetch(url)
        if content:
            type_of(content)
    except BasemapDown:
        cache.set(resting, True, REST_S)
        raise
    cache.set(name, content, KEPT_S if content else NOTHING_KEPT_S)
    return content


def address_of(basemap, part, tile):
    url = basemap.urls[part]
    for name, value in (("z", tile.z), ("x", tile.x), ("y", tile.y), ("key", basemap.key)):
        url = url.replace(f"{{{name}}}", str(value))
    return url


def fetch(url):
    """What the service sends; empty where it has no such tile."""
    request = Request(url, headers={"User-Agent": "RenewalAtlas"})  # noqa: S310 (checked)
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 (http or https: checked)
            content = answer.read(LARGEST_BYTES + 1)
            # Of what was announced: cut off on the way, or too large.
            missing_bytes = answer.length
    except HTTPError as error:
        if error.code == ABSENT:
            return b""
        raise BasemapDown from error
    except (HTTPException, OSError) as error:
        raise BasemapDown from error
    if missing_bytes or len(content) > LARGEST_BYTES:
        raise BasemapDown
    return content


def read(basemap, tile):
    try:
        if basemap.file.suffix.lower() == ".mbtiles":
            return read_mbtiles(basemap.file, tile)
        return read_pmtiles(basemap.file, tile)
    except BROKEN as error:
        raise BasemapDown from error


def read_mbtiles(file, tile):
    """MBTiles count rows from the south."""
    query = "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?"
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        row = database.execute(query, (tile.z, tile.x, 2**tile.z - 1 - tile.y)).fetchone()
    return row and row[0]


def read_pmtiles(file, tile):
    with file.open("rb") as opened:
        return Reader(MmapSource(opened)).get(tile.z, tile.x, tile.y)
