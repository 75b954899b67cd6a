"""The entities of a drawing as geometries, in world coordinates and in drawing units.

Flat entities lie in a plane of their own ("object coordinates"), which is turned over in every
drawing that was mirrored; their points are brought into the world's.
"""

import math
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.math import Vec3

from gis.readers.vector import curves
from gis.readers.vector.curves import (
    MAX_POINTS,
    RELATIVE_TOLERANCE,
    TOLERANCE,
    Points,
    TooManyPointsError,
)

# A vertex that only shapes a curve fitted to the others.
SPLINE_FRAME = 16
MAX_COORDINATE = 1e12
TURN = 2 * math.pi
# How often a spline's bend is looked at between two knots, and by how much it may be more between.
SPAN_LOOKS, LOOKS_SAFETY = 9, 1.3


def is_closed(entity: DXFGraphic) -> bool | None:
    """Say whether an entity encloses something; None for what never does.

    Parameters
    ----------
    entity : DXFGraphic

    Returns
    -------
    bool or None
    """
    kind = entity.dxftype()
    if kind == "CIRCLE":
        return True
    if kind in ("LWPOLYLINE", "SPLINE"):
        return bool(entity.closed)  # type: ignore[attr-defined]
    if kind == "POLYLINE":
        return bool(entity.is_closed)  # type: ignore[attr-defined]
    return None


def is_curve(entity: DXFGraphic) -> bool:
    """Say whether lines only come near to an entity.

    Parameters
    ----------
    entity : DXFGraphic

    Returns
    -------
    bool
    """
    kind = entity.dxftype()
    if kind == "LWPOLYLINE":
        return bool(entity.has_arc)  # type: ignore[attr-defined]
    if kind == "POLYLINE":
        return any(vertex.dxf.bulge for vertex in entity.vertices)  # type: ignore[attr-defined]
    return kind in ("ARC", "CIRCLE", "ELLIPSE", "SPLINE")


def is_read(entity: DXFGraphic) -> bool:
    """Say whether an entity is of a kind that is read.

    Parameters
    ----------
    entity : DXFGraphic

    Returns
    -------
    bool
        False for meshes, whatever they are called.
    """
    if entity.dxftype() == "POLYLINE":
        return bool(entity.is_2d_polyline or entity.is_3d_polyline)  # type: ignore[attr-defined]
    return entity.dxftype() in SHAPES


def shape(entity: DXFGraphic) -> shapely.Geometry:
    """Give the geometry of an entity.

    Parameters
    ----------
    entity : DXFGraphic
        One for which `is_read` holds.

    Returns
    -------
    shapely.Point or shapely.LineString
        Also for what is closed: whether it is meant as an area the drawing does not say. With
        heights unless all are 0.

    Raises
    ------
    TooManyPointsError
    ValueError
        Something is missing, or is no number.
    """
    return SHAPES[entity.dxftype()](entity)


def _geometry(points: Iterable[Any], build: Callable[[Points], Any]) -> shapely.Geometry:
    array = np.array([tuple(point) for point in points], dtype=float).reshape(-1, 3)
    if not np.isfinite(array).all() or (np.abs(array) > MAX_COORDINATE).any():
        raise ValueError("a coordinate is not finite")
    return build(array if array[:, 2].any() else array[:, :2])


def _line(points: Iterable[Any]) -> shapely.Geometry:
    return _geometry(points, shapely.LineString)


def _point(point: Any) -> shapely.Geometry:
    return _geometry([point], lambda array: shapely.Point(array[0]))


def _needed(entity: DXFGraphic, *names: str) -> list[Any]:
    """Give attributes for which ezdxf would make up the origin."""
    missing = [name for name in names if not entity.dxf.hasattr(name)]
    if missing:
        raise ValueError(f"without {', '.join(missing)}")
    return [entity.dxf.get(name) for name in names]


def _in_world(entity: DXFGraphic, flat: Points, height: float) -> list[Vec3]:
    raised = (Vec3(x, y, height) for x, y in flat.tolist())
    return list(entity.ocs().points_to_wcs(raised))


def _straight(entity: DXFGraphic) -> shapely.Geometry:
    return _line(_needed(entity, "start", "end"))


def _arc(entity: DXFGraphic) -> shapely.Geometry:
    centre, radius, start, end = _needed(entity, "center", "radius", "start_angle", "end_angle")
    sweep = math.radians((end - start) % 360) or TURN
    return _round(entity, centre, radius, math.radians(start), sweep)


def _circle(entity: DXFGraphic) -> shapely.Geometry:
    centre, radius = _needed(entity, "center", "radius")
    return _round(entity, centre, radius, 0.0, TURN)


def _round(
    entity: DXFGraphic, centre: Vec3, radius: float, start: float, sweep: float
) -> shapely.Geometry:
    flat = curves.arc((centre.x, centre.y), radius, start, sweep)
    if sweep == TURN:
        flat[-1] = flat[0]
    return _line(_in_world(entity, flat, centre.z))


