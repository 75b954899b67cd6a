"""Well-known binary with arcs in it, as geodatabases hold it and GEOS does not know it."""

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from gis.readers.vector import curves
from gis.readers.vector.curves import Points

# What nobody nests deeper.
MAX_DEPTH = 8

# Well-known binary: the types that hold arcs, and those that may hold them.
CIRCULAR, COMPOUND, CURVE_POLYGON, MULTI_CURVE, MULTI_SURFACE = 8, 9, 10, 11, 12
LINE, POLYGON, MULTI_LINE, MULTI_POLYGON = 2, 3, 5, 6
CURVED = frozenset({CIRCULAR, COMPOUND, CURVE_POLYGON, MULTI_CURVE, MULTI_SURFACE})


def is_curved(wkb: bytes) -> bool:
    """Say whether a shape is of a type with arcs.

    Parameters
    ----------
    wkb : bytes
        ISO well-known binary.

    Returns
    -------
    bool
    """
    return len(wkb) > 5 and Reader(wkb).header()[0] in CURVED


def flattened(wkb: bytes) -> shapely.Geometry:
    """Decode a shape with arcs.

    Parameters
    ----------
    wkb : bytes
        ISO well-known binary of a type for which `is_curved` holds.

    Returns
    -------
    shapely.Geometry
        Lines or polygons, with heights where there are some; measures are left out.

    Raises
    ------
    TooManyPointsError
    ValueError
        It cannot be decoded.

    Examples
    --------
    >>> half = struct.pack("<BII6d", 1, 8, 3, -1, 0, 0, 1, 1, 0)
    >>> round(flattened(half).length, 2)
    3.14
    """
    try:
        return Reader(wkb).shape()
    except (struct.error, KeyError, IndexError, shapely.errors.GEOSException) as error:
        raise ValueError(str(error)) from error


class Reader:
    """Reads one shape from its start.

    Parameters
    ----------
    wkb : bytes
    """

    def __init__(self, wkb: bytes) -> None:
        self._wkb = wkb
        self._at = 0
        self._order = "<"

    def header(self) -> tuple[int, int, bool]:
        """Read what a shape begins with.

        Returns
        -------
        kind, dimensions : int
        measured : bool
            Whether the last dimension is a measure.
        """
        self._order = "<" if self._wkb[self._at] else ">"
        self._at += 1
        number = self._count()
        flags, kind = divmod(number & 0x0FFFFFFF, 1000)
        high, measured = flags in (1, 3) or bool(number >> 31), flags in (2, 3)
        return kind, 2 + high + measured, measured

    def shape(self, depth: int = 0) -> shapely.Geometry:
        """Read a shape, whatever it is.

        Parameters
        ----------
        depth : int
            How many shapes it stands in.

        Returns
        -------
        shapely.Geometry
        """
        if depth > MAX_DEPTH:
            raise ValueError("shapes nested too deep")
        start = self._at
        kind, dimensions, measured = self.header()
        kept = dimensions - measured
        if kind in (LINE, CIRCULAR):
            points = self._points(dimensions)[:, :kept]
            return shapely.LineString(_arcs(points) if kind == CIRCULAR else points)
        if kind == POLYGON:
            rings = [self._points(dimensions)[:, :kept] for _ in range(self._count())]
            return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()
        if kind not in BUILDERS:
            raise ValueError(f"type {kind} at {start}")
        return BUILDERS[kind]([self.shape(depth + 1) for _ in range(self._count())])

    def _count(self) -> int:
        (number,) = struct.unpack_from(f"{self._order}I", self._wkb, self._at)
        self._at += 4
        return int(number)

    def _points(self, dimensions: int) -> Points:
        count = self._count()
        values = np.frombuffer(
            self._wkb, f"{self._order}f8", count=count * dimensions, offset=self._at
        )
        self._at += values.nbytes
        return values.astype(float).reshape(count, dimensions)


def _arcs(points: Points) -> Points:
    if len(points) < 3 or not len(points) % 2:
        raise ValueError(f"{len(points)} points make no arcs")
    pieces = [
        curves.through(points[place], points[place + 1], points[place + 2])
        for place in range(0, len(points) - 2, 2)
    ]
    return _joined(pieces)


def _joined(pieces: list[Points]) -> Points:
    """Put lines together that each begin where the last one ends."""
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _compound(parts: list[shapely.Geometry]) -> shapely.Geometry:
    if not parts:
        return shapely.LineString()
    return shapely.LineString(
        _joined([shapely.get_coordinates(part, include_z=part.has_z) for part in parts])
    )


def _surface(rings: list[shapely.Geometry]) -> shapely.Geometry:
    return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()


BUILDERS: dict[int, Callable[[list[Any]], shapely.Geometry]] = {
    COMPOUND: _compound,
    CURVE_POLYGON: _surface,
    MULTI_CURVE: shapely.MultiLineString,
    MULTI_LINE: shapely.MultiLineString,
    MULTI_SURFACE: shapely.MultiPolygon,
    MULTI_POLYGON: shapely.MultiPolygon,
}
