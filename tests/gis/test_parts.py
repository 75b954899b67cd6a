"""Taking shapes apart: in order, with their owners, through collections in collections."""

import numpy as np
import shapely

from gis.parts import leaves

NESTED = (
    "GEOMETRYCOLLECTION(POINT(1 1), GEOMETRYCOLLECTION(MULTIPOINT(2 2, 3 3), POINT EMPTY),"
    " LINESTRING(0 0, 5 5))"
)


def shapes(*texts):
    return np.array([text and shapely.from_wkt(text) for text in texts], dtype=object)


def test_parts_come_in_the_order_of_their_shapes():
    parts, places = leaves(
        shapes("POINT(0 0)", None, NESTED, "MULTILINESTRING((0 0, 1 1), EMPTY)", "POINT EMPTY")
    )
    assert [part.geom_type for part in parts] == [*["Point"] * 4, "LineString", "LineString"]
    assert [part.coords[0] for part in parts[:4]] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert places.tolist() == [0, 2, 2, 2, 2, 3]


def test_single_shapes_are_not_copied():
    given = shapes("POINT(0 0)", "LINESTRING(0 0, 1 1)", "POLYGON((0 0, 1 0, 1 1, 0 0))")
    parts, places = leaves(given)
    assert all(part is shape for part, shape in zip(parts, given, strict=True))
    assert places.tolist() == [0, 1, 2]


def test_nothing_has_no_parts():
    parts, places = leaves(shapes())
    assert (len(parts), len(places)) == (0, 0)
