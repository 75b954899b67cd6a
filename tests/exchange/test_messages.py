"""Every code of `gis` has its Chinese sentence."""

import re
from string import Formatter

import pytest

from gis import errors
from gis.errors import GisError, Remark
from registry.exchange import messages

CHINESE = re.compile("[\u4e00-\u9fff]")
SAMPLES = {"limit_bytes": 2**31, "count": 3, "rows": 3, "limit": 255, "shapes": 2, "records": 3}


def params_of(text):
    """A value for each placeholder of an English text."""
    names = (name for _, name, _, _ in Formatter().parse(text) if name)
    return {name: SAMPLES.get(name, f"«{name}»") for name in names}


@pytest.mark.parametrize("code", errors.ERRORS)
def test_every_error_has_a_sentence(code):
    params = params_of(errors.ERRORS[code])
    sentence = messages.of_error(GisError(code, **params))
    assert CHINESE.search(sentence)
    assert sentence.endswith("。")
    assert "{" not in sentence


@pytest.mark.parametrize("code", errors.REMARKS)
def test_every_remark_has_a_sentence(code):
    params = params_of(errors.REMARKS[code])
    sentence = messages.of_remark(Remark(1, "管径", code, params))
    assert CHINESE.search(sentence)
    assert "{" not in sentence


def test_no_sentence_is_left_over():
    assert set(messages.ERRORS) == set(errors.ERRORS)
    assert set(messages.REMARKS) == set(errors.REMARKS)


def test_limits_are_told_in_megabytes():
    error = GisError("file_too_large", name="大.gpkg", limit_bytes=2 * 2**30)
    assert messages.of_error(error) == "“大.gpkg”超过 2048 MB 的上限。"


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (2, "材质", "“a.shp”第 2 行“材质”列不是 gbk 编码"),
        (0, "??", "“a.shp”的列名不是 gbk 编码"),
        (0, "", "“a.shp”不是 gbk 编码"),
    ],
)
def test_text_in_another_encoding_is_placed(row, column, words):
    error = GisError("encoding_mismatch", name="a.shp", row=row, column=column, encoding="gbk")
    assert messages.of_error(error).startswith(words)


def test_types_of_columns_are_named_in_chinese():
    remark = Remark(1, "日期", "bad_value", {"value": "20240231", "type": "date"})
    assert messages.of_remark(remark) == "“日期”列的“20240231”不是日期。"


@pytest.mark.parametrize("kind", ["HATCH", "DIMENSION", "MULTILEADER", "3DSOLID", "OLE2FRAME"])
def test_what_a_drawing_holds_besides_is_named_in_chinese(kind):
    told = messages.of_remark(Remark(0, "", "left_out", {"type": kind, "count": 3}))
    assert not re.search(r"[A-Z]", told)
