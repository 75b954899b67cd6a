"""What a table's cell shows of an asset."""

from django import template

from registry.holdings import particulars_of

register = template.Library()

MOST = 4


@register.filter
def particulars(asset):
    """The first few things peculiar to the asset's kind."""
    return particulars_of(asset)[:MOST]


@register.filter
def attribute(asset, name):
    return asset.attributes.get(name, "")
