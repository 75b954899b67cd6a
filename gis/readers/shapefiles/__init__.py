"""Shapefiles: the shapes through GDAL, the attributes by ourselves."""
