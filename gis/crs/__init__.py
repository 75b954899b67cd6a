"""Coordinate systems: what they are called, and the way into storage and back."""

from gis.crs.datums import SevenParameters
from gis.crs.esri import esri_wkt
from gis.crs.naming import parse
from gis.crs.recognising import from_wkt, says_nothing
from gis.crs.systems import STORAGE, Crs
from gis.crs.transform import from_storage, points_to_storage, to_storage

__all__ = [
    "STORAGE",
    "Crs",
    "SevenParameters",
    "esri_wkt",
    "from_storage",
    "from_wkt",
    "parse",
    "points_to_storage",
    "says_nothing",
    "to_storage",
]
