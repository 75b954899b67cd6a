"""Whether the columns that were chosen make the shape that was chosen."""

from registry.exchange.messages import TABLE_NEEDS

#: Pairs of columns that only say something together.
PAIRS = (("x", "y"), ("end_x", "end_y"))
COORDINATES = tuple(name for pair in PAIRS for name in pair)
#: Columns with whole places in their cells.
WRITTEN_OUT = ("pair", "end_pair", "path")
#: Columns that the reader is told together or not at all.
TOGETHER = (COORDINATES, ("pair", "end_pair"))
#: For each shape the sets of columns of which one has to be there.
MAKES = {
    "points": ({"x", "y"}, {"pair"}),
    "lines": ({"x", "y", "end_x", "end_y"}, {"pair", "end_pair"}, {"path"}, {"group"}),
    "wkt": ({"wkt"},),
}


def obstacles(values, found):
    """`{field: what is wrong}` where another shape or other columns were chosen than were found.

    What stays as it was found is the reader's business: lines may be known by the names of their
    ends, which no field here shows.
    """
    chosen = {name for name, column in values.items() if column}
    names = ("shape", *COORDINATES, *WRITTEN_OUT, "group", "wkt")
    if all((values.get(name) or None) == (found.get(name) or None) for name in names):
        return {}
    for one, other in PAIRS:
        if (one in chosen) != (other in chosen):
            blank = other if one in chosen else one
            return {blank: "横坐标列和纵坐标列要一起选。"}
    if "end_pair" in chosen and "pair" not in chosen:
        return {"pair": "起点和终点的坐标列要一起选。"}
    shape = values.get("shape")
    if shape in MAKES and not any(needed <= chosen for needed in MAKES[shape]):
        return {"shape": f"选定的列做不成这种图形。{TABLE_NEEDS[shape]}"}
    return {}
