"""Which boxes nearly coincide, among a million."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Places = NDArray[np.intp]

# Shapes on a grid share their sides, but hardly ever a sum of them weighted like this.
WEIGHTS = np.array([1.0, 0.618034, 0.414214, 0.302776])


class Boxes:
    """Boxes in the order of one number, which moves no more than their sides do.

    Parameters
    ----------
    sides : array_like of float, shape (n, 4)
        West, south, east and north, as `shapely.bounds` gives them; NaN is near nothing.

    Examples
    --------
    >>> boxes = Boxes([(0, 0, 1, 1), (5, 5, 6, 6)])
    >>> asked, found = boxes.near([(5, 5, 6.01, 6)], tolerance=0.02)
    >>> asked.tolist(), found.tolist()
    ([0], [1])
    """

    def __init__(self, sides: ArrayLike) -> None:
        given = np.asarray(sides, dtype=np.float64).reshape(-1, 4)
        numbers = given @ WEIGHTS
        self._order = np.argsort(numbers, kind="stable")
        self._numbers, self._sides = numbers[self._order], given[self._order]

    def near(self, sides: ArrayLike, tolerance: float) -> tuple[Places, Places]:
        """Give the pairs of boxes no side of which differs by more.

        Parameters
        ----------
        sides : array_like of float, shape (m, 4)
            Best a few thousand at once: a few candidates are tried for each.
        tolerance : float
            In the unit of the coordinates.

        Returns
        -------
        asked, found : ndarray of int, shape (k,)
            Places among `sides` and among the boxes themselves.
        """
        given = np.asarray(sides, dtype=np.float64).reshape(-1, 4)
        numbers, reach = given @ WEIGHTS, tolerance * WEIGHTS.sum()
        # In order, each search begins in the cache where the last one ended.
        order = np.argsort(numbers)
        numbers = numbers[order]
        starts = np.searchsorted(self._numbers, numbers - reach)
        counts = np.searchsorted(self._numbers, numbers + reach, "right") - starts
        asked = np.repeat(order, counts)
        spots = np.arange(len(asked)) + np.repeat(starts - counts.cumsum() + counts, counts)
        near = (np.abs(given[asked] - self._sides[spots]) <= tolerance).all(axis=1)
        return asked[near], self._order[spots[near]]
