"""The exact shapes of a project's assets as GeoJSON, unlike those of tiles."""

import json

from django.contrib.gis.db.models.functions import AsGeoJSON

#: 1e-9 degrees are a tenth of a millimetre.
DIGITS = 9
PROPERTIES = ("id", "kind", "medium", "name", "number")


def shapes_of(project):
    """A FeatureCollection in EPSG:4490, longitude before latitude; mapped assets only."""
    rows = project.assets.mapped().annotate(shape=AsGeoJSON("location", precision=DIGITS))
    features = ",".join(_feature(*row) for row in rows.values_list("shape", *PROPERTIES))
    return f'{{"type":"FeatureCollection","features":[{features}]}}'


def _feature(shape, *values):
    properties = json.dumps(dict(zip(PROPERTIES, values, strict=True)), ensure_ascii=False)
    return f'{{"type":"Feature","properties":{properties},"geometry":{shape}}}'
