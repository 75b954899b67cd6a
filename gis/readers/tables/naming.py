"""What the columns of a sheet are called, and the units that the header states."""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from gis.errors import Remark
from gis.readers.columns import unique_names
from gis.readers.tables.grid import Cell, Grid, letter
from gis.readers.tables.headers import spread
from gis.readers.tables.unit_words import BRACKETED, UNIT, is_unit, unit_in

# 管径单位 and the like are said of those columns alone.
NOTED_UNITS = re.compile(
    r"(?:^|[\s，,、；;（(])(?:金额|资金|投资|计量|数量)?单位\s*[:：]\s*(?:人民币)?"
)
AFTER_UNITS, SEVERAL = re.compile(r"[\s）)]"), re.compile(r"[，,、；;和及]")
BLANKS = re.compile(r"\s+")
BESIDE_CHINESE = re.compile(r"(?<=[\u2e80-\u9fff（）]) | (?=[\u2e80-\u9fff（）])")


@dataclass
class Header:
    """The names of a sheet's columns.

    Attributes
    ----------
    rows : list of int
        Numbers of the header's rows; empty where there is none.
    columns : dict of str to int
        Place in the sheet, from 0, by name.
    units : dict of str to str
        By name, as the header states them.
    note_units : list of str
        The units that notes above the table state for all of it.
    notes : list of str
        Titles and notes above the header.
    warnings : list of Remark
        ``column_renamed``.
    """

    rows: list[int]
    columns: dict[str, int]
    units: dict[str, str] = field(default_factory=dict)
    note_units: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def name_columns(grid: Grid, rows: list[int]) -> Header:
    """Name the columns of a sheet.

    Parameters
    ----------
    grid : Grid
    rows : list of int
        Of the header: names are joined downwards with ``/``. Empty: columns are called by their
        letters, ``"A列"``.

    Returns
    -------
    Header
        Columns with a name or with values; one without a name is called by its letter.

    Examples
    --------
    >>> grid = Grid("", [["起点", None, "管径（mm）"], ["X", "Y", None], [1, 2, 300]])
    >>> header = name_columns(grid, [1, 2])
    >>> header.columns, header.units
    ({'起点/X': 0, '起点/Y': 1, '管径（mm）': 2}, {'管径（mm）': 'mm'})
    """
    named = _joined(grid, rows)
    used = {place for row in range(_after(rows), len(grid.rows) + 1) for place in grid.filled(row)}
    places = sorted(used | set(named))
    wanted = [named.get(place) or f"{letter(place)}列" for place in places]
    names, remarks = unique_names(wanted)
    unnamed = [
        Remark(0, name, "column_unnamed", {"column": letter(place)})
        for name, place in zip(names, places, strict=True)
        if rows and place not in named
    ]
    notes = [
        str(value).strip()
        for number in range(1, rows[0] if rows else 1)
        for value in grid.row(number)
        if value is not None
    ]
    return Header(
        rows=rows,
        columns=dict(zip(names, places, strict=True)),
        units={name: unit for name in names if (unit := unit_in(name))},
        note_units=_note_units(notes),
        notes=notes,
        warnings=[*remarks, *unnamed],
    )


def _joined(grid: Grid, rows: list[int]) -> dict[int, str]:
    parts: dict[int, list[str]] = {}
    for number in rows:
        own, merged = grid.filled(number), spread(grid, number)
        below = set(grid.filled(number + 1)) if number != rows[-1] else set()
        last = None
        for place in range(max([*merged, *below, -1]) + 1):
            if place in own and place in merged:
                last = merged[place]
            elif place not in below and place not in merged:
                last = None
            # Where nothing is merged (CSV), a name stands over the unnamed columns to its right.
            over = last if place in below and not grid.merged else None
            value = merged.get(place, over)
            _add(parts.setdefault(place, []), value)
    return {place: _path(names) for place, names in parts.items() if names}


def _path(names: list[str]) -> str:
    """Join names downwards; a unit below a name, in brackets, is no level of its own."""
    joined = names[0]
    for name in names[1:]:
        joined += name if BRACKETED.fullmatch(name) and is_unit(name) else f"/{name}"
    return joined


def _add(names: list[str], value: Cell) -> None:
    if value is not None:
        text = BESIDE_CHINESE.sub("", BLANKS.sub(" ", str(value)).strip())
        if text and text not in names[-1:]:
            names.append(text)


def _after(rows: list[int]) -> int:
    return rows[-1] + 1 if rows else 1


def _note_units(notes: list[str]) -> list[str]:
    stated: dict[str, None] = {}
    for note in notes:
        for found in NOTED_UNITS.finditer(note):
            rest = AFTER_UNITS.split(note[found.end() :], maxsplit=1)[0]
            stated |= dict.fromkeys(takewhile(UNIT.fullmatch, SEVERAL.split(rest)))
    return list(stated)
