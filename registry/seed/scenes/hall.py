"""A hall of pumps: worn out, taken out, replaced."""

from registry.choices import Moment
from registry.seed.scenes.canvas import Canvas

PLACES = (190, 480, 770)
FLOOR = 430


def hall(moment, asset, place, rng):
    done = moment == Moment.AFTER
    canvas = Canvas("#d5dbd9" if done else "#c5c4bb", "#e7ebe8" if done else "#d3d0c5")
    for x in (60, 300, 540, 780):
        canvas.box(x, 70, x + 130, 200, "#9cbccb")
        canvas.box(x, 70, x + 130, 120, "#bfd8e2")
        canvas.box(x + 62, 70, x + 68, 200, "#e5e8e6")
    canvas.box(0, 20, 960, 40, "#7c8488")
    canvas.polygon((0, FLOOR), (960, FLOOR), (960, 640), (0, 640),
                   fill="#9fb3a4" if done else "#8f8b80")  # fmt: skip
    canvas.box(0, FLOOR - 10, 960, FLOOR, "#6d7672")
    canvas.box(0, 250, 960, 282, "#3f78a8" if done else "#7c6a58")
    canvas.box(0, 254, 960, 262, "#6fa3cd" if done else "#958271")
    {Moment.BEFORE: old, Moment.DURING: empty, Moment.AFTER: new}[moment](canvas, rng)
    return canvas.finished()


def old(canvas, rng):
    for x in PLACES:
        machine(canvas, x, "#6f6a5c", "#5b5649", "#7c6a58")
        for _ in range(6):
            across, up = int(rng.integers(-90, 70)), int(rng.integers(20, 100))
            canvas.oval(x + across, 520 - up, int(rng.integers(5, 16)), 6, "#9a5b32")
    canvas.oval(360, 590, 120, 18, "#5f6a6a")
    canvas.oval(350, 586, 70, 8, "#87928f")


def empty(canvas, rng):
    gone = int(rng.integers(3))
    for place, x in enumerate(PLACES):
        if place == gone:
            canvas.box(x - 110, 500, x + 110, 540, "#b5b2a8")
            for bolt in (-90, 90):
                canvas.box(x + bolt - 4, 484, x + bolt + 4, 500, "#4e5254")
            canvas.line((x, 40), (x, 300), fill="#3d4144", width=4)
            canvas.box(x - 26, 26, x + 26, 56, "#e0a52a")
            canvas.polygon((x - 70, 360), (x, 300), (x + 70, 360), (x + 66, 360), (x, 308),
                           (x - 66, 360), fill="#3d4144")  # fmt: skip
            canvas.box(x - 76, 360, x + 76, 430, "#2f78a8", round=12)
            canvas.box(x - 76, 376, x + 76, 388, "#5fa0cb")
        else:
            machine(canvas, x, "#6f6a5c", "#5b5649", "#7c6a58")
    canvas.barrier(90, 330, 622)
    canvas.box(640, 552, 780, 622, "#b08a57", round=3)
    canvas.box(640, 580, 780, 588, "#8f6f43")
    canvas.cone(540, 618)


def new(canvas, rng):
    for x in PLACES:
        machine(canvas, x, "#2f78a8", "#24608a", "#3f78a8")
        canvas.box(x - 60, 446, x + 40, 454, "#7ab4da")
    for x in (270, 560):
        canvas.box(x, 300, x + 90, 430, "#d9dfdf", round=4)
        canvas.box(x + 14, 316, x + 76, 348, "#24414f", round=3)
        for place in range(3):
            canvas.oval(x + 24 + place * 20, 370, 6, 6, ("#4caf6a", "#4caf6a", "#e0a52a")[place])
    canvas.box(0, 570, 960, 582, "#e7c44a")


def machine(canvas, x, body, dark, pipe):
    """A pump on its base, with the pipe that leads up to the main."""
    canvas.box(x - 110, 510, x + 110, 540, "#b5b2a8")
    canvas.box(x + 50, 270, x + 84, 470, pipe)
    canvas.box(x + 40, 330, x + 94, 346, dark)
    canvas.box(x - 90, 430, x + 40, 510, body, round=16)
    for rib in range(5):
        canvas.box(x - 74 + rib * 22, 436, x - 66 + rib * 22, 504, dark)
    canvas.oval(x + 62, 476, 46, 40, body)
    canvas.oval(x + 62, 476, 20, 18, dark)
