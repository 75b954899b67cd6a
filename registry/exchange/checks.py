"""What rows must satisfy together, with each other and with what is registered."""

from collections import defaultdict, deque

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from registry.exchange.placing import differing_lengths
from registry.exchange.ready import CHANGED, NEW, UNCHANGED
from registry.exchange.rows import code_field
from registry.exchange.targets import known_projects
from registry.kinds import KINDS
from registry.models import Asset
from registry.territory import outside, stretched

#: Numbers asked of the database at once.
AT_ONCE = 20_000


def check_territory(projects, places, batch, shapes, report):
    """Warn of shapes outside the declared district or the city; True for those rows."""
    beyond = np.zeros(len(batch.rows), dtype=bool)
    districts = {project.district_id: project.district for project in projects}
    homes = np.array([project.district_id for project in projects] or [None], dtype=object)
    here = np.where(places >= 0, homes[places], None)
    for code, district in districts.items():
        chosen = np.flatnonzero((here == code) & ~shapely.is_missing(shapes))
        found = outside(shapes[chosen], district)
        for spot in np.flatnonzero(found != None):  # noqa: E711 (element by element)
            place = chosen[spot]
            beyond[place] = True
            row = int(batch.rows[place])
            report.warn(row, "geometry", found[spot], district=district.name)
    return beyond


#: Declared lengths so far from the mapped ones, give or take a fifth, are in another unit.
SCALES = {"公里": 1e-3, "毫米": 1e3}
ABOUT = 0.2


def check_lengths(batch, table, shapes, report, scales):
    """Point out lines whose declared length is not what the map shows; `scales` counts those
    that would be right in another unit.
    """
    declared = pc.cast(table["declared_length_m"], pa.float64()).to_numpy(zero_copy_only=False)
    for place, said, mapped in zip(*differing_lengths(shapes, declared), strict=True):
        lengths = {"declared": round(float(said), 2), "mapped": round(float(mapped), 2)}
        report.warn(int(batch.rows[place]), "declared_length_m", "length_differs", **lengths)
        for unit, scale in SCALES.items():
            scales[unit] += abs(said / mapped / scale - 1) < ABOUT


def check_scales(scales, report):
    """A question where most lengths that differ are off by the same thousand."""
    for unit, count in scales.items():
        if count > 1 and 2 * count > report.rows_differing:
            share = "千分之一" if SCALES[unit] < 1 else "一千倍"
            params = {"count": count, "share": share, "unit": unit}
            report.warn(0, "declared_length_m", "length_unit", **params)


def without_stretched(batch, table, shapes, report):
    """Refuse what has a vertex where no asset of the city can have one; the other shapes, about
    which there may be more to say.
    """
    declared = pc.cast(table["declared_length_m"], pa.float64()).to_numpy(zero_copy_only=False)
    for place, (code, params) in stretched(shapes, declared).items():
        report.refuse(int(batch.rows[place]), "geometry", code, **params)
        shapes[place] = None
    return shapes


def check_together(ready, target, order, report):
    """After all rows were seen and doubles left out: what stands twice, and what is taken."""
    check_keys(ready, report)
    check_codes(ready, order, report)
    check_cameras(ready, target.projects, report)
    # The last: what a refused row would have given up stays taken.
    check_numbers(ready, target.projects, report)


def staying(ready, report, columns):
    """Some columns of the rows that could be read and are not left out as doubles."""
    table, gone = ready.table(columns), report.skipped_rows | report.unread_rows
    if not gone:
        return table
    return table.filter(pc.invert(pc.is_in(table["row"], pa.array(gone, pa.int64()))))


def check_keys(ready, report):
    """Of rows about one asset nobody knows which holds; by number, `check_numbers` tells them."""
    table = staying(ready, report, ["row", "client_id"])
    for row, key in twice(table.filter(pc.is_valid(table["client_id"])), ["client_id"]):
        report.refuse(row, "client_id", "key_twice", key=key)


def check_numbers(ready, projects, report):
    """A number stands once in a project; rows without a number are free."""
    table = staying(ready, report, ["row", "project", "number", "state", "asset_id"])
    table = table.filter(pc.greater_equal(table["project"], 0))
    numbered = table.filter(pc.is_valid(table["number"]))
    for row, number in twice(numbered, ["project", "number"]):
        report.refuse(row, "number", "number_twice", number=number)
    for place, project in enumerate(projects):
        if project.pk:
            own = table.filter(pc.equal(table["project"], place))
            _check_taken(project, own, report)


