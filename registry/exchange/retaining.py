"""What was chosen of a file's columns holds on where it is read otherwise, as far as it can."""

from dataclasses import dataclass, field, replace

from registry.exchange.mapping import field_named
from registry.kinds import COLUMNS, KINDS

COLUMN, CONSTANT, WORDS = "“{column}”列作为“{label}”", "全部行的{label}", "“{label}”各词语的意思"
#: Parts of an order that name columns and fields.
CHOICES = ("columns", "kept", "constants", "units", "values")


def retained(order, staged):
    """`(order, words)`: without choices of columns and fields that there are not, and these."""
    names = {column.name for column in staged.columns}
    judge = Judge(fields_of(order.kind))
    columns = {}
    for name, column in order.columns:
        if judge.keeps(name, COLUMN, column, is_there=column in names and name not in columns):
            columns[name] = column
    constants = [each for each in order.constants if judge.keeps(each[0], CONSTANT)]
    gone = {name for name, _ in order.columns} - columns.keys()
    units = [each for each in order.units if judge.knows(each[0]) and each[0] not in gone]
    values = [e for e in order.values if judge.keeps(e[0], WORDS, is_there=e[0] not in gone)]
    kept = replace(
        order,
        columns=tuple(columns.items()),
        kept=tuple(name for name in order.kept if name in names),
        constants=tuple(constants),
        units=tuple(units),
        values=tuple(values),
    )
    return kept, list(judge.lost)


def choices_in(order):
    """The part of a kept order that may have changed."""
    content = order.as_json()
    return {name: content[name] for name in CHOICES}


@dataclass
class Judge:
    """Keeps what is about fields that there are, and remembers the rest in words, each once."""

    fields: dict
    lost: dict = field(default_factory=dict)

    def knows(self, name):
        return field_named(name, self.fields) is not None

    def keeps(self, name, words, column="", *, is_there=True):
        if is_there and self.knows(name):
            return True
        self.lost[words.format(column=column, label=label_of(name))] = True
        return False


def fields_of(code):
    """Of the kind that the rows are to be, else of all: a column of the file says which."""
    kinds = [KINDS[code]] if code in KINDS else KINDS.values()
    return {name: each for kind in kinds for name, each in kind.fields.items()}


def label_of(name):
    known = COLUMNS | fields_of(None)
    return known[name].label if name in known else name
