"""A template on one sheet of paper: PDF through WeasyPrint, nothing fetched from anywhere."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string


@cache
def stylesheet():
    from weasyprint import CSS

    return CSS(string=(Path(__file__).parent / "paper.css").read_text(encoding="utf-8"))


def one_page(template, context, variants):
    """The bytes of a PDF of one page.

    `variants` are (density, what it differs in), from roomy to dense: the first that fits is
    taken. The last leaves out what no sheet can hold, and says so.
    """
    # WeasyPrint takes a while to load: not for the other pages to wait for.
    from weasyprint import HTML

    for density, further in variants:
        html = render_to_string(template, {**context, **further, "density": density})
        document = HTML(string=html, url_fetcher=refuse).render(stylesheets=[stylesheet()])
        if len(document.pages) == 1:
            break
    # A reader's tab shows it: the template's line breaks are none of its.
    document.metadata.title = document.metadata.title.strip()
    return document.copy(document.pages[:1]).write_pdf()


def refuse(url, *args, **kwargs):
    raise ValueError(f"A sheet fetches nothing: {url[:80]}")
