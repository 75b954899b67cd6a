"""Readers against broken files: ``python -m tests.gis.fuzz --minutes 30``."""
