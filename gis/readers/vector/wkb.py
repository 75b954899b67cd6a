"""Shapes out of well-known binary, arcs and all, with what is to be said of them."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import Remark
from gis.readers.vector import curves, wkb_arcs


class Shapes(NamedTuple):
    """The shapes of a layer.

    Attributes
    ----------
    geometries : ndarray of shapely.Geometry, shape (n,)
        None for none and for what cannot be decoded.
    undecodable : ndarray of bool, shape (n,)
    warnings : list of Remark
        ``curves_flattened``.
    rejects : list of Remark
        ``too_many_points``; such a row is not undecodable besides.
    """

    geometries: NDArray[np.object_]
    undecodable: NDArray[np.bool_]
    warnings: list[Remark]
    rejects: list[Remark]


def decode(wkb: NDArray[np.object_]) -> Shapes:
    """Decode the shapes of a layer.

    Parameters
    ----------
    wkb : ndarray of bytes, shape (n,)
        ISO or extended well-known binary; None for no shape.

    Returns
    -------
    Shapes

    Examples
    --------
    >>> decode(np.array([bytes.fromhex("0102"), None], dtype=object)).undecodable.tolist()
    [True, False]
    """
    geometries, lost = _straight(wkb)
    flattened, rejects = 0, []
    for place in np.flatnonzero(lost):
        if not wkb_arcs.is_curved(wkb[place]):
            continue
        try:
            geometries[place] = wkb_arcs.flattened(wkb[place])
        except curves.TooManyPointsError:
            said: dict[str, object] = {"limit": curves.MAX_POINTS}
            rejects.append(Remark(int(place) + 1, "geometry", "too_many_points", said))
            lost[place] = False
        except ValueError:
            continue  # stays undecodable
        else:
            lost[place] = False
            flattened += 1
    said = {"count": flattened, "tolerance": curves.TOLERANCE}
    warnings = [Remark(0, "geometry", "curves_flattened", said)] if flattened else []
    return Shapes(geometries, lost, warnings, rejects)


def _straight(wkb: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Decode what GEOS knows; arcs it does not, not even as an error that can be ignored."""
    given = np.array([value is not None for value in wkb], dtype=bool)
    plain: NDArray[Any] = wkb.copy()
    for place in np.flatnonzero(given):
        if wkb_arcs.is_curved(wkb[place]):
            plain[place] = None
    geometries: NDArray[np.object_] = shapely.from_wkb(plain, on_invalid="ignore")
    return geometries, given & shapely.is_missing(geometries)
