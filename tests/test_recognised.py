"""What files write and registers mean: synonyms, signs, units and days, each one told."""

from datetime import date, datetime

import pytest

from registry.kinds import COLUMNS, KINDS, BadValue, Choice, Coded

PIPE = KINDS["pipe"]
DIAMETER, MATERIAL = PIPE.by_name["diameter_mm"], PIPE.by_name["material"]
LENGTH, YEAR = PIPE.columns["declared_length_m"], PIPE.columns["year_laid"]
REGISTERED = KINDS["elevator"].by_name["registered_on"]
MONEY = KINDS["elevator"].by_name["unit_investment_wan"]
CAPACITY = KINDS["water_plant"].by_name["capacity_wan_t_d"]


@pytest.mark.parametrize(
    ("field", "raw", "value", "how"),
    [
        (MATERIAL, "球铁", "球墨铸铁", "球铁 → 球墨铸铁"),
        (MATERIAL, "pe管", "PE", "pe管 → PE"),
        (MATERIAL, "pe", "PE", "pe → PE"),
        (MATERIAL, "ＰＥ", "PE", ""),
        (MATERIAL, "钢 筋 混凝土", "钢筋砼", "钢 筋 混凝土 → 钢筋砼"),
        (MATERIAL, "球墨铸铁", "球墨铸铁", ""),
        (MATERIAL, "鋼管", "钢", "鋼管 → 钢"),
        (MATERIAL, "球墨鑄鐵", "球墨铸铁", "球墨鑄鐵 → 球墨铸铁"),
        (MATERIAL, "鋼筋混凝土", "钢筋砼", "鋼筋混凝土 → 钢筋砼"),
        (COLUMNS["medium"], "燃氣", "gas", "燃氣 → 燃气"),
        (COLUMNS["medium"], "自來水", "water", "自來水 → 给水"),
        (COLUMNS["work"], "加裝", "add", "加裝 → 加装"),
        (MONEY, "3.8萬元", 3.8, "3.8萬元 → 3.8万元"),
        (COLUMNS["medium"], "TR", "gas", "TR → 燃气"),
        (COLUMNS["medium"], "自来水", "water", "自来水 → 给水"),
        (COLUMNS["medium"], "gas", "gas", ""),
        (DIAMETER, "DN300", 300, "DN300 → 300mm"),
        (DIAMETER.in_unit("mm"), "DN300", 300, "DN300 → 300mm"),
        (DIAMETER, "φ 300", 300, "φ 300 → 300mm"),
        (DIAMETER, "de110", 110, "de110 → 110mm"),
        (DIAMETER, "300mm", 300, ""),
        (DIAMETER, "0.3m", 300, "0.3m → 300mm"),
        (DIAMETER, "３００", 300, ""),
        (LENGTH, "3,800.5", 3800.5, ""),
        (LENGTH, "3.8公里", 3800, "3.8公里 → 3800m"),
        (LENGTH.in_unit("km"), 3.8, 3800, "3.8km → 3800m"),
        (LENGTH.in_unit("km"), "200m", 200, ""),
        (LENGTH.in_unit("m"), 7, 7, ""),
        (CAPACITY.in_unit("m³/d"), 50000, 5, "50000m³/d → 5万吨/日"),
        (MONEY.in_unit("元"), "￥38,000.00", 3.8, "¥38,000.00 → 3.8万元"),
        (MONEY, "¥3.8万元", 3.8, "¥3.8万元 → 3.8万元"),
        (MONEY, "￥38,000元", 3.8, "¥38,000元 → 3.8万元"),
        (MONEY, "38000元", 3.8, "38000元 → 3.8万元"),
        (MONEY, "RMB 3.8", 3.8, "RMB 3.8 → 3.8万元"),
        (YEAR, "1998年", 1998, ""),
        (YEAR, 2024.1, 2024, "2024.1 → 2024"),
        (YEAR, "2024年5月", 2024, "2024年5月 → 2024"),
        (YEAR, datetime.fromisoformat("2019-06-01"), 2019, "2019-06-01 00:00:00 → 2019"),
        (YEAR, 43617, 2019, "43617 → 2019"),
        (REGISTERED, "2024年5月1日", "2024-05-01", ""),
        (REGISTERED, "2024.5.1", "2024-05-01", ""),
        (REGISTERED, "2024-05-01 00:00:00", "2024-05-01", ""),
        (REGISTERED, date(2024, 5, 1), "2024-05-01", ""),
        (REGISTERED, 45413, "2024-05-01", "45413 → 2024-05-01（Excel 日期序号）"),
        (REGISTERED, "2024.5", "2024-05-01", "2024.5 → 2024-05-01（没有写日，取当月1日）"),
        (REGISTERED, 2024.5, "2024-05-01", "2024.5 → 2024-05-01（没有写日，取当月1日）"),
        (REGISTERED, "2024.10", "2024-10-01", "2024.10 → 2024-10-01（没有写日，取当月1日）"),
        (REGISTERED, "2024年5月", "2024-05-01", "2024年5月 → 2024-05-01（没有写日，取当月1日）"),
    ],
)  # fmt: skip
def test_what_was_meant_is_found_and_told(field, raw, value, how):
    assert field.recognise(raw) == (value, how)
    assert field.parse(raw) == value


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        (LENGTH, "约3.8", "“约3.8”不是数字"),
        (LENGTH, "3.8万元", "“3.8万元”不是数字|不能换算"),
        (DIAMETER, "DN约300", "“DN约300”不是数字"),
        (DIAMETER, "φ219×6", "“φ219×6”不是数字"),
        (DIAMETER, "DN", "“DN”不是数字"),
        (MATERIAL, "铸铁", "没有“铸铁”这一项"),
        (MATERIAL, "PVC", "没有“PVC”这一项"),
        (COLUMNS["medium"], "PS", "没有“PS”这一项，可选：给水、"),
        (REGISTERED, 2024.1, "可能是1月，也可能是10月"),
        (REGISTERED, 2024, "不是日期"),
        (REGISTERED, "2024年", "不是日期"),
        (REGISTERED, "2024.13", "不是日期"),
        (REGISTERED, 99999, "不是日期"),
        (YEAR, "90年代", "请写四位年份"),
        (YEAR, "约1998", "请写四位年份"),
    ],
)
def test_what_leaves_a_doubt_is_refused_in_words(field, raw, words):
    with pytest.raises(BadValue, match=words):
        field.parse(raw)


