"""Rows of a file → rows as they would be stored, with every trouble noted by row and field."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from registry.exchange import mapping
from registry.exchange.cells import BrokenCells
from registry.exchange.cleaning import Cleaner, Keeper, attempt, clean_values, together
from registry.exchange.noted_units import noted_units, open_columns
from registry.exchange.report import UnusableOrder
from registry.exchange.samples import samples_of
from registry.exchange.staged import Sheet, plain_list
from registry.kinds import COLUMNS, KIND_CHOICES, KINDS, PROVENANCE, BadValue, Number, Text
from registry.kinds.units import split_unit
from registry.kinds.values import is_storable, visible

#: Fields that are columns of the database.
REAL = (*COLUMNS, *PROVENANCE)
#: What an update finds its asset by; no field of any kind.
KEYS = {"client_id": mapping.IDENTITY, "version": mapping.EDITION}


class Kinds:
    """The kind of every row: as ordered, or as a column says."""

    def __init__(self, staged, order, report):
        self.order, self.report, self.sheet = order, report, Sheet(staged)
        self.column = None
        if order.kind:
            if order.kind not in KINDS:
                raise UnusableOrder("unknown_kind", kind=order.kind, known=known_kinds())
            self.present = [order.kind]
            return
        self.column = mapping.kind_column(self.sheet.columns)
        if self.column is None:
            raise UnusableOrder("kind_needed", known=known_kinds())
        self.present = list(dict.fromkeys(self._all_of(staged)))

    def _all_of(self, staged):
        for batch in staged.batches():
            raw = dict.fromkeys(plain_list(self.sheet.values(batch, self.column)))
            yield from filter(None, clean_values(mapping.KIND, raw)[0])

    def of(self, batch):
        """Codes by place, None where the row has been refused for it."""
        if self.column is None:
            return np.full(len(batch.rows), self.order.kind, dtype=object)
        values, wrong = clean_values(
            mapping.KIND, plain_list(self.sheet.values(batch, self.column))
        )
        for place, value in enumerate(values):
            row = int(batch.rows[place])
            if place in wrong:
                params = {"column": self.column, "text": wrong[place]}
                self.report.refuse(row, "kind", "bad_value", **params)
            elif value is None:
                self.report.refuse(row, "kind", "kind_missing")
        return np.array(values, dtype=object)


def known_kinds():
    return [f"{code}（{label}）" for code, label in KIND_CHOICES]


@dataclass
class Part:
    """How the rows of one kind are read: which column is which field, and what is kept."""

    kind: object
    cleaners: dict  # field name → (column, Cleaner)
    constants: dict  # field name → text for COPY
    keepers: dict  # column → Keeper

    @property
    def named(self):
        """Fields that the file or the order speaks of: an update leaves the others alone."""
        return {*self.cleaners, *self.constants}


class Rows:
    """Reads batches as an order wants them."""

    def __init__(self, staged, order, report):
        self.order, self.report, self.sheet = order, report, Sheet(staged)
        self.staged, self.noted_units = staged, {}
        self.kinds, self.broken = Kinds(staged, order, report), BrokenCells(staged, report)
        self.encoding, self.driver = staged.encoding, staged.driver
        self.own_names, self.elevated = staged.own_names, 0
        names = list(self.sheet.columns)
        self.keys = {name: mapping.column_called(field, names) for name, field in KEYS.items()}
        asked = order.project_column
        self.project_column = asked and mapping.column_asked(asked, names)
        spoken_for = {self.project_column, self.kinds.column, mapping.REASON}
        by_hand = {mapping.column_asked(column, names) for _, column in order.columns}
        self.told = mapping.told_columns(names, staged.driver) - by_hand
        self.free = [column for column in names if column not in spoken_for | self.told]
        self._check_names()
        self.parts = self._parts()
        report.kinds = list(self.parts)

    def _check_names(self):
        """Columns are kept under their own names, so these have to be storable too."""
        for column in self.free:
            if not is_storable(column):
                shown = visible(column)
                self.report.refuse(0, shown, "unstorable_name", column=shown)
        self.free = [column for column in self.free if is_storable(visible(column))]

    def _parts(self):
        order, present = self.order, self.kinds.present
        if not present:  # every row is refused for it
            return {}
        chosen = mapping.chosen_columns(order.columns, present, self.free)
        constants = mapping.by_field(order.constants, present, taken=chosen)
        units = mapping.by_field(order.units, present)
        meanings = {}
        for field, raw, value in order.values:
            name = next(iter(mapping.by_field([(field, value)], present)))
            meanings.setdefault(name, {})[raw] = value
        parts = {
            code: self._part(KINDS[code], chosen, constants, units, meanings) for code in present
        }
        # What is no field of one kind may be one of another.
        self.report.kept_columns = [c for c in self.free if c not in self.report.mapping]
        return parts

    def _part(self, kind, chosen, constants, units, meanings):
        fields = kind.fields
        by_hand = {name: column for name, column in chosen.items() if name in fields}
        named = [column for column in self.free if column not in self.order.kept]
        is_own = mapping.is_own_export(self.sheet.columns)
        found = mapping.map_columns(kind, named, by_hand, constants, self.own_names, is_own=is_own)
        self.report.mapping |= {column: name for name, column in found.items()}
        units = self._noted(found, fields, units) | units
        cleaners = {
            name: (column, cleaner_of(fields[name], column, units.get(name), meanings.get(name)))
            for name, column in found.items()
        }
        fixed = {
            name: constant(fields[name], raw) for name, raw in constants.items() if name in fields
        }
        kept = [column for column in self.free if column not in found.values()]
        return Part(kind, cleaners, fixed, {column: Keeper() for column in kept})

    def _noted(self, found, fields, units):
        """`{field name: unit}` by what stands above the table, where nobody has said another."""
        asked = open_columns(self.staged, found, fields)
        if asked.keys() <= units.keys():
            return {}
        samples = samples_of(self.staged, set(asked.values()))
        noted = noted_units(self.staged, found, fields, samples)
        taken = {name: noted[name] for name in noted.keys() - units.keys()}
        for name, each in taken.items():
            self.noted_units[name, asked[name]] = each, fields[name]
        return {name: each.unit for name, each in taken.items()}

    def tell_units(self):
        """Say once a column by what words above the table it is read, or may have to be."""
        for (name, column), (noted, field) in self.noted_units.items():
            code = "unit_doubtful" if noted.is_doubtful else "unit_noted"
            told = {"column": column, "words": noted.words, "name": name}
            self.report.warn(0, name, code, **told, unit=noted.unit, wanted=field.unit)

    def clean(self, batch, kinds, heights, notes):
        """A table in the order of the batch: kind, real columns, JSON texts and keys.

        `notes` are JSON texts that are kept with the columns of the file.
        """
        tables, order = [], []
        for code in dict.fromkeys(kinds):
            places = np.flatnonzero(kinds == code)
            whole = None if len(places) == len(kinds) else places
            if code is None:
                tables.append(self._blank(len(places)))
            else:
                self.heights, self.notes = heights[places], only(notes, whole)
                tables.append(self._table(batch, self.parts[code], whole, places))
            order.append(places)
        self._refuse_broken(batch)
        table = pa.concat_tables(tables).combine_chunks()
        if len(tables) > 1:
            table = table.take(pa.array(np.argsort(np.concatenate(order))))
        for name, column in self.keys.items():
            table = table.append_column(name, self._key(batch, name, column))
        return table

    def tell_elevations(self):
        """Say of how many rows a height was kept; their number."""
        if self.elevated:
            code = "elevation_of_new" if self.order.updates else "elevation_kept"
            self.report.warn(0, "geometry", code, count=self.elevated)
        return self.elevated

    def tell_placeholders(self):
        """Say once a column which strokes and words in its cells were taken for blanks."""
        found = {}
        for part in self.parts.values():
            for name, (column, cleaner) in part.cleaners.items():
                found.setdefault((name, column), Counter()).update(cleaner.placeholders)
        for (name, column), texts in found.items():
            if texts:
                told = {"column": column, "count": texts.total(), "text": "”“".join(texts)}
                self.report.warn(0, name, "placeholders", **told)

    def _refuse_broken(self, batch):
        """What says of which kind, project or asset a row is cannot be told by a cell in error."""
        said = {"kind": self.kinds.column, "project": self.project_column}
        for name, column in (said | (self.keys if self.order.updates else {})).items():
            self.broken.refuse(column, batch.rows, name)

    def _blank(self, count):
        names = ("kind", *REAL, "attributes", "source_attributes", "code")
        return pa.table({name: pa.nulls(count, pa.string()) for name in names})

    def _key(self, batch, name, column):
        if column is None or not self.order.updates:
            return pa.nulls(len(batch.rows), pa.string())
        texts, wrong = Cleaner(KEYS[name], as_json=False).clean(self.sheet.values(batch, column))
        self._tell(batch, wrong, range(len(batch.rows)), name, column)
        return texts

    def _table(self, batch, part, whole, places):
        count = len(places)
        texts = {name: constant_column(text, count) for name, text in part.constants.items()}
        for name, (column, cleaner) in part.cleaners.items():
            values = self.sheet.values(batch, column, whole)
            self.broken.refuse(column, batch.rows[places], name)
            self._refuse_unstorable(batch, values, places, column, name)
            texts[name], wrong = cleaner.clean(values)
            self._tell(batch, wrong, places, name, column)
        if "top_elevation_m" in part.kind.by_name and "top_elevation_m" not in texts:
            texts["top_elevation_m"] = elevations(part.kind, self.heights)
            self.elevated += count - texts["top_elevation_m"].null_count
        kept = {}
        for column, keeper in part.keepers.items():
            values = self.sheet.values(batch, column, whole)
            values = self.broken.keep(column, batch.rows[places], values)
            self._refuse_unstorable(batch, values, places, column, column)
            name = mapping.source_name(column, self.sheet.columns, part.keepers)
            kept[name] = keeper.keep(values)
        blank = pa.nulls(count, pa.string())
        code = code_field(part.kind)
        real = {name: texts.get(name, blank) for name in REAL}
        own = {name: text for name, text in texts.items() if name not in REAL}
        return pa.table(
            {
                "kind": constant_column(part.kind.code, count),
                **real,
                "attributes": together(own, count),
                "source_attributes": together(kept | self.notes, count),
                "code": texts.get(code.name, blank) if code else blank,
            }
        )

    def _tell(self, batch, wrong, places, field_name, column):
        for place, text in wrong.items():
            row = int(batch.rows[places[place]])
            self.report.refuse(row, field_name, "bad_value", column=column, text=text)

    def _refuse_unstorable(self, batch, values, places, column, field_name):
        for place in suspicious(values):
            raw = values[place].as_py() if isinstance(values, pa.Array) else values[place]
            if not is_storable(raw):
                row = int(batch.rows[places[place]])
                self.report.refuse(row, field_name, "unstorable_text", column=column)


def only(notes, whole):
    if whole is None:
        return notes
    return {name: texts.take(pa.array(whole)) for name, texts in notes.items()}


def code_field(kind):
    """The attribute that is one thing's own in the whole country, such as a lift's code."""
    return next((f for f in kind.attributes if isinstance(f, Text) and f.digits), None)


def suspicious(values):
    """Places of texts that may hold what the database cannot."""
    if not isinstance(values, pa.Array):
        return [place for place, raw in enumerate(values) if isinstance(raw, str)]
    if not pa.types.is_string(values.type):
        return []
    found = pc.match_substring(values, "\0")
    return np.flatnonzero(pc.fill_null(found, fill_value=False).to_numpy(zero_copy_only=False))


def cleaner_of(field, column, unit, meanings):
    """Reads a column in the unit that was ordered, else in the one that its name states."""
    found = unit or split_unit(column)[1]
    if found and isinstance(field, Number) and field.unit:
        try:
            field = field.in_unit(found)
        except BadValue as refusal:
            if unit:
                params = {"field": field.label, "unit": unit, "text": str(refusal)}
                raise UnusableOrder("unit_unknown", **params) from None
    return Cleaner(field, as_json=field.name not in REAL, meanings=meanings)


def constant(field, raw):
    value, wrong = attempt(field, raw)
    if wrong:
        told = {"field": field.name, "label": field.label}
        raise UnusableOrder("bad_constant", **told, value=raw, text=wrong)
    texts, _ = Cleaner(field, as_json=field.name not in REAL).clean([value])
    return texts[0].as_py()


def constant_column(text, count):
    return pa.array([text] * count, pa.string())


def elevations(kind, heights):
    """The height of the first vertex, where it is a possible one."""
    field = kind.by_name["top_elevation_m"]
    good = np.isfinite(heights) & (heights >= field.low) & (heights <= field.high)
    rounded = np.where(good, np.round(heights, 3), 0)
    return pc.cast(pa.array(rounded, mask=~good), pa.string())
