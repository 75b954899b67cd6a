"""GeoParquet and FlatGeobuf: typed columnar formats, written here by pyarrow and GDAL."""

import datetime
import json

import geopandas
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from gis.errors import UnknownCrs, UnreadableFile
from gis.readers import read
from gis.readers.vector import parquet
from gis.readers.vector.records import plain_columns

PLACE = shapely.Point(101.7185, 26.5823)


@pytest.fixture
def frame():
    return geopandas.GeoDataFrame(
        {
            "口径": pd.array([300, None], dtype="Int64"),
            "在用": pd.array([True, None], dtype="boolean"),
            "埋深": [1.25, None],
            "材质": ["球墨铸铁", None],
            "录入": pd.to_datetime(["2024-05-31T08:30:00", None]),
        },
        geometry=[PLACE, None],
        crs=4490,
    )


@pytest.fixture
def make(tmp_path):
    """Write a Parquet file out of columns and what its metadata say."""

    def made(table, about=None, **geo):
        table = pa.table(table)
        if about is not None:
            geo = {
                "version": "1.1.0",
                "primary_column": "shape",
                "columns": {"shape": about},
                **geo,
            }
            table = table.replace_schema_metadata({"geo": json.dumps(geo)})
        path = tmp_path / "管线.parquet"
        pq.write_table(table, path)
        return path

    return made


def refusal(path, error=UnreadableFile, **options):
    with pytest.raises(error) as caught:
        read(path, **options)
    return caught.value.code


@pytest.mark.parametrize("suffix", [".parquet", ".geoparquet", ".fgb"])
def test_values_come_as_what_they_are(frame, tmp_path, suffix):
    path = tmp_path / f"管线{suffix}"
    if suffix == ".fgb":
        frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    else:
        frame.to_parquet(path)
    source = read(path)
    moment = datetime.datetime(2024, 5, 31, 8, 30)  # noqa: DTZ001 (the file has no zone)
    rows = source.frame.drop(columns="geometry")
    assert rows.loc[1].tolist() == [300, True, 1.25, "球墨铸铁", moment]
    assert rows.loc[2].tolist() == [None] * 5
    assert source.frame.geometry.isna().tolist() == [False, True]
    assert source.frame.geometry.iloc[0].equals_exact(PLACE, 1e-12)
    assert (source.crs_text, source.crs_from, source.layer) == ("EPSG:4490", "file", "管线")
    assert (source.rejects, source.warnings) == ([], [])


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.Point(1, 2, 3),
        shapely.LineString([(1, 2), (3, 4)]),
        shapely.box(0, 0, 9, 9) - shapely.box(1, 1, 2, 2),
        shapely.MultiPoint([(1, 2), (3, 4)]),
        shapely.MultiLineString([[(1, 2), (3, 4)], [(5, 6), (7, 8)]]),
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)]),
    ],
)
@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_both_encodings_give_the_same_shapes(tmp_path, geometry, encoding):
    path = tmp_path / "a.parquet"
    frame = geopandas.GeoDataFrame({"n": [1, 2]}, geometry=[geometry, None], crs=4543)
    frame.to_parquet(path, geometry_encoding=encoding, schema_version="1.1.0")
    found = parquet.read(path, tmp_path, None, None)
    assert shapely.equals_exact(found.geometries[0], geometry)
    assert found.geometries[0].has_z == geometry.has_z
    assert (found.geometries[1], found.crs) == (None, "EPSG:4543")


def test_box_that_covers_a_row_is_no_attribute(frame, tmp_path):
    path = tmp_path / "a.parquet"
    frame.to_parquet(path, write_covering_bbox=True, schema_version="1.1.0")
    assert "bbox" not in read(path).frame.columns


def test_system_is_wgs84_where_the_file_says_nothing_and_unknown_where_it_says_so(make):
    columns = {"shape": [PLACE.wkb], "n": [1]}
    source = read(make(columns, {"encoding": "WKB", "geometry_types": []}))
    assert (source.crs_text, source.crs_from) == ("EPSG:4326", "format")
    path = make(columns, {"encoding": "WKB", "geometry_types": [], "crs": None})
    assert refusal(path, UnknownCrs) == "crs_missing"
    path = make(columns, {"encoding": "WKB", "crs": {"type": "Nonsense"}})
    assert refusal(path, UnknownCrs) == "unknown_crs"


