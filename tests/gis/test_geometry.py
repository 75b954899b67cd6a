import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.geometry import (
    as_multi,
    force_2d,
    geodesic_length_m,
    invalid_reason,
    problems,
    repair,
    shape_name,
    single_part,
)

BOW_TIE = shapely.Polygon([(101, 26), (102, 27), (102, 26), (101, 27)])
SPIKE = shapely.Polygon([(0, 0), (2, 0), (2, 2), (5, 2), (2, 2), (0, 2)])
points = st.tuples(st.floats(101, 102.3), st.floats(26, 27.4))


@given(st.lists(st.lists(points, min_size=2, max_size=6), min_size=1, max_size=5))
def test_length_is_the_sum_of_pyproj_over_all_parts(parts):
    geod = pyproj.Geod(ellps="GRS80")
    expected = sum(geod.line_length(*zip(*part, strict=True)) for part in parts)
    assert geodesic_length_m([shapely.MultiLineString(parts)])[0] == pytest.approx(expected)


def test_what_has_one_part_is_that_part():
    point, line = shapely.Point(1, 2), shapely.LineString([(1, 2), (3, 4)])
    several = shapely.MultiPoint([(1, 2), (3, 4)])
    shapes = [shapely.MultiPoint([point]), shapely.GeometryCollection([line]), several, line, None]
    assert single_part(shapes).tolist() == [point, line, several, line, None]
    assert single_part([]).tolist() == []


def test_length_counts_lines_only():
    line = shapely.LineString([(101, 26), (101, 27)])
    shapes = [None, shapely.Point(101, 26), shapely.LineString(), BOW_TIE, line]
    lengths = geodesic_length_m(shapes)
    assert np.isnan(lengths[0])
    assert lengths[1:4].tolist() == [0, 0, 0]
    assert lengths[4] == pytest.approx(110788, abs=10)
    assert geodesic_length_m([]).shape == (0,)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "null"),
        (shapely.Point(), "empty"),
        (shapely.MultiPolygon(), "empty"),
        (shapely.Point(np.nan, 26), "not_finite"),
        (shapely.LineString([(101, 26), (np.inf, 26)]), "not_finite"),
        (shapely.Point(26.5, 101.7), "out_of_range"),
        (shapely.Point(471957, 2941379), "out_of_range"),
        (shapely.Point(101.7, 85.1), "out_of_range"),
        (shapely.GeometryCollection([shapely.Point(101, 26)]), "mixed_shape"),
        (shapely.LineString([(101, 26), (101, 26)]), "zero_length"),
        (BOW_TIE, "invalid"),
        (shapely.MultiLineString([[(101, 26), (101, 26)], [(101, 26), (102, 26)]]), "invalid"),
        (shapely.LineString([(101, 26), (102, 27), (102, 26), (101, 27)]), None),
        (shapely.Point(101.7, 26.5), None),
    ],
)
def test_the_first_thing_wrong_is_named(shape, code):
    assert problems([shape])[0] == code


def test_reason_of_an_invalid_shape_says_where():
    assert invalid_reason(BOW_TIE) == {"reason": "self-intersection", "lon": 101.5, "lat": 26.5}


def test_repair_keeps_what_is_good_and_the_dimension():
    good = shapely.Point(1, 2)
    repaired = repair([good, None, SPIKE, shapely.LineString([(1, 1), (1, 1)])])
    assert repaired[0] is good
    assert repaired[1] is None
    assert repaired[2].equals(shapely.box(0, 0, 2, 2))
    assert repaired[3] is None


@given(st.lists(points, min_size=3, max_size=9))
def test_repaired_polygons_are_valid_polygons_or_nothing(ring):
    repaired = repair([shapely.Polygon(ring)])[0]
    assert repaired is None or (repaired.is_valid and shape_name([repaired])[0] == "polygon")


def test_every_shape_has_its_name():
    shapes = [shapely.Point(1, 2), shapely.MultiLineString(), BOW_TIE, None]
    shapes += [shapely.GeometryCollection(), shapely.LineString([(1, 2), (3, 4)])]
    assert shape_name(shapes).tolist() == ["point", "line", "polygon", None, "collection", "line"]


def test_multi_part_is_what_it_was():
    line = shapely.LineString([(1, 2), (3, 4)])
    multi = as_multi([line, None, BOW_TIE])
    assert multi[0].geom_type == "MultiLineString"
    assert multi[0].equals(line)
    assert multi[1] is None
    assert multi[2].geom_type == "MultiPolygon"


def test_heights_are_dropped():
    assert not force_2d([shapely.Point(1, 2, 3)])[0].has_z
