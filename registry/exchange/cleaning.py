"""Raw columns → stored values as texts for COPY, each distinct raw value cleaned once."""

import json
from collections import Counter
from datetime import date
from math import isfinite

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from registry.kinds import BadValue, Number, Text
from registry.kinds.values import as_text, is_blank, is_placeholder, is_storable

#: Distinct values remembered between batches of one column.
REMEMBERED = 100_000
#: Different understandings of one column that are told.
UNDERSTOOD = 50
#: How a placeholder was understood.
BLANK = "按空白处理"
#: Text that no cleaning changes: printable ASCII without outer blanks.
PLAIN_TEXT = r"^[!-~]([ -~]*[!-~])?$"
#: From here on a float no longer tells neighbouring whole numbers apart.
INEXACT = 2**53


def clean_values(field, raw_values):
    """Stored values in the same order, and `{place: what is wrong}`."""
    known, values, wrong = {}, [], {}
    for place, raw in enumerate(raw_values):
        key = (type(raw), raw)
        if key not in known:
            known[key] = attempt(field, raw)
        value, trouble = known[key]
        values.append(value)
        if trouble:
            wrong[place] = trouble
    return values, wrong


def attempt(field, raw):
    """`(stored value, None)` or `(None, what is wrong)`."""
    try:
        return field.clean(raw), None
    except BadValue as refusal:
        return None, str(refusal)


class Cleaner:
    """Cleans one column, batch by batch; the texts are JSON where the field is an attribute.

    `meanings` says what a raw text stands for, where someone has said so: "" for nothing.
    `understood` counts what was more than read: "球铁 → 球墨铸铁"; `placeholders` the cells that
    say in a word or a stroke that they are blank, which a text may mean.
    """

    def __init__(self, field, *, as_json, meanings=None):
        self.field, self.as_json = field, as_json
        self.meanings = {as_text(raw): value for raw, value in (meanings or {}).items()}
        self.known, self.understood, self.placeholders = {}, Counter(), Counter()
        self.is_plain = not (self.meanings or getattr(field, "raw_unit", ""))

    def clean(self, values):
        """Texts (null for blank or wrong) of an Arrow array or a list of plain values, and
        `{place: what is wrong}`.
        """
        if isinstance(values, pa.Array) and self.is_plain:
            texts, rest = self._quick(values)
            if texts is not None:
                return self._with_rest(texts, rest, values)
        return self._slowly(values)

    def _slowly(self, values):
        """Each distinct value once, in a column that has few; else one after the other."""
        if not isinstance(values, pa.Array):
            return self._one_by_one(values)
        coded = values.dictionary_encode()
        texts, wrong = self._one_by_one(coded.dictionary.to_pylist(), counts_of(coded))
        if not wrong:
            return texts.take(coded.indices), {}
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        places = np.flatnonzero(np.isin(codes, list(wrong)))
        return texts.take(coded.indices), {int(p): wrong[codes[p]] for p in places}

    def _quick(self, values):
        """What can be seen at a glance to be right, and where it cannot."""
        if isinstance(self.field, Number) and pa.types.is_floating(values.type):
            return self._numbers(values)
        if isinstance(self.field, Number) and pa.types.is_integer(values.type):
            return self._numbers(values)
        if type(self.field) is Text and pa.types.is_string(values.type):
            return self._plain_texts(values)
        return None, None

    def _numbers(self, values):
        """Only plain bounds are read here: a class with rules of its own goes one by one."""
        field = self.field
        if type(field) is not Number:
            return None, None
        numbers = values.fill_null(0).to_numpy(zero_copy_only=False).astype(float)
        good = np.isfinite(numbers) & (np.abs(numbers) < INEXACT)
        for bound, side in ((field.low, np.greater_equal), (field.high, np.less_equal)):
            if bound is not None:
                good &= side(numbers, bound)
        if field.whole:
            good &= numbers == np.trunc(numbers)
            numbers = np.where(good, numbers, 0).astype(np.int64)
        missing = pc.is_null(values).to_numpy(zero_copy_only=False)
        texts = pc.cast(pa.array(numbers, mask=missing | ~good), pa.string())
        return texts, np.flatnonzero(~good & ~missing)

    def _plain_texts(self, values):
        good = pc.match_substring_regex(values, PLAIN_TEXT)
        good = pc.and_(good, pc.less_equal(pc.binary_length(values), self.field.max_length))
        if self.field.digits:
            good = pc.and_(
                good, pc.match_substring_regex(values, f"^[0-9]{{{self.field.digits}}}$")
            )
        good = pc.fill_null(good, True)
        texts = pc.if_else(good, values, pa.scalar(None, pa.string()))
        if self.as_json:
            texts = quoted(texts)
        return texts, np.flatnonzero(~good.to_numpy(zero_copy_only=False))

    def _with_rest(self, texts, rest, values):
        if not len(rest):
            return texts, {}
        slow, wrong = self._slowly(values.take(pa.array(rest)))
        mask = np.zeros(len(values), dtype=bool)
        mask[rest] = True
        texts = pc.replace_with_mask(texts, pa.array(mask), slow)
        return texts, {int(rest[place]): text for place, text in wrong.items()}

    def _one_by_one(self, raw_values, counts=None):
        texts, wrong = [], {}
        if len(self.known) > REMEMBERED:
            self.known.clear()
        for place, raw in enumerate(raw_values):
            key = (type(raw), raw)
            if key not in self.known:
                self.known[key] = self._cleaned(raw)
            text, trouble, how = self.known[key]
            texts.append(text)
            times = 1 if counts is None else int(counts[place])
            if trouble:
                wrong[place] = trouble
            elif how is BLANK:
                self.placeholders[as_text(raw)] += times
            elif how and (how in self.understood or len(self.understood) < UNDERSTOOD):
                self.understood[how] += times
        return pa.array(texts, pa.string()), wrong

    def _cleaned(self, raw):
        """`(text, what is wrong, how it was understood)`."""
        if is_blank(raw):
            return None, None, ""
        try:
            value, how = self._meant(raw)
        except BadValue as refusal:
            # A closed list may have such a word itself, so the field is asked first.
            if is_placeholder(raw) and not isinstance(self.field, Text):
                return None, None, BLANK
            return None, str(refusal), ""
        if value is None:
            return None, None, how
        if not is_storable(value):  # told where the row is known
            return None, None, ""
        text = json.dumps(value, ensure_ascii=False) if self.as_json else str(value)
        return text, None, how

    def _meant(self, raw):
        meaning = self.meanings.get(as_text(raw)) if self.meanings else None
        if meaning is None:
            return self.field.recognise(raw)
        value = self.field.clean(meaning)
        return value, f"{as_text(raw)} → {self.field.show(value) if meaning else '空'}"


