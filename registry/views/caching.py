"""What is private stays so: no shared cache keeps an answer, no back button shows a page."""


class PrivateMiddleware:
    """Every answer that says nothing of its own is private; pages are not stored at all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        kept = "no-store" if is_page else "no-cache"
        response.headers.setdefault("Cache-Control", f"private, {kept}")
        return response
