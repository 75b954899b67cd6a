"""A .prj is recognised by what it says, not by what it is called."""

import pyproj
import pytest
import shapely

from gis.crs import from_storage, from_wkt, parse, says_nothing, to_storage
from gis.errors import UnknownCrs

LON, LAT = 101.7185, 26.5823
EAST, NORTH = 471957.19, 2941379.86  # domain handbook, EPSG:4543

GRS80 = "6378137.0,298.257222101"
WGS84 = "6378137.0,298.257223563"
KRASSOVSKY = "6378245.0,298.3"
IAG75 = "6378140.0,298.257"
METRE = 'UNIT["Meter",1.0]'


def gcs(name, datum, spheroid, numbers, *, unit='UNIT["Degree",0.0174532925199433]', extra=""):
    return (
        f'GEOGCS["{name}",DATUM["{datum}",SPHEROID["{spheroid}",{numbers}]{extra}],'
        f'PRIMEM["Greenwich",0.0],{unit}]'
    )


def gk(
    name, base, *, meridian=102.0, easting=500000.0, method="Gauss_Kruger", scale=1.0, unit=METRE
):
    return (
        f'PROJCS["{name}",{base},PROJECTION["{method}"],PARAMETER["False_Easting",{easting}],'
        f'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
        f'PARAMETER["Scale_Factor",{scale}],PARAMETER["Latitude_Of_Origin",0.0],{unit}]'
    )


ARCGIS = gcs("GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000", "CGCS2000", GRS80)
SUPERMAP = gcs("China_2000", "D_China_2000", "CGCS_2000", GRS80)
MAPGIS = gcs("Unknown", "D_Unknown", "GRS 1980", GRS80)
CASS = gcs("user-defined", "user-defined", "CGCS2000", GRS80)
CHINESE = gcs("国家2000大地坐标系", "国家2000", "CGCS2000", GRS80)
TM = "Transverse_Mercator"

BY_CONTENT = {
    "ArcGIS, degrees": (ARCGIS, 4490),
    "ArcGIS, CM": (gk("CGCS2000_3_Degree_GK_CM_102E", ARCGIS), 4543),
    "ArcGIS, zone": (gk("CGCS2000_3_Degree_GK_Zone_34", ARCGIS, easting=34500000.0), 4522),
    "SuperMap": (gk("CGCS2000_3_Degree_GK_102", SUPERMAP, method=TM), 4543),
    "SuperMap, degrees": (SUPERMAP, 4490),
    "MapGIS without a name": (gk("Unknown", MAPGIS, method=TM), 4543),
    "MapGIS, degrees": (MAPGIS, 4490),
    "MapGIS, zone": (gk("unnamed", MAPGIS, easting=34500000.0), 4522),
    "CASS": (gk("user-defined", CASS), 4543),
    "Chinese names": (gk("攀枝花市", CHINESE), 4543),
    "neighbouring zone": (gk("Unknown", MAPGIS, meridian=105.0, method=TM), 4544),
    "easternmost zone": (gk("Unknown", MAPGIS, meridian=135, easting=45500000), 4533),
    "a lying meridian in the name": (
        gk("CGCS2000_3_Degree_GK_CM_102E", ARCGIS, meridian=105.0),
        4544,
    ),
    "a lying zone in the name": (
        gk("CGCS2000_3_Degree_GK_CM_102E", ARCGIS, easting=34500000),
        4522,
    ),
    "TOWGS84 of zeros": (
        gk("x", gcs("China", "China_2000", "CGCS2000", GRS80, extra=",TOWGS84[0,0,0,0,0,0,0]")),
        4543,
    ),
    "a code": ("EPSG:4543", 4543),
    "a code in lower case with line ends": ("\ufeffepsg:4522\r\n", 4522),
    "PROJ's own": ("+proj=tmerc +lon_0=102 +k=1 +x_0=500000 +ellps=GRS80 +units=m +no_defs", 4543),
    "PROJ's own, zone": ("+proj=tmerc +lon_0=102 +x_0=34500000 +ellps=GRS80 +towgs84=0,0,0", 4522),
    "PROJ's own, degrees": ("+proj=longlat +datum=WGS84 +no_defs", 4326),
    "WKT 2 of 2015": (pyproj.CRS(4543).to_wkt("WKT2_2015"), 4543),
    "WKT 2 of 2019, pretty": (pyproj.CRS(4522).to_wkt("WKT2_2019", pretty=True), 4522),
    "web map": (pyproj.CRS(3857).to_wkt("WKT1_ESRI"), 3857),
    "UTM": (pyproj.CRS(32647).to_wkt("WKT1_ESRI"), 32647),
    "US feet": (pyproj.CRS(2264).to_wkt("WKT1_ESRI"), 2264),
}


