import datetime
import shutil
import struct

import pytest

from gis.errors import UnknownCrs, UnknownEncoding, UnreadableFile
from gis.readers import copying, read

IRON = "球墨铸铁"


def codes(remarks):
    return [remark.code for remark in remarks]


def refusal(error, path, **options):
    with pytest.raises(error) as caught:
        read(path, **options)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    ("encoding", "cpg", "language", "found", "remarks"),
    [
        ("utf-8", "UTF-8", 0, "utf-8", []),
        ("utf-8", None, 0, "utf-8", []),
        ("gbk", "GBK", 0, "gb18030", []),
        ("gbk", "936", 0, "gb18030", []),
        ("gbk", None, 0x4D, "gb18030", []),
        ("gbk", None, 0, "gb18030", ["encoding_guessed"]),
        ("gbk", "UTF-8", 0x4D, "gb18030", ["encoding_ignored"]),
        ("gbk", "UTF-8", 0, "gb18030", ["encoding_ignored", "encoding_guessed"]),
        ("gbk", "ISO-8859-1", 0, "gb18030", ["encoding_ignored", "encoding_guessed"]),
        ("utf-8", "GBK", 0, "utf-8", ["encoding_ignored"]),
        ("utf-8", None, 0x4D, "utf-8", ["encoding_ignored"]),
        ("utf-8", "nonsense", 0, "utf-8", ["encoding_ignored"]),
        ("big5", "Big5", 0, "big5", []),
    ],
)
def test_text_is_right_whatever_the_file_says_of_itself(
    make_shapefile, encoding, cpg, language, found, remarks
):
    words = ["管線", "道路"] if encoding == "big5" else [IRON, "道路"]
    path = make_shapefile(
        [[word.encode(encoding)] for word in words],
        fields=[("名".encode(encoding), b"C", 20, 0)],
        cpg=cpg,
        language=language,
    )
    source = read(path)
    assert source.encoding == found
    assert source.frame["名"].tolist() == words
    assert codes(source.warnings) == remarks


def test_encoding_given_is_used_or_refused(make_shapefile):
    path = make_shapefile([[b"DN300"], [IRON.encode("gbk")]], cpg="UTF-8")
    assert read(path, encoding="GBK").frame["NAME"].tolist() == ["DN300", IRON]
    assert refusal(UnknownEncoding, path, encoding="utf-8") == (
        "encoding_mismatch",
        {"name": "管线.shp", "row": 2, "column": "NAME", "encoding": "utf-8"},
    )
    assert refusal(UnknownEncoding, path, encoding="klingon")[0] == "unknown_encoding"


def test_bytes_that_are_no_text_are_refused_with_their_place(make_shapefile):
    path = make_shapefile([[b"ok"], [b"\xff\xff\xff, bad"]])
    code, params = refusal(UnknownEncoding, path)
    assert (code, params["row"], params["column"]) == ("encoding_undetected", 2, "NAME")


def test_text_cut_within_a_character_loses_that_character_only_and_says_so(make_shapefile):
    path = make_shapefile([["球墨铸铁管".encode()], [IRON.encode()]], fields=[(b"M", b"C", 13, 0)])
    source = read(path)
    assert source.frame["M"].tolist() == ["球墨铸铁", IRON]
    assert [(remark.row, remark.field, remark.code) for remark in source.warnings] == [
        (1, "M", "text_cut")
    ]


def test_column_name_cut_within_a_character_can_be_read(make_shapefile):
    path = make_shapefile([[b"PE"]], fields=[("管线材质".encode()[:10], b"C", 5, 0)], cpg="UTF-8")
    assert read(path).frame["管线材"].tolist() == ["PE"]


def test_columns_of_one_name_are_kept_apart(make_shapefile):
    fields = [(b"N", b"C", 3, 0), (b"N", b"C", 3, 0), (b"geometry", b"C", 3, 0)]
    source = read(make_shapefile([[b"a", b"b", b"c"]], fields=fields))
    assert list(source.frame.columns) == ["N", "N_2", "geometry_2", "geometry"]
    assert codes(source.warnings) == ["column_renamed", "column_renamed"]


def test_values_come_as_what_they_are(make_shapefile):
    fields = [
        (b"WHOLE", b"N", 20, 0),
        (b"REAL", b"N", 12, 3),
        (b"DAY", b"D", 8, 0),
        (b"YES", b"L", 1, 0),
        (b"TEXT", b"C", 8, 0),
    ]
    records = [
        [b"51040220240000000001", b"1594.25", b"20240531", b"T", b"PE"],
        [b"", b"", b"", b"?", b""],
        [b"********", b"-1.8e308", b"00000000", b"F", b" x "],
    ]
    source = read(make_shapefile(records, fields=fields))
    first, second, third = source.frame.drop(columns="geometry").values.tolist()
    assert first == [51040220240000000001, 1594.25, datetime.date(2024, 5, 31), True, "PE"]
    assert second == [None] * 5
    assert third[0] is None
    assert third[2:] == [None, False, "x"]


def test_impossible_values_are_rejected_with_row_and_column(make_shapefile):
    fields = [(b"DAY", b"D", 8, 0), (b"N", b"N", 8, 0)]
    source = read(make_shapefile([[b"20240101", b"1"], [b"20241340", b"DN300"]], fields=fields))
    assert [(remark.row, remark.field, remark.params["value"]) for remark in source.rejects] == [
        (2, "DAY", "20241340"),
        (2, "N", "DN300"),
    ]
    assert source.frame.loc[2, ["DAY", "N"]].tolist() == [None, None]


def test_deleted_records_stay_out_and_keep_their_number(make_shapefile):
    source = read(make_shapefile([[b"a"], [b"b"], [b"c"]], deleted={1}))
    assert source.frame["NAME"].to_dict() == {1: "a", 3: "c"}
    assert source.frame.geometry.x.round(3).tolist() == [101.7, 101.702]


