import codecs
import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.errors import UnknownEncoding, UnreadableFile
from gis.readers import read as read_any
from gis.readers.tables import delimited, read

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
    "big5": "cp950",
}
SIMPLIFIED = "编号,材质,所在道路\nG1,球墨铸铁,新华街与人民路交叉口\nG2,灰口铸铁,炳草岗大街\n"
TRADITIONAL = "編號,材質,所在道路\nG1,球墨鑄鐵,中山路與建國路交叉口\nG2,鑄鐵,仁愛路\n"


@pytest.fixture
def table(tmp_path):
    def contents(data, *, name="管线.csv", encoding=None, options=None, layer=None):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read(path, tmp_path, layer, encoding, options)

    return contents


def refusal(error, action, *args, **options):
    with pytest.raises(error) as caught:
        action(*args, **options)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(("written", "named"), ENCODINGS.items())
def test_every_encoding_is_found_and_said(table, written, named):
    text = TRADITIONAL if written == "big5" else SIMPLIFIED
    found = table(text.encode(written))
    assert found.encoding == named
    rows = list(csv.reader(text.splitlines()))
    assert list(found.columns) == rows[0]
    assert [column.tolist() for column in found.columns.values()] == [
        list(values) for values in zip(*rows[1:], strict=True)
    ]
    guessed = "encoding_guessed" in [remark.code for remark in found.warnings]
    assert guessed == (named in ("gb18030", "cp950"))
    marked = written in ("utf-8-sig", "utf-16")
    assert found.tables["encoding_evidence"] == ("BOM" if marked else "text")


@pytest.mark.parametrize("written", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_known_although_nearly_all_of_it_is_chinese(table, written):
    rows = "".join(f"一号{n}\t一二三街道一侧人行道下\t球墨铸铁管\n" for n in range(9))
    found = table(f"编号\t所在道路\t材质\n{rows}".encode(written))
    assert (found.encoding, list(found.columns)) == (written, ["编号", "所在道路", "材质"])


def test_a_given_encoding_is_taken_or_refused(table):
    raw = SIMPLIFIED.encode("gbk")
    assert table(raw, encoding="GBK").tables["encoding_evidence"] == "given"
    assert refusal(UnknownEncoding, table, raw, encoding="utf-8") == (
        "encoding_mismatch",
        {"name": "管线.csv", "row": 1, "column": "", "encoding": "utf-8"},
    )


def test_a_byte_order_mark_that_lies_is_passed_over(table):
    found = table(codecs.BOM_UTF8 + SIMPLIFIED.encode("gbk"))
    assert found.encoding == "gb18030"
    assert [r.code for r in found.warnings] == ["encoding_ignored", "encoding_guessed"]


def test_text_in_no_encoding_is_refused_with_its_line(table):
    code, params = refusal(UnknownEncoding, table, b"a,b\n1,\xff\xff\x80\n")
    assert (code, params["row"]) == ("encoding_undetected", 2)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("编号;长度\nG1;3,8\nG2;4,1\n", ";"),
        ("编号\t备注\nG1\t直,弯\nG2\t直;弯,直\n", "\t"),
        ("编号|材质\nG1|PE\n", "|"),
        ("sep=;\r\n编号;长度,米\r\nG1;3\r\n", ";"),
        ('编号,图形\nG1,"LINESTRING (1 2, 3 4, 5 6)"\n', ","),
        ("管线表;;\n单位：米;;\n编号;材质;长度\nG1;PE;3\n", ";"),
    ],
)
def test_the_delimiter_is_found(table, text, delimiter):
    assert table(text).tables["delimiter"] == delimiter


def test_the_delimiter_may_be_given(table):
    found = table("编号;a,b\nG1;3,4\n", options={"delimiter": ","})
    assert list(found.columns) == ["编号;a", "b"]


def test_numbers_are_numbers_only_where_nothing_is_lost(table):
    found = table("a,b,c,d,e\n1,1.5,007,1.50,3110510400202400000099\n2,2,1,2,\n")
    assert {name: values.tolist() for name, values in found.columns.items()} == {
        "a": [1, 2],
        "b": [1.5, 2.0],
        "c": ["007", "1"],
        "d": ["1.50", "2"],
        "e": ["3110510400202400000099", None],
    }


def test_rows_are_numbered_as_excel_shows_them(table):
    found = table('编号,备注\n\nG1,"两\n行"\nG2,x\n')
    assert found.rows.tolist() == [3, 4]
    assert found.columns["备注"].tolist() == ["两\n行", "x"]


def test_a_text_without_header_is_called_by_letters_and_said(table):
    found = table("1,471957.19,2941379.86\n2,471958.19,2941380.86\n")
    assert list(found.columns) == ["A列", "B列", "C列"]
    assert "header_missing" in [remark.code for remark in found.warnings]
    placed = table("1,471957.19,2941379.86\n2,471958.19,2941380.86\n", options={"x": "B", "y": "C"})
    assert placed.geometries[1].wkt == "POINT (471958.19 2941380.86)"


