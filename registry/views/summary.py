from django.http import JsonResponse
from django.views.decorators.http import require_safe

from registry.filters import Question
from registry.summary import Summary


@require_safe
def summary(request):
    return JsonResponse(Summary(Question(request.GET, request.user)).as_json())