def test_file_of_deleted_records_only_has_no_rows(make_shapefile):
    assert refusal(UnreadableFile, make_shapefile([[b"a"]], deleted={0}))[0] == "no_rows"
    assert refusal(UnreadableFile, make_shapefile([]))[0] == "no_rows"


def test_system_must_be_said_by_the_file_or_the_caller(make_shapefile):
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


def test_missing_table_is_named(make_shapefile):
    path = make_shapefile([[b"a"]])
    path.with_suffix(".dbf").unlink()
    assert refusal(UnreadableFile, path) == ("part_missing", {"name": "管线.shp", "part": ".dbf"})


@pytest.mark.parametrize("suffix", [".shp", ".dbf"])
@pytest.mark.parametrize("left", [0.9, 0.3, 0.01])
def test_broken_off_part_is_noticed(make_shapefile, suffix, left):
    path = make_shapefile([[b"a"], [b"b"], [b"c"]])
    part = path.with_suffix(suffix)
    part.write_bytes(part.read_bytes()[: max(8, int(part.stat().st_size * left))])
    code, params = refusal(UnreadableFile, path)
    assert code in ("truncated", "damaged")
    assert params["name"] == "管线.shp"


def test_broken_off_index_is_noticed(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    part = path.with_suffix(".shx")
    part.write_bytes(part.read_bytes()[:-8])
    assert refusal(UnreadableFile, path)[0] in ("truncated", "damaged", "parts_disagree")


def test_table_of_another_file_is_noticed(make_shapefile):
    two = make_shapefile([[b"a"], [b"b"]], stem="two")
    three = make_shapefile([[b"a"], [b"b"], [b"c"]], stem="three")
    shutil.copy(three.with_suffix(".dbf"), two.with_suffix(".dbf"))
    code, params = refusal(UnreadableFile, two)
    assert (code, params["shapes"], params["records"]) == ("parts_disagree", 2, 3)


@pytest.mark.parametrize("count", [0, 2**31, 2**32 - 1])
def test_record_count_that_lies_is_noticed(make_shapefile, count):
    path = make_shapefile([[b"a"]])
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    struct.pack_into("<I", dbf, 4, count)
    path.with_suffix(".dbf").write_bytes(dbf)
    assert refusal(UnreadableFile, path)[0] in ("truncated", "parts_disagree")


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


def test_not_a_number_in_a_shape_is_rejected(make_shapefile):
    path = make_shapefile([[b"a"], [b"b"]])
    shp = bytearray(path.read_bytes())
    struct.pack_into("<d", shp, 112, float("nan"))
    path.write_bytes(shp)
    source = read(path)
    assert [(remark.row, remark.code) for remark in source.rejects] == [(1, "not_finite")]


@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson"])
def test_text_under_a_false_name_is_refused(tmp_path, suffix):
    path = tmp_path / f"notes{suffix}"
    path.write_text("这不是数据\n" * 40)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["name"]) == ("wrong_content", path.name)


@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson"])
def test_file_of_no_bytes_is_refused(tmp_path, suffix):
    path = tmp_path / f"nothing{suffix}"
    path.touch()
    assert refusal(UnreadableFile, path)[0] == "empty_file"


@pytest.mark.parametrize("part", [".shp", ".dbf"])
def test_file_that_would_fill_the_memory_is_refused(make_shapefile, monkeypatch, part):
    path = make_shapefile([[b"a" * 200]] * 9, fields=[(b"NAME", b"C", 200, 0)])
    size = path.with_suffix(part).stat().st_size
    monkeypatch.setattr(copying, "MAX_FILE_BYTES", size - 1)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["limit_bytes"]) == ("file_too_large", size - 1)


def test_missing_file_folder_and_unknown_kind_are_refused(tmp_path):
    (tmp_path / "folder.shp").mkdir()
    (tmp_path / "drawing.dwg").write_bytes(b"AC1032")
    assert refusal(UnreadableFile, tmp_path / "none.shp")[0] == "file_missing"
    assert refusal(UnreadableFile, tmp_path / "folder.shp")[0] == "is_folder"
    assert refusal(UnreadableFile, tmp_path)[0] == "is_folder"
    assert refusal(UnreadableFile, tmp_path / "none")[0] == "suffix_missing"
    assert refusal(UnreadableFile, tmp_path / "drawing.dwg" / "a.shp")[0] == "file_missing"
    assert refusal(UnreadableFile, tmp_path / "drawing.dwg")[0] == "unsupported_format"


def test_unknown_system_is_refused_before_the_file_is_touched(tmp_path):
    assert refusal(UnknownCrs, tmp_path / "none.shp", crs="EPSG:1")[0] == "unknown_crs"


def test_file_that_may_not_be_read_is_named(make_shapefile, monkeypatch):
    path = make_shapefile([[b"a"]])

    def forbid(source, target):
        raise PermissionError(13, "Permission denied", str(source))

    monkeypatch.setattr(copying.shutil, "copyfile", forbid)
    code, params = refusal(UnreadableFile, path)
    assert (code, params["name"][:3]) == ("no_permission", "管线.")


@pytest.mark.parametrize("content", [b"", b" \r\n"])
def test_empty_notes_are_passed_over_with_a_remark(make_shapefile, content):
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


def test_name_of_a_column_in_another_encoding_is_told_from_a_value(make_shapefile):
    path = make_shapefile([[b"PE"]], fields=[("材质".encode("gbk"), b"C", 5, 0)])
    code, params = refusal(UnknownEncoding, path, encoding="utf-8")
    assert (code, params["row"], bool(params["column"])) == ("encoding_mismatch", 0, True)
