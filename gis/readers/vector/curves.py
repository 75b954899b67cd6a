"""Arcs become lines of many points; GEOS and the database know no curves here.

All arcs lie in one plane. The points computed lie on the arc exactly, so that the line is off by
at most the sagitta: the height of the arc above its chord.
"""

import math

import numpy as np
from numpy.typing import NDArray

# In the units of the file, and never more than this share of the radius, so that a file in
# degrees gets fine lines too (a circle has at least 71 points).
TOLERANCE = 0.01
RELATIVE_TOLERANCE = 0.001
MAX_POINTS = 20_000

Points = NDArray[np.float64]


class TooManyPointsError(ValueError):
    """A curve is so long that its line would have more than `MAX_POINTS` points."""


def arc(centre: tuple[float, float], radius: float, start: float, sweep: float) -> Points:
    """Give the points of a circular arc.

    Parameters
    ----------
    centre : (float, float)
    radius : float
    start, sweep : float
        Radians; the sweep is positive anticlockwise.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Both ends included.

    Raises
    ------
    TooManyPointsError
    ValueError
        Something is not finite.

    Examples
    --------
    >>> arc((0, 0), 1, 0, math.pi)[[0, -1]].round(9).tolist()
    [[1.0, 0.0], [-1.0, 0.0]]
    """
    if not all(map(math.isfinite, centre)):
        raise ValueError("the arc is not finite")
    turned = angles(radius, start, sweep)
    return np.column_stack(
        [centre[0] + radius * np.cos(turned), centre[1] + radius * np.sin(turned)]
    )


def angles(radius: float, start: float, sweep: float) -> Points:
    """Give the angles at which an arc is cut into lines.

    Parameters
    ----------
    radius : float
        Of an ellipse the longer one: the line is no further off than that of its circle.
    start, sweep : float
        Radians.

    Returns
    -------
    ndarray of float, shape (n,)
        Both ends included.

    Raises
    ------
    TooManyPointsError
    ValueError
        Something is not finite.

    Examples
    --------
    >>> len(angles(1, 0, 2 * math.pi))
    72
    """
    if not all(map(math.isfinite, (radius, start, sweep))):
        raise ValueError("the arc is not finite")
    sagitta = min(TOLERANCE, RELATIVE_TOLERANCE * radius)
    # For 1 - sagitta / radius the difference would be lost to rounding where the radius is huge.
    step = 4 * math.asin(math.sqrt(sagitta / (2 * radius))) if radius > 0 else math.inf
    pieces = max(1, math.ceil(abs(sweep) / step))
    if pieces > MAX_POINTS:
        raise TooManyPointsError
    cut: Points = start + sweep * np.arange(pieces + 1) / pieces
    return cut


def bulged(start: tuple[float, float], end: tuple[float, float], bulge: float) -> Points:
    """Give the points of an arc as CAD notes it.

    Parameters
    ----------
    start, end : (float, float)
        Both come back exactly.
    bulge : float
        The tangent of a quarter of the angle swept, positive anticlockwise; 0 is straight.

    Returns
    -------
    ndarray of float, shape (n, 2)

    Raises
    ------
    TooManyPointsError
    ValueError

    Examples
    --------
    >>> points = bulged((0, 0), (2, 0), 1)
    >>> points[0].tolist(), points[-1].tolist(), points[:, 1].min().round(6)
    ([0.0, 0.0], [2.0, 0.0], np.float64(-1.0))
    """
    ends = np.array([start, end], dtype=float)
    chord = ends[1] - ends[0]
    length = float(np.hypot(*chord))
    if not bulge or not length:
        return ends
    radius = length * (1 + bulge * bulge) / (4 * abs(bulge))
    # From the middle of the chord to the centre, to the left of the chord.
    offset = length * (1 - bulge * bulge) / (4 * bulge)
    normal = np.array([-chord[1], chord[0]]) / length
    centre = ends.mean(axis=0) + offset * normal
    first = math.atan2(*(ends[0] - centre)[::-1])
    points = arc((float(centre[0]), float(centre[1])), radius, first, 4 * math.atan(bulge))
    points[0], points[-1] = ends
    return points


def through(start: Points, middle: Points, end: Points) -> Points:
    """Give the points of the arc through three points.

    Parameters
    ----------
    start, middle, end : ndarray of float, shape (2,) or more
        Where start and end are the same, a full circle with the middle point opposite. Further
        values (heights) run evenly from start to end.

    Returns
    -------
    ndarray of float, shape (n, 2) or as many columns as the points have

    Raises
    ------
    TooManyPointsError
    ValueError
    """
    flat = _flat_through(start[:2], middle[:2], end[:2])
    flat[0], flat[-1] = start[:2], end[:2]
    share = np.linspace(0, 1, len(flat))[:, np.newaxis]
    return np.column_stack([flat, start[2:] + share * (end[2:] - start[2:])])


def _flat_through(start: Points, middle: Points, end: Points) -> Points:
    if np.array_equal(start, end):
        centre, opposite = (start + middle) / 2, start - middle
        radius, first = float(np.hypot(*opposite)) / 2, math.atan2(*opposite[::-1])
        return arc((float(centre[0]), float(centre[1])), radius, first, 2 * math.pi)
    # The angle at the middle point tells how far the arc bulges: half of what is outside it.
    before, after = start - middle, end - middle
    cross = float(before[0] * after[1] - before[1] * after[0])
    angle = math.atan2(cross, float(before @ after))
    bulge = -1 / math.tan(angle / 2) if angle else math.inf
    if abs(bulge) < 1e-12 or math.isinf(bulge):  # on one straight line
        return np.array([start, middle, end])
    return bulged(_pair(start), _pair(end), bulge)


def _pair(point: Points) -> tuple[float, float]:
    return float(point[0]), float(point[1])
