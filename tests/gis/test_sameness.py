"""Equal shapes are found whatever way they are drawn."""

import time
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.sameness import are_near, same_shape_keys

# A grid of about 11 m: different vertices are certainly in different cells.
place = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(
    lambda cell: (round(101 + cell[0] * 1e-4, 4), round(26 + cell[1] * 1e-4, 4))
)
path = st.lists(place, min_size=2, max_size=8, unique=True)
ring = st.lists(place, min_size=3, max_size=8, unique=True)


def key(shape):
    return same_shape_keys([shape])[0]


@given(path)
def test_direction_repeats_heights_and_wrapping_make_no_difference(points):
    line = shapely.LineString(points)
    doubled = shapely.LineString([point for point in points for _ in (1, 2)])
    forms = [line, line.reverse(), doubled, shapely.force_3d(line, 1200)]
    forms += [shapely.MultiLineString([points]), shapely.GeometryCollection([line])]
    assert len(set(same_shape_keys(forms).tolist())) == 1


@given(ring, st.integers(0, 7))
def test_first_vertex_and_sense_of_a_ring_make_no_difference(points, turn):
    turned = points[turn % len(points) :] + points[: turn % len(points)]
    first, second = shapely.Polygon(points), shapely.Polygon(turned[::-1])
    assert key(first) == key(second)
    closed = shapely.LineString([*points, points[0]])
    assert key(closed) == key(shapely.LineString([*turned, turned[0]]))
    assert key(closed) != key(first)


@given(st.lists(path, min_size=2, max_size=5))
def test_order_of_parts_makes_no_difference(parts):
    assert key(shapely.MultiLineString(parts)) == key(shapely.MultiLineString(parts[::-1]))
    points = [point for part in parts for point in part]
    assert key(shapely.MultiPoint(points)) == key(shapely.MultiPoint(points[::-1]))


@given(path, path)
def test_different_lines_differ(first, second):
    def edges(points):
        return sorted(tuple(sorted(edge)) for edge in pairwise(points))

    same = edges(first) == edges(second)
    assert (key(shapely.LineString(first)) == key(shapely.LineString(second))) == same


@given(path, st.integers(0, 7))
def test_a_vertex_moved_by_a_decimetre_makes_another_shape(points, moved):
    other = [list(point) for point in points]
    other[moved % len(points)][0] += 1e-6
    assert key(shapely.LineString(points)) != key(shapely.LineString(other))


