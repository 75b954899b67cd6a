"""Which sector a new project gets from what it is about, and what a sector is usually about."""

#: The sector that a new project gets when none is named: by kind and medium or work.
SECTORS = {
    ("pipe", "water"): "A03",
    ("pipe", "sewage"): "A04",
    ("pipe", "rain"): "A04",
    ("pipe", "combined"): "A04",
    ("pipe", "gas"): "A06",
    ("pipe", "heat"): "A05",
    ("elevator", "add"): "A02",
    ("elevator", None): "A01",
    ("water_plant", None): "A03",
    ("pump_station", None): "A03",
    ("sewage_plant", None): "A04",
    ("gas_station", None): "A06",
    ("structure", None): "A07",
    ("sanitation", None): "A08",
    ("machine", None): "A09",
    ("building", None): "A10",
    ("camera", None): "A11",
    ("recycling_site", None): "C01",
}
#: Kinds that are usual in a sector without telling it.
ALSO_USUAL = {
    **dict.fromkeys(("A01", "A02"), ("building",)),
    "A04": ("pump_station",),
    "A05": ("pump_station",),
    **dict.fromkeys(("B01", "B04", "B05", "B06", "B07"), ("device",)),
    **dict.fromkeys(("B02", "B03"), ("machine", "device")),
    "C02": ("recycling_site", "device"),
    "C03": ("device", "other"),
}
#: What tells the sector of kinds that are of several.
TELLING = frozenset({"medium", "work"})


def sector_of(kind, told):
    """By the medium or work that is told; None where that is needed and missing."""
    return SECTORS.get((kind, told)) or SECTORS.get((kind, None))


def usual_kinds(sector):
    """Codes of the kinds that a project of the sector mostly consists of."""
    told = {kind for (kind, _), own in SECTORS.items() if own == sector}
    return told.union(ALSO_USUAL.get(sector, ()))


def told_of(sector, kind):
    """The medium or work that goes without saying of a kind in its sector; None for several."""
    told = [told for (code, told), own in SECTORS.items() if (code, own) == (kind, sector)]
    return told[0] if len(told) == 1 else None


def is_sector_open(kinds, fields):
    """Whether no row of these kinds can tell a sector, whatever the file says in these fields."""
    return bool(kinds) and not TELLING & set(fields) and not any(sector_of(k, None) for k in kinds)
