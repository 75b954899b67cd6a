"""What every page shows about the instance and to this person."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from registry.models import Project
from registry.navigation import links_for


def instance(request):
    """Whose reserve it is, and whether example data stands in it: asked once, where shown."""
    return {
        "city_name": settings.CITY_NAME,
        "idle_seconds": settings.IDLE_SECONDS,
        "demo_data": SimpleLazyObject(Project.objects.filter(is_example=True).exists),
    }


def doors(request):
    """Verdicts on what the navigation and the export buttons lead to; asked where shown."""
    rights = SimpleLazyObject(lambda: request.user.rights)
    return {
        "links": SimpleLazyObject(lambda: links_for(request.user, request.path)),
        "may_import": SimpleLazyObject(lambda: rights.may("import")),
        "may_export": SimpleLazyObject(lambda: rights.may("export")),
        "reads_log": SimpleLazyObject(lambda: rights.may_use("log")),
    }
