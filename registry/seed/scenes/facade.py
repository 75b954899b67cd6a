"""A house without a lift, and the shaft that is built onto it."""

from registry.choices import Moment
from registry.seed.scenes.canvas import Canvas

TOP, FOOT, FLOORS = 90, 540, 7
LEFT, RIGHT = 408, 552


def facade(moment, asset, place, rng):
    canvas = Canvas("#b4d2e6", "#f0f2ee")
    canvas.hills(FOOT, 300, "#94b096", float(place.uniform(0, 6)))
    wall = ("#d9c9b0", "#cfc4b4", "#d4cdbd")[int(place.integers(3))]
    canvas.house(130, TOP, 830, FOOT, wall, storey=62, bay=56)
    for floor in range(FLOORS):
        y = TOP + 14 + floor * 62
        canvas.box(LEFT + 20, y, RIGHT - 20, y + 44, "#b7a78f")
        canvas.box(LEFT + 34, y + 6, RIGHT - 34, y + 38, "#7f97a3")
    canvas.polygon((0, FOOT), (960, FOOT), (960, 640), (0, 640), fill="#b9b4a6")
    {Moment.BEFORE: doorway, Moment.DURING: frame, Moment.AFTER: glazed}[moment](canvas, rng)
    return canvas.finished()


def doorway(canvas, rng):
    canvas.box(440, 462, 520, FOOT, "#5b4c3d")
    canvas.box(446, 468, 478, FOOT, "#8b7a63")
    canvas.polygon((425, 462), (535, 462), (548, 448), (412, 448), fill="#8f8674")
    for step in range(3):
        canvas.box(430 - step * 12, FOOT + step * 14, 530 + step * 12, FOOT + 14 + step * 14,
                   ("#cfc9bb", "#bdb7a8", "#aaa496")[step])  # fmt: skip
    canvas.tree(240, 580, 170)
    canvas.tree(735 + int(rng.integers(-20, 20)), 590, 150)


def frame(canvas, rng):
    reached = FOOT - 62 * int(rng.integers(4, 7))
    canvas.box(LEFT - 30, FOOT - 6, RIGHT + 30, FOOT + 26, "#8c8a83")
    for x in (LEFT, RIGHT):
        canvas.box(x - 6, reached, x + 6, FOOT, "#8e4a3a")
    for y in range(FOOT, reached - 1, -62):
        canvas.box(LEFT, y - 8, RIGHT, y, "#a2573f")
        if y - 62 >= reached:
            canvas.line((LEFT, y), (RIGHT, y - 62), fill="#8e4a3a", width=4)
    for x in (LEFT - 52, RIGHT + 52):
        canvas.line((x, TOP + 60), (x, FOOT + 20), fill="#6f7b80", width=5)
    for y in range(TOP + 90, FOOT, 62):
        canvas.line((LEFT - 60, y), (LEFT - 8, y), fill="#6f7b80", width=4)
        canvas.line((RIGHT + 8, y), (RIGHT + 60, y), fill="#6f7b80", width=4)
    canvas.barrier(200, 380, 618)
    canvas.barrier(590, 770, 618)
    canvas.cone(480, 624)


def glazed(canvas, rng):
    canvas.box(LEFT, TOP - 26, RIGHT, FOOT, "#e6ebec")
    canvas.box(LEFT + 10, TOP - 14, RIGHT - 10, FOOT, "#8db4c6")
    for y in range(TOP + 48, FOOT, 62):
        canvas.box(LEFT, y - 5, RIGHT, y + 5, "#dde3e4")
    canvas.polygon((LEFT + 22, TOP - 14), (LEFT + 54, TOP - 14), (LEFT + 22, FOOT - 120),
                   (LEFT + 12, FOOT - 120), fill="#ffffff55")  # fmt: skip
    cabin = TOP + 60 + 62 * int(rng.integers(0, 5))
    canvas.box(LEFT + 30, cabin, RIGHT - 30, cabin + 54, "#f3efe2")
    canvas.box(478, cabin, 482, cabin + 54, "#b5b0a0")
    canvas.box(LEFT + 34, 474, RIGHT - 34, FOOT, "#cfd6d8")
    canvas.box(478, 474, 482, FOOT, "#8b969a")
    canvas.polygon((LEFT - 20, 470), (RIGHT + 20, 470), (RIGHT + 8, 458), (LEFT - 8, 458),
                   fill="#55646a")  # fmt: skip
    canvas.polygon((430, FOOT), (530, FOOT), (590, 640), (370, 640), fill="#d8d3c5")
    for x in (200, 300, 660, 760):
        canvas.tree(x, 590, 110)
