"""Where an asset lies against where its project is declared: warnings, never refusals."""

import numpy as np
import shapely
from django.contrib.gis.db.models import Union

from registry.models import District


def warnings(location, district):
    """Sentences about a location outside its declared district or outside the city.

    The city is the union of the outlines loaded; with none loaded there is nothing to say.
    """
    outlined = District.objects.outlined()
    home = home_of(district)
    if home and outlined.covering(location).filter(pk=home).exists():
        return []
    touched = outlined.filter(outline__intersects=location)
    if not within_city(location, touched):
        return ["位置不在本市范围内，或有一部分在外。"] if outlined.exists() else []
    if home:
        names = "、".join(touched.values_list("name", flat=True))
        return [f"位置在“{names}”，不在申报地区“{district}”范围内。"]
    return []


def outside(shapes, district):
    """The same question of many shapely shapes: None, "outside_city" or "outside_district"."""
    found = np.full(len(shapes), None, dtype=object)
    outlines = dict(District.objects.outlined().values_list("pk", "outline"))
    if outlines:
        home = [outlines[code] for code in (home_of(district),) if code]
        at_home = covered_by(home, shapes)
        in_city = at_home | covered_by(outlines.values(), shapes)
        found[~at_home] = "outside_district" if home else None
        found[~in_city] = "outside_city"
        found[shapely.is_missing(shapes)] = None
    return found


def strays(project):
    """How many of a project's assets lie outside its declared district or outside the city."""
    locations = project.assets.mapped().values_list("location", flat=True)
    shapes = shapely.from_wkb([bytes(location.wkb) for location in locations])
    return sum(found is not None for found in outside(shapes, project.district))


def covered_by(outlines, shapes):
    """True for each shape that lies wholly in the outlines taken together."""
    area = shapely.union_all([shapely.from_wkb(bytes(outline.wkb)) for outline in outlines])
    shapely.prepare(area)
    return shapely.covers(area, shapes)


def home_of(district):
    """Code of the outline that judges a district: its own, or that of what it is part of."""
    outlined = set(
        District.objects.outlined()
        .filter(pk__in=(district.pk, district.parent_id))
        .values_list("pk", flat=True)
    )
    return next((code for code in (district.pk, district.parent_id) if code in outlined), None)


def within_city(location, touched):
    city = touched.aggregate(city=Union("outline"))["city"]
    return city is not None and city.covers(location)
