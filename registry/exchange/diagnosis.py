"""What a file is, shown before anything is written: found, how sure, why, and how to override.

Plain JSON for the page: each part names in `override` the attribute of the order that says
otherwise; `proposal` is an order made of all that was found.
"""

import json
from dataclasses import asdict

import shapely

from registry.exchange import mapping, messages
from registry.exchange.cleaning import attempt
from registry.exchange.georeference import crs_part
from registry.exchange.guessing import columns_of, kind_guesses, shape_shares
from registry.exchange.hints import hints_of
from registry.exchange.memory import (
    HEADER_ROWS,
    as_hinted,
    header_of,
    is_about,
    known_by,
    remembered,
    table_in,
    whose,
    with_memory,
)
from registry.exchange.order import UPDATE
from registry.exchange.samples import samples_of
from registry.exchange.surveying import sample_of, survey
from registry.kinds import KINDS

#: What is to be seen of codes before anything is decided: no remark among others.
CODES_DOUBTED = frozenset({"codes_unnamed", "codes_too_many"})


def diagnose(staged, order, *, misread="", progress=None):
    """Everything there is to say about a staged file, as plain JSON.

    `misread` is the fingerprint of the header that the reader found without being told of its rows.
    """
    progress = progress or (lambda done, total, text="": None)
    samples = samples_of(staged)
    shapes = sample_of(staged)
    memory = remembered(header_of(staged), order.user)
    system, crs = crs_part(staged, order, shapes, memory)
    shares = shape_shares(shapely.get_type_id(shapes).tolist())
    hints = hints_of(staged, samples, shares)
    guesses = kind_guesses(samples, shares, hints.kind, staged.own_names)
    kinds, kind = kind_part(order, samples, guesses, memory)
    memory = as_hinted(memory, hints)
    recalled = recalled_part(order, staged, memory, kind, misread)
    order = with_memory(order, memory, kind, staged)
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
        "misread": misread,
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


def recalled_part(order, staged, memory, kind, misread):
    """What is taken over from the last file with such a header, besides single columns."""
    table, before = table_in(memory, staged), known_by(misread, order.user, HEADER_ROWS)
    asked = dict(order.table or {})
    rows = asked.pop(HEADER_ROWS, None)
    constants = memory.get("constants") or () if is_about(memory, kind) else ()
    return {
        "table": bool(table) and asked == table,
        "header_rows": whose(before) if rows and rows == before.get(HEADER_ROWS) else "",
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
