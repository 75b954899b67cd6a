"""The leader's view: the page and its figures."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.exports import wording
from registry.overview import MEASURES, Look, Overview, first_day
from registry.question import Question
from registry.reports.sheets import classification_of
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
        "first_day": first_day(request.user),
    }
    return render(request, "registry/overview.html", context)


@require_safe
def overview_paper(request):
    """What the printed page says of itself: its conditions in words, how secret, who and when."""
    question, _ = asked(request)
    context = {
        "wording": wording(question),
        "classification": classification_of(question.assets()),
    }
    return render(request, "registry/_overview_paper.html", context)


@for_kiosks
@require_safe
def overview_figures(request):
    return JsonResponse(Overview(*asked(request)).as_json())
