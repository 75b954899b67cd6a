"""Which column of a file is which field of a kind."""

from functools import cache

from gis.writers.shapefile import DECLARED, short_names
from registry.exchange.report import Unusable
from registry.kinds import KIND_CHOICES, KINDS, PROVENANCE, Coded
from registry.kinds.values import as_text

#: The column that tells the kind of each row, in files that hold several.
KIND = Coded("kind", "设施类别", options=tuple(KIND_CHOICES))


def plain(name):
    """A name without width, case and outer blanks, to be compared."""
    return as_text(name).casefold()


def fields_of(kind):
    """Everything a row of this kind may carry: real columns, then attributes."""
    return {**kind.columns, **PROVENANCE, **kind.by_name}


def names_of(field):
    """What a file may call a field, the surest name first."""
    return (field.name, field.label, field.caption, *field.aliases)


@cache
def cut_names_of(kind):
    """`{field name: names}`: what our own shapefiles have room for, in each encoding."""
    labels = {name: field.label for name, field in fields_of(kind).items()}
    cut = [short_names([KIND.label, *labels.values()], encoding) for encoding in DECLARED]
    return {name: [names[label] for names in cut] for name, label in labels.items()}


def kind_column(columns):
    """The column that tells the kind of each row; None where there is none."""
    cut = [short_names([KIND.label], encoding)[KIND.label] for encoding in DECLARED]
    names = set(map(plain, (*names_of(KIND), *cut)))
    return next((column for column in columns if plain(column) in names), None)


def field_named(text, fields):
    """The field that a person means by its name, label, caption or alias."""
    wanted = plain(text)
    return next((f for f in fields.values() if wanted in map(plain, names_of(f))), None)


def map_columns(kind, columns, chosen, fixed):
    """`{field name: column}`: what was chosen by hand, then what the names say.

    A column serves one field; `fixed` fields take no column, they have a constant.
    """
    mapping = dict(chosen)
    free = {plain(c): c for c in reversed(columns) if c not in mapping.values()}
    called = {name: names_of(field) for name, field in fields_of(kind).items()}
    for names in (called, cut_names_of(kind)):  # a whole name is surer than one cut off
        for name in called:
            found = next((plain(n) for n in names[name] if plain(n) in free), None)
            if found and name not in mapping and name not in fixed:
                mapping[name] = free.pop(found)
    return mapping


def chosen_columns(by_hand, kinds, columns):
    """`--map`, checked: `{field name: column}`."""
    for _, column in by_hand:
        if column not in columns:
            raise Unusable("unknown_column", column=column, known=list(columns))
    return by_field(by_hand, kinds)


def by_field(by_hand, kinds, taken=()):
    """`--map` or `--set`, checked: `{field name: what it gets}`; a field is named once."""
    found = {}
    for text, value in by_hand:
        field = _demanded(text, kinds)
        if field.name in found or field.name in taken:
            raise Unusable("field_twice", field=field.label, name=field.name)
        found[field.name] = value
    return found


def _demanded(text, kinds):
    declared = [KINDS[code] for code in kinds]
    fields = {name: f for kind in declared for name, f in fields_of(kind).items()}
    field = field_named(text, fields)
    if field is None:
        labels = [kind.label for kind in declared]
        known = [f"{f.label}（{f.name}）" for f in fields.values()]
        raise Unusable("unknown_field", kind=labels, field=text, known=known)
    return field
