"""The rows of the register's table."""

from django import template
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from registry.templatetags.numbers import grouped, stated_wan

register = template.Library()


@register.filter
def rows(page, columns):
    """Each project of a page with the cells of its row.

    Made here and not by the template: of a page's time nine hundred turns of a loop took the most.
    """
    rendered = {}
    for project in page:
        yield project, mark_safe("".join(_cell(project, each, rendered) for each in columns))  # noqa: S308


def _cell(project, column, rendered):
    return f"<td {column.attributes}>{conditional_escape(_told(project, column, rendered))}</td>"


def _told(project, column, rendered):
    """What a row shows in a column; once for all rows of which a part reads the same."""
    if not column.part:
        return cell(project, column)
    key = (column.part, column.read(project))
    if key not in rendered:
        rendered[key] = get_template(column.part).render({"project": project})
    return rendered[key]


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
