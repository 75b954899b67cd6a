"""What the files' codes say to a planner: one Chinese sentence for each.

`gis` speaks in codes; here is the only place where they become words. Row numbers are
not repeated in the text: they stand beside it in the report.
"""

from registry.exchange.messages.checks import OWN
from registry.exchange.messages.errors import ERRORS
from registry.exchange.messages.options import COMMAND
from registry.exchange.messages.remarks import REMARKS
from registry.exchange.messages.words import (
    DATUMS,
    FAULTS,
    REASONS,
    SHAPES,
    SYSTEM_REASONS,
    TABLE_NEEDS,
    TABLE_SHAPES,
    TYPES,
    WHY,
)
from registry.systems import PREFIX, constants_words, system_words

__all__ = ["ERRORS", "FAULTS", "OWN", "REMARKS", "SHAPES", "SYSTEM_REASONS", "TABLE_NEEDS",
           "TABLE_SHAPES", "WHY", "of_error", "of_remark", "own"]  # fmt: skip

#: Remarks whose systems are told in words: a person, not the next command, is to judge.
ABOUT_SYSTEMS = {"crs_alike", "crs_only_with_prj", "crs_zone_edge"}
#: Here the way of writing is what may tell the systems apart.
WITH_PREFIXES = {"crs_rivals", "crs_overridden"}


def of_error(error, *, in_command=False):
    """The sentence for a `GisError`."""
    words = (in_command and COMMAND.get(error.code)) or ERRORS[error.code]
    return words.format(**_readable(error.params))


def of_remark(remark):
    """The sentence for a `Remark`."""
    params = _readable(remark.params)
    if remark.code in ABOUT_SYSTEMS:
        params |= {
            name: _named(remark.params[name]) for name in ("crs", "others") if name in params
        }
    elif remark.code in WITH_PREFIXES:
        params |= {name: _in_full(systems) for name, systems in remark.params.items()}
    return REMARKS[remark.code].format(**{"field": remark.field, **params})


def own(code, params, *, in_command=False):
    """The sentence for one of this package's own codes."""
    words = (in_command and COMMAND.get(code)) or OWN[code]
    return words.format(**_readable(params))


def _readable(params):
    readable = {name: _listed(value) for name, value in params.items()}
    if "limit_bytes" in params:
        readable["limit_mb"] = params["limit_bytes"] // 2**20
    for name, told_as, told in TRANSLATED:
        if name in params:
            readable[told_as] = told(params[name])
    if "column" in params and "row" in params:
        readable["place"] = _cell(params["row"], params["column"])
    if "lon" in params:
        readable["reason_text"] = REASONS.get(params["reason"], params["reason"])
        readable["place"] = f"，位置约 {params['lon']}, {params['lat']}" if params["lon"] else ""
    elif "reason" in params:
        readable["reason"] = SYSTEM_REASONS.get(params["reason"], params["reason"])
    return readable


def _datum(name):
    plain = str(name).casefold().replace("_", " ")
    return next((words for part, words in DATUMS.items() if part in plain), name)


#: Parameter, the placeholder that its translation stands for, and who translates it.
TRANSLATED = (
    ("type", "type", lambda name: TYPES.get(name, name)),
    ("fault", "fault_text", lambda code: FAULTS.get(code, code)),
    ("shape_asked", "asked_text", lambda shape: TABLE_SHAPES.get(shape, shape)),
    ("shape_asked", "asked_needs", lambda shape: TABLE_NEEDS.get(shape, "")),
    ("shape_made", "made_text", lambda shape: TABLE_SHAPES.get(shape, shape)),
    ("why", "why_text", lambda code: WHY.get(code, code)),
    ("datum", "datum", _datum),
    ("offset", "offset_words", system_words),
    ("crs", "crs_words", lambda text: system_words(str(text))),
    ("crs", "added", lambda text: constants_words(str(text))),
)


def _named(systems):
    """Systems as people call them; how their numbers are packed is said in a line of its own."""
    return "、".join(system_words(PREFIX.sub("", text)) for text in _each(systems))


def _in_full(systems):
    return "；".join(map(system_words, _each(systems)))


def _each(systems):
    return list(map(str, systems)) if isinstance(systems, list | tuple) else [str(systems)]


def _cell(row, column):
    """Row 0 is the name of the column, or without a column the file as a whole."""
    if row:
        return f"第 {row} 行“{column}”列" if column else f"第 {row} 行"
    return "的列名" if column else ""


def _listed(value):
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else value
