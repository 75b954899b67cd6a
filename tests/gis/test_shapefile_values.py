import datetime

import pytest

from gis.errors import UnreadableFile
from gis.readers import read
from gis.readers.shapefiles import attributes, fields, shapes


def test_values_come_as_what_they_are(make_shapefile):
    columns = [
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
    source = read(make_shapefile(records, fields=columns))
    first, second, third = source.frame.drop(columns="geometry").values.tolist()
    assert first == [51040220240000000001, 1594.25, datetime.date(2024, 5, 31), True, "PE"]
    assert second == [None] * 5
    assert third[0] is None
    assert third[2:] == [None, False, "x"]


def test_a_number_that_its_column_had_no_room_for_is_told(make_shapefile):
    columns = [(b"DN", b"N", 4, 0), (b"DEPTH", b"N", 24, 15)]
    blank = b"*" * 24  # as GDAL writes a missing number
    records = [[b"800", b"1.5"], [b"****", blank], [b"", b""], [b"****", blank]]
    source = read(make_shapefile(records, fields=columns))
    assert source.frame["DN"].tolist() == [800, None, None, None]
    assert [(r.row, r.field, r.code, r.params) for r in source.warnings] == [
        (2, "DN", "number_overflowed", {"count": 2, "width": 4})
    ]


def test_missing_numbers_of_another_program_are_no_lost_ones(make_shapefile):
    fields_of_ours = [(b"DN", b"N", 9, 0)]
    source = read(make_shapefile([[b"800"], [b"*********"]], fields=fields_of_ours))
    assert (source.frame["DN"].tolist(), source.warnings) == ([800, None], [])


def test_impossible_values_are_rejected_with_row_and_column(make_shapefile):
    columns = [(b"DAY", b"D", 8, 0), (b"N", b"N", 8, 0)]
    source = read(make_shapefile([[b"20240101", b"1"], [b"20241340", b"DN300"]], fields=columns))
    assert [(remark.row, remark.field, remark.params["value"]) for remark in source.rejects] == [
        (2, "DAY", "20241340"),
        (2, "N", "DN300"),
    ]
    assert source.frame.loc[2, ["DAY", "N"]].tolist() == [None, None]


def test_deleted_records_stay_out_and_keep_their_number(make_shapefile):
    source = read(make_shapefile([[b"a"], [b"b"], [b"c"]], deleted={1}))
    assert source.frame["NAME"].to_dict() == {1: "a", 3: "c"}
    assert source.frame.geometry.x.round(3).tolist() == [101.7, 101.702]


def test_file_of_deleted_records_only_has_no_rows(make_shapefile, refusal):
    assert refusal(UnreadableFile, make_shapefile([[b"a"]], deleted={0}))[0] == "no_rows"
    assert refusal(UnreadableFile, make_shapefile([]))[0] == "no_rows"


def test_numbers_keep_every_digit_whatever_stands_beside_them(make_shapefile):
    columns = [(b"BIG", b"N", 20, 0), (b"MIXED", b"N", 20, 3), (b"PLAIN", b"N", 10, 2)]
    records = [
        [b"9223372036854775808", b"9007199254740993", b"12"],
        [b"-9223372036854775809", b"0.125", b"+1.5"],
        [b"7", b"1e3", b".5"],
    ]
    frame = read(make_shapefile(records, fields=columns)).frame
    assert frame["BIG"].tolist() == [9223372036854775808, -9223372036854775809, 7]
    assert frame["MIXED"].tolist() == [9007199254740993, 0.125, 1000.0]
    assert frame["PLAIN"].tolist() == [12.0, 1.5, 0.5]


@pytest.mark.parametrize("written", [b"0x1F", b"1_000", b"nan", b"inf", b"1e999", b"1,5", b"--5"])
def test_what_only_looks_like_a_number_is_rejected(make_shapefile, written):
    source = read(make_shapefile([[b"1"], [written]], fields=[(b"N", b"N", 8, 0)]))
    assert [(remark.row, remark.params["value"]) for remark in source.rejects] == [
        (2, written.decode())
    ]
    assert source.frame["N"].tolist() == [1, None]


@pytest.mark.parametrize(
    "written", [b"20230229", b"20241301", b"20240100", b"00000101", b"2024-5-1"]
)
def test_what_is_no_day_of_the_calendar_is_rejected(make_shapefile, written):
    source = read(make_shapefile([[b"20240229"], [written]], fields=[(b"D", b"D", 8, 0)]))
    assert [(remark.row, remark.params["value"]) for remark in source.rejects] == [
        (2, written.decode())
    ]
    assert source.frame["D"].tolist() == [datetime.date(2024, 2, 29), None]


def test_column_full_of_what_it_should_not_hold_is_read_as_text(make_shapefile, monkeypatch):
    monkeypatch.setattr(fields, "MOST_BAD", 2)
    records = [[b"DN300"], [b"DN200"], ["约3".encode("gbk")], [b"100"]]
    source = read(make_shapefile(records, fields=[(b"N", b"N", 8, 0)], cpg="GBK"))
    assert source.frame["N"].tolist() == ["DN300", "DN200", "约3", "100"]
    assert source.rejects == []
    assert [(remark.code, remark.field, remark.params) for remark in source.warnings] == [
        ("column_as_text", "N", {"count": 3, "type": "number"})
    ]


def test_remarks_on_cut_texts_are_counted_when_there_are_too_many(make_shapefile, monkeypatch):
    monkeypatch.setattr(fields, "MOST_REMARKS", 2)
    records = [["球墨铸铁管".encode()]] * 5
    source = read(make_shapefile(records, fields=[(b"M", b"C", 13, 0)], cpg="UTF-8"))
    assert [(remark.row, remark.code) for remark in source.warnings] == [
        (1, "text_cut"),
        (2, "text_cut"),
        (0, "more_alike"),
    ]
    assert source.warnings[-1].params["count"] == 3


def test_pieces_of_any_size_give_the_same_rows(make_shapefile, monkeypatch):
    columns = [(b"T", b"C", 12, 0), (b"N", b"N", 8, 2), (b"D", b"D", 8, 0)]
    days = [b"20240101", b"", b"19991231"]
    records = [[f"管{n % 4}".encode("gbk"), b"%.2f" % (n / 3), days[n % 3]] for n in range(23)]
    path = make_shapefile(records, fields=columns, deleted={0, 7, 22})
    one = read(path)
    monkeypatch.setattr(shapes, "BATCH_ROWS", 5)
    monkeypatch.setattr(attributes, "SURVEY_BYTES", 100)
    many = read(path)
    assert many.frame.equals(one.frame)
    assert many.frame.index.tolist() == [n for n in range(1, 24) if n not in (1, 8, 23)]
