"""Kinds: one declaration says what is right, what is wrong and what is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.kinds import COLUMNS, KINDS, PROVENANCE, BadValue

PIPE = KINDS["pipe"]
LIFT = KINDS["elevator"]


def test_blank_values_are_left_out_not_refused():
    assert PIPE.clean({"diameter_mm": "", "material": None, "road": float("nan")}).values == {}


@pytest.mark.parametrize(
    ("name", "raw", "stored"),
    [
        ("diameter_mm", "２００", 200),
        ("diameter_mm", 200.0, 200),
        ("depth_start_m", "2.50", 2.5),
        ("material", " PE ", "PE"),
        ("material", "ＰＥ", "PE"),
        ("depth_start_m", "1.5e0", 1.5),
        ("diameter_mm", "1,200", 1200),
    ],
)
def test_full_width_and_spaced_values_are_read(name, raw, stored):
    cleaned = PIPE.clean({name: raw})
    assert cleaned.errors == {}
    assert cleaned.values == {name: stored}


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("diameter_mm", "-5", "不能小于"),
        ("diameter_mm", "约3.8", "不是数字"),
        ("diameter_mm", "Infinity", "不是数字"),
        ("diameter_mm", "1e1000000", "不是数字"),
        ("diameter_mm", "9" * 5000, "太长"),
        ("diameter_mm", "1_00", "不是数字"),
        ("depth_start_m", "1,5", "逗号只能分隔千位"),
        ("depth_start_m", "1，5", "逗号只能分隔千位"),
        ("diameter_mm", "1，000", "逗号只能分隔千位"),
        ("diameter_mm", "100.5", "应为整数"),
        ("depth_start_m", 31, "不能大于 30"),
        ("material", "木头", "没有“木头”这一项"),
        ("colour", "red", "没有“colour”这个属性"),
    ],
)
def test_wrong_values_are_refused_in_words(name, raw, words):
    cleaned = PIPE.clean({name: raw})
    assert words in cleaned.errors[name]
    assert name not in cleaned.values


@pytest.mark.parametrize("raw", ["98", "98年", 98, "二〇一〇年", "不详"])
def test_what_is_no_year_is_told_how_years_are_written(raw):
    told = PIPE.clean_columns({"year_laid": raw}).errors["year_laid"]
    assert told == f"“{raw}”不是年份，请写四位年份，如 1998"


def test_a_year_in_the_future_is_refused():
    assert "不能晚于今年" in PIPE.clean_columns({"year_laid": 2099}).errors["year_laid"]
    assert PIPE.clean_columns({"year_laid": date.today().year}).errors == {}


def test_columns_accept_the_code_or_the_label():
    for raw in ("gas", "燃气"):
        assert PIPE.clean_columns({"medium": raw}).values == {"medium": "gas"}


def test_only_pipes_have_a_medium():
    assert "medium" in LIFT.clean_columns({"medium": "gas"}).errors
    assert [kind.code for kind in KINDS.values() if kind.has_medium] == ["pipe"]


def test_a_registration_code_has_twenty_digits():
    assert "20 位数字" in LIFT.clean({"registration_code": "3110"}).errors["registration_code"]
    assert LIFT.clean({"registration_code": "3" * 20}).errors == {}


@pytest.mark.parametrize("raw", [3.1105104002024e19, -(2.0**53)])
def test_a_code_that_a_float_has_rounded_is_refused(raw):
    assert "位数已丢失" in LIFT.clean({"registration_code": raw}).errors["registration_code"]
    assert "位数已丢失" in LIFT.clean({"brand": raw}).errors["brand"]


def test_free_text_keeps_the_planner_s_own_characters():
    text = "１号楼（二期）㎡①"
    assert LIFT.clean({"estate": f" {text}　"}).values == {"estate": text}
    assert PIPE.clean_columns({"name": text}).values == {"name": text}


def test_codes_are_the_same_in_any_width():
    assert PIPE.clean_columns({"number": "Ｇ－１"}).values == {"number": "G-1"}
    assert LIFT.clean({"registration_code": "３" * 20}).values == {"registration_code": "3" * 20}


@pytest.mark.parametrize("raw", ["2004/12/1", "2004-12-01", "20041201", "2004-12-1 08:30:00"])
def test_a_day_is_read_in_the_usual_spellings(raw):
    assert LIFT.clean({"registered_on": raw}).values == {"registered_on": "2004-12-01"}


@pytest.mark.parametrize("raw", ["2004-13-01", "2004-12-01号", "2004/12-1", "去年"])
def test_what_is_no_day_is_refused(raw):
    assert "不是日期" in LIFT.clean({"registered_on": raw}).errors["registered_on"]


@pytest.mark.parametrize("raw", ["涉密", "涉密（不得录入）", "secret", "机密"])
def test_secrets_are_refused_as_the_database_would(raw):
    with pytest.raises(BadValue, match="涉密数据不得录入本系统"):
        PROVENANCE["classification"].clean(raw)


def test_missing_names_what_is_required_and_empty():
    columns = dict.fromkeys(COLUMNS)
    assert PIPE.missing(columns, {}) == ["介质", "敷设年份", "管径或断面", "材质"]
    full = {**columns, "medium": "gas", "year_laid": 1999}
    for size in ({"diameter_mm": 200}, {"section": "800×600"}):
        assert PIPE.missing(full, {**size, "material": "PE"}) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_declaration_is_sound(kind):
    names = [attribute.name for attribute in kind.attributes]
    assert len(names) == len(set(names)), "an attribute is declared twice"
    assert not set(names) & set(COLUMNS), "an attribute shadows a column"
    assert set(kind.required_columns) <= set(kind.columns)
    assert kind.shapes
    assert kind.unit


@given(st.dictionaries(st.sampled_from(sorted(PIPE.by_name)), st.text() | st.floats() | st.none()))
def test_cleaning_never_raises_and_cleaning_twice_changes_nothing(raw):
    cleaned = PIPE.clean(raw)
    assert set(cleaned.values).isdisjoint(cleaned.errors)
    again = PIPE.clean(cleaned.values)
    assert again.values == cleaned.values
    assert again.errors == {}
