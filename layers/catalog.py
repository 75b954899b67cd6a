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
LABELS = Layer("labels", "注记")
REFERENCE = Layer("reference", "参考图层")

#: From this zoom on every answer is drawn shape by shape.
SHAPES_FROM_ZOOM = 16
#: Below it, too, while no tile holds more assets than this (some 100 kB on the way). The zoom is
#: chosen once a question, never a tile, so that nothing is counted twice.
FULLEST_TILE = 4000
#: From here on shapes are drawn however small they are. Before it their projects have to be so
#: many pixels wide, on average: a street's works would be specks among the borders of districts.
LEGIBLE_FROM_ZOOM, LEGIBLE_PX = 12, 24
#: Where a tile is six hundred metres wide, projects are named: so many of each tile.
PROJECT_NAMES_FROM_ZOOM, MOST_LABELS = 16, 40
#: No tile weighs more on the way, in gzipped bytes, whatever lies in it.
HEAVIEST_GZ = 300_000
#: Seconds for which that choice is remembered.
REMEMBERED_S = 20

#: Units across a tile (the vector tile default) and beyond its edge: the widest sign reaches 9
#: pixels from its place, and its other half is drawn by the neighbour.
EXTENT, BUFFER = 4096, 144
#: Groups lie on a grid of so many cells across a tile.
CELLS_ACROSS = 4
