"""What every page shows about the instance."""

from registry.models import Project


def instance(request):
    """Whether example data stands in the reserve: lazily asked, only where a page shows it."""
    return {"demo_data": Project.objects.filter(is_example=True).exists}
