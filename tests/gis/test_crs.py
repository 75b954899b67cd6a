import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from gis.crs import from_storage, from_wkt, parse, to_storage
from gis.crs.offsets import CHINA, from_bd09, from_gcj02, to_bd09, to_gcj02
from gis.errors import UnknownCrs

USUAL = ("EPSG:4490", "EPSG:4543", "EPSG:4522", "EPSG:4326", "EPSG:3857", "gcj02", "bd09")
PLACE = (101.7185, 26.5823)
# ESRI's own files, not what PROJ would write.
ARCGIS_GCS = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
ARCGIS_GK = (
    'PROJCS["{name}",' + ARCGIS_GCS + ',PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",{easting}],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
CM_102 = ARCGIS_GK.format(name="CGCS2000_3_Degree_GK_CM_102E", easting="500000.0", meridian="102.0")
ZONE_34 = ARCGIS_GK.format(
    name="CGCS2000_3_Degree_GK_Zone_34", easting="34500000.0", meridian="102.0"
)
HEIGHT = (
    ',VERTCS["Yellow_Sea_1985",VDATUM["Yellow_Sea_1985"],PARAMETER["Vertical_Shift",0.0],'
    'PARAMETER["Direction",1.0],UNIT["Meter",1.0]]'
)

lons = st.floats(97.0, 110.0)
lats = st.floats(20.0, 40.0)


@pytest.mark.parametrize("text", USUAL)
def test_every_usual_system_is_known_and_its_text_gives_it_back(text):
    assert parse(parse(text).text) == parse(text)


@pytest.mark.parametrize(
    ("code", "east", "north"),
    [(4543, 471957.19, 2941379.86), (4522, 34471957.19, 2941379.86)],
)
def test_known_point_of_the_city_lies_where_the_handbook_says(code, east, north):
    point = from_storage([shapely.Point(PLACE)], parse(f"EPSG:{code}"))[0]
    assert (point.x, point.y) == pytest.approx((east, north), abs=0.006)


@pytest.mark.parametrize("code", [4490, 4543, 4522, 4326, 3857, 3826, 32647, 4513, 4554])
def test_coordinates_agree_with_pyproj_whatever_its_axis_order(code):
    expected = pyproj.Transformer.from_crs(4490, code, always_xy=True).transform(*PLACE)
    point = from_storage([shapely.Point(PLACE)], parse(f"EPSG:{code}"))[0]
    assert (point.x, point.y) == expected
    back = to_storage([point], parse(f"EPSG:{code}"))[0]
    assert (back.x, back.y) == pytest.approx(PLACE, abs=1e-10)


@pytest.mark.parametrize("text", USUAL)
@given(lon=lons, lat=lats)
def test_there_and_back_is_the_same_place(text, lon, lat):
    line = shapely.LineString([(lon, lat), (lon + 0.001, lat)])
    back = to_storage(from_storage([line], parse(text)), parse(text))[0]
    assert shapely.get_coordinates(back) == pytest.approx(shapely.get_coordinates(line), abs=1e-9)


def test_nothing_and_empty_shapes_stay_so():
    assert to_storage([None], parse("EPSG:4543"))[0] is None
    assert to_storage([shapely.Point()], parse("gcj02"))[0].is_empty
    assert len(to_storage([], parse("EPSG:4543"))) == 0


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        (ARCGIS_GCS, 4490),
        (CM_102, 4543),
        (ZONE_34, 4522),
        (CM_102 + HEIGHT, 4543),
        ("\ufeff" + CM_102 + "\r\n", 4543),
        (CM_102.replace("CGCS2000_3_Degree_GK_CM_102E", "攀枝花市"), 4543),
        (pyproj.CRS(4543).to_wkt("WKT1_GDAL"), 4543),
        (pyproj.CRS(4543).to_wkt("WKT2_2019"), 4543),
    ],
)
def test_system_is_recognised_by_content(wkt, code):
    assert from_wkt(wkt).text == f"EPSG:{code}"


@pytest.mark.parametrize("code", [*range(4513, 4555), 3826, 32647, 3857, 4326, 4490])
def test_every_zone_is_recognised_from_the_prj_that_arcgis_writes(code):
    assert from_wkt(pyproj.CRS(code).to_wkt("WKT1_ESRI")).epsg == code


