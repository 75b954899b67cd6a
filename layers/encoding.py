"""Rows with a shape → the bytes of a Mapbox Vector Tile, and what these weigh on the way."""

from django.contrib.gis.geos import Polygon
from django.db import connection

from gis.functions import TilePiece, TileShape
from layers.catalog import BUFFER, EXTENT, HEAVIEST_GZ
from registry.views.compressing import compressed


def encode(layer, rows, params):
    sql = f"SELECT ST_AsMVT(tile, %s, %s, 'geom') FROM ({rows}) tile WHERE geom IS NOT NULL"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [layer.name, EXTENT, *params])
        return bytes(cursor.fetchone()[0])


def is_light(content):
    return len(content) <= HEAVIEST_GZ or len(compressed(content)) <= HEAVIEST_GZ


def in_tile(column, tile):
    return TileShape(column, z=tile.z, x=tile.x, y=tile.y, extent=EXTENT, buffer=BUFFER)


def piece_in(column, tile):
    return TilePiece(column, z=tile.z, x=tile.x, y=tile.y, extent=EXTENT)


def box(bounds, srid=3857):
    polygon = Polygon.from_bbox(bounds)
    polygon.srid = srid
    return polygon
