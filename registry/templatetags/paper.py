"""Millimetres as SVG wants them."""

from django import template

register = template.Library()


@register.filter
def mm(value):
    return f"{value:.2f}"


@register.filter
def add_mm(value, more):
    return f"{value + more:.2f}"