def test_well_known_text_with_srid_says_its_system(table):
    text = (
        "编号,geom\nG1,SRID=4543;POINT (471957.19 2941379.86)\nG2,POINT Z (471957 2941379 5)\n"
        'G3,"SRID=4543;LINESTRING (1 2, 3 4)"\nG4,SRID=4490;POINT (101 26)\nG5,POINT (1\nG6,\n'
    )
    found = table(text)
    assert (found.crs, found.tables["shape"], found.tables["wkt"]) == ("EPSG:4543", "wkt", "geom")
    assert [(r.row, r.code, r.params["cell"]) for r in found.rejects] == [
        (5, "srid_differs", "B5"),
        (6, "bad_shape_text", "B6"),
    ]
    assert [shape is None for shape in found.geometries] == [False] * 3 + [True] * 3
    assert found.columns["geom"].tolist()[:4] == [None, None, None, "SRID=4490;POINT (101 26)"]


def test_geojson_in_a_column_is_read(table):
    good = '{""type"": ""Point"", ""coordinates"": [101.7, 26.5]}'
    bad = '{""type"": ""Feature"", ""coordinates"": []}'
    found = table(f'编号,图形\nG1,"{good}"\nG2,"{bad}"\n')
    assert found.geometries[0].wkt == "POINT (101.7 26.5)"
    assert [(r.row, r.code) for r in found.rejects] == [(3, "bad_shape_text")]


def test_one_door_reads_it_into_storage(tmp_path):
    path = tmp_path / "点.tsv"
    path.write_text("编号\t东坐标\t北坐标\nJ1\t471957.19\t2941379.86\n", encoding="gbk")
    point = read_any(path, crs="EPSG:4543").frame.geometry.iloc[0]
    assert (point.x, point.y) == pytest.approx((101.7185, 26.5823), abs=1e-6)


def test_text_named_xls_is_read_and_said(table):
    found = table("编号\t长度\nG1\t3\n".encode("gbk"), name="导出.xls")
    assert found.columns["长度"].tolist() == [3]
    assert found.warnings[0].code == "content_differs"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table>", "a.xls", "web_page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "a.xls", "web_page"),
        ("\ufeff<TABLE>".encode("utf-16-le"), "a.csv", "web_page"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "a.xls", "old_workbook"),
        (b"a,b\n1,\0\n", "a.csv", "wrong_content"),
        (b'a,b\n1,"2\n3,4\n', "a.csv", "damaged"),
        (b"PK\x03\x04 no archive", "a.xlsx", "wrong_content"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "damaged"),
    ],
)
def test_what_is_no_table_is_refused(table, data, name, code):
    assert refusal(UnreadableFile, table, data, name=name)[0] == code


def test_the_number_of_cells_is_bounded(table, monkeypatch):
    monkeypatch.setattr(delimited, "MAX_CELLS", 5)
    assert refusal(UnreadableFile, table, "a,b\n1,2\n3,4\n")[0] == "too_many_cells"


def test_a_layer_that_is_not_there_is_refused(table):
    assert refusal(UnreadableFile, table, "a,b\n1,2\n", layer="x")[0] == "unknown_layer"


CHINESE = st.sampled_from("管径材质球墨铸铁给水燃气新华街道路号，。；“”（）〇１２ａ")
TEXT = st.text(st.characters(codec="ascii", exclude_categories=("Cc",)) | CHINESE, max_size=12)
CELLS = st.one_of(TEXT, st.integers().map(str), st.floats(allow_nan=False).map(str))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    width=st.integers(1, 5),
    rows=st.data(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    delimiter=st.sampled_from(",;\t"),
)
def test_any_table_comes_back_the_same(table, width, rows, encoding, delimiter):
    body = rows.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    names = [f"列{number}" for number in range(width)]
    buffer = io.StringIO(newline="")
    # Otherwise csv writes a row of one blank cell as an empty line, which is a blank row anyway.
    csv.writer(buffer, delimiter=delimiter).writerows([names, *body])
    found = table(
        buffer.getvalue().encode(encoding),
        encoding="gb18030" if encoding == "gb18030" else None,
        options={"delimiter": delimiter, "header_rows": [1], "left_out": [], "shape": "none"},
    )
    kept = [row for row in body if any(cell and not cell.isspace() for cell in row)]
    wanted = {
        name: [row[place] if row[place].strip() else None for row in kept]
        for place, name in enumerate(names)
    }
    for name in names:
        values = found.columns[name].tolist() if kept else []
        assert [plain(value, cell) for value, cell in zip(values, wanted[name], strict=True)] == (
            wanted[name]
        )


def plain(value, cell):
    """A number as its text; 3.0 is what a 3 became beside 2.5."""
    if isinstance(value, float) and value.is_integer() and cell == str(int(value)):
        return cell
    return None if value is None else str(value)


def test_text_that_was_written_so_as_not_to_run_as_a_formula_comes_back(tmp_path):
    path = tmp_path / "管段.csv"
    path.write_text("名称,备注\n'=1+1,'引用'\n''-2,-3\n", encoding="utf-8")
    columns = read(path, tmp_path, None, None).columns
    assert columns["名称"].tolist() == ["=1+1", "'-2"]
    assert columns["备注"].tolist() == ["'引用'", "-3"]
