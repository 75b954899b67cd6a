"""Reading files: any of the known formats → rows in the storage system, with remarks."""

from gis.readers.reading import read
from gis.readers.source import Source

__all__ = ["Source", "read"]
