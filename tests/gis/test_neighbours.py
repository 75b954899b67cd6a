"""Boxes that nearly coincide are found, and no others."""

import time
import tracemalloc

import numpy as np
import pytest

from gis import neighbours
from gis.neighbours import Boxes


def pairs(boxes, sides, tolerance, most=400):
    found = [np.column_stack([n.asked, n.found]) for n in boxes.near(sides, tolerance, most=most)]
    return np.concatenate([np.empty((0, 2), int), *found]).tolist()


@pytest.mark.parametrize("at_once", [1, 1_000, neighbours.AT_ONCE])
def test_what_is_found_is_what_a_comparison_of_all_finds(monkeypatch, at_once):
    monkeypatch.setattr(neighbours, "AT_ONCE", at_once)
    monkeypatch.setattr(neighbours, "TRIED", 400)
    random = np.random.default_rng(5)
    # On a grid, so that many share a side and some sides lie just within or beyond.
    own, asked = (random.integers(0, 4, (count, 4)).astype(float) for count in (400, 300))
    for tolerance in (0.5, 1.25):
        apart = np.abs(asked[:, None] - own[None]).max(axis=2)
        found = pairs(Boxes(own), asked, tolerance)
        assert sorted(found) == np.argwhere(apart <= tolerance).tolist()
        assert [place for place, _ in found] == sorted(place for place, _ in found)


def test_nothing_is_near_nothing():
    nowhere = [(np.nan,) * 4]
    for own, asked in ((nowhere, nowhere), ([], [(0, 0, 1, 1)]), ([(0, 0, 1, 1)], [])):
        assert pairs(Boxes(own), asked, 1) == []


def test_a_million_on_a_grid_are_asked_about_a_million_in_seconds():
    east, north = np.divmod(np.arange(1_000_000), 1000)
    corners = np.column_stack([101 + east * 3e-4, 26 + north * 3e-4])
    sides = np.hstack([corners, corners + 2e-4])
    start = time.perf_counter()
    boxes = Boxes(sides)
    found = sum(len(pairs(boxes, part, 2e-7)) for part in np.split(sides + 5e-8, 200))
    assert found == 1_000_000
    assert time.perf_counter() - start < 6


def test_very_many_in_one_box_are_told_and_take_no_memory():
    alike = np.tile([101.6, 26.5, 101.7, 26.6], (20_000, 1))
    boxes = Boxes(alike)
    tracemalloc.start()
    held = [(len(near.asked), near.crowded) for near in boxes.near(alike, 2e-7, most=50)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(count for count, _ in held) == 50 * len(alike)
    assert sum(crowded for _, crowded in held) == len(alike)
    assert max(count for count, _ in held) <= neighbours.AT_ONCE
    assert peak < 150 * 2**20


def test_as_many_as_are_asked_for_are_no_crowd():
    alike = np.tile([101.6, 26.5, 101.7, 26.6], (50, 1))
    [near] = Boxes(alike).near(alike, 2e-7, most=50)
    assert (len(near.asked), near.crowded) == (2500, 0)
