"""A landing in front of a lift that is renewed."""

from registry.choices import Moment
from registry.seed.scenes.canvas import Canvas

LEFT, RIGHT, TOP, FOOT = 340, 620, 120, 520


def landing(moment, asset, place, rng):
    canvas = Canvas("#d3cfc4", "#e6e2d8")
    done = moment == Moment.AFTER
    canvas.box(0, 0, 960, 60, "#c4bfb3")
    canvas.polygon((0, FOOT), (960, FOOT), (960, 640), (0, 640),
                   fill="#cbc6ba" if done else "#a8a296")  # fmt: skip
    for x in range(-240, 1201, 120):
        canvas.line((480 + (x - 480) * 0.7, FOOT), (x, 640), fill="#8f8a7e88", width=2)
    canvas.box(0, 400, 960, FOOT, "#b8c4bd" if done else "#9fa98f")
    canvas.box(LEFT - 30, TOP - 30, RIGHT + 30, FOOT, "#aab2b4" if done else "#7d786c")
    {Moment.BEFORE: old, Moment.DURING: shaft, Moment.AFTER: new}[moment](canvas, rng)
    return canvas.finished()


def old(canvas, rng):
    doors(canvas, "#8a8170", "#746b5b")
    for _ in range(9):
        x, y = int(rng.integers(LEFT + 10, RIGHT - 60)), int(rng.integers(TOP + 30, FOOT - 30))
        canvas.line((x, y), (x + int(rng.integers(20, 60)), y + int(rng.integers(-8, 30))),
                    fill="#5c5445", width=2)  # fmt: skip
        canvas.oval(x, FOOT - 14, int(rng.integers(6, 22)), 8, "#8d5a36")
    panel(canvas, "#6c675c", "#4d4940")
    for x, high in ((90, 130), (760, 90), (850, 150)):
        canvas.polygon((x, 400), (x + 60, 400), (x + 44, 400 - high), (x + 12, 400 - high * 0.8),
                       fill="#bcb6a6")  # fmt: skip


def shaft(canvas, rng):
    canvas.box(LEFT, TOP, RIGHT, FOOT, "#2d2f31")
    canvas.polygon((LEFT, TOP), (LEFT + 50, TOP + 40), (LEFT + 50, FOOT - 40), (LEFT, FOOT),
                   fill="#46494b")  # fmt: skip
    canvas.polygon((RIGHT, TOP), (RIGHT - 50, TOP + 40), (RIGHT - 50, FOOT - 40), (RIGHT, FOOT),
                   fill="#3b3e40")  # fmt: skip
    for x in (LEFT + 84, RIGHT - 84):
        canvas.box(x - 6, TOP, x + 6, FOOT, "#a9b1b4")
        canvas.box(x - 6, TOP, x - 2, FOOT, "#d3d9db")
    for x in (470, 480, 490):
        canvas.line((x, TOP), (x, FOOT - 150), fill="#8d9396", width=2)
    hook = FOOT - 150 - int(rng.integers(0, 90))
    canvas.box(436, hook, 524, hook + 64, "#5b86a6", round=5)
    canvas.oval(480, hook + 32, 20, 20, "#2f4858")
    canvas.line((708, 210), (742, 600), fill="#c99d37", width=8)
    canvas.line((776, 210), (742 + 100, 600), fill="#c99d37", width=8)
    for step in range(7):
        y = 250 + step * 50
        canvas.line((711 + step * 4.4, y), (779 + step * 8.4, y), fill="#c99d37", width=6)
    canvas.barrier(300, 660, 590)
    canvas.cone(230, 600)
    canvas.box(70, 520, 190, 590, "#b08a57", round=3)
    canvas.box(70, 548, 190, 556, "#8f6f43")


def new(canvas, rng):
    doors(canvas, "#c9d1d4", "#b5bfc3")
    for x in (LEFT + 24, 480 + 24):
        canvas.polygon((x, TOP), (x + 34, TOP), (x + 14, FOOT), (x - 20, FOOT), fill="#ffffff50")
    canvas.box(430, TOP - 26, 530, TOP - 4, "#1f2a30", round=4)
    canvas.polygon((470, TOP - 10), (490, TOP - 10), (480, TOP - 22), fill="#f2b134")
    panel(canvas, "#dfe5e7", "#2f6f8f")
    canvas.oval(703, 316, 5, 5, "#f2b134")
    canvas.polygon((LEFT, FOOT), (RIGHT, FOOT), (RIGHT + 70, 640), (LEFT - 70, 640),
                   fill="#ffffff33")  # fmt: skip
    canvas.box(90, 430, 150, FOOT + 30, "#8a9a94", round=4)
    canvas.tree(120, 440, 120)


def doors(canvas, fill, edge):
    canvas.box(LEFT, TOP, RIGHT, FOOT, fill)
    canvas.box(LEFT, TOP, LEFT + 8, FOOT, edge)
    canvas.box(478, TOP, 482, FOOT, edge)


def panel(canvas, fill, keys):
    canvas.box(686, 280, 720, 380, fill, round=4)
    for y in (336, 358):
        canvas.oval(703, y, 8, 8, keys)
