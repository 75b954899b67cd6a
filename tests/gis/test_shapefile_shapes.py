import struct
import subprocess

import geopandas
import pytest
import shapely

from gis.errors import UnreadableFile
from gis.readers import read


def write_lines(folder, lines):
    path = folder / "lines.shp"
    shapes = [shapely.LineString(line) for line in lines]
    geopandas.GeoDataFrame({"n": range(len(lines))}, geometry=shapes, crs=4490).to_file(path)
    return path


def test_lost_shape_record_is_a_reject_and_not_a_row_without_shape(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    shp = bytearray(path.read_bytes())
    struct.pack_into("<i", shp, 108, 99)  # no such type of shape
    path.write_bytes(shp)
    source = read(path)
    assert [(remark.row, remark.code) for remark in source.rejects] == [(1, "unreadable_geometry")]


def test_row_without_shape_is_no_reject(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    shp = bytearray(path.read_bytes())
    struct.pack_into("<i", shp, 108, 0)
    path.write_bytes(shp)
    source = read(path)
    assert source.rejects == []
    assert source.frame.geometry.isna().tolist() == [True, False]


def test_point_that_is_not_a_number_is_rejected_as_empty(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    shp = bytearray(path.read_bytes())
    struct.pack_into("<d", shp, 112, float("nan"))  # how ArcGIS writes a point without a place
    path.write_bytes(shp)
    source = read(path)
    assert [(remark.row, remark.code) for remark in source.rejects] == [(1, "empty")]


def test_not_a_number_in_a_line_is_rejected(tmp_path):
    path = write_lines(tmp_path, [[(101.7, 26.5), (101.8, 26.6)], [(101.7, 26.5), (101.9, 26.6)]])
    shp = bytearray(path.read_bytes())
    struct.pack_into("<d", shp, 108 + 48, float("nan"))
    path.write_bytes(shp)
    source = read(path)
    assert [(remark.row, remark.code) for remark in source.rejects] == [(1, "not_finite")]


@pytest.mark.parametrize(
    ("place", "number"),
    [(36, 10**8), (40, -1), (44, 77)],
    ids=["parts", "points", "first point of a part"],
)
def test_line_whose_counts_lie_is_undecodable_and_its_neighbours_are_not(tmp_path, place, number):
    path = write_lines(tmp_path, [[(101.7 + n / 100, 26.5), (101.8, 26.6)] for n in range(3)])
    shp = bytearray(path.read_bytes())
    second = 100 + 8 + 80 + 8
    struct.pack_into("<i", shp, second + place, number)
    path.write_bytes(shp)
    source = read(path)
    assert [(remark.row, remark.code) for remark in source.rejects] == [(2, "unreadable_geometry")]
    assert source.frame.geometry.isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("record", "offset"),
    [(1, 2**20), (2, 40), (2, 50)],
    ids=["behind the end", "on the header", "on another record"],
)
def test_index_that_lies_is_refused_with_the_record(make_shapefile, refusal, record, offset):
    path = make_shapefile([[b"a"], [b"b"], [b"c"]])
    shx = bytearray(path.with_suffix(".shx").read_bytes())
    struct.pack_into(">i", shx, 100 + 8 * (record - 1), offset)
    path.with_suffix(".shx").write_bytes(shx)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["record"]) == ("index_disagrees", record)


def test_index_entry_of_no_length_is_a_row_without_shape(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    shx = bytearray(path.with_suffix(".shx").read_bytes())
    struct.pack_into(">ii", shx, 108, 0, 0)
    path.with_suffix(".shx").write_bytes(shx)
    source = read(path)
    assert source.rejects == []
    assert source.frame.geometry.isna().tolist() == [False, True]


def test_measures_along_a_line_are_told_in_our_own_words(tmp_path):
    path = write_lines(tmp_path, [[(101.7, 26.5), (101.8, 26.6)]])
    measured = tmp_path / "m.shp"
    command = ["ogr2ogr", "-dim", "XYM", str(measured), str(path)]
    subprocess.run(command, check=True)
    source = read(measured)
    assert [remark.code for remark in source.warnings if remark.field == "geometry"] == [
        "m_dropped"
    ]
    assert "driver_message" not in {remark.code for remark in source.warnings}
