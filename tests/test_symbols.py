"""Colours on the map for eyes that miss one: Machado's simulation, distances in CIE Lab."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from registry.choices import Stage
from registry.kinds.symbols import BESIDE, MEDIA, PAIR, SHADES, STAGES
from registry.models import Sector

#: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "all": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1, 1.08883])
#: Two lines beside each other; a just noticeable difference is about 2.3.
TOLD_APART, JUST_NOTICED = 20, 2.3
#: Sectors whose works wear the same sign: lifts, pumping stations, recycling, equipment.
SAME_SIGN = ("A01 A02", "A03 A04", "C01 C02", "B01 B02 B03 B04 B05 B06 B07")
PHASES = (
    {Stage.STARTED, Stage.BUILDING},
    {Stage.COMPLETED, Stage.ACCEPTED, Stage.CLOSED},
)

each_eye = pytest.mark.parametrize("eye", EYES)


def lab(colour, eye):
    """A colour as an eye sees it."""
    screen = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(np.asarray(EYES[eye]) @ linear, 0, 1) / WHITE
    a, b, c = (np.cbrt(t) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return np.array([116 * b - 16, 500 * (a - b), 200 * (b - c)])


def luminance(colour, eye):
    """Relative to white, with the glare of WCAG's contrast."""
    return ((lab(colour, eye)[0] + 16) / 116) ** 3 + 0.05


def distance(one, other, eye):
    return np.linalg.norm(lab(one, eye) - lab(other, eye))


def test_red_and_green_are_near_for_who_misses_one_and_far_for_others():
    """The measure itself."""
    red, green = "#a1430f", "#5a6a1a"
    assert distance(red, green, "all") > 1.8 * distance(red, green, "deutan")


@each_eye
def test_media_differ_in_colour_or_in_dash(eye):
    for one, other in combinations({*MEDIA.values()}, 2):
        assert one.dash != other.dash or distance(one.color, other.color, eye) >= TOLD_APART


@each_eye
def test_stages_differ_in_dash_or_phases_in_colour(eye):
    """Within a phase a later stage is darker."""
    for (one, a), (other, b) in combinations(STAGES.items(), 2):
        if a.dash == b.dash and not any({one, other} <= phase for phase in PHASES):
            assert distance(a.color, b.color, eye) >= TOLD_APART, (one, other)
    for phase in PHASES:
        shown = [STAGES[stage] for stage in Stage if stage in phase]
        for earlier, later in pairwise(shown):
            assert lab(earlier.color, eye)[0] - lab(later.color, eye)[0] > 5


@each_eye
def test_every_stage_is_seen_on_the_paper(eye):
    """From a contrast of 3 : 1 up, as WCAG asks of graphics."""
    for stage, symbol in STAGES.items():
        assert luminance("#ffffff", eye) / luminance(symbol.color, eye) >= 3, stage
        gap = symbol.dash[1] if symbol.dash else 0
        assert gap <= 3, stage


@each_eye
@pytest.mark.django_db
def test_sectors_with_the_same_sign_differ_in_colour(eye):
    colours = dict(Sector.objects.values_list("code", "color"))
    for codes in SAME_SIGN:
        for one, other in combinations(codes.split(), 2):
            assert distance(colours[one], colours[other], eye) >= 15, (one, other)


@each_eye
def test_shades_darken_in_even_steps_and_a_pair_stays_apart(eye):
    for paler, darker in pairwise(SHADES):
        assert lab(paler, eye)[0] - lab(darker, eye)[0] > 9
    assert distance(*PAIR, eye) > 2 * TOLD_APART


def faint(colour):
    """As it is seen on the white of a page, or of a light base map."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    mixed = [round(255 + (part - 255) * BESIDE.opacity) for part in parts]
    return "#" + "".join(f"{part:02x}" for part in mixed)


@each_eye
def test_what_lies_beside_is_clearly_fainter_and_still_told_apart(eye):
    assert BESIDE.width <= 0.6
    for symbol in MEDIA.values():
        pale = faint(symbol.color)
        assert distance(symbol.color, pale, eye) > 6 * JUST_NOTICED
        assert distance(pale, "#ffffff", eye) > TOLD_APART
    for one, other in combinations({*MEDIA.values()}, 2):
        pales = faint(one.color), faint(other.color)
        assert one.dash != other.dash or distance(*pales, eye) > 3 * JUST_NOTICED