def twice(table, keys):
    """`(row, last key)` of rows whose keys stand in another row too."""
    codes = np.zeros(len(table), dtype=np.int64)
    for name in keys:
        coded = table[name].combine_chunks().dictionary_encode()
        codes = codes * (len(coded.dictionary) + 1) + coded.indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    same = codes[order][1:] == codes[order][:-1]
    places = np.unique(np.concatenate([order[1:][same], order[:-1][same]]))
    found = table.select(["row", keys[-1]]).take(pa.array(places))
    return zip(found["row"].to_pylist(), found[keys[-1]].to_pylist(), strict=True)


def _check_taken(project, own, report):
    """Numbers of others, unless the file itself gives their holders another.

    What a refused row would have given up stays taken, and so on along the chain.
    """
    if not len(own):
        return
    lost, passed_on = deque(), defaultdict(list)
    for row, number, giver in _wanting(project, own):
        is_lost = giver is None or giver in report.refused_rows
        (lost if is_lost else passed_on[giver]).append((row, number))
    while lost:
        row, number = lost.popleft()
        report.refuse(row, "number", "number_taken", number=number, project=project.number)
        lost.extend(passed_on.pop(row, ()))


def _wanting(project, own):
    """`(row, number, row that gives it up or None)` of what wants a number that another holds."""
    holders = dict(project.assets.exclude(number="").values_list("number", "pk"))
    held = own.filter(pc.is_in(own["number"], pa.array(holders, pa.string())))
    wanting = [(row, n) for row, n, asset in _told(held) if holders[n] != asset]
    asked = pa.array({holders[number] for _, number in wanting}, pa.int64())
    changed = pc.and_(pc.equal(own["state"], CHANGED), pc.is_in(own["asset_id"], asked))
    givers = {asset: row for row, n, asset in _told(own.filter(changed)) if holders.get(n) != asset}
    return [(row, number, givers.get(holders[number])) for row, number in wanting]


def _told(table):
    return zip(*(table[name].to_pylist() for name in ("row", "number", "asset_id")), strict=True)


def check_codes(ready, order, report):
    """A lift or camera is one thing: its code twice is worth a question.

    Only of projects that the person may look at: a hint is an answer too.
    """
    table = staying(ready, report, ["row", "kind", "code", "state"])
    table = table.filter(
        pc.and_(pc.is_valid(table["code"]), pc.not_equal(table["state"], UNCHANGED))
    )
    labels = {code: code_field(KINDS[code]) for code in pc.unique(table["kind"]).to_pylist()}
    kind_of = dict(zip(table["row"].to_pylist(), table["kind"].to_pylist(), strict=True))
    for row, code in twice(table, ["kind", "code"]):
        field = labels[kind_of[row]]
        report.warn(row, field.name, "code_twice", label=field.label, text=code.strip('"'))
    fresh = table.filter(pc.equal(table["state"], NEW))
    visible = known_projects(order).order_by().values("pk")
    for kind, field in labels.items():
        own = fresh.filter(pc.equal(fresh["kind"], kind))
        rows = dict(zip(own["code"].to_pylist(), own["row"].to_pylist(), strict=True))
        codes = [text.strip('"') for text in rows]
        for start in range(0, len(codes), AT_ONCE):
            wanted = {f"attributes__{field.name}__in": codes[start : start + AT_ONCE]}
            found = Asset.objects.filter(kind=kind, project__in=visible, **wanted)
            for attributes, number in found.values_list("attributes", "project__number"):
                text = attributes[field.name]
                params = {"label": field.label, "text": text, "project": number}
                report.warn(rows[f'"{text}"'], field.name, "code_registered", **params)


def check_cameras(ready, projects, report):
    restricted = {
        place for place, p in enumerate(projects) if p.sector_id and p.sector.is_restricted
    }
    table = staying(ready, report, ["row", "kind", "project"])
    table = table.filter(pc.equal(table["kind"], "camera"))
    for row, place in zip(table["row"].to_pylist(), table["project"].to_pylist(), strict=True):
        if place >= 0 and place not in restricted:
            report.refuse(row, "kind", "camera_sector", project=projects[place].name)
