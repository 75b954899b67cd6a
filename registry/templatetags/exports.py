"""Formats and systems by the names that people know them by."""

from django import template

from registry.exports import FORMATS
from registry.systems import plain_name

register = template.Library()


@register.filter
def format_name(code):
    return FORMATS[code][0] if code in FORMATS else code


@register.filter
def system_name(crs):
    """Without what the choice of one has to explain; a system of a command as it was given."""
    return plain_name(crs) or crs
