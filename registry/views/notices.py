"""What a page says once after something was sent, each notice with the form that it answers."""

from django.contrib.messages.storage.fallback import FallbackStorage


class NoticeStorage(FallbackStorage):
    """Notices know the address that they answer: the browser forgets what was typed there."""

    def add(self, level, message, extra_tags=""):
        super().add(level, message, extra_tags or self.request.get_full_path())