@given(st.lists(place, min_size=1, max_size=1), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_a_hair_within_the_cell_makes_none(points, east, north):
    lon, lat = points[0]
    assert key(shapely.Point(lon, lat)) == key(shapely.Point(lon + east * 1e-7, lat + north * 1e-7))


def test_border_of_a_cell_parts_what_is_a_hair_apart_and_a_comparison_joins_it():
    border = 101.70000005
    line = [shapely.LineString([(border + hair, 26.5), (101.8, 26.6)]) for hair in (-1e-9, 1e-9)]
    first, second = same_shape_keys(line)
    assert first != second
    assert are_near(line[:1], line[1:]).all()


def shapes_of(points):
    """All kinds of shapes through the same points."""
    yield shapely.MultiPoint(points)
    yield shapely.LineString(points)
    if len(points) > 2:
        yield shapely.MultiLineString([points[:2], points[1:]])
        yield shapely.LinearRing(points)
        yield shapely.Polygon(points)
        yield shapely.MultiPolygon([shapely.Polygon(points)])


def turned(points, turn):
    turn %= len(points)
    return points[turn:] + points[:turn]


#: A way and how far along it, in metres: up to half a centimetre, and more than two.
way = st.floats(0, 2 * np.pi)


def moved(point, way, metres):
    lon, lat = point
    east = metres * np.cos(way) / 111_320 / np.cos(np.radians(lat))
    return lon + east, lat + metres * np.sin(way) / 111_320


@given(path, st.lists(st.tuples(way, st.floats(0, 0.005)), min_size=8, max_size=8))
def test_half_a_centimetre_at_each_vertex_makes_no_other_shape(points, noise):
    noisy = [moved(point, *by) for point, by in zip(points, noise, strict=False)]
    one, other = [*shapes_of(points)], [*shapes_of(noisy)]
    assert are_near(one, other).all()
    assert are_near(one, shapely.reverse(other)).all()


@given(
    ring, st.lists(st.tuples(way, st.floats(0, 0.005)), min_size=8, max_size=8), st.integers(0, 7)
)
def test_nor_with_another_first_vertex_order_of_parts_or_a_vertex_given_twice(points, noise, turn):
    noisy = [moved(point, *by) for point, by in zip(points, noise, strict=False)]
    for around in (turned(noisy, turn), turned(noisy, turn)[::-1]):
        assert are_near([shapely.Polygon(points)], [shapely.Polygon(around)]).all()
        assert are_near([shapely.LinearRing(points)], [shapely.LinearRing(around)]).all()
        assert are_near([shapely.MultiPoint(points)], [shapely.MultiPoint(around)]).all()
    edges = [shapely.MultiLineString([*pairwise(run)]) for run in (points, noisy[::-1])]
    assert are_near(edges[:1], edges[1:]).all()
    doubled = shapely.LineString([point for point in noisy for _ in (1, 2)])
    assert are_near([shapely.LineString(points)], [doubled]).all()


@given(path, st.integers(0, 7), way, st.floats(0.02, 1), st.booleans())
def test_one_vertex_moved_by_two_centimetres_makes_another_shape(points, spot, way, metres, back):
    other = list(points)
    other[spot % len(points)] = moved(other[spot % len(points)], way, metres)
    ones, others = [*shapes_of(points)], [*shapes_of(other[::-1] if back else other)]
    assert not are_near(ones, others).any()


def test_what_has_no_shape_is_near_nothing():
    nothing = [None, shapely.Point(), shapely.Polygon(), shapely.LineString([(1, 1), (np.inf, 1)])]
    assert not are_near(nothing, nothing).any()
    assert not are_near(nothing, [shapely.Point(1, 1)] * 4).any()
    assert are_near([], []).shape == (0,)


def test_what_has_no_shape_has_no_key():
    nothing = [None, shapely.Point(), shapely.GeometryCollection(), shapely.Point(np.nan, 1)]
    nothing += [shapely.LineString([(101, 26), (np.inf, 26)]), shapely.Polygon()]
    assert same_shape_keys(nothing).tolist() == [0] * 6
    assert same_shape_keys([]).shape == (0,)
    assert key(shapely.Point(0, 0)) != 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("POINT (101 26)", "POINT (26 101)"),
        ("POINT (101 26)", "MULTIPOINT ((101 26), (102 26))"),
        ("POINT (101 26)", "LINESTRING (101 26, 101 26)"),
        ("LINESTRING (101 26, 102 26)", "MULTIPOINT ((101 26), (102 26))"),
        ("LINESTRING (101 26, 102 26)", "LINESTRING (101 26, 102 26, 101 26)"),
        ("LINESTRING (0 0, 1 0, 1 1)", "MULTILINESTRING ((0 0, 1 0), (0 0, 1 1))"),
        ("POLYGON ((0 0, 9 0, 9 9, 0 0))", "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 8 1, 8 4, 5 1))"),
    ],
)
def test_kinds_of_shapes_are_kept_apart(first, second):
    assert key(shapely.from_wkt(first)) != key(shapely.from_wkt(second))
    assert not are_near([shapely.from_wkt(first)], [shapely.from_wkt(second)]).any()


def test_keys_are_the_same_tomorrow():
    line = shapely.LineString([(101.7, 26.5), (101.8, 26.6)])
    assert key(line) == -5828874978317640344


def test_a_hundred_thousand_lines_take_a_second_and_no_two_collide():
    random = np.random.default_rng(3)
    lines = shapely.linestrings(random.uniform((101, 26), (102, 27), (100_000, 4, 2)))
    start = time.perf_counter()
    keys = same_shape_keys(lines)
    assert time.perf_counter() - start < 3
    assert len(np.unique(keys)) == len(keys)
    assert np.array_equal(same_shape_keys(shapely.reverse(lines)), keys)
