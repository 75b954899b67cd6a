"""What kind the rows are of and which column is which field, with how sure that is and why."""

from collections import Counter
from dataclasses import dataclass, field

from registry.exchange import mapping
from registry.exchange.cleaning import BLANK, attempt
from registry.exchange.hints import likely_meaning
from registry.exchange.memory import is_about
from registry.exchange.noted_units import noted_units
from registry.exchange.rows import cleaner_of
from registry.exchange.samples import TELLING, share_of
from registry.kinds import KINDS, BadValue, Choice, Coded, Number, Text
from registry.kinds.units import split_unit

#: Of the values looked at of each column, so many are shown.
SHOWN = 5
#: Words of a closed list's column that are asked about, and characters of one.
ASKED, LONGEST = 200, 200
#: A name of a layer says more of the kind than any column.
HINT = 10
SHAPE_OF_TYPE = {0: "POINT", 1: "LINESTRING", 3: "POLYGON", 4: "MULTIPOINT",
                 5: "MULTILINESTRING", 6: "MULTIPOLYGON"}  # fmt: skip


@dataclass
class Column:
    """One column of the file as the diagnosis shows it."""

    name: str
    type: str
    samples: list
    field_name: str = ""
    label: str = ""
    how: str = "kept"  # order | memory | name | layer | content | kept | told
    share: float = 0.0
    unit: str = ""
    wanted_unit: str = ""
    #: What stands above the table, where it is taken for the unit or may be; and whether it may.
    noted: str = ""
    is_unit_doubtful: bool = False
    bad: list = field(default_factory=list)
    understood: list = field(default_factory=list)
    offers: list = field(default_factory=list)


def shape_shares(shape_types):
    """`{kind: share of the shapes that it allows}`; all of none."""
    found = Counter(SHAPE_OF_TYPE.get(number) for number in shape_types)
    total = found.total()
    return {
        kind.code: sum(found[shape] for shape in kind.shapes) / total if total else 1.0
        for kind in KINDS.values()
    }


def kind_guesses(samples, shares, hinted="", own_names=()):
    """Kinds by how many of the columns are theirs; those whose shapes do not fit come last.

    A few shapes of another type are no reason against the kind that a layer's name hints at.
    """
    names, is_own = list(samples), mapping.is_own_export(samples)
    has_lines = any(share < 1 for code, share in shares.items() if not KINDS[code].is_line)
    guesses = []
    for kind in KINDS.values():
        known = mapping.map_columns(kind, names, {}, {}, own_names, is_own=is_own)
        own = [name for name in known if name in kind.by_name or name == "medium"]
        told = sum(share_of(kind.by_name[n], samples[known[n]]) for n in own if n in kind.by_name)
        is_hinted = kind.code == hinted
        fits = is_hinted or shares[kind.code] == 1
        score = len(known) + 2 * told + HINT * is_hinted
        score += has_lines and kind.is_line and shares[kind.code] == 1
        guesses.append(
            {
                "code": kind.code,
                "label": kind.label,
                "score": round(score, 2),
                "fits": fits,
                "fields": len(known),
                "is_hinted": is_hinted,
            }
        )
    return sorted(guesses, key=lambda guess: (-guess["fits"], -guess["score"]))


def columns_of(staged, order, kind, samples, memory, hints):
    """Every column with what it would become."""
    told = mapping.told_columns(list(samples), staged.driver)
    told -= {column for _, column in order.columns}
    names = [name for name in samples if name not in told]
    columns = {
        column.name: Column(column.name, column.type, shown(samples[column.name]))
        for column in staged.columns
    }
    for name in set(samples) - set(names):
        columns[name].how = "told"
    if kind is None:
        return list(columns.values())
    fields = kind.fields
    own = [(name, column) for name, column in order.columns if mapping.field_named(name, fields)]
    by_hand = dict(mapping.by_field(own, [kind.code]))
    names = [name for name in names if name not in order.kept]
    recalled = recalled_columns(memory, kind, names, by_hand)
    is_own, chosen = mapping.is_own_export(samples), by_hand | recalled
    named = mapping.map_columns(kind, names, chosen, (), staged.own_names, is_own=is_own)
    layered = by_layer(kind, hints, names, named, order)
    guessed = by_content(kind, names, named | layered, samples)
    noted = noted_units(staged, guessed | layered | named | recalled | by_hand, fields, samples)
    for how, found in (
        ("content", guessed), ("layer", layered), ("name", named), ("memory", recalled),
        ("order", by_hand),
    ):  # fmt: skip
        for field_name, name in found.items():
            unit = noted.get(field_name)
            assign(columns[name], fields[field_name], how, samples[name], order, unit)
    for column in columns.values():
        if column.how == "kept":
            taken = {*named, *layered, *guessed}
            column.offers = offers(fields, samples[column.name], taken)
    return list(columns.values())


