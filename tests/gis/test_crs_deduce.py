"""Coordinates without a .prj: which reading puts them into the city?"""

import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.crs import from_storage, parse, to_storage
from gis.crs.deduce import deduce, is_reduced

CITY = shapely.Polygon([(101.08, 26.05), (102.1, 26.05), (102.25, 27.36), (101.2, 27.3)])
RANDOM = np.random.default_rng(54)
# Pipes around the handbook's point.
LON_LAT = np.array([101.7185, 26.5823]) + RANDOM.uniform(-0.1, 0.1, (300, 2))
LINES = shapely.linestrings(LON_LAT.reshape(-1, 2, 2))


def numbers_in(code):
    return shapely.get_coordinates(from_storage(LINES, parse(f"EPSG:{code}")))


def packed(degrees):
    hundredths = np.floor(degrees * 360_000).astype(int)
    minutes, seconds = np.divmod(hundredths, 6000)
    return (minutes // 60) * 10_000.0 + (minutes % 60) * 100 + seconds / 100


def best(sample, area=CITY):
    return deduce(sample, area)[0]


def codes(reading):
    return [remark.code for remark in reading.why]


FORMS = {
    "EPSG:4490": (LON_LAT, "sure"),
    "swap:EPSG:4490": (LON_LAT[:, ::-1], "sure"),
    "dms:EPSG:4490": (packed(LON_LAT), "sure"),
    "swap:dms:EPSG:4490": (packed(LON_LAT)[:, ::-1], "sure"),
    "EPSG:4543": (numbers_in(4543), "likely"),
    "swap:EPSG:4543": (numbers_in(4543)[:, ::-1], "likely"),
    "EPSG:4522": (numbers_in(4522), "likely"),
    "swap:EPSG:4522": (numbers_in(4522)[:, ::-1], "likely"),
    "EPSG:4544": (numbers_in(4544), "possible"),
    "EPSG:4521": (numbers_in(4521), "likely"),
    "EPSG:4495": (numbers_in(4495), "likely"),
    "swap:EPSG:4496": (numbers_in(4496)[:, ::-1], "likely"),
    "EPSG:3857": (numbers_in(3857), "likely"),
    "swap:EPSG:3857": (numbers_in(3857)[:, ::-1], "likely"),
    "km:EPSG:4543": (numbers_in(4543) / 1000, "possible"),
    "swap:mm:EPSG:4522": (numbers_in(4522)[:, ::-1] * 1000, "possible"),
}


@pytest.mark.parametrize(("text", "numbers", "certainty"), [(k, *v) for k, v in FORMS.items()])
def test_the_way_that_falls_into_the_city_comes_first(text, numbers, certainty):
    found = best(numbers)
    assert (found.crs.text, found.certainty, found.inside) == (text, certainty, 1.0)
    points = [shapely.Point(pair) for pair in numbers]
    bounds = shapely.total_bounds(to_storage(points, found.crs))
    assert found.bounds_4490 == pytest.approx(bounds, abs=1e-9)
    assert bounds == pytest.approx([*LON_LAT.min(axis=0), *LON_LAT.max(axis=0)], abs=1e-5)


@pytest.mark.parametrize("code", [*range(4513, 4555), *range(4491, 4513)])
def test_every_zone_is_found_where_it_lies(code):
    definition = parse(f"EPSG:{code}").definition
    meridian = definition.coordinate_operation.params[1].value
    around = shapely.box(meridian - 0.5, 30, meridian + 0.9, 31)
    points = from_storage(
        [shapely.Point(meridian + 0.3, 30.5), shapely.Point(meridian + 0.4, 30.6)],
        parse(f"EPSG:{code}"),
    )
    readings = deduce(points, around)
    assert f"EPSG:{code}" in [reading.crs.text for reading in readings]
    # The same numbers are in a 3° zone too, which is what is usual.
    if 4502 <= code < 4513:
        assert readings[0].crs.epsg == 4534 + 2 * (code - 4502)


def test_numbers_cannot_tell_the_old_datums_and_that_is_said():
    remark = next(one for one in best(numbers_in(4543)).why if one.code == "crs_alike")
    assert remark.params["others"] == ["EPSG:2379", "EPSG:2431"]
    assert remark.params["metres"] == pytest.approx(52, abs=2)


def test_zone_on_whose_edge_the_city_lies_is_never_first_beside_another():
    readings = deduce(numbers_in(4506), CITY)
    assert [one.crs.text for one in readings] == ["EPSG:4542", "EPSG:4506", "EPSG:32647"]
    assert "crs_zone_edge" in codes(readings[1])
    assert {one.certainty for one in readings} == {"possible"}


def test_utm_is_never_guessed():
    readings = deduce(numbers_in(32648), CITY)
    assert readings[-1].crs.text == "EPSG:32648"
    assert readings[-1].certainty == "possible"
    assert "crs_only_with_prj" in codes(readings[-1])
    assert "crs_rivals" in codes(readings[0])


def test_feet_are_not_guessed():
    # Read as metres they lie somewhere in the north-west; nothing says feet.
    for reading in deduce(numbers_in(4543) / 0.3048, CITY):
        assert (reading.inside, reading.certainty) == (0.0, "possible")
        assert codes(reading)[0] == "crs_outside_area"


def test_decimals_are_not_taken_for_minutes_and_seconds():
    readings = deduce(LON_LAT, CITY)
    assert [one.crs.text for one in readings] == ["EPSG:4490"]


def test_degrees_with_a_point_before_the_minutes_are_known_by_their_number():
    readings = deduce(packed(LON_LAT) / 10_000, CITY)
    assert [one.crs.text for one in readings] == ["dms:EPSG:4490", "EPSG:4490"]
    assert "crs_rivals" in codes(readings[0])


def test_of_few_such_numbers_nothing_is_sure():
    readings = deduce(packed(LON_LAT[:4]) / 10_000, CITY)
    assert readings[0].crs.text == "EPSG:4490"
    assert "sure" not in {one.certainty for one in readings}


def test_stragglers_at_zero_do_not_hide_the_rest():
    numbers = np.vstack([numbers_in(4543), np.zeros((60, 2)), [[np.nan, 1], [np.inf, 2]]])
    found = best(numbers)
    assert found.crs.text == "EPSG:4543"
    assert found.inside == pytest.approx(300 / 360)
    assert found.certainty == "possible"


def test_points_of_another_city_are_placed_but_not_believed():
    beijing = LON_LAT + np.array([14.7, 13.3])
    found = best(beijing)
    assert (found.crs.text, found.inside, found.certainty) == ("EPSG:4490", 0.0, "possible")
    assert codes(found)[0] == "crs_outside_area"


def test_without_an_area_every_zone_is_possible():
    readings = deduce(numbers_in(4543))
    texts = [one.crs.text for one in readings]
    assert {f"EPSG:{code}" for code in range(4534, 4555)} <= set(texts)
    assert {one.certainty for one in readings} == {"possible"}
    assert best(LON_LAT, None).certainty == "likely"
    assert deduce(numbers_in(4522))[0].crs.text == "EPSG:4522"


@pytest.mark.parametrize(
    "sample",
    [[], [None], [shapely.Point()], [[np.nan, np.nan]], [[5.0, 5.0]], [[1e300, -1e300]], [[0, 0]]],
)
def test_of_nothing_nothing_is_deduced(sample):
    assert deduce(sample, CITY) == []


def test_shapes_of_every_kind_are_sampled():
    shapes = [*from_storage(LINES, parse("EPSG:4543")), None, shapely.Point(), shapely.LineString()]
    shapes += [shapely.force_3d(shapes[0], 1200), shapely.GeometryCollection([shapes[1]])]
    assert best(shapes).crs.text == "EPSG:4543"


def test_a_million_points_are_thinned_and_read_at_once():
    numbers = np.tile(numbers_in(4543), (3400, 1))
    best(numbers[:10])
    start = time.perf_counter()
    found = best(numbers)
    assert time.perf_counter() - start < 2
    assert found.why[0].params["count"] == 2000


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(101.3, 102.0), st.floats(26.2, 27.2)), min_size=1, max_size=30),
    st.sampled_from(["EPSG:4543", "EPSG:4522", "swap:EPSG:4543", "swap:EPSG:4522"]),
)
def test_what_was_projected_is_found_again(places, text):
    swapped = text.startswith("swap:")
    numbers = shapely.get_coordinates(
        from_storage([shapely.Point(place) for place in places], parse(text.removeprefix("swap:")))
    )
    found = best(numbers[:, ::-1] if swapped else numbers)
    assert found.crs.text == text


