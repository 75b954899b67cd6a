"""In which system the coordinates of a file are: as ordered, as it says, or as its numbers tell."""

import re

import numpy as np
import shapely
from django.contrib.gis.db.models import Union
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon

from gis.crs import STORAGE, parse, to_storage
from gis.crs.deduce import deduce, is_reduced
from gis.crs.suspicion import suspect_offset
from gis.errors import GisError, UnknownCrs
from registry.exchange import messages
from registry.exchange.mapping import IDENTITY, column_called
from registry.exchange.memory import whose_system
from registry.exchange.surveying import sample_of, unread
from registry.exchange.systems import declared, has_shapes, own_parameters, system_of
from registry.exchange.targets import known_projects
from registry.exchange.unplaced import suggested_code, suggestion
from registry.models import Asset, District
from registry.systems import EXPORTED, SYSTEM_CHARS

#: Readings shown, and registered shapes compared with when an offset is suspected.
READINGS, COMPARED = 8, 5000
#: So much of a file must lie in the city for its system to be believed.
HALF = 0.5
SYSTEM_IN_NAME = re.compile(r"_(\d{4})_\d{8}(?!\d)")
NAMED = "本系统导出的文件，文件名写明了坐标系；按它读，坐标落在本市。"
RECALLED = "上次同样表头的文件用的；按它读，坐标落在本市。"


def system_for(staged, given, name, *, takes_guess=False):
    """As ordered or as the file says, else as its numbers tell; and which of the three it was.

    Numbers that only may be in a system tell it to those alone who take a guess.
    """
    if given or staged.crs or not has_shapes(staged):
        return system_of(staged, given, name), "given" if given else "file"
    area = city_area()
    readings = deduce(sample_of(staged), area)
    if not readings or (is_guess(readings, area) and not takes_guess):
        is_blind = readings and area is None
        raise UnknownCrs("crs_unlocated" if is_blind else "crs_missing", name=name)
    return readings[0].crs, "deduced"


def is_guess(readings, area):
    """Whether the numbers may be in others as well. Without an area to bear it out none is more
    than possible; there the only one that fits, as by a zone's number, is no guess.
    """
    return readings[0].certainty == "possible" and (area is not None or len(readings) > 1)


def touches_city(shapes, area):
    """Whether any shape comes near the city; only some districts may be outlined, so the box of
    what is outlined stands for it. Without outlines nothing is far.
    """
    if area is None:
        return True
    city = shapely.box(*area.bounds)
    return bool(shapely.intersects(shapely.box(*shapely.bounds(shapes).T), city).any())


def crs_part(staged, order, shapes, memory):
    """As ordered, as the file says, else the readings that its numbers allow: first that in which
    its name or the last file with such a header (`memory`) says it to be.
    """
    if order.crs:
        crs = parse(order.crs, parameters=own_parameters())
        told = crs_told("given", crs, shapes, order)
        if staged.crs is None:
            # Where the file says nothing, the other readings stay to be chosen from.
            told |= {"readings": readings_of(staged, shapes, memory), "is_silent": True}
        return told | unplaced_part(staged), crs
    is_said = staged.crs is not None and staged.crs_from != "format"
    if staged.is_unplaced or not (is_said or len(shapes)):
        return {
            "state": "none",
            "found": None,
            "sure": "",
            "is_unread": bool(unread(staged)),
            "override": "crs",
            **unplaced_part(staged),
        }, STORAGE
    if staged.crs is None:
        readings = readings_of(staged, shapes, memory)
        first = readings[0] if readings else {"crs": None, "certainty": "unknown"}
        sure = first["crs"] and parse(first["crs"], parameters=own_parameters())
        return {
            "state": "deduced" if readings else "needed",
            "found": first["crs"],
            "sure": first["certainty"],
            "readings": readings,
            "is_said": bool(first.get("is_said")),
            "is_reduced": not readings and is_reduced(shapes),
            "suspicion": suspicion(shapes, sure, order),
            "override": "crs",
        }, sure
    try:
        crs = declared(staged.crs)
    except GisError as error:
        is_secret = error.code == "datum_not_convertible"
        # What it says is no use: the numbers may be, but only a person can take them at that.
        readings = [] if is_secret else deduce(shapes, city_area())[:READINGS]
        return {
            "state": "secret" if is_secret else "unknown",
            "found": None,
            "sure": "sure",
            "text": staged.crs[:SYSTEM_CHARS],
            "why": [messages.of_error(error)],
            "readings": list(map(reading_line, readings)),
            "override": "crs",
        }, None
    state = "file" if staged.crs_from != "format" else "format"
    return crs_told(state, crs, shapes, order), crs


def unplaced_part(staged):
    """That a table has no columns of coordinates, and which look like some."""
    if not staged.is_unplaced:
        return {}
    found = suggestion(staged, city_area())
    told = [messages.own("places_missing", {"count": staged.row_count})]
    told += [messages.own(suggested_code(found), found)] if found else []
    return {"suggested": found, "unplaced": told}


