"""The list of projects for programs."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from registry.listing import Listing, begun
from registry.question import Question


@require_safe
def project_listing(request):
    after, asked = begun(request.GET)
    question = Question(asked, request.user)
    listing = Listing(question, after)
    told = {"projects": listing.as_json(), "next": None, "contradiction": question.contradiction}
    if listing.last:
        asked["after"] = listing.last
        told["next"] = f"{request.path}?{asked.urlencode(safe=',')}"
    return JsonResponse(told)