@pytest.mark.parametrize("raw", ["￥38,000.00", "$38,000.00", "约38,000", "38,000x"])
def test_a_comma_is_not_blamed_for_what_stands_beside_it(raw):
    with pytest.raises(BadValue, match="不是数字"):
        DIAMETER.recognise(raw)


def test_a_unit_that_does_not_convert_is_refused_before_any_value():
    with pytest.raises(BadValue, match="单位“万元”不能换算为“m”"):
        LENGTH.in_unit("万元")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_synonym_means_one_option_and_hides_none(kind):
    for field in (*kind.attributes, *kind.columns.values()):
        if not isinstance(field, Choice | Coded):
            continue
        words = [word.casefold() for word, _ in field.synonyms]
        assert len(words) == len(set(words)), field.name
        options = dict(field.options) if isinstance(field, Coded) else field.options
        assert {option for _, option in field.synonyms} <= set(options), field.name
        assert not set(words) & {str(option).casefold() for option in options}, field.name


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_no_two_fields_of_a_kind_share_a_name(kind):
    names = [
        name
        for field in (*kind.attributes, *kind.columns.values())
        for name in {
            name.casefold() for name in (field.name, field.label, field.caption, *field.aliases)
        }
    ]
    assert sorted(names) == sorted(set(names))
