"""A sheet to draw on, in steps of its own; twice as fine inside, so that edges come out smooth."""

import math

from PIL import Image, ImageDraw, ImageOps

WIDTH, HEIGHT = 960, 640
FINE = 2
SHADOW = "#00000038"


class Canvas:
    def __init__(self, above, below):
        shade = Image.linear_gradient("L").resize((WIDTH * FINE, HEIGHT * FINE))
        self.image = ImageOps.colorize(shade, above, below)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def polygon(self, *points, fill):
        self.pen.polygon(fine(points), fill=fill)

    def box(self, left, top, right, bottom, fill, round=0):
        self.pen.rounded_rectangle(
            fine([(left, top), (right, bottom)]), radius=round * FINE, fill=fill
        )

    def oval(self, x, y, wide, high, fill):
        self.pen.ellipse(fine([(x - wide, y - high), (x + wide, y + high)]), fill=fill)

    def line(self, *points, fill, width=3):
        self.pen.line(fine(points), fill=fill, width=round(width * FINE), joint="curve")

    def finished(self):
        return self.image.reduce(FINE)

    def hills(self, base, height, fill, turn):
        """A ridge along the horizon; `turn` shifts its waves."""
        ridge = [
            (x, base - height * (0.62 + 0.26 * math.sin(x / 140 + turn) + 0.12 * math.sin(x / 47)))
            for x in range(0, WIDTH + 20, 20)
        ]
        self.polygon((0, base), *ridge, (WIDTH, base), fill=fill)

    def house(self, left, top, right, bottom, fill, *, storey=34, bay=30):
        """A block of flats with its windows."""
        self.box(left, top, right, bottom, fill)
        self.box(left, top, right, top + 8, SHADOW)
        wide, high = bay * 0.54, storey * 0.53
        for y in range(top + 24, bottom - storey + 4, storey):
            for x in range(left + 14, right - 22, bay):
                self.box(x, y, x + wide, y + high, "#5f7d8e")
                self.box(x, y, x + wide, y + high / 3, "#8fb0c0")

    def tree(self, x, base, size):
        self.box(x - size * 0.06, base - size * 0.5, x + size * 0.06, base, "#6b4f35")
        for across, up, wide in ((-0.2, 0.55, 0.24), (0.2, 0.55, 0.24), (0, 0.78, 0.28)):
            self.oval(x + size * across, base - size * up, size * wide, size * wide, "#4f7f4a")

    def barrier(self, left, right, base):
        """A red and white board on its feet."""
        for x in (left + 14, right - 14):
            self.box(x - 4, base - 58, x + 4, base, "#8d9499")
        self.box(left, base - 60, right, base - 30, "#f4f1ea")
        for x in range(left, right - 12, 36):
            self.polygon((x, base - 30), (x + 12, base - 60), (x + 28, base - 60),
                         (x + 16, base - 30), fill="#c8402f")  # fmt: skip

    def cone(self, x, base):
        self.box(x - 20, base - 6, x + 20, base, "#b5441f")
        self.polygon((x - 14, base - 6), (x - 3, base - 52), (x + 3, base - 52), (x + 14, base - 6),
                     fill="#e2642c")  # fmt: skip
        self.box(x - 9, base - 32, x + 9, base - 22, "#f6efe6")


def fine(points):
    return [(x * FINE, y * FINE) for x, y in points]
