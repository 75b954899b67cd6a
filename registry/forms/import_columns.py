"""Which column of a file is which field, in which unit, and what its words mean."""

from dataclasses import dataclass, field
from typing import ClassVar

from registry.kinds import KINDS, PROVENANCE, Choice, Coded
from registry.kinds.units import ROWS, factor

#: How a column came to its field, in words, and how sure that is.
HOW = {
    "order": ("您指定的", "sure"),
    "memory": ("上次同样的表头", "likely"),
    "name": ("按列名", "sure"),
    "layer": ("按图层或文件夹的名称", "likely"),
    "content": ("按内容", "possible"),
    "kept": ("", ""),
    "told": ("本系统导出的说明列", ""),
}
#: A word that stands for nothing: the row comes in without a value.
BLANK = "-"
#: Fields that a whole file may have one value of.
FIXED = ("medium", "work", "accuracy", "classification")


@dataclass
class Meaning:
    """A word of the file that the field does not know."""

    raw: str
    chosen: str
    trouble: str = ""


@dataclass
class ColumnRow:
    """One column of the file, as a row of the table."""

    place: int
    found: dict
    field: str
    unit: str
    units: list
    options: list = field(default_factory=list)
    meanings: list = field(default_factory=list)
    #: Whether it says of which kind each row is.
    tells_kind: bool = False
    blank: ClassVar[str] = BLANK

    @property
    def is_as_found(self):
        return self.field == self.found["field_name"]

    @property
    def how(self):
        return HOW[self.found["how"]][0] if self.is_as_found else ""

    @property
    def certainty(self):
        return HOW[self.found["how"]][1] if self.is_as_found else ""

    @property
    def has_trouble(self):
        """Whether rows would be refused for what stands in the column."""
        is_answered = self.meanings and all(meaning.chosen for meaning in self.meanings)
        return bool(self.found["bad"]) and not is_answered

    @property
    def is_unit_noted(self):
        """Whether what stands above the table is taken for the unit, and nothing else was said."""
        is_noted = self.is_as_found and self.unit == self.found["unit"]
        return is_noted and bool(self.found.get("noted"))

    @property
    def is_told(self):
        return self.found["how"] == "told"


def units_like(wanted):
    """Units that convert into one, itself first; nothing for what has no unit."""
    known = [unit for row in ROWS for unit in row if wanted and factor(unit, wanted) is not None]
    return list(dict.fromkeys([wanted, *known])) if wanted else []


def fields_of_kinds(codes):
    """All fields of some kinds, by name."""
    kinds = [KINDS[code] for code in codes if code in KINDS]
    return {
        name: each
        for kind in kinds
        for name, each in {**kind.columns, **kind.by_name, **PROVENANCE}.items()
    }


def options_of(each):
    """`(value, words)` of a closed list."""
    if isinstance(each, Coded):
        return [(code, label) for code, label in each.options if code]
    return [(option, option) for option in each.options]


