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
#: Degrees in China, and metres of a projection.
RANGES = ((3, 54), (73, 136), (1e5, 1e8))


def suggestion(staged, area):
    """`{x, y, words}`: two columns that put the rows into the city; None where none do.

    Without the city's outline any two numbers of the right size would do: nothing is said then.
    """
    if area is None:
        return None
    numbers = candidates(staged)
    for pair in sorted(combinations(numbers, 2), key=lambda pair: apart(numbers, pair)):
        both = np.column_stack([numbers[name] for name in pair])
        readings = deduce(both[np.isfinite(both).all(axis=1)], area)
        if readings and readings[0].inside >= INSIDE and readings[0].certainty != "possible":
            text = readings[0].crs.text
            x, y = reversed(pair) if text.startswith("swap:") else pair
            return {"x": x, "y": y, "words": system_words(text.removeprefix("swap:"))}
    return None


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
