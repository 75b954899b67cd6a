import shutil
import struct

import pytest

from gis.errors import UnknownCrs, UnreadableFile
from gis.readers import read


def codes(remarks):
    return [remark.code for remark in remarks]


def test_missing_index_is_rebuilt_beside_a_private_copy_only(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    path.with_suffix(".shx").unlink()
    source = read(path)
    assert len(source.frame) == 2
    assert codes(source.warnings) == ["shx_restored"]
    assert not path.with_suffix(".shx").exists()


def test_parts_in_capitals_are_found(make_shapefile):
    path = make_shapefile([["燃气".encode("gbk")]], cpg="GBK")
    for suffix in (".dbf", ".shx", ".prj", ".cpg"):
        path.with_suffix(suffix).rename(path.with_suffix(suffix.upper()))
    assert read(path).frame["NAME"].tolist() == ["燃气"]


def test_missing_table_is_named(make_shapefile, refusal):
    path = make_shapefile([[b"a"]])
    path.with_suffix(".dbf").unlink()
    assert refusal(UnreadableFile, path) == ("part_missing", {"name": "管线.shp", "part": ".dbf"})


@pytest.mark.parametrize("suffix", [".shp", ".dbf"])
@pytest.mark.parametrize("left", [0.9, 0.3, 0.01])
def test_broken_off_part_is_noticed(make_shapefile, suffix, left, refusal):
    path = make_shapefile([[b"a"], [b"b"], [b"c"]])
    part = path.with_suffix(suffix)
    part.write_bytes(part.read_bytes()[: max(8, int(part.stat().st_size * left))])
    code, params = refusal(UnreadableFile, path)
    assert code in ("truncated", "damaged")
    assert params["name"] == "管线.shp"


def test_broken_off_index_is_noticed(make_shapefile, refusal):
    path = make_shapefile([[b"a"], [b"b"]])
    part = path.with_suffix(".shx")
    part.write_bytes(part.read_bytes()[:-8])
    assert refusal(UnreadableFile, path)[0] in ("truncated", "damaged", "parts_disagree")


def test_table_of_another_file_is_noticed(make_shapefile, refusal):
    two = make_shapefile([[b"a"], [b"b"]], stem="two")
    three = make_shapefile([[b"a"], [b"b"], [b"c"]], stem="three")
    shutil.copy(three.with_suffix(".dbf"), two.with_suffix(".dbf"))
    code, params = refusal(UnreadableFile, two)
    assert (code, params["shapes"], params["records"]) == ("parts_disagree", 2, 3)


@pytest.mark.parametrize("count", [0, 2**31, 2**32 - 1])
def test_record_count_that_lies_is_noticed(make_shapefile, count, refusal):
    path = make_shapefile([[b"a"]])
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    struct.pack_into("<I", dbf, 4, count)
    path.with_suffix(".dbf").write_bytes(dbf)
    assert refusal(UnreadableFile, path)[0] in ("truncated", "parts_disagree")


@pytest.mark.parametrize("content", [b"", b" \r\n"])
def test_empty_notes_are_passed_over_with_a_remark(make_shapefile, content, refusal):
    path = make_shapefile([["燃气".encode()]])
    for suffix in (".prj", ".cpg"):
        path.with_suffix(suffix).write_bytes(content)
    assert refusal(UnknownCrs, path)[0] == "crs_missing"
    source = read(path, crs="EPSG:4490")
    assert source.frame["NAME"].tolist() == ["燃气"]
    assert [(remark.code, remark.params) for remark in source.warnings] == [
        ("part_empty", {"part": ".prj"}),
        ("part_empty", {"part": ".cpg"}),
    ]


@pytest.mark.parametrize("page", [b"<!DOCTYPE html>\n<title>404</title>", b"\xef\xbb\xbf <HTML>"])
def test_web_page_saved_as_a_note_is_passed_over_and_one_as_a_part_is_refused(
    make_shapefile, refusal, page
):
    path = make_shapefile([["燃气".encode()]])
    for suffix in (".prj", ".cpg"):
        path.with_suffix(suffix).write_bytes(page)
    assert refusal(UnknownCrs, path)[0] == "crs_missing"
    source = read(path, crs="EPSG:4490")
    assert source.frame["NAME"].tolist() == ["燃气"]
    assert [(remark.code, remark.params) for remark in source.warnings] == [
        ("part_is_page", {"part": ".prj"}),
        ("part_is_page", {"part": ".cpg"}),
    ]
    path.with_suffix(".dbf").write_bytes(page * 40)
    code, params = refusal(UnreadableFile, path)
    assert (code, ".dbf" in params["name"]) == ("wrong_content", True)


@pytest.mark.parametrize(
    ("place", "kind", "number"),
    [(8, "<H", 0), (8, "<H", 33), (8, "<H", 65535), (10, "<H", 0), (10, "<H", 65535), (48, "B", 0)],
)
def test_absurd_header_of_a_table_is_refused(make_shapefile, refusal, place, kind, number):
    path = make_shapefile([[b"a"], [b"b"]])
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    struct.pack_into(kind, dbf, place, number)
    path.with_suffix(".dbf").write_bytes(dbf)
    assert refusal(UnreadableFile, path)[0] in ("damaged", "truncated")