class ColumnTable:
    """The table of columns; what was posted goes before what was found."""

    def __init__(self, data, *, diagnosis, asked):
        self.data, self.asked = data, asked
        self.found = (diagnosis.get("columns") or {}).get("found") or []
        kinds = diagnosis.get("kinds") or {}
        kind = kinds.get("found")
        self.kind_column = kinds.get("column") if kinds.get("state") == "column" else None
        self.kinds = kind if isinstance(kind, list) else [kind] if kind else []
        self.fields = fields_of_kinds(self.kinds)
        self.recalled = diagnosis.get("recalled") or {}
        self.hinted = (diagnosis.get("hints") or {}).get("medium")
        self.errors = []
        self.rows = [self._row(place, found) for place, found in enumerate(self.found)]
        taken = {row.field for row in self.rows}
        fixed = [self._fixed(name) for name in FIXED if name in self.fields]
        self.fixed = [each for each in fixed if each["value"] or each["name"] not in taken]

    def _row(self, place, found):
        given = dict(map(tuple, self.asked.get("units") or ()))
        name = self._posted(f"column-{place}", found["field_name"])
        name = name if name in self.fields else ""
        first = given.get(found["field_name"], "") or (
            found["unit"] if found["unit"] != found["wanted_unit"] else ""
        )
        units = units_like(self.fields[name].unit) if name else []
        row = ColumnRow(place, found, name, self._posted(f"unit-{place}", first), units)
        row.tells_kind = found["name"] == self.kind_column
        each = self.fields.get(found["field_name"])
        if isinstance(each, Choice | Coded):
            row.options = options_of(each)
            row.meanings = self._meanings(place, found, each)
        return row

    def _meanings(self, place, found, each):
        """Words that are not understood, and those that were given a meaning before."""
        given = {
            raw: value
            for name, raw, value in self.asked.get("values") or ()
            if name == found["field_name"]
        }
        troubles = {bad["value"]: bad["text"] for bad in found["bad"]}
        likely = {bad["value"]: bad.get("likely") for bad in found["bad"]}
        return [
            Meaning(
                raw,
                self._posted(f"value-{place}-{spot}", BLANK if meant == "" else meant or ""),
                troubles.get(raw, ""),
            )
            for spot, (raw, meant) in enumerate({**likely, **given}.items())
        ]

    def _fixed(self, name):
        each = self.fields[name]
        constants = dict(map(tuple, self.asked.get("constants") or ()))
        value = self._posted(f"fixed-{name}", constants.get(name, ""))
        is_recalled = bool(value) and value == self.recalled.get("constants", {}).get(name)
        is_hinted = name == "medium" and value and value == self.hinted
        return {
            "name": name,
            "label": each.label,
            "options": options_of(each),
            "value": value,
            "certainty": "likely" if is_recalled or is_hinted else "",
            "is_recalled": is_recalled,
            "is_needed": any(name in KINDS[kind].required_columns for kind in self.kinds),
        }

    @property
    def is_table_recalled(self):
        """Whether the columns of places are those of the last file with such a header."""
        return bool(self.recalled.get("table"))

    def _posted(self, name, first):
        return first if self.data is None else self.data.get(name, "")

    @property
    def choices(self):
        """`(name, caption, units)` of every field that a column may be."""
        return [
            (name, each.caption, " ".join(units_like(each.unit)))
            for name, each in self.fields.items()
        ]

    @property
    def kept_names(self):
        """Columns that would be a field by their name, and are not to be one."""
        before = self.asked.get("kept") or ()
        return [
            row.found["name"]
            for row in self.rows
            if not row.field and (row.found["field_name"] or row.found["name"] in before)
        ]

    @property
    def told(self):
        """Fields that the rows will have: from a column, or the same for all."""
        return {row.field for row in self.rows if row.field} | {
            each["name"] for each in self.fixed if each["value"]
        }

    @staticmethod
    def _is_found_by_name(row):
        """Whether the engine comes to the same by itself: what was recognised stays told so."""
        return row.found["how"] == "name" and row.is_as_found

    def is_valid(self):
        """A field takes one column, and either a column or one value for all rows."""
        taken = [row.field for row in self.rows if row.field]
        for name in dict.fromkeys(taken):
            label = self.fields[name].label
            if taken.count(name) > 1:
                self.errors.append(f"“{label}”只能取自一列，请改掉其余的。")
            if any(each["name"] == name and each["value"] for each in self.fixed):
                self.errors.append(f"“{label}”已取自一列，不能再给全部行填同一个值。")
        return not self.errors

    def chosen(self):
        """The same without what the system found by itself."""
        told = self.answers()
        return told | {"columns": [pair for pair in told["columns"] if pair not in self.proposed]}

    @property
    def proposed(self):
        """What was found and left as it was, though an order that was checked names it too."""
        found = [row.found for row in self.rows if row.is_as_found and row.found["how"] != "order"]
        fresh = [[each["field_name"], each["name"]] for each in found]
        return [*fresh, *(pair for pair in self.asked.get("proposed") or () if pair not in fresh)]

    def answers(self):
        """The part of an order that says what the columns are."""
        mapped = [row for row in self.rows if row.field]
        return {
            "columns": [
                [row.field, row.found["name"]] for row in mapped if not self._is_found_by_name(row)
            ],
            "kept": self.kept_names if self.fields else [],
            "units": [[row.field, row.unit] for row in mapped if row.unit in row.units],
            "values": [
                [row.field, meaning.raw, "" if meaning.chosen == BLANK else meaning.chosen]
                for row in mapped
                for meaning in row.meanings
                if row.is_as_found and meaning.chosen in (BLANK, *dict(row.options))
            ],
            "constants": [
                [each["name"], each["value"]]
                for each in self.fixed
                if each["value"] in dict(each["options"])
            ],
        }
