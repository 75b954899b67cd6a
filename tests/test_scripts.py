"""Our scripts make pages of elements: what people typed is nowhere read as markup."""

import re

import pytest

from deploy.settings import ROOT

SCRIPTS = ROOT / "layers" / "static" / "layers" / "js"
#: What takes a string for markup, and the one place where Leaflet is given an element instead.
READS_MARKUP = {
    r"\.bindTooltip\(": {"tooltip.js"},
    r"\.bindPopup\((?!\(\) => card\()": set(),
    r"\.setContent\((?!made\))": set(),
    r"\.(inner|outer)HTML\b": set(),
    r"\b(insertAdjacentHTML|createContextualFragment|DOMParser)\b|document\.write": set(),
    r"\bhtml:(?! button\b)": set(),
}


@pytest.mark.parametrize("pattern", READS_MARKUP)
def test_no_script_gives_words_to_what_reads_them_as_markup(pattern):
    scripts = list(SCRIPTS.rglob("*.js"))
    assert len(scripts) > 100
    found = {path.name for path in scripts if re.search(pattern, path.read_text("utf-8"))}
    assert found == READS_MARKUP[pattern]
