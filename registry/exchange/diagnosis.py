"""What a file is, shown before anything is written: found, how sure, why, and how to override.

Plain JSON for the page: each part names in `override` the attribute of the order that says
otherwise; `proposal` is an order made of all that was found.
"""

import json
from dataclasses import asdict

import numpy as np
import shapely
from django.contrib.gis.db.models import Union
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon

from gis.crs import STORAGE, parse, to_storage
from gis.crs.deduce import deduce, is_reduced
from gis.crs.suspicion import suspect_offset
from gis.errors import GisError
from registry.exchange import mapping, messages
from registry.exchange.cleaning import attempt
from registry.exchange.guessing import columns_of, kind_guesses, samples_of, shape_shares
from registry.exchange.hints import hints_of
from registry.exchange.memory import (
    as_hinted,
    header_of,
    is_about,
    remembered,
    table_in,
    with_memory,
)
from registry.exchange.order import UPDATE
from registry.exchange.surveying import sample_of, survey, unread
from registry.exchange.systems import declared, own_parameters
from registry.exchange.targets import known_projects
from registry.exchange.unplaced import suggested_code, suggestion
from registry.kinds import KINDS
from registry.models import Asset, District
from registry.systems import SYSTEM_CHARS

#: Readings shown, and registered shapes compared with when an offset is suspected.
READINGS, COMPARED = 8, 5000
#: What is to be seen of codes before anything is decided: no remark among others.
CODES_DOUBTED = frozenset({"codes_unnamed", "codes_too_many"})
#: So much of a file must lie in the city for its system to be believed.
HALF = 0.5


def diagnose(staged, order, *, progress=None):
    """Everything there is to say about a staged file, as plain JSON."""
    progress = progress or (lambda done, total, text="": None)
    samples = samples_of(staged)
    shapes = sample_of(staged)
    system, crs = crs_part(staged, order, shapes)
    shares = shape_shares(shapely.get_type_id(shapes).tolist())
    hints = hints_of(staged, samples, shares)
    guesses = kind_guesses(samples, shares, hints.kind, staged.own_names)
    memory = remembered(header_of(staged), order.user)
    kinds, kind = kind_part(order, samples, guesses, memory)
    memory = as_hinted(memory, hints)
    recalled = recalled_part(order, staged, memory, kind)
    order = with_memory(order, memory, kind)
    columns = columns_of(staged, order, kind, samples, memory, hints)
    surveyed = survey(staged, crs, kind, progress)
    noticed = [remark for remark in staged.warnings if remark.code not in CODES_DOUBTED]
    remarks = [*noticed, *staged.rejects]
    return {
        "format": {
            "driver": staged.driver,
            "layer": staged.layer,
            "layers": staged.layers,
            "layer_notes": staged.layer_notes,
            "rows": staged.row_count,
            "override": "layer",
        },
        "encoding": encoding_part(staged),
        "codes": codes_part(staged),
        "crs": system,
        "kinds": kinds,
        "hints": asdict(hints),
        "recalled": recalled,
        "columns": {"found": list(map(asdict, columns)), "override": "columns"},
        "table": {"found": staged.tables, "override": "table"} if staged.tables else None,
        "geometry": {**surveyed.told(), "override": "mends"},
        "preview": {"bounds": surveyed.bounds, "features": list(map(json.loads, surveyed.preview))},
        "remarks": [remark_line(remark) for remark in remarks[:500]],
        "rejects": len(staged.rejects),
        "proposal": proposal(order, system, kinds, columns, hints),
    }


def remark_line(remark):
    text = messages.of_remark(remark)
    return {"row": remark.row, "field": remark.field, "code": remark.code, "text": text}


def encoding_part(staged):
    """Doubts are said where there are any; the samples are as they will be stored."""
    doubts = [remark for remark in staged.warnings if remark.code.startswith("encoding_")]
    return {
        "found": staged.encoding,
        "sure": not doubts,
        "why": [messages.of_remark(remark) for remark in doubts],
        "samples": staged.sample_texts,
        "override": "encoding",
    }


def codes_part(staged):
    """Which columns hold codes that the file has names for, and the codes that it has none for."""
    told = [remark for remark in staged.warnings if remark.code.startswith("codes_")]
    return {
        "columns": list(dict.fromkeys(remark.field for remark in told)),
        "doubts": [messages.of_remark(r) for r in told if r.code in CODES_DOUBTED],
        "override": "keep_codes",
    }


