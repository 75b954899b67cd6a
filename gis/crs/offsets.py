"""GCJ-02 and BD-09, the obfuscated coordinates of Chinese web maps.

Formula and constants as published in the open code of gcoord (hujiulong/gcoord, MIT licence).
The inverse has no closed form and is found by iteration. CGCS2000 stands for WGS 84 here: they
differ by decimetres, the offset is 400 to 900 m.

Convert only a user's own points on import and note it in their lineage.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_2 = 0.006693421622965823
# gcoord shifts nothing outside this box (west, south, east, north).
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
MAX_SHIFT_DEG = 0.03
BAIDU_PI = np.pi * 3000 / 180
PRECISION_DEG = 1e-11
MAX_ROUNDS = 30


def to_gcj02(points: Points) -> Points:
    """Shift CGCS2000 positions to GCJ-02.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        Longitude, latitude in degrees. NaN stays NaN.

    Returns
    -------
    ndarray of float64, shape (n, 2)
        Longitude, latitude in GCJ-02; points outside China's box are returned as they are.

    Examples
    --------
    >>> to_gcj02(np.array([[101.7185, 26.5823]])).round(6).tolist()
    [[101.720074, 26.578732]]
    """
    return _shift(_gcj02, points)


def from_gcj02(points: Points) -> Points:
    """Shift GCJ-02 positions back to CGCS2000.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        Longitude, latitude in GCJ-02.

    Returns
    -------
    ndarray of float64, shape (n, 2)
        Longitude, latitude in degrees: the inverse of `to_gcj02` to better than 1e-9° for every
        point of China's box, edges included. Within a kilometre outside the box, where no point
        was shifted, positions are taken for shifted ones.

    Examples
    --------
    >>> from_gcj02(np.array([[101.720074, 26.578732]])).round(6).tolist()
    [[101.7185, 26.5823]]
    """
    return _invert(_gcj02, points)


def to_bd09(points: Points) -> Points:
    """Shift CGCS2000 positions to BD-09; arguments and result as in `to_gcj02`."""
    return _shift(_bd09, points)


def from_bd09(points: Points) -> Points:
    """Shift BD-09 positions back to CGCS2000; arguments and result as in `from_gcj02`.

    Examples
    --------
    >>> point = np.array([[101.7185, 26.5823]])
    >>> bool(np.abs(from_bd09(to_bd09(point)) - point).max() < 1e-9)
    True
    """
    return _invert(_bd09, points)


def _in_china(points: Points, margin: float = 0.0) -> NDArray[np.bool_]:
    lon, lat = points[:, 0], points[:, 1]
    west, south, east, north = np.add(CHINA, (-margin, -margin, margin, margin))
    inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def _shift(forward: Callable[[Points], Points], points: Points) -> Points:
    inside = _in_china(points)
    shifted = points.copy()
    shifted[inside] = forward(points[inside])
    return shifted


def _invert(forward: Callable[[Points], Points], shifted: Points) -> Points:
    # A point just inside the box is shifted out of it, so look a little beyond its edge.
    near = _in_china(shifted, MAX_SHIFT_DEG)
    target = shifted[near]
    points = target.copy()
    # The offset changes slowly (at most 2 % of a step), so subtracting it again and again converges
    # by nearly two digits a round.
    for _ in range(MAX_ROUNDS):
        error = forward(points) - target
        points -= error
        if not np.any(np.abs(error) > PRECISION_DEG):
            break
    was_shifted = _in_china(points, PRECISION_DEG) | _in_china(target)
    inverse = shifted.copy()
    inverse[near] = np.where(was_shifted[:, np.newaxis], points, target)
    return inverse


def _gcj02(points: Points) -> Points:
    lon, lat = points[:, 0], points[:, 1]
    x, y = lon - 105.0, lat - 35.0
    sine = np.sin(np.radians(lat))
    bend = 1 - ECCENTRICITY_2 * sine * sine
    east_radius = SEMI_MAJOR_M / np.sqrt(bend) * np.cos(np.radians(lat))
    north_radius = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / (bend * np.sqrt(bend))
    return np.column_stack(
        [
            lon + np.degrees(_east_m(x, y) / east_radius),
            lat + np.degrees(_north_m(x, y) / north_radius),
        ]
    )


def _bd09(points: Points) -> Points:
    lon, lat = _gcj02(points).T
    distance = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_PI)
    return np.column_stack([distance * np.cos(angle) + 0.0065, distance * np.sin(angle) + 0.006])


def _east_m(x: Points, y: Points) -> Points:
    return (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
        + _waves(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    )  # fmt: skip


def _north_m(x: Points, y: Points) -> Points:
    return (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
        + _waves(x, (20, 6), (20, 2))
        + _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    )  # fmt: skip


def _waves(angle: Points, *waves: tuple[float, float]) -> Points:
    """Sum of sines: each wave is its amplitude and its frequency in half-turns per degree."""
    total = np.zeros_like(angle)
    for amplitude, frequency in waves:
        total += amplitude * np.sin(frequency * np.pi * angle)
    return total * 2 / 3
