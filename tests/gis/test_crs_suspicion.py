"""GCJ-02 and BD-09 are suspected only where something known proves it."""

import numpy as np
import pytest
import shapely

from gis.crs.offsets import to_bd09, to_gcj02
from gis.crs.suspicion import suspect_offset

RANDOM = np.random.default_rng(2)
CITY = shapely.box(101.60, 26.50, 101.80, 26.70)


def network(count, step):
    """Streets a few hundred metres apart, none quite straight."""
    lines = []
    for row in range(count):
        along = np.linspace(101.65, 101.75, 60)
        bent = 26.55 + row * step + 0.0008 * np.sin(along * 300 + row)
        lines += [
            np.column_stack([along, bent]),
            np.column_stack([101.65 + bent - 26.55, along - 75.1]),
        ]
    return [shapely.LineString(line) for line in lines]


STREETS = network(12, 0.008)


def beside(lines, spread_deg):
    """Manholes within some metres of the lines."""
    points = np.vstack([shapely.get_coordinates(line)[5:-5:3] for line in lines])
    return points + RANDOM.uniform(-spread_deg, spread_deg, points.shape)


MANHOLES = beside(STREETS, 5e-5)


@pytest.mark.parametrize(("shift", "name"), [(to_gcj02, "gcj02"), (to_bd09, "bd09")])
def test_shifted_points_are_told_by_the_streets_they_should_lie_on(shift, name):
    found = suspect_offset(shift(MANHOLES), registered=STREETS)
    assert found.offset == name
    assert found.after < 6
    assert found.before > 4 * found.after
    assert found.why.code == "offset_near_registered"
    assert found.why.params == {
        "offset": name, "count": found.count, "before": found.before, "after": found.after
    }  # fmt: skip


@pytest.mark.parametrize(("shift", "name"), [(to_gcj02, "gcj02"), (to_bd09, "bd09")])
def test_shifted_pipes_are_told_too(shift, name):
    pipes = [shapely.transform(line, shift) for line in STREETS[:6]]
    assert suspect_offset(pipes, registered=STREETS).offset == name


def test_points_in_their_place_raise_no_suspicion():
    assert suspect_offset(MANHOLES, registered=STREETS, area=CITY) is None


def test_points_wrong_in_another_way_raise_no_suspicion():
    for wrong in ([0.004, 0.0], [0.0, 0.0036], [-0.0016, 0.0036], [0.0001, 0.0001]):
        assert suspect_offset(MANHOLES + np.array(wrong), registered=STREETS) is None


def test_in_a_dense_network_nearness_proves_nothing():
    dense = network(100, 0.001)
    strewn = RANDOM.uniform((101.66, 26.56), (101.74, 26.64), (500, 2))
    assert suspect_offset(strewn, registered=dense) is None
    assert suspect_offset(to_gcj02(strewn), registered=dense) is None


def test_on_empty_ground_nothing_is_suspected():
    far = MANHOLES + np.array([0.0, 0.5])
    assert suspect_offset(to_gcj02(far), registered=STREETS) is None


def test_a_few_points_prove_nothing():
    assert suspect_offset(to_gcj02(MANHOLES[:19]), registered=STREETS) is None
    many_times_one = np.tile(to_gcj02(MANHOLES[:3]), (100, 1))
    assert suspect_offset(many_times_one, registered=STREETS) is None


def test_points_pushed_over_the_border_tell():
    along = np.linspace(101.61, 101.79, 200)
    south = np.column_stack([along, np.full(200, 26.5008)])
    found = suspect_offset(to_gcj02(south), area=CITY)
    assert (found.offset, found.why.code) == ("gcj02", "offset_at_border")
    assert (found.count, found.before, found.after) == (200, 200, 0)


def test_points_beyond_the_border_for_another_reason_do_not():
    along = np.linspace(101.61, 101.79, 200)
    for lat in (26.30, 26.4995, 26.7005):
        assert suspect_offset(np.column_stack([along, np.full(200, lat)]), area=CITY) is None


def test_outlines_of_districts_are_told_by_their_border():
    outline = shapely.Polygon(
        [(101.7 + 0.05 * np.cos(t), 26.6 + 0.04 * np.sin(3 * t)) for t in np.linspace(0, 6.2, 80)]
    )
    shifted = shapely.transform(outline, to_gcj02)
    assert suspect_offset([shifted], registered=[outline.boundary]).offset == "gcj02"


@pytest.mark.parametrize("sample", [[], [None], [[np.nan, np.nan]] * 30, [[2.35, 48.85]] * 30])
def test_of_nothing_nothing_is_suspected(sample):
    assert suspect_offset(sample, registered=STREETS, area=CITY) is None
    assert suspect_offset(MANHOLES) is None
    assert suspect_offset(MANHOLES, registered=[None, shapely.LineString()]) is None
