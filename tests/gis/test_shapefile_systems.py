import pytest

from gis.errors import UnknownCrs
from gis.readers import read


def codes(remarks):
    return [remark.code for remark in remarks]


def test_system_must_be_said_by_the_file_or_the_caller(make_shapefile, refusal):
    path = make_shapefile([[b"a"]], crs=None)
    assert refusal(UnknownCrs, path) == ("crs_missing", {"name": "管线.shp"})
    source = read(path, crs="EPSG:4326")
    assert (source.crs_text, source.crs_from) == ("EPSG:4326", "given")


def test_system_given_overrides_the_file_and_says_so(make_shapefile):
    source = read(make_shapefile([[b"a"]], crs=4490), crs="EPSG:4326")
    assert [remark.params for remark in source.warnings] == [
        {"found": "EPSG:4490", "given": "EPSG:4326"}
    ]


def test_gcj02_is_undone(make_shapefile):
    source = read(make_shapefile([[b"a"]]), crs="gcj02")
    assert source.crs_text == "gcj02"
    assert source.frame.geometry.iloc[0].x == pytest.approx(101.6984, abs=1e-3)
    assert source.warnings == []


def test_shape_outside_the_projection_is_rejected_by_row(make_shapefile):
    source = read(make_shapefile([[b"a"]], crs=None), crs="EPSG:4522")
    assert codes(source.rejects) == ["out_of_range"]


def test_unknown_system_is_refused_before_the_file_is_touched(tmp_path, refusal):
    assert refusal(UnknownCrs, tmp_path / "none.shp", crs="EPSG:1")[0] == "unknown_crs"


def test_a_prj_that_says_unknown_says_nothing(make_shapefile, refusal, tmp_path):
    path = make_shapefile([[b"a"]], crs=None)
    path.with_suffix(".prj").write_text('LOCAL_CS["Unknown",UNIT["Meter",1.0]]', encoding="ascii")
    assert refusal(UnknownCrs, path)[0] == "crs_missing"
