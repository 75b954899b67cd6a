"""The leader's view: the page and its figures."""

from django.db.models import Min
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.filters import Question
from registry.models import StageChange
from registry.overview import Look, Overview
from registry.overview.look import MEASURES
from registry.views.kiosks import for_kiosks


def asked(request):
    look, params = Look.parse(request.GET)
    return Question(params, request.user), look


@require_safe
def overview_page(request):
    verdict = request.user.rights.may("view")
    if not verdict:
        return render(request, "registry/no_rights.html", {"reason": verdict.reason})
    question, look = asked(request)
    context = {
        "filter": question.filter,
        "look": look,
        "measures": MEASURES.items(),
        "today": timezone.localdate(),
        "first_day": StageChange.objects.aggregate(day=Min("effective_on"))["day"],
    }
    return render(request, "registry/overview.html", context)


@for_kiosks
@require_safe
def overview_figures(request):
    return JsonResponse(Overview(*asked(request)).as_json())
