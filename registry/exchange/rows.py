"""Rows of a file → rows as they would be stored, with every trouble noted by row and field."""

import pandas as pd

from registry.exchange import mapping
from registry.exchange.cleaning import as_found, clean_values
from registry.exchange.messages import SHAPES
from registry.exchange.report import Unusable
from registry.kinds import COLUMNS, KIND_CHOICES, KINDS, PROVENANCE
from registry.kinds.values import is_storable, visible

#: Fields that are columns of the database.
REAL = (*COLUMNS, *PROVENANCE)


def clean_rows(source, order, report):
    """A table of the file's rows, indexed as there: kind, columns, attributes, location."""
    kinds, kind_column = kinds_of(source.frame, order, report)
    present = list(dict.fromkeys(kinds.dropna()))
    if not present:  # every row has been refused for it
        return None
    spoken_for = {"geometry", order.project_column, kind_column}
    columns = [column for column in source.frame.columns if column not in spoken_for]
    chosen = mapping.chosen_columns(order.columns, present, columns)
    constants = mapping.by_field(order.constants, present, taken=chosen)
    check_names(columns, report)
    rejected = {reject.row for reject in source.rejects}
    tables = []
    for code in present:
        part = Part(KINDS[code], source.frame[kinds == code], report)
        part.check_shapes(rejected)
        tables.append(part.cleaned(columns, chosen, constants))
    return pd.concat(tables).sort_index()


def check_names(columns, report):
    """Columns are kept under their own names, so these have to be storable too."""
    for column in columns:
        if not is_storable(column):
            report.refuse(0, visible(column), "unstorable_name", column=visible(column))


def kinds_of(frame, order, report):
    """The kind of every row: as ordered, or as a column says, whose name comes second."""
    known = [f"{code}（{label}）" for code, label in KIND_CHOICES]
    if order.kind:
        if order.kind not in KINDS:
            raise Unusable("unknown_kind", kind=order.kind, known=known)
        return pd.Series(order.kind, index=frame.index), None
    column = mapping.kind_column(frame.columns)
    if column is None:
        raise Unusable("kind_needed", known=known)
    values, wrong = clean_values(mapping.KIND, frame[column])
    for place, value in enumerate(values):
        row = int(frame.index[place])
        if place in wrong:
            report.refuse(row, "kind", "bad_value", column=column, text=wrong[place])
        elif value is None:
            report.refuse(row, "kind", "kind_missing")
    return pd.Series(values, index=frame.index, dtype=object), column


class Part:
    """The rows of one kind."""

    def __init__(self, kind, frame, report):
        self.kind, self.frame, self.report = kind, frame, report

    def check_shapes(self, rejected):
        """Refuse shapes that are not the kind's; those rejected before have been reported."""
        shapes = self.frame.geometry.geom_type.str.upper()
        for row, found in shapes[shapes.notna() & ~shapes.isin(self.kind.shapes)].items():
            if row not in rejected:
                wanted = [SHAPES[shape] for shape in self.kind.shapes]
                params = {"kind": self.kind.label, "wanted": wanted, "found": SHAPES[found]}
                self.report.refuse(int(row), "geometry", "wrong_shape", **params)

    def cleaned(self, columns, chosen, constants):
        fields = mapping.fields_of(self.kind)
        chosen = {name: column for name, column in chosen.items() if name in fields}
        found = mapping.map_columns(self.kind, columns, chosen, constants)
        self.report.mapping |= {column: name for name, column in found.items()}
        values = {name: self._from_column(fields[name], column) for name, column in found.items()}
        for name, raw in constants.items():
            if name in fields:
                values[name] = [self._constant(fields[name], raw)] * len(self.frame)
        kept = [column for column in columns if column not in found.values()]
        return self._table(values, kept)

    def _table(self, values, kept):
        blank = [None] * len(self.frame)
        real = {name: values.get(name, blank) for name in REAL}
        table = pd.DataFrame(real, index=self.frame.index, dtype=object)
        table["kind"] = self.kind.code
        own = {name: column for name, column in values.items() if name not in REAL}
        table["attributes"] = together(own, len(table))
        table["source_attributes"] = together({c: self._kept(c) for c in kept}, len(table))
        table["location"] = self.frame.geometry.to_numpy()
        return table

    def _from_column(self, field, column):
        self._refuse_unstorable(column, field.name)
        values, wrong = clean_values(field, self.frame[column])
        for place, text in wrong.items():
            row = int(self.frame.index[place])
            self.report.refuse(row, field.name, "bad_value", column=column, text=text)
        return values

    def _kept(self, column):
        if column not in self.report.kept_columns:
            self.report.kept_columns.append(column)
        self._refuse_unstorable(column, column)
        return [as_found(raw) for raw in self.frame[column].tolist()]

    def _constant(self, field, raw):
        values, wrong = clean_values(field, [raw])
        if wrong:
            raise Unusable("bad_constant", field=field.name, value=raw, text=wrong[0])
        return values[0]

    def _refuse_unstorable(self, column, field_name):
        for row, raw in self.frame[column].items():
            if not is_storable(raw):
                self.report.refuse(int(row), field_name, "unstorable_text", column=column)


def together(columns, length):
    """One dict a row out of columns of values, blanks left out."""
    rows = [{} for _ in range(length)]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                row[name] = value
    return rows
