"""Tiles of reference layers: each shape where they are few, else only what a pixel can show.

Reference layers are a background, so nothing has to be counted. Where a tile would be too
heavy, its shapes are snapped to a grid of pixels and each different piece is sent once: three
hundred thousand streets become the pattern that one would see from there. The grid widens until
the tile is light enough.
"""

from django.core.cache import cache

from layers.catalog import BUFFER, EXTENT, REFERENCE
from layers.encoding import box, encode, in_tile, is_light
from registry.models import ReferenceShape
from registry.sql import compiled

#: Above this a tile is thinned from the start, or whenever it is heavier.
FULLEST_TILE = 4000
#: Cells across a tile, from a pixel each to wider ones; the last has nothing left to weigh.
GRIDS = (256, 128, 64, 32)
#: Shapes do not change once their layer is there.
REMEMBERED_S = 24 * 3600

THINNED = """
    SELECT ST_AsMVTGeom(ST_Collect(piece), ST_TileEnvelope(%s, %s, %s), {extent}, {buffer}) AS geom
    FROM (
        SELECT DISTINCT ST_SnapToGrid(location_web, %s) AS piece
        FROM ({near}) near
    ) pieces
    WHERE piece IS NOT NULL GROUP BY ST_Dimension(piece)
"""


def reference_tile(layer, tile):
    """Empty outside the zooms for which the layer is meant."""
    if not layer.min_zoom <= tile.z <= layer.max_zoom:
        return b""
    near = ReferenceShape.objects.filter(
        layer=layer, location_web__bboverlaps=box(tile.buffered(BUFFER / EXTENT))
    ).order_by()
    if near[: FULLEST_TILE + 1].count() <= FULLEST_TILE:
        content = encode(
            REFERENCE, *compiled(near.annotate(geom=in_tile("location_web", tile)).values("geom"))
        )
        if is_light(content):
            return content
    key = f"reference:{layer.pk}:{layer.sha256[:16]}:{tile.z}/{tile.x}/{tile.y}"
    return cache.get_or_set(key, lambda: thinned(near, tile), REMEMBERED_S)


def thinned(near, tile):
    inner, params = compiled(near.values("location_web"))
    sql = THINNED.format(near=inner, extent=EXTENT, buffer=BUFFER)
    for cells in GRIDS:
        place = [tile.z, tile.x, tile.y, tile.size_m / cells]
        content = encode(REFERENCE, sql, [*place, *params])
        if is_light(content):
            break
    return content
