import datetime
import struct
from contextlib import suppress
from pathlib import Path

import pytest

from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers.tables import read
from tests.gis.workbooks import xls

CELLS = {
    (0, 0): "管段编号", (0, 1): "管径（mm）", (0, 2): "日期", (0, 3): "长度",
    (1, 0): "G1", (1, 1): 300, (1, 2): ("day", 45413), (1, 3): "#REF!",
    (2, 1): True, (2, 2): ("day", 45414), (2, 3): ("formula", "#N/A"),
    (3, 0): "G3", (3, 1): 200, (3, 3): ("formula", 7.5),
}  # fmt: skip


@pytest.fixture
def sheet(tmp_path):
    def contents(data, layer=None, name="旧表.xls"):
        path = tmp_path / name
        path.write_bytes(data)
        (tmp_path / "private").mkdir(exist_ok=True)
        return read(path, tmp_path / "private", layer, None)

    return contents


def code_of(error, action, *args, **options):
    with pytest.raises(error) as caught:
        action(*args, **options)
    return caught.value.code


def test_an_old_workbook_is_read_with_errors_merges_and_hidden_things(sheet):
    book = {
        "管线": {"cells": CELLS, "merged": [(1, 2, 0, 0)], "hidden": {3}},
        "隐": {"cells": {(0, 0): "x"}, "state": 1},
        "空": {"cells": {}},
    }
    found = sheet(xls(book))
    assert (found.driver, found.layers) == ("XLS", ["管线", "隐"])
    assert found.columns["管段编号"].tolist() == ["G1", "G1", "G3"]
    assert found.columns["日期"].tolist() == [
        datetime.date(2024, 5, 1), datetime.date(2024, 5, 2), None,
    ]  # fmt: skip
    assert found.columns["长度"].tolist() == [None, None, 7.5]
    broken = [r for r in found.warnings if r.code == "cell_error"]
    assert [(r.row, r.params["cell"], r.params["value"]) for r in broken] == [
        (2, "D2", "#REF!"),
        (3, "D3", "#N/A"),
    ]
    others = [r.code for r in found.warnings if r not in broken]
    assert others == ["sheets_hidden", "rows_hidden", "merged_filled"]


def test_numbers_that_are_shown_as_codes_are_read_as_these(sheet):
    cells = {
        (0, 0): "编号", (0, 1): "起点号", (0, 2): "终点号", (0, 3): "管径",
        (1, 0): ("code", 1), (1, 1): ("codes", (7, 12345)), (1, 3): 300,
    }  # fmt: skip
    found = sheet(xls({"管线": {"cells": cells}}))
    assert {name: values.tolist() for name, values in found.columns.items()} == {
        "编号": ["0001"], "起点号": ["0007"], "终点号": [12345], "管径": [300],
    }  # fmt: skip
    assert [(r.field, r.code, r.params["shown"]) for r in found.warnings] == [
        ("编号", "code_shown", "0001"),
        ("起点号", "code_shown", "0007"),
    ]


@pytest.mark.parametrize("size", [(0xFFFFFFFF, 3), (3, 0xFFFF)])
def test_a_sheet_that_claims_a_size_beyond_the_format_is_refused(sheet, size):
    data = xls({"管线": {"cells": CELLS, "size": size}})
    assert code_of(UnreadableFile, sheet, data) == "damaged"
    whole = xls({"管线": {"cells": CELLS, "size": (4, 4)}})
    assert sheet(whole).columns["管径（mm）"].tolist() == [300, True, 200]


def test_a_workbook_of_excel_95_is_refused_rather_than_read_as_rubbish(sheet):
    data = xls({"管线": {"cells": CELLS}}, old=True)
    assert code_of(UnreadableFile, sheet, data) == "old_workbook"


def test_a_password_is_told(sheet):
    data = xls({"管线": {"cells": CELLS}})
    at = data.index(struct.pack("<HHH", 0x42, 2, 1200))
    locked = data[:at] + struct.pack("<HHH", 0x2F, 2, 0) + data[at + 6 :]
    assert code_of(UnsafeArchive, sheet, locked) == "encrypted_archive"


def test_another_ole_file_is_no_workbook(sheet):
    data = xls({"管线": {"cells": CELLS}}).replace("Workbook".encode("utf-16-le"),
                                                  "WordDocu".encode("utf-16-le"))  # fmt: skip
    assert code_of(UnreadableFile, sheet, data) == "wrong_content"


@pytest.mark.parametrize("length", [8, 100, 511, 600, 1024, 1600, 2500])
def test_a_workbook_that_breaks_off_is_refused(sheet, length):
    data = xls({"管线": {"cells": CELLS}})[:length]
    assert code_of(UnreadableFile, sheet, data) in ("damaged", "wrong_content", "no_layer")


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_never_bring_the_reader_down(sheet, seed):
    data = bytearray(xls({"管线": {"cells": CELLS}, "二": {"cells": CELLS}}))
    for step in range(1, 12):
        data[(seed * 7919 + step * step * 104_729) % len(data)] ^= 1 << (step % 8)
    with suppress(UnreadableFile):
        sheet(bytes(data), layer="管线")


def test_the_builder_writes_what_others_read(tmp_path):
    """The workbook is handmade: calamine reads it as Excel would."""
    from python_calamine import CalamineWorkbook

    path = Path(tmp_path / "a.xls")
    path.write_bytes(xls({"管线": {"cells": {(0, 0): "管径", (1, 0): 300}}}))
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() == [["管径"], [300]]
