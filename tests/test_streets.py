"""The demo's streets: pipes joined, as long as asked, and never twice in one street."""

import numpy as np
import pytest

from gis.geometry import geodesic_length_m
from registry.seed.towns import TOWNS
from registry.seed.trenches import Streets


def test_pipes_of_one_dig_are_joined_and_as_long_as_asked():
    rng = np.random.default_rng(1)
    segments = Streets({"河门口": TOWNS["河门口"]}, rng).dig("河门口", "gas", 2_000, rng)
    assert sum(segment.length_m for segment in segments) == pytest.approx(2_000, abs=0.3)
    assert segments[0].length_m == pytest.approx(geodesic_length_m([segments[0].line])[0])
    reached = {segments[0].line.coords[0], segments[0].line.coords[-1]}
    for segment in segments[1:]:
        ends = {segment.line.coords[0], segment.line.coords[-1]}
        assert ends & reached
        reached |= ends


def test_a_street_is_dug_up_once_for_a_medium():
    rng = np.random.default_rng(1)
    streets = Streets({"撒莲镇": TOWNS["撒莲镇"]}, rng)
    first = streets.dig("撒莲镇", "gas", 1e6, rng)
    assert sum(segment.length_m for segment in first) < 1e5
    assert streets.dig("撒莲镇", "gas", 1_000, rng) == []
