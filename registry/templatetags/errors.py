"""What a refused form says on top."""

from django import template

register = template.Library()


@register.filter
def wrong_fields(form):
    """Fields on the page with something wrong: hidden ones have nothing that could be mended."""
    return [field for field in form.visible_fields() if field.errors]