@pytest.mark.parametrize(("wkt", "code"), BY_CONTENT.values(), ids=BY_CONTENT)
def test_system_is_known_by_its_content(wkt, code):
    crs = from_wkt(wkt)
    assert crs.epsg == code
    expected = pyproj.Transformer.from_crs(4490, code, always_xy=True).transform(LON, LAT)
    point = from_storage([shapely.Point(LON, LAT)], crs)[0]
    assert (point.x, point.y) == pytest.approx(expected, abs=1e-4)


LOCAL = {
    "own meridian": (gk("Panzhihua", ARCGIS, meridian=101.75), "+lon_0=101.75 +x_0=500000"),
    "own projection plane": (
        gk("Panzhihua_1200m", ARCGIS, meridian=101.75, scale=1.000188),
        "+lon_0=101.75 +k=1.000188 +x_0=500000",
    ),
    "own false easting": (gk("x", MAPGIS, easting=50000), "+lon_0=102 +x_0=50000"),
    "feet": (gk("x", ARCGIS, unit='UNIT["Foot",0.3048]'), "+lon_0=102 +x_0=152400 +units=ft"),
    "kilometres": (
        gk("x", ARCGIS, easting=500.0, unit='UNIT["Kilometer",1000.0]'),
        "+lon_0=102 +x_0=500000 +units=km",
    ),
    "survey feet": (
        gk("x", MAPGIS, easting=0, unit='UNIT["Foot_US",0.3048006096012192]'),
        "+lon_0=102 +units=us-ft",
    ),
    "TWD97-like, not ours": (
        gk("x", gcs("GCS_TWD_1997", "D_TWD_1997", "GRS_1980", GRS80), easting=250000, scale=0.9999),
        "+lon_0=102 +k=0.9999 +x_0=250000",
    ),
    "another modern datum": (
        gk("x", gcs("GCS_WGS_1984", "D_WGS_1984", "WGS_1984", WGS84)),
        "+lon_0=102 +x_0=500000",
    ),
}


@pytest.mark.parametrize(("wkt", "proj"), LOCAL.values(), ids=LOCAL)
def test_local_system_is_kept_as_its_wkt_and_converted_by_pyproj(wkt, proj):
    crs = from_wkt(wkt)
    assert (crs.text, crs.epsg) == (wkt, None)
    assert parse(crs.text) == crs
    project = pyproj.Transformer.from_pipeline(
        f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=tmerc +ellps=GRS80 {proj}"
    )
    numbers = project.transform(LON, LAT)
    back = to_storage([shapely.Point(numbers)], crs)[0]
    assert (back.x, back.y) == pytest.approx((LON, LAT), abs=1e-8)


def test_gon_are_angles_too():
    crs = from_wkt(
        gcs("x", "China_2000", "CGCS2000", GRS80, unit='UNIT["grad",0.01570796326794897]')
    )
    back = to_storage([shapely.Point(LON / 0.9, LAT / 0.9)], crs)[0]
    assert (back.x, back.y) == pytest.approx((LON, LAT), abs=1e-9)


@pytest.mark.parametrize("name", ["ArcGIS, CM", "SuperMap", "CASS", "Chinese names"])
def test_handbook_point_comes_out_of_every_gauss_kruger_prj(name):
    place = to_storage([shapely.Point(EAST, NORTH)], from_wkt(BY_CONTENT[name][0]))[0]
    assert (place.x, place.y) == pytest.approx((LON, LAT), abs=1e-7)


