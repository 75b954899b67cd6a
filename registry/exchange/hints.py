"""What the names of layers and folders tell of kind and medium: “JS-给水管线”, 雨水管线.

Hints only: they are proposed as likely, and what a column says goes before them.
"""

import re
import unicodedata
from dataclasses import dataclass

from registry.choices import Medium
from registry.kinds import KINDS
from registry.kinds.fields import MEDIUM_WORDS

#: Columns that hold the layer or the folder of each row, as drawings and KML have them.
LAYER_COLUMNS = frozenset({"图层", "图层名", "图层名称", "文件夹", "layer", "layername", "folder"})
#: Where no layer tells: what rows are called in files of 奥维 and CASS.
NAME_COLUMNS = frozenset({"name", "名称"})
PIPES = ("管线", "管网", "管道", "管段")
#: So many of the shapes must be what a kind allows; the others are refused one by one.
MOST = 0.8
WORDS = {
    **{label: code for code, label in Medium.choices if code != Medium.OTHER},
    **dict(MEDIUM_WORDS),
}
KIND_WORDS = {
    **{kind.label: code for code, kind in KINDS.items() if code != "other"},
    **dict.fromkeys(PIPES, "pipe"),
}
CODE = re.compile(r"[A-Z]+")


@dataclass(frozen=True)
class Hints:
    """A kind, a medium ("" for none) and the name that told it."""

    kind: str = ""
    medium: str = ""
    told_by: str = ""


def hints_of(staged, samples, shares):
    """`shares` says of each kind which part of the shapes it allows."""
    for texts in sources(staged, samples):
        kinds = {found for text in texts if (found := longest(text, KIND_WORDS))}
        media = {found for text in texts if (found := medium_in(text))}
        if shares.get("pipe", 0) >= MOST and media:
            kinds.add("pipe")
        kinds = {code for code in kinds if shares.get(code, 0) >= MOST}
        if kinds or media:
            told_by = next(t for t in texts if medium_in(t) or longest(t, KIND_WORDS))
            return Hints(only(kinds), only(media), told_by)
    return Hints()


def sources(staged, samples):
    """Texts to look at, the surest first."""
    for known in (LAYER_COLUMNS, NAME_COLUMNS):
        texts = [v for name, vs in samples.items() if name.casefold() in known for v in vs]
        yield [text for text in texts if isinstance(text, str)]
        if known is LAYER_COLUMNS:
            yield [staged.layer]


def medium_in(text):
    """A medium by its word anywhere, or by its code standing alone; "" where two are named."""
    plain = unicodedata.normalize("NFKC", text).upper()
    found = {WORDS[code] for code in CODE.findall(plain) if code in WORDS}
    word = longest(plain, {word: code for word, code in WORDS.items() if not word.isascii()})
    return only(found | ({word} - {""}))


def longest(text, words):
    """What the longest of the words that stand in the text means."""
    return words[max(standing, key=len)] if (standing := [w for w in words if w in text]) else ""


def only(found):
    return next(iter(found)) if len(found) == 1 else ""
