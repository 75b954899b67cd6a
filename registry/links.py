"""What somebody typed as an address of the web, looked at before it is called."""

from urllib.parse import urlsplit


def is_link(text):
    """Whether it is a text that names a host by http or https."""
    try:
        parts = urlsplit(text) if isinstance(text, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)
