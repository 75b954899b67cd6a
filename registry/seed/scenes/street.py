"""A street under which pipes are renewed: worn, opened, made good."""

from registry.choices import Medium, Moment
from registry.seed.scenes.canvas import Canvas

HORIZON, FOOT = 300, 640
HOUSES = ("#d8c7ab", "#c9b7a2", "#cdd2cf", "#d9cfc0", "#bfc7c4")
ASPHALT = {Moment.BEFORE: "#8b8a86", Moment.DURING: "#85847f", Moment.AFTER: "#565a5f"}
PIPES = {
    Medium.WATER: ("#3f8fd0", "#8fc3ec"),
    Medium.GAS: ("#e0b02f", "#f3d679"),
    Medium.SEWAGE: ("#6d5846", "#98826c"),
    Medium.RAIN: ("#3e6f78", "#79a5ab"),
    Medium.COMBINED: ("#6a5a73", "#998aa2"),
}


def street(moment, asset, place, rng):
    canvas = Canvas("#a9cde4", "#eef3f1")
    turn = float(place.uniform(0, 6))
    canvas.hills(HORIZON, 150, "#9fb8a4", turn)
    canvas.hills(HORIZON, 85, "#7f9f80", turn + 2)
    for left in (-20, 120, 250, 600, 730, 860):
        top, fill = 120 + int(place.integers(0, 80)), HOUSES[int(place.integers(len(HOUSES)))]
        canvas.house(left, top, left + 118, HORIZON + 10, fill)
    canvas.polygon((0, HORIZON), (960, HORIZON), (960, FOOT), (0, FOOT), fill="#c9c3b4")
    canvas.polygon((420, HORIZON), (540, HORIZON), (900, FOOT), (60, FOOT), fill=ASPHALT[moment])
    {Moment.BEFORE: worn, Moment.DURING: opened, Moment.AFTER: renewed}[moment](canvas, rng, asset)
    return canvas.finished()


def worn(canvas, rng, asset):
    canvas.polygon((330, 470), (470, 452), (520, 560), (300, 590), fill="#75736e")
    canvas.polygon((500, 400), (590, 396), (620, 440), (520, 450), fill="#7a7873")
    for _ in range(5):
        x, y = int(rng.integers(330, 620)), int(rng.integers(380, 560))
        steps = [(x + 34 * n, y + int(rng.integers(-16, 17))) for n in range(5)]
        canvas.line(*steps, fill="#55534f", width=2)
    canvas.oval(600, 545, 92, 20, "#6f8794")
    canvas.oval(592, 541, 60, 10, "#9fb6c0")
    canvas.oval(430, 500, 42, 13, "#4d4a45")
    canvas.oval(430, 498, 34, 9, "#6a5f52")
    canvas.tree(210, 390, 120)


def opened(canvas, rng, asset):
    pipe, light = PIPES.get(asset.medium, PIPES[Medium.WATER])
    canvas.polygon((462, 322), (500, 322), (560, FOOT), (300, FOOT), fill="#5b4632")
    canvas.polygon((462, 322), (470, 322), (366, FOOT), (300, FOOT), fill="#7a5f45")
    laid = 330 + int(rng.integers(0, 60))
    canvas.polygon((480, laid), (492, laid), (520, FOOT), (412, FOOT), fill=pipe)
    canvas.polygon((483, laid), (486, laid), (458, FOOT), (432, FOOT), fill=light)
    for y, half in ((430, 24), (520, 40)):
        canvas.line((483 - half, y), (489 + half - 4, y), fill="#2f2f2f66", width=4)
    canvas.polygon((60, 560), (130, 470), (215, 430), (300, 500), (330, 590), fill="#8a6a48")
    canvas.polygon((130, 470), (215, 430), (250, 462), (180, 520), fill="#a3825c")
    digger(canvas, 640 + int(rng.integers(-20, 30)), 470)
    canvas.barrier(600, 800, 600)
    canvas.cone(560, 470)
    canvas.cone(272, 622)


def digger(canvas, x, base):
    canvas.box(x - 70, base - 26, x + 90, base, "#3a3d40", round=13)
    canvas.box(x - 50, base - 84, x + 80, base - 26, "#e0a52a", round=6)
    canvas.box(x - 44, base - 128, x + 16, base - 70, "#e0a52a", round=5)
    canvas.box(x - 36, base - 120, x + 6, base - 84, "#b9d3dc")
    canvas.line((x - 20, base - 70), (x - 90, base - 170), (x - 150, base - 96), fill="#c98f1d",
                width=15)  # fmt: skip
    canvas.polygon((x - 166, base - 104), (x - 130, base - 104), (x - 134, base - 62),
                   (x - 172, base - 70), fill="#55585b")  # fmt: skip


def renewed(canvas, rng, asset):
    for top, bottom, half in ((318, 342, 2), (372, 410, 4), (450, 508, 6), (560, 632, 9)):
        canvas.polygon((480 - half, top), (480 + half, top), (480 + half * 1.4, bottom),
                       (480 - half * 1.4, bottom), fill="#f3f3ee")  # fmt: skip
    for near, far in (((72, 102), (422, 426)), ((858, 888), (534, 538))):
        canvas.polygon((far[0], HORIZON), (far[1], HORIZON), (near[1], FOOT), (near[0], FOOT),
                       fill="#efe9d6")  # fmt: skip
    pipe, light = PIPES.get(asset.medium, PIPES[Medium.WATER])
    canvas.oval(380, 520, 46, 14, "#2f3336")
    canvas.oval(380, 518, 38, 10, pipe)
    canvas.oval(380, 517, 20, 5, light)
    for x, base, size in ((200, 400, 130), (110, 470, 180), (770, 400, 130), (870, 470, 180)):
        canvas.tree(x, base, size + int(rng.integers(-12, 13)))
