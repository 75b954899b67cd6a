"""Our scripts make pages of elements, and know by declared attributes what a form does."""

import re

import pytest

from deploy.settings import ROOT

SCRIPTS = ROOT / "layers" / "static" / "layers" / "js"
TEMPLATES = ROOT / "templates"
#: Addresses that answer a POST with a file.
FILES = (
    *("registry:table_export", "registry:log_export"),
    *("registry:round_table", "record.table_url"),
)
#: What takes a string for markup, and the one place where Leaflet is given an element instead; of
#: the page that is asked anew after signing in two attributes are read, and nothing is shown.
READS_MARKUP = {
    r"\.bindTooltip\(": {"tooltip.js"},
    r"\.bindPopup\((?!\(\) => card\()": set(),
    r"\.setContent\((?!made\))": set(),
    r"\.(inner|outer)HTML\b": set(),
    r"\b(insertAdjacentHTML|createContextualFragment|DOMParser)\b|document\.write": {"login.js"},
    r"\bhtml:(?! button\b)": set(),
}


@pytest.mark.parametrize("pattern", READS_MARKUP)
def test_no_script_gives_words_to_what_reads_them_as_markup(pattern):
    scripts = list(SCRIPTS.rglob("*.js"))
    assert len(scripts) > 100
    found = {path.name for path in scripts if re.search(pattern, path.read_text("utf-8"))}
    assert found == READS_MARKUP[pattern]


def test_a_form_that_is_answered_by_a_file_declares_it():
    """Its page stays: only so may the button be used again (`submit.js`)."""
    forms = re.findall(
        r"<form[^>]*?method=\"post\"(?:[^>{]|\{[{%].*?[%}]\})*>",
        "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")),
    )
    assert len(forms) > 30
    files = [form for form in forms if any(name in form for name in FILES)]
    assert len(files) == len(FILES)
    assert [form for form in forms if "data-download" in form] == files
