from django.http import JsonResponse
from django.views.decorators.http import require_safe

from registry.extent import extent_of
from registry.facets import Facets
from registry.question import Question
from registry.summary import Summary


@require_safe
def summary(request):
    return JsonResponse(Summary(Question(request.GET, request.user)).as_json())


@require_safe
def facets(request):
    """Projects behind each choice of the filter."""
    return JsonResponse(Facets(Question(request.GET, request.user)).as_json())


@require_safe
def extent(request):
    """Where on the map the answer lies."""
    return JsonResponse({"bounds": extent_of(Question(request.GET, request.user))})
