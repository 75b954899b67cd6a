"""Colours, dashes and widths: one source for map, legend and written files.

Pipes wear the trade's own colours (CJJ 61 practice: water sky blue, drainage brown,
gas pink, heat orange); dashes tell the kinds of drainage apart without colour. Stages
run from pale and dotted to dark and solid.
"""

from dataclasses import dataclass

from registry.choices import Medium, Stage


@dataclass(frozen=True)
class Symbol:
    color: str
    dash: tuple[int, ...] = ()
    width: float = 2.0


@dataclass(frozen=True)
class Faintness:
    """What becomes of a symbol where something else is the matter: shares of what it is else."""

    opacity: float
    width: float
    size: float


MEDIA: dict[str, Symbol] = {
    Medium.WATER: Symbol("#1b8fd6", width=2.2),
    Medium.SEWAGE: Symbol("#7a431d", width=2.2),
    Medium.RAIN: Symbol("#b07d2b", (7, 4)),
    Medium.COMBINED: Symbol("#5b4636", (10, 3, 2, 3)),
    Medium.GAS: Symbol("#e0489a", width=2.2),
    Medium.HEAT: Symbol("#ee7f1a", (3, 3)),
    Medium.OTHER: Symbol("#6b7280", (1, 4)),
    "": Symbol("#6b7280", (1, 4)),
}

STAGES: dict[str, Symbol] = {
    Stage.PLANNED: Symbol("#7d8a91", (2, 3), 2.4),
    Stage.DECLARED: Symbol("#6a8492", (4, 3), 2.4),
    Stage.RESERVED: Symbol("#527b90", (6, 3), 2.4),
    Stage.PREPARING: Symbol("#40728c", (8, 3), 2.4),
    Stage.APPLYING: Symbol("#2e6987", (10, 3), 2.4),
    Stage.FUNDED: Symbol("#1f5f80", (13, 3), 2.4),
    Stage.TENDERING: Symbol("#135476", (17, 3), 2.4),
    Stage.STARTED: Symbol("#c2571a", width=2.4),
    Stage.BUILDING: Symbol("#a1430f", width=2.8),
    Stage.COMPLETED: Symbol("#2f7d4f", width=2.4),
    Stage.ACCEPTED: Symbol("#1d5c38", width=2.8),
    Stage.CLOSED: Symbol("#123b24", width=2.8),
}

#: Other projects' assets, where one's own are drawn.
BESIDE = Faintness(opacity=0.45, width=0.5, size=0.65)

#: From little to much, one hue from pale to dark: told apart by lightness alone.
SHADES = ("#d3e6e4", "#a3ccc7", "#6baaa6", "#35827f", "#0d5c63")

#: Two that are compared: unlike in hue and in lightness, whichever colour an eye misses.
PAIR = ("#0d5c63", "#e08a3c")
