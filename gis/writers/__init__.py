"""Writing files: rows in the storage system → any of the known formats."""

from gis.writers.writing import write, write_rows
from gis.writers.written import Written

__all__ = ["Written", "write", "write_rows"]
