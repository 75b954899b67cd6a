"""Tiles of names: of districts, and of a question's projects where one looks closely.

A name stands at one point, in the one half-open tile that holds it (its west and its south side
belong to a tile); who draws it finds its place beside the others.
"""

from django.db.models import F, FloatField
from django.db.models.functions import Cast

from gis.functions import Coordinate
from layers.catalog import LABELS, MOST_LABELS, PROJECT_NAMES_FROM_ZOOM
from layers.encoding import box, encode, in_tile
from registry.models import District, ProjectTotal
from registry.sql import compiled


def district_labels(tile):
    rows = standing(District.objects.order_by(), "label_web", tile)
    return encode(LABELS, *compiled(rows.values("geom", "code", "name")))


def project_labels(question, tile):
    """The dearest of a tile's projects, by which one finds one's way; none from afar."""
    if tile.z < PROJECT_NAMES_FROM_ZOOM:
        return b""
    rows = standing(question.chosen(ProjectTotal), "point_web", tile)
    wan = Cast("investment_wan", FloatField())
    rows = rows.annotate(code=F("project__number"), name=F("project__name"), wan=wan)
    dearest = rows.order_by(F("investment_wan").desc(nulls_last=True), "project_id")
    return encode(LABELS, *compiled(dearest.values("geom", "code", "name", "wan")[:MOST_LABELS]))


def standing(rows, point, tile):
    """Rows whose point lies in the tile, with its place there."""
    west, south, east, north = tile.bounds
    rows = rows.filter(**{f"{point}__bboverlaps": box(tile.bounds)})
    rows = rows.alias(px=Coordinate("X", point), py=Coordinate("Y", point))
    rows = rows.filter(px__gte=west, px__lt=east, py__gte=south, py__lt=north)
    return rows.annotate(geom=in_tile(point, tile))
