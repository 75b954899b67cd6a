"""Degrees, minutes and seconds packed into one number, as total stations and tables write them."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

# No longitude or latitude of China is below this as DDDMMSS, and no degree reaches it.
LEAST_DDDMMSS = 1000.0
# Millionths of a second: whole numbers, because 43.99999 minutes must not become 43.
UNIT = 1_000_000


def unpack_dms(points: Points) -> Points:
    """Turn packed degrees into decimal degrees.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        DDDMMSS.s (1014306.6 is 101°43′06.6″) or, below 1000, D.MMSSs (101.43066 is the same).

    Returns
    -------
    ndarray of float64, shape (n, 2)
        Decimal degrees, in the same order of columns; infinite where minutes or seconds reach 60,
        NaN where the number is.

    Examples
    --------
    >>> unpack_dms(np.array([[1014306.6, 263456.28], [101.43066, 26.3456280]])).round(6).tolist()
    [[101.7185, 26.5823], [101.7185, 26.5823]]
    """
    with np.errstate(invalid="ignore"):  # NaN and infinity pass through and are told elsewhere
        size = np.abs(points)
        packed = np.rint(np.where(size < LEAST_DDDMMSS, size * 1e4, size) * UNIT)
        degrees, rest = np.divmod(packed, 1e4 * UNIT)
        minutes, seconds = np.divmod(rest, 100 * UNIT)
        unpacked = np.copysign(degrees + minutes / 60 + seconds / (3600 * UNIT), points)
        bad = (minutes >= 60) | (seconds >= 60 * UNIT) | np.isinf(points)
    return np.where(bad, np.inf, unpacked)
