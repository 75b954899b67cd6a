"""One table from typed errors to answers: JSON for scripts, a page for people."""

from django.http import JsonResponse
from django.shortcuts import render

from registry.filters import BadQuestion

STATUS = {BadQuestion: 400}


def wants_json(request):
    """Scripts ask for data by its address; htmx shows the sentence beside what stood there."""
    return request.htmx or request.path.endswith((".json", ".mvt", ".geojson"))


class RefusalMiddleware:
    """Turns a refusal into its sentence with the right status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        status = STATUS.get(type(exception))
        if status is None:
            return None
        sentence = str(exception)
        if wants_json(request):
            return JsonResponse({"error": sentence}, status=status)
        return render(request, f"{status}.html", {"sentence": sentence}, status=status)
