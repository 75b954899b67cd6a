"""What every form's view agrees on."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from registry.refusals import Refusal

#: Shows a form and takes it back.
form_view = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What was sent, be it empty; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None


def said(request, verb, told):
    """Do it and say so; what refuses is said instead. Whether it was done."""
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, told)
    return True


def shown_once(request, template, context):
    """A secret on this answer alone: it is kept nowhere, not by the browser either."""
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response
