"""Tables: Excel and delimited text, with coordinates in columns or without."""

from gis.readers.tables.sheets import read

__all__ = ["read"]
