"""Exact shapes as GeoJSON in EPSG:4490, longitude before latitude, unlike those of tiles.

GEOS writes the shortest text that reads back as the same double, so whoever snaps to a
vertex gets that very vertex; PostGIS would round to a number of digits.
"""

import json
from json.encoder import encode_basestring_ascii as quoted

import shapely
from django.contrib.gis.db.models.functions import AsWKB

from registry.models import Asset, District, Project

#: So many shapes of a neighbourhood are sent; beyond, none: snapping to a part of them misleads.
NEIGHBOURS = 40_000
OWN = ("id", "kind", "medium", "name", "number")


def shapes_of(project):
    """The mapped assets of a project, and what it is called."""
    named = {name: name for name in OWN}
    return collection(project.assets.mapped(), named, told={"project": project.name})


def neighbourhood(user, box, without=""):
    """Mapped assets of all projects that the user may look at, where they meet a box."""
    projects = Project.objects.visible_to(user).exclude(number=without)
    near = Asset.objects.filter(location__intersects=box, project__in=projects.order_by())
    named = {name: name for name in OWN} | {"project": "project__number"}
    return collection(near, named, most=NEIGHBOURS)


def outlines():
    """The districts that have an outline."""
    named = {"code": "code", "name": "name", "parent": "parent_id"}
    return collection(District.objects.outlined(), named, column="outline")


def collection(rows, named, *, column="location", most=None, told=None):
    """A FeatureCollection; `named` are properties and the columns they come from, `told` what is
    said of all of them.

    With `most` it says whether it is complete, and is empty where there are more.
    """
    # Counted first: the shapes of a neighbourhood that is too crowded would be read for nothing.
    is_complete = most is None or rows.order_by()[: most + 1].count() <= most
    told = (told or {}) | ({} if most is None else {"complete": is_complete})
    rows = rows.annotate(shape=AsWKB(column)).order_by("pk").values_list("shape", *named.values())
    found = list(rows) if is_complete else []
    shapes = shapely.to_geojson(shapely.from_wkb([bytes(row[0]) for row in found])).tolist()
    keys = [quoted(name) for name in named]
    features = ",".join(
        _feature(shape, keys, row[1:]) for shape, row in zip(shapes, found, strict=True)
    )
    members = "".join(f",{quoted(name)}:{json.dumps(value)}" for name, value in told.items())
    return f'{{"type":"FeatureCollection","features":[{features}]{members}}}'


def _feature(shape, keys, values):
    # Half of all the time would go into json.dumps otherwise.
    told = ",".join(
        f"{key}:{quoted(value) if isinstance(value, str) else json.dumps(value)}"
        for key, value in zip(keys, values, strict=True)
    )
    return f'{{"type":"Feature","properties":{{{told}}},"geometry":{shape}}}'
