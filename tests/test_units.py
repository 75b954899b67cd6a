"""Units: found in the names of columns and behind numbers, converted exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.kinds.units import ROWS, factor, split_number, split_unit

UNITS = [unit for row in ROWS for unit in row]


@pytest.mark.parametrize(
    ("column", "name", "unit"),
    [
        ("长度（km）", "长度", "km"),
        ("总投资(万元)", "总投资", "万元"),
        ("管径/mm", "管径", "mm"),
        ("规模/万吨/日", "规模", "万吨/日"),
        ("长度km", "长度", "km"),
        ("规模万m³/d", "规模", "万m3/d"),
        ("长度_km", "长度", "km"),
        ("投资（单位：万元）", "投资", "万元"),
        ("负荷率%", "负荷率", "%"),
        ("面积【㎡】", "面积", "m2"),
        ("埋深（m）/起点", "埋深/起点", "m"),
        ("埋深（单位：m）/起点（cm）", "埋深/起点", "cm"),
    ],
)
def test_a_unit_is_found_in_a_column_s_name(column, name, unit):
    assert split_unit(column) == (name, unit)


@pytest.mark.parametrize(
    "column",
    ["起点/X", "单元", "名称（全称）", "DN", "管径", "X坐标", "是/否", "", "坐标（北京54）/X"],
)
def test_other_names_have_no_unit(column):
    assert split_unit(column) == (column, None)


@pytest.mark.parametrize(
    ("given_unit", "wanted", "times"),
    [
        ("km", "m", "1000"),
        ("公里", "m", "1000"),
        ("ＫＭ", "m", "1000"),
        ("cm", "mm", "10"),
        ("元", "万元", "0.0001"),
        ("亿元", "万元", "10000"),
        ("m³/d", "万吨/日", "0.0001"),
        ("万立方米/日", "万吨/日", "1"),
        ("㎡", "m²", "1"),
        ("台", "台", "1"),
    ],
)
def test_units_convert_exactly(given_unit, wanted, times):
    assert factor(given_unit, wanted) == Decimal(times)


@pytest.mark.parametrize(("given_unit", "wanted"), [("km", "万元"), ("台", "部"), ("", "m")])
def test_what_does_not_convert_has_no_factor(given_unit, wanted):
    assert factor(given_unit, wanted) is None


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_there_and_back_is_one(one, other):
    there, back = factor(one, other), factor(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert abs(there * back - 1) < Decimal("1e-20")


def test_no_unit_stands_in_two_rows():
    """万吨 per day is water and per year is waste, but one word has one meaning."""
    assert len(UNITS) == len(set(UNITS))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3.8km", ("3.8", "km")),
        ("300 mm", ("300", "mm")),
        ("3,800.5米", ("3,800.5", "米")),
        ("3.8", ("3.8", None)),
        ("约3.8", ("约3.8", None)),
        ("3.8约", ("3.8约", None)),
        ("1200×800", ("1200×800", None)),
    ],
)
def test_a_unit_behind_a_number_is_parted(text, parts):
    assert split_number(text) == parts
