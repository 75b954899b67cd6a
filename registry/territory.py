"""Where an asset lies against where its project is declared: warnings, never refusals."""

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from registry.models import District

ELSEWHERE = "位置不在本市范围内，或有一部分在外。"


def outlines():
    """`{code: (name, shapely outline)}` of the districts that have one, in their order."""
    rows = District.objects.outlined().annotate(shape=AsWKB("outline"))
    found = rows.values_list("code", "name", "shape")
    return {code: (name, shapely.from_wkb(bytes(shape))) for code, name, shape in found}


def warnings(location, district):
    """Sentences about a location outside its declared district or outside the city."""
    return doubts(np.array([shapely.from_wkb(bytes(location.wkb))]), district)[0]


def doubts(shapes, district):
    """A list of sentences for each of many shapely shapes; two queries.

    The city is the union of the outlines loaded; with none loaded there is nothing to say.
    """
    known = outlines()
    names = lies_in(shapes, known)
    return [
        [_told(code, "、".join(names[place]), district)] if code else []
        for place, code in enumerate(_outside(shapes, district, known))
    ]


def _told(code, names, district):
    if code == "outside_city":
        return ELSEWHERE
    return f"位置在“{names}”，不在申报地区“{district}”范围内。"


def outside(shapes, district):
    """The same question, answered by a word: None, "outside_city" or "outside_district"."""
    return _outside(shapes, district, outlines())


def _outside(shapes, district, known):
    found = np.full(len(shapes), None, dtype=object)
    if known:
        codes = (district.pk, district.parent_id)
        home = [known[code][1] for code in codes if code in known][:1]
        at_home = covered_by(home, shapes)
        in_city = at_home | covered_by([outline for _, outline in known.values()], shapes)
        found[~at_home] = "outside_district" if home else None
        found[~in_city] = "outside_city"
        found[shapely.is_missing(shapes)] = None
    return found


def lies_in(shapes, known):
    """Names of the outlined districts that each shape touches."""
    names = [[] for _ in shapes]
    for name, outline in known.values():
        shapely.prepare(outline)
        for place in np.flatnonzero(shapely.intersects(outline, shapes)):
            names[place].append(name)
    return names


def strays(project):
    """How many of a project's assets lie outside its declared district or outside the city."""
    shapes = project.assets.mapped().annotate(shape=AsWKB("location"))
    shapes = shapely.from_wkb([bytes(shape) for shape in shapes.values_list("shape", flat=True)])
    return sum(found is not None for found in outside(shapes, project.district))


def covered_by(areas, shapes):
    """True for each shape that lies wholly in the areas taken together."""
    area = shapely.union_all(areas)
    shapely.prepare(area)
    return shapely.covers(area, shapes)
