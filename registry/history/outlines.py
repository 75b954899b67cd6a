"""Shapes of history as GeoJSON in EPSG:4490: what was before, what came of it."""

import json

import shapely

from registry.choices import Operation

OLD, NEW = "old", "new"
OWN = ("id", "kind", "medium", "name", "number")


def outlines_of(acts):
    """Of each step that the map has something to show of, by the step's name."""
    found = [
        ({"step": step.name, "state": state, "title": step.title}, row.location)
        for act in acts
        for step in act.steps
        if step.is_reshaped
        for state, row in states_of(step)
        if row.location is not None
    ]
    return collection(found)


def states_of(step):
    yield OLD, step.before
    if step.operation != Operation.DELETE:
        yield NEW, step.after


def outlines_then(past):
    """All assets of a project at a moment, as its page shows those of today."""
    if past.project is None:
        return collection([])
    assets = (asset for asset in past.assets(past.asset_keys) if asset.location is not None)
    return collection([({n: getattr(a, n) for n in OWN}, a.location) for a in assets])


def collection(found):
    shapes = shapely.from_wkb([bytes(location.wkb) for _, location in found])
    features = ",".join(
        f'{{"type":"Feature","properties":{json.dumps(told)},"geometry":{shape}}}'
        for (told, _), shape in zip(found, shapely.to_geojson(shapes).tolist(), strict=True)
    )
    return f'{{"type":"FeatureCollection","features":[{features}]}}'
