"""The boxes of a list of choices."""

from itertools import groupby

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()
BOX = '<label><input type="{}" name="{}" value="{}" id="{}_{}"{}{}><span>{}</span></label>'


@register.filter
def boxes(field):
    """The field's boxes with their labels.

    As its widget makes them, of which each is an object and four templates: into a panel's hundred
    and forty went a tenth of the register's page.
    """
    return joined(each for _, each in coded_boxes(field))


@register.filter
def boxes_by_group(field):
    """Each group's letter, with which its codes begin, and its boxes."""
    for letter, group in groupby(coded_boxes(field), key=lambda each: each[0][0]):
        yield letter, joined(each for _, each in group)


def coded_boxes(field):
    widget = field.field.widget
    held = set(widget.format_value(field.value()))
    attributes = flatatt(field.build_widget_attrs(widget.attrs))
    named = (widget.input_type, field.html_name)
    for place, (choice, label) in enumerate(field.field.choices):
        code = str(choice)
        checked = " checked" * (code in held)
        yield code, format_html(BOX, *named, code, field.auto_id, place, attributes, checked, label)


def joined(made):
    return mark_safe("".join(made))  # noqa: S308 (each is made by `format_html`)
