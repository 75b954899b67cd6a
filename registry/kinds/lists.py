"""Attributes that are one of a closed list, and the other words that people use for its options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gis.simplified import simplified
from registry.choices import Classification
from registry.kinds.attribute import Attribute
from registry.kinds.values import BadValue, as_text

#: Every degree of secrecy, however a file words it.
SECRETS = (Classification.SECRET, "涉密", "秘密", "机密", "绝密")


@dataclass(frozen=True)
class Choice(Attribute):
    """One of a closed list of Chinese values; the list is what is stored.

    `synonyms` are pairs of a word that the field's people use and the option it means.
    """

    options: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()

    input_type = "select"

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((option, option) for option in self.options)

    def recognise(self, raw: Any) -> tuple[str, str]:
        return one_of(raw, {option: option for option in self.options}, self.synonyms)


@dataclass(frozen=True)
class Coded(Attribute):
    """One of a closed list stored by code; the Chinese label is accepted as well.

    `synonyms` are pairs of another word and the code it means.
    """

    options: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()

    input_type = "select"

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return self.options

    def recognise(self, raw: Any) -> tuple[str, str]:
        labels = {label: code for code, label in self.options}
        codes = {code: code for code, _ in self.options}
        return one_of(raw, labels | codes, self.synonyms, labels)

    def show(self, value: Any) -> str:
        return dict(self.options)[value]


@dataclass(frozen=True)
class Marking(Coded):
    """The owner's classification of a record; what is secret does not come in at all."""

    def recognise(self, raw: Any) -> tuple[str, str]:
        if as_text(raw).startswith(SECRETS):
            raise BadValue("涉密数据不得录入本系统")
        return super().recognise(raw)


def one_of(
    raw: Any,
    stored: Mapping[str, str],
    synonyms: tuple[tuple[str, str], ...],
    shown: Mapping[str, str] | None = None,
) -> tuple[str, str]:
    """What is stored for a word of a closed list, and "word → option" for a synonym.

    Width, blanks and traditional characters never matter, capitals only where the list itself
    tells them apart.
    """
    text = as_text(raw)
    exact = {as_text(word): value for word, value in stored.items()}
    if text in exact:
        return exact[text], ""
    loose = {loosely(word): value for word, value in stored.items()}
    meant = {loosely(word): value for word, value in synonyms}
    value = loose.get(loosely(text)) or meant.get(loosely(text))
    labels = {code: label for label, code in (shown or stored).items()}
    if value is None:
        raise BadValue(f"没有“{text}”这一项，可选：{'、'.join(labels.values())}")
    return value, f"{text} → {labels[value]}"


def loosely(text: str) -> str:
    return simplified("".join(as_text(text).split())).casefold()
