"""What a row of a file would change in a registered asset."""

import json
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from gis.geometry import single_part
from gis.printable import LACKING
from gis.sameness import HAIR_DEG
from registry.exchange.merging import UNKNOWN, side
from registry.exchange.rows import REAL
from registry.kinds import KINDS
from registry.kinds.values import is_blank
from registry.models.assets import UNCONVERTED

#: A shapefile or a drawing holds no longer text; one that fills its place may have been cut.
CUT_BYTES, LONGEST_ESCAPE = 248, 7


#: The name of a change of shape.
SHAPE = "shape"


class ValueChange(NamedTuple):
    """One value in words: as registered, in the file, and as exported where that is known."""

    name: str
    label: str
    registered: str | None
    file: str | None
    exported: str | None = None
    side: str = UNKNOWN

    def as_json(self):
        """What people are shown, under the name that they are asked by."""
        return self._asdict()


def same_shapes(old, new):
    """True where both are there and nowhere further apart than a millimetre (`HAIR_DEG`)."""
    old, new = single_part(old), single_part(new)
    same = shapely.equals_exact(old, new, tolerance=HAIR_DEG)
    doubtful = np.flatnonzero(~same & ~shapely.is_missing(old) & ~shapely.is_missing(new))
    one, other = old[doubtful], new[doubtful]
    alike = shapely.get_dimensions(one) == shapely.get_dimensions(other)
    alike &= shapely.get_num_geometries(one) == shapely.get_num_geometries(other)
    near = shapely.hausdorff_distance(one, other) <= HAIR_DEG
    # A ring may begin elsewhere or turn the other way; a line that does is another line.
    near &= (shapely.get_dimensions(one) == 2) & (
        shapely.hausdorff_distance(shapely.boundary(one), shapely.boundary(other)) <= HAIR_DEG
    )
    same[doubtful] = alike & near
    return same


class Differ:
    """Compares the rows of one batch, and completes them with what the file does not speak of."""

    def __init__(self, rows, table, notes):
        self.rows, self.notes = rows, {name: texts.to_pylist() for name, texts in notes.items()}
        self.base = table
        self.columns = {
            name: table[name].to_pylist() for name in (*REAL, "attributes", "source_attributes")
        }

    def changes(self, place, asset, base, moved, is_replaced):
        """A `ValueChange` for all that differs; completes the row on the way.

        `base` is the asset as it was exported, or None. `moved` says how the shape changes, or is
        None where it does not; `is_replaced` that nothing of the registered shape is left, so that
        what was wrong with all of it no longer is.
        """
        kind = KINDS[asset["kind"]]
        named = self.rows.parts[kind.code].named
        before = base and {name: as_text(base[name]) for name in REAL}
        changes = []
        for name in REAL:
            told = as_text(asset[name])
            ours = self.columns[name][place] if name in named else told
            if self._same(name, told, ours):
                ours = told
            else:
                changes.append(self._change(kind.fields[name], told, ours, before))
            self.columns[name][place] = ours
        changes += self._attribute_changes(place, asset, base, named, kind.fields)
        if moved:
            changes.append(moved)
        self._keep_lineage(place, asset, bool(moved), is_replaced)
        return changes

    def _attribute_changes(self, place, asset, base, named, fields):
        told = asset["attributes"]
        ours = json.loads(self.columns["attributes"][place])
        whole = {name: value for name, value in told.items() if name not in named}
        for name in named - set(REAL):
            new, old = ours.get(name), told.get(name)
            same = self._same(name, old, new)
            kept = old if same else new
            if kept is not None:
                whole[name] = kept
            if not same:
                yield self._change(fields[name], old, new, base and base["attributes"])
        self._keep_attributes(place, whole)

    def _change(self, field, told, ours, before):
        """`before` has the values that were exported, or is None where nobody knows them."""
        if before is None:
            return ValueChange(field.name, field.label, *in_words(field, told, ours))
        was = before.get(field.name)
        whose = side(was != told, not self._same(field.name, was, ours))
        return ValueChange(field.name, field.label, *in_words(field, told, ours, was), whose)

    def _keep_attributes(self, place, values):
        self.columns["attributes"][place] = json.dumps(values, ensure_ascii=False)

    def _same(self, name, told, ours):
        if name == "declared_length_m" and told and ours:
            return round(Decimal(told), 2) == round(Decimal(ours), 2)
        is_same = told == ours or (is_blank(told) and is_blank(ours))
        return is_same or is_what_fitted(self.rows, told, ours)

    def _keep_lineage(self, place, asset, reshaped, is_replaced):
        """What the first file said stays; the marks of a new shape are added."""
        kept = asset["source_attributes"]
        if reshaped:
            marks = {name: texts[place] for name, texts in self.notes.items() if texts[place]}
            kept = (kept or {}) | {name: json.loads(text) for name, text in marks.items()}
            if is_replaced and UNCONVERTED not in marks:
                kept.pop(UNCONVERTED, None)
        text = None if kept is None else json.dumps(kept, ensure_ascii=False)
        self.columns["source_attributes"][place] = text

    def keep(self, place, asset, names):
        """The registered values of these names again."""
        for name in names & set(REAL):
            self.columns[name][place] = as_text(asset[name])
        told, whole = asset["attributes"], json.loads(self.columns["attributes"][place])
        for name in names - {*REAL, SHAPE}:
            whole.pop(name, None)
            if told.get(name) is not None:
                whole[name] = told[name]
        self._keep_attributes(place, whole)
        if SHAPE in names:
            self._keep_lineage(place, asset, reshaped=False, is_replaced=False)

    def table(self):
        table = self.base
        for name, values in self.columns.items():
            spot = table.column_names.index(name)
            table = table.set_column(spot, name, pa.array(values, pa.string()))
        return table


def is_what_fitted(rows, told, ours):
    """Text that an export had no room or no characters for is not a change."""
    if not (isinstance(told, str) and isinstance(ours, str)) or not 0 < len(ours) <= len(told):
        return False
    kept = all(map(is_kept, told, ours))
    return kept and (len(ours) == len(told) or bytes_of(rows, ours) >= CUT_BYTES)


def bytes_of(rows, text):
    """What a text takes in a file that cuts texts; nothing in another."""
    if rows.driver == "DXF":
        return sum(len(sign.encode("gbk", "ignore")) or LONGEST_ESCAPE for sign in text)
    is_cutting = rows.driver == "ESRI Shapefile"
    return len(text.encode(rows.encoding, "replace")) if is_cutting else 0


def is_kept(told, ours):
    """Whether a file's character is the registered one, or stands for one that GBK lacks."""
    return told == ours or (ours == LACKING and not told.encode("gbk", "ignore"))


def in_words(field, *values):
    """As people read them; None for what is empty."""
    return [None if is_blank(value) else field.show(value) for value in values]


def as_text(value):
    return None if value is None or value == "" else str(value)
