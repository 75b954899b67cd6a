"""What a project consists of, as its own page and the page of its review show it."""

from django.core.paginator import Paginator

from registry.papers.shelf import ON_CARD, counts_of, known, newest_photos
from registry.register import page_number

ASSET_ROWS = 100


def contents_of(project, reader, params, *, holdings, wanted):
    """Its facilities and its papers; `wanted` says which of these are missing."""
    assets = project.assets.with_is_mapped().defer("location", "location_web")
    papers = counts_of(project, reader)
    return {
        "holdings": holdings,
        "has_pipes": any(holding.is_pipe for holding in holdings),
        "assets": Paginator(assets, ASSET_ROWS).get_page(page_number(params)),
        "counts": known(papers),
        "wanted": wanted(project, reader, papers),
        "photos": newest_photos(project.attachments, reader, ON_CARD),
    }
