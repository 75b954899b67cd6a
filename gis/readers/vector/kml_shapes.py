"""The shapes of KML as geometries: longitude, latitude and perhaps height, on WGS 84."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import shapely

from gis.readers.vector.markup import Element

# People put spaces after the commas, which the standard does not allow but which say the same.
COMMA = re.compile(r"\s*,\s*")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
# In the other modes, and without one, a height counts for nothing or from the ground.
HEIGHT_MODE = "absolute"
Position = tuple[float, ...]


class UnreadShapeError(ValueError):
    """A shape of a kind that is not read; its text is the kind."""


class Shape:
    """Builds the geometry of one placemark.

    Parameters
    ----------
    elements : sequence of Element
        All that `is_shape` in the placemark, mostly one.

    Attributes
    ----------
    geometry : shapely.Geometry or None
        Lines for rings that are not part of a polygon, and for the tracks of a GPS; several
        shapes of one kind together are a multi-part one.
    closed : bool
        Whether a polygon's ring had to be closed.
    relative : bool
        Whether it had heights that are none above the sea, and were left out.

    Raises
    ------
    UnreadShapeError
    ValueError
        It cannot be decoded.

    Examples
    --------
    >>> point = Element("Point", {}, [Element("coordinates", {}, [], ["101.7,26.5"])])
    >>> Shape([point]).geometry.wkt
    'POINT (101.7 26.5)'
    """

    def __init__(self, elements: Sequence[Element]) -> None:
        self.closed = self.relative = False
        parts = [part for element in elements for part in self._parts(element)]
        several = len(elements) > 1 or any(element.tag in COLLECTIONS for element in elements)
        if several:
            self.geometry = _together(parts)
        else:
            self.geometry = parts[0] if parts else None

    def _parts(self, element: Element) -> list[shapely.Geometry]:
        if element.tag in COLLECTIONS:
            return [
                part for child in element.children if is_shape(child) for part in self._parts(child)
            ]
        if element.tag == "Point":
            (position,) = self._positions(element, element)
            return [shapely.Point(position)]
        if element.tag in ("LineString", "LinearRing"):
            return [_line(self._positions(element, element))]
        if element.tag == "Polygon":
            return [self._polygon(element)]
        if element.tag == "Track":
            return [_line(self._track(element))]
        raise UnreadShapeError(element.tag)

    def _polygon(self, element: Element) -> shapely.Polygon:
        shell = self._rings(element, "outerBoundaryIs")
        if len(shell) != 1:
            raise ValueError(f"{len(shell)} outer boundaries")
        return shapely.Polygon(shell[0], self._rings(element, "innerBoundaryIs"))

    def _rings(self, element: Element, side: str) -> list[list[Position]]:
        rings = [
            self._positions(ring, element)
            for boundary in element.children
            if boundary.tag == side
            for ring in boundary.children
            if ring.tag == "LinearRing"
        ]
        for ring in rings:
            if ring and ring[0] != ring[-1]:
                self.closed = True
                ring.append(ring[0])
        return rings

    def _positions(self, element: Element, mode_holder: Element) -> list[Position]:
        text = COMMA.sub(",", element.said("coordinates") or "")
        positions = [_position(one.rstrip(",").split(",")) for one in text.split()]
        return self._with_heights(positions, mode_holder.said("altitudeMode"))

    def _track(self, element: Element) -> list[Position]:
        coordinates = (child.text.split() for child in element.children if child.tag == "coord")
        positions = [_position(words) for words in coordinates if words]
        return self._with_heights(positions, element.said("altitudeMode"))

    def _with_heights(self, positions: list[Position], mode: str | None) -> list[Position]:
        """Give all positions a height, unknown ones too, or none."""
        heights = [position[2] for position in positions if len(position) == 3]
        if not heights or mode != HEIGHT_MODE:
            self.relative = self.relative or any(heights)
            return [position[:2] for position in positions]
        return [position if len(position) == 3 else (*position, math.nan) for position in positions]


def is_shape(element: Element) -> bool:
    """Say whether an element is a shape, of whatever kind.

    Parameters
    ----------
    element : Element

    Returns
    -------
    bool
    """
    return element.tag in SHAPES


def _position(words: list[str]) -> Position:
    if len(words) not in (2, 3) or not all(map(NUMBER.fullmatch, words)):
        raise ValueError(f"no position: {','.join(words)[:50]}")
    return tuple(map(float, words))


def _line(positions: list[Position]) -> shapely.Geometry:
    return shapely.LineString(positions)


def _together(parts: list[Any]) -> shapely.Geometry:
    kinds = {part.geom_type for part in parts}
    build = MULTI.get(kinds.pop()) if len(kinds) == 1 else None
    return (build or shapely.GeometryCollection)(parts)


COLLECTIONS = frozenset({"MultiGeometry", "MultiTrack"})
SHAPES = COLLECTIONS | {"Point", "LineString", "LinearRing", "Polygon", "Track", "Model"}
MULTI: dict[str, Callable[[list[Any]], shapely.Geometry]] = {
    "Point": shapely.MultiPoint,
    "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}
