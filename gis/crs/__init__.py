"""Coordinate systems: what they are called, and the way into storage and back."""

from gis.crs.systems import STORAGE, Crs, from_wkt, parse
from gis.crs.transform import from_storage, to_storage

__all__ = ["STORAGE", "Crs", "from_storage", "from_wkt", "parse", "to_storage"]