def counts_of(coded):
    """How often each word of a coded column stands in it."""
    codes = coded.indices.drop_null().to_numpy(zero_copy_only=False)
    return np.bincount(codes, minlength=len(coded.dictionary))


def quoted(texts):
    """JSON of texts of printable ASCII."""
    if pc.any(pc.match_substring_regex(texts, r'["\\]')).as_py():
        for mark in ("\\", '"'):
            texts = pc.replace_substring(texts, mark, f"\\{mark}")
    mark = pa.scalar('"')
    return pc.binary_join_element_wise(mark, texts, mark, pa.scalar(""))


def as_found(raw):
    """A raw value as JSON can keep it, or None for a blank."""
    if is_blank(raw):
        return None
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and not isfinite(raw):
        return str(raw)
    return raw


class Keeper:
    """A column that no field wants, kept as JSON under its own name."""

    def __init__(self):
        self.known = {}

    def keep(self, values):
        if not isinstance(values, pa.Array):
            return self._kept(values)
        coded = values.dictionary_encode()
        return self._kept(coded.dictionary.to_pylist()).take(coded.indices)

    def _kept(self, raw_values):
        if len(self.known) > REMEMBERED:
            self.known.clear()
        texts = []
        for raw in raw_values:
            key = (type(raw), raw)
            if key not in self.known:
                found = as_found(raw)
                self.known[key] = None if found is None else json.dumps(found)
            texts.append(self.known[key])
        return pa.array(texts, pa.string())


def together(columns, length):
    """One JSON object a row out of `{name: JSON texts}`, blanks left out."""
    # Each begins with its comma and the first loses it: Arrow's own way to skip nulls while
    # joining gives back too few rows.
    nothing = pa.scalar("")
    parts = [
        pc.fill_null(
            pc.binary_join_element_wise(pa.scalar(f", {json.dumps(name)}: "), texts, nothing), ""
        )
        for name, texts in columns.items()
        if texts.null_count < length
    ]
    if not parts:
        return pa.array(["{}"] * length, pa.string())
    inner = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*parts, nothing), 2)
    return pc.binary_join_element_wise(pa.scalar("{"), inner, pa.scalar("}"), nothing)
