"""Arcs become lines that keep to the tolerance, whatever their size and place."""

import math
import struct

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gis.readers.vector import curves, wkb_arcs
from gis.readers.vector.wkb import decode

RADIUS = st.floats(-3, 5).map(lambda power: 10**power)
ANGLE = st.floats(-math.pi, math.pi)
SWEEP = st.floats(0.05, 2 * math.pi - 0.05)
PLACE = st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
# Rounding of coordinates of that size.
ROUNDING = 1e-8


def off_circle(points, centre, radius):
    """How far the middles of the chords and the points are from the circle, at most."""
    middles = (points[:-1] + points[1:]) / 2
    both = np.concatenate([points, middles]) - np.array(centre)
    return np.abs(np.hypot(both[:, 0], both[:, 1]) - radius).max()


def tolerance(radius):
    return min(curves.TOLERANCE, curves.RELATIVE_TOLERANCE * radius) + ROUNDING


@given(centre=PLACE, radius=RADIUS, start=ANGLE, sweep=SWEEP, way=st.sampled_from([-1, 1]))
def test_arc_keeps_to_the_tolerance(centre, radius, start, sweep, way):
    points = curves.arc(centre, radius, start, sweep * way)
    assert off_circle(points, centre, radius) <= tolerance(radius)
    length = np.hypot(*np.diff(points, axis=0).T).sum()
    assert length == pytest.approx(radius * sweep, rel=0.002, abs=1e-6)


@given(centre=PLACE, radius=RADIUS, start=ANGLE, sweep=SWEEP, share=st.floats(0.1, 0.9))
def test_arc_through_three_points_is_the_circle_they_lie_on(centre, radius, start, sweep, share):
    assume(radius > 0.1)  # or the three points themselves are rounded too much

    def at(angle):
        return np.array(
            [centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)]
        )

    points = curves.through(at(start), at(start + share * sweep), at(start + sweep))
    assert off_circle(points, centre, radius) <= tolerance(radius) * 1.01 + 1e-6
    length = np.hypot(*np.diff(points, axis=0).T).sum()
    assert length == pytest.approx(radius * sweep, rel=0.01)


@given(start=PLACE, end=PLACE, bulge=st.floats(-3, 3))
def test_bulge_keeps_both_ends_and_the_height_of_the_arc(start, end, bulge):
    chord = math.dist(start, end)
    assume(chord > 1e-3 and abs(bulge) > 1e-3)
    points = curves.bulged(start, end, bulge)
    assert (tuple(points[0]), tuple(points[-1])) == (start, end)
    along = np.array([end[0] - start[0], end[1] - start[1]]) / chord
    aside = (points - np.array(start)) @ np.array([along[1], -along[0]])
    highest = aside.max() if bulge > 0 else -aside.min()
    radius = chord * (1 + bulge * bulge) / (4 * abs(bulge))
    assert highest == pytest.approx(abs(bulge) * chord / 2, abs=tolerance(radius))


def test_curve_without_end_is_refused():
    with pytest.raises(curves.TooManyPointsError):
        curves.arc((0, 0), 1e12, 0, 6)
    with pytest.raises(ValueError, match="not finite"):
        curves.arc((0, 0), math.inf, 0, 6)


@pytest.mark.parametrize(
    ("wkb", "kind", "length"),
    [
        (struct.pack("<BII6d", 1, 8, 3, -1, 0, 0, 1, 1, 0), "LineString", math.pi),
        (struct.pack(">BII6d", 0, 8, 3, -1, 0, 0, 1, 1, 0), "LineString", math.pi),
        # a full circle: the second point is opposite the first
        (struct.pack("<BII6d", 1, 8, 3, -1, 0, 1, 0, -1, 0), "LineString", 2 * math.pi),
        # straight, then round
        (
            struct.pack("<BII", 1, 9, 2)
            + struct.pack("<BII4d", 1, 2, 2, -3, 0, -1, 0)
            + struct.pack("<BII6d", 1, 8, 3, -1, 0, 0, 1, 1, 0),
            "LineString",
            2 + math.pi,
        ),
        (
            struct.pack("<BII", 1, 10, 1) + struct.pack("<BII6d", 1, 8, 3, -1, 0, 1, 0, -1, 0),
            "Polygon",
            2 * math.pi,
        ),
        # three points on one line
        (struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 0, 2, 0), "LineString", 2),
    ],
)
def test_shapes_with_arcs_are_decoded(wkb, kind, length):
    shapes = decode(np.array([wkb, None], dtype=object))
    assert shapes.geometries[0].geom_type == kind
    assert shapes.geometries[0].length == pytest.approx(length, rel=0.001)
    assert [remark.params["count"] for remark in shapes.warnings] == [1]
    assert shapes.undecodable.tolist() == [False, False]


def test_heights_run_along_the_arc_and_measures_are_left_out():
    arc = struct.pack("<BII12d", 1, 3008, 3, -1, 0, 10, 7, 0, 1, 15, 7, 1, 0, 20, 7)
    line = decode(np.array([arc], dtype=object)).geometries[0]
    heights = [z for _, _, z in line.coords]
    assert (heights[0], heights[-1]) == (10, 20)
    assert heights == sorted(heights)
    assert not line.has_m


def test_huge_arc_is_a_reject_of_its_own():
    arc = struct.pack("<BII6d", 1, 8, 3, -1e11, 0, 0, 1e11, 1e11, 0)
    shapes = decode(np.array([arc], dtype=object))
    assert [(remark.row, remark.code) for remark in shapes.rejects] == [(1, "too_many_points")]
    assert shapes.undecodable.tolist() == [False]


@given(st.binary(max_size=80), st.sampled_from(sorted(wkb_arcs.CURVED)))
def test_any_bytes_after_a_curved_type_are_decoded_or_not_but_never_crash(tail, kind):
    shapes = decode(np.array([struct.pack("<BI", 1, kind) + tail], dtype=object))
    assert (shapes.geometries[0] is None) == bool(shapes.undecodable[0] or shapes.rejects)


def test_shapes_nested_without_end_are_undecodable():
    bomb = struct.pack("<BII", 1, 11, 1) * 5_000
    assert decode(np.array([bomb], dtype=object)).undecodable.tolist() == [True]
