"""The unit that stands above a table (单位：千元), for columns whose own names say none."""

from dataclasses import dataclass

from registry.exchange.retaining import fields_of
from registry.exchange.samples import TELLING, share_of
from registry.kinds import Number
from registry.kinds.units import factor, is_unit, plain_unit, split_unit

#: Metres above a table with places may well be those of the places.
OF_PLACES = "m"


@dataclass(frozen=True)
class Noted:
    """The unit that a column is read in by what stands above the table, and these words.

    Where they may mean it or not the unit is the field's own, and someone has to say.
    """

    unit: str
    words: str
    is_doubtful: bool = False


def units_above(staged):
    """The units that are known to us, plain; 公里/万元 may be two, 元/米 may be one that is not."""
    parts = [
        part
        for unit in words_above(staged)
        for part in ([unit] if is_unit(unit) else unit.split("/"))
    ]
    return [plain_unit(part) for part in parts if is_unit(part)]


def is_compound(staged):
    return any("/" in unit and not is_unit(unit) for unit in words_above(staged))


def words_above(staged):
    """The same as they stand there; nothing for what is no table."""
    return (staged.tables or {}).get("note_units") or []


def speaks_of(staged, name, kind=None):
    """Whether what stands above the table may be the unit of a field."""
    field = fields_of(kind).get(name)
    return field is not None and bool(meant(field, units_above(staged)))


def meant(field, units):
    """`{how many of the field's own one is: unit}` of those that convert into it."""
    if not isinstance(field, Number) or not field.unit:
        return {}
    found = {}
    for unit in units:
        if (times := factor(unit, field.unit)) is not None:
            found.setdefault(times, unit)
    return found


def open_columns(staged, mapping, fields):
    """`{field name: column}` of those for which the unit above the table may be another one."""
    units = units_above(staged)
    return {
        name: column
        for name, column in mapping.items()
        if split_unit(column)[1] is None and set(meant(fields[name], units)) - {1}
    }


def noted_units(staged, mapping, fields, samples):
    """`{field name: Noted}` of the columns that the unit above the table speaks of."""
    units, words = units_above(staged), "、".join(words_above(staged))
    asked = open_columns(staged, mapping, fields)
    stated = {name: split_unit(column)[1] for name, column in mapping.items()}
    own = {fields[n].unit for n, u in stated.items() if u is None and 1 in meant(fields[n], units)}
    # What is said of all of them may be said of the column alone that says the same.
    own |= {unit for unit in stated.values() if unit and any(factor(unit, u) for u in units)}
    own |= {OF_PLACES} if staged.tables and not staged.is_unplaced else set()
    values = {name: samples.get(column) or () for name, column in asked.items()}
    found = {}
    for name in asked:
        field, said = fields[name], list(meant(fields[name], units).values())
        others = [(fields[n], values[n]) for n in asked if n != name and meant(fields[n], said)]
        unit = None if is_compound(staged) else unit_of(field, said, values[name], own, others)
        if unit:
            found[name] = Noted(unit, words)
        elif unit is None:
            found[name] = Noted(field.unit, words, is_doubtful=True)
    return found


def unit_of(field, units, values, own, others):
    """The one that is meant, "" for none of them, None where only a person can say.

    A unit that another column has anyway (`own`) may have been written for that one alone, 单位：m
    above 管长 and 管径: then the values tell, if they make sense in one of the two only. So may one
    that suits those of `others` and not these; they are fields that it could be of as well, with
    their values.
    """
    if len(units) > 1:
        return None
    (unit,) = units
    noted, plain = is_sensible(field.in_unit(unit), values), is_sensible(field, values)
    if any(factor(unit, each) == 1 for each in own):
        if values and noted == plain:
            return None
        return unit if noted else ""
    if noted or not plain or not others:
        return unit
    suits = any(is_sensible(each.in_unit(unit), theirs) for each, theirs in others)
    return "" if suits else None


def is_sensible(field, values):
    return share_of(field, values) >= TELLING
