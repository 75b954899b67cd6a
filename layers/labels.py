"""Tiles of names: of districts, and of a question's projects where one looks closely.

A district's name stands at one point, in the one half-open tile that holds it (its west and its
south side belong to a tile). A project is named in each tile that something of it reaches into,
on its widest piece there, so that what one looks at has a name and a name has something under it.
Who draws them shows each name once and finds its place beside the others.
"""

from django.db.models import F

from gis.functions import Coordinate
from layers.catalog import BUFFER, EXTENT, LABELS, MOST_LABELS, PROJECT_NAMES_FROM_ZOOM
from layers.encoding import box, encode, in_tile, piece_in
from layers.near import assets_near
from registry.models import District
from registry.models.projects import number_of
from registry.sql import compiled


def district_labels(tile):
    west, south, east, north = tile.bounds
    rows = District.objects.order_by().filter(label_web__bboverlaps=box(tile.bounds))
    rows = rows.alias(px=Coordinate("X", "label_web"), py=Coordinate("Y", "label_web"))
    rows = rows.filter(px__gte=west, px__lt=east, py__gte=south, py__lt=north)
    rows = rows.annotate(geom=in_tile("label_web", tile))
    return encode(LABELS, *compiled(rows.values("geom", "code", "name")))


def project_labels(question, tile):
    """The dearest of a tile's projects, by which one finds one's way; none from afar."""
    if tile.z < PROJECT_NAMES_FROM_ZOOM:
        return b""
    inner, params = compiled(widest_pieces(question, tile))
    sql = f"""
        SELECT ST_AsMVTGeom(
                   ST_ClosestPoint(piece, ST_Centroid(piece)),
                   ST_TileEnvelope(%s, %s, %s), {EXTENT:d}, {BUFFER:d}) AS geom,
               code, called AS name, wan::float AS wan, round(span_m)::int AS span_m
        FROM ({inner}) seen
        ORDER BY seen.wan DESC NULLS LAST, project_id LIMIT {MOST_LABELS:d}
    """  # noqa: S608
    return encode(LABELS, sql, [tile.z, tile.x, tile.y, *params])


def widest_pieces(question, tile):
    """Of each project the piece that spans most of the tile, width and height together."""
    rows, _ = assets_near(question, tile)
    pieces = rows.alias(piece=piece_in("location_web", tile))
    wide, high = (
        Coordinate(f"{axis}Max", "piece") - Coordinate(f"{axis}Min", "piece") for axis in "XY"
    )
    # A piece without anything spans nothing, not even 0.
    pieces = pieces.annotate(span_m=wide + high).filter(span_m__isnull=False)
    named = pieces.annotate(
        piece=F("piece"),
        code=number_of("project_id"),
        called=F("project__name"),
        wan=F("project__investment_wan"),
    )
    widest = named.order_by("project_id", F("span_m").desc(), "pk").distinct("project_id")
    return widest.values("project_id", "piece", "span_m", "code", "called", "wan")
