"""Where the demo city builds: town centres of Panzhihua and the lie of their valleys."""

from registry.seed.streets import Valley


def town(lon, lat, bearing_deg, *, columns=16, rows=5, bend_m=90):
    return Valley(lon, lat, bearing_deg, columns=columns, rows=rows, bend_m=bend_m)


# Centres are those of the real towns to some hundred metres; the streets are made up.
# The bearing is the valley's direction, counted from east towards north.
TOWNS = {
    "炳草岗": town(101.716, 26.585, 25, columns=18, rows=7),
    "弄弄坪": town(101.692, 26.592, 15, columns=12),
    "瓜子坪": town(101.757, 26.617, 35, columns=12),
    "花城新区": town(101.752, 26.556, -20, columns=14, rows=6, bend_m=40),
    "河门口": town(101.572, 26.603, -8, columns=26, rows=7),
    "清香坪": town(101.617, 26.600, -12, columns=14),
    "格里坪": town(101.525, 26.614, 10, columns=14),
    "仁和": town(101.742, 26.500, 70, columns=18, rows=6),
    "火车南站": town(101.838, 26.500, 60, columns=12, bend_m=40),
    "金江": town(101.815, 26.560, 40, columns=14),
    "攀莲镇": town(102.110, 26.890, 80, columns=18, rows=7, bend_m=60),
    "撒莲镇": town(102.045, 26.775, 75, columns=10, rows=4),
    "桐子林镇": town(101.850, 26.690, 65, columns=16),
    "渔门镇": town(101.560, 26.880, 30, columns=10, rows=4),
    "红格镇": town(101.950, 26.555, 50, columns=10, rows=4),
}

# Which towns each territory builds in; the city itself and the functional area have no
# outline of their own, their towns lie in 东区 and 仁和区.
TOWNS_OF = {
    "510402": ("炳草岗", "弄弄坪", "瓜子坪"),
    "510403": ("河门口", "清香坪", "格里坪"),
    "510411": ("仁和", "火车南站"),
    "510421": ("攀莲镇", "撒莲镇"),
    "510422": ("桐子林镇", "渔门镇", "红格镇"),
    "VTGXQ": ("金江",),
    "510400": ("花城新区",),
}

DISTRICT_OF = {name: district for district, names in TOWNS_OF.items() for name in names}
