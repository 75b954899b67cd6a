"""What a base map may fail with."""


class BadBasemap(ValueError):
    """A declaration that cannot be meant; the text says what to mend."""


class BasemapDown(Exception):
    """The service or file does not answer now."""
