"""Which column of a file is which field of a kind."""

from registry.exchange.report import Unusable
from registry.kinds import KIND_CHOICES, KINDS, Coded
from registry.kinds.fields import as_text

#: The column that tells the kind of each row, in files that hold several.
KIND = Coded("kind", "设施类别", options=tuple(KIND_CHOICES))


def plain(name):
    """A name without width, case and outer blanks, to be compared."""
    return as_text(name).casefold()


def fields_of(kind):
    """Everything a row of this kind may carry: real columns, then attributes."""
    return {**kind.columns, **kind.by_name}


def names_of(field):
    """What a file may call a field, the surest name first."""
    return (field.name, field.label, field.caption, *field.aliases)


def field_named(text, fields):
    """The field that a person means by its name, label, caption or alias."""
    wanted = plain(text)
    return next((f for f in fields.values() if wanted in map(plain, names_of(f))), None)


def map_columns(kind, columns, chosen, fixed):
    """`{field name: column}`: what was chosen by hand, then what the names say.

    A column serves one field; `fixed` fields take no column, they have a constant.
    """
    mapping = {name: column for name, column in chosen.items() if name not in fixed}
    free = {plain(c): c for c in reversed(columns) if c not in mapping.values()}
    for name, field in fields_of(kind).items():
        if name in mapping or name in fixed:
            continue
        found = next((plain(n) for n in names_of(field) if plain(n) in free), None)
        if found:
            mapping[name] = free.pop(found)
    return mapping


def chosen_columns(by_hand, kinds, columns):
    """`--map`, checked: `{field name: column}`."""
    chosen = {}
    for text, column in by_hand.items():
        if column not in columns:
            raise Unusable("unknown_column", column=column, known=list(columns))
        chosen[_demanded(text, kinds).name] = column
    return chosen


def constants(by_hand, kinds):
    """`--set`, checked: `{field name: raw value}`; cleaned with each kind's rows later."""
    return {_demanded(text, kinds).name: value for text, value in by_hand.items()}


def _demanded(text, kinds):
    declared = [KINDS[code] for code in kinds]
    fields = {name: f for kind in declared for name, f in fields_of(kind).items()}
    field = field_named(text, fields)
    if field is None:
        labels = [kind.label for kind in declared]
        known = [f"{f.label}（{f.name}）" for f in fields.values()]
        raise Unusable("unknown_field", kind=labels, field=text, known=known)
    return field