SECRET = {
    "ArcGIS 54": gcs("GCS_Beijing_1954", "D_Beijing_1954", "Krasovsky_1940", KRASSOVSKY),
    "ArcGIS 80": gcs("GCS_Xian_1980", "D_Xian_1980", "Xian_1980", IAG75),
    "ArcGIS 80 projected": gk(
        "Xian_1980_3_Degree_GK_CM_102E", gcs("GCS_Xian_1980", "D_Xian_1980", "Xian_1980", IAG75)
    ),
    "new 54": gcs("GCS_New_Beijing", "D_New_Beijing", "Krasovsky_1940", KRASSOVSKY),
    "54 by ellipsoid": gk("Unknown", gcs("Unknown", "D_Unknown", "Krasovsky_1940", KRASSOVSKY)),
    "80 by ellipsoid": gk("攀枝花", gcs("user-defined", "user-defined", "IAG 75", IAG75)),
    "80 by a Chinese name": gcs("西安80", "西安80", "IUGG 1975", IAG75),
    "80 by name on the wrong ellipsoid": gcs("GCS_Xian_1980", "D_Xian_1980", "GRS_1980", GRS80),
    "54 called CGCS2000": gk("x", gcs("CGCS2000", "D_China_2000", "Krasovsky", KRASSOVSKY)),
    "54 with invented TOWGS84": gcs(
        "x", "Beijing_1954", "Krasovsky", KRASSOVSKY, extra=",TOWGS84[15.8,-154.4,-82.3,0,0,0,0]"
    ),
    "54 of PROJ": "+proj=tmerc +lon_0=102 +x_0=500000 +ellps=krass",
}


@pytest.mark.parametrize("wkt", SECRET.values(), ids=SECRET)
def test_secret_datum_is_noticed_whatever_its_name(wkt):
    with pytest.raises(UnknownCrs) as caught:
        from_wkt(wkt)
    assert caught.value.code == "datum_not_convertible"
    assert len(caught.value.params["crs"]) <= 60
    assert from_wkt(wkt, secret="unconverted").unconverted


def test_county_in_pinyin_is_not_a_datum():
    assert from_wkt(gk("Miyi_xian_Xian", ARCGIS)).epsg == 4543


def test_other_old_datums_are_not_offered_as_unconverted():
    for code in (4267, 4301):
        with pytest.raises(UnknownCrs) as caught:
            parse(f"EPSG:{code}", secret="unconverted")
        assert caught.value.code == "datum_foreign"


@pytest.mark.parametrize(("code", "datum"), [(4326, "World Geodetic System 1984 ensemble"),
    (3826, "Taiwan Datum 1997"), (6668, "Japanese Geodetic Datum 2011"),
    (4258, "European Terrestrial Reference System 1989 ensemble")])  # fmt: skip
def test_modern_datums_are_taken_with_their_name_for_the_lineage(code, datum):
    crs = parse(f"EPSG:{code}")
    assert (crs.text, crs.datum, crs.unconverted) == (f"EPSG:{code}", datum, False)


GARBAGE = [
    "<html><body>404 Not Found</body></html>",
    "\0" * 100,
    "PK\x03\x04\x14\x00",
    'PROJCS["CGCS2000_3_Degree_GK_CM_102E",GEOGCS["GCS_China',
    gk("x", ARCGIS).replace('"Central_Meridian",102.0', '"Central_Meridian",abc'),
    "GEOGCS[" * 5000,
    "[" * 60_000,
    '{"type": "GeographicCRS"}',
    "urn:ogc:def:crs:EPSG::4543:junk",
    "EPSG:99999",
    'LOCAL_CS["工地",UNIT["Meter",1]]',
    'GEOGCS["Undefined geographic SRS",DATUM["unknown",SPHEROID["unknown",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]',
]


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_is_refused_shortly(text):
    with pytest.raises(UnknownCrs) as caught:
        from_wkt(text)
    assert caught.value.code in ("unknown_crs", "bad_wkt")
    assert len(caught.value.params["crs"]) <= 200


@pytest.mark.parametrize(
    ("wkt", "is_nothing"),
    [
        ('LOCAL_CS["Unknown",UNIT["Meter",1.0]]', True),
        ('ENGCRS["Undefined SRS",EDATUM["Unknown engineering datum"]]', True),
        ('LOCAL_CS["",UNIT["Meter",1.0]]', True),
        ('ENGCRS["Undefined Cartesian SRS",EDATUM[""],CS[Cartesian,2]]', True),
        ('GEOGCS["Undefined geographic SRS",DATUM["unknown",SPHEROID["a",6378137,298]]]', True),
        ('LOCAL_CS["攀枝花独立坐标系",UNIT["Meter",1.0]]', False),
        ('PROJCS["Unknown",GEOGCS["x"]]', False),
        ("CGCS2000_3_Degree_GK_CM_102E", False),
        ("EPSG:4543", False),
    ],
)
def test_a_programs_word_for_none_is_no_system(wkt, is_nothing):
    assert says_nothing(wkt) is is_nothing
