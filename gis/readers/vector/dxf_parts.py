"""Shapes that our own drawings hold as several entities, or as closed lines, made whole again."""

import re
from collections.abc import Sequence
from typing import Any

import shapely

from gis.formats import DRAWN_PART

NOTE = re.compile(r"(\d{1,6})/(\d{1,6})([点线面孔])")
# What entities of one shape need not have in common.
OWN = frozenset({DRAWN_PART, "句柄", "类型", "闭合"})
# A ring has three corners, the first of them twice.
FEWEST = 4


def whole(
    said: Sequence[dict[str, Any]], shapes: Sequence[shapely.Geometry | None]
) -> list[tuple[range, shapely.Geometry | None]]:
    """Join what the notes of our writer say is one shape.

    Where a part was taken out, changed into something else or told other things since, all of
    them stay what they are.

    Parameters
    ----------
    said : sequence of dict
        The values of each entity, in the order of the drawing.
    shapes : sequence of shapely.Geometry or None

    Returns
    -------
    list of (range, shapely.Geometry or None)
        The places of the entities of each row, and its shape.

    Examples
    --------
    >>> line = shapely.LineString([(0, 0), (1, 0), (1, 1), (0, 0)])
    >>> whole([{"图形部分": "1/1面", "闭合": True}], [line])
    [(range(0, 1), <POLYGON ((0 0, 1 0, 1 1, 0 0))>)]
    """
    rows: list[tuple[range, shapely.Geometry | None]] = []
    place = 0
    while place < len(said):
        run = _run(said, place)
        shape = _shape([said[each] for each in run], [shapes[each] for each in run])
        if shape is None:
            run, shape = range(place, place + 1), shapes[place]
        rows.append((run, shape))
        place = run.stop
    return rows


def _run(said: Sequence[dict[str, Any]], place: int) -> range:
    """Find the entities of the shape whose first part this is: none where it is no such part."""
    note = NOTE.fullmatch(str(said[place].get(DRAWN_PART, "")))
    if not note or note[1] != "1":
        return range(place, place)
    run = range(place, place + int(note[2]))
    if run.stop > len(said):
        return range(place, place)
    numbered = all(
        str(said[each].get(DRAWN_PART, "")).startswith(f"{number}/{note[2]}")
        and _rest(said[each]) == _rest(said[place])
        for number, each in enumerate(run, start=1)
    )
    return run if numbered else range(place, place)


def _rest(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in OWN}


def _shape(
    said: list[dict[str, Any]], shapes: list[shapely.Geometry | None]
) -> shapely.Geometry | None:
    """Make one shape of its parts; None where they make none."""
    kinds = [str(values[DRAWN_PART])[-1] for values in said]
    if not kinds or any(shape is None for shape in shapes):
        return None
    if set(kinds) == {"点"}:
        return shapely.multipoints(shapes)
    if set(kinds) == {"线"}:
        return shapely.multilinestrings(shapes)
    if kinds[0] != "面" or not set(kinds) <= {"面", "孔"}:
        return None
    if not all(values.get("闭合") for values in said):
        return None
    return _areas(kinds, [shapely.get_coordinates(shape) for shape in shapes])


def _areas(kinds: list[str], rings: list[Any]) -> shapely.Geometry | None:
    if any(len(ring) < FEWEST for ring in rings):
        return None
    areas: list[tuple[Any, list[Any]]] = []
    for kind, ring in zip(kinds, rings, strict=True):
        if kind == "面":
            areas.append((ring, []))
        else:
            areas[-1][1].append(ring)
    polygons = [shapely.Polygon(shell, holes) for shell, holes in areas]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