def crs_told(state, crs, shapes, order):
    better = better_readings(shapes, crs)
    suspected = suspicion(shapes, crs, order)
    return {
        "state": state,
        "found": crs.text,
        "name": crs.definition.name,
        "datum": crs.datum,
        "sure": "doubtful" if better else "unsettled" if suspected else "sure",
        "readings": list(map(reading_line, better[:READINGS])),
        "unconverted": crs.unconverted,
        "suspicion": suspected,
        "override": "crs",
    }


def better_readings(shapes, crs):
    """What else the numbers may be where, read as said, they lie outside the city: a .prj may lie
    too, and X may be north. Empty where they lie in it, or where nothing brings them in.
    """
    area = city_area()
    points = shapely.get_coordinates(shapely.force_2d(shapes))
    if area is None or not len(points) or share_inside(points, crs, area) >= HALF:
        return []
    found = [reading for reading in deduce(shapes, area) if reading.crs.text != crs.text]
    return [reading for reading in found if reading.inside >= HALF]


def readings_of(staged, shapes, memory):
    """Of a file that says nothing: what its name says or the last such file was in, where its
    numbers bear that out; then what they allow.
    """
    area = city_area()
    found = list(map(reading_line, deduce(shapes, area)[:READINGS]))
    said = [(named_system(staged), "likely", NAMED)]
    if memory:
        said.append((memory.get("crs"), whose_system(memory), RECALLED))
    for text, certainty, why in said:
        if text and (line := line_of(text, shapes, area)):
            others = [each for each in found if each["crs"] != line["crs"]]
            return [line | {"certainty": certainty, "why": [why], "is_said": True}, *others]
    return found


def named_system(staged):
    """What a CSV of our own export says of its system: in its name (`exports.file_name`)."""
    is_own = column_called(IDENTITY, [column.name for column in staged.columns])
    found = is_own and staged.driver == "CSV" and SYSTEM_IN_NAME.search(staged.layer)
    text = found and f"EPSG:{found[1]}"
    return text if text in EXPORTED else None


def line_of(text, shapes, area):
    """A system as a reading of these shapes; None where it does not bring them into the city."""
    if area is None:
        return None
    try:
        crs = parse(text, parameters=own_parameters())
        places = shapely.get_coordinates(to_storage(shapely.force_2d(shapes), crs))
    except GisError:
        return None
    # Empty shapes lie nowhere.
    inside = share_of(places, area) if len(places) else 0
    if inside < HALF:
        return None
    sound = places[np.isfinite(places).all(axis=1)]
    bounds = [*sound.min(axis=0).tolist(), *sound.max(axis=0).tolist()]
    return {
        "crs": crs.text,
        "name": crs.definition.name,
        "inside": round(inside, 3),
        "bounds": bounds,
    }


def share_inside(points, crs, area):
    places = shapely.get_coordinates(to_storage(shapely.points(points), crs))
    return share_of(places, area)


def share_of(places, area):
    return np.count_nonzero(shapely.contains_xy(area, places)) / len(places)


def reading_line(reading):
    return {
        "crs": reading.crs.text,
        "name": reading.crs.definition.name,
        "inside": round(reading.inside, 3),
        "certainty": reading.certainty,
        "why": [messages.of_remark(remark) for remark in reading.why],
        "bounds": list(reading.bounds_4490),
    }


def suspicion(shapes, crs, order):
    """GCJ-02 or BD-09 under another name, where what is registered nearby speaks for it."""
    if crs is None or crs.offset or not crs.definition.is_geographic or not len(shapes):
        return None
    flat = shapely.force_2d(shapes)
    found = suspect_offset(flat, registered=nearby(flat, order), area=city_area())
    if found is None:
        return None
    return {"crs": found.offset, "count": found.count, "why": messages.of_remark(found.why)}


def nearby(shapes, order):
    """Registered shapes around the sample: what is known to be in its place.

    Only of projects that the person may look at: a hint is an answer too.
    """
    west, south, east, north = shapely.total_bounds(shapes)
    if not np.isfinite([west, south, east, north]).all():
        return np.array([], dtype=object)
    around = Polygon.from_bbox((west - 0.02, south - 0.02, east + 0.02, north + 0.02))
    around.srid = 4490
    visible = known_projects(order).order_by().values("pk")
    chosen = Asset.objects.filter(location__bboverlaps=around, project__in=visible)
    chosen = chosen.annotate(shape=AsWKB("location"))
    found = chosen.order_by().values_list("shape", flat=True)[:COMPARED]
    return shapely.from_wkb([bytes(shape) for shape in found])


def city_area():
    """The union of the outlines loaded; None where none is."""
    area = District.objects.outlined().aggregate(area=Union("outline"))["area"]
    return area and shapely.from_wkb(bytes(area.wkb))
