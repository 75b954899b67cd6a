"""Which boxes nearly coincide, among a million."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Places = NDArray[np.intp]

# Shapes on a grid share their sides, but hardly ever a sum of them weighted like this.
WEIGHTS = np.array([1.0, 0.618034, 0.414214, 0.302776])
# Boxes tried for each one asked about: a few where they lie as in a city, two hundred only where
# someone has made them all alike.
TRIED = 200
# Boxes tried at once: what they take of memory, about a hundred bytes each.
AT_ONCE = 500_000


@dataclass(frozen=True)
class Near:
    """Pairs of boxes that nearly coincide.

    Attributes
    ----------
    asked, found : ndarray of int, shape (k,)
        Places among the boxes asked about and among the others.
    crowded : int
        How many of those asked about have more near ones, or more to try, than were looked at.
    """

    asked: Places
    found: Places
    crowded: int


class Boxes:
    """Boxes in the order of one number, which moves no more than their sides do.

    Parameters
    ----------
    sides : array_like of float, shape (n, 4)
        West, south, east and north, as `shapely.bounds` gives them; NaN is near nothing.

    Examples
    --------
    >>> boxes = Boxes([(0, 0, 1, 1), (5, 5, 6, 6)])
    >>> [near] = boxes.near([(5, 5, 6.01, 6)], tolerance=0.02, most=10)
    >>> near.asked.tolist(), near.found.tolist()
    ([0], [1])
    """

    def __init__(self, sides: ArrayLike) -> None:
        given = np.asarray(sides, dtype=np.float64).reshape(-1, 4)
        numbers = given @ WEIGHTS
        self._order = np.argsort(numbers, kind="stable")
        self._numbers, self._sides = numbers[self._order], given[self._order]

    def near(self, sides: ArrayLike, tolerance: float, *, most: int) -> Iterator[Near]:
        """Give the pairs of boxes no side of which differs by more.

        Parameters
        ----------
        sides : array_like of float, shape (m, 4)
            Best some thousands at once: a few candidates are tried for each.
        tolerance : float
            In the unit of the coordinates.
        most : int
            Near ones given for each box that is asked about.

        Yields
        ------
        Near
            All of the boxes asked about that follow each other, so many that the memory does not
            grow with how alike they are.
        """
        given = np.asarray(sides, dtype=np.float64).reshape(-1, 4)
        starts, counts = self._candidates(given @ WEIGHTS, tolerance * WEIGHTS.sum())
        tried = np.minimum(counts, TRIED)
        for first, last in _runs(tried, AT_ONCE):
            part = slice(first, last)
            asked = np.repeat(np.arange(first, last), tried[part])
            spots = _counting(tried[part]) + np.repeat(starts[part], tried[part])
            near = (np.abs(given[asked] - self._sides[spots]) <= tolerance).all(axis=1)
            asked, spots = asked[near], spots[near]
            found = np.bincount(asked - first, minlength=last - first)
            kept = _counting(found) < most
            crowded = int(((found > most) | (counts[part] > TRIED)).sum())
            yield Near(asked[kept], self._order[spots[kept]], crowded)

    def _candidates(self, numbers: NDArray[np.float64], reach: float) -> tuple[Places, Places]:
        """Give where in the order those begin whose number is near, and how many they are."""
        # In order, each search begins in the cache where the last one ended.
        order = np.argsort(numbers)
        starts, ends = np.empty((2, len(numbers)), np.intp)
        starts[order] = np.searchsorted(self._numbers, numbers[order] - reach)
        ends[order] = np.searchsorted(self._numbers, numbers[order] + reach, "right")
        return starts, ends - starts


def _runs(counts: Places, most: int) -> Iterator[tuple[int, int]]:
    """Part a row of counts where the next one would make more, but never within one."""
    sums, first = counts.cumsum(), 0
    while first < len(counts):
        before = sums[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(sums, before + most, "right")))
        yield first, last
        first = last


def _counting(counts: Places) -> Places:
    """Count from 0 for each of the counts: (2, 3) is 0, 1, 0, 1, 2."""
    return np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
