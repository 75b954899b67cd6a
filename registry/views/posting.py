"""What every form's view agrees on."""

from django.views.decorators.http import require_http_methods

#: Shows a form and takes it back.
form_view = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What was sent, be it empty; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None
