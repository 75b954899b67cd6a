"""The boxes of a list of choices."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def tick(box):
    """As `box.tag`, which renders four templates for each of a panel's hundred and forty boxes."""
    option = box.data
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>',
        option["type"],
        option["name"],
        option["value"],
        flatatt(option["attrs"]),
    )
