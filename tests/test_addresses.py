"""Every address is declared in tests/browser/pages.py, so that no page goes without its check."""

from django.urls import get_resolver

from tests.browser.pages import ELSEWHERE, NO_PAGES, PAGES


def names(resolver, spaces=""):
    for pattern in resolver.url_patterns:
        if not hasattr(pattern, "url_patterns"):
            yield f"{spaces}{pattern.name}"
        else:
            deeper = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern, spaces + deeper)


def test_every_address_is_declared():
    declared = [*PAGES, *ELSEWHERE, *NO_PAGES]
    assert len(declared) == len(set(declared)), "declared twice"
    assert set(names(get_resolver())) == set(declared)
