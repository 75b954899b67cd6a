"""Coordinate systems in words."""

import pytest

from gis.crs.gauss_kruger import GK3, GK6
from registry.systems import system_words


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