def test_system_in_no_register_is_kept_as_its_wkt(kaohsiung):
    wkt = (kaohsiung / "kh_pplines_aff_villages_twd97.prj").read_text()
    crs = from_wkt(wkt)
    assert (crs.text, crs.epsg) == (wkt, None)
    point = shapely.Point(180532.465, 2500615.001)
    registered = to_storage([point], parse("EPSG:3826"))[0]
    assert to_storage([point], crs)[0].distance(registered) < 1e-10


@pytest.mark.parametrize(
    "text", ["", "EPSG:1", "EPSG:999999999", "4543", "EPSG:5737", "EPSG:4978", "wgs84", "EPSG:²"]
)
def test_unknown_name_is_refused_by_name(text):
    with pytest.raises(UnknownCrs) as caught:
        parse(text)
    assert (caught.value.code, caught.value.params) == ("unknown_crs", {"crs": text})


@pytest.mark.parametrize("wkt", ["", "hello", 'LOCAL_CS["工地",UNIT["Meter",1]]'])
def test_unusable_wkt_is_refused(wkt):
    with pytest.raises(UnknownCrs) as caught:
        from_wkt(wkt)
    assert caught.value.code == ("bad_wkt" if "[" in wkt else "unknown_crs")


def test_projection_nobody_knows_is_refused_when_used():
    crs = from_wkt(CM_102.replace("Gauss_Kruger", "Gauss_Krueg"))
    with pytest.raises(UnknownCrs) as caught:
        to_storage([shapely.Point(5e5, 2.9e6)], crs)
    assert caught.value.code == "unknown_crs"


@pytest.mark.parametrize("code", [2379, 2358, 2431, 2410, 4610, 4214, 4555])
def test_old_chinese_datums_are_refused_by_code_and_by_prj(code):
    for attempt in (
        lambda: parse(f"EPSG:{code}"),
        lambda: from_wkt(pyproj.CRS(code).to_wkt("WKT1_ESRI")),
    ):
        with pytest.raises(UnknownCrs) as caught:
            attempt()
        assert caught.value.code == "datum_not_convertible"


def test_old_datum_with_invented_parameters_is_refused_all_the_same():
    wkt = (
        'GEOGCS["Xian",DATUM["Xian_1980",SPHEROID["IAG 1975",6378140,298.257],'
        'TOWGS84[1,2,3,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
    )
    with pytest.raises(UnknownCrs) as caught:
        from_wkt(wkt)
    assert caught.value.code == "datum_not_convertible"


def test_gcj02_offset_is_the_published_one():
    shifted = to_gcj02(np.array([PLACE]))
    assert shifted[0] == pytest.approx((101.720074, 26.578732), abs=5e-7)
    _, _, metres = pyproj.Geod(ellps="GRS80").inv(*PLACE, *shifted[0])
    assert metres == pytest.approx(425, abs=1)


def test_bd09_offset_has_the_known_size():
    _, _, metres = pyproj.Geod(ellps="GRS80").inv(*PLACE, *to_bd09(np.array([PLACE]))[0])
    assert 830 < metres < 871


@given(
    st.lists(
        st.tuples(st.floats(CHINA[0], CHINA[2]), st.floats(CHINA[1], CHINA[3])),
        min_size=1,
        max_size=20,
    )
)
@example([(CHINA[0], CHINA[1]), (CHINA[2], CHINA[3]), (CHINA[0], CHINA[3]), (105.0, 35.0)])
def test_offsets_are_undone_exactly_all_over_the_country_and_at_its_edges(places):
    points = np.array(places)
    assert from_gcj02(to_gcj02(points)) == pytest.approx(points, abs=1e-9)
    assert from_bd09(to_bd09(points)) == pytest.approx(points, abs=1e-9)


def test_offsets_leave_other_countries_and_nan_alone():
    points = np.array([[2.35, 48.85], [np.nan, 26.0], [1e300, 26.0], [np.inf, -np.inf]])
    for shift in (to_gcj02, from_gcj02, to_bd09, from_bd09):
        np.testing.assert_array_equal(shift(points), points)
