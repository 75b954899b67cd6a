"""The texts that name a system: read as people write them, and given back for the lineage."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.crs import SevenParameters, esri_wkt, from_storage, parse, points_to_storage, to_storage
from gis.crs.gauss_kruger import GK3
from gis.crs.packed import unpack_dms
from gis.errors import UnknownCrs

PLACE = (101.7185, 26.5823)
OWN = {"攀枝花 2016": SevenParameters(1, 2, 3, 0, 0, 0, 0, "coordinate_frame", "攀枝花 2016")}
LOCAL = pyproj.CRS("+proj=tmerc +lon_0=101.75 +x_0=500000 +ellps=GRS80").to_wkt()

degrees = st.tuples(st.integers(0, 179), st.integers(0, 59), st.integers(0, 5999))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("epsg:4543", "EPSG:4543"),
        ("BD-09", "bd09"),
        ("swap: EPSG:4543", "swap:EPSG:4543"),
        ("DMS:EPSG:4490", "dms:EPSG:4490"),
        ("dms:swap:EPSG:4490", "swap:dms:EPSG:4490"),
        ("swap:gcj-02", "swap:gcj02"),
        ("dms:gcj02", "dms:gcj02"),
        ("km:EPSG:4543", "km:EPSG:4543"),
        ("mm:swap:EPSG:4522", "swap:mm:EPSG:4522"),
        ("ADD = 400000 , 2900000 : epsg:4543", "add=400000,2900000:EPSG:4543"),
        ("add=-1.5,0:km:swap:EPSG:4543", "swap:km:add=-1.5,0:EPSG:4543"),
        ("add=1,2:" + LOCAL, "add=1,2:" + LOCAL),
        ("EPSG:2379!unconverted", "EPSG:2379!unconverted"),
        ("EPSG:2379 ! UNCONVERTED ", "EPSG:2379!unconverted"),
        ("swap:EPSG:2431!unconverted", "swap:EPSG:2431!unconverted"),
        ("EPSG:2379@攀枝花 2016", "EPSG:2379@攀枝花 2016"),
        ("swap:dms:EPSG:4610@ 攀枝花 2016 ", "swap:dms:EPSG:4610@攀枝花 2016"),
        (LOCAL, LOCAL),
        ("swap:" + LOCAL, "swap:" + LOCAL),
        ("+proj=utm +zone=47 +datum=WGS84 +no_defs", "EPSG:32647"),
        ("+proj=tmerc +lon_0=101.75 +ellps=GRS80", "+proj=tmerc +lon_0=101.75 +ellps=GRS80"),
        (pyproj.CRS(2379).to_wkt("WKT1_ESRI") + "!unconverted", "EPSG:2379!unconverted"),
    ],
)
def test_text_is_understood_and_leads_back_to_the_same_system(text, canonical):
    crs = parse(text, parameters=OWN)
    assert crs.text == canonical
    assert parse(crs.text, parameters=OWN) == crs


@pytest.mark.parametrize(
    "text",
    [
        "swap:", "swap:swap:EPSG:4490", "dms:dms:EPSG:4490", "dms:km:EPSG:4490", "dms:EPSG:4543",
        "km:EPSG:4490", "mm:gcj02", "swap:EPSG:1", "ft:EPSG:4543", "EPSG:4543@", "EPSG:4543!",
        "add=1:EPSG:4543", "add=1,2:add=3,4:EPSG:4543", "add=1e9,0:EPSG:4543", "add=1,2:",
        "add=nan,0:EPSG:4543", "swap:dms", "EPSG:2379!unconverted!unconverted", "@攀枝花 2016",
        "!unconverted",
        "+proj=tmerc +nadgrids=/etc/passwd", "+init=epsg:4543", "+proj=pipeline +step +proj=merc",
        "<!DOCTYPE html><html>[404]</html>", "[" * 50_000, 'PROJCS["' + "x" * 70_000 + '"]',
    ],
)  # fmt: skip
def test_nonsense_is_refused_as_unknown(text):
    with pytest.raises(UnknownCrs) as caught:
        parse(text, parameters=OWN)
    assert caught.value.code == "unknown_crs"


@pytest.mark.parametrize("text", ["add=1,2:EPSG:4490", "add=1,2:gcj02", "dms:add=1,2:EPSG:4490"])
def test_nothing_is_added_to_degrees(text):
    with pytest.raises(UnknownCrs) as caught:
        parse(text)
    assert caught.value.code == "constants_need_metres"


def test_a_system_with_constants_is_never_written():
    with pytest.raises(UnknownCrs) as caught:
        from_storage([shapely.Point(PLACE)], parse("add=400000,2900000:EPSG:4543"))
    assert caught.value.code == "crs_input_only"


def test_parameters_nobody_registered_are_asked_for_by_name():
    with pytest.raises(UnknownCrs) as caught:
        parse("EPSG:2379@their own", parameters=OWN)
    assert caught.value.code == "parameters_missing"
    assert caught.value.params == {"crs": "EPSG:2379", "name": "their own"}


@pytest.mark.parametrize("text", ["EPSG:4543!unconverted", "gcj02!unconverted", "EPSG:4326@own"])
def test_mark_on_a_system_that_needs_none_is_refused(text):
    with pytest.raises(UnknownCrs) as caught:
        parse(text, parameters={"own": OWN["攀枝花 2016"]})
    assert caught.value.code == "mark_not_needed"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("swap:EPSG:4490", (26.5823, 101.7185)),
        ("dms:EPSG:4490", (1014306.6, 263456.28)),
        ("dms:EPSG:4490", (101.43066, 26.345628)),
        ("swap:dms:EPSG:4490", (263456.28, 1014306.6)),
        ("swap:EPSG:4543", (2941379.857, 471957.190)),
        ("swap:EPSG:4522", (2941379.857, 34471957.190)),
        ("km:EPSG:4543", (471.957190, 2941.379857)),
        ("swap:mm:EPSG:4522", (2941379857, 34471957190)),
        ("add=400000,2900000:EPSG:4543", (71957.190, 41379.857)),
        ("swap:km:add=400000,2900000:EPSG:4543", (41.379857, 71.957190)),
        ("swap:gcj02", (26.578732, 101.720074)),
    ],
)
def test_every_way_of_writing_gives_the_place_of_the_handbook(text, numbers):
    point = to_storage([shapely.Point(numbers)], parse(text))[0]
    assert (point.x, point.y) == pytest.approx(PLACE, abs=1e-6)
    assert points_to_storage(np.array([numbers]), parse(text))[0].tolist() == [point.x, point.y]


@given(degrees, st.sampled_from([-1, 1]))
def test_packed_degrees_are_unpacked_to_the_hundredth_of_a_second(dms, sign):
    degree, minute, hundredths = dms
    expected = sign * (degree + minute / 60 + hundredths / 360_000)
    short = float(f"{sign * degree}.{minute:02}{hundredths:04}") if degree else expected
    long = sign * (degree * 10_000 + minute * 100 + hundredths / 100)
    if degree:
        assert unpack_dms(np.array([[short, long]]))[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("bad", [1016000.0, 1014360.0, 101.6, 101.4360, 101.99, np.inf])
def test_sixty_minutes_or_seconds_are_no_place(bad):
    assert np.isinf(unpack_dms(np.array([[bad, 26.3456]]))[0, 0])
    moved = to_storage([shapely.Point(bad, 26.3456)], parse("dms:EPSG:4490"))[0]
    assert not np.isfinite(moved.x)


def test_missing_number_stays_missing():
    assert np.isnan(unpack_dms(np.array([[np.nan, 26.0]]))[0, 0])


@pytest.mark.parametrize(
    "text",
    ["swap:EPSG:4490", "dms:EPSG:4490", "km:EPSG:4543", "EPSG:2379!unconverted", "EPSG:4610@own"],
)
def test_what_is_only_a_way_of_reading_is_never_written(text):
    crs = parse(text, parameters={"own": OWN["攀枝花 2016"]})
    for write in (lambda: from_storage([shapely.Point(PLACE)], crs), lambda: esri_wkt(crs)):
        with pytest.raises(UnknownCrs) as caught:
            write()
        assert caught.value.code == "crs_input_only"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (4490, ["GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000", "CGCS2000"]),
        (4543, ["CGCS2000_3_Degree_GK_CM_102E", "D_China_2000", "Gauss_Kruger"]),
        (4522, ["CGCS2000_3_Degree_GK_Zone_34", "D_China_2000", "Gauss_Kruger"]),
        (4326, ["GCS_WGS_1984", "D_WGS_1984", "WGS_1984"]),
        (3857, ["WGS_1984_Web_Mercator_Auxiliary_Sphere", "Mercator_Auxiliary_Sphere"]),
    ],
)
def test_prj_text_speaks_arcgis_own_names(code, names):
    text = esri_wkt(parse(f"EPSG:{code}"))
    assert [name for name in names if f'"{name}"' not in text] == []
    assert "\n" not in text
    assert parse(text).epsg == code


@pytest.mark.parametrize("step", range(GK3.count))
def test_prj_text_of_every_zone_bears_arcgis_own_name(step):
    for first, number in (
        (GK3.plain, f"CM_{GK3.first_meridian + GK3.width * step}E"),
        (GK3.prefixed, f"Zone_{GK3.first_zone + step}"),
    ):
        text = esri_wkt(parse(f"EPSG:{first + step}"))
        assert text.startswith(f'PROJCS["CGCS2000_3_Degree_GK_{number}",')
        assert parse(text).epsg == first + step


def test_offset_system_has_no_prj():
    with pytest.raises(UnknownCrs) as caught:
        esri_wkt(parse("gcj02"))
    assert caught.value.code == "crs_input_only"
