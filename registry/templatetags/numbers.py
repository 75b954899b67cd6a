"""Figures as their readers expect them: 1,594.00 (万元), 26.61 (km), 1,752."""

from django import template

register = template.Library()

BLANK = "—"
UNSTATED = "未填"


def grouped(value, digits):
    return BLANK if value is None else f"{value:,.{digits}f}"


@register.filter
def wan(amount_wan):
    return grouped(amount_wan, 2)


@register.filter
def stated_wan(amount_wan):
    """What a project may leave unsaid: that is not the same as nothing."""
    return UNSTATED if amount_wan is None else wan(amount_wan)


@register.filter
def km(length_m):
    return grouped(None if length_m is None else length_m / 1000, 2)


@register.filter
def metres(length_m):
    return grouped(length_m, 2)


@register.filter
def whole(count):
    return grouped(count, 0)


@register.filter
def percent_more(share):
    """`+3.4%`, `−12.0%`."""
    return BLANK if share in (None, "") else f"{share:+,.1f}%".replace("-", "−")


@register.filter
def bounds(box):
    """`west,south,east,north` in degrees."""
    return ",".join(f"{degrees:.7f}" for degrees in box)
