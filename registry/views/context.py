"""What every page shows about the instance."""

from django.utils.functional import SimpleLazyObject

from registry.models import Project


def instance(request):
    """Whether example data stands in the reserve: asked once, only where a page shows it."""
    return {"demo_data": SimpleLazyObject(Project.objects.filter(is_example=True).exists)}
