import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UnknownEncoding
from gis.readers import read
from gis.readers.encodings import hanzi
from gis.readers.encodings.decoding import Text
from gis.readers.encodings.encoding import EncodingEvidence, detect
from gis.readers.shapefiles.cells import Records
from gis.readers.shapefiles.dbf import Field
from gis.readers.shapefiles.fields import FieldReader

IRON = "球墨铸铁"


def codes(remarks):
    return [remark.code for remark in remarks]


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
        ("gbk", "20936", 0, "gb18030", []),
        ("big5", "Big5", 0, "cp950", []),
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


@pytest.mark.parametrize("cpg", ["88591", "ANSI 1252", "ISO-8859-1"])
def test_a_western_cpg_is_no_lie_where_nothing_is_written_but_ascii(make_shapefile, cpg):
    assert read(make_shapefile([[b"PE"]], cpg=cpg)).warnings == []


def test_encoding_given_is_used_or_refused(make_shapefile, refusal):
    path = make_shapefile([[b"DN300"], [IRON.encode("gbk")]], cpg="UTF-8")
    assert read(path, encoding="GBK").frame["NAME"].tolist() == ["DN300", IRON]
    assert refusal(UnknownEncoding, path, encoding="utf-8") == (
        "encoding_mismatch",
        {"name": "管线.shp", "row": 2, "column": "NAME", "encoding": "utf-8"},
    )
    assert refusal(UnknownEncoding, path, encoding="klingon")[0] == "unknown_encoding"


@pytest.mark.parametrize("cpg", ["uu", "base64", "zlib", "rot13", "idna", "unicode_escape"])
def test_a_cpg_that_names_what_is_no_encoding_is_passed_over(make_shapefile, refusal, cpg):
    path = make_shapefile([[IRON.encode("gbk")]], cpg=cpg)
    assert read(path).frame["NAME"].tolist() == [IRON]
    assert codes(read(path).warnings) == ["encoding_ignored", "encoding_guessed"]
    assert refusal(UnknownEncoding, path, encoding=cpg)[0] == "unknown_encoding"


@pytest.mark.parametrize("wide", ["UTF-16", "utf_16_be", "utf-32"])
def test_a_dbf_is_never_wide_whatever_is_said(make_shapefile, refusal, wide):
    path = make_shapefile([[IRON.encode("gbk")]], cpg=wide)
    assert read(path).frame["NAME"].tolist() == [IRON]
    assert refusal(UnknownEncoding, path, encoding=wide)[0] == "encoding_mismatch"


@pytest.mark.parametrize("cpg", ["EUC-KR", "cp949", "EUC-JP"])
def test_a_claim_of_korean_or_japanese_is_doubted_where_it_reads_like_chinese(make_shapefile, cpg):
    source = read(make_shapefile([["道路".encode("gbk")]], cpg=cpg))
    assert codes(source.warnings) == ["encoding_doubtful"]
    assert source.warnings[0].params["other"] == "gb18030"


def test_bytes_that_are_no_text_are_refused_with_their_place(make_shapefile, refusal):
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


def test_name_of_a_column_in_another_encoding_is_told_from_a_value(make_shapefile, refusal):
    path = make_shapefile([[b"PE"]], fields=[("材质".encode("gbk"), b"C", 5, 0)])
    code, params = refusal(UnknownEncoding, path, encoding="utf-8")
    assert (code, params["row"], bool(params["column"])) == ("encoding_mismatch", 0, True)


TRADITIONAL = ["燃氣管線", "鑄鐵", "恒春鎮", "自來水公司", "中山路", "混凝土", "高雄市大寮區"]


def test_traditional_text_in_big5_is_recognised_although_gbk_would_decode_it(make_shapefile):
    source = read(make_shapefile([[word.encode("cp950")] for word in TRADITIONAL]))
    assert source.frame["NAME"].tolist() == TRADITIONAL
    assert [(remark.code, remark.params) for remark in source.warnings] == [
        ("encoding_guessed", {"encoding": "cp950"})
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_traditional_text_in_other_encodings_is_not_taken_for_big5(make_shapefile, encoding):
    source = read(make_shapefile([[word.encode(encoding)] for word in TRADITIONAL]))
    assert source.encoding == encoding
    assert source.frame["NAME"].tolist() == TRADITIONAL


@given(st.lists(st.sampled_from(sorted(hanzi._gb2312())), min_size=1, max_size=12))
def test_big5_never_beats_plausible_gbk(characters):
    texts = [Text(1, "NAME", character.encode("gb18030"), 20) for character in characters]
    encoding, _ = detect("a.shp", texts, given=None, claims=[])
    assert encoding in ("gb18030", "utf-8")


def test_the_chinese_dash_is_as_common_as_any_character():
    assert hanzi.is_plausible_gbk(["——", "·"])


def test_gbk_claimed_for_big5_is_kept_but_doubted(make_shapefile):
    records = [[word.encode("cp950")] for word in TRADITIONAL]
    source = read(make_shapefile(records, language=0x4D))
    assert source.encoding == "gb18030"
    assert [(remark.code, remark.params) for remark in source.warnings] == [
        ("encoding_doubtful", {"encoding": "gb18030", "other": "cp950"})
    ]


def test_big5_claimed_for_gbk_is_doubted_where_it_decodes(make_shapefile):
    source = read(make_shapefile([["道路".encode("gbk")]], cpg="Big5"))
    assert codes(source.warnings) == ["encoding_doubtful"]


def test_undetected_encoding_shows_how_the_text_would_read(make_shapefile, refusal):
    path = make_shapefile([["管線".encode("cp950")], [b"\xff\xff\xff, bad"]])
    _, params = refusal(UnknownEncoding, path)
    assert [sample["row"] for sample in params["samples"]] == [2, 1]
    assert params["samples"][1]["readings"]["cp950"] == "管線"


def test_evidence_is_the_same_gathered_at_once_or_one_by_one():
    words = ["球墨铸铁", "聚乙烯", "人民街", "聚乙"]
    texts = [Text(n, "M", word.encode("gbk")[:7], 7) for n, word in enumerate(words)]
    verdicts = []
    for parts in ([texts], [[text] for text in texts]):
        evidence = EncodingEvidence("a.shp", claims=[(".cpg", "UTF-8"), (".dbf", "gb18030")])
        for part in parts:
            evidence.add(part)
        verdicts.append(evidence.verdict())
    assert verdicts[0] == verdicts[1]
    assert verdicts[0][0] == "gb18030"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_any_text_in_utf8_comes_back_as_it_was(values):
    records = [value.encode()[:60] for value in values if len(value.encode()) <= 60]
    if records:
        raw = b"".join(b" " + record.ljust(60) for record in records)
        cut = Records(np.frombuffer(raw, np.uint8).reshape(len(records), 61))
        reader = FieldReader(Field(b"T", "C", 1, 60, 0))
        reader.settle("T", "utf-8")
        array = reader.array(cut.cells(reader.field), np.arange(len(records)))
        assert array.to_pylist() == [record.strip().decode() or None for record in records]


def test_an_encoding_that_reads_like_nothing_is_doubted_and_what_was_found_is_said(make_shapefile):
    fields = [("道路".encode("big5"), b"C", 20, 0)]
    path = make_shapefile([["民生街".encode("big5")]], fields=fields, cpg="GBK")
    (doubt,) = read(path).warnings
    assert (doubt.code, doubt.params["other"]) == ("encoding_doubtful", "cp950")