def recalled_columns(memory, kind, names, by_hand):
    """What was said the last time, unless something else is said now."""
    if not is_about(memory, kind):
        return {}
    free = [name for name in names if name not in by_hand.values()]
    pairs = [(f, c) for f, c in memory.get("columns", ()) if c in free and f not in by_hand]
    return mapping.by_field(pairs, [kind.code])


def by_layer(kind, hints, names, named, order):
    """The medium of each row from its layer, unless a column or the order says it otherwise."""
    is_free = hints.column in names and hints.column not in named.values()
    is_open = kind.has_medium and "medium" not in {*named, *(name for name, _ in order.constants)}
    return {"medium": hints.column} if is_free and is_open else {}


def assign(column, field_, how, values, order, noted):
    column.field_name, column.label, column.how = field_.name, field_.caption, how
    asked = dict(order.units).get(field_.name)
    if noted and (not asked or (asked == noted.unit and not noted.is_doubtful)):
        column.noted, column.is_unit_doubtful = noted.words, noted.is_doubtful
    unit = asked or (noted.unit if noted else split_unit(column.name)[1])
    cleaner = cleaner_of(field_, column.name, unit if field_.unit else None, None)
    _, wrong = cleaner.clean(values)
    column.share = round(1 - len(wrong) / len(values), 3) if values else 1.0
    column.wanted_unit, column.unit = field_.unit, unit or suspected_unit(field_, values)
    column.bad = list(bad_values(column.name, field_, values, wrong, order))
    column.understood = [
        {"text": f"“{text}”{BLANK}", "count": count} for text, count in cleaner.placeholders.items()
    ] + [{"text": how_, "count": count} for how_, count in cleaner.understood.most_common(20)]


def bad_values(column, field_, values, wrong, order):
    """What is wrong with which values; of a closed list's words, what each is likely to mean.

    Nothing is proposed once the person has said of any what it means.
    """
    is_closed = isinstance(field_, Choice | Coded)
    is_answered = any(name == field_.name for name, _, _ in order.values)
    for place, text in list(wrong.items())[: ASKED if is_closed else SHOWN]:
        value = str(values[place])[:LONGEST]
        likely = None if is_answered else likely_meaning(field_.name, column, value)
        yield {"value": value, "text": text, "likely": likely}


def suspected_unit(field_, values):
    """A unit in which all values would be sensible, where in the field's own most are not."""
    if not isinstance(field_, Number) or not field_.unit or not values:
        return ""
    if share_of(field_, values) > 1 - TELLING:
        return ""
    for unit in UNITS_TRIED.get(field_.unit, ()):
        try:
            if share_of(field_.in_unit(unit), values) >= TELLING:
                return unit
        except BadValue:
            continue
    return ""


#: Units that tables mix up: capacity in 吨 instead of 万吨, money in 元, lengths in km or mm.
UNITS_TRIED = {
    "万吨/日": ("吨/日",),
    "万元": ("元",),
    "m": ("km", "mm"),
    "mm": ("m", "cm"),
    "MPa": ("kPa",),
}


def by_content(kind, names, named, samples):
    """Fields that no name has claimed, by columns whose values are plainly theirs."""
    free = [name for name in names if name not in named.values() and samples[name]]
    found = {}
    for field_name, field_ in kind.fields.items():
        if field_name in named or not is_telling(field_):
            continue
        scored = [(share_of_telling(field_, samples[name]), name) for name in free]
        best = max(scored, default=(0, ""))
        if best[0] >= TELLING and sum(score >= TELLING for score, _ in scored) == 1:
            found[field_name] = best[1]
            free.remove(best[1])
    return found


def is_telling(field_):
    """Whether values tell the field: a closed list, a code of so many digits, usual sizes."""
    if isinstance(field_, Text):
        return bool(field_.digits)
    return isinstance(field_, Choice | Coded) or bool(field_.suggestions)


def share_of_telling(field_, values):
    if isinstance(field_, Choice | Coded):
        values = [value for value in values if isinstance(value, str)]
    elif isinstance(field_, Number):
        sizes = set(map(float, field_.suggestions))
        cleaned = [attempt(field_, value)[0] for value in values]
        usual = sum(value in sizes for value in cleaned if value is not None)
        return usual / len(values) if len(set(cleaned)) > 1 else 0.0
    return share_of(field_, values)


def offers(fields, values, taken):
    """Fields that the column could be, for a person to choose from."""
    free = [f for name, f in fields.items() if name not in taken and not isinstance(f, Text)]
    fitting = [(share_of(f, values), f) for f in free] if values else []
    good = sorted((o for o in fitting if o[0] >= TELLING), key=lambda o: -o[0])
    return [{"field": f.name, "label": f.label, "share": round(s, 2)} for s, f in good[:SHOWN]]


def shown(values):
    return [str(value)[:60] for value in values[:SHOWN]]