@pytest.mark.parametrize("off", [(-400_000, -2_900_000), (-500_000, 0), (0, -2_000_000)])
def test_a_round_constant_that_was_taken_off_is_found_and_only_possible(off):
    readings = deduce(numbers_in(4543) + off, CITY)
    fitting = {reading.crs.text: reading for reading in readings}
    found = fitting[f"add={-off[0]},{-off[1]}:EPSG:4543"]
    assert (found.inside, found.certainty) == (1.0, "possible")
    assert "crs_constant_added" in codes(found)
    assert readings[0].certainty == "possible"


def test_no_constant_is_sought_where_the_numbers_fit_as_they_are_or_there_is_no_city():
    for numbers, area in ((numbers_in(4543), CITY), (numbers_in(4543) - (4e5, 2.9e6), None)):
        assert not any(reading.crs.added_m for reading in deduce(numbers, area))
    assert is_reduced(numbers_in(4543) - (4e5, 2.9e6))
    assert not is_reduced(LON_LAT)


def test_eastings_with_and_without_a_zone_number_are_doubted():
    numbers = numbers_in(4543)
    assert "crs_mixed_zones" not in codes(best(numbers))
    numbers[::4, 0] += 34_000_000
    mixed = next(remark for remark in best(numbers).why if remark.code == "crs_mixed_zones")
    assert mixed.params == {"numbered": len(numbers[::4]), "bare": len(numbers) - len(numbers[::4])}


def test_the_number_of_another_zone_than_the_city_s_is_doubted():
    why = {remark.code: remark for remark in best(numbers_in(4543) + np.array([38e6, 0])).why}
    assert why["crs_other_zone"].params == {"zone": 38, "wanted": [34], "meridians": [102]}
    assert "crs_other_zone" not in codes(best(numbers_in(4522)))
