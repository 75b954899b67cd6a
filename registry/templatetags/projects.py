"""The head that all pages of one project have in common."""

from django import template

from registry.navigation import pages_of

register = template.Library()


@register.inclusion_tag("registry/_project_head.html", takes_context=True)
def project_head(context, project, here="", actions=None):
    """`here` names a page that lies below one of the row, or stands in none: a form, one paper.

    `actions` are what the project's own page has buttons for.
    """
    request = context["request"]
    rights = request.user.rights
    pages = pages_of(project, request.user, request.path)
    return {
        "project": project,
        "pages": pages,
        "at": next((page for page in pages[1:] if page.is_current), None),
        "here": here,
        "actions": actions,
        "refusal": rights.may("edit", project).reason if rights.only_looks else "",
        "csrf_token": context.get("csrf_token"),
    }
