"""What the names of layers and folders tell of kind and medium: “JS-给水管线”, 雨水管线.

Hints only: they are proposed as likely, and what a column says goes before them.
"""

import re
import unicodedata
from dataclasses import dataclass

from gis.simplified import simplified
from registry.choices import Medium
from registry.kinds import KINDS
from registry.kinds.fields import MEDIUM_WORDS

#: Columns that hold the layer or the folder of each row, as drawings and KML have them.
LAYER_COLUMNS = frozenset({"图层", "图层名", "图层名称", "文件夹", "layer", "layername", "folder"})
#: Where no layer tells: what rows are called in files of 奥维 and CASS.
NAME_COLUMNS = frozenset({"name", "名称"})
PIPES = ("管线", "管网", "管道", "管段")
#: So many of the shapes must be what a kind allows; the others are refused one by one. Where no
#: layer says another kind, half will do: the valves of a pipe lie on its layer as blocks.
MOST, HALF = 0.8, 0.5
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
    """A kind, a medium ("" for none) and the name that told it.

    Where the layers tell several media, `column` is the one that says which of each row.
    """

    kind: str = ""
    medium: str = ""
    told_by: str = ""
    column: str = ""


def hints_of(staged, samples, shares):
    """`shares` says of each kind which part of the shapes it allows."""
    for column, texts in sources(staged, samples):
        told = [kind_in(text) for text in texts]
        media = {found for text in texts if (found := medium_in(text))}
        # A layer of valves that names the medium alone is one of the pipes' too.
        said = {kind for kind, text in zip(told, texts, strict=True) if kind or not medium_in(text)}
        enough = HALF if len(said) == 1 else MOST
        kinds = {code for code in told if code and shares.get(code, 0) >= enough}
        if shares.get("pipe", 0) >= MOST and media:
            kinds.add("pipe")
        if kinds or media:
            told_by = next(t for t in texts if medium_in(t) or kind_in(t))
            return Hints(only(kinds), only(media), told_by, column if len(media) > 1 else "")
    return Hints()


def sources(staged, samples):
    """`(column of layers, texts)` to look at, the surest first; "" where it is no such column."""
    texts = {name: [v for v in vs if isinstance(v, str)] for name, vs in samples.items()}
    yield from ((name, found) for name, found in texts.items() if is_layer(name))
    yield "", [staged.layer]
    for name, found in texts.items():
        if name.casefold() in NAME_COLUMNS:
            yield "", found


def is_layer(column):
    return simplified(column).casefold() in LAYER_COLUMNS


def likely_meaning(field_name, column, text):
    """What a word that the field does not know is proposed to mean: "" for nothing at all, as a
    layer that names no medium does; None where only a person can say.
    """
    if field_name != "medium":
        return None
    return medium_in(text) or ("" if is_layer(column) else None)


def kind_in(text):
    return longest(simplified(text), KIND_WORDS)


def medium_in(text):
    """What a name tells; of a path of folders, the innermost that tells anything."""
    return next(filter(None, map(medium_of, reversed(text.split("/")))), "")


def medium_of(text):
    """A medium by its word anywhere, or by its code standing alone; "" where two are named."""
    plain = simplified(unicodedata.normalize("NFKC", text)).upper()
    found = {WORDS[code] for code in CODE.findall(plain) if code in WORDS}
    word = longest(plain, {word: code for word, code in WORDS.items() if not word.isascii()})
    return only(found | ({word} - {""}))


def longest(text, words):
    """What the longest of the words that stand in the text means."""
    return words[max(standing, key=len)] if (standing := [w for w in words if w in text]) else ""


def only(found):
    return next(iter(found)) if len(found) == 1 else ""
