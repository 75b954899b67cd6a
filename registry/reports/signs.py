"""The shapes that tell points apart on paper: the same signs as on the map (signs.js)."""

import math


def sign_path(sign, x, y, radius):
    """The `d` of a closed SVG path of a kind's sign around x, y."""
    corners = SIGNS.get(sign, SIGNS["circle"])
    places = (f"{x + dx * radius:.2f} {y + dy * radius:.2f}" for dx, dy in corners)
    return f"M{'L'.join(places)}Z"


def spokes(count, *reaches, down=0.0):
    angles = ((place, 2 * math.pi * place / count - math.pi / 2) for place in range(count))
    return [
        (
            reaches[place % len(reaches)] * math.cos(angle),
            reaches[place % len(reaches)] * math.sin(angle) + down,
        )
        for place, angle in angles
    ]


ARM, REACH = 0.42, 1.1
SIGNS = {
    "circle": spokes(24, 1.0),
    "square": [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
    "triangle": spokes(3, 1.25, down=0.15),
    "diamond": spokes(4, 1.2),
    "star": spokes(10, 1.3, 0.58),
    "cross": [
        *((-ARM, -REACH), (ARM, -REACH), (ARM, -ARM), (REACH, -ARM), (REACH, ARM), (ARM, ARM)),
        *((ARM, REACH), (-ARM, REACH), (-ARM, ARM), (-REACH, ARM), (-REACH, -ARM), (-ARM, -ARM)),
    ],
}
