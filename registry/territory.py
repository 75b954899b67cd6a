"""Where an asset lies against where its project is declared: warnings, and a refusal only of what
no asset of the city can be.
"""

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from gis.geometry import METRES_PER_DEGREE, geodesic_length_m
from registry.models import District

ELSEWHERE = "位置不在本市范围内，或有一部分在外。"
#: A line so long on the map, and so many times as long as it is said to be, has a wrong vertex;
#: about a thousand times, give or take a fifth, are kilometres taken for metres.
LONG_M, TIMES = 10_000, 100
KILOMETRES, ABOUT = 1e-3, 0.2
#: No pipe of a city goes on so far beyond it, also where only some of its districts are outlined.
LEAST_REACH_DEG = 2.0


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


def stretched(shapes, declared_m):
    """`{place: (code, params)}` of lines and areas that cannot be: a digit too many in one vertex.

    "reaches_too_far": part of it lies in the city and part beyond the city's edge by more than the
    city is wide (or high), at least by some 200 km. "far_too_long": a line of 10 km or more that is
    on the map over a hundred times as long as it is declared to be (`declared_m`, NaN where nothing
    is).
    """
    # Short ones, nearly all, are not measured and take no query.
    long = np.flatnonzero(shapely.length(shapes) * METRES_PER_DEGREE >= LONG_M)
    if not len(long):
        return {}
    return _far_too_long(long, shapes, declared_m) | _reaching_far(long, shapes)


def _far_too_long(places, shapes, declared_m):
    mapped, declared = geodesic_length_m(shapes[places]), declared_m[places]
    with np.errstate(invalid="ignore"):
        wrong = (declared > 0) & (mapped >= LONG_M) & (mapped > TIMES * declared)
        wrong &= np.abs(declared / mapped / KILOMETRES - 1) >= ABOUT
    told = zip(places[wrong], mapped[wrong], declared[wrong], strict=True)
    return {
        int(place): ("far_too_long", {"mapped": round(float(long)), "declared": float(said)})
        for place, long, said in told
    }


def _reaching_far(places, shapes):
    outlines_ = [outline for _, outline in outlines().values()]
    if not outlines_:
        return {}
    city = shapely.union_all(outlines_)
    west, south, east, north = city.bounds
    bounds = shapely.bounds(shapes[places])
    beyond_x = np.maximum(west - bounds[:, 0], bounds[:, 2] - east)
    beyond_y = np.maximum(south - bounds[:, 1], bounds[:, 3] - north)
    far = beyond_x > max(east - west, LEAST_REACH_DEG)
    far |= beyond_y > max(north - south, LEAST_REACH_DEG)
    far &= shapely.intersects(city, shapes[places])
    shrunk = np.cos(np.radians((south + north) / 2))
    reach = np.maximum(np.maximum(beyond_x * shrunk, beyond_y), 0) * METRES_PER_DEGREE / 1000
    return {
        int(places[spot]): ("reaches_too_far", {"km": round(float(reach[spot]))})
        for spot in np.flatnonzero(far)
    }


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
