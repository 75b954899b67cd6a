"""An import's findings in words."""

from django import template

from gis.tiles import zoom_showing
from registry.exchange import messages
from registry.imports import driver_words
from registry.systems import system_words

register = template.Library()
register.filter("driver_words", driver_words)
register.filter("system_words", system_words)

#: Of the least window, beside the lists; and how near a single point is looked at.
MAP_PX, NEAREST = (640, 420), 17
CERTAINTIES = {
    "sure": ("确定", "good"),
    "given": ("您确认的", "good"),
    "recalled_own": ("上次您选定的", "good"),
    "recalled": ("上次同事选定的", "good"),
    "recalled_used": ("上次用的", "good"),
    "likely": ("很可能", "good"),
    "possible": ("可能", "warn"),
    "suspected": ("疑似", "warn"),
    "unsettled": ("需要确认", "warn"),
    "doubtful": ("存疑", "warn"),
    "needed": ("请选择", "bad"),
    "unknown": ("请选择", "bad"),
}
MEASURED = (
    ("vertices", "顶点 {} → {}"),
    ("parts", "部分 {} → {}"),
    ("length", "长度 {:,.2f} → {:,.2f} 米"),
    ("area", "面积 {:,.2f} → {:,.2f} 平方米"),
)


@register.inclusion_tag("registry/_import_certainty.html")
def certainty(level):
    words, tone = CERTAINTIES.get(level, ("", ""))
    return {"words": words, "tone": tone}


@register.filter
def view_of(project):
    """The map's hash for all that a project has on it, "" where that is nothing."""
    if not (extent := project.total.extent):
        return ""
    west, south, east, north = extent.extent
    zoom = zoom_showing(extent.extent, MAP_PX, NEAREST)
    return f"#{zoom}/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"


@register.filter
def mend_words(example):
    """What a repair changes: `顶点 5 → 4，长度 100.00 → 99.80 米`; what stays is not told."""
    told = []
    for name, words in MEASURED:
        unit = {"length": "_m", "area": "_m2"}.get(name, "")
        before, after = (example.get(f"{name}_{when}{unit}") for when in ("before", "after"))
        if before is not None and (before != after or name == "vertices"):
            told.append(words.format(before, after))
    return "，".join(told)


@register.filter
def why_words(why):
    return messages.WHY.get(why, why)


@register.filter
def row_numbers(rows):
    """The first few of many rows: `3、8、15…`."""
    return "、".join(map(str, rows[:8])) + ("…" if len(rows) > 8 else "")
