"""What a page asks again and again by itself, while something is under way."""

from django import template
from django.utils.html import format_html

from registry.accounts.sessions import UNATTENDED

register = template.Library()


@register.simple_tag
def polling(seconds, at_once=False):
    """Attributes beside `hx-get`: nobody has used the browser for it, a button inside apart."""
    return format_html(
        'hx-trigger="{}every {}s" hx-headers=\'{{"{}": "1"}}\' hx-disinherit="hx-headers"'
        ' hx-swap="outerHTML"',
        "load delay:300ms, " if at_once else "",
        seconds,
        UNATTENDED,
    )
