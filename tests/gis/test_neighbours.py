"""Boxes that nearly coincide are found, and no others."""

import time

import numpy as np

from gis.neighbours import Boxes


def test_what_is_found_is_what_a_comparison_of_all_finds():
    random = np.random.default_rng(5)
    # On a grid, so that many share a side and some sides lie just within or beyond.
    own, asked = (random.integers(0, 4, (count, 4)).astype(float) for count in (400, 300))
    for tolerance in (0.5, 1.25):
        apart = np.abs(asked[:, None] - own[None]).max(axis=2)
        pairs = np.column_stack(Boxes(own).near(asked, tolerance)).tolist()
        assert sorted(pairs) == np.argwhere(apart <= tolerance).tolist()


def test_nothing_is_near_nothing():
    nowhere = [(np.nan,) * 4]
    for own, asked in ((nowhere, nowhere), ([], [(0, 0, 1, 1)]), ([(0, 0, 1, 1)], [])):
        assert [len(places) for places in Boxes(own).near(asked, 1)] == [0, 0]


def test_a_million_on_a_grid_are_asked_about_a_million_in_seconds():
    east, north = np.divmod(np.arange(1_000_000), 1000)
    corners = np.column_stack([101 + east * 3e-4, 26 + north * 3e-4])
    sides = np.hstack([corners, corners + 2e-4])
    start = time.perf_counter()
    boxes = Boxes(sides)
    found = sum(len(boxes.near(part, 2e-7)[0]) for part in np.split(sides + 5e-8, 200))
    assert found == 1_000_000
    assert time.perf_counter() - start < 6