def test_types_beyond_the_plain_ones_become_plain(make):
    columns = {
        "点号": [["J1", "J2"], None],
        "造价": pa.array([None, "12.50"], pa.string()).cast(pa.decimal128(10, 2)),
        "件数": pa.array([3, None]).cast(pa.decimal128(20, 0)),
        "验收": pa.array([datetime.date(2024, 5, 31), None]),
        "时刻": pa.array([datetime.time(8, 30), None]),
        "照片": pa.array([b"\xff\xd8", None]),
        "材质": pa.array(["PE", None]).dictionary_encode(),
    }
    source = read(make(columns))
    assert source.frame.geometry.isna().all()
    assert source.frame.drop(columns="geometry").loc[1].tolist() == [
        '["J1", "J2"]',
        None,
        3,
        datetime.date(2024, 5, 31),
        "08:30:00",
        "PE",
    ]
    assert source.frame["造价"].tolist() == [None, 12.5]
    assert [(remark.field, remark.code) for remark in source.warnings] == [
        ("照片", "column_skipped")
    ]


def test_shape_that_cannot_be_decoded_is_rejected(make):
    path = make({"shape": [PLACE.wkb[:9], PLACE.wkb], "n": [1, 2]}, {"encoding": "WKB"})
    assert [(remark.row, remark.code) for remark in read(path).rejects] == [
        (1, "unreadable_geometry")
    ]


@pytest.mark.parametrize(
    ("about", "geo"),
    [
        ({"encoding": "TWKB"}, {}),
        ({"encoding": "point"}, {"primary_column": "nowhere"}),
        ({"encoding": "WKB"}, {"columns": []}),
        ("WKB", {}),
    ],
)
def test_metadata_that_make_no_sense_are_refused(make, about, geo):
    assert refusal(make({"shape": [PLACE.wkb]}, about, **geo)) == "damaged"


def test_unpacked_size_is_bounded(make, monkeypatch):
    path = make({"n": list(range(1000))})
    monkeypatch.setattr(parquet, "MAX_FILE_BYTES", 100)
    assert refusal(path) == "file_too_large"


@pytest.mark.parametrize("suffix", [".parquet", ".fgb"])
@pytest.mark.parametrize("data", [b"<html></html>", b"PK\x03\x04", b"PAR1", b"<OGRVRTDataSource/>"])
def test_other_files_are_refused(tmp_path, suffix, data):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    assert refusal(path) in ("wrong_content", "damaged")


@pytest.mark.parametrize("suffix", [".parquet", ".fgb"])
@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_broken_off_file_is_refused(frame, tmp_path, suffix, keep):
    path = tmp_path / f"a{suffix}"
    if suffix == ".fgb":
        frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    else:
        frame.to_parquet(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert refusal(path) == "damaged"


def test_text_that_is_no_text_is_rejected_with_its_row():
    raw = pa.array([b"PE", b"\xc8\xff", None]).view(pa.string())
    columns, _, rejects = plain_columns(pa.table({"材质": raw}))
    assert columns["材质"].tolist() == ["PE", None, None]
    assert [(remark.row, remark.field, remark.code) for remark in rejects] == [
        (2, "材质", "bad_value")
    ]


def test_table_without_a_count_that_breaks_off_is_refused(frame, tmp_path):
    """What streams cannot know the number of rows beforehand: the header notes none."""
    path = tmp_path / "a.fgb"
    frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    assert len(read(path).frame) == 2
    data = bytearray(path.read_bytes())
    place = data.find((2).to_bytes(8, "little"))
    data[place : place + 8] = bytes(8)
    path.write_bytes(data)
    assert len(read(path).frame) == 2
    path.write_bytes(data[:-10])
    assert refusal(path) in ("truncated", "damaged")


def test_a_table_of_shapes_in_words_is_no_map_and_says_so(make):
    path = make({"编号": ["G1"], "WKT": ["LINESTRING (101.7 26.5, 101.8 26.6)"]})
    source = read(path)
    assert source.frame.geometry.tolist() == [None]
    assert [(r.code, r.field) for r in source.warnings] == [("shape_text_unread", "WKT")]
    assert read(make({"编号": ["G1"]})).warnings == []
