"""The cells of the register's table."""

from django import template

from registry.templatetags.numbers import grouped, stated_wan

register = template.Library()


@register.filter
def cell(project, column):
    """What a project's row says in a column; money that is not stated is told apart from none."""
    value = column.value(project)
    if column.kind == "wan":
        return stated_wan(value)
    if value is None:
        return ""
    if column.kind == "km":
        return grouped(value, 2)
    return value.isoformat() if column.kind == "date" else value
