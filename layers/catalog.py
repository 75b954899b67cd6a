"""Which layers exist and at which zooms they are sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """One layer of a vector tile, by the name that clients see."""

    name: str
    label: str


ASSETS = Layer("assets", "设备设施")
GROUPS = Layer("groups", "项目聚合")
DISTRICTS = Layer("districts", "地区")
REFERENCE = Layer("reference", "参考图层")

#: From this zoom on shapes are sent; below, groups of projects.
SHAPES_FROM_ZOOM = 14
#: An answer with no more mapped assets than this is drawn shape by shape at every zoom.
#: The choice is made once a question, never a tile, so that nothing is counted twice.
FEW_ASSETS = 6000

#: Units across a tile and beyond its edge (the vector tile default and 1/64 of it).
EXTENT, BUFFER = 4096, 64
#: Groups lie on a grid of so many cells across a tile.
CELLS_ACROSS = 4