def crs_part(staged, order, shapes):
    """As ordered, as the file says, else the readings that its numbers allow."""
    if order.crs:
        crs = parse(order.crs, parameters=own_parameters())
        told = crs_told("given", crs, shapes, order)
        if staged.crs is None:
            # Where the file says nothing, the other readings stay to be chosen from.
            readings = deduce(shapes, city_area())[:READINGS]
            told |= {"readings": list(map(reading_line, readings)), "is_silent": True}
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
        readings = deduce(shapes, city_area())
        sure = readings[0].crs if readings else None
        return {
            "state": "deduced" if readings else "needed",
            "found": sure and sure.text,
            "sure": readings[0].certainty if readings else "unknown",
            "readings": [reading_line(reading) for reading in readings[:READINGS]],
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


def share_inside(points, crs, area):
    places = shapely.get_coordinates(to_storage(shapely.points(points), crs))
    return np.count_nonzero(shapely.contains_xy(area, places)) / len(points)


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


def recalled_part(order, staged, memory, kind):
    """What is taken over from the last file with such a header, besides single columns."""
    table = table_in(memory, staged)
    constants = memory.get("constants") or () if is_about(memory, kind) else ()
    return {
        "table": bool(table) and order.table == table,
        "kind": bool(kind) and not order.kind and memory.get("kind") == kind.code,
        "constants": {name: said for name, said in constants if name in kind.fields},
    }


def kind_part(order, samples, guesses, memory):
    """As ordered, as a column says, as the last time, else by how well the columns fit."""
    column = mapping.kind_column(samples)
    part = {"column": column, "guesses": guesses[:5], "override": "kind"}
    if order.kind in KINDS:
        return {**part, "state": "given", "found": order.kind}, KINDS[order.kind]
    if column:
        codes = [code for code in map(kind_of, samples[column]) if code]
        first = max(set(codes), key=codes.count) if codes else None
        return {**part, "state": "column", "found": sorted(set(codes))}, KINDS.get(first)
    best, second = guesses[:2]
    fitting = {guess["code"] for guess in guesses if guess["fits"]}
    # Many kinds have a number, a name and a year: one that leads by nothing is no guess.
    leads = best["score"] > second["score"] * second["fits"]
    sure = best["fits"] and leads and (best["is_hinted"] or best["fields"] >= 2)
    # What this very file says of itself goes before what the last one was.
    before = memory.get("kind") if memory.get("kind") in fitting and not best["is_hinted"] else None
    found = before or (best["code"] if sure else None)
    return {**part, "state": "guessed" if found else "needed", "found": found}, KINDS.get(found)


def of_own_export(order, names):
    """Our own export comes back to be brought up to date, each row in the project it names."""
    if mapping.column_called(mapping.IDENTITY, names) is None:
        return {}
    numbers = None if order.has_target else mapping.column_called(mapping.PROJECT, names)
    return {"mode": UPDATE, "project_column": order.project_column or numbers}


def kind_of(raw):
    return attempt(mapping.KIND, raw)[0]


def proposal(order, system, kinds, columns, hints):
    """The order that follows from the diagnosis; what was asked for stays as it is."""
    asked = order.as_json()
    asked["crs"] = order.crs or (system["found"] if system["state"] == "deduced" else None)
    if kinds["state"] == "guessed":
        asked["kind"] = kinds["found"]
    asked |= of_own_export(order, [column.name for column in columns])
    if not order.columns:
        chosen = [c for c in columns if c.field_name and c.how in ("memory", "layer", "content")]
        asked["columns"] = [[c.field_name, c.name] for c in chosen]
    told = {*(c.field_name for c in columns), *(name for name, _ in order.constants)}
    if hints.medium and "medium" not in told:
        asked["constants"] = [*asked["constants"], ["medium", hints.medium]]
    if not order.units:
        asked["units"] = [
            [c.field_name, c.unit]
            for c in columns
            if c.field_name and c.unit and c.unit != c.wanted_unit
        ]
    proposed = [
        [c.field_name, bad["value"], bad["likely"]]
        for c in columns
        for bad in c.bad
        if bad["likely"] is not None
    ]
    asked["values"] = [*asked["values"], *proposed]
    return asked
