"""Formats of vector data other than the shapefile."""
