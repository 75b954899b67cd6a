"""Raw columns → stored values, each distinct raw value cleaned once."""

from datetime import date
from math import isfinite

from registry.kinds import BadValue
from registry.kinds.values import is_blank


def clean_values(field, raw_values):
    """Stored values in the same order, and `{place: what is wrong}`.

    A file repeats few distinct values many times, so each is cleaned once.
    """
    known, values, wrong = {}, [], {}
    for place, raw in enumerate(raw_values):
        key = (type(raw), raw)
        if key not in known:
            known[key] = _attempt(field, raw)
        value, trouble = known[key]
        values.append(value)
        if trouble:
            wrong[place] = trouble
    return values, wrong


def _attempt(field, raw):
    try:
        return field.clean(raw), None
    except BadValue as refusal:
        return None, str(refusal)


def as_found(raw):
    """A raw value as JSON can keep it, or None for a blank."""
    if is_blank(raw):
        return None
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and not isfinite(raw):
        return str(raw)
    return raw
