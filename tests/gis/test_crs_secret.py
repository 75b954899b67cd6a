"""北京54 and 西安80: never converted by guess; with their owner's parameters, exactly."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.crs import SevenParameters, from_wkt, parse, points_to_storage, to_storage

KRASSOVSKY = (6378245.0, 298.3)
IAG75 = (6378140.0, 298.257)
CGCS2000 = (6378137.0, 298.257222101)
NUMBERS = np.array([[471957.19, 2941379.86]])
# Every code of the two datums in the register.
CODES = [4214, 4555, 4610, *range(2401, 2443), *range(21413, 21424), *range(21453, 21464)]
CODES += range(2327, 2391)

shifts = st.floats(-300, 300)
seconds = st.floats(-5, 5)
places = st.tuples(st.floats(74, 134), st.floats(4, 53))


def cartesian(lon, lat, ellipsoid):
    a, rf = ellipsoid
    e2 = (2 - 1 / rf) / rf
    lam, phi = np.radians([lon, lat])
    n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return np.array(
        [
            n * np.cos(phi) * np.cos(lam),
            n * np.cos(phi) * np.sin(lam),
            n * (1 - e2) * np.sin(phi),
        ]
    )


def geographic(xyz, ellipsoid):
    a, rf = ellipsoid
    e2 = (2 - 1 / rf) / rf
    x, y, z = xyz
    p = np.hypot(x, y)
    phi = np.arctan2(z, p * (1 - e2))
    for _ in range(20):
        n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(z + e2 * n * np.sin(phi), p)
    return np.degrees(np.arctan2(y, x)), np.degrees(phi)


def bursa_wolf(lon, lat, old, parameters):
    """The formula of the textbook, in the sense of the position vector."""
    sense = {"position_vector": 1, "coordinate_frame": -1}[parameters.convention]
    rx, ry, rz = sense * np.radians(np.array(parameters.rotation_s) / 3600)
    turned = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
    scale = 1 + parameters.scale_ppm * 1e-6
    moved = np.array(parameters.shift_m) + scale * turned @ cartesian(lon, lat, old)
    return geographic(moved, CGCS2000)


@pytest.mark.parametrize(("code", "old"), [(4610, IAG75), (4214, KRASSOVSKY), (4555, KRASSOVSKY)])
@pytest.mark.parametrize("convention", ["position_vector", "coordinate_frame"])
@settings(deadline=None, max_examples=40)  # PROJ builds a pipeline for each
@given(
    numbers=st.tuples(shifts, shifts, shifts, seconds, seconds, seconds, st.floats(-20, 20)),
    place=places,
)
def test_own_parameters_do_what_the_textbook_says(code, old, convention, numbers, place):
    own = SevenParameters(*numbers, convention, "own")
    found = points_to_storage(np.array([place]), parse(f"EPSG:{code}@own", parameters={"own": own}))
    # 1e-9 degrees are a tenth of a millimetre
    assert found[0] == pytest.approx(bursa_wolf(*place, old, own), abs=1e-9)


def test_projected_numbers_are_unprojected_on_the_old_ellipsoid_first():
    own = SevenParameters(-12.5, 104.3, 62.1, 0.2, -0.1, 0.6, 1.1, "position_vector", "own")
    crs = parse("EPSG:2431@own", parameters={"own": own})
    lon, lat = pyproj.Transformer.from_crs(2431, 4214, always_xy=True).transform(*NUMBERS[0])
    moved = to_storage([shapely.Point(NUMBERS[0])], crs)[0]
    assert (moved.x, moved.y) == pytest.approx(bursa_wolf(lon, lat, KRASSOVSKY, own), abs=1e-9)
    assert (crs.unconverted, crs.parameters, crs.text) == (False, own, "EPSG:2431@own")


def test_the_two_conventions_are_told_apart():
    both = [
        SevenParameters(0, 0, 0, 1, 2, 3, 0, convention, "own")
        for convention in ("position_vector", "coordinate_frame")
    ]
    first, second = (
        points_to_storage(NUMBERS, parse("EPSG:2379@own", parameters={"own": own})) for own in both
    )
    assert np.abs(first - second).max() > 1e-4


def test_parameters_may_stand_for_a_prj_too():
    own = SevenParameters(1, 2, 3, 0, 0, 0, 0, "position_vector", "own")
    wkt = pyproj.CRS(2379).to_wkt("WKT1_ESRI")
    crs = from_wkt(wkt, secret=own)
    assert crs == parse("EPSG:2379@own", parameters={"own": own})
    assert from_wkt(pyproj.CRS(4543).to_wkt(), secret=own).text == "EPSG:4543"


def test_mapping_may_keep_parameters_under_a_name_of_its_own():
    own = SevenParameters(1, 2, 3, 0, 0, 0, 0, "position_vector", "old name")
    crs = parse("EPSG:2379@新名", parameters={"新名": own})
    assert crs.text == "EPSG:2379@新名"
    assert parse(crs.text, parameters={"新名": own}) == crs


@pytest.mark.parametrize(
    "wrong",
    [
        (np.nan, 0, 0, 0, 0, 0, 0, "position_vector", "own"),
        (0, 0, 0, 0, np.inf, 0, 0, "position_vector", "own"),
        (0, 0, 0, 0, 0, 0, 0, "bursa", "own"),
        (0, 0, 0, 0, 0, 0, 0, "position_vector", ""),
        (0, 0, 0, 0, 0, 0, 0, "position_vector", " own"),
        (0, 0, 0, 0, 0, 0, 0, "position_vector", "a@b"),
        (0, 0, 0, 0, 0, 0, 0, "position_vector", 'a"]'),
    ],
)
def test_impossible_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match=r"parameter|convention|name"):
        SevenParameters(*wrong)


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_two_datums_is_marked_for_good(code):
    crs = parse(f"EPSG:{code}", secret="unconverted")
    assert (crs.text, crs.unconverted, crs.epsg) == (f"EPSG:{code}!unconverted", True, None)
    assert parse(crs.text) == crs


def test_mark_is_for_the_two_datums_only():
    assert not parse("EPSG:4543", secret="unconverted").unconverted
    assert parse("gcj02", secret="unconverted").text == "gcj02"


@pytest.mark.parametrize(("code", "metres"), [(2379, 1.4), (2431, 52)])
def test_unconverted_is_taken_as_if_on_cgcs2000(code, metres):
    """The longitude and latitude of the old datum, as PROJ's silent ballpark would give them."""
    lon, lat = points_to_storage(NUMBERS, parse(f"EPSG:{code}!unconverted"))[0]
    assert (lon, lat) == pytest.approx(
        pyproj.Transformer.from_crs(code, 4490, always_xy=True).transform(*NUMBERS[0]), abs=1e-10
    )
    modern = points_to_storage(NUMBERS, parse("EPSG:4543"))[0]
    _, _, apart = pyproj.Geod(ellps="GRS80").inv(lon, lat, *modern)
    assert apart == pytest.approx(metres, rel=0.05)


@pytest.mark.parametrize("code", [4214, 4610, 4555])
@settings(deadline=None)
@given(place=places)
def test_unconverted_degrees_are_left_alone_all_over_the_country(code, place):
    # PROJ knows shifts for some oil fields; here one answer holds for the whole country.
    found = points_to_storage(np.array([place]), parse(f"EPSG:{code}!unconverted"))
    assert found[0] == pytest.approx(place, abs=1e-12)
