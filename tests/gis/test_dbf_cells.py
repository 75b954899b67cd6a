import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gis.readers.shapefiles.cells import Records
from gis.readers.shapefiles.dates import date, dates
from gis.readers.shapefiles.dbf import Field
from gis.readers.shapefiles.numbers import number, numbers


def table(written, width):
    lines = b"".join(b" " + raw.ljust(width) for raw in written)
    return np.frombuffer(lines, np.uint8).reshape(len(written), width + 1)


def one_number(raw):
    try:
        return number(raw) if raw.strip(b"*") else None
    except ValueError:
        return None


def is_number(raw):
    try:
        number(raw)
    except ValueError:
        return False
    return True


@given(
    st.lists(
        st.dates().map(lambda day: day.strftime("%Y%m%d").rjust(8, "0").encode())
        | st.sampled_from([b"", b"00000000"]),
        min_size=1,
    )
)
def test_dates_all_at_once_are_those_one_by_one(written):
    cells = Records(table(written, 8)).cells(Field(b"D", "D", 1, 8, 0))
    expected = [date(raw) if raw else None for raw in written]
    assert dates(cells).take(cells.codes).to_pylist() == expected


@given(
    st.lists(
        st.floats(allow_nan=False, allow_infinity=False).map(repr)
        | st.integers(-(10**25), 10**25).map(str)
        | st.decimals(-(10**9), 10**9, places=3).map(str)
        | st.sampled_from(["", "***", "DN300", "0x10", "1_0", "-", ".", "+7", "-0", "1e5", "5."]),
        min_size=1,
    )
)
def test_numbers_all_at_once_are_those_one_by_one(written):
    raw = [text.encode() for text in written]
    cells = Records(table(raw, 30)).cells(Field(b"N", "N", 1, 30, 0))
    read_at_once = numbers(cells)
    values = read_at_once.values
    values = values if isinstance(values, list) else values.to_pylist()
    assert [values[code] for code in cells.codes.to_pylist()] == [one_number(text) for text in raw]
    bad = cells.records_of(read_at_once.bad).tolist()
    assert bad == [text.strip(b"*") != b"" and not is_number(text) for text in raw]


@given(st.lists(st.binary(max_size=12), min_size=1))
def test_cells_are_cut_as_bytes_are(written):
    cells = Records(table(written, 12)).cells(Field(b"C", "C", 1, 12, 0))
    values = cells.values.to_pylist()
    expected = [raw.split(b"\0")[0].strip() for raw in written]
    assert [values[code] for code in cells.codes.to_pylist()] == expected
    assert len(set(values)) == len(values)
