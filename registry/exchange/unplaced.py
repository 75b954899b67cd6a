"""A table in which no header tells of coordinates: columns whose numbers plainly are some."""

from itertools import combinations

import numpy as np

from gis.crs.deduce import deduce
from registry.systems import system_words

#: Rows looked at, and columns: a wide table has many pairs.
LOOKED_AT, COLUMNS = 200, 8
#: So much of the rows must lie in the city, so much of a column must be a number,
#: and so many of degrees have decimals.
INSIDE, FILLED, HALF = 0.95, 0.9, 0.5
#: Before a system whose X is north.
SWAPPED = "swap:"
#: Degrees in China, and metres of a projection.
RANGES = ((3, 54), (73, 136), (1e5, 1e8))


def suggestion(staged, area):
    """`{x, y, words}`: two columns that put the rows into the city, with `end_x` and `end_y` where
    two more do so too: the other ends of lines. None where none do.

    Without the city's outline any two numbers of the right size would do: nothing is said then.
    """
    if area is None:
        return None
    numbers = candidates(staged)
    close = sorted(combinations(numbers, 2), key=lambda pair: apart(numbers, pair))
    told = {pair: text for pair in close if (text := system_that_fits(numbers, pair, area))}
    if not told:
        return None
    start, *ends = both_ends(numbers, told) or [next(iter(told))]
    found = dict(zip(("x", "y"), turned(start, told[start]), strict=True))
    for end in ends:
        found |= zip(("end_x", "end_y"), turned(end, told[end]), strict=True)
    return found | {"words": system_words(told[start].removeprefix(SWAPPED))}


def suggested_code(found):
    """Whether columns of points or of both ends of lines were found, as messages tell it."""
    return "ends_suggested" if "end_x" in found else "places_suggested"


def system_that_fits(numbers, pair, area):
    """In which system two columns put the rows into the city; "" where in none."""
    both = np.column_stack([numbers[name] for name in pair])
    readings = deduce(both[np.isfinite(both).all(axis=1)], area)
    is_found = readings and readings[0].inside >= INSIDE and readings[0].certainty != "possible"
    return readings[0].crs.text if is_found else ""


def both_ends(numbers, told):
    """Two pairs that share a system and no column, the ones whose columns stand closest."""
    ways = [
        pairs
        for pairs in combinations(told, 2)
        if told[pairs[0]] == told[pairs[1]] and not set(pairs[0]) & set(pairs[1])
    ]
    closest = min(ways, key=lambda way: sum(apart(numbers, p) ** 2 for p in way), default=())
    return sorted(closest, key=lambda pair: list(numbers).index(pair[0]))


def turned(pair, text):
    """East first."""
    return tuple(reversed(pair)) if text.startswith(SWAPPED) else pair


def drops_places(order):
    """Whether someone who gives this order reckons with places in the table."""
    shape = (order.table or {}).get("shape")
    return bool(order.crs) or shape not in (None, "none")


def is_meant(order):
    """Whether the table is to be without places: as ordered, or an update that keeps the old."""
    return order.updates or (order.table or {}).get("shape") == "none"


def candidates(staged):
    """Columns of numbers that may be coordinates, in the order of the table."""
    batch = next(staged.batches())
    found = {}
    for name, values in batch.columns.items():
        numbers = np.array([numeric(value) for value in values[:LOOKED_AT]])
        present = numbers[np.isfinite(numbers)]
        if len(present) >= max(2, FILLED * len(numbers)) and are_coordinates(present):
            found[name] = numbers
    return dict(list(found.items())[:COLUMNS])


def numeric(value):
    return value if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


def are_coordinates(numbers):
    """Of one range, and not all the same; whole degrees are years, counts or sizes."""
    fit = any((low < numbers).all() and (numbers < high).all() for low, high in RANGES)
    return (
        fit and len(set(numbers)) > 1 and (numbers.min() > RANGES[-1][0] or has_decimals(numbers))
    )


def has_decimals(numbers):
    return (numbers % 1 != 0).mean() > HALF


def apart(numbers, pair):
    """How many columns lie between: coordinates stand side by side."""
    names = list(numbers)
    return names.index(pair[1]) - names.index(pair[0])
