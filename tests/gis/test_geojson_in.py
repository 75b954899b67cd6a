import datetime
import json

import pytest

from gis.errors import UnknownCrs, UnknownEncoding, UnreadableFile
from gis.readers import read

POINT = {"type": "Point", "coordinates": [101.7185, 26.5823]}


@pytest.fixture
def make(tmp_path):
    def write(features, encoding="utf-8", **members):
        path = tmp_path / "管线.geojson"
        document = {"type": "FeatureCollection", **members, "features": features}
        path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
        return path

    return write


def feature(geometry=POINT, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def refusal(error, path, **options):
    with pytest.raises(error) as caught:
        read(path, **options)
    return caught.value.code, caught.value.params


def test_values_come_as_what_they_are(make):
    source = read(
        make(
            [
                feature(材质="PE", 口径=300, 长度=1.5, 在用=True, 日期="2024-05-31", 点号=["J1"]),
                feature(材质=None, 备注="x"),
            ]
        )
    )
    frame = source.frame.drop(columns="geometry")
    day = datetime.date(2024, 5, 31)
    assert frame.loc[1].tolist() == ["PE", 300, 1.5, True, day, '["J1"]', None]
    assert frame.loc[2].tolist() == [None] * 6 + ["x"]
    assert (source.crs_text, source.crs_from) == ("EPSG:4326", "format")
    assert (source.rejects, source.warnings) == ([], [])


def test_coordinates_are_kept_to_the_last_digit(make):
    exact = [101.71850000000003, 26.582300000000004]
    source = read(make([feature({"type": "Point", "coordinates": exact})]))
    assert list(source.frame.geometry.iloc[0].coords[0]) == exact


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:EPSG::4543", "EPSG:4543", "urn:ogc:def:crs:EPSG:9.9:4543"]
)
def test_system_named_in_the_file_counts(make, name):
    crs = {"type": "name", "properties": {"name": name}}
    point = {"type": "Point", "coordinates": [471957.19, 2941379.86]}
    source = read(make([feature(point)], crs=crs))
    assert (source.crs_text, source.crs_from) == ("EPSG:4543", "file")
    assert source.frame.geometry.iloc[0].x == pytest.approx(101.7185, abs=1e-6)


def test_crs84_is_wgs84_and_nonsense_is_named(make):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read(make([feature()], crs=crs)).crs_text == "EPSG:4326"
    crs = {"type": "link", "properties": {"href": "http://example.org/crs"}}
    assert refusal(UnknownCrs, make([feature()], crs=crs))[0] == "unknown_crs"
    assert read(make([feature()], crs=crs), crs="EPSG:4490").crs_text == "EPSG:4490"


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": []}, "empty"),
        ({"type": "Point", "coordinates": ["101.7", "26.5"]}, "unreadable_geometry"),
        ({"type": "Point", "coordinates": [None, 26.5]}, "unreadable_geometry"),
        ({"type": "Point"}, "unreadable_geometry"),
        ({"type": "LineString", "coordinates": [[101.7, 26.5]]}, "unreadable_geometry"),
        ({"type": "Circle", "coordinates": [101.7, 26.5]}, "unreadable_geometry"),
        ({"type": "Feature", "geometry": POINT, "properties": {}}, "unreadable_geometry"),
        ({"type": ["Point"], "coordinates": [101.7, 26.5]}, "unreadable_geometry"),
        ("POINT (101.7 26.5)", "unreadable_geometry"),
        ({"type": "Point", "coordinates": [float("nan"), 26.5]}, "unreadable_geometry"),
        ({"type": "Point", "coordinates": [2941379.86, 471957.19]}, "out_of_range"),
        ({"type": "GeometryCollection", "geometries": [POINT]}, "mixed_shape"),
        ({"type": "LineString", "coordinates": [[101, 26], [101, 26]]}, "zero_length"),
    ],
)
def test_bad_shape_is_rejected_by_row(make, geometry, code):
    source = read(make([feature(), feature(geometry)]))
    assert [(remark.row, remark.field, remark.code) for remark in source.rejects] == [
        (2, "geometry", code)
    ]


def test_bow_tie_is_rejected_with_reason_and_place_and_not_repaired(make):
    ring = [[101, 26], [102, 27], [102, 26], [101, 27], [101, 26]]
    source = read(make([feature({"type": "Polygon", "coordinates": [ring]})]))
    assert source.rejects[0].code == "invalid"
    assert source.rejects[0].params == {"reason": "self-intersection", "lon": 101.5, "lat": 26.5}
    assert not source.frame.geometry.iloc[0].is_valid


def test_no_shape_is_no_reject(make):
    source = read(make([feature(None), {"type": "Feature", "properties": None}]))
    assert source.rejects == []
    assert source.frame.geometry.isna().all()


def test_heights_are_dropped_and_counted(make):
    high = {"type": "Point", "coordinates": [101.7, 26.5, 1180.5]}
    source = read(make([feature(), feature(high)]))
    assert not source.frame.has_z.any()
    assert [(remark.code, remark.params) for remark in source.warnings] == [
        ("z_dropped", {"count": 1})
    ]


def test_bare_geometry_and_single_feature_are_one_row(tmp_path):
    path = tmp_path / "point.json"
    for document in (POINT, feature()):
        path.write_text(json.dumps(document))
        assert len(read(path).frame) == 1


def test_byte_order_mark_is_no_text(make):
    path = make([feature(材质="PE")], encoding="utf-8-sig")
    assert read(path).frame["材质"].tolist() == ["PE"]


def test_gbk_is_understood_and_said(make):
    source = read(make([feature(材质="球墨铸铁")], encoding="gbk"))
    assert source.frame["材质"].tolist() == ["球墨铸铁"]
    assert [remark.code for remark in source.warnings] == ["encoding_ignored", "encoding_guessed"]


def test_wrong_encoding_given_is_refused(make):
    path = make([feature(材质="球墨铸铁")], encoding="gbk")
    assert refusal(UnknownEncoding, path, encoding="utf-8")[0] == "encoding_mismatch"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "FeatureCollection", "features": [', "damaged"),
        ('{"type": "FeatureCollection", "features": [1]}', "damaged"),
        ('{"type": "FeatureCollection", "features": [{"type": "Point"}]}', "damaged"),
        ('{"type": "FeatureCollection", "features": {}}', "wrong_content"),
        ('{"type": "FeatureCollection"}', "wrong_content"),
        ('{"type": "FeatureCollection", "features": []}', "no_rows"),
        ('{"type": "Topology", "objects": {}}', "wrong_content"),
        ('{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline"}', "wrong_content"),
        ('{"name": "renewal-atlas"}', "wrong_content"),
        ('{"type": {"type": "Point"}, "coordinates": [101.7, 26.5]}', "wrong_content"),
        ("[1, 2]", "wrong_content"),
        ('{"a":' * 100_000, "damaged"),
        ('{"type": ' + "9" * 5000 + "}", "damaged"),
    ],
)
def test_other_or_broken_json_is_refused(tmp_path, text, code):
    path = tmp_path / "a.geojson"
    path.write_text(text)
    assert refusal(UnreadableFile, path)[0] == code
