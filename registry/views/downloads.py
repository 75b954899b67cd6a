"""Files as they are handed out: to one person, under the name that tells what is in them."""

from django.http import FileResponse


def handed_out(file, name):
    answer = FileResponse(file, as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    # Packed already; and its length has to stand, for the browser's own progress.
    answer["Content-Encoding"] = "identity"
    return answer
