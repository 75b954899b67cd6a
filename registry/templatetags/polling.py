"""What a page asks again and again by itself, while something is under way."""

from django import template
from django.utils.html import format_html

from registry.accounts.sessions import NO, UNATTENDED, YES

register = template.Library()


@register.simple_tag
def polling(seconds, at_once=False):
    """Attributes beside `hx-get`: nobody has used the browser for it."""
    return format_html(
        'hx-trigger="{}every {}s" hx-headers=\'{{"{}": "{}"}}\' hx-swap="outerHTML"',
        "load delay:300ms, " if at_once else "",
        seconds,
        UNATTENDED,
        YES,
    )


@register.simple_tag(takes_context=True)
def pressing(context):
    """The headers of a button inside: htmx sends those of all that is around it as well."""
    told = (context["csrf_token"], UNATTENDED, NO)
    return format_html('hx-headers=\'{{"X-CSRFToken": "{}", "{}": "{}"}}\'', *told)