def _ellipse(entity: DXFGraphic) -> shapely.Geometry:
    centre, major, ratio = _needed(entity, "center", "major_axis", "ratio")
    start, end = entity.dxf.get("start_param", 0.0), entity.dxf.get("end_param", TURN)
    whole = math.isclose((end - start) % TURN, 0, abs_tol=1e-9)
    turned = curves.angles(major.magnitude, start, TURN if whole else (end - start) % TURN)
    minor = Vec3(entity.dxf.extrusion).normalize().cross(major) * ratio
    points = np.outer(np.cos(turned), tuple(major)) + np.outer(np.sin(turned), tuple(minor))
    points += np.array(tuple(centre))
    if whole:
        points[-1] = points[0]
    return _line(points)


def _spline(entity: DXFGraphic) -> shapely.Geometry:
    tool = entity.construction_tool()  # type: ignore[attr-defined]
    control = np.array([tuple(point) for point in tool.control_points], dtype=float)
    if not np.isfinite(control).all() or (np.abs(control) > MAX_COORDINATE).any():
        raise ValueError("a coordinate is not finite")
    extent = float(np.ptp(control, axis=0).max())
    off = min(TOLERANCE, RELATIVE_TOLERANCE * extent) or TOLERANCE
    knots = np.array(tool.knots(), dtype=float)
    inner = np.unique(knots[tool.degree : len(knots) - tool.degree])
    if len(inner) < 2 or not np.isfinite(inner).all():
        raise ValueError("the knots are not in order")
    cuts = [_cut(tool.evaluator, start, end, off) for start, end in pairwise(inner)]
    if sum(map(len, cuts)) > MAX_POINTS:
        raise TooManyPointsError
    return _line(tool.evaluator.points([*np.concatenate(cuts).tolist(), float(inner[-1])]))


def _cut(evaluator: Any, start: float, end: float, off: float) -> Points:
    """Cut the stretch between two knots so finely that no chord is further off than allowed."""
    span = end - start
    looks = start + span * (np.arange(SPAN_LOOKS) + 0.5) / SPAN_LOOKS
    bends = [evaluator.derivative(look, 2)[2].magnitude for look in looks.tolist()]
    # A chord over h is off by h² / 8 times the second derivative at most.
    pieces = math.ceil(span * math.sqrt(LOOKS_SAFETY * max(bends) / (8 * off)))
    if pieces > MAX_POINTS:
        raise TooManyPointsError
    cut: Points = start + span * np.arange(max(1, pieces)) / max(1, pieces)
    return cut


def _light_polyline(entity: DXFGraphic) -> shapely.Geometry:
    vertices = [
        (x, y, bulge)
        for x, y, bulge in entity.get_points("xyb")  # type: ignore[attr-defined]
    ]
    flat = _bulged(vertices, closed=bool(is_closed(entity)))
    return _line(_in_world(entity, flat, entity.dxf.elevation))


def _polyline(entity: DXFGraphic) -> shapely.Geometry:
    vertices = [
        vertex
        for vertex in entity.vertices  # type: ignore[attr-defined]
        if not vertex.dxf.flags & SPLINE_FRAME
    ]
    places = [_needed(vertex, "location")[0] for vertex in vertices]
    closed = bool(is_closed(entity))
    if entity.is_3d_polyline:  # type: ignore[attr-defined]
        return _line([*places, *places[:closed]])
    turns = [vertex.dxf.bulge for vertex in vertices]
    flat = _bulged(
        [(place.x, place.y, turn) for place, turn in zip(places, turns, strict=True)],
        closed=closed,
    )
    return _line(_in_world(entity, flat, Vec3(entity.dxf.get("elevation", (0, 0, 0))).z))


def _bulged(vertices: list[tuple[float, float, float]], *, closed: bool) -> Points:
    if len(vertices) < 2:
        raise ValueError(f"{len(vertices)} vertices")
    ring = [*vertices, *vertices[:closed]]
    if not any(turn for _, _, turn in vertices):
        return np.array(ring)[:, :2]
    pieces = [curves.bulged(start[:2], end[:2], start[2]) for start, end in pairwise(ring)]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _spot(entity: DXFGraphic) -> shapely.Geometry:
    return _point(*_needed(entity, "location"))


def _inserted(entity: DXFGraphic) -> shapely.Geometry:
    (place,) = _needed(entity, "insert")
    return _point(entity.ocs().to_wcs(Vec3(place)))


def _text(entity: DXFGraphic) -> shapely.Geometry:
    aligned = entity.dxf.get("halign", 0) or entity.dxf.get("valign", 0)
    if aligned and entity.dxf.hasattr("align_point"):
        return _point(entity.ocs().to_wcs(Vec3(entity.dxf.align_point)))
    return _inserted(entity)


def _long_text(entity: DXFGraphic) -> shapely.Geometry:
    return _point(*_needed(entity, "insert"))  # in world coordinates already


SHAPES: dict[str, Callable[[DXFGraphic], shapely.Geometry]] = {
    "LINE": _straight,
    "LWPOLYLINE": _light_polyline,
    "POLYLINE": _polyline,
    "ARC": _arc,
    "CIRCLE": _circle,
    "ELLIPSE": _ellipse,
    "SPLINE": _spline,
    "POINT": _spot,
    "INSERT": _inserted,
    "TEXT": _text,
    "MTEXT": _long_text,
}
