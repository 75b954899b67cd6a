"""Coordinate systems in words."""

import pytest

from gis.crs.gauss_kruger import GK3, GK6
from registry.systems import EXPORTED, choices, export_choices, system_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("EPSG:4543", "CGCS2000 三度带 102E（EPSG:4543）"),
        ("EPSG:4522", "CGCS2000 三度带 34 带（EPSG:4522，横坐标前有带号）"),
        ("EPSG:21457", "北京54 六度带 99E（EPSG:21457）"),
        ("EPSG:21418", "北京54 六度带 18 带（EPSG:21418，横坐标前有带号）"),
        ("EPSG:32648", "WGS 84 UTM 北 48 带（EPSG:32648）"),
    ],
)
def test_a_system_is_called_as_its_users_call_it(text, words):
    assert system_words(text) == words


def test_every_old_system_that_numbers_may_be_in_has_a_name():
    for zones in (GK3, GK6):
        for step in range(zones.count):
            for first in (zones.plain, zones.prefixed):
                for code in zones.old_codes(first + step):
                    assert system_words(f"EPSG:{code}") != f"EPSG:{code}"


def listed():
    return {label: [text for text, _ in texts] for label, texts in choices()}


def test_a_city_is_offered_the_systems_of_its_own_zones(outline, django_assert_num_queries):
    outline("510402", 101.1, 26.1, 102.2, 27.3)
    with django_assert_num_queries(1):
        groups = listed()
    assert list(groups.values()) == [
        ["EPSG:4490", "EPSG:4543", "EPSG:4522", "EPSG:4326", "gcj02", "bd09"],
        ["swap:EPSG:4490", "swap:EPSG:4543", "swap:EPSG:4522", "swap:dms:EPSG:4490"],
        ["dms:EPSG:4490"],
        [f"EPSG:{code}!unconverted" for code in (2379, 2358, 4610, 2431, 2410, 4214)],
    ]


def test_a_city_across_the_edge_of_a_zone_is_offered_both_that_of_most_of_it_first(outline):
    outline("510402", 115.4, 39.4, 117.5, 41.1)
    ours = ["EPSG:4490", "EPSG:4548", "EPSG:4527", "EPSG:4547", "EPSG:4526"]
    assert listed()["常用"][:5] == ours
    assert listed()["两列坐标次序相反"][:5] == [f"swap:{text}" for text in ours]


def test_without_outlines_every_zone_is_offered(db):
    usual = listed()["常用"]
    assert {"EPSG:4534", "EPSG:4513", "EPSG:4543", "EPSG:4554", "EPSG:4533"} <= set(usual)
    assert len(usual) == 4 + 2 * GK3.count


PANZHIHUA = [
    ("EPSG:4490", "CGCS2000 经纬度（EPSG:4490，国家大地坐标系）"),
    ("EPSG:4543", "CGCS2000 三度带 102E（EPSG:4543，横坐标不带带号）"),
    ("EPSG:4522", "CGCS2000 三度带 34 带（EPSG:4522，横坐标前有带号 34）"),
    ("EPSG:4326", "WGS 84 经纬度（EPSG:4326，GPS、国外软件）"),
    ("EPSG:3857", "网页墨卡托（EPSG:3857，配网页底图，不能量长度和面积）"),
]


def test_an_export_offers_a_city_its_own_zones(outline, django_assert_num_queries):
    outline("510402", 101.1, 26.1, 102.2, 27.3)
    with django_assert_num_queries(1):
        assert export_choices() == PANZHIHUA


@pytest.mark.parametrize(
    ("west", "east", "zones"),
    [
        (75.0, 78.5, [4535, 4514, 4534, 4513]),  # 喀什
        (125.7, 130.2, [4552, 4531, 4551, 4530]),  # 哈尔滨
    ],
)
def test_an_export_offers_a_city_across_zones_each_of_them(outline, west, east, zones):
    outline("510402", west, 39.0, east, 40.0)
    texts = [text for text, _ in export_choices()]
    assert texts == ["EPSG:4490", *(f"EPSG:{code}" for code in zones), "EPSG:4326", "EPSG:3857"]


def test_without_outlines_an_export_offers_every_zone(db):
    offered = export_choices()
    assert {text for text, _ in offered} == EXPORTED
    assert len(offered) == 3 + 2 * GK3.count
    assert "CGCS2000 三度带 135E（EPSG:4554，横坐标不带带号）" in dict(offered).values()


def test_a_system_that_was_chosen_before_is_still_offered(outline):
    outline("510402", 101.1, 26.1, 102.2, 27.3)
    assert export_choices("EPSG:4522") == export_choices("EPSG:2379") == PANZHIHUA
    further = ("EPSG:4530", "CGCS2000 三度带 42 带（EPSG:4530，横坐标前有带号 42）")
    assert export_choices("EPSG:4530") == [*PANZHIHUA, further]
